package synth

import (
	"fmt"
	"image"
	"math"
	"slices"
)

// Photo is the quality of papers photographed with a telephone on a table.
const Photo = "photo"

// photo is one picture that a telephone took of papers on a table. Its zero faults leave the papers flat,
// straight, evenly lit and sharp.
type photo struct {
	// W and H are the size of the upright picture in pixels, Orientation how the file stores it (Exif 2.32,
	// tag 0112: 1, 3, 6 or 8), Store its format, Quality that of JPEG and HEIC.
	W, H        int
	Orientation int
	Store       photoFormat
	Quality     int

	// Tilt is the angle in degrees between the camera's axis and the table's normal, up to 20; Azimuth the
	// side it leans to, Roll how far the picture is turned, both in degrees. Fill is the share of the frame
	// that the papers take.
	Tilt, Azimuth, Roll, Fill float64
	// Papers lie side by side on the Desk.
	Papers []laid
	Desk   desk
	Light  light
	// Defocus is the radius in pixels of the circle of confusion at the sharpest row of the paper and at the
	// blurriest, Motion the path in pixels of a shaken hand.
	Defocus [2]float64
	Motion  [2]float64
	// Noise is the sigma of the sensor in grey levels at mid tones.
	Noise float64
	// Seed is of the noise.
	Seed uint64
	tags []string
}

// laid is a paper as it lies on the table.
type laid struct {
	sheet *sheet
	// X and Y are its middle on the table in mm, Turn its angle in degrees.
	X, Y, Turn float64
	Curl       curl
	// Missing is the corner that is torn off: 0 none, 1 to 4 from upper left clockwise; Tear are the lengths
	// of its sides in mm.
	Missing int
	Tear    [2]float64
	// Black and White are the tones of print and paper, red, green and blue.
	Black, White [3]float64
}

