package decode

import "math"

// The resolutions believed: below 60 dpi nothing can be read, above 1300 no document scanner goes. The page
// sizes believed, in inches: a picture whose long side would be more than 2 × A4 is a photo with the
// customary 72 dpi of a camera that knows no scale.
const (
	minDPI        = 60
	maxDPI        = 1300
	maxPageInches = 24
	a4LongInches  = 297 / 25.4
	slipInches    = 80 / 25.4 // the paper rolls of tills
	slipAspect    = 2.2       // longer than any sheet of the ISO 216 or letter families
)

// believe gives the resolution of a picture with square pixels, and whether it had to be estimated.
func believe(dpi float64, w, h int) (float64, bool) {
	long := float64(max(w, h))
	if dpi >= minDPI && dpi <= maxDPI && long/dpi <= maxPageInches {
		return math.Round(dpi*100) / 100, false
	}
	return estimate(w, h), true
}

// estimate assumes an A4 page, or a till slip of 80 mm when the picture is much longer than wide.
func estimate(w, h int) float64 {
	long, short := float64(max(w, h)), float64(max(1, min(w, h)))
	dpi := long / a4LongInches
	if long/short > slipAspect {
		dpi = short / slipInches
	}
	return math.Max(1, dpi)
}

// squareSize gives the size of the picture once its pixels are square (a standard fax has 204 × 98 dpi):
// the coarser axis is stretched. Differences below 2 % are rounding.
func squareSize(w, h int, xdpi, ydpi float64) (int, int, float64) {
	ok := func(v float64) bool { return v >= minDPI/2 && v <= maxDPI }
	if !ok(xdpi) || !ok(ydpi) {
		return w, h, math.Max(xdpi, ydpi)
	}
	switch ratio := xdpi / ydpi; {
	case ratio > 1.02 && ratio < 5:
		return w, int(math.Round(float64(h) * ratio)), xdpi
	case ratio < 1/1.02 && ratio > 0.2:
		return int(math.Round(float64(w) / ratio)), h, ydpi
	}
	return w, h, xdpi
}
