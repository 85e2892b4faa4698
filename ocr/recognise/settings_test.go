package recognise

import (
	"fmt"
	"math/rand/v2"
	"os"
	"syscall"
	"testing"
	"time"
)

// setting is a way to ask Tesseract for one line; the zero value of a field is what zones are read with.
type setting struct {
	name       string
	language   string
	dictionary bool
	mode       int
	dpi        float64
	free       bool // without the alphabet of the kind of value
}

// TestEngineSettings measures: drawn lines of each kind of value, scanned with noise and a little skew, read under
// settings that differ from ours in one thing. It prints the share read exactly and the CPU a line takes.
func TestEngineSettings(t *testing.T) {
	if os.Getenv("ENGINE_SETTINGS") == "" {
		t.Skip("a measurement: set ENGINE_SETTINGS=1")
	}
	lines := drawnLines(4)
	for _, s := range []setting{
		{name: "ours"},
		{name: "ita+eng", language: "ita+eng"},
		{name: "eng", language: "eng"},
		{name: "dictionary", dictionary: true},
		{name: "block (6)", mode: psmBlock},
		{name: "raw line (13)", mode: psmRaw},
		{name: "no alphabet", free: true},
		{name: "150 dpi", dpi: 150}, {name: "200 dpi", dpi: 200}, {name: "250 dpi", dpi: 250},
	} {
		exact, all := map[string]int{}, map[string]int{}
		e := settingEngine(t, s)
		start := processorTime()
		for _, l := range lines {
			g, dpi := l.picture, 300.0
			if s.dpi > 0 {
				g, dpi = l.reduced(s.dpi)
			}
			o := ZoneOptions{Whitelist: l.alphabet}
			if s.free {
				o.Whitelist = ""
			}
			mode := psmLine
			if s.mode != 0 {
				mode = s.mode
			}
			r, err := e.readMode(t.Context(), g.Gray, dpi, mode, o)
			if err != nil {
				t.Fatal(err)
			}
			all[l.kind]++
			exact[l.kind] += btoi(r.Text == l.text)
		}
		took := processorTime() - start
		row := fmt.Sprintf("| %s |", s.name)
		for _, kind := range lineKinds {
			row += fmt.Sprintf(" %.3f |", float64(exact[kind])/float64(all[kind]))
		}
		fmt.Printf("%s %.1f |\n", row, float64(took.Microseconds())/1000/float64(len(lines)))
		e.Close()
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func processorTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func settingEngine(t *testing.T, s setting) *Engine {
	t.Helper()
	language := s.language
	if language == "" {
		language = "ita"
	}
	e, err := NewEngine(language)
	if err != nil {
		t.Fatal(err)
	}
	if s.dictionary {
		e.Close()
		if e.zones, err = load(language, true); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// drawnLine is a line of print as a scan shows it, at 300 dpi.
type drawnLine struct {
	kind, text, alphabet string
	picture              paper
}

func (l drawnLine) reduced(dpi float64) (paper, float64) {
	g, at := shrunk(l.picture.Gray, 300, dpi)
	return paper{g, at}, at
}

var lineKinds = []string{"name", "number", "amount", "date", "iban", "words"}

const capitals, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"

// drawnLines draws lines of each kind, per seed 35101 to 35110 so many.
func drawnLines(each int) []drawnLine {
	var lines []drawnLine
	for seed := uint64(35101); seed <= 35110; seed++ {
		random := rand.New(rand.NewPCG(seed, 1))
		for _, kind := range lineKinds {
			for range each {
				text, alphabet := randomLine(random, kind)
				p := newPaper(110, 12, 300)
				f := face{[]string{"sans", "mono", "serif"}[random.IntN(3)], 9 + 3*random.Float64(), uint8(random.IntN(70))}
				p.text(5, 8, f, text)
				lines = append(lines, drawnLine{kind, text, alphabet, asZone(p.scanned(random.Float64()-0.5, 9, 1, random.Uint64()))})
			}
		}
	}
	return lines
}

// asZone cleans and frames a picture as Line does.
func asZone(p paper) paper {
	l := measure(p.Gray, p.dpi)
	clean := cleanZone(p.Gray, l, p.dpi, zoneRules(p.Gray, p.dpi))
	margin := int(1.5 / 25.4 * p.dpi)
	return paper{fromOrigin(framed(crop(darkened(clean, l), writing(clean, l.threshold(), p.dpi).Inset(-margin)), margin)), p.dpi}
}

// randomLine is a text of a kind and the alphabet such zones are read with.
func randomLine(random *rand.Rand, kind string) (text, alphabet string) {
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	number := func(n int) (s string) {
		for range n {
			s += string(digits[random.IntN(10)])
		}
		return s
	}
	switch kind {
	case "name":
		return pick([]string{"BERTOLINI", "D'ANGELO", "Rossi", "Esposito", "LO CASCIO", "Zanardi", "QUAGLIARELLA", "Fiorentino"}) + " " +
			pick([]string{"LUCA", "Maria Grazia", "ILARIA", "Niccolò", "Jacopo", "ELISABETTA"}), capitals + "abcdefghijklmnopqrstuvwxyzàèéìòù'’.- "
	case "number":
		return pick([]string{"2026/" + number(3), "FE-" + number(6), number(2) + "/A", "A" + number(4), number(5) + "/26"}), digits + capitals + "abcdefghijklmnopqrstuvwxyz/-._ "
	case "amount":
		return fmt.Sprintf("%d,%s", 1+random.IntN(999), number(2)), digits + ".,'-=€EURuro "
	case "date":
		return fmt.Sprintf("%02d/%02d/20%02d", 1+random.IntN(28), 1+random.IntN(12), 20+random.IntN(7)), digits + "/.- "
	case "iban":
		return "IT" + number(2) + string(capitals[random.IntN(26)]) + number(22), digits + capitals
	}
	words := []string{"visita", "specialistica", "ortopedica", "ecografia", "addome", "completo", "ablazione", "del", "tartaro", "prima", "seduta", "di", "controllo", "otturazione"}
	for range 4 {
		text += pick(words) + " "
	}
	return text[:len(text)-1], ""
}
