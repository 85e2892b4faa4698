package extract

import (
	"strings"
	"testing"
)

func TestACheckLetterTakenForABracketIsReadAndNotAccepted(t *testing.T) {
	for name, tt := range map[string]struct{ printed, want string }{
		"J as a bracket":                   {"MNCNOE71A21G702)", "MNCNOE71A21G702J"},
		"a bracket that is no check of it": {"MNCNOE71A22G702)", ""},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, fieldsOf(strings.Replace(plain, "%PERSONS%", "Paziente: Mancini Noè\nC.F. "+tt.printed, 1), Hints{}), "/patient/tax_code", tt.want, false)
		})
	}
}

func TestAVATNumberIsReadBehindAMisreadCountry(t *testing.T) {
	check(t, fieldsOf(strings.Replace(plain, "P.IVA 01234560157", "P.IVA 1T01234560157", 1), Hints{}), "/issuer/vat_number", "01234560157", true)
}

func TestFiguresUnderstoodOnceAreNoLooseDigits(t *testing.T) {
	d := newInvoiceReader([]InvoicePage{typedPage("Codice 01234560157")}, Hints{})
	words := d.rows[0].words()[1:]
	understood, not := identifier{kind: vatNumber, valid: true, words: words}, identifier{kind: taxCode, words: words}
	for name, tt := range map[string]struct {
		identifiers []identifier
		loose       bool
	}{
		"understood first":     {[]identifier{understood, not}, false},
		"understood at last":   {[]identifier{not, understood}, false},
		"never understood":     {[]identifier{not}, true},
		"nowhere taken for it": {nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			if d.identifiers = tt.identifiers; d.looseDigits() != tt.loose {
				t.Errorf("loose digits: %t", !tt.loose)
			}
		})
	}
}

func TestFiguresAcrossADateAreNoVATNumber(t *testing.T) {
	line := "Garze sterili 10x10 conf. 25 - 29/04/2026 1 5,00 5,00" // 25290420261 has a right check digit
	for _, id := range identifiersOf(line) {
		t.Errorf("read %q", id.text)
	}
	if ids := identifiersOf("P.IVA 012 345 60157"); len(ids) != 1 || !ids[0].valid {
		t.Errorf("a VAT number in groups: %+v", ids)
	}
}

func identifiersOf(line string) []identifier {
	d := newInvoiceReader([]InvoicePage{typedPage(line)}, Hints{})
	d.readIdentifiers()
	return d.identifiers
}

func TestTheHouseNumberBesideATitleIsNotTheDocuments(t *testing.T) {
	page := strings.NewReplacer("%PERSONS%", "Fattura sanitaria   Via Michelangelo n. 107", "Fattura n. 77/2026 del 12/03/2026",
		"Numero fattura: 2026/19397\nEmessa il: 12/03/2026").Replace(plain)
	expect(t, read(page, Hints{}), map[string]string{"/number": "2026/19397"})
}

// TestACodeThatItsCheckChoseIsNotConfirmedByIt has codes that the page's reader read again.
func TestACodeThatItsCheckChoseIsNotConfirmedByIt(t *testing.T) {
	text := strings.Replace(tabled, "%TABLE%", "Visita oculistica   80,00\nTotale fattura   80,00", 1)
	for pointer, code := range map[string]string{"/patient/tax_code": "RSSLCU80A01F205N", "/issuer/vat_number": "01234560157"} {
		confidence := func(checked bool) float64 {
			page := typedPage(text)
			for i := range page.Words {
				if w := &page.Words[i]; strings.HasSuffix(w.Text, code) {
					w.Checked = checked
				}
			}
			f := ReadInvoice([]InvoicePage{page}, Hints{}).Fields[pointer]
			if f.Value != code {
				t.Errorf("%s is %q", pointer, f.Value)
			}
			return f.From.Confidence
		}
		if first, again := confidence(false), confidence(true); again >= first || again >= accepted {
			t.Errorf("%s: read at once %.4f, read again %.4f", pointer, first, again)
		}
	}
}
