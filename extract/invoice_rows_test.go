package extract

import (
	"strings"
	"testing"
)

func TestARowOfNothingIsNoPosition(t *testing.T) {
	got := tableOf("Competenze relative a:                   \nVisita oculistica              80,00\nEcografia addome              60,00\n140,00\nAgenzia delle Entrate          NA (esente                     0,00\nMARCA DA BOLLO 2,00\n71596652 W1XU8001          Diritti di bollo               2,00\nTotale fattura               € 142,00")
	expect(t, got, map[string]string{"/total": "142.00", "/stamp_duty": "2.00", "/lines/1/amount": "60.00", "/lines/2/amount": ""})
}

// TestHeadingsOfSumsAreNoPosition: the row of sums has lost the headings of some of its columns.
func TestHeadingsOfSumsAreNoPosition(t *testing.T) {
	got := tableOf("Codice  Descrizione                    Q.tà    Tariffa       Totale\nP1      Visita oculistica              1        80,00         80,00\nP2      Ecografia addome               1        60,00         60,00\n\n                   ALIQUOTA IVA      IMPOSTA\n140,00     0,00     Esente art.10     0,00       2,00\nNetto a pagare                                  Euro 142,00")
	expect(t, got, map[string]string{"/total": "142.00", "/lines/1/amount": "60.00", "/lines/2/amount": ""})
}

func TestADateWithASpeckBeforeItsMonth(t *testing.T) {
	if got := findDates("PARCELLA Nr. 1683/A - 27 ‘aprile 2026"); len(got) != 1 || got[0].value.String() != "2026-04-27" {
		t.Errorf("found %v", got)
	}
}

func TestASpeckBeforeTheDayOfAService(t *testing.T) {
	words := typedPage("Sostegno psicologico individuale del.30/12/2025").Words
	for i := range words {
		words[i].Confidence = 0.9
	}
	if got := mendedDescription(words); got != "Sostegno psicologico individuale del 30/12/2025" {
		t.Errorf("%q", got)
	}
}

func TestTheGroupThatVitaminDIsMeasuredBy(t *testing.T) {
	words := typedPage("VITAMINA D (25-0H)").Words
	if got := mendedDescription(words); got != "VITAMINA D (25-OH)" {
		t.Errorf("%q", got)
	}
}

// TestPositionsBesideTheirHeadingsAreDoubted: on a bent page each amount has the description above its own.
func TestPositionsBesideTheirHeadingsAreDoubted(t *testing.T) {
	fields := fieldsOf(strings.Replace(tabled, "%TABLE%", "Eseguita il Descrizione         80,00\nVisita chirurgica               60,00\nVisita anestesiologica          40,00\nTotale                         180,00", 1), Hints{})
	for _, pointer := range []string{"/lines/0/description", "/lines/1/description", "/lines/2/description", "/description"} {
		if f := fields[pointer]; f.From.Confidence > besideRow {
			t.Errorf("%s %q is believed %.2f", pointer, f.Value, f.From.Confidence)
		}
	}
}
