package decode

import (
	"errors"
	"fmt"
	"image"
	"math"

	"pratica/ocr/decode/internal/pdf"
)

// A scan is a PDF page that shows one picture and nothing else.
type scan struct {
	image *pdf.Stream
	// placed maps the unit square of the picture to the page, in points: x' = a·x + c·y + e, y' = b·x + d·y + f.
	placed matrix
}

type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// times gives the matrix that applies m first and then n (ISO 32000-1, 8.3.4).
func (m matrix) times(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// bounds gives the box of the mapped rectangle, and whether its sides stay upright or lying: within 0.2 %,
// which is 4 pixels over a page of 2000.
func (m matrix) bounds(r rect) (rect, bool) {
	out := rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range [4][2]float64{{r.x0, r.y0}, {r.x1, r.y0}, {r.x0, r.y1}, {r.x1, r.y1}} {
		x, y := m.a*p[0]+m.c*p[1]+m.e, m.b*p[0]+m.d*p[1]+m.f
		out = rect{math.Min(out.x0, x), math.Min(out.y0, y), math.Max(out.x1, x), math.Max(out.y1, y)}
	}
	slant := math.Max(math.Abs(m.b), math.Abs(m.c))
	straight := math.Max(math.Abs(m.a), math.Abs(m.d))
	return out, math.Min(slant, straight) <= 0.002*math.Max(slant, straight)
}

// A rect is in points, y upwards, x0 ≤ x1 and y0 ≤ y1.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) area() float64 { return math.Max(0, r.x1-r.x0) * math.Max(0, r.y1-r.y0) }

func (r rect) cut(o rect) rect {
	return rect{math.Max(r.x0, o.x0), math.Max(r.y0, o.y0), math.Min(r.x1, o.x1), math.Min(r.y1, o.y1)}
}

// holds reports that o lies in r, but for slack points on each side.
func (r rect) holds(o rect, slack float64) bool {
	return o.x0 >= r.x0-slack && o.y0 >= r.y0-slack && o.x1 <= r.x1+slack && o.y1 <= r.y1+slack
}

// notScan says why a page must be drawn by PDFium.
type notScan string

func (n notScan) Error() string { return "not a scanned page: " + string(n) }

// The bounds of what is looked at to find out that a page is a scan.
const (
	maxContent   = 8 << 20
	maxOperands  = 64
	maxStates    = 64
	maxForms     = 3 // nested
	clipSlack    = 2 // points a clip may cut off a scan
	whiteIsPaper = 0.98
)

// A scanReader goes through a content stream and gives up at the first thing, besides one picture, that could
// be seen.
type scanReader struct {
	file  *pdf.File
	found *scan
	box   rect // the visible page

	state  graphics
	states []graphics
	path   []rect // of the path being built; more than one, or none, is no simple clip
	other  bool   // the path holds more than rectangles
	clip   bool   // W was seen
}

type graphics struct {
	ctm        matrix
	clip       rect
	textMode   int64
	whitePaint bool
}

// readScan looks whether the content shows exactly one picture. Its errors are notScan, or of the file.
func readScan(file *pdf.File, content []byte, resources pdf.Dict, box rect) (*scan, error) {
	r := &scanReader{file: file, box: box, state: graphics{ctm: identity, clip: box}}
	if err := r.run(content, resources, 0); err != nil {
		return nil, err
	}
	if r.found == nil {
		return nil, notScan("no picture")
	}
	return r.found, nil
}

func (r *scanReader) run(content []byte, resources pdf.Dict, depth int) error {
	l := pdf.Lexer{Data: content, NoRefs: true}
	var operands []any
	base := len(r.states)
	for !l.Ended() {
		o, err := l.Next()
		if err != nil {
			return err
		}
		op, ok := o.(pdf.Keyword)
		if !ok {
			if operands = append(operands, o); len(operands) > maxOperands {
				return notScan("too many operands")
			}
			continue
		}
		if op == "Do" {
			err = r.paintObject(operands, resources, depth)
		} else if op == "gs" {
			err = r.setState(operands, resources)
		} else {
			err = r.operator(op, operands, base)
		}
		if err != nil {
			return err
		}
		operands = operands[:0]
	}
	return nil
}

// operator handles what needs no resources (ISO 32000-1, annex A).
func (r *scanReader) operator(op pdf.Keyword, operands []any, base int) error {
	n := numbers(operands)
	switch op {
	case "q":
		if len(r.states) >= maxStates {
			return notScan("too many saved states")
		}
		r.states = append(r.states, r.state)
	case "Q":
		if len(r.states) > base {
			r.state, r.states = r.states[len(r.states)-1], r.states[:len(r.states)-1]
		}
	case "cm":
		if len(n) != 6 {
			return notScan("a matrix of not six numbers")
		}
		r.state.ctm = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}.times(r.state.ctm)
	case "re":
		if len(n) != 4 {
			return notScan("a rectangle of not four numbers")
		}
		b, straight := r.state.ctm.bounds(rect{math.Min(n[0], n[0]+n[2]), math.Min(n[1], n[1]+n[3]), math.Max(n[0], n[0]+n[2]), math.Max(n[1], n[1]+n[3])})
		r.path, r.other = append(r.path, b), r.other || !straight || len(r.path) > 0
	case "m", "l", "c", "v", "y":
		r.other = true
	case "h":
	case "W", "W*":
		r.clip = true
	case "n":
		return r.endPath()
	case "f", "F", "f*":
		if !r.state.whitePaint || r.found != nil {
			return notScan("a drawing")
		}
		return r.endPath()
	case "Tr":
		if len(n) != 1 {
			return notScan("a text mode without number")
		}
		r.state.textMode = int64(n[0])
	case "Tj", "TJ", "'", "\"":
		if r.state.textMode != 3 {
			return notScan("visible text")
		}
	case "g":
		r.state.whitePaint = len(n) == 1 && n[0] >= whiteIsPaper
	case "rg":
		r.state.whitePaint = len(n) == 3 && math.Min(n[0], math.Min(n[1], n[2])) >= whiteIsPaper
	case "k":
		r.state.whitePaint = len(n) == 4 && math.Max(math.Max(n[0], n[1]), math.Max(n[2], n[3])) <= 1-whiteIsPaper
	case "cs", "sc", "scn":
		r.state.whitePaint = false
	case "BDC":
		if len(operands) > 0 && operands[0] == pdf.Name("OC") {
			return notScan("optional content")
		}
	case "BT", "ET", "Td", "TD", "Tm", "T*", "Tf", "Tc", "Tw", "Tz", "TL", "Ts",
		"G", "RG", "K", "CS", "SC", "SCN", "ri", "i", "j", "J", "w", "M", "d", "BMC", "EMC", "MP", "DP", "BX", "EX":
	default:
		return notScan(fmt.Sprintf("the operator %q", op))
	}
	return nil
}

