package synth

import (
	"fmt"
	"os"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationmonobold"
	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifitalic"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	"github.com/tdewolff/canvas"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
)

// typeface names a family of fonts.
type typeface string

// The typefaces; those of handwriting are "hand/" and the name of a font in fonts/. Sans, serif, mono and lucid are part of the program; the others are taken from the
// system's fonts (Debian: fonts-dejavu-core, fonts-liberation) and replaced by the nearest of ours where
// they are not installed, so that a page always holds the same words but perhaps in other letters.
const (
	sans     typeface = "sans"   // Liberation Sans: the width of Arial
	serif    typeface = "serif"  // Liberation Serif: the width of Times New Roman
	mono     typeface = "mono"   // Liberation Mono: the width of Courier New
	lucid    typeface = "lucid"  // Go: near Lucida Sans
	lucMono  typeface = "lucmon" // Go Mono
	verdana  typeface = "dejavu" // DejaVu Sans: near Verdana
	slab     typeface = "slab"   // DejaVu Serif
	terminal typeface = "term"   // DejaVu Sans Mono
	narrow   typeface = "narrow" // Liberation Sans Narrow: near Arial Narrow
)

var embedded = map[typeface]map[canvas.FontStyle][]byte{
	sans:    {canvas.FontRegular: liberationsansregular.TTF, canvas.FontBold: liberationsansbold.TTF, canvas.FontItalic: liberationsansitalic.TTF},
	serif:   {canvas.FontRegular: liberationserifregular.TTF, canvas.FontBold: liberationserifbold.TTF, canvas.FontItalic: liberationserifitalic.TTF},
	mono:    {canvas.FontRegular: liberationmonoregular.TTF, canvas.FontBold: liberationmonobold.TTF},
	lucid:   {canvas.FontRegular: goregular.TTF, canvas.FontBold: gobold.TTF, canvas.FontItalic: goitalic.TTF},
	lucMono: {canvas.FontRegular: gomono.TTF, canvas.FontBold: gomonobold.TTF},
}

var installed = map[typeface]struct {
	regular, bold string
	instead       typeface
}{
	verdana:  {"dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", lucid},
	slab:     {"dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf", serif},
	terminal: {"dejavu/DejaVuSansMono.ttf", "dejavu/DejaVuSansMono-Bold.ttf", lucMono},
	narrow:   {"liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf", sans},
}

const fontFolder = "/usr/share/fonts/truetype/"

var loaded = struct {
	sync.Mutex
	families map[typeface]map[canvas.FontStyle]*canvas.Font
}{families: map[typeface]map[canvas.FontStyle]*canvas.Font{}}

// font gives a font of a family; a style the family lacks is its regular one.
func font(t typeface, style canvas.FontStyle) *canvas.Font {
	loaded.Lock()
	defer loaded.Unlock()
	family, ok := loaded.families[t]
	if !ok {
		family = loadFamily(t)
		loaded.families[t] = family
	}
	if f, ok := family[style]; ok {
		return f
	}
	return family[canvas.FontRegular]
}

func loadFamily(t typeface) map[canvas.FontStyle]*canvas.Font {
	data, ok := embedded[t]
	if name, isHand := strings.CutPrefix(string(t), "hand/"); isHand {
		file, err := handFonts.ReadFile("fonts/" + name + ".ttf")
		if err != nil {
			panic(fmt.Errorf("font %s: %w", t, err))
		}
		data = map[canvas.FontStyle][]byte{canvas.FontRegular: file}
	} else if !ok {
		place := installed[t]
		regular, errRegular := os.ReadFile(fontFolder + place.regular)
		bold, errBold := os.ReadFile(fontFolder + place.bold)
		data = map[canvas.FontStyle][]byte{canvas.FontRegular: regular, canvas.FontBold: bold}
		if errRegular != nil || errBold != nil {
			data = embedded[place.instead]
		}
	}
	family := map[canvas.FontStyle]*canvas.Font{}
	for style, bytes := range data {
		f, err := canvas.LoadFont(bytes, 0, style)
		if err != nil {
			panic(fmt.Errorf("font %s: %w", t, err))
		}
		// "fi" must stay two letters in the text layer
		f.SetFeatures("-liga,-clig,-dlig")
		family[style] = f
	}
	return family
}
