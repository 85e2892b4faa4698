package recognise

import "image"

// repeats tells that a run is one sign over and over, as dividing lines of old printers are: its columns look like those
// some millimetres on. Of letters, even those of one width, hardly half does.
func repeats(g *image.Gray, r image.Rectangle, dpi float64) bool {
	const alike, shortest, longest = 0.75, 0.8, 5.0 // mm
	columns := make([]float64, r.Dx())
	sum := 0.0
	for x := range columns {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			columns[x] += 255 - float64(g.Pix[g.PixOffset(r.Min.X+x, y)])
		}
		sum += columns[x]
	}
	mean, power := sum/float64(len(columns)), 0.0
	for x := range columns {
		columns[x] -= mean
		power += columns[x] * columns[x]
	}
	from, to := int(shortest/25.4*dpi), int(longest/25.4*dpi)
	for lag := from; lag <= to && 10*lag < len(columns); lag++ {
		product := 0.0
		for x := lag; x < len(columns); x++ {
			product += columns[x] * columns[x-lag]
		}
		if product > alike*power {
			return true
		}
	}
	return false
}
