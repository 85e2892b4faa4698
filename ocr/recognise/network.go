package recognise

// #include "leptonica.h"
// #include "tesseract.h"
import "C"

import (
	"context"
	"image"
)

// leastNetwork is the confidence from which on the orientation network is believed (tesseract --psm 0 prints it; pages
// of text reach 5 to 30, a few words 0.5 to 3).
const leastNetwork = 2.0

// networkLie asks Tesseract's orientation network how many quarter turns clockwise make a picture upright; ok is false
// where it does not know, or its data (osd) is not installed. It takes half a second a page, so the cheap looks of lie
// and the reading of some lines go before.
func (e *Engine) networkLie(ctx context.Context, g *image.Gray, dpi float64) (quarterTurns int, ok bool) {
	if ctx.Err() != nil {
		return 0, false
	}
	if e.network == nil {
		if e.network = C.rec_engine_new_osd(); e.network == nil {
			return 0, false
		}
	}
	defer e.clock()()
	withGrey(g, func(from C.rec_grey) C.int {
		C.rec_engine_picture(e.network, from.data, from.w, from.h, from.stride, C.int(dpi+0.5))
		return 0
	})
	defer C.rec_engine_clear(e.network)
	var degrees C.int
	var sure C.float
	if C.rec_engine_lie(e.network, &degrees, &sure) != 0 || sure < leastNetwork {
		return 0, false
	}
	return (4 - int(degrees)/90) & 3, true
}
