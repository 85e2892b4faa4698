package extract

import (
	"strings"
	"testing"
)

const receipt = `
%ISSUER%
P.IVA 01234560157
%TITLE%
n. 77123 del 12/03/2026
Paziente: Rossi Luca
C.F. RSSLCU12A01F205W

Prestazione                    Importo
Visita oculistica               36,15
%NOTE%
Totale                       €  36,15
`

func TestTheKindOfADocumentIsSureOnlyWhereItsWordsAreSeen(t *testing.T) {
	for name, tt := range map[string]struct {
		issuer, title, note, kind string
		sure                      bool
	}{
		"an invoice that says so":                            {"Ambulatorio Le Querce S.r.l.", "FATTURA", "", "private", true},
		"a dentist's work by the number of a tooth":          {"Centro Medico Aurora S.r.l.", "FATTURA", "Ricostruzione el. 37", "dental", true},
		"a dentist's work by its name":                       {"Centro Medico Aurora S.r.l.", "FATTURA", "Intarsio in ceramica", "dental", true},
		"a receipt for a ticket":                             {"A.S.L. Modena", "RICEVUTA TICKET", "", "copayment", true},
		"a receipt of the health service for a prescription": {"A.S.L. Modena", "RICEVUTA", "Impegnativa NRE 030A0123456789", "copayment", false},
		"a receipt of the health service outside VAT":        {"Azienda USL Modena", "RICEVUTA", "Importo fuori campo IVA", "copayment", false},
		"a receipt of the health service with its ticket":    {"A.S.L. Modena", "RICEVUTA", "Ticket su impegnativa NRE 030A0123456789", "copayment", true},
		"a clinic accredited with the health service": {"Centro Medico Aurora S.r.l. accreditato con il Servizio Sanitario Regionale", "RICEVUTA SANITARIA",
			"Vista impegnativa del medico curante", "private", false},
		"a clinic accredited with the health service, outside VAT": {"Centro Medico Aurora S.r.l. struttura accreditata S.S.N.", "RICEVUTA", "Operazione fuori campo IVA", "private", false},
		"a doctor of the health service paid by a private patient": {"Dott. Aldo Neri specialista ASL Modena", "RICEVUTA",
			"Prestazione in solvenza, ricetta elettronica NRE 030A0123456789", "private", false},
		"a receipt for a prescription, its issuer not read":      {"Ospedale Le Querce", "RICEVUTA", "Impegnativa NRE 030A0123456789", "private", false},
		"a receipt for a prescription and outside VAT":           {"Fondazione IRCCS Le Querce", "RICEVUTA", "Impegnativa NRE 030A0123456789, importo fuori campo IVA", "copayment", false},
		"a private service of the health service without ticket": {"A.S.L. Modena", "RICEVUTA", "Regime di solvenza, ticket non dovuto", "private", false},
		"a receipt of the health service that says no more":      {"A.S.L. Modena", "RICEVUTA", "", "private", false},
		"a doctor paid privately in a hospital":                  {"A.S.S.T. Modena", "FATTURA", "Attività in libera professione intramoenia", "private", true},
		"an invoice outside VAT of the health service":           {"A.S.L. Modena", "FATTURA", "Importo fuori campo IVA", "private", true},
		"an invoice of the health service that names tickets":    {"A.S.L. Modena", "FATTURA", "comprensivo di ticket", "copayment", false},
	} {
		t.Run(name, func(t *testing.T) {
			fields := fieldsOf(strings.NewReplacer("%ISSUER%", tt.issuer, "%TITLE%", tt.title, "%NOTE%", tt.note).Replace(receipt), Hints{})
			check(t, fields, "/kind", tt.kind, tt.sure)
			documentType := map[string]string{"private": "invoice", "dental": "invoice", "copayment": "copayment_receipt"}[tt.kind]
			check(t, fields, "/document_type", documentType, tt.sure)
		})
	}
}
