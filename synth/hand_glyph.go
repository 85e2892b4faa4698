package synth

import (
	"math"
	"strings"
	"sync"

	"github.com/tdewolff/canvas"
	"golang.org/x/text/unicode/norm"
)

// glyph is a letter of a hand, its unit the em, y upwards from the baseline.
type glyph struct {
	outline *canvas.Path
	advance float64
	box     canvas.Rect
	// accent is what must be drawn above it because the font has only the bare letter: 0, '`' or '´'.
	accent rune
}

// hand is a font as letters to be written.
type hand struct {
	face *canvas.FontFace
	// capital is the height of its capitals and stem the width of its strokes, in em; digits is by how much
	// its digits must grow to stand nearly as high as the capitals, as people write them.
	capital, stem, digits float64

	mu     sync.Mutex
	glyphs map[rune]glyph
}

var hands = struct {
	sync.Mutex
	loaded map[string]*hand
}{loaded: map[string]*hand{}}

// em is the size in points at which outlines come out in mm as if 1 mm were an em.
const em = 72 / 25.4

func loadHand(name string) *hand {
	hands.Lock()
	defer hands.Unlock()
	if h := hands.loaded[name]; h != nil {
		return h
	}
	h := &hand{face: font(typeface("hand/"+name), canvas.FontRegular).Face(em, black), glyphs: map[rune]glyph{}}
	for _, r := range "HEN" {
		h.capital = max(h.capital, h.glyph(r).box.Y1)
	}
	tall := 0.0
	for _, r := range "0258" {
		tall += h.glyph(r).box.Y1 / 4
	}
	h.digits = min(max(0.95*h.capital/tall, 1), 1.5)
	// a stroke of length l and width w covers l·w and has an outline of about 2·l
	for _, r := range "LENIT" {
		g := h.glyph(r).outline.Flatten(0.01)
		h.stem += 2 * math.Abs(area(g)) / g.Length() / 5
	}
	hands.loaded[name] = h
	return h
}

// bare are accented letters by what a font without them needs: the letter and the accent.
var bare = map[rune]struct{ letter, accent rune }{
	'À': {'A', '`'}, 'È': {'E', '`'}, 'É': {'E', '´'}, 'Ì': {'I', '`'}, 'Ò': {'O', '`'}, 'Ù': {'U', '`'},
	'à': {'a', '`'}, 'è': {'e', '`'}, 'é': {'e', '´'}, 'ì': {'i', '`'}, 'ò': {'o', '`'}, 'ù': {'u', '`'},
}

// plain are letters and signs by what a hand without them writes instead.
var plain = map[rune]rune{'’': '\'', '‘': '\'', '“': '"', '”': '"', '–': '-', '—': '-', 'ł': 'l', 'Ł': 'L', 'ø': 'o', 'Ø': 'O', 'đ': 'd', 'Đ': 'D', 'ı': 'i', 'º': '°'}

// find gives a letter, a foreign one without its marks if the font lacks them; ok is false if there is
// nothing like it.
func (h *hand) find(r rune) (g glyph, ok bool) {
	if g = h.glyph(r); !g.outline.Empty() || r == ' ' {
		return g, true
	}
	if b, isAccented := bare[r]; isAccented {
		g = h.glyph(b.letter)
		g.accent = b.accent
		return g, !g.outline.Empty()
	}
	letter, known := plain[r]
	if !known {
		letter = []rune(norm.NFD.String(string(r)))[0]
	}
	g = h.glyph(letter)
	return g, !g.outline.Empty()
}

func (h *hand) glyph(r rune) glyph {
	h.mu.Lock()
	defer h.mu.Unlock()
	if g, ok := h.glyphs[r]; ok {
		return g
	}
	outline, advance, err := h.face.ToPath(string(r))
	if err != nil || h.face.Font.GlyphIndex(r) == 0 {
		outline, advance = &canvas.Path{}, 0.3
	}
	g := glyph{outline: outline, advance: advance, box: outline.Bounds()}
	h.glyphs[r] = g
	return g
}

// has reports whether every letter of a text can be written in this hand.
func (h *hand) has(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { _, ok := h.find(r); return !ok })
}

// area is the signed area of a path of straight lines.
func area(p *canvas.Path) (sum float64) {
	for s := p.Scanner(); s.Scan(); {
		sum += (s.Start().X*s.End().Y - s.End().X*s.Start().Y) / 2
	}
	return sum
}

// warp moves every point of a path, control points too, by a function.
func warp(p *canvas.Path, move func(x, y float64) (float64, float64)) *canvas.Path {
	out := &canvas.Path{}
	for s := p.ReplaceArcs().Scanner(); s.Scan(); {
		x, y := move(s.End().X, s.End().Y)
		switch s.Cmd() {
		case canvas.MoveToCmd:
			out.MoveTo(x, y)
		case canvas.LineToCmd:
			out.LineTo(x, y)
		case canvas.QuadToCmd:
			c := s.CP1()
			cx, cy := move(c.X, c.Y)
			out.QuadTo(cx, cy, x, y)
		case canvas.CubeToCmd:
			c, e := s.CP1(), s.CP2()
			cx, cy := move(c.X, c.Y)
			ex, ey := move(e.X, e.Y)
			out.CubeTo(cx, cy, ex, ey, x, y)
		case canvas.CloseCmd:
			out.Close()
		}
	}
	return out
}

// crossing gives the leftmost and rightmost x at which an outline crosses the height y; ok is false if it
// does not.
func crossing(p *canvas.Path, y float64) (from, to float64, ok bool) {
	from, to = math.Inf(1), math.Inf(-1)
	for s := p.Flatten(0.01).Scanner(); s.Scan(); {
		a, b := s.Start(), s.End()
		if s.Cmd() == canvas.MoveToCmd || (a.Y-y)*(b.Y-y) > 0 || a.Y == b.Y {
			continue
		}
		x := a.X + (b.X-a.X)*(y-a.Y)/(b.Y-a.Y)
		from, to = min(from, x), max(to, x)
	}
	return from, to, from <= to
}
