// Opening and closing of ink by one row or one column of pixels. Leptonica's bricks shift and combine the
// whole picture once for each pixel of their length; here rows are looked at run by run, and columns
// combined in steps that double.

#include "ink.h"

#include <stdlib.h>
#include <string.h>

static void flip_run(l_uint32 *line, int from, int to) {
    for (int x = from; x < to;) {
        int end = (x | 31) + 1 < to ? (x | 31) + 1 : to;
        l_uint32 bits = 0xffffffffu >> (x & 31);
        if (end & 31) bits &= ~(0xffffffffu >> (end & 31));
        line[x >> 5] ^= bits;
        x = end;
    }
}

void rec_open_rows(PIX *ink, int length) {
    int w = pixGetWidth(ink), h = pixGetHeight(ink), wpl = pixGetWpl(ink);
    for (int y = 0; y < h; y++) {
        l_uint32 *line = pixGetData(ink) + (size_t)y * wpl;
        for (int x = rec_next_ink(line, 0, w); x < w;) {
            int end = rec_next_paper(line, x, w);
            if (end - x < length) flip_run(line, x, end);
            x = rec_next_ink(line, end, w);
        }
    }
}

void rec_close_rows(PIX *ink, int length) {
    int w = pixGetWidth(ink), h = pixGetHeight(ink), wpl = pixGetWpl(ink);
    for (int y = 0; y < h; y++) {
        l_uint32 *line = pixGetData(ink) + (size_t)y * wpl;
        for (int x = rec_next_paper(line, rec_next_ink(line, 0, w), w); x < w;) {
            int end = rec_next_ink(line, x, w);
            if (end < w && end - x < length) flip_run(line, x, end);
            x = rec_next_paper(line, end, w);
        }
    }
}

// with_later makes each row the intersection (keep) or the union of itself and the length-1 rows below it.
static void with_later(l_uint32 *data, int rows, int wpl, int length, int keep) {
    for (int done = 1; done < length;) {
        int step = done < length - done ? done : length - done;
        for (int y = 0; y < rows; y++) {
            l_uint32 *line = data + (size_t)y * wpl;
            if (y + step >= rows) {
                if (keep) memset(line, 0, sizeof *line * wpl);
                continue;
            }
            const l_uint32 *other = line + (size_t)step * wpl;
            if (keep)
                for (int i = 0; i < wpl; i++) line[i] &= other[i];
            else
                for (int i = 0; i < wpl; i++) line[i] |= other[i];
        }
        done += step;
    }
}

static void with_earlier(l_uint32 *data, int rows, int wpl, int length) {
    for (int done = 1; done < length;) {
        int step = done < length - done ? done : length - done;
        for (int y = rows - 1; y >= step; y--) {
            l_uint32 *line = data + (size_t)y * wpl;
            const l_uint32 *other = line - (size_t)step * wpl;
            for (int i = 0; i < wpl; i++) line[i] |= other[i];
        }
        done += step;
    }
}

void rec_open_columns(PIX *ink, int length) {
    int h = pixGetHeight(ink), wpl = pixGetWpl(ink);
    with_later(pixGetData(ink), h, wpl, length, 1);
    with_earlier(pixGetData(ink), h, wpl, length);
}

int rec_close_columns(PIX *ink, int length) {
    int h = pixGetHeight(ink), wpl = pixGetWpl(ink);
    if (length < 2) return 0;
    // Ink grows below the picture and back.
    size_t size = sizeof(l_uint32) * wpl * h;
    l_uint32 *grown = calloc((size_t)h + length - 1, sizeof(l_uint32) * wpl);
    if (!grown) return 1;
    memcpy(grown, pixGetData(ink), size);
    with_earlier(grown, h + length - 1, wpl, length);
    with_later(grown, h + length - 1, wpl, length, 1);
    memcpy(pixGetData(ink), grown, size);
    free(grown);
    return 0;
}
