package extract

import (
	"strings"
	"testing"

	"pratica/claim"
)

func TestATaxCodeIsReadThoughMisread(t *testing.T) {
	for name, tt := range map[string]struct{ printed, want string }{
		"a bar more":                             {"C.F. RSSILCU80A01F205N", "RSSLCU80A01F205N"},
		"a letter read twice as a figure":        {"C.F. RSS5LCU80A01F205N", "RSSLCU80A01F205N"},
		"a letter of the name":                   {"C.F. RSCLCU80A01F205N", "RSSLCU80A01F205N"},
		"a letter of the name and a figure":      {"C.F. RSCLCU60A01F205N", "RSSLCU80A01F205N"},
		"a letter of the name and a figure more": {"C.F. RSCLCU880A01F205N", "RSSLCU80A01F205N"},
		"a letter of the place as a figure":      {"C.F. RSSLCU80A017140U", "RSSLCU80A01Z140U"},
		"of another person of the same family":   {"C.F. RSSNNA80A41F205O", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("C.F. RSSLCU80A01F205N", tt.printed, "%TABLE%", "Visita oculistica   80,00\nTotale fattura   80,00").Replace(tabled)
			f := fieldsOf(text, Hints{})["/patient/tax_code"]
			if tt.want == "" {
				if f.Value == "RSSLCU80A01F205N" {
					t.Error("another person's code became the patient's")
				}
				return
			}
			if f.Value != tt.want || f.From.Confidence >= accepted {
				t.Errorf("%q with %.3f, want %q with less than is accepted", f.Value, f.From.Confidence, tt.want)
			}
		})
	}
}

func TestAnIssuersTaxCodeIsReadWithHisName(t *testing.T) {
	text := strings.NewReplacer("Ambulatorio Le Querce S.r.l.", "Dott. Paolo De Martino", "P.IVA 01234560157", "Cod. Fisc. OMRPLA67D24C740E\nP.IVA 01234560157").Replace(tabled)
	code := taxCodeWith("DMRPLA67D24C740")
	text = strings.Replace(text, "OMRPLA67D24C740E", "LMR"+code[3:], 1)
	check(t, fieldsOf(strings.Replace(text, "%TABLE%", "Visita   80,00\nTotale fattura   80,00", 1), Hints{}), "/issuer/tax_code", code, false)
}

// taxCodeWith adds the check letter.
func taxCodeWith(fifteen string) string {
	for letter := 'A'; letter <= 'Z'; letter++ {
		if code := fifteen + string(letter); claim.ValidTaxCode(code) {
			return code
		}
	}
	return ""
}

func TestAProvisionalCodeBesideTheName(t *testing.T) {
	text := strings.NewReplacer("Paziente: Rossi Luca\nC.F. RSSLCU80A01F205N", "Prestazione eseguita a favore di: Rossi Luca           CF: 96561668847", "%TABLE%", "Visita   80,00\nTotale fattura   80,00").Replace(tabled)
	check(t, fieldsOf(text, Hints{}), "/patient/tax_code", "96561668847", false)
}

func TestASurnameThatIsAWordOfAddresses(t *testing.T) {
	for name, want := range map[string]string{"Ferdinando Piazza": "Piazza", "Luca Strada": "Strada"} {
		text := strings.NewReplacer("Paziente: Rossi Luca\nC.F. RSSLCU80A01F205N", "Egregio Signor "+name, "%TABLE%", "Visita   80,00\nTotale fattura   80,00").Replace(tabled)
		expect(t, read(text, Hints{}), map[string]string{"/patient/surname": want})
	}
}
