#include "leptonica.h"

#include "ink.h"

#include <leptonica/allheaders.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdlib.h>
#include <string.h>

void rec_start(void) {
    setMsgSeverity(L_SEVERITY_NONE);
#ifdef __GLIBC__
    // Go calls C from changing threads: one arena for all of them, else a child grows by some MB a page.
    // The pictures of one page lie in it too, each in the place of the last; rec_trim gives it back.
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
}

void rec_trim(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

// Leptonica keeps the leftmost pixel in the highest byte of each 32-bit word, whatever the machine.
static PIX *pix_from(rec_grey g) {
    PIX *pix = pixCreateNoInit(g.w, g.h, 8);
    if (!pix) return NULL;
    uint8_t *data = (uint8_t *)pixGetData(pix);
    int row = 4 * pixGetWpl(pix);
    for (int y = 0; y < g.h; y++) {
        uint8_t *line = data + (size_t)y * row;
        memcpy(line, g.data + (size_t)y * g.stride, g.w);
        memset(line + g.w, 0, row - g.w);
    }
    pixEndianByteSwap(pix);
    return pix;
}

static int bytes_from(PIX *pix, int w, int h, uint8_t *out) {
    if (!pix || pixGetDepth(pix) != 8 || pixGetWidth(pix) != w || pixGetHeight(pix) != h) return 1;
    pixEndianByteSwap(pix);
    const uint8_t *data = (const uint8_t *)pixGetData(pix);
    int row = 4 * pixGetWpl(pix);
    for (int y = 0; y < h; y++) memcpy(out + (size_t)y * w, data + (size_t)y * row, w);
    return 0;
}

// The 32 pixels from p on that are darker than a limit, the first in the highest bit: eight at a time, each a byte of 0 or
// 1, which a multiplication brings together in the highest byte.
static inline l_uint32 ink_bits(const uint8_t *p, uint8_t limit) {
    uint8_t dark[32];
    for (int i = 0; i < 32; i++) dark[i] = p[i] < limit;
    l_uint32 bits = 0;
    for (int i = 0; i < 32; i += 8) {
        uint64_t eight = 0;
        for (int j = 7; j >= 0; j--) eight = eight << 8 | dark[i + j];
        bits = bits << 8 | (l_uint32)(eight * UINT64_C(0x8040201008040201) >> 56);
    }
    return bits;
}

FOR_PROCESSORS
PIX *rec_ink(rec_grey g, int reduction, int threshold) {
    int w = g.w / reduction, h = g.h / reduction;
    if (w < 1 || h < 1) return NULL;
    PIX *pix = pixCreate(w, h, 1);
    uint16_t *sums = malloc(sizeof *sums * w * reduction); // of the columns of a row of squares
    if (!pix || !sums) {
        pixDestroy(&pix);
        free(sums);
        return NULL;
    }
    l_uint32 *data = pixGetData(pix);
    int wpl = pixGetWpl(pix), limit = threshold * reduction * reduction;
    for (int y = 0; y < h; y++) {
        l_uint32 *line = data + (size_t)y * wpl;
        const uint8_t *rows = g.data + (size_t)y * reduction * g.stride;
        if (reduction == 1) {
            int x = 0;
            for (; limit <= 255 && x + 32 <= w; x += 32) line[x >> 5] = ink_bits(rows + x, limit);
            for (; x < w; x += 32) {
                int n = w - x < 32 ? w - x : 32;
                l_uint32 bits = 0;
                for (int i = 0; i < n; i++) bits = bits << 1 | (rows[x + i] < limit);
                line[x >> 5] = bits << (32 - n);
            }
            continue;
        }
        memset(sums, 0, sizeof *sums * w * reduction);
        for (int j = 0; j < reduction; j++, rows += g.stride)
            for (int x = 0; x < w * reduction; x++) sums[x] += rows[x];
        for (int x = 0; x < w; x++) {
            int sum = 0;
            for (int i = 0; i < reduction; i++) sum += sums[x * reduction + i];
            line[x >> 5] |= (l_uint32)(sum < limit) << (31 - (x & 31));
        }
    }
    free(sums);
    return pix;
}

int rec_upright(rec_grey g, int threshold, float *up) {
    PIX *ink = rec_ink(g, 1, threshold);
    if (!ink) return 1;
    int failed = pixUpDownDetect(ink, up, 0, 0, 0);
    pixDestroy(&ink);
    return failed;
}

// Leptonica refuses the angles at the end of its sweep.
int rec_skew(rec_grey g, int threshold, float *degrees, float *confidence) {
    PIX *ink = rec_ink(g, 1, threshold);
    if (!ink) return 1;
    int failed = pixFindSkewSweepAndSearch(ink, degrees, confidence, 2, 1, 9.0f, 1.0f, 0.01f);
    pixDestroy(&ink);
    return failed;
}

int rec_background(rec_grey g, const int *boxes, int n, uint8_t *out) {
    PIX *pix = pix_from(g), *even = NULL;
    PIX *mask = n > 0 ? pixCreate(g.w, g.h, 1) : NULL; // says nothing of the paper
    for (int i = 0; mask && i < n; i++, boxes += 4) pixRasterop(mask, boxes[0], boxes[1], boxes[2], boxes[3], PIX_SET, NULL, 0, 0);
    if (pix) even = pixBackgroundNorm(pix, mask, NULL, 24, 32, 80, 120, 240, 2, 2);
    pixDestroy(&mask);
    pixDestroy(&pix);
    int failed = bytes_from(even, g.w, g.h, out);
    pixDestroy(&even);
    return failed;
}

// White and black from a picture of ink.
static int bytes_from_ink(PIX *ink, int w, int h, uint8_t *out) {
    if (!ink || pixGetWidth(ink) != w || pixGetHeight(ink) != h) return 1;
    const l_uint32 *data = pixGetData(ink);
    int wpl = pixGetWpl(ink);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++)
            out[(size_t)y * w + x] = GET_DATA_BIT(data + (size_t)y * wpl, x) ? 0 : 255;
    return 0;
}

