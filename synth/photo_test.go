package synth

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"testing"
)

// small is the photo at a fifth of its size, to save time.
func (p photo) small() photo {
	p.W, p.H = p.W/5, p.H/5
	return p
}

// somePhoto is a photo in any room.
func somePhoto(d dice, strength float64, pages ...*sheet) photo {
	return someRoom(d, strength).photo(d, strength, pages...)
}

func TestAPhotoStoredTurnedIsUprightByItsExifOrientation(t *testing.T) {
	p := somePhoto(newDice(3, "photo"), 0.7, testSheet()).small()
	p.Store, p.Noise, p.Quality, p.Desk = jpegPhoto, 0, 92, desk{scale: 1} // the table's grain is drawn on a grid of the file's own
	p.Orientation = 1
	want := decoded(t, p)
	for _, orientation := range []int{3, 6, 8} {
		p.Orientation = orientation
		stored := decoded(t, p)
		if got := exifOrientation(t, mustFile(t, p)); got != orientation {
			t.Fatalf("the file says orientation %d, want %d", got, orientation)
		}
		if orientation >= 5 && (stored.Bounds().Dx() != p.H || stored.Bounds().Dy() != p.W) {
			t.Errorf("orientation %d: stored %v", orientation, stored.Bounds())
		}
		sum := 0
		for y := range p.H {
			for x := range p.W {
				var v color.Color
				switch orientation { // Exif 2.32, 4.6.4 A: where row 0 and column 0 lie
				case 3:
					v = stored.At(p.W-1-x, p.H-1-y)
				case 6: // row 0 is the right side, column 0 the top
					v = stored.At(y, p.W-1-x)
				case 8: // row 0 is the left side, column 0 the bottom
					v = stored.At(p.H-1-y, x)
				}
				a, b := luma(v), luma(want.At(x, y))
				sum += max(a-b, b-a)
			}
		}
		if mean := float64(sum) / float64(p.W*p.H); mean > 3 {
			t.Errorf("orientation %d differs from the upright picture by %.1f grey levels", orientation, mean)
		}
	}
}

func luma(c color.Color) int { return int(color.GrayModel.Convert(c).(color.Gray).Y) }

