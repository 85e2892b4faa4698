package extract

import (
	"image"
	"math"
)

// lie is how the lines of a sheet run over a picture, in its pixels from its middle: those across have the slope
// across + acrossFan·y where they pass the middle column, those down down + downFan·x where they pass the middle
// row. A sheet that was only skewed has across = -down and no fans; a photograph from the side has fans.
type lie struct{ across, acrossFan, down, downFan float64 }

const (
	scanSkew = 4.0   // degrees
	lieStep  = 0.004 // slopes are tried so far apart first: half a pixel at the end of a line at coarseDPI
	lieFine  = 0.0008
	lieBands = 5
	// mostFan is the most that the slopes of the first and the last line differ: corners that are moved by 6 % of
	// the width.
	mostFan = 0.16
)

// lies measures how the lines of a picture run. Unless they clearly do not, lines across run alike and lines down stand
// upright on them: running text has no lines down.
func lies(rows, columns profiles) lie {
	// without a fan, lines of forms that were only skewed are less sharp by 7 % at most, and those of running text,
	// which has none, by 13 %; seen from the side by 20 % and more
	const clearly, clearlyDown = 1.1, 1.18
	reach := math.Tan(maxSkew * math.Pi / 180)
	across, fan := rows.slopes(0, reach)
	if level, _ := rows.sharpestAround(across, reach/4, lieStep/2); rows.sharpAt(across, fan) < clearly*rows.sharpAt(level, 0) {
		across, fan = rows.sharpestAround(level, lieStep, lieFine)
	}
	down, downFan := columns.slopes(-across, reach)
	if upright, _ := columns.sharpestAround(-across, 1.5*lieStep, lieFine); columns.sharpAt(down, downFan) < clearlyDown*columns.sharpAt(upright, 0) {
		down, downFan = -across, 0
	}
	return lie{across, fan / float64(rows.length), down, downFan / float64(columns.length)}
}

// skew is the slope at which lines that run alike are sharpest.
func (p profiles) skew() float64 {
	slope, _ := p.sharpestAround(0, math.Tan(scanSkew*math.Pi/180), lieStep)
	slope, _ = p.sharpestAround(slope, lieStep, lieFine)
	return slope
}

// sharpestAround is the slope near one at which lines that run alike are sharpest; their fan is 0.
func (p profiles) sharpestAround(slope, reach, step float64) (best, fan float64) {
	best, most := slope, -1.0
	for s := slope - reach; s <= slope+reach+step/2; s += step {
		if e := p.sharpAt(s, 0); e > most {
			best, most = s, e
		}
	}
	return best, 0
}

// sharpAt is how sharp lines of a slope and a fan are, all bands together.
func (p profiles) sharpAt(slope, fan float64) float64 {
	sum := 0.0
	for b := range lieBands {
		sum += edges(p.near(slope+fan*bandMiddle(b), b*p.length/lieBands, (b+1)*p.length/lieBands))
	}
	return sum
}

// fanned reports whether the lines run apart by so much that profiles along one slope would smear them.
func (l lie) fanned(w, h float64) bool {
	const least = 0.008 // a pixel at the end of the first line
	return math.Abs(l.acrossFan*h) > least || math.Abs(l.downFan*w) > least || math.Abs(l.across+l.down) > least
}

// straight maps the points of a picture of w by h pixels in which these lines are level and upright to those of the
// picture: lines that run apart meet in the points (1, across, -acrossFan) and (down, 1, -downFan).
func (l lie) straight(w, h float64) Homography {
	centre := Homography{1, 0, -w / 2, 0, 1, -h / 2, 0, 0, 1}
	return centre.Then(Homography{1, l.down, 0, l.across, 1, 0, -l.acrossFan, -l.downFan, 1}).Then(centre.Inverse())
}