int rec_sauvola(rec_grey g, int half_window, float factor, uint8_t *out) {
    PIX *pix = pix_from(g), *ink = NULL;
    int nx = g.w / 500 + 1, ny = g.h / 500 + 1;
    if (pix) pixSauvolaBinarizeTiled(pix, half_window, factor, nx, ny, NULL, &ink);
    pixDestroy(&pix);
    int failed = bytes_from_ink(ink, g.w, g.h, out);
    pixDestroy(&ink);
    return failed;
}

// Paints white where the mask has ink.
static void copy_without(rec_grey g, PIX *mask, uint8_t *out) {
    const l_uint32 *data = pixGetData(mask);
    int wpl = pixGetWpl(mask);
    for (int y = 0; y < g.h; y++) {
        uint8_t *row = out + (size_t)y * g.w;
        const l_uint32 *line = data + (size_t)y * wpl;
        if (g.data != out) memcpy(row, g.data + (size_t)y * g.stride, g.w);
        for (int i = 0; i < wpl; i++) {
            if (!line[i]) continue;
            for (int x = 32 * i; x < 32 * i + 32 && x < g.w; x++)
                if (GET_DATA_BIT(line, x)) row[x] = 255;
        }
    }
}

// dark_beside is how dark it is "beside" pixels over or under a horizontal stroke of line, the darker side, as a share of the stroke's own
// darkness under "white". What is a stroke itself, such as the other of two rules, is not dark.
static double dark_beside(rec_grey g, PIX *line, const rec_parts *p, int part, int white, int beside) {
    double own = 0, side[2] = {0, 0};
    int from = p->parts[part].x, w = p->parts[part].w;
    int *top = malloc(3 * sizeof *top * w), *bottom = top + w, *darkest = bottom + w;
    if (!top) return 0;
    for (int x = 0; x < w; x++) top[x] = g.h, bottom[x] = -1, darkest[x] = 0;
    for (int i = p->parts[part].first; i >= 0; i = p->runs[i].next) {
        rec_run r = p->runs[i];
        const uint8_t *row = g.data + (size_t)r.y * g.stride;
        for (int x = r.from; x < r.to; x++) {
            if (r.y < top[x - from]) top[x - from] = r.y;
            if (r.y > bottom[x - from]) bottom[x - from] = r.y;
            if (white - row[x] > darkest[x - from]) darkest[x - from] = white - row[x];
        }
    }
    const l_uint32 *data = pixGetData(line);
    int wpl = pixGetWpl(line);
    for (int x = 0; x < w; x++) {
        own += darkest[x];
        for (int t = 0; t < 2; t++) {
            int y = t ? bottom[x] + beside : top[x] - beside;
            if (y < 0 || y >= g.h || GET_DATA_BIT(data + (size_t)y * wpl, from + x)) continue;
            int dark = white - g.data[(size_t)y * g.stride + from + x];
            if (dark > 0) side[t] += dark;
        }
    }
    free(top);
    return own > 0 ? (side[0] > side[1] ? side[0] : side[1]) / own : 0;
}

