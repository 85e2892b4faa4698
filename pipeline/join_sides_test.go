package pipeline

import (
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

func TestTheBackOfADarkEnvelopeGoesWithItsFront(t *testing.T) {
	noise := func(r Reading) Reading {
		for range 60 {
			r.Words = append(r.Words, ocr.Word{Text: "»\\x", Confidence: 0.4}, ocr.Word{Text: "Lungv", Confidence: 0.5})
		}
		return r
	}
	ofEnvelope := func(r Reading) *paper {
		r.Width, r.Height, r.DPI = 2598, 1299, 300
		return &paper{kind: claim.Envelope, pages: []*paperPage{{reading: &r}}}
	}
	front := lines("Mitt. Luca Rossi", "Spett.le FASCHIM", "Via Fiume Bianco, 56", "00144 ROMA")
	for _, c := range []struct {
		name string
		back Reading
		want bool
	}{
		{"noise for words", noise(lines("")), true},
		{"noise round a sender's town", noise(lines("60155 Ancona")), true},
		{"the front of another envelope", noise(front), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := joinBack([]*paper{ofEnvelope(front)}, ofEnvelope(c.back)); got != c.want {
				t.Errorf("joined: %v", got)
			}
		})
	}
}

func TestTheSidesOfACardAreOnePaper(t *testing.T) {
	front := func(surname, name, code string) []string {
		return []string{"REPUBBLICA ITALIANA", "TESSERA SANITARIA", "Codice Fiscale " + code, "Cognome " + surname, "Nome " + name, "Luogo di nascita MILANO",
			"Provincia MI", "Data di scadenza 30/06/2027", "Sesso F"}
	}
	back := func(surname, name, code string) []string {
		return []string{"TESSERA EUROPEA DI ASSICURAZIONE MALATTIA", "Cognome " + surname, "Nome " + name, "Data di nascita 01/01/2012",
			"Numero identificativo personale " + code, "Numero identificazione dell'istituzione 500001", "Numero di identificazione della tessera 8038", "Scadenza 30/06/2027"}
	}
	card := func(text []string, w, h int) *paper {
		r := lines(text...)
		r.Width, r.Height, r.DPI = w, h, 300
		return &paper{kind: claim.HealthCard, pages: []*paperPage{{reading: &r}}}
	}
	first := front("ROSSI", "LUCA", luca)
	for _, c := range []struct {
		name   string
		second *paper
		want   bool
	}{
		{"front and back", card(back("ROSSI", "LUCA", luca), 1011, 638), true},
		{"a back whose code is not legible", card(back("ROSSI", "LUCA", "R5SLCU"), 638, 1011), true},
		{"the back of somebody else's", card(back("ROSSI", "MARTA", marta), 1011, 638), false},
		{"somebody else's front", card(front("BIANCHI", "GIOVANNA", "ILLEGGIBILE"), 1011, 638), false},
		{"the front once more", card(first, 1011, 638), false},
		{"a page of another size", card(back("ROSSI", "LUCA", luca), 2480, 3508), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := joinCard([]*paper{card(first, 1011, 638)}, c.second); got != c.want {
				t.Errorf("joined: %v", got)
			}
		})
	}
	together := card(first, 1011, 638)
	together.pages = append(together.pages, card(back("ROSSI", "LUCA", luca), 1011, 638).pages...)
	if joinCard([]*paper{together}, card(back("BIANCHI", "GIOVANNA", ""), 1011, 638)) {
		t.Error("a third side")
	}
}

func TestTheLastPageOfADentistsFormMayHoldHisStampAlone(t *testing.T) {
	form := lines("Fondo FASCHIM", "Dichiarazione del medico odontoiatra", "(Mod. D01)", "Assistito", "CARBONI SAVERIO", "Cognome  Nome", "Da allegare alle fatture",
		"Fattura n.  del", "Fattura n.  del", "Cure effettuate", "ESTRAZIONE SEMPLICE  2594  32  1  € 95,00")
	stamp := lines("Specialista Pepe", "in Odontostomatologia", "10/01/2026", "Data  Timbro e firmé")
	letter := lines("Specialista Pepe", "in Odontostomatologia", "10/01/2026", "il timbro dello studio")
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"a place for date and stamp", []Reading{form, stamp}, "1+2"},
		{"no place to fill in", []Reading{form, letter}, "1 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := shape(assembled(t, c.pages...))
			if _, documents, _ := strings.Cut(got, ": "); documents != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