// endPath ends a path that is not seen; it may be a clip that leaves all of the page.
func (r *scanReader) endPath() error {
	if r.clip {
		if r.other || len(r.path) != 1 {
			return notScan("a clip that is no rectangle")
		}
		r.state.clip = r.state.clip.cut(r.path[0])
	}
	r.path, r.other, r.clip = r.path[:0], false, false
	return nil
}

// setState allows the graphics states that hide and blend nothing.
func (r *scanReader) setState(operands []any, resources pdf.Dict) error {
	d, err := r.resource("ExtGState", operands, resources)
	if err != nil {
		return err
	}
	state, _ := d.(pdf.Dict)
	for key, plain := range map[pdf.Name][]any{"SMask": {pdf.Name("None")}, "BM": {pdf.Name("Normal"), pdf.Name("Compatible")}, "ca": {int64(1), 1.0}, "CA": {int64(1), 1.0}} {
		v, err := r.file.Get(state[key])
		if err != nil {
			return err
		}
		switch v.(type) {
		case pdf.Array, pdf.Dict, *pdf.Stream:
			return notScan("transparency")
		}
		if v != nil && v != plain[0] && v != plain[len(plain)-1] {
			return notScan("transparency")
		}
	}
	return nil
}

func (r *scanReader) resource(kind pdf.Name, operands []any, resources pdf.Dict) (any, error) {
	if len(operands) != 1 {
		return nil, notScan("an operator without its name")
	}
	name, _ := operands[0].(pdf.Name)
	list, err := r.file.Dict(resources[kind])
	if err != nil {
		return nil, err
	}
	return r.file.Get(list[name])
}

func (r *scanReader) paintObject(operands []any, resources pdf.Dict, depth int) error {
	o, err := r.resource("XObject", operands, resources)
	if err != nil {
		return err
	}
	s, ok := o.(*pdf.Stream)
	if !ok {
		return notScan("an object that is missing")
	}
	if s.Dict["OC"] != nil {
		return notScan("optional content")
	}
	kind, err := r.file.Name(s.Dict["Subtype"])
	if err != nil {
		return err
	}
	switch kind {
	case "Image":
		return r.paintImage(s)
	case "Form":
		return r.paintForm(s, resources, depth)
	}
	return notScan("an object of an unknown kind")
}

func (r *scanReader) paintImage(s *pdf.Stream) error {
	if r.found != nil {
		return notScan("several pictures")
	}
	b, straight := r.state.ctm.bounds(rect{0, 0, 1, 1})
	switch {
	case !straight:
		return notScan("a picture placed askew")
	case !r.state.clip.holds(b.cut(r.box), clipSlack):
		return notScan("a clipped picture")
	}
	r.found = &scan{image: s, placed: r.state.ctm}
	return nil
}