// without_words leaves out the horizontal strokes that are rows of blurred letters run together: a rule is light beside it. NULL
// without memory; line is destroyed.
static PIX *without_words(rec_grey g, PIX *line, int white, int beside) {
    const double most = 0.5; // of drawn photographs, words have 0.6 to 1, rules up to 0.4 with print on them
    rec_parts parts;
    PIX *out = NULL;
    uint8_t *chosen = NULL;
    if (!rec_parts_find(line, 1, &parts) && (chosen = malloc(parts.part_count + 1))) {
        for (int i = 0; i < parts.part_count; i++) chosen[i] = dark_beside(g, line, &parts, i, white, beside) < most;
        out = rec_parts_drawn(line, &parts, chosen);
    }
    free(chosen);
    rec_parts_free(&parts);
    pixDestroy(&line);
    return out;
}

// rules gives the mask of the strokes at least "length" long in one direction and no thicker than
// max_thickness, without the places where other ink crosses them.
static PIX *rules(PIX *ink, int horizontal, int length, int max_thickness, rec_grey g, int white, int beside) {
    PIX *line = pixCopy(NULL, ink);
    if (!line) return NULL;
    horizontal ? rec_open_rows(line, length) : rec_open_columns(line, length);
    l_int32 empty = 0;
    pixZero(line, &empty);
    if (empty) return line;
    // What is thick in the other direction is a filled area or a letter, not a rule.
    PIX *thick = pixCopy(NULL, line);
    if (thick) {
        horizontal ? rec_open_columns(thick, max_thickness + 1) : rec_open_rows(thick, max_thickness + 1);
        pixZero(thick, &empty);
        PIX *area = empty ? NULL : pixSeedfillBinary(NULL, thick, line, 8);
        if (area) pixSubtract(line, line, area);
        pixDestroy(&area);
    }
    pixDestroy(&thick);
    if (horizontal && beside > 0 && !(line = without_words(g, line, white, beside))) return NULL;
    // The ragged edge of a rule, and its anti-aliased border.
    PIX *mask = pixDilateBrick(NULL, line, horizontal ? 3 : 5, horizontal ? 5 : 3);
    pixDestroy(&line);
    if (!mask) return NULL;
    // A stroke that goes on at both sides of the rule crosses it: closing the rest across the rule
    // finds it, and the crossing is kept.
    PIX *rest = pixSubtract(NULL, ink, mask);
    int gap = max_thickness + 5;
    if (rest) {
        horizontal ? (void)rec_close_columns(rest, gap) : rec_close_rows(rest, gap);
        pixSubtract(mask, mask, rest);
    }
    pixDestroy(&rest);
    return mask;
}

