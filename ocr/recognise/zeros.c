#include "ink.h"

#include <leptonica/allheaders.h>
#include <string.h>

// A hole of a piece of ink: the white inside it, or what else stands there.
typedef struct {
    l_int32 x, y, w, h, area;
} hole;

// holes_of lists the holes of a piece, those of a few pixels left out. It gives their number, at most 3.
static int holes_of(PIX *piece, hole *holes) {
    PIX *white = pixAddBorder(piece, 1, 0);
    if (white) pixInvert(white, white);
    rec_parts parts = {0};
    if (white && rec_parts_find(white, 0, &parts)) parts.part_count = 0;
    pixDestroy(&white);
    int n = 0;
    for (int i = 0; i < parts.part_count && n < 3; i++) {
        const rec_part *h = &parts.parts[i];
        if (h->x == 0 || h->ink < 6) continue; // the outside, or nothing
        holes[n++] = (hole){h->x - 1, h->y - 1, h->w, h->h, h->ink};
    }
    rec_parts_free(&parts);
    return n;
}

// white_between paints white each row of out between the leftmost and the rightmost pixel of the holes;
// where two holes lie beside a stroke, as far as the row goes on the other side: a zero is even.
static void white_between(PIX *piece, const hole *holes, int n, int left, int top, int w, uint8_t *out) {
    PIX *filled = pixHolesByFilling(piece, 4);
    if (!filled) return;
    const l_uint32 *data = pixGetData(filled);
    int wpl = pixGetWpl(filled), y0 = holes[0].y, y1 = y0 + holes[0].h, x0 = holes[0].x, x1 = x0 + holes[0].w;
    for (int i = 1; i < n; i++) {
        if (holes[i].y < y0) y0 = holes[i].y;
        if (holes[i].y + holes[i].h > y1) y1 = holes[i].y + holes[i].h;
        if (holes[i].x < x0) x0 = holes[i].x;
        if (holes[i].x + holes[i].w > x1) x1 = holes[i].x + holes[i].w;
    }
    for (int y = y0; y < y1; y++) {
        int first = -1, last = -1;
        for (int x = x0; x < x1; x++)
            if (GET_DATA_BIT(data + (size_t)y * wpl, x)) {
                if (first < 0) first = x;
                last = x;
            }
        if (first < 0) continue;
        if (n == 2) {
            int even_first = x0 + x1 - 1 - last, even_last = x0 + x1 - 1 - first;
            first = first < even_first ? first : even_first;
            last = last > even_last ? last : even_last;
        }
        memset(out + (size_t)(top + y) * w + left + first, 255, last - first + 1);
    }
    pixDestroy(&filled);
}

// A zero may bear a dot (a piece of its own in the only hole) or a stroke (it parts the hole in two that
// lie beside each other and one above the other at once, unlike those of an 8 or of two letters that touch).
static int is_marked_zero(const hole *holes, int n, int w, int h, PIX *ink, int left, int top) {
    if (n == 1) {
        if (holes[0].h * 10 < h * 5 || holes[0].w * 10 < w * 3) return 0;
        int dot = 0, x0 = left + holes[0].x, y0 = top + holes[0].y;
        const l_uint32 *data = pixGetData(ink);
        // The middle ninth of the hole.
        for (int y = y0 + holes[0].h / 3; y < y0 + holes[0].h - holes[0].h / 3; y++)
            for (int x = x0 + holes[0].w / 3; x < x0 + holes[0].w - holes[0].w / 3; x++)
                dot += GET_DATA_BIT(data + (size_t)y * pixGetWpl(ink), x) ? 1 : 0;
        return dot >= 2;
    }
    if (n != 2) return 0;
    const hole *a = &holes[0], *b = &holes[1];
    int right = a->x + a->w < b->x + b->w ? a->x + a->w : b->x + b->w, bottom = a->y + a->h < b->y + b->h ? a->y + a->h : b->y + b->h;
    int across = right - (a->x > b->x ? a->x : b->x), down = bottom - (a->y > b->y ? a->y : b->y);
    int least_w = a->w < b->w ? a->w : b->w, least_h = a->h < b->h ? a->h : b->h;
    // A dot that has run together with both sides' ink above and below: two slits in a figure too narrow
    // to be two.
    if (10 * w <= 8 * h && 10 * down >= 7 * least_h && 10 * least_h >= 3 * h) return 1;
    return across * 4 >= least_w && down * 4 >= least_h && a->area < 4 * b->area && b->area < 4 * a->area;
}

int rec_plain_zeros(rec_grey g, int threshold, int least, int most, uint8_t *out) {
    for (int y = 0; y < g.h && g.data != out; y++) memcpy(out + (size_t)y * g.w, g.data + (size_t)y * g.stride, g.w);
    PIX *ink = rec_ink(g, 1, threshold);
    if (!ink) return 1;
    rec_parts parts;
    if (rec_parts_find(ink, 1, &parts)) parts.part_count = 0;
    for (int i = 0; i < parts.part_count; i++) {
        const rec_part *p = &parts.parts[i];
        if (p->h < least || p->h > most || p->w > p->h || 10 * p->w < 3 * p->h) continue;
        PIX *piece = rec_part_drawn(&parts, i);
        hole holes[3];
        int count = piece ? holes_of(piece, holes) : 0;
        if (count && is_marked_zero(holes, count, p->w, p->h, ink, p->x, p->y)) white_between(piece, holes, count, p->x, p->y, g.w, out);
        pixDestroy(&piece);
    }
    rec_parts_free(&parts);
    pixDestroy(&ink);
    return 0;
}
