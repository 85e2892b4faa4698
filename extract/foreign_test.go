package extract

import (
	"image"
	"image/color"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr"
)

func TestTheEndOfAFormIsKnownByItsLabels(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  bool
	}{
		{"date and signature", []string{"Data: 12/03/2026  Firma del richiedente:", "Acconsento al trattamento, come da informativa ricevuta.", "Data  Firma"}, true},
		{"place, date and stamp", []string{"Luogo e data  Timbro e firma"}, true},
		{"a letter that is dated and signed", []string{"LETTERA DI DIMISSIONE", "Data 12/03/2026", "Si dimette in data odierna", "Firma del medico"}, false},
		{"the first page of a form", []string{"Domanda di rimborso spese sanitarie", "Cognome  Nome", "Telefono", "IBAN", "Data  Firma"}, false},
		{"a date alone", []string{"Data 12/03/2026", "Gentile signora"}, false},
		{"an invoice", []string{"Data 12/03/2026", "Totale € 120,50", "Firma per quietanza"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := ContinuesForm(page(tt.lines...)); got != tt.want {
				t.Errorf("continues: %t, want %t", got, tt.want)
			}
		})
	}
}

func TestThePageHasASecondOpinionOnAZone(t *testing.T) {
	read := func(z forms.Field, value string, confidence, shaped float64) FormField {
		return FormField{Zone: z, Field: claim.Field{Value: value, From: claim.Provenance{Confidence: confidence}}, Features: map[string]float64{"shaped": shaped}}
	}
	name, date := forms.Field{Type: forms.Line, Content: forms.Name}, forms.Field{Type: forms.Date}
	for _, tt := range []struct {
		name       string
		zone       FormField
		page       string
		sure       float64
		want       string
		from, upTo float64
	}{
		{"both agree", read(name, "ROSSI", 0.9, 0), "Rossi", 0.9, "ROSSI", 0.95, 0.97},
		{"they differ", read(name, "ROSSI", 0.9, 0), "ROSSL", 0.9, "ROSSI", 0.6, 0.7},
		{"the zone alone was unsure", read(name, "ZLE", 0.4, 0), "ZOE", 0.95, "ZOE", 0.6, 0.8},
		{"only the page gives a date", read(date, "", 0.1, 0), "12/03/2026", 0.9, "2026-03-12", 0.6, 0.8},
		{"the page saw nothing", read(name, "ROSSI", 0.9, 0), "", 0, "ROSSI", 0.9, 0.9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var words []ocr.Word
			if tt.page != "" {
				words = []ocr.Word{{Text: tt.page, Confidence: tt.sure}}
			}
			got := secondOpinion(tt.zone, words)
			if c := got.From.Confidence; got.Value != tt.want || c < tt.from || c > tt.upTo {
				t.Errorf("read %q at %.3f, want %q from %.2f to %.2f", got.Value, c, tt.want, tt.from, tt.upTo)
			}
		})
	}
}

func TestWhatIsLeftOfOutlinesIsNoSecondCross(t *testing.T) {
	box := func(value string, made bool, ink float64) FormField {
		f := FormField{Zone: forms.Field{Type: forms.Mark, Pointer: "/dependency/scores/eating", Value: value}, Blank: !made, Features: map[string]float64{"ink": ink}}
		f.Value, f.From.Confidence = map[bool]string{true: "true", false: "false"}[made], 0.98
		return f
	}
	fields := settleForeign([]FormField{box("0", true, 0.15), box("5", true, 0.5), box("10", false, 0)}, claim.NA1Document)
	if fields[0].Value != "false" || fields[1].Value != "true" || fields[1].From.Confidence > leftOver {
		t.Errorf("crosses %s and %s at %.2f, want the second alone, not quite sure", fields[0].Value, fields[1].Value, fields[1].From.Confidence)
	}
	fields = settleForeign([]FormField{box("0", true, 0.4), box("5", true, 0.5)}, claim.NA1Document)
	if fields[0].Value != "true" || fields[1].Value != "true" {
		t.Error("one of two crosses was taken away")
	}
}

func TestAnAddressGetsItsSignBack(t *testing.T) {
	for _, tt := range []struct{ read, want string }{
		{"grazia.rinaldiGhotmail.it", "grazia.rinaldi@hotmail.it"},
		{"anna@libero.it", "anna@libero.it"},
		{"annarossi", "annarossi"},
	} {
		f := FormField{Zone: forms.Field{Type: forms.Line, Content: forms.Email}}
		f.Value, f.From.Confidence = tt.read, 0.7
		if got := settleForeign([]FormField{f}, claim.GM01Document)[0].Value; got != tt.want {
			t.Errorf("%q is read as %q, want %q", tt.read, got, tt.want)
		}
	}
}

func TestTheStreakOfAScannerIsTakenOutOfThePage(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 200, 300))
	for i := range g.Pix {
		g.Pix[i] = 240
	}
	for y := range 300 {
		g.SetGray(100, y, color.Gray{Y: 150}) // dust
		if y > 40 && y < 120 {
			g.SetGray(60, y, color.Gray{}) // the side of a box
		}
	}
	for x := 80; x < 130; x++ {
		for y := 200; y < 204; y++ {
			g.SetGray(x, y, color.Gray{}) // a rule
		}
	}
	clean := withoutStreaks(g)
	if v := clean.GrayAt(100, 50).Y; v < 230 {
		t.Errorf("the streak is left at %d", v)
	}
	if clean.GrayAt(60, 80).Y != 0 || clean.GrayAt(100, 201).Y > 20 {
		t.Error("a line of the form went with the streak")
	}
}

func TestABlackenedBoxTakesItsCrossBack(t *testing.T) {
	f := func(value string, filled bool, ink float64) FormField {
		out := FormField{Zone: forms.Field{Type: forms.Mark, Pointer: "/serious_illness/illness", Value: value}, Filled: filled, Features: map[string]float64{"ink": ink}}
		out.Value, out.From.Confidence = "true", 0.98
		return out
	}
	fields := settleForeign([]FormField{f("stroke", true, 0.98), f("tumour", false, 0.3)}, claim.GM01Document)
	if fields[1].Value != "true" {
		t.Error("the cross was taken for the rest of an outline beside a blackened box")
	}
}
