package extract

import (
	"strings"
	"testing"
)

func TestTheDayOfAPrescription(t *testing.T) {
	for _, test := range []struct{ name, page, want string }{
		{"a place and a comma", "Dott. Neri|Medico oculista|Milano, 12/03/2025|Sig. Ugo Rossi|Lenti da vista", "2025-03-12"},
		{"a label", "Dott. Neri|Sig. Ugo Rossi|Lenti da vista|Data: 12 marzo 2025|Firma", "2025-03-12"},
		{"lì, as physicians write", "Dott. Neri|Lenti da vista|Roma lì 12.03.2025", "2025-03-12"},
		{"a row of its own", "Dott. Neri|12/03/2025|Ugo Rossi|Si prescrive:|Lenti da vista", "2025-03-12"},
		{"a month in words on a row of its own", "Dott. Neri|12 marzo 2025|Ugo Rossi", "2025-03-12"},
		{"a label in the midst of a row", "N. CONFEZIONI/PRESTAZIONI: 1    TIPO RICETTA: Assist. SSN    DATA: 12/03/2025|CODICE AUTENTICAZIONE: 0203", "2025-03-12"},
		{"six boxes under a label", "PRESCRIZIONE|LENTI|DATA  TIMBRO E FIRMA DEL MEDICO|1 2 0 3 2 5  Dott. Neri", "2025-03-12"},
		{"six boxes far from each other", "PRESCRIZIONE|LENTI|DATA  TIMBRO E FIRMA DEL MEDICO|1  2  0  3  2  5  Dott. Neri", "2025-03-12"},
		{"six boxes whose borders were read", "PRESCRIZIONE|LENTI|DATA  TIMBRO E FIRMA DEL MEDICO|[1 [2 [0 [3 [2 [5  Dott. Neri", "2025-03-12"},
		{"not the day of birth", "Dott. Neri|Ugo Rossi nato a Roma il 03/04/2001|Torino, 12/03/2025", "2025-03-12"},
		{"not a day of birth under its heading", "Cognome  Data di nascita|ROSSI  03/04/2001|Torino, 12/03/2025", "2025-03-12"},
		{"not the term of an exemption", "Esenzione E01 valida fino al 31/12/2026|Torino, 12/03/2025", "2025-03-12"},
		{"not a law", "Rilasciato ai sensi dell'art. 11 del DL 31 mag 2010|12/03/2025", "2025-03-12"},
		{"a day of birth alone is none", "Dott. Neri|Ugo Rossi, nato il 03/04/2001|Lenti da vista", ""},
		{"six figures without a label are none", "Dott. Neri|120325|Lenti da vista", ""},
		{"none is none", "Dott. Neri|Lenti da vista", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := IssuedOn(page(strings.Split(test.page, "|")...))
			if got.Date.String() != test.want || ok != (test.want != "") {
				t.Errorf("got %s, %t; want %q", got.Date, ok, test.want)
			}
			if ok && got.Confidence < 0.8 {
				t.Errorf("believed %.2f only", got.Confidence)
			}
		})
	}
}

func TestOfTwoDaysThatMayBeThatOfIssueNoneIsBelieved(t *testing.T) {
	got, ok := IssuedOn(page("Dott. Neri", "Milano, 12/03/2025", "Lenti da vista", "Milano, 20/03/2026"))
	if !ok || got.Confidence > 0.6 {
		t.Errorf("%s, believed %.2f", got.Date, got.Confidence)
	}
}
