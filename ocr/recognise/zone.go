package recognise

// #include "tesseract.h"
import "C"

import (
	"context"
	"image"
	"strings"
)

// ZoneOptions says what a zone holds. The zero value is one line of anything.
type ZoneOptions struct {
	Whitelist  string   // the only characters that may be answered; "" for all. A space is always allowed.
	SingleWord bool     // no spaces inside
	Block      bool     // several lines
	Cells      []string // of Comb: the only characters allowed in each cell; nil or "" for those of Whitelist
	Dictionary bool     // running text: use Tesseract's Italian word lists. Not for names, codes, numbers.
}

// Reading is what a zone holds. A zone without writing gives an empty Text, no Symbols and Blank.
type Reading struct {
	Text       string // words parted by one space, lines by "\n"
	Confidence float64
	Box        image.Rectangle // around all symbols
	Symbols    []Symbol        // without spaces; of Comb: one for each cell, with an empty Text where it is blank
	Blank      bool            // no ink but rules and specks; then Confidence is about that
}

// Line reads one zone of a page: rules and specks are taken out, grey print is darkened, and a blank
// zone costs no recognition. g is the zone's part of the picture (a SubImage will do) with a little
// white around the writing, at 150 to 600 dpi; at 300 dpi a line takes 10 to 40 ms.
func (e *Engine) Line(ctx context.Context, g *image.Gray, dpi float64, o ZoneOptions) (Reading, error) {
	l := measure(g, dpi)
	clean := cleanZone(g, l, dpi, zoneRules(g, dpi))
	ink := writing(clean, l.threshold(), dpi)
	if ink.Empty() {
		return Reading{Blank: true, Confidence: 0.99}, nil
	}
	margin := int(1.5 / 25.4 * dpi)
	return e.readZone(ctx, framed(crop(darkened(clean, l), ink.Inset(-margin)), margin), dpi, o)
}

// zoneRules are the rules that frame a zone: about half as long as the crop, but longer than the
// strokes of print up to 16 points.
func zoneRules(g *image.Gray, dpi float64) RuleOptions {
	b := g.Bounds()
	return RuleOptions{
		Horizontal: max(min(float64(b.Dx())*25.4/dpi/2, 10), 5),
		Vertical:   max(min(float64(b.Dy())*25.4/dpi*0.45, 8), 4.5),
	}
}

func cleanZone(g *image.Gray, l levels, dpi float64, rules RuleOptions) *image.Gray {
	t := l.threshold()
	return plainZeros(removeSpecks(removeRules(g, l, dpi, rules), t, dpi), t, dpi)
}

// writing is the box around all ink that is not dust or the rest of a rule; empty for a blank zone.
func writing(g *image.Gray, threshold int, dpi float64) image.Rectangle {
	mm := dpi / 25.4
	var box image.Rectangle
	for _, c := range components(g, threshold, 1, 1) {
		long, thin := float64(max(c.Dx(), c.Dy())), float64(min(c.Dx(), c.Dy()))
		touches := c.Min.X <= g.Rect.Min.X || c.Min.Y <= g.Rect.Min.Y || c.Max.X >= g.Rect.Max.X || c.Max.Y >= g.Rect.Max.Y
		if long < 0.35*mm || touches && thin < 0.5*mm {
			continue
		}
		box = box.Union(c.Rectangle)
	}
	// One speck more than usual is not writing.
	if float64(max(box.Dx(), box.Dy())) < 0.8*mm {
		return image.Rectangle{}
	}
	return box
}

// framed puts white around a picture: Tesseract loses strokes at the very edge. The coordinates stay.
func framed(g *image.Gray, margin int) *image.Gray {
	b := g.Bounds()
	out := image.NewGray(b.Inset(-margin))
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		copy(out.Pix[out.PixOffset(b.Min.X, y):][:b.Dx()], g.Pix[g.PixOffset(b.Min.X, y):][:b.Dx()])
	}
	return out
}

// readZone reads a cleaned picture.
func (e *Engine) readZone(ctx context.Context, g *image.Gray, dpi float64, o ZoneOptions) (Reading, error) {
	if o.Block {
		return e.readMode(ctx, g, dpi, psmBlock, o)
	}
	return e.readMode(ctx, g, dpi, psmLine, o)
}

func (e *Engine) readMode(ctx context.Context, g *image.Gray, dpi float64, mode int, o ZoneOptions) (Reading, error) {
	engine := e.zones
	if o.Dictionary {
		if e.free == nil {
			var err error
			if e.free, err = load(e.language, true); err != nil {
				return Reading{}, err
			}
		}
		engine = e.free
	}
	e.restrict(engine, o.Whitelist)
	defer e.restrict(engine, "")
	set(engine, "lstm_choice_mode", "2") // gives the alternatives; costs a few percent
	defer set(engine, "lstm_choice_mode", "0")
	stop := e.clock()
	words, err := recognise(ctx, engine, g, dpi, mode, true)
	stop()
	if err != nil {
		return Reading{}, err
	}
	return joined(words, o.SingleWord), nil
}

// joined makes one reading of words. Its confidence is the mean over the symbols.
func joined(words []reading, single bool) Reading {
	var out Reading
	var text strings.Builder
	line, sum := 0, 0.0
	for i, w := range words {
		if strings.TrimSpace(w.Text) == "" {
			continue
		}
		if text.Len() > 0 {
			switch {
			case w.Line != line:
				text.WriteByte('\n')
			case !single:
				text.WriteByte(' ')
			}
		}
		line = words[i].Line
		text.WriteString(w.Text)
		for _, s := range w.symbols {
			out.Symbols = append(out.Symbols, s)
			out.Box = out.Box.Union(s.Box)
			sum += s.Confidence
		}
	}
	out.Text = text.String()
	if n := len(out.Symbols); n > 0 {
		out.Confidence = sum / float64(n)
	}
	return out
}
