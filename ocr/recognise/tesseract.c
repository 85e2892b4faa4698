#include "tesseract.h"

#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>

struct rec_engine {
    TessBaseAPI *api;
};

rec_engine *rec_engine_new(const char *language, int dictionary) {
    rec_engine *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    char *names[] = {"debug_file", "load_system_dawg", "load_freq_dawg", "load_number_dawg", "load_punc_dawg"};
    char *values[] = {"/dev/null", "0", "0", "0", "0"};
    e->api = TessBaseAPICreate();
    if (TessBaseAPIInit4(e->api, NULL, language, OEM_DEFAULT, NULL, 0, names, values, dictionary ? 1 : 5, false)) {
        rec_engine_free(e);
        return NULL;
    }
    return e;
}

rec_engine *rec_engine_new_osd(void) {
    rec_engine *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    e->api = TessBaseAPICreate();
    if (TessBaseAPIInit2(e->api, NULL, "osd", OEM_TESSERACT_ONLY)) {
        rec_engine_free(e);
        return NULL;
    }
    TessBaseAPISetVariable(e->api, "debug_file", "/dev/null");
    TessBaseAPISetPageSegMode(e->api, PSM_OSD_ONLY);
    return e;
}

int rec_engine_lie(rec_engine *e, int *degrees, float *sure) {
    const char *script;
    float script_sure;
    return TessBaseAPIDetectOrientationScript(e->api, degrees, sure, &script, &script_sure) ? 0 : 1;
}

void rec_engine_free(rec_engine *e) {
    if (!e) return;
    TessBaseAPIEnd(e->api);
    TessBaseAPIDelete(e->api);
    free(e);
}

int rec_engine_set(rec_engine *e, const char *name, const char *value) {
    return TessBaseAPISetVariable(e->api, name, value) ? 0 : 1;
}

void rec_engine_picture(rec_engine *e, const uint8_t *data, int w, int h, int stride, int dpi) {
    TessBaseAPISetImage(e->api, data, w, h, 1, stride);
    TessBaseAPISetSourceResolution(e->api, dpi);
}

void rec_engine_clear(rec_engine *e) { TessBaseAPIClear(e->api); }

static int add_text(rec_result *r, const char *s) {
    int n = (int)strlen(s) + 1;
    if (r->text_count + n > r->text_room) {
        int room = 2 * (r->text_count + n) + 1024;
        char *grown = realloc(r->text, room);
        if (!grown) return -1;
        r->text = grown;
        r->text_room = room;
    }
    memcpy(r->text + r->text_count, s, n);
    r->text_count += n;
    return r->text_count - n;
}

static rec_item *add_item(rec_result *r, const char *text, int level, float confidence) {
    if (r->count == r->room) {
        int room = 2 * r->room + 64;
        rec_item *grown = realloc(r->items, room * sizeof *grown);
        if (!grown) return NULL;
        r->items = grown;
        r->room = room;
    }
    int offset = add_text(r, text);
    if (offset < 0) return NULL;
    rec_item *item = &r->items[r->count++];
    memset(item, 0, sizeof *item);
    item->text = offset;
    item->level = level;
    item->confidence = confidence;
    return item;
}

static void add_symbols(TessResultIterator *at, rec_result *out) {
    const TessPageIterator *page = TessResultIteratorGetPageIteratorConst(at);
    do {
        char *text = TessResultIteratorGetUTF8Text(at, RIL_SYMBOL);
        if (!text) break;
        rec_item *item = add_item(out, text, 1, TessResultIteratorConfidence(at, RIL_SYMBOL));
        if (item) TessPageIteratorBoundingBox(page, RIL_SYMBOL, &item->x0, &item->y0, &item->x1, &item->y1);
        TessChoiceIterator *choices = TessResultIteratorGetChoiceIterator(at);
        if (choices) {
            do {
                const char *other = TessChoiceIteratorGetUTF8Text(choices);
                if (other && strcmp(other, text) != 0) add_item(out, other, 2, TessChoiceIteratorConfidence(choices));
            } while (TessChoiceIteratorNext(choices));
            TessChoiceIteratorDelete(choices);
        }
        TessDeleteText(text);
    } while (!TessPageIteratorIsAtFinalElement(page, RIL_WORD, RIL_SYMBOL) && TessResultIteratorNext(at, RIL_SYMBOL));
}

static bool cancelled(void *flag, int words) {
    (void)words;
    return __atomic_load_n((int *)flag, __ATOMIC_RELAXED) != 0;
}

int rec_engine_read(rec_engine *e, int x, int y, int w, int h, int mode, int symbols, int *cancel, rec_result *out) {
    memset(out, 0, sizeof *out);
    TessBaseAPISetPageSegMode(e->api, (TessPageSegMode)mode);
    TessBaseAPISetRectangle(e->api, x, y, w, h);
    ETEXT_DESC *monitor = TessMonitorCreate();
    TessMonitorSetCancelFunc(monitor, cancelled);
    TessMonitorSetCancelThis(monitor, cancel);
    int failed = TessBaseAPIRecognize(e->api, monitor);
    TessMonitorDelete(monitor);
    if (__atomic_load_n(cancel, __ATOMIC_RELAXED)) return 2;
    if (failed) return 1;
    TessResultIterator *at = TessBaseAPIGetIterator(e->api);
    if (!at) return 0;
    const TessPageIterator *page = TessResultIteratorGetPageIteratorConst(at);
    int line = -1, block = -1;
    do {
        if (TessPageIteratorIsAtBeginningOf(page, RIL_BLOCK)) block++;
        if (TessPageIteratorIsAtBeginningOf(page, RIL_TEXTLINE)) line++;
        char *text = TessResultIteratorGetUTF8Text(at, RIL_WORD);
        if (!text) continue;
        rec_item *item = add_item(out, text, 0, TessResultIteratorConfidence(at, RIL_WORD));
        TessDeleteText(text);
        if (!item) break;
        item->line = line;
        item->block = block;
        TessPageIteratorBoundingBox(page, RIL_WORD, &item->x0, &item->y0, &item->x1, &item->y1);
        if (symbols) add_symbols(at, out);
    } while (TessResultIteratorNext(at, RIL_WORD));
    TessResultIteratorDelete(at);
    return 0;
}

void rec_result_free(rec_result *r) {
    free(r->items);
    free(r->text);
    memset(r, 0, sizeof *r);
}
