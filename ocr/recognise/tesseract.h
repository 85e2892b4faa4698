// What the Go side calls of Tesseract's C interface (capi.h), made of few crossings: one call sets a
// picture, one reads a rectangle of it and returns all symbols at once.

#ifndef RECOGNISE_TESSERACT_H
#define RECOGNISE_TESSERACT_H

#include <stdint.h>

typedef struct rec_engine rec_engine;

typedef struct {
    int x0, y0, x1, y1; // in the picture set, whatever the rectangle
    float confidence;   // 0..100
    int text;           // offset of its UTF-8 text in rec_result.text, NUL-terminated
    int level;          // 0 word, 1 symbol of the word before, 2 alternative of the symbol before
    int line, block;    // counted from 0
} rec_item;

typedef struct {
    rec_item *items;
    int count, room;
    char *text;
    int text_count, text_room;
} rec_result;

// NULL when the language data cannot be loaded. dictionary 0 loads no word lists.
rec_engine *rec_engine_new(const char *language, int dictionary);
void rec_engine_free(rec_engine *e);
// An engine of the orientation data, for rec_engine_lie only; NULL when that cannot be loaded.
rec_engine *rec_engine_new_osd(void);
// By how many degrees, 0, 90, 180 or 270, the picture set is turned clockwise, and how sure that is (more than 1 says
// something). Returns 1 when nothing can be said.
int rec_engine_lie(rec_engine *e, int *degrees, float *sure);
// 1 if the variable is unknown.
int rec_engine_set(rec_engine *e, const char *name, const char *value);
void rec_engine_picture(rec_engine *e, const uint8_t *data, int w, int h, int stride, int dpi);
// Drops the picture and all results.
void rec_engine_clear(rec_engine *e);
// Reads one rectangle. *cancel is looked at after each word; another thread may set it.
// symbols 0: words only. Returns 0, 1 failed, 2 cancelled. The result is freed with rec_result_free.
int rec_engine_read(rec_engine *e, int x, int y, int w, int h, int mode, int symbols, int *cancel, rec_result *out);
void rec_result_free(rec_result *r);

#endif
