// Package recognise cleans grey pictures and reads what is written on them, with Leptonica and
// Tesseract. It is the only package of ours that calls C.
//
// What C sees. C gets pixels only: 8-bit grey (to write a JPEG, colour), of a size bounded by MaxSide and
// MaxPixels, which our own memory-safe decoders wrote. No C code here parses a file format, but for the three numbers of
// an uncompressed PGM header which this package writes itself.
//
// Which binding does what. Lines, zones, combs and the clean-up use a thin binding of our own of
// Tesseract's capi.h and Leptonica: gosseract (v2.4.1) has no raw buffers, symbols, alternatives or
// way to cancel, and zones want an engine without word lists, which mislead on names, codes and
// amounts. Print whose lines touch cannot be parted into lines by us; there gosseract runs
// Tesseract's own segmentation, with the word lists that help running text. Reading whole pages that
// way costs as much CPU as Page and loses more words (see Page). The two bindings link the same
// shared libraries and hold an engine each; the second is made when first wanted.
//
// What no binding reads. Hand-print, handwriting and needle print are read by a network of our own (Written,
// WrittenComb), a forward pass in Go over a product of matrices in C; Page asks it where Tesseract is not sure.
//
// Resolution and boxes. Every picture comes with its dpi, on which all lengths in millimetres rest.
// Boxes are pixels of the picture that was passed in, also when that picture is a part of another
// (image.Gray.SubImage): its coordinates stay. Only Page, which turns and levels, answers boxes of the levelled
// page and how that lies on the picture.
//
// Processes. An Engine is for one goroutine. Tesseract is faster with OMP_THREAD_LIMIT=1 in the
// environment before the process starts (one A4 page took 2.3 s of CPU with it and 6.0 s without).
// A recognition that is under way stops at the next word when its context ends; what gosseract does
// cannot be stopped: whoever needs a hard limit ends the process.
package recognise
