#include "leptonica.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#ifndef JCS_EXTENSIONS
#error "libjpeg-turbo is wanted: install libjpeg-dev"
#endif

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf back;
} failing;

static void fail(j_common_ptr info) { longjmp(((failing *)info->err)->back, 1); }
static void silent(j_common_ptr info) { (void)info; }

// writing is a picture being written, of rows that next makes.
typedef struct {
    struct jpeg_compress_struct info;
    failing failure;
    unsigned char *out;
    unsigned long length;
    uint8_t *row; // where next puts a row that is nowhere as it is, or NULL
} writing;

// source is where the rows come from: pixels of each bytes, or planes.
typedef struct {
    const uint8_t *pixels, *cb, *cr;
    int stride, chroma_stride, fx, fy;
} source;

static JSAMPROW next(writing *w, const source *s) {
    size_t at = w->info.next_scanline;
    const uint8_t *y = s->pixels + at * s->stride;
    if (s->cb == NULL)
        return (JSAMPROW)y;
    const uint8_t *cb = s->cb + at / s->fy * s->chroma_stride, *cr = s->cr + at / s->fy * s->chroma_stride;
    uint8_t *to = w->row;
    for (JDIMENSION x = 0; x < w->info.image_width; x++, to += 3) {
        to[0] = y[x];
        to[1] = cb[x / s->fx];
        to[2] = cr[x / s->fx];
    }
    return w->row;
}

static int write_jpeg(const source *s, int w, int h, int components, J_COLOR_SPACE space, int quality, uint8_t **data, size_t *size) {
    // On the heap: what setjmp comes back to must not have been kept in a register.
    writing *j = calloc(1, sizeof *j);
    if (j == NULL)
        return 1;
    if (s->cb != NULL && (j->row = malloc((size_t)w * 3)) == NULL) {
        free(j);
        return 1;
    }
    j->info.err = jpeg_std_error(&j->failure.base);
    j->failure.base.error_exit = fail;
    j->failure.base.output_message = silent;
    if (setjmp(j->failure.back)) {
        jpeg_destroy_compress(&j->info);
        free(j->row);
        free(j);
        return 1; // what was written is lost: libjpeg may have freed what out points to
    }
    jpeg_create_compress(&j->info);
    jpeg_mem_dest(&j->info, &j->out, &j->length);
    j->info.image_width = w;
    j->info.image_height = h;
    j->info.input_components = components;
    j->info.in_color_space = space;
    jpeg_set_defaults(&j->info);
    jpeg_set_quality(&j->info, quality, TRUE);
    jpeg_start_compress(&j->info, TRUE);
    while (j->info.next_scanline < j->info.image_height) {
        JSAMPROW row = next(j, s);
        jpeg_write_scanlines(&j->info, &row, 1);
    }
    jpeg_finish_compress(&j->info);
    *data = j->out;
    *size = j->length;
    jpeg_destroy_compress(&j->info);
    free(j->row);
    free(j);
    return 0;
}

int rec_jpeg(const uint8_t *pixels, int w, int h, int stride, int each, int quality, uint8_t **data, size_t *size) {
    source s = {.pixels = pixels, .stride = stride};
    return write_jpeg(&s, w, h, each, each == 4 ? JCS_EXT_RGBX : JCS_GRAYSCALE, quality, data, size);
}

int rec_jpeg_planes(const uint8_t *y, const uint8_t *cb, const uint8_t *cr, int w, int h, int stride, int chroma_stride,
                    int fx, int fy, int quality, uint8_t **data, size_t *size) {
    source s = {y, cb, cr, stride, chroma_stride, fx, fy};
    return write_jpeg(&s, w, h, 3, JCS_YCbCr, quality, data, size);
}
