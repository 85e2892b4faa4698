// Package recognise cleans grey pictures and reads what is written on them, with Leptonica and
// Tesseract. It is the only package of ours that calls C.
//
// What C sees. C gets pixels only: 8-bit grey, of a size bounded by MaxSide and MaxPixels, which our
// own memory-safe decoders wrote. No C code here parses a file format, but for the three numbers of
// an uncompressed PGM header which this package writes itself.
//
// Which binding does what. Whole pages are read through gosseract (Engine.Page): it takes a picture,
// gives all words with their boxes, lines and blocks, and costs nothing measurable over calling
// Tesseract ourselves. All else is a thin binding of our own of Tesseract's capi.h and Leptonica,
// because gosseract (v2.4.1) has no raw buffers, symbols, alternatives, baselines or way to cancel,
// and because zones want an engine without word lists: words of a dictionary mislead on names, codes
// and amounts. The two link the same shared libraries and hold an engine each.
//
// Resolution and boxes. Every picture comes with its dpi, on which all lengths in millimetres rest.
// Boxes are pixels of the picture that was passed in, also when that picture is a part of another
// (image.Gray.SubImage): its coordinates stay.
//
// Processes. An Engine is for one goroutine. Tesseract is faster with OMP_THREAD_LIMIT=1 in the
// environment before the process starts (one A4 page took 2.3 s of CPU with it and 6.0 s without).
// A recognition that is under way stops at the next word when its context ends, except Page, which
// gosseract cannot stop: whoever needs a hard limit ends the process.
package recognise