func (r *scanReader) paintForm(s *pdf.Stream, resources pdf.Dict, depth int) error {
	if depth >= maxForms {
		return notScan("forms in forms in forms")
	}
	m, err := r.file.Numbers(s.Dict["Matrix"])
	if err != nil {
		return err
	}
	box, err := r.file.Numbers(s.Dict["BBox"])
	if err != nil {
		return err
	}
	own, err := r.file.Dict(s.Dict["Resources"])
	if err != nil {
		return err
	}
	if own == nil {
		own = resources
	}
	content, err := s.Decode(maxContent)
	if err != nil {
		return err
	}
	outside, states := r.state, r.states
	if len(m) == 6 {
		r.state.ctm = matrix{m[0], m[1], m[2], m[3], m[4], m[5]}.times(r.state.ctm)
	}
	if len(box) != 4 {
		return notScan("a form without a box")
	}
	b, straight := r.state.ctm.bounds(rect{box[0], box[1], box[2], box[3]})
	if !straight {
		return notScan("a form placed askew")
	}
	r.state.clip = r.state.clip.cut(b)
	err = r.run(content, own, depth+1)
	r.state, r.states = outside, states
	return err
}

func numbers(operands []any) []float64 {
	var list []float64
	for _, o := range operands {
		switch v := o.(type) {
		case int64:
			list = append(list, float64(v))
		case float64:
			list = append(list, v)
		}
	}
	return list
}

// minCover is the share of the page a scan covers; scanners leave narrow margins at most.
const minCover = 0.85

// orientation tells how the stored picture lies on the visible page, as an EXIF orientation, and checks that
// it covers the page. rotate is the page's own, in degrees clockwise.
func (s *scan) orientation(box rect, rotate int) (int, error) {
	b, _ := s.placed.bounds(rect{0, 0, 1, 1})
	if b.cut(box).area() < minCover*box.area() {
		return 0, notScan("the picture leaves much of the page")
	}
	sign := func(v float64) int {
		if math.Abs(v) < 0.5*math.Sqrt(math.Abs(s.placed.a*s.placed.d-s.placed.b*s.placed.c)) {
			return 0
		}
		return int(math.Copysign(1, v))
	}
	// The directions of the picture's rows and columns on the page, y downwards.
	right, down := [2]int{sign(s.placed.a), sign(-s.placed.b)}, [2]int{sign(-s.placed.c), sign(s.placed.d)}
	for range ((rotate/90)%4 + 4) % 4 {
		right, down = [2]int{-right[1], right[0]}, [2]int{-down[1], down[0]}
	}
	orientations := map[[2][2]int]int{
		{{1, 0}, {0, 1}}: 1, {{-1, 0}, {0, 1}}: 2, {{-1, 0}, {0, -1}}: 3, {{1, 0}, {0, -1}}: 4,
		{{0, 1}, {1, 0}}: 5, {{0, 1}, {-1, 0}}: 6, {{0, -1}, {-1, 0}}: 7, {{0, -1}, {1, 0}}: 8,
	}
	o, ok := orientations[[2][2]int{right, down}]
	if !ok {
		return 0, errors.New("a picture placed askew")
	}
	return o, nil
}

// visible gives the part of the stored picture that lies on the page, in pixels: all of it, unless the page
// cuts off more than slips of rounding.
func (s *scan) visible(box rect, w, h int) image.Rectangle {
	whole := image.Rect(0, 0, w, h)
	m := s.placed
	det := m.a*m.d - m.b*m.c
	inverse := matrix{m.d / det, -m.b / det, -m.c / det, m.a / det, (m.c*m.f - m.d*m.e) / det, (m.b*m.e - m.a*m.f) / det}
	unit, _ := inverse.bounds(box) // of the picture's unit square, y upwards
	const slip = 0.005
	if unit.holds(rect{0, 0, 1, 1}, slip) {
		return whole
	}
	return image.Rect(
		int(math.Round(unit.x0*float64(w))), int(math.Round((1-unit.y1)*float64(h))),
		int(math.Round(unit.x1*float64(w))), int(math.Round((1-unit.y0)*float64(h))),
	).Intersect(whole)
}

// resolution gives the dots per inch along the stored rows and columns.
func (s *scan) resolution(w, h int, userUnit float64) (x, y float64) {
	inches := userUnit / 72
	return float64(w) / (math.Hypot(s.placed.a, s.placed.b) * inches), float64(h) / (math.Hypot(s.placed.c, s.placed.d) * inches)
}
