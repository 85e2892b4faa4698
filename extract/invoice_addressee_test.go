package extract

import (
	"strings"
	"testing"
)

func TestAPersonIsFoundByTheShapeOfAPostalAddress(t *testing.T) {
	const window = `
CENTRO OTTICO LE QUERCE SRL
VIA DEI MILLE 4 - 20121 MILANO (MI)
TEL. 02 1234567
P.IVA 01234560157
                              DE' MEDICI ZOE
                              PIAZZA CAVOUR 26
                              35140 PADOVA (PD)

RICEVUTA N. 77 DEL 12/03/2026

DESCRIZIONE                    IMPORTO
LENTI                           85,50
TOTALE                       €  85,50
`
	const professional = `
MARIO NERI
VIA DEI MILLE 4
20121 MILANO (MI)
TEL. 02 1234567
P.IVA 01234560157

RICEVUTA N. 77 DEL 12/03/2026

DESCRIZIONE                    IMPORTO
SEDUTA                          85,50
TOTALE                       €  85,50
`
	const titled = `
Dott.ssa Rosa Zanetti                  PARCELLA
Via L. da Vinci n. 126/A - 29140 Piacenza (PC)
T. 0523 8598391
P.I. 02791410018
Sig./Sig.ra     Marco  Villa
Via Fratelli Bandiera 116    47150 Forlì (FC)

Parcella n. 77 del 12/03/2026

Visita                          85,50
Totale                       €  85,50
`
	campi := strings.NewReplacer("DE' MEDICI ZOE", "DRAGO LUCA", "PIAZZA CAVOUR 26", "VIA DEI CAMPI 26").Replace(window)
	for name, tt := range map[string]struct{ page, surname, given string }{
		"behind the window of an envelope":                            {window, "DE' MEDICI", "ZOE"},
		"a label before a name with wide spaces":                      {titled, "Villa", "Marco"},
		"whose name and street begin and end like marks of an issuer": {campi, "DRAGO", "LUCA"},
		"the letterhead of a professional is no patient":              {professional, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			fields := ReadInvoice([]InvoicePage{typedPage(tt.page)}, Hints{}).Fields
			if got := fields["/patient/surname"].Value + "|" + fields["/patient/name"].Value; got != tt.surname+"|"+tt.given {
				t.Errorf("the patient is %q", got)
			}
			if got := fields["/patient/surname"]; got.Value != "" && got.From.Confidence >= 0.995 {
				t.Errorf("believed with %.4f, though nothing says that the addressee is the patient", got.From.Confidence)
			}
		})
	}
}
