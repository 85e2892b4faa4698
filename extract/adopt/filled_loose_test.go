package adopt

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

func TestValuesWithoutLinesBelongToTheirLabels(t *testing.T) {
	tests := []struct {
		name string
		draw func(*filled)
		want string
	}{
		{"right of the label", func(f *filled) {
			f.text(20, 52, "Cognome: DE ROSSI")
			f.text(110, 52, "Nome: ANNA")
			f.text(20, 62, "Telefono: 3331234567")
		}, "member.name member.phone member.surname"},
		{"under the label", func(f *filled) {
			f.text(20, 48, "Cognome:")
			f.text(110, 48, "Nome:")
			f.text(21, 54, "ROSSI")
			f.text(111, 54, "ANNA")
			f.text(20, 60, "Telefono:")
			f.text(21, 66, "3331234567")
		}, "member.name member.phone member.surname"},
		{"over the label", func(f *filled) {
			f.text(21, 48, "ROSSI")
			f.text(111, 48, "ANNA")
			f.text(20, 54, "Cognome")
			f.text(110, 54, "Nome")
			f.text(21, 60, "3331234567")
			f.text(20, 66, "Telefono")
		}, "member.name member.phone member.surname"},
		{"an amount at the right end of its line", func(f *filled) {
			f.text(20, 52, "Cognome: DE ROSSI")
			f.text(110, 100, "TOTALE")
			f.text(175, 94, "€ 120,50")
			f.text(21, 144, "3331234567")
			f.text(20, 150, "Telefono")
		}, "member.phone member.surname total"},
		{"a label with nothing beside it has no place", func(f *filled) {
			f.text(20, 52, "Cognome: DE ROSSI")
			f.text(110, 52, "Nome:")
		}, "member.surname"},
		{"the date beside a signature needs no label", func(f *filled) {
			f.text(20, 52, "Cognome: DE ROSSI")
			f.text(20, 150, "12/03/2026")
			f.text(110, 150, "Firma del richiedente:")
		}, "member.surname signature.date signature.member"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFilled()
			f.text(20, 20, "Richiesta di rimborso")
			f.text(20, 40, "Dati dell'iscritto")
			tt.draw(f)
			if got := zoneNames(Filled(f.grey, 200, f.words, claim.R01Document)); got != tt.want {
				t.Errorf("zones %s, want %s", got, tt.want)
			}
		})
	}
}

func TestALineUnderAHeadingIsNothingToWriteOn(t *testing.T) {
	f := newFilled()
	f.text(20, 20, "Richiesta di rimborso")
	f.text(20, 52, "Cognome: DE ROSSI")
	f.text(20, 70, "Malattia per cui si chiede")
	f.ink(20, 71, 38, 0.3)
	if got := zoneNames(Filled(f.grey, 200, f.words, claim.GM01Document)); got != "member.surname" {
		t.Errorf("zones %s, want that of the surname alone", got)
	}
}

func TestTheQuestionnaireIsAGrid(t *testing.T) {
	f := newFilled()
	f.text(20, 20, "Domanda per non autosufficienza")
	f.text(20, 40, "Cognome: DE ROSSI")
	for i, question := range []string{"Bagno e doccia", "Vestirsi", "Igiene", "Mobilita", "Continenza", "Mangiare"} {
		y := 80 + 10*float64(i)
		f.text(20, y+3.4, question)
		for k := range 3 {
			f.box(100+20*float64(k), y, 4.5, 4.5)
		}
		f.cross(100+20*float64(i%3), y, 4.5) // the numbers beside are not read
	}
	got := zoneNames(Filled(f.grey, 200, f.words, claim.NA1Document))
	for _, about := range []string{"bathing", "dressing", "hygiene", "mobility", "continence", "eating"} {
		for _, points := range answers {
			if id := fmt.Sprintf("score.%s.%s", about, points); !strings.Contains(" "+got+" ", " "+id+" ") {
				t.Errorf("no zone %s among %s", id, got)
			}
		}
	}
}

func TestTheAnswerWhoseWordIsHiddenIsTheOther(t *testing.T) {
	n := newNames(claim.NA1Document)
	n.used["accident.no"] = true
	no := Zone{Field: forms.Field{ID: "accident.no", Type: forms.Mark, Pointer: "/dependency/accident", Value: "false", Rect: forms.Rect{X: 60, Y: 100, W: 4, H: 4}}}
	yes := Zone{Field: forms.Field{ID: "campo", Type: forms.Mark, Rect: forms.Rect{X: 20, Y: 100, W: 4, H: 4}}}
	far := Zone{Field: forms.Field{ID: "campo_2", Type: forms.Mark, Rect: forms.Rect{X: 20, Y: 130, W: 4, H: 4}}}
	got := n.accidents([]Zone{far, yes, no})
	if got[1].ID != "accident.yes" || got[1].Value != "true" || got[0].ID != "campo_2" {
		t.Errorf("zones are %s (%s) and %s, want accident.yes (true) and campo_2", got[1].ID, got[1].Value, got[0].ID)
	}
}

func TestABlackEdgeOfAScanIsNoBar(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 1654, 2339))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	for y := range 2339 {
		for x := range 1654 {
			if x < 20 || y > 2320 {
				g.SetGray(x, y, color.Gray{})
			}
		}
	}
	if bars := findInk(g, 200).bars; len(bars) > 0 {
		t.Errorf("bars %v", bars)
	}
}
