#include <leptonica/allheaders.h>

// What Tesseract does for every line or start and nothing comes of. The linker gives libtesseract these functions instead of
// Leptonica's and its own (a program's symbols come before those of its libraries). Where they are not taken, pages are read
// alike and 3 % slower.

// Before Tesseract reads a line it lays it by as a PNG (ImageData::SetPixInternal), to unpack it at once: here it stays as it is.
__attribute__((weak)) l_ok pixWriteMem(l_uint8 **data, size_t *size, PIX *pix, l_int32 format) {
    return format == IFF_PNG ? pixWriteMemSpix(data, size, pix) : 1;
}

// tesseract::UnicharAmbigs::LoadUniversal(UNICHARSET const&, UNICHARSET*) sorts signs that look alike into tables for 0.1 s of
// each engine's start; the classifier of Tesseract 3 alone looks into them, never the network of 4 and 5.
__attribute__((weak)) void _ZN9tesseract13UnicharAmbigs13LoadUniversalERKNS_10UNICHARSETEPS1_(void *ambigs, const void *encoder, void *unicharset) {
    (void)ambigs, (void)encoder, (void)unicharset;
}
