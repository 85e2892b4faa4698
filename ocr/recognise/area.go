package recognise

import (
	"fmt"
	"image"
	"strconv"
	"strings"

	"github.com/otiai10/gosseract/v2"
)

// readArea runs gosseract over a cleaned picture of any layout. Its engine has the word lists, which
// help running text, and is made when it is first wanted (0.15 s).
func (e *Engine) readArea(g *image.Gray, dpi float64) ([]Word, error) {
	if e.pages == nil {
		client := gosseract.NewClient()
		client.Languages = []string{e.language}
		client.Variables["debug_file"] = "/dev/null"
		if err := client.SetPageSegMode(gosseract.PSM_AUTO); err != nil {
			return nil, err
		}
		e.pages = client
	}
	if resolution := strconv.Itoa(int(dpi + 0.5)); resolution != e.pageDPI {
		if err := e.pages.SetVariable("user_defined_dpi", resolution); err != nil {
			return nil, err
		}
		e.pageDPI = resolution
	}
	defer e.clock()()
	if err := e.pages.SetImageFromBytes(pgm(g)); err != nil {
		return nil, err
	}
	boxes, err := e.pages.GetBoundingBoxesVerbose()
	if err != nil {
		return nil, err
	}
	var words []Word
	line, at := -1, [3]int{}
	for _, b := range boxes {
		if here := [3]int{b.BlockNum, b.ParNum, b.LineNum}; here != at {
			line, at = line+1, here
		}
		if text := strings.TrimSpace(b.Word); text != "" {
			words = append(words, Word{text, b.Box.Add(g.Bounds().Min), max(0, min(1, b.Confidence/100)), b.BlockNum - 1, line, false, 0, false})
		}
	}
	return words, nil
}

// pgm is the picture as an uncompressed binary PGM (netpbm), the only format that Leptonica parses here.
func pgm(g *image.Gray) []byte {
	b := g.Bounds()
	check(b)
	out := make([]byte, 0, b.Dx()*b.Dy()+20)
	out = fmt.Appendf(out, "P5\n%d %d\n255\n", b.Dx(), b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		out = append(out, g.Pix[g.PixOffset(b.Min.X, y):][:b.Dx()]...)
	}
	return out
}
