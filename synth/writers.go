package synth

import (
	"embed"
	"image/color"
	"io/fs"
	"slices"
	"strings"
)

// The sets of writers: the hands papers are written in. A reader is tuned on papers of the training
// writers and measured on those of the evaluation's. The calibration's are some of the training's that the line network
// was not trained on: with them it is fitted how far to believe it.
const (
	TrainingWriters    = "training"
	CalibrationWriters = "calibration"
	EvaluationWriters  = "evaluation"
)

// handFonts are the fonts the writers' hands are made from; fonts/README.md tells whence they come.
//
//go:embed fonts/*.ttf
var handFonts embed.FS

// evaluationHands are kept for measuring: every kind of hand, from neat capitals to a scrawl.
var evaluationHands = []string{"annie-use-your-telescope", "caveat", "delius", "gochi-hand", "mansalva", "nothing-you-could-do",
	"over-the-rainbow", "patrick-hand", "reenie-beanie", "shadows-into-light", "shadows-into-light-two", "the-girl-next-door"}

// calibrationHands are those that training/lines.py leaves out besides the evaluation's.
var calibrationHands = []string{"dekko", "loved-by-the-king", "neucha", "zeyada"}

// cursiveHands join their letters or flourish their capitals: their writers use small letters where they may.
var cursiveHands = []string{"bad-script", "cedarville-cursive", "dawning-of-a-new-day", "la-belle-aurore"}

// handsOf are the fonts of a set of writers, in the order of their names; an empty set is the evaluation's.
func handsOf(set string) []string {
	files, err := fs.Glob(handFonts, "fonts/*.ttf")
	if err != nil {
		panic(err) // the pattern is ours
	}
	var hands []string
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "fonts/"), ".ttf")
		var in bool
		switch set {
		case TrainingWriters:
			in = !slices.Contains(evaluationHands, name)
		case CalibrationWriters:
			in = slices.Contains(calibrationHands, name)
		default:
			in = slices.Contains(evaluationHands, name)
		}
		if in {
			hands = append(hands, name)
		}
	}
	slices.Sort(hands)
	return hands
}

// writer is one person's hand: a font bent by habits that stay the same over all the papers he writes.
type writer struct {
	hand string
	// capitals is the height of capital letters in mm, wide the ratio of width to the font's own, slant the
	// shear (0.2 leans to the right), spacing what is added after each letter, in heights.
	capitals, wide, slant, spacing float64
	// pen is the width of the stroke in mm; pressure how much it varies along the text, 0 to 1.
	pen, pressure float64
	ink           color.RGBA
	// wander is how far the baseline strays in mm, climb its slope.
	wander, climb float64
	// unsteady scales what makes the same letter look different each time.
	unsteady float64
	// small writers use small letters after the first of a name; others write in capitals throughout.
	small bool
	// flag draws the upstroke of the European 1, bar the stroke through 7.
	flag, bar bool
	// free writers pay no heed to the cells of a comb; careless ones leave boxes and correct themselves.
	free     bool
	careless float64
}

// someWriter draws a hand of the set.
func someWriter(d dice, set string) *writer {
	w := &writer{
		hand: pick(d, handsOf(set)...), capitals: d.between(2.6, 4.4), wide: d.between(0.85, 1.2), slant: d.between(-0.12, 0.22),
		spacing: d.between(-0.02, 0.16), pen: d.between(0.28, 0.55), pressure: d.between(0.1, 0.7), wander: d.between(0.05, 0.45),
		climb: d.NormFloat64() * 0.008, unsteady: d.between(0.4, 1.2), small: d.chance(0.25), flag: d.chance(0.6), bar: d.chance(0.45),
		free: d.chance(0.15), careless: d.Float64() * d.Float64(),
	}
	if slices.Contains(cursiveHands, w.hand) {
		w.small = true
		w.capitals *= 1.25 // their small letters are tiny beside the capitals
	}
	w.ink = somePen(d)
	return w
}

// somePen is the colour of a ball pen: blue or black, new or nearly dry.
func somePen(d dice) color.RGBA {
	shift := func(v, by int) uint8 { return uint8(min(max(v+d.whole(-by, by), 0), 255)) }
	switch d.IntN(10) {
	case 0, 1, 2, 3, 4: // blue
		return color.RGBA{shift(30, 20), shift(50, 20), shift(150, 30), 255}
	case 5, 6, 7: // black
		v := d.whole(15, 60)
		return color.RGBA{shift(v, 5), shift(v, 5), shift(v, 8), 255}
	case 8: // faded
		return color.RGBA{shift(90, 20), shift(95, 20), shift(130, 25), 255}
	}
	return color.RGBA{shift(20, 10), shift(25, 10), shift(80, 15), 255} // blue-black
}
