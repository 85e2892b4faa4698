#ifndef PRATICA_INK_H
#define PRATICA_INK_H

#include "leptonica.h"

#include <leptonica/allheaders.h>

// Ink of the picture reduced by an integer: a reduced pixel is ink if its mean is below threshold.
// The mean is made here because Leptonica's reductions of grey want a whole second picture. NULL
// without memory.
PIX *rec_ink(rec_grey g, int reduction, int threshold);

#endif
