// Connected parts of ink, found run by run. Leptonica's pixConnComp fills one part after the other and copies each to a
// picture of its own: four times as long on a page of print.

#include "ink.h"

#include <stdlib.h>
#include <string.h>

static int add_run(rec_parts *p, int *room, int y, int from, int to) {
    if (p->run_count == *room) {
        *room = *room ? 2 * *room : 256;
        rec_run *grown = realloc(p->runs, sizeof *grown * *room);
        if (!grown) return 1;
        p->runs = grown;
    }
    // Until all are known, part is a run that hangs together with this one, no later than it.
    p->runs[p->run_count] = (rec_run){y, from, to, p->run_count, -1};
    p->run_count++;
    return 0;
}

static int root(rec_run *runs, int i) {
    while (runs[i].part != i) i = runs[i].part = runs[runs[i].part].part;
    return i;
}

static void join(rec_run *runs, int a, int b) {
    a = root(runs, a);
    b = root(runs, b);
    if (a < b)
        runs[b].part = a;
    else
        runs[a].part = b;
}

// number makes parts of runs that point to one before them.
static int number(rec_parts *p) {
    int n = 0;
    for (int i = 0; i < p->run_count; i++) n += p->runs[i].part == i;
    p->parts = malloc(sizeof *p->parts * (n ? n : 1));
    int *last = malloc(sizeof *last * (n ? n : 1));
    if (!p->parts || !last) {
        free(last);
        return 1;
    }
    for (int i = 0; i < p->run_count; i++) {
        rec_run *r = &p->runs[i];
        if (r->part == i) {
            r->part = p->part_count;
            p->parts[p->part_count] = (rec_part){r->from, r->y, r->to, 0, 0, i};
            last[p->part_count++] = i;
        } else {
            r->part = p->runs[r->part].part;
            p->runs[last[r->part]].next = i;
            last[r->part] = i;
        }
        rec_part *part = &p->parts[r->part]; // w and h are the right and lower end until the last run
        if (r->from < part->x) part->x = r->from;
        if (r->to > part->w) part->w = r->to;
        part->h = r->y + 1;
        part->ink += r->to - r->from;
    }
    for (int i = 0; i < n; i++) {
        p->parts[i].w -= p->parts[i].x;
        p->parts[i].h -= p->parts[i].y;
    }
    free(last);
    return 0;
}

int rec_parts_find(PIX *ink, int diagonal, rec_parts *out) {
    memset(out, 0, sizeof *out);
    int w = pixGetWidth(ink), h = pixGetHeight(ink), wpl = pixGetWpl(ink), room = 0;
    int above = 0; // the first run of the row before
    for (int y = 0; y < h; y++) {
        const l_uint32 *line = pixGetData(ink) + (size_t)y * wpl;
        int at = above, row = out->run_count;
        for (int x = rec_next_ink(line, 0, w); x < w;) {
            int to = rec_next_paper(line, x, w);
            if (add_run(out, &room, y, x, to)) return 1;
            while (at < row && out->runs[at].to + diagonal <= x) at++;
            for (int i = at; i < row && out->runs[i].from < to + diagonal; i++) join(out->runs, i, out->run_count - 1);
            x = rec_next_ink(line, to, w);
        }
        above = row;
    }
    return number(out);
}

void rec_parts_free(rec_parts *p) {
    free(p->runs);
    free(p->parts);
    memset(p, 0, sizeof *p);
}

static void draw(l_uint32 *line, int from, int to) {
    for (int i = from >> 5; i <= (to - 1) >> 5; i++) {
        l_uint32 bits = 0xffffffffu;
        if (i == from >> 5) bits &= 0xffffffffu >> (from & 31);
        if (i == to >> 5) bits &= ~(0xffffffffu >> (to & 31));
        line[i] |= bits;
    }
}

PIX *rec_parts_drawn(PIX *ink, const rec_parts *p, const uint8_t *chosen) {
    PIX *out = pixCreate(pixGetWidth(ink), pixGetHeight(ink), 1);
    if (!out) return NULL;
    int wpl = pixGetWpl(out);
    for (int i = 0; i < p->run_count; i++) {
        const rec_run *r = &p->runs[i];
        if (chosen[r->part]) draw(pixGetData(out) + (size_t)r->y * wpl, r->from, r->to);
    }
    return out;
}

PIX *rec_part_drawn(const rec_parts *p, int part) {
    const rec_part *of = &p->parts[part];
    PIX *out = pixCreate(of->w, of->h, 1);
    if (!out) return NULL;
    int wpl = pixGetWpl(out);
    for (int i = of->first; i >= 0; i = p->runs[i].next) {
        const rec_run *r = &p->runs[i];
        draw(pixGetData(out) + (size_t)(r->y - of->y) * wpl, r->from - of->x, r->to - of->x);
    }
    return out;
}
