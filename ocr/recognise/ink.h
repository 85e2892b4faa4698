#ifndef PRATICA_INK_H
#define PRATICA_INK_H

#include "leptonica.h"

#include <leptonica/allheaders.h>

// Ink of the picture reduced by an integer: a reduced pixel is ink if its mean is below threshold.
// The mean is made here because Leptonica's reductions of grey want a whole second picture. NULL
// without memory.
PIX *rec_ink(rec_grey g, int reduction, int threshold);

// The first pixel from x on, in a row w wide, that is not the colour of flip (0 paper, all bits ink); w if there is none.
static inline int rec_next(const l_uint32 *line, int x, int w, l_uint32 flip) {
    if (x >= w) return w;
    int i = x >> 5, last = (w - 1) >> 5;
    l_uint32 word = (line[i] ^ flip) & (0xffffffffu >> (x & 31));
    while (!word) {
        if (++i > last) return w;
        word = line[i] ^ flip;
    }
    x = 32 * i + __builtin_clz(word);
    return x < w ? x : w;
}

static inline int rec_next_ink(const l_uint32 *line, int x, int w) { return rec_next(line, x, w, 0); }
static inline int rec_next_paper(const l_uint32 *line, int x, int w) { return rec_next(line, x, w, 0xffffffffu); }

// A row of ink pixels that hang together; next is the next one of the same part, or -1.
typedef struct {
    int y, from, to, part, next;
} rec_run;

// A connected part of the ink: the box around it, how many pixels it has, and its first run.
typedef struct {
    int x, y, w, h, ink, first;
} rec_part;

// The parts of a picture in the order of their first pixels, row by row.
typedef struct {
    rec_run *runs;
    rec_part *parts;
    int run_count, part_count;
} rec_parts;

// Corners join pixels where diagonal is 1. Returns 1 without memory; *out is freed with rec_parts_free in any case.
int rec_parts_find(PIX *ink, int diagonal, rec_parts *out);
void rec_parts_free(rec_parts *p);
// The ink of the parts whose place in chosen is not 0, as large as ink. NULL without memory.
PIX *rec_parts_drawn(PIX *ink, const rec_parts *p, const uint8_t *chosen);
// One part in a picture of its own size. NULL without memory.
PIX *rec_part_drawn(const rec_parts *p, int part);

// In place: runs of ink shorter than length go; gaps between ink shorter than length are filled. The
// border of the picture is paper.
void rec_open_rows(PIX *ink, int length);
void rec_close_rows(PIX *ink, int length);
void rec_open_columns(PIX *ink, int length);
int rec_close_columns(PIX *ink, int length);

#endif
