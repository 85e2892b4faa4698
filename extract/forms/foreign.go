package forms

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"sync"
)

// FolderVariable names the environment variable with the folder of further definitions.
const FolderVariable = "PRATICA_FORMS"

var known struct {
	sync.Mutex
	list []*Definition
}

// All gives every known definition, sorted by code and edition: those of the program and those added.
func All() []*Definition {
	known.Lock()
	defer known.Unlock()
	if known.list == nil {
		known.list = all()
	}
	return known.list
}

// Add makes the definitions of a folder (*.yaml, with the pictures they name beside them) known, for forms
// that somebody else printed. It is to be called at the start of a process, before anything is recognised,
// in the children too. Nothing is added if one of them is faulty or has the code and edition of another.
func Add(folder string) error {
	paths, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return fmt.Errorf("forms of folder %s: %w", folder, err)
	}
	if _, err := os.Stat(folder); err != nil {
		return fmt.Errorf("folder of forms: %w", err)
	}
	list := slices.Clone(All())
	for _, path := range paths {
		d, err := load(path)
		if err != nil {
			return fmt.Errorf("form definition %s: %w", path, err)
		}
		for _, o := range list {
			if o.Name() == d.Name() {
				return fmt.Errorf("form definition %s: %s is known already, the edition must be another", path, d.Name())
			}
		}
		list = append(list, d)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	known.Lock()
	defer known.Unlock()
	known.list = list
	return nil
}

// Foreign reports that the form was printed by somebody else (Add): it is read, but not drawn or sent out.
func (d *Definition) Foreign() bool { return d.foreign }

func load(path string) (*Definition, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	d, err := Parse(data)
	if err != nil {
		return nil, err
	}
	d.foreign = true
	for i := range d.Pages {
		p := &d.Pages[i]
		if p.Picture == "" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(filepath.Dir(path), p.Picture))
		if err != nil {
			return nil, err
		}
		if p.picture, err = readPicture(data, *p); err != nil {
			return nil, fmt.Errorf("picture %s: %w", p.Picture, err)
		}
		d.digest = sha256.Sum256(append(d.digest[:], data...))
	}
	return d, nil
}

// readPicture decodes the picture of a blank page, which must have its proportions.
func readPicture(data []byte, p Page) (*image.Gray, error) {
	const most = 40e6 // pixels: A3 at 400 dpi
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if size.Width < 100 || size.Height < 100 || size.Width*size.Height > most {
		return nil, fmt.Errorf("%d by %d pixels are too few or too many", size.Width, size.Height)
	}
	if off := float64(size.Width) / float64(size.Height) / (p.Width / p.Height); math.Abs(off-1) > 0.05 {
		return nil, fmt.Errorf("%d by %d pixels have not the proportions of the page", size.Width, size.Height)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	b := img.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			g.Set(x, y, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return g, nil
}

// resized is a picture scaled to w by h pixels, each the mean of what it covers, or between the pixels
// beside it (a triangle filter, first across, then down).
func resized(g *image.Gray, w, h int) *image.Gray {
	across := resizedRows(g, w)
	return transposed(resizedRows(transposed(across), h))
}

func transposed(g *image.Gray) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, g.Rect.Dy(), g.Rect.Dx()))
	for y := range g.Rect.Dy() {
		for x, v := range g.Pix[y*g.Stride:][:g.Rect.Dx()] {
			out.Pix[x*out.Stride+y] = v
		}
	}
	return out
}

func resizedRows(g *image.Gray, w int) *image.Gray {
	from, h := g.Rect.Dx(), g.Rect.Dy()
	scale := float64(from) / float64(w)
	reach := math.Max(1, scale)
	type tap struct {
		first   int
		weights []float32
	}
	taps := make([]tap, w)
	for x := range taps {
		middle := (float64(x)+0.5)*scale - 0.5
		first, last := max(0, int(math.Ceil(middle-reach))), min(from-1, int(math.Floor(middle+reach)))
		sum := 0.0
		var weights []float64
		for i := first; i <= last; i++ {
			weight := math.Max(1e-6, 1-math.Abs(float64(i)-middle)/reach)
			weights = append(weights, weight)
			sum += weight
		}
		taps[x].first = first
		for _, weight := range weights {
			taps[x].weights = append(taps[x].weights, float32(weight/sum))
		}
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		row := g.Pix[y*g.Stride:][:from]
		for x, t := range taps {
			v := float32(0.5)
			for i, weight := range t.weights {
				v += weight * float32(row[t.first+i])
			}
			out.Pix[y*out.Stride+x] = uint8(min(255, v))
		}
	}
	return out
}
