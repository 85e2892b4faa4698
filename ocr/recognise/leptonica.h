// What the Go side calls of Leptonica. Every picture that crosses is w*h bytes of 8-bit grey
// (0 black), row by row; "out" has the same layout, belongs to the
// caller, and may be g itself where a page is cleaned (rec_level_areas, rec_remove_rules, rec_remove_leaders, rec_plain_zeros). No function here
// reads a file or parses a format. rec_jpeg and rec_jpeg_planes call libjpeg. All return 0 when done and 1 when Leptonica refused.

#ifndef RECOGNISE_LEPTONICA_H
#define RECOGNISE_LEPTONICA_H

#include <stddef.h>
#include <stdint.h>

// Before a function of long loops over pixels: compiled once more for processors with AVX2 (x86, since 2013 to 2015), which
// the linker chooses when the program starts. The results are the same.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define FOR_PROCESSORS __attribute__((target_clones("avx2", "default")))
#else
#define FOR_PROCESSORS
#endif

typedef struct {
    const uint8_t *data;
    int w, h, stride;
} rec_grey;

// Once, before anything else.
void rec_start(void);
// Gives freed memory back to the system.
void rec_trim(void);

// up > 0: the text stands upright, < 0: upside down, in standard deviations; near 0: cannot be told.
int rec_upright(rec_grey g, int threshold, float *up);
// degrees is the clockwise turn that levels the lines; confidence is at least 3 when it can be trusted.
int rec_skew(rec_grey g, int threshold, float *degrees, float *confidence);
// Smaller only, by 32 at most; out is out_w*out_h bytes.
int rec_shrink(rec_grey g, int out_w, int out_h, uint8_t *out);
// m maps the middle of a pixel of out to a point of g: six numbers, row by row, turned and scaled alike
// in both directions (up to about 2); white outside g.
int rec_resample(rec_grey g, const double *m, int out_w, int out_h, uint8_t *out);
int rec_background(rec_grey g, const int *boxes, int n, uint8_t *out);
int rec_sauvola(rec_grey g, int half_window, float factor, uint8_t *out);
// A JPEG, to be freed by the caller, of grey (each is 1) or of red, green, blue and a byte that does not count
// (each is 4); stride in bytes.
int rec_jpeg(const uint8_t *pixels, int w, int h, int stride, int each, int quality, uint8_t **data, size_t *size);
// A JPEG, to be freed by the caller, of luma and chroma planes; one chroma sample stands for fx by fy pixels.
int rec_jpeg_planes(const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int w, int h, int stride, int chroma_stride,
                    int fx, int fy, int quality, uint8_t **data, size_t *size);
// Lightens shaded areas and turns light print on dark bars into dark print on white.
int rec_level_areas(rec_grey g, int threshold, int paper, float dpi, uint8_t *out);
// Lengths and thickness in pixels; 0 leaves the rules of that direction. A horizontal stroke that is as dark "beside" pixels over or under
// it, where paper is white, is no rule; 0 asks nothing of it.
int rec_remove_rules(rec_grey g, int threshold, int min_horizontal, int min_vertical,
                     int max_thickness, int white, int beside, uint8_t *out);
// Unsharp mask: by times what a box of 2 half + 1 pixels takes away is added.
int rec_sharpen(rec_grey g, int half, float by, uint8_t *out);
// What is at most max_side pixels wide and high becomes white.
int rec_remove_specks(rec_grey g, int threshold, int max_side, uint8_t *out);
// Rows of dots at least "least" pixels long become white: pieces up to dash wide and dot high, up to
// gap apart.
int rec_remove_leaders(rec_grey g, int threshold, int dot, int dash, int gap, int least, uint8_t *out);
// Zeros with a dot or a stroke in them lose it; least and most are heights of digits in pixels.
int rec_plain_zeros(rec_grey g, int threshold, int least, int most, uint8_t *out);

// Connected components of ink, five ints each: x, y, w, h and the number of ink pixels. join_x and
// join_y, if above 1, first close gaps of that many pixels (the ink then counts the closed ones).
// *boxes is freed by the caller.
int rec_components(rec_grey g, int threshold, int join_x, int join_y, int **boxes, int *count);

#endif
