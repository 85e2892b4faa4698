#ifndef PRATICA_INK_H
#define PRATICA_INK_H

#include "leptonica.h"

#include <leptonica/allheaders.h>

// Ink of the picture reduced by an integer: a reduced pixel is ink if its mean is below threshold.
// The mean is made here because Leptonica's reductions of grey want a whole second picture. NULL
// without memory.
PIX *rec_ink(rec_grey g, int reduction, int threshold);

// In place: runs of ink shorter than length go; gaps between ink shorter than length are filled. The
// border of the picture is paper.
void rec_open_rows(PIX *ink, int length);
void rec_close_rows(PIX *ink, int length);
void rec_open_columns(PIX *ink, int length);
int rec_close_columns(PIX *ink, int length);

#endif
