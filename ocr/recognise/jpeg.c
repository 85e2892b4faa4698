#include "leptonica.h"

#include <setjmp.h>
#include <stdio.h>

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

int rec_jpeg(const uint8_t *pixels, int w, int h, int stride, int each, int quality, uint8_t **data, size_t *size) {
    struct jpeg_compress_struct info;
    failing failure;
    unsigned char *out = NULL;
    unsigned long length = 0;
    info.err = jpeg_std_error(&failure.base);
    failure.base.error_exit = fail;
    failure.base.output_message = silent;
    if (setjmp(failure.back)) {
        jpeg_destroy_compress(&info);
        return 1; // what was written is lost: libjpeg may have freed what out points to
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &out, &length);
    info.image_width = w;
    info.image_height = h;
    info.input_components = each;
    info.in_color_space = each == 4 ? JCS_EXT_RGBX : JCS_GRAYSCALE;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        JSAMPROW row = (JSAMPROW)(pixels + (size_t)info.next_scanline * stride);
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    *data = out;
    *size = length;
    return 0;
}