int rec_remove_rules(rec_grey g, int threshold, int min_horizontal, int min_vertical,
                     int max_thickness, int white, int beside, uint8_t *out) {
    PIX *ink = rec_ink(g, 1, threshold);
    if (!ink) return 1;
    PIX *across = min_horizontal > 0 ? rules(ink, 1, min_horizontal, max_thickness, g, white, beside) : NULL;
    PIX *down = min_vertical > 0 ? rules(ink, 0, min_vertical, max_thickness, g, white, beside) : NULL;
    pixDestroy(&ink);
    PIX *mask = across ? across : down;
    if (across && down) pixOr(across, across, down);
    if (mask) copy_without(g, mask, out);
    pixDestroy(&across);
    pixDestroy(&down);
    return mask ? 0 : 1;
}

// The parts at most so wide and so high, or those that are not. NULL without memory.
static PIX *selected(PIX *ink, int most_w, int most_h, int small) {
    rec_parts parts;
    PIX *out = NULL;
    uint8_t *chosen = NULL;
    if (!rec_parts_find(ink, 1, &parts) && (chosen = malloc(parts.part_count + 1))) {
        for (int i = 0; i < parts.part_count; i++) chosen[i] = (parts.parts[i].w <= most_w && parts.parts[i].h <= most_h) == small;
        out = rec_parts_drawn(ink, &parts, chosen);
    }
    free(chosen);
    rec_parts_free(&parts);
    return out;
}

int rec_remove_specks(rec_grey g, int threshold, int max_side, uint8_t *out) {
    PIX *ink = rec_ink(g, 1, threshold);
    if (!ink) return 1;
    PIX *kept = selected(ink, max_side, max_side, 0);
    PIX *specks = kept ? pixSubtract(NULL, ink, kept) : NULL;
    PIX *mask = specks ? pixDilateBrick(NULL, specks, 3, 3) : NULL;
    if (mask) {
        pixSubtract(mask, mask, kept);
        copy_without(g, mask, out);
    }
    int failed = mask ? 0 : 1;
    pixDestroy(&mask);
    pixDestroy(&specks);
    pixDestroy(&kept);
    pixDestroy(&ink);
    return failed;
}

// A leader is a row of dots. Dots may have melted into dashes.
int rec_remove_leaders(rec_grey g, int threshold, int dot, int dash, int gap, int least, uint8_t *out) {
    PIX *ink = rec_ink(g, 1, threshold);
    if (!ink) return 1;
    PIX *dots = selected(ink, dash, dot, 1);
    // A row leans: dots a pixel beside each other's line count as one line.
    PIX *high = dots ? pixDilateBrick(NULL, dots, 1, 3) : NULL;
    PIX *row = high ? pixCopy(NULL, high) : NULL;
    if (row) rec_close_rows(row, gap);
    PIX *line = row ? pixCopy(NULL, row) : NULL;
    if (line) rec_open_rows(line, least);
    PIX *rows = line ? pixSeedfillBinary(NULL, line, row, 8) : NULL;
    // In noise everything hangs together.
    PIX *leaders = rows ? selected(rows, g.w, 3 * dot, 1) : NULL;
    pixDestroy(&rows);
    PIX *mask = leaders ? pixAnd(NULL, leaders, high) : NULL;
    if (mask) {
        PIX *wide = pixDilateBrick(NULL, mask, 3, 3);
        if (wide) {
            // Print beside a dot keeps its pixels.
            PIX *print = pixSubtract(NULL, ink, dots);
            if (print) pixSubtract(wide, wide, print);
            pixDestroy(&print);
            copy_without(g, wide, out);
        } else {
            pixDestroy(&mask);
        }
        pixDestroy(&wide);
    }
    int failed = mask ? 0 : 1;
    pixDestroy(&mask);
    pixDestroy(&leaders);
    pixDestroy(&line);
    pixDestroy(&row);
    pixDestroy(&high);
    pixDestroy(&dots);
    pixDestroy(&ink);
    return failed;
}

