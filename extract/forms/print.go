package forms

// Print is one printed thing: a text, a rectangle or a rule. Exactly one of Text, Box and Rule is set,
// save that a text may stand on a Box (a section bar).
type Print struct {
	Text string `yaml:"text"`
	// At is where the text stands, in mm: the left (or Align-ed) end of its baseline, or with a Width
	// the top left corner of the column it is set in.
	At    [2]float64 `yaml:"at"`
	Width float64    `yaml:"width"`
	// Height centres a column between its top and that far below; 0 sets it from the top.
	Height float64 `yaml:"height"`
	// Size in points. Style is regular (default), bold, italic or bold-italic. Align is left (default),
	// centre, right or justify. Leading is the distance of lines in multiples of the size (default 1.2).
	Size    float64 `yaml:"size"`
	Style   string  `yaml:"style"`
	Align   string  `yaml:"align"`
	Leading float64 `yaml:"leading"`
	Ink     Ink     `yaml:"ink"`

	Box  *Rect `yaml:"box"`
	Fill Ink   `yaml:"fill"`
	// Rule is a straight line [x1, y1, x2, y2].
	Rule *[4]float64 `yaml:"rule"`
	// Line is the width of the stroke in mm, 0 for none; Dotted draws it as dots.
	Line   float64 `yaml:"line"`
	Dotted bool    `yaml:"dotted"`

	// Role is "title" for the patches that tell this form and page from those that look alike; they must
	// be found on a page before it counts as this one.
	Role string `yaml:"role"`
}

// Ink is a colour of the form; empty is black for text and strokes, and nothing for fills.
type Ink string

// The inks.
const (
	Black  Ink = "black"
	Accent Ink = "accent" // the dark blue of bars and titles
	Tint   Ink = "tint"   // the light blue behind table heads; white on a bitonal scan
	White  Ink = "white"
	Grey   Ink = "grey" // small hints
)

// TitleRole marks the patches that decide which form it is.
const TitleRole = "title"

// moved is the same thing further down.
func (p Print) moved(mm float64) Print {
	p.At[1] += mm
	if p.Box != nil {
		box := *p.Box
		box.Y += mm
		p.Box = &box
	}
	if p.Rule != nil {
		rule := *p.Rule
		rule[1], rule[3] = rule[1]+mm, rule[3]+mm
		p.Rule = &rule
	}
	return p
}
