#include "leptonica.h"

#include <stdlib.h>
#include <string.h>

// Area average, in two passes of fixed point (the weights of a pixel sum to 256): Leptonica's own
// pixScaleAreaMap takes four times as long.
FOR_PROCESSORS
int rec_shrink(rec_grey g, int out_w, int out_h, uint8_t *out) {
    // So that 40 bits of reciprocal and a sum of pixels fit in 64.
    if (out_w < 1 || out_h < 1 || out_w > g.w || out_h > g.h || g.w / out_w > 32 || g.h / out_h > 32) return 1;
    if (out_w * 2 == (g.w & ~1) && out_h * 2 == (g.h & ~1)) {
        for (int y = 0; y < out_h; y++) {
            const uint8_t *p = g.data + (size_t)2 * y * g.stride, *q = p + g.stride;
            uint8_t *line = out + (size_t)y * out_w;
            for (int x = 0; x < out_w; x++) {
                uint16_t above, below; // two pixels each: so the loop becomes one of vectors
                memcpy(&above, p + 2 * x, 2);
                memcpy(&below, q + 2 * x, 2);
                line[x] = ((above & 255) + (above >> 8) + (below & 255) + (below >> 8) + 2) >> 2;
            }
        }
        return 0;
    }
    uint32_t *sums = malloc(sizeof *sums * g.w);
    int *first = malloc(sizeof *first * (out_w + 1));
    if (!sums || !first) {
        free(sums);
        free(first);
        return 1;
    }
    for (int x = 0; x <= out_w; x++) first[x] = (int)((int64_t)x * g.w * 256 / out_w);
    for (int y = 0; y < out_h; y++) {
        int top = (int)((int64_t)y * g.h * 256 / out_h), bottom = (int)((int64_t)(y + 1) * g.h * 256 / out_h);
        memset(sums, 0, sizeof *sums * g.w);
        for (int row = top >> 8; row << 8 < bottom; row++) {
            int from = row << 8 > top ? row << 8 : top, to = (row + 1) << 8 < bottom ? (row + 1) << 8 : bottom;
            uint32_t weight = to - from;
            const uint8_t *p = g.data + (size_t)row * g.stride;
            for (int x = 0; x < g.w; x++) sums[x] += weight * p[x];
        }
        uint8_t *line = out + (size_t)y * out_w;
        // The fields of the pixels are narrow or one part wider: two reciprocals, rounded up, of 40 bits.
        int narrow = 256 * g.w / out_w;
        uint64_t area = (uint64_t)narrow * (bottom - top), wide = area + (bottom - top);
        uint64_t reciprocal[2] = {((1ull << 40) + area - 1) / area, ((1ull << 40) + wide - 1) / wide};
        for (int x = 0; x < out_w; x++) {
            int left = first[x], right = first[x + 1];
            int i = left >> 8, last = (right - 1) >> 8;
            uint64_t sum = (uint64_t)sums[i] * ((i == last ? right : (i + 1) << 8) - left);
            for (int k = i + 1; k < last; k++) sum += (uint64_t)sums[k] << 8;
            if (last > i) sum += (uint64_t)sums[last] * (right - (last << 8));
            line[x] = (uint8_t)(sum * reciprocal[right - left - narrow] >> 40);
        }
    }
    free(sums);
    free(first);
    return 0;
}

// between is the bilinear mean of the four pixels around a point in 16.16 fixed point, x and y being its
// fractions and p the pixel at or before it.
static inline int between(const uint8_t *p, int stride, int x, int y) {
    int fx = x >> 8 & 255, fy = y >> 8 & 255;
    int above = p[0] * 256 + (p[1] - p[0]) * fx, below = p[stride] * 256 + (p[stride + 1] - p[stride]) * fx;
    return above * 256 + (below - above) * fy;
}

// blurred is the mean of each pixel and its three neighbours to the right and below, row by row, to be freed.
FOR_PROCESSORS
static uint8_t *blurred(rec_grey g) {
    uint8_t *out = malloc((size_t)g.w * g.h);
    if (!out) return NULL;
    for (int y = 0; y < g.h; y++) {
        const uint8_t *p = g.data + (size_t)y * g.stride, *q = y + 1 < g.h ? p + g.stride : p;
        uint8_t *line = out + (size_t)y * g.w;
        for (int x = 0; x + 1 < g.w; x++) line[x] = (p[x] + p[x + 1] + q[x] + q[x + 1] + 2) >> 2;
        line[g.w - 1] = (p[g.w - 1] + q[g.w - 1] + 1) >> 1;
    }
    return out;
}

static inline int inside(rec_grey g, double x, double y) { return x >= 0 && y >= 0 && x < g.w - 2 && y < g.h - 2; }

static uint8_t nearest(rec_grey g, double x, double y) {
    x += 0.5;
    y += 0.5;
    return x < 0 || y < 0 || x >= g.w || y >= g.h ? 255 : g.data[(size_t)(int)y * g.stride + (int)x];
}

FOR_PROCESSORS
int rec_resample(rec_grey g, const double *m, int out_w, int out_h, uint8_t *out) {
    if (out_w < 1 || out_h < 1) return 1;
    double left = m[2], top = m[5];
    uint8_t *soft = NULL;
    // A pixel that covers more than one of the picture is more than a point of it.
    if (m[0] * m[0] + m[3] * m[3] > 1.2) {
        if (!(soft = blurred(g))) return 1;
        g.data = soft;
        g.stride = g.w;
        left -= 0.5;
        top -= 0.5;
    }
    int ax = (int)(m[0] * 65536), ay = (int)(m[3] * 65536);
    for (int y = 0; y < out_h; y++) {
        double startx = m[1] * y + left, starty = m[4] * y + top;
        uint8_t *line = out + (size_t)y * out_w;
        // The pixels whose four neighbours lie in g are those of one run.
        int from = 0, to = out_w;
        while (from < to && !inside(g, startx + m[0] * from, starty + m[3] * from)) from++;
        while (to > from && !inside(g, startx + m[0] * (to - 1), starty + m[3] * (to - 1))) to--;
        for (int x = 0; x < out_w; x++) {
            if (x == from) x = to;
            if (x < out_w) line[x] = nearest(g, startx + m[0] * x, starty + m[3] * x);
        }
        if (from == to) continue;
        int64_t px = (int64_t)((startx + m[0] * from) * 65536), py = (int64_t)((starty + m[3] * from) * 65536);
        for (int x = from; x < to; x++, px += ax, py += ay)
            line[x] = (between(g.data + (size_t)(py >> 16) * g.stride + (px >> 16), g.stride, (int)px, (int)py) + 0x8000) >> 16;
    }
    free(soft);
    return 0;
}