int rec_components(rec_grey g, int threshold, int join_x, int join_y, int **boxes, int *count) {
    *boxes = NULL;
    *count = 0;
    PIX *ink = rec_ink(g, 1, threshold);
    if (!ink) return 1;
    if (join_x > 1 && join_y <= 1) {
        rec_close_rows(ink, join_x);
    } else if (join_y > 1 && join_x <= 1) {
        rec_close_columns(ink, join_y);
    } else if (join_x > 1) {
        PIX *joined = pixCloseSafeBrick(NULL, ink, join_x, join_y);
        pixDestroy(&ink);
        if (!joined) return 1;
        ink = joined;
    }
    rec_parts found;
    int failed = rec_parts_find(ink, 1, &found);
    pixDestroy(&ink);
    int n = failed ? 0 : found.part_count;
    int *list = n ? malloc(sizeof(int) * 5 * n) : NULL;
    failed |= n && !list;
    for (int i = 0; list && i < n; i++) {
        const rec_part *p = &found.parts[i];
        memcpy(&list[5 * i], (int[]){p->x, p->y, p->w, p->h, p->ink}, sizeof(int) * 5);
    }
    rec_parts_free(&found);
    if (failed) return 1;
    *boxes = list;
    *count = n;
    return 0;
}

// An area is a mask reduced 4 times, whose corner lies at x0, y0 of the reduced picture. A reduced
// pixel at its border is half area and half paper: inner is without them, ring is them and one more.
typedef struct {
    PIX *mask, *inner, *ring;
    int x0, y0;
} area;

static void each_pixel(area a, PIX *which, int w, int h, uint8_t *out, int *histogram, const uint8_t *map) {
    int mw = pixGetWidth(which), mh = pixGetHeight(which), wpl = pixGetWpl(which);
    const l_uint32 *data = pixGetData(which);
    for (int my = 0; my < mh; my++)
        for (int mx = 0; mx < mw; mx++) {
            if (!GET_DATA_BIT(data + (size_t)my * wpl, mx)) continue;
            int top = 4 * (a.y0 + my), left = 4 * (a.x0 + mx);
            for (int y = top < 0 ? 0 : top; y < top + 4 && y < h; y++)
                for (int x = left < 0 ? 0 : left; x < left + 4 && x < w; x++) {
                    uint8_t *v = out + (size_t)y * w + x;
                    if (histogram) histogram[*v]++;
                    if (map) *v = map[*v];
                }
        }
}

// level_area makes an area dark on white. Its commonest grey is its shade; what is written on it is
// darker (a shaded table row) or lighter (white print on a bar). An area that is low, no higher than print, and of no one shade is a
// word whose letters blur has joined, and stays.
static void level_area(area a, int low, int paper, int w, int h, uint8_t *out) {
    int histogram[256] = {0}, shade = 0, darker = 0, lighter = 0, all = 0, even = 0;
    uint8_t map[256];
    each_pixel(a, a.mask, w, h, out, histogram, NULL);
    for (int v = 0; v < 256; v++)
        if (histogram[v] > histogram[shade]) shade = v;
    int near = (paper - shade) / 6 > 5 ? (paper - shade) / 6 : 5;
    for (int v = 0; v < 256; v++) {
        all += histogram[v];
        if (abs(v - shade) <= near) even += histogram[v];
    }
    if (low && 10 * even < 6 * all) return;
    for (int v = 0; v < shade - 40; v++) darker += histogram[v];
    for (int v = shade + 41; v < 256; v++) lighter += histogram[v];
    int inverse = lighter > darker, reach = paper - shade - 8;
    for (int v = 0; v < 256; v++) {
        int d = inverse ? 255 - (v - shade - 8) * 255 / (reach > 0 ? reach : 1) : v * 255 / (shade > 8 ? shade - 8 : 1);
        map[v] = d < 0 ? 0 : d > 255 ? 255 : d;
    }
    each_pixel(a, inverse ? a.inner : a.mask, w, h, out, NULL, map);
    if (!inverse) return;
    memset(map, 255, sizeof map);
    each_pixel(a, a.ring, w, h, out, NULL, map);
}