// photographs gives a photo of every page: its files by name ("01.jpg", "02.heic", …), the file of each
// page, and tags that say what went wrong with the pictures. Two narrow papers that follow each other may
// share a photo. Strength is from 0 (none) to 1 (what a reader can just bear); first is the number of the
// first file.
func photographs(pages []*sheet, d dice, strength float64, first int) (files map[string]func() ([]byte, error), places, tags []string) {
	files = map[string]func() ([]byte, error){}
	where := someRoom(newDice(d.Uint64(), "room"), strength)
	for n := 0; n < len(pages); {
		together := 1
		if n+1 < len(pages) && narrowPaper(pages[n]) && narrowPaper(pages[n+1]) && d.chance(0.5) {
			together = 2
		}
		shot := where.photo(newDice(d.Uint64(), "photo"), strength, pages[n:n+together]...)
		name := fmt.Sprintf("%02d%s", first+len(files), shot.Store.extension())
		files[name] = shot.file
		for range together {
			places = append(places, name)
		}
		for _, tag := range shot.tags {
			if !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
		n += together
	}
	slices.Sort(tags)
	return files, places, tags
}

func narrowPaper(s *sheet) bool { return s.W < 110 && s.H > s.W }

// room is what the photos of one evening share: the table and the tint of the light.
type room struct {
	desk desk
	cast [3]float64
}

func someRoom(d dice, strength float64) room { return room{someDesk(d), someCast(d, strength)} }

// photo draws how papers are photographed there.
func (r room) photo(d dice, strength float64, pages ...*sheet) photo {
	size := pick(d, [2]int{4032, 3024}, [2]int{4032, 3024}, [2]int{4000, 3000}, [2]int{3840, 2880}, [2]int{3648, 2736}, [2]int{3264, 2448})
	p := photo{W: size[1], H: size[0], Orientation: pick(d, 1, 1, 3, 6, 6, 6, 8), Quality: d.whole(60, 92),
		Tilt: 20 * strength * math.Sqrt(d.Float64()), Azimuth: d.between(0, 360), Roll: strength * d.between(-7, 7),
		Fill: d.between(0.86, 0.97) - 0.12*d.Float64()*strength, Noise: strength * d.between(1, 7), Seed: d.Uint64()}
	if p.Tilt > 12 {
		p.tag("perspective")
	}
	p.Store = pick(d, append(slices.Repeat([]photoFormat{jpegPhoto}, 26), pngPhoto, heicPhoto, heicPhoto)...).available()
	switch p.Store {
	case pngPhoto: // a cut-out or a picture of the screen: smaller, and without Exif
		p.W, p.H, p.Orientation = 1500+10*d.IntN(40), 2000+10*d.IntN(60), 1
		p.tag("png")
	case heicPhoto:
		p.W, p.H, p.Orientation = 2448, 3264, 1
		p.tag("heic")
	}
	turn := 0.0
	if d.chance(0.1 * strength) {
		turn = pick(d, 90.0, 180, 270)
		p.tag("turned")
	}
	p.Desk = r.desk
	p.tag(p.Desk.Cover.String())
	p.Light = someLight(d, strength)
	if p.Light.Shadow.depth > 0 {
		p.tag("shadow")
	}
	x := 0.0
	for n, s := range pages {
		l := laid{sheet: s, Turn: turn, Curl: someCurl(d, s, strength)}
		if n > 0 {
			x += s.W/2 + d.between(4, 14)
			l.Y = d.between(-12, 12)
		}
		l.X = x
		x += s.W / 2
		if len(pages) > 1 {
			l.Turn += strength * d.between(-5, 5)
		}
		if l.Curl.height > 4 {
			p.tag("curl")
		}
		dark, pale := strength*d.between(10, 60), 255-strength*d.between(5, 45)
		for c := range 3 {
			l.Black[c], l.White[c] = dark*r.cast[c], pale*r.cast[c]
		}
		if d.chance(0.12 * strength) {
			if l.tear(d); l.Missing > 0 {
				p.tag("missing_corner")
			}
		}
		p.Papers = append(p.Papers, l)
	}
	if landscape := p.spread(turn); landscape {
		p.W, p.H = p.H, p.W
	}
	if d.chance(0.6 * strength) {
		p.Defocus = [2]float64{strength * d.between(0, 0.8), strength * d.between(0.8, 2.4)}
		if d.chance(0.5) {
			p.Defocus[0], p.Defocus[1] = p.Defocus[1], p.Defocus[0]
		}
		if max(p.Defocus[0], p.Defocus[1]) > 1 {
			p.tag("blur")
		}
	}
	if d.chance(0.35 * strength) {
		length, angle := strength*d.between(1, 4.5), d.between(0, math.Pi)
		p.Motion = [2]float64{length * math.Cos(angle), length * math.Sin(angle)}
		if length > 2 {
			p.tag("motion")
		}
	}
	return p
}

func (p *photo) tag(name string) { p.tags = append(p.tags, "photo:"+name) }

// spread centres the papers and reports whether together they are wider than high.
func (p *photo) spread(turn float64) bool {
	x0, x1, h := math.Inf(1), math.Inf(-1), 0.0
	for _, l := range p.Papers {
		x0, x1, h = min(x0, l.X-l.sheet.W/2), max(x1, l.X+l.sheet.W/2), max(h, l.sheet.H)
	}
	for i := range p.Papers {
		p.Papers[i].X -= (x0 + x1) / 2
	}
	wide := x1-x0 > h
	if turn == 90 || turn == 270 {
		return !wide
	}
	return wide
}

// tear takes off a corner on which nothing is printed, if there is one.
func (l *laid) tear(d dice) {
	corner, a, b := d.whole(1, 4), d.between(7, 24), d.between(7, 24)
	const dpi = 25.4 // a pixel is a millimetre
	page := l.sheet.picture(dpi)
	w, h := page.Rect.Dx(), page.Rect.Dy()
	for y := range min(h, int(b)+3) {
		for x := range min(w, int(a)+3) {
			if float64(x)/(a+2)+float64(y)/(b+2) > 1 {
				continue
			}
			px, py := x, y
			if corner == 2 || corner == 3 {
				px = w - 1 - x
			}
			if corner >= 3 {
				py = h - 1 - y
			}
			if page.GrayAt(px, py).Y < 240 {
				return
			}
		}
	}
	l.Missing, l.Tear = corner, [2]float64{a, b}
}

// file is the photo as the telephone stores it.
func (p photo) file() ([]byte, error) {
	return p.Store.encode(p.take(), p)
}

// take gives the photo's pixels as they are stored, turned by the orientation.
func (p photo) take() *image.YCbCr {
	stored := image.Rect(0, 0, p.W, p.H)
	if p.Orientation >= 5 {
		stored = image.Rect(0, 0, p.H, p.W)
	}
	picture := image.NewYCbCr(stored, image.YCbCrSubsampleRatio420)
	s := p.stage()
	s.expose(picture)
	p.sensor(picture)
	return picture
}

// upright is where a pixel of the stored picture lies in the upright one.
func (p photo) upright(x, y float64) (float64, float64) {
	w, h := float64(p.W), float64(p.H)
	switch p.Orientation {
	case 3:
		return w - x, h - y
	case 6: // shown after a quarter turn clockwise
		return w - y, x
	case 8:
		return y, h - x
	}
	return x, y
}
