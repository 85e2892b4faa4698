package extract

import (
	"strings"
	"testing"
)

func TestATaxCodeIsReadThoughMisread(t *testing.T) {
	for name, tt := range map[string]struct{ printed, want string }{
		"a bar more":                           {"C.F. RSSILCU80A01F205N", "RSSLCU80A01F205N"},
		"a letter read twice as a figure":      {"C.F. RSS5LCU80A01F205N", "RSSLCU80A01F205N"},
		"a letter of the name":                 {"C.F. RSCLCU80A01F205N", "RSSLCU80A01F205N"},
		"a letter of the name and a figure":    {"C.F. RSCLCU60A01F205N", "RSSLCU80A01F205N"},
		"of another person of the same family": {"C.F. RSSNNA80A41F205O", ""},
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