func mustFile(t *testing.T, p photo) []byte {
	t.Helper()
	data, err := p.file()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decoded(t *testing.T, p photo) image.Image {
	t.Helper()
	picture, err := jpeg.Decode(bytes.NewReader(mustFile(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// exifOrientation reads tag 0112 of the first directory, as Exif 2.32 describes it.
func exifOrientation(t *testing.T, file []byte) int {
	t.Helper()
	at := bytes.Index(file, []byte("Exif\x00\x00"))
	if at < 0 || file[2] != 0xff || file[3] != 0xe1 {
		t.Fatal("no Exif block")
	}
	tiff := file[at+6:]
	le := binary.LittleEndian
	directory := le.Uint32(tiff[4:])
	for n := range int(le.Uint16(tiff[directory:])) {
		field := tiff[int(directory)+2+12*n:]
		if le.Uint16(field) == 0x0112 {
			return int(le.Uint16(field[8:]))
		}
	}
	t.Fatal("no orientation")
	return 0
}

func TestAPhotoShowsItsWholePaper(t *testing.T) {
	corners := []color.RGBA{rgb(255, 0, 0), rgb(0, 255, 0), rgb(0, 0, 255), rgb(255, 0, 255)}
	s := newSheet(210, 297, newDice(1, "corners"))
	for n, c := range corners {
		s.fill([]float64{0, 200, 0, 200}[n], []float64{0, 0, 287, 287}[n], 10, 10, c)
	}
	for seed := range uint64(10) {
		p := somePhoto(newDice(seed, "whole"), 1, s).small()
		p.Light, p.Noise, p.Desk, p.Defocus, p.Motion = light{lamp: vector3{0, 0, 500}}, 0, desk{scale: 1}, [2]float64{}, [2]float64{}
		p.Papers[0].Missing = 0
		p.Papers[0].White, p.Papers[0].Black = [3]float64{255, 255, 255}, [3]float64{}
		picture := p.take()
		for n, c := range corners {
			seen := 0
			for y := range picture.Rect.Dy() {
				for x := range picture.Rect.Dx() {
					r, g, b, _ := picture.YCbCrAt(x, y).RGBA()
					if near(r>>8, c.R) && near(g>>8, c.G) && near(b>>8, c.B) {
						seen++
					}
				}
			}
			// a hundredth of an A4 page's breadth and a thirtieth of its height, shortened and dimmed
			if want := p.W * p.H / 2400; seen < want {
				t.Errorf("seed %d: corner %d shows %d pixels, want at least %d", seed, n+1, seen, want)
			}
		}
	}
}

// near tells a channel that is lit from one that is not.
func near(v uint32, want uint8) bool { return want == 255 && v > 130 || want == 0 && v < 110 }

func TestAPhotoWithoutFaultsLeavesThePageClean(t *testing.T) {
	sheet := testSheet()
	p := somePhoto(newDice(5, "clean"), 0, sheet)
	if len(p.tags) != 1 { // the table is all there is to tell
		t.Errorf("tags %v", p.tags)
	}
	p.Orientation = 1
	picture, stage := p.take(), p.stage()
	page := sheet.picture(25.4 * 8)
	sum, n := 0, 0
	for y := 4.0; y < 293; y += 0.7 {
		for x := 4.0; x < 206; x += 0.7 {
			px, py := stage.project(stage.papers[0].stand(x-105, y-148.5))
			got := int(picture.YCbCrAt(int(px), int(py)).Y)
			want := int(page.GrayAt(int(x*8), int(y*8)).Y)
			sum += max(got-want, want-got)
			n++
		}
	}
	if mean := float64(sum) / float64(n); mean > 8 {
		t.Errorf("the page differs by %.1f grey levels", mean)
	}
}

func TestTheSameSeedTakesTheSamePhoto(t *testing.T) {
	take := func() []byte {
		p := somePhoto(newDice(9, "same"), 0.9, testSheet()).small()
		p.Store = jpegPhoto
		return mustFile(t, p)
	}
	if !bytes.Equal(take(), take()) {
		t.Error("the photos differ")
	}
}

func TestEveryPageHasAPhotoAndSlipsMayShareOne(t *testing.T) {
	d := newDice(1, "pages")
	slip := func() *sheet { return newSheet(80, 180, d) }
	pages := []*sheet{testSheet(), slip(), slip(), slip(), slip(), slip(), slip(), testSheet()}
	files, places, tags := photographs(pages, newDice(2, "photos"), 0.5, 1)
	if len(places) != len(pages) {
		t.Fatalf("%d places for %d pages", len(places), len(pages))
	}
	if len(files) >= len(pages) {
		t.Errorf("%d files: no two slips share a photo", len(files))
	}
	for n, name := range places {
		if files[name] == nil {
			t.Errorf("page %d is in %s, which there is not", n+1, name)
		}
		if n > 0 && name < places[n-1] {
			t.Errorf("page %d comes before page %d", n+1, n)
		}
	}
	if !slices.IsSorted(tags) || len(tags) == 0 {
		t.Errorf("tags %v", tags)
	}
}

func TestWithoutTheHEICEncoderPhotosAreJPEGsAndANoteSaysSo(t *testing.T) {
	t.Setenv("PATH", "")
	if got := heicPhoto.available(); got != jpegPhoto {
		t.Errorf("format %v", got)
	}
	if len(Notes()) != 1 {
		t.Errorf("notes %v", Notes())
	}
}

func TestATornCornerHidesNoPrint(t *testing.T) {
	s := newSheet(210, 297, newDice(1, "frame"))
	s.box(8, 8, 60, 281, 0, 0.6, black) // near the left corners only
	torn := 0
	for seed := range uint64(40) {
		l := laid{sheet: s}
		l.tear(newDice(seed, "tear"))
		if l.Missing > 0 {
			torn++
		}
		if onLeft := l.Missing == 1 || l.Missing == 4; onLeft && 8/l.Tear[0]+8/l.Tear[1] < 1 {
			t.Errorf("seed %d: corner %d of %.0f mm takes off print", seed, l.Missing, l.Tear)
		}
	}
	if torn < 10 {
		t.Errorf("only %d corners were torn off", torn)
	}
}

func TestBlurKeepsTheTone(t *testing.T) {
	g := blank(80, 60, 200)
	defocus(g, 0.3, 2.6)
	shake(g, 3, -2)
	for i, v := range g.Pix {
		if v < 198 || v > 200 {
			t.Fatalf("pixel %d is %d", i, v)
		}
	}
	line := blank(80, 60, 255)
	for x := range 80 {
		line.Pix[30*line.Stride+x] = 0
	}
	defocus(line, 2, 2)
	if v := line.GrayAt(40, 30).Y; v < 180 {
		t.Errorf("a line stays as dark as %d", v)
	}
	if v := line.GrayAt(40, 35).Y; v != 255 && v != 254 {
		t.Errorf("five pixels away it is %d", v)
	}
	dot := blank(80, 60, 255)
	dot.Pix[30*dot.Stride+40] = 0
	defocus(dot, 2, 2)
	for _, far := range []int{1, 2} {
		l, r, u, d := dot.GrayAt(40-far, 30).Y, dot.GrayAt(40+far, 30).Y, dot.GrayAt(40, 30-far).Y, dot.GrayAt(40, 30+far).Y
		if l != r || u != d || l > 250 || u > 250 {
			t.Errorf("%d pixels from a dot: %d %d %d %d", far, l, r, u, d)
		}
	}
}
