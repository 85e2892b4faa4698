package extract

import (
	"strings"
	"testing"

	"pratica/claim"
)

const totalsTable = `
Ambulatorio Le Querce S.r.l.
P.IVA 01234560157
Paziente: Rossi Luca
Fattura n. 77/2026 del 12/03/2026

Descrizione                    Importo
Visita oculistica               90,00

%HEAD%
90,00                 0,00      0,00          2,00

Scadenze                        Da pagare
12/04/2026                      92,00
`

func TestARowOfTheTotalsIsNoPosition(t *testing.T) {
	for name, head := range map[string]string{
		"heads read right": "Totale prestazioni    Sconto    Totale IVA    Bolli",
		"a head misread":   "T0tbIe prestaziohi    Sconto    Totale IVA    Bolli",
		"a head cut short": "T0tbIe prestaziohi    Sconto    Totale        Bolli",
	} {
		t.Run(name, func(t *testing.T) {
			fields := fieldsOf(strings.Replace(totalsTable, "%HEAD%", head, 1), Hints{})
			check(t, fields, "/total", "92.00", true)
			check(t, fields, "/stamp_duty", "2.00", true)
			if f, more := fields["/lines/1/amount"]; more {
				t.Errorf("a second position of %s", f.Value)
			}
		})
	}
}

func TestAStampThatTheSumDoesWithoutIsNotSurelyAbsent(t *testing.T) {
	for name, tt := range map[string]struct {
		note string
		sure bool
	}{"nothing said of a stamp": {"", true}, "a stamp beside the total": {"Marca da bollo   2,00", false}} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Marca da bollo                   2,00", tt.note, "87,50", "85,50").Replace(plain)
			check(t, fieldsOf(text, Hints{}), "/stamp_duty", "0.00", tt.sure)
		})
	}
}

func TestNoStampIsSurerWhereNoneIsDueAndUnsureBesideANamelessPositionOfItsAmount(t *testing.T) {
	for name, tt := range map[string]struct {
		change []string
		want   float64
	}{
		"above the limit":     {[]string{"Marca da bollo                   2,00", "", "87,50", "85,50"}, confirmedAbsence},
		"below the limit":     {[]string{"Marca da bollo                   2,00", "", "85,50", "65,50", "87,50", "65,50"}, needlessAbsence},
		"a nameless position": {[]string{"Marca da bollo  ", "                "}, unconfirmedOption},
	} {
		t.Run(name, func(t *testing.T) {
			got := fieldsOf(strings.NewReplacer(append([]string{"%PERSONS%", "Paziente: Rossi Luca"}, tt.change...)...).Replace(plain), Hints{})["/stamp_duty"]
			if got.Value != "0.00" || got.From.Confidence != tt.want {
				t.Errorf("%q at %v", got.Value, got.From.Confidence)
			}
		})
	}
}

const discountedTable = `
Ambulatorio Le Querce S.r.l.
P.IVA 01234560157
Paziente: Rossi Luca
Fattura n. 77/2026 del 12/03/2026

Descrizione                                          Importo
Visita oculistica                                     90,00
Esame del campo visivo                                60,00

Totale prestazioni    Sconto    Aliquota IVA    Totale IVA    Bolli
150,00                15,00     Esente art.10   0,00          2,00
Scadenze                                            %HEAD%
12/04/2026 137,00                                                              Euro 137,00
`

func TestATotalIsWhatAllTheLabelledPartsComeTo(t *testing.T) {
	for name, head := range map[string]string{
		"its head stands left of it":  "Totale fattura Euro",
		"its head is misread":         "TotaIs fattvra Furc",
		"it has no head":              "",
		"its head stands right above": "                             Totale fattura",
	} {
		t.Run(name, func(t *testing.T) {
			fields := fieldsOf(strings.Replace(discountedTable, "%HEAD%", head, 1), Hints{})
			check(t, fields, "/total", "137.00", true)
			check(t, fields, "/discount", "15.00", true)
			check(t, fields, "/stamp_duty", "2.00", true)
			check(t, fields, "/lines/1/amount", "60.00", true)
		})
	}
}

func TestATotalIsNotSureWhereALabelledPartIsLeftOut(t *testing.T) {
	const services = "Visita oculistica               85,50\nMarca da bollo                   2,00\nTotale fattura               €  87,50"
	for name, tt := range map[string]struct {
		services, total, discount string
		sure                      bool
	}{
		"no part is left out":              {services, "87.50", "0.00", true},
		"a discount the sum does without":  {services + "\nSconto                           8,75", "87.50", "0.00", false},
		"a discount of nothing":            {services + "\nSconto                           0,00", "87.50", "0.00", true},
		"a sum of the lines, and a stamp":  {"Visita oculistica               85,50\nTotale                          85,50\nMarca da bollo                   2,00", "85.50", "0.00", false},
		"a discount with its sign printed": {services + "\nSconto                          -8,75", "87.50", "0.00", false},
		"a stamp paid apart from the total": {"Visita oculistica               85,50\nTotale fattura               €  85,50\nImposta di bollo 2,00 assolta sull'originale",
			"85.50", "0.00", true},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(strings.Replace(plain, "%PERSONS%", "Paziente: Rossi Luca", 1), services, tt.services, 1)
			fields := fieldsOf(text, Hints{})
			check(t, fields, "/total", tt.total, tt.sure)
			check(t, fields, "/discount", tt.discount, tt.sure)
		})
	}
}

func TestTheRowOfASumIsNoPositionForWhatStandsBesideIt(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Marca da bollo                   2,00\n",
		"Agenzia delle Entrate    Totale competenze                      85,50\nA1B2C3 08:42.44          Imposta di bollo                        2,00\n").Replace(plain)
	fields := fieldsOf(text, Hints{})
	check(t, fields, "/total", "87.50", true)
	check(t, fields, "/lines/0/amount", "85.50", true)
	if f, more := fields["/lines/1/amount"]; more {
		t.Errorf("a second position of %s", f.Value)
	}
}

func TestASubtotalIsNoTotalProvedByItself(t *testing.T) {
	for name, tt := range map[string]struct {
		service, sums, total string
		sure                 bool
	}{
		"all amounts read":                     {"85,50", "Totale competenze               85,50\nMarca da bollo                   2,00\nTotale fattura               €  87,50", "87.50", true},
		"the stamp and the total not readable": {"85,50", "Totale competenze               85,50\nMarca da bollo                   2,0|\nTotale fattura               €  87,S|", "85.50", false},
		"the position not readable either":     {"8S,5|", "Totale competenze               85,50\nMarca da bollo                   2,0|\nTotale fattura               €  87,S|", "85.50", false},
		"the position alone readable":          {"85,50", "Marca da bollo                   2,0|\nTotale fattura               €  87,S|", "85.50", false},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Visita oculistica               85,50\n", "Visita oculistica               "+tt.service+"\n",
				"Marca da bollo                   2,00\nTotale fattura               €  87,50", tt.sums).Replace(plain)
			fields := fieldsOf(text, Hints{})
			check(t, fields, "/total", tt.total, tt.sure)
			check(t, fields, "/vat", "0.00", tt.sure)
			declared := Hints{Rows: []claim.Declared{{Amount: claim.MustMoney(tt.total)}}}
			check(t, fieldsOf(text, declared), "/vat", "0.00", true)
		})
	}
}