// fill_holes adds to an area its holes up to a height: large light print on a bar. What a frame encloses is higher.
static void fill_holes(PIX *area, int highest) {
    PIX *holes = pixHolesByFilling(area, 4);
    if (!holes) return;
    PIX *low = pixSelectBySize(holes, 0, highest, 8, L_SELECT_HEIGHT, L_SELECT_IF_LTE, NULL);
    if (low) pixOr(area, area, low);
    pixDestroy(&low);
    pixDestroy(&holes);
}

// level_areas levels in place all areas darker than the threshold.
static void level_areas(rec_grey g, int threshold, int paper, float dpi, uint8_t *out) {
    PIX *ink = rec_ink(g, 4, threshold);
    if (!ink) return;
    float mm = dpi / 25.4f / 4;
    // Rules and strokes of letters go (thinner than 1 mm), then what is 12 mm wide is an area.
    int thin = (int)(mm + 0.5f) < 2 ? 2 : (int)(mm + 0.5f);
    PIX *thick = pixOpenBrick(NULL, ink, thin, thin);
    PIX *seed = thick ? pixOpenBrick(NULL, thick, (int)(12 * mm), thin) : NULL;
    l_int32 empty = 1;
    if (seed) pixZero(seed, &empty);
    // The holes that print leaves in an area belong to it.
    PIX *joined = empty ? NULL : pixSeedfillBinary(NULL, seed, thick, 8);
    PIX *whole = joined ? pixCloseSafeBrick(NULL, joined, (int)(3 * mm), (int)(5 * mm)) : NULL;
    if (whole) fill_holes(whole, (int)(12 * mm));
    pixDestroy(&joined);
    PIXA *parts = NULL;
    BOXA *boxes = whole ? pixConnComp(whole, &parts, 8) : NULL;
    for (int i = 0, n = boxes ? boxaGetCount(boxes) : 0; i < n; i++) {
        l_int32 x, y, w, h;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        PIX *part = pixaGetPix(parts, i, L_CLONE);
        area a = {pixAddBorder(part, 2, 0), NULL, NULL, x - 2, y - 2};
        a.inner = a.mask ? pixErodeBrick(NULL, a.mask, 3, 3) : NULL;
        a.ring = a.mask ? pixDilateBrick(NULL, a.mask, 5, 5) : NULL;
        if (a.inner && a.ring) {
            pixSubtract(a.ring, a.ring, a.inner);
            l_int32 ink = 0;
            pixCountPixels(part, &ink, NULL);
            level_area(a, w < 40 * mm && ink > 1.1f * mm * w && ink < 3.3f * mm * w, paper, g.w, g.h, out);
        }
        pixDestroy(&a.inner);
        pixDestroy(&a.ring);
        pixDestroy(&a.mask);
        pixDestroy(&part);
    }
    boxaDestroy(&boxes);
    pixaDestroy(&parts);
    pixDestroy(&whole);
    pixDestroy(&seed);
    pixDestroy(&thick);
    pixDestroy(&ink);
}

int rec_level_areas(rec_grey g, int threshold, int paper, float dpi, uint8_t *out) {
    for (int y = 0; y < g.h && g.data != out; y++) memcpy(out + (size_t)y * g.w, g.data + (size_t)y * g.stride, g.w);
    rec_grey copy = {out, g.w, g.h, g.w};
    // Dark bars first: a shaded row often lies against one, and would be taken for its print.
    level_areas(copy, paper * 55 / 100, paper, dpi, out);
    level_areas(copy, threshold, paper, dpi, out);
    return 0;
}

int rec_sharpen(rec_grey g, int half, float by, uint8_t *out) {
    PIX *pix = pix_from(g);
    PIX *sharp = pix ? pixUnsharpMaskingGray(pix, half, by) : NULL;
    pixDestroy(&pix);
    int failed = bytes_from(sharp, g.w, g.h, out);
    pixDestroy(&sharp);
    return failed;
}
