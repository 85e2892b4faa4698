package extract

import "testing"

func TestTheNameOfWhoIssuesAnInvoice(t *testing.T) {
	const rest = `
Fattura n. 77/2026 del 12/03/2026
Paziente: Rossi Luca
Visita oculistica                                     60,00
TOTALE FATTURA                                        60,00
`
	for _, c := range []struct{ name, head, foot, want string }{
		{"over two rows up to the legal form", "Laboratorio di Patologia\nClinica Le Querce Srl\nVia Roma 1 - 20121 Milano (MI)\nP.IVA 01234560157", "",
			"Laboratorio di Patologia Clinica Le Querce Srl"},
		{"with the legal form of professionals below", "Radiologia Le Querce S.r.l.\nSTP\nP.IVA 01234560157", "", "Radiologia Le Querce S.r.l. STP"},
		{"of a doctor whose surname is a word of addresses", "Dott.ssa Strada Ada\nMedico Chirurgo\nP.IVA 01234560157", "", "Dott.ssa Strada Ada"},
		{"of a doctor whose surname, behind his given name, is a word of addresses", "Prof. Dott. Mattia Strada\nMedico Chirurgo\nP.IVA 01234560157", "", "Prof. Dott. Mattia Strada"},
		{"of a doctor who begins an address", "Dott. Mattia Strada 12\nP.IVA 01234560157", "", "Dott. Mattia"},
		{"on the row below, as the tax code says", "Dott.ssa Maria Paola\nRosselli Vega\nPsicologia clinica\nP.IVA 01234560157\nC.F. RSSMPL80A41F205H", "", "Dott.ssa Maria Paola Rosselli Vega"},
		{"that is whole, as the tax code says", "Dott. Luca Rossi\nVega Sole\nP.IVA 01234560157\nC.F. RSSLCU80A01F205N", "", "Dott. Luca Rossi"},
		{"over his profession", "Dott.ssa Anna\nFerri Odontoiatra\nP.IVA 01234560157\nC.F. FRRNNA75C41F205V", "", "Dott.ssa Anna Ferri"},
		{"over a therapist's profession", "Dott.ssa Anna\nFerri Fisioterapista\nP.IVA 01234560157\nC.F. FRRNNA75C41F205V", "", "Dott.ssa Anna Ferri"},
		{"over two words of a profession", "Dott.ssa Anna\nFerri Biologa Nutrizionista\nP.IVA 01234560157\nC.F. FRRNNA75C41F205V", "", "Dott.ssa Anna Ferri"},
		{"over a town", "Dott.ssa Anna\nFerri Milano\nP.IVA 01234560157\nC.F. FRRNNA75C41F205V", "", "Dott.ssa Anna Ferri"},
		{"behind a title that ends a row", "Studio Odontoiatrico Dott.ssa\nAda Moro\nP.IVA 01234560157", "", "Studio Odontoiatrico Dott.ssa Ada Moro"},
		{"at the foot alone", "Nr. 4 - Per quanto di seguito specificato:", "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nCentro Radiologico Verbano SA\nVia Nassa 3 6900 Lugano",
			"Centro Radiologico Verbano SA"},
		{"in the line of the legal seat", "Le Querce", "\n\n\n\n\nAmbulatori Le Querce S.p.A. - Sede legale: Via Roma 1, 20121 Milano (MI) - P.IVA 01234560157", "Ambulatori Le Querce S.p.A."},
		{"that goes on behind a figure", "Clinica Cura 2000 S.r.l.\nAttività libero professionale\nP.IVA 01234560157", "", "Clinica Cura 2000 S.r.l."},
		{"that goes on behind a dash", "Policlinico Le Querce - Gruppo Sole SpA\nVia Roma 1 - 20121 Milano (MI)\nP.IVA 01234560157", "", "Policlinico Le Querce - Gruppo Sole SpA"},
		{"with a zero for the O of an abbreviation", "A.0.U. San Biagio\nPresidio Ospedaliero San Biagio\nP.IVA 01234560157", "", "A.O.U. San Biagio"},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, read(c.head+rest+c.foot, Hints{}), map[string]string{"/issuer/name": c.want})
		})
	}
}

func TestWhoTransmitsAnInvoiceDidNotIssueIt(t *testing.T) {
	got := read(`
Ambulatori Le Querce S.p.A.
P.IVA 01234560158
Fattura n. 77/2026 del 12/03/2026
Paziente: Rossi Luca
Visita oculistica                                     60,00
TOTALE FATTURA                                        60,00


Trasmissione dati al Sistema TS a cura di CED Servizi - P.IVA 01234560157
`, Hints{})
	if got["/issuer/vat_number"] == "01234560157" {
		t.Error("the number of who transmits was taken for the issuer's")
	}
}

func TestATaxCodeIsWrittenInItsShape(t *testing.T) {
	for _, c := range []struct{ read, want string }{{"RSSLCU12A0IF205W", "RSSLCU12A01F205W"}, {"R55LCU12A01F205W", "RSSLCU12A01F205W"}, {"RSSLCUMNA01F205W", "RSSLCUMNA01F205W"}} {
		if got := inTaxShape(c.read); got != c.want {
			t.Errorf("%s became %s, want %s", c.read, got, c.want)
		}
	}
}