// slopes is the slope at the middle of a picture, within reach of a first guess, and by how much it changes from its
// start to its end, at which profiles are sharpest: where lines of print and rules lie along the sums. Parts of the
// picture without lines have no say.
func (p profiles) slopes(guess, reach float64) (slope, fan float64) {
	var tables [lieBands]sharpnessTable
	for b := range tables {
		tables[b].first, tables[b].step = guess-reach-mostFan/2, lieStep
	}
	for s := guess - reach - mostFan/2; s <= guess+reach+mostFan/2; s += lieStep {
		q := p.near(s, 0, p.length)
		for b := range tables {
			tables[b].values = append(tables[b].values, edges(q[b*len(q)/lieBands:(b+1)*len(q)/lieBands]))
		}
	}
	slope, fan = sharpest(tables, guess, reach, 0, mostFan, lieStep)
	for b := range tables {
		own := slope + fan*bandMiddle(b)
		t := sharpnessTable{first: own - 2*lieStep, step: lieFine}
		for s := t.first; s <= own+2*lieStep; s += lieFine {
			t.values = append(t.values, edges(p.near(s, b*p.length/lieBands, (b+1)*p.length/lieBands)))
		}
		tables[b] = t
	}
	return sharpest(tables, slope, lieStep, fan, 2*lieStep, lieFine)
}

// bowed is by how many pixels lines of a slope bow where profiles are sharpest.
func (p profiles) bowed(slope float64) float64 {
	const most, step = 4.0 * coarseDPI / 25.4, 0.5 * coarseDPI / 25.4 // curled paper, flattened
	best, sharp := 0.0, 0.0
	for bow := -most; bow <= most+step/2; bow += step {
		p.bow = bow
		e := edges(p.near(slope, 0, p.length)) * (1 - 0.02*math.Abs(bow)/step)
		if e > sharp {
			best, sharp = bow, e
		}
	}
	return best
}

// bandMiddle is where a band lies, from -½ at the start to ½ at the end.
func bandMiddle(b int) float64 { return (float64(b)+0.5)/lieBands - 0.5 }

// sharpest is the slope and fan, so far from given ones at most, at which all bands together are sharpest.
func sharpest(tables [lieBands]sharpnessTable, slope, slopeReach, fan, fanReach, step float64) (float64, float64) {
	bestSlope, bestFan, most := slope, fan, -1.0
	for f := fan - fanReach; f <= fan+fanReach+step/2; f += 2 * step {
		for s := slope - slopeReach; s <= slope+slopeReach+step/2; s += step {
			sum := 0.0
			for b, t := range tables {
				sum += t.at(s + f*bandMiddle(b))
			}
			// of two alike the one nearer to parallel lines
			if sum *= 1 - 0.4*math.Abs(f); sum > most {
				bestSlope, bestFan, most = s, f, sum
			}
		}
	}
	return bestSlope, bestFan
}

// sharpnessTable is how sharp a profile is at slopes from first on, each step more.
type sharpnessTable struct {
	first, step float64
	values      []float64
}

// at is between the values; 0 outside.
func (t sharpnessTable) at(slope float64) float64 {
	x := (slope - t.first) / t.step
	i := int(math.Floor(x))
	if i < 0 || i+1 >= len(t.values) {
		return 0
	}
	return t.values[i]*(1-x+float64(i)) + t.values[i+1]*(x-float64(i))
}

func edges(q []float64) float64 {
	sum := 0.0
	for i := 1; i < len(q); i++ {
		d := q[i] - q[i-1]
		sum += d * d
	}
	return sum
}

// straightened draws a picture with the points of a map, which need not be affine, bilinearly. Outside of the picture
// is what stands at its edge: a border would be a line.
func straightened(g *image.Gray, to Homography) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	const piece = 32 // pixels over which the map is taken for affine
	for y := range h {
		line := out.Pix[y*out.Stride:][:w]
		for x0 := 0; x0 < w; x0 += piece {
			n := min(piece, w-x0)
			sx, sy := to.Apply(float64(x0)+0.5, float64(y)+0.5)
			ex, ey := to.Apply(float64(x0+n)+0.5, float64(y)+0.5)
			dx, dy := (ex-sx)/float64(n), (ey-sy)/float64(n)
			for x := range n {
				line[x0+x] = nearestPixel(g, sx+dx*float64(x), sy+dy*float64(x))
			}
		}
	}
	return out
}

// nearestPixel is the pixel at a point, or the one of the edge next to it.
func nearestPixel(g *image.Gray, x, y float64) uint8 {
	ix, iy := max(0, min(g.Rect.Dx()-1, int(x))), max(0, min(g.Rect.Dy()-1, int(y)))
	return g.Pix[iy*g.Stride+ix]
}
