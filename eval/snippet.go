package eval

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	_ "image/png" // bilevel pages are kept as PNG
	"os"
	"strings"

	xdraw "golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // a page may be kept as it came

	"pratica/claim"
	"pratica/pipeline"
)

// PageSet keeps the pictures of one case until its report is written.
type PageSet struct{ pages map[pageKey]*pagePicture }

type pagePicture struct {
	data    []byte
	decoded image.Image
	failed  bool
	thumb   string // the file of the small picture, once written
}

// NewPageSet is an empty set.
func NewPageSet() *PageSet { return &PageSet{map[pageKey]*pagePicture{}} }

// Keep is a pipeline.PictureFunc.
func (s *PageSet) Keep(ref pipeline.PageRef, _ string, picture []byte, _ string) error {
	s.pages[pageKey{ref.File, ref.FilePage}] = &pagePicture{data: bytes.Clone(picture)}
	return nil
}

// picture is the upright page; nil when there is none or it is in a format that only the children decode.
func (s *PageSet) picture(key pageKey) (*pagePicture, image.Image) {
	p := s.pages[key]
	if p == nil || p.failed {
		return nil, nil
	}
	if p.decoded == nil {
		decoded, _, err := image.Decode(bytes.NewReader(p.data))
		if err != nil {
			p.failed = true
			return nil, nil
		}
		p.decoded = decoded
	}
	return p, p.decoded
}

// The sizes of pictures in a report, in pixels.
const (
	snippetWidth  = 520
	snippetHeight = 150
	thumbWidth    = 260
)

// snippet cuts out a box with some paper around it and outlines it.
func snippet(page image.Image, box claim.Box) image.Image {
	margin := max(12, min(box.H, 60))
	cut := image.Rect(box.X-2*margin, box.Y-margin, box.X+box.W+2*margin, box.Y+box.H+margin).Intersect(page.Bounds())
	if cut.Empty() {
		return nil
	}
	out := shrunk(page, cut, snippetWidth, snippetHeight)
	scale := float64(out.Bounds().Dx()) / float64(cut.Dx())
	outline(out, image.Rect(int(float64(box.X-cut.Min.X)*scale), int(float64(box.Y-cut.Min.Y)*scale),
		int(float64(box.X+box.W-cut.Min.X)*scale), int(float64(box.Y+box.H-cut.Min.Y)*scale)).Inset(-2))
	return out
}

// shrunk is a part of a page, at most so wide and high.
func shrunk(page image.Image, part image.Rectangle, width, height int) *image.RGBA {
	scale := min(1, float64(width)/float64(part.Dx()), float64(height)/float64(part.Dy()))
	out := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(part.Dx())*scale)), max(1, int(float64(part.Dy())*scale))))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	if scale == 1 {
		draw.Draw(out, out.Bounds(), page, part.Min, draw.Over)
	} else {
		xdraw.BiLinear.Scale(out, out.Bounds(), page, part, draw.Over, nil) // averages: thin strokes stay
	}
	return out
}

var outlineColour = color.RGBA{0xd0, 0x30, 0x60, 0xff}

func outline(img *image.RGBA, r image.Rectangle) {
	for x := r.Min.X; x < r.Max.X; x++ {
		img.Set(x, r.Min.Y, outlineColour)
		img.Set(x, r.Max.Y-1, outlineColour)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		img.Set(r.Min.X, y, outlineColour)
		img.Set(r.Max.X-1, y, outlineColour)
	}
}

func writeJPEG(path string, img image.Image) error {
	var data bytes.Buffer
	if err := jpeg.Encode(&data, img, &jpeg.Options{Quality: 72}); err != nil {
		return fmt.Errorf("encode picture: %w", err)
	}
	if err := os.WriteFile(path, data.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	return nil
}

// placeOf is the page and box a value was read at; the box is empty for a value that was not read, whose
// page is that of its neighbours in the claim, or of a paper of its kind.
func placeOf(r Result, v Value) (pageKey, claim.Box, bool) {
	if v.ReadClaim >= 0 {
		c := r.Claims[v.ReadClaim]
		if v.From != nil {
			if key, ok := pageOf(c, *v.From); ok {
				return key, v.From.Box, true
			}
		}
		if key, ok := likelyPage(c, v); ok {
			return key, claim.Box{}, true
		}
	}
	for _, d := range r.Case.Truth.Documents {
		if string(d.Kind) == v.Document && d.Claim == max(0, v.Claim) && len(d.Pages) > 0 {
			return pageKey{d.File, d.Pages[0]}, claim.Box{}, true
		}
	}
	return pageKey{}, claim.Box{}, false
}

// likelyPage is where a value that was not read may stand: the first page of the claim's form, or the page
// on which most of its expense was read.
func likelyPage(c claim.Claim, v Value) (pageKey, bool) {
	if !opensClaim(claim.DocumentKind(v.Document)) {
		return neighbourPage(c, v.ReadPointer)
	}
	for _, d := range c.Documents {
		if string(d.Kind) == v.Document && len(d.Pages) > 0 {
			return pageKey{d.Pages[0].File, d.Pages[0].FilePage}, true
		}
	}
	return pageKey{}, false
}

func pageOf(c claim.Claim, from claim.Provenance) (pageKey, bool) {
	for _, d := range c.Documents {
		if n := int(from.Page); claim.Text(d.ID) == from.Document && n >= 1 && n <= len(d.Pages) {
			return pageKey{d.Pages[n-1].File, d.Pages[n-1].FilePage}, true
		}
	}
	return pageKey{}, false
}

// neighbourPage is the page of the value whose pointer shares most steps, and at least the element of an
// array or the block, with this one.
func neighbourPage(c claim.Claim, pointer string) (pageKey, bool) {
	steps := strings.Split(pointer, "/")
	best, found := pageKey{}, 1
	for _, other := range c.ProvenancePointers() {
		shared := 0
		for i, step := range strings.Split(other, "/") {
			if i >= len(steps) || steps[i] != step {
				break
			}
			shared++
		}
		least := 2
		if len(steps) > 2 && strings.Trim(steps[2], "0123456789") == "" {
			least = 3
		}
		if shared < least || shared <= found {
			continue
		}
		if key, ok := pageOf(c, c.Provenance[other]); ok {
			best, found = key, shared
		}
	}
	return best, found > 1
}
