package extract

import (
	"strings"
	"testing"
)

// TestWhereTheNumberOfADocumentStands holds what stands for its number in the layouts of issuers against the other numbers
// that have a marker too.
func TestWhereTheNumberOfADocumentStands(t *testing.T) {
	for name, c := range map[string]struct{ put, number, date string }{
		"below its label, beside that of the date":   {"Nr.               Data\nFS-01284          18/05/2026\nAcc. nr.: 2026332195", "FS-01284", "2026-05-18"},
		"its label unread, beside the date of issue": {"Docitm~ ne.       Emessa il\nFT20264           24/04/2026", "FT20264", "2026-04-24"},
		"beside the street of the patient":           {"Cliente Rossi Luca              RICEVUTA FISCALE SANITARIA Nr.\nVia F.lli Bandiera n. 22         FS-01129 - 27/01/26", "FS-01129", "2026-01-27"},
		"before a number of a hamlet":                {"Frazione San Pietro n. 150 bis\nNr. FT21392, 2/4/2026", "FT21392", "2026-04-02"},
		"before a number of a place":                 {"Loc. Pianura n. 12\nNr. FT21392, 2/4/2026", "FT21392", "2026-04-02"},
		"beside the day when it is due":              {"Numero            Scadenza        Data\n77/2026           30/04/2026      12/03/2026", "77/2026", "2026-03-12"},
		"no customer's, beside the date":             {"Kundennummer      Rechnungsdatum\n10234             12.03.2026", "", "2026-03-12"},
		"of a ticket, behind its title":              {"TICKET SANITARIO    00140233\nData: 07/03/2026", "00140233", "2026-03-07"},
		"before a law and its year":                  {"N°: FS-00779\nData: 07/03/2026\nAut. Ag. Entrate n. 1742 del 2019", "FS-00779", "2026-03-07"},
		"in English, before a date in words":         {"Document no. : T26-003993\nInvoice date : 11 April 2026\nAccount no. : 9999968", "T26-003993", "2026-04-11"},
		"of a credit note, before its date":          {"NOTA DI CREDITO Nr. 725/2026, 18/02/2026\nA storno della fattura n. 978/FE del 28/01/2026", "725/2026", "2026-02-18"},
		"beside a register whose name was half read": {"Iscr. Ordine del Medici di NO n. 24497\nNr.: FT20231\nEmessa il: 16/3/2026", "FT20231", "2026-03-16"},
		"behind a register beside the title":         {"Ricevuta sanitaria              Albo Odontoiatri PA n. 29254\nN. documento: 2026/1742\nEmessa il 18.03.2026", "2026/1742", "2026-03-18"},
		"a cheque has a number too":                  {"Fattura del 12/03/2026\nAssegno bancario n. 0012345678", "", "2026-03-12"},
		"a day of birth is no date of issue":         {"Fattura n. 77/2026\nGeburtsdatum: 17.09.2019", "77/2026", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Fattura n. 77/2026 del 12/03/2026", c.put).Replace(plain)
			expect(t, read(text, Hints{}), map[string]string{"/number": c.number, "/date": c.date})
		})
	}
}
