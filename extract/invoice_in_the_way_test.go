package extract

import (
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

// setClosely sets the rows of a page as close as those of one paragraph.
func setClosely(page InvoicePage) InvoicePage {
	for i := range page.Words {
		page.Words[i].Box.Y = 60 + (page.Words[i].Box.Y-60)*3/4
	}
	return page
}

func readClose(text string) map[string]string {
	values := map[string]string{}
	for pointer, f := range ReadInvoice([]InvoicePage{setClosely(typedPage(text))}, Hints{}).Fields {
		values[pointer] = f.Value
	}
	return values
}

func TestAStampOverAPositionIsNoPayment(t *testing.T) {
	got := tableOf("Descrizione                                  Importo\nVisita oculistica                            80,00\nEcografia addome     PAGATO                  60,00\nTotale                                      140,00")
	expect(t, got, map[string]string{"/total": "140.00", "/lines/1/amount": "60.00", "/lines/1/description": "Ecografia addome"})
}

func TestAStampOfTwoRowsOverPositions(t *testing.T) {
	got := tableOf("Visita oculistica                 SALDATO    80,00\n3 x Laserterapia            CON.BANCOMAT    151,50\nTotale                                      231,50")
	expect(t, got, map[string]string{"/total": "231.50", "/lines/0/description": "Visita oculistica", "/lines/1/amount": "151.50", "/lines/1/quantity": "3", "/lines/1/description": "Laserterapia"})
}

func TestADescriptionEndsWithItsDayOnARowOfItsOwn(t *testing.T) {
	got := readClose(strings.Replace(tabled, "%TABLE%", "Descrizione                                  Importo\nSostegno psicologico individuale del         80,00\n25/01/2026\nColloquio clinico                            60,00\nTotale                                      140,00", 1))
	expect(t, got, map[string]string{"/total": "140.00", "/lines/0/description": "Sostegno psicologico individuale del 25/01/2026", "/lines/1/description": "Colloquio clinico"})
}

// TestASentenceInGerman: "stelle" holds no telephone.
func TestASentenceInGerman(t *testing.T) {
	got := read("Praxis Limmat AG\nLimmatquai 90, 8001 Zürich\nUID CHE-369.522.310\nPatient: Rossi Luca\nLiquidation Nr. 68660 vom 10.03.2026\n\nFür Ihre Behandlung stelle ich in Rechnung: Beratung (CHF 138.00); Ordination - CHF 116.40.\n\nRechnungsbetrag CHF 254.40", Hints{})
	expect(t, got, map[string]string{"/total": "254.40", "/lines/0/amount": "138.00", "/lines/1/amount": "116.40", "/lines/1/description": "Ordination"})
}

// TestASpeckBesideAnIssuer reads the first word of a letterhead, of which the engine is not sure.
func TestASpeckBesideAnIssuer(t *testing.T) {
	for letterhead, want := range map[string]string{
		"ea OTTICA OPTOMETRIA MAURO SAS": "OTTICA OPTOMETRIA MAURO SAS",
		"Di Stefano Medica srl":          "Di Stefano Medica srl",
	} {
		page := typedPage(letterhead + "\nVia Castello 11, 90151 Palermo (PA)\nP.IVA 01234560157\nFattura n. 77 del 12/03/2026\nVisita  80,00\nTotale  80,00")
		page.Words[0].Confidence = 0.45
		if got := ReadInvoice([]InvoicePage{page}, Hints{}).Fields["/issuer/name"].Value; got != want {
			t.Errorf("%q: the issuer is %q", letterhead, got)
		}
	}
}

func TestALegalFormOnTheNextRowBesideAnotherText(t *testing.T) {
	got := readClose("Studi Medici Il Glicine Soc.     Fattura Nr. A/1104 del 20-02-2026\n                Coop. a r.l.   Copia per il cliente\nVia Roma 1 - 20121 Milano (MI)\nP.IVA 01234560157\nPaziente: Rossi Luca\nVisita                  80,00\nTotale                  80,00")
	expect(t, got, map[string]string{"/issuer/name": "Studi Medici Il Glicine Soc. Coop. a r.l."})
}

func TestTheHeadingOfATableIsNoIssuer(t *testing.T) {
	got := read("Honorarnote\nName des Patienten\nPAOLA MICELI\nBeleg-Nr.: 61044\nBezeichnung      Menge     Einzelpreis     Betrag EUR\nBeratung           2          108,00        216,00\nTotal  EUR 216,00", Hints{})
	expect(t, got, map[string]string{"/issuer/name": ""})
}

func TestALabelOfACodeIsNoPerson(t *testing.T) {
	got := read("Policlinico San Vitale\nVAT no. 01234560157\nBill to patient Di Benedetto Sandra\nTax ID (Italy): DBNSDR05M42D918R\nInvoice number: 2026/8993\nDate: 20 May 2026\nPhysiotherapy session   83,00\nTotal   83,00", Hints{})
	expect(t, got, map[string]string{"/billed_to/name": "", "/patient/surname": "Di Benedetto", "/patient/tax_code": "DBNSDR05M42D918R"})
}

// TestATitleIsNoWithholding: "Sig./Sig.ra" is no "R.A.".
func TestATitleIsNoWithholding(t *testing.T) {
	got := tableOf("Si attesta che il/la Sig./Sig.ra ROVELLI UGO ha versato la somma di EUR 26,35\nVisita oculistica              26,35\nTotale                         26,35")
	expect(t, got, map[string]string{"/withholding": "0.00", "/total": "26.35"})
}

func TestTheNumberOfAStampBesideATotal(t *testing.T) {
	got := tableOf("Visita oculistica              80,00\nBollo                           2,00\nTotale fattura               € 82,00      IDENTIFICATIVO ‘ 01192387875042")
	expect(t, got, map[string]string{"/stamp_duty_number": "01192387875042", "/total": "82.00"})
}

func TestPartsOfANameUnderAMisreadLabel(t *testing.T) {
	got := read("Dott.ssa Gemma Cossutta\nP.IVA 18046751204\nNota n. A/282 del 22/01/2026\nCogrume    VIOLA\nNome       EVA\nCodice fiscale VLIVEA88A57F257W\nColloquio   80,00\nTotale   80,00", Hints{})
	expect(t, got, map[string]string{"/patient/surname": "VIOLA", "/patient/name": "EVA", "/patient/tax_code": "VLIVEA88A57F257W"})
}

func TestANameOfWideSpacesUnderItsLabel(t *testing.T) {
	words := typedPage("BAGALA   CORRADO").Words
	r := splitRow(words, 20)
	got := nameUnder(pageRow{row: r}, claim.Box{X: 60, W: 200, H: 20}, 20)
	if textOf(got) != "BAGALA CORRADO" {
		t.Errorf("%d cells, the name is %q", len(r.cells), textOf(got))
	}
}

// TestWhoPaysBearsTheSurname: the code of a child born abroad says nothing of its name.
func TestWhoPaysBearsTheSurname(t *testing.T) {
	got := read("Nicola Guerra\nP.IVA 01234560157\nIntestata a\nBrusa Gianpaolo\nCodice fiscale BRSGPL72E29G319F\nRicevuta n. FS-00046 del 26/01/2026\nPaziente: Brusa Xantia - Codice fiscale 84829120041\nSeduta   220,00\nTotale   220,00", Hints{})
	expect(t, got, map[string]string{"/patient/surname": "Brusa", "/patient/name": "Xantia"})
}

func TestANumberBeforeWhatWasDoneIsHowOften(t *testing.T) {
	for name, c := range map[string]struct{ rows, first, second string }{
		"how often":          {"4 Seduta di fisioterapia      220,00\n10 Colloquio clinico          700,00", "4", "10"},
		"a sign read as two": {"4   X  Seduta di fisioterapia      220,00\n5 Xx Colloquio clinico          700,00", "4", "5"},
		"teeth":              {"21 Corona in metallo-ceramica    700,00\n36 Otturazione composito        220,00", "1", "1"},
		"tens of rows":       {"10 Seduta di fisioterapia      220,00\n20 Colloquio clinico           700,00", "1", "1"},
		"minutes":            {"50 Minuti di colloquio          200,00\n12 Marzo Colloquio clinico      720,00", "1", "1"},
		"no whole price":     {"7 Seduta di fisioterapia      220,00\n3 Colloquio clinico           700,00", "1", "1"},
		"beside a sign":      {"4 Seduta di fisioterapia       220,00\n5 x Colloquio clinico          700,00", "4", "5"},
		"numbers of rows":    {"1 Seduta di fisioterapia      220,00\n2 Colloquio clinico           700,00", "1", "1"},
		"numbers from two":   {"2 Seduta di fisioterapia      220,00\n3 Colloquio clinico           700,00", "1", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			got := tableOf(c.rows + "\nTotale                        920,00")
			if got["/lines/0/amount"] == "" || got["/lines/1/amount"] == "" {
				t.Fatal("no positions")
			}
			expect(t, got, map[string]string{"/lines/0/quantity": c.first, "/lines/1/quantity": c.second})
		})
	}
}

func TestAWordReadInPartToo(t *testing.T) {
	part, whole := ocr.Word{Text: "ANTIR", Confidence: 0.914, Box: claim.Box{X: 114, Y: 409, W: 78, H: 18}}, ocr.Word{Text: "ANTIRIFLESSO", Confidence: 0.908, Box: claim.Box{X: 114, Y: 409, W: 187, H: 22}}
	for _, words := range [][]ocr.Word{{part, whole}, {whole, part}} {
		if got := once(words); len(got) != 1 || got[0].Text != whole.Text {
			t.Errorf("%v", got)
		}
	}
}

func TestAStampOverTheLabelsOfSums(t *testing.T) {
	const sums = "\nAddebito bollo                  2,00\nTOTALE EURO                  € 83,60"
	got := tableOf("PRESTAZIONI                  IMPORTO\nColloquio clinico              80,00\nIMPO                           80,00\n                                1,60" + sums)
	expect(t, got, map[string]string{"/contribution": "1.60", "/total": "83.60", "/lines/0/amount": "80.00", "/lines/1/amount": ""})
	check(t, fieldsOf(strings.Replace(tabled, "%TABLE%", "PRESTAZIONI                  IMPORTO\nColloquio clinico              80,00\nIMPO                           80,00\n                                1,60"+sums, 1), Hints{}), "/contribution", "1.60", false)
	got = tableOf("Visita oculistica             100,00\nIMPO                          100,00\n                                2,00\nTotale                        102,00")
	expect(t, got, map[string]string{"/contribution": "0.00"}) // it may be a stamp duty
	got = tableOf("PRESTAZIONI                  IMPORTO\nColloquio clinico              80,00\nMedicazione                     1,60" + sums)
	expect(t, got, map[string]string{"/contribution": "0.00", "/lines/1/amount": "1.60"})
}

func TestAYearBelowItsDayAndMonth(t *testing.T) {
	got := readClose("Dr. Cerri Edoardo\nP.IVA 01234560157\n\nFattura n° 2/FE - Data: 18 febbraio    Dati cliente\n2026                                   VALERIO CATALANO\nData scadenza: 18 marzo 2026\nVisita   122,00\nTotale   122,00")
	expect(t, got, map[string]string{"/date": "2026-02-18", "/number": "2/FE", "/patient/surname": "CATALANO"})
}

func TestANameWithoutItsSpaceIsPartedByItsCode(t *testing.T) {
	got := read("FisioStudio Zaccaria\nP.IVA 01622360814\nFattura n. 2026-108 del 15/01/2026\nIntestatario fattura\nELETTRAAIELLO\nStrada Statale 11 155\n80040 Terzigno (NA)\nCF: LLALTR01D47L833Y\nSeduta   418,00\nTotale   418,00", Hints{})
	expect(t, got, map[string]string{"/patient/surname": "AIELLO", "/patient/name": "ELETTRA", "/patient/tax_code": "LLALTR01D47L833Y"})
	code, err := claim.ParseTaxCode("LLALTR01D47L833Y")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"LETTERA", "AIELLO", "ELETTRAXAIELLO", "AIELLOALTERA"} {
		if got := gluedName(ocr.Word{Text: word}, code); got != nil {
			t.Errorf("%s is parted: %v", word, got)
		}
	}
}

func TestANumberBelowTheTitleOfACreditNote(t *testing.T) {
	got := readClose("Centro RM Santa Teresa s.r.l.\nP.IVA 07928220172\nNOTA DI CREDITO nr.              Anagrafica paziente POLETTI ISABELLA\n                                 Via A. Meucci, 64/A\n2026/1844 dd. 19/02/2026         19144 La Spezia (SP)\nA storno della fattura n. 1579/FE del 22/01/2026\nRadiografia del torace   45,00\nImporto totale   45,00")
	expect(t, got, map[string]string{"/number": "2026/1844", "/date": "2026-02-19"})
}

func TestWhoTreatsInGermanWorksForTheIssuer(t *testing.T) {
	for label, works := range map[string]bool{"behandelnder arzt": true, "behandelnde arztin": true, "arzt": true, "therapeut": true, "zahnarztpraxis": false} {
		if staffLabel.MatchString(label) != works {
			t.Errorf("%q: %v", label, !works)
		}
	}
}

func TestThePatientUnderAMisreadLabel(t *testing.T) {
	got := read("Centro Omega S.r.l.\nP.IVA 11784920206\nFattura n. 1315/26 del 12/02/2026\nSpett.le: Buono Ottavio, Codice fiscale BNUTTV75T13F471S\nPaziefite: Buono Assunta Codice Fiscale: BNUSNT16L55I690R\nMappatura nevi   125,00\nTotale   125,00", Hints{})
	expect(t, got, map[string]string{"/patient/name": "Assunta", "/billed_to/name": "Ottavio"})
	for _, cell := range []string{"paziente: rossi", "presente: rossi", "pazienza", "assistiti: due", "intestazione: a"} {
		if got := mendParty(cell); got != cell && !strings.HasPrefix(cell, "assistit") {
			t.Errorf("%q for %q", got, cell)
		}
	}
}

func TestADescriptionBetweenItsQuantityAndItsPrice(t *testing.T) {
	got := tableOf("Totale    Qta    DESCRIZIONE                            P. Unitario\n240,00    4,00   Sostegno psicologico individuale       60,00\nTotale                                  240,00")
	expect(t, got, map[string]string{"/lines/0/description": "Sostegno psicologico individuale", "/lines/0/amount": "240.00", "/lines/0/quantity": "4"})
}

func TestOtherThanAStampDuty(t *testing.T) {
	got := tableOf("Visita oculistica                 100,00\nControllo Dott. Bello              50,00\nTotale                            150,00")
	expect(t, got, map[string]string{"/stamp_duty": "0.00", "/lines/1/amount": "50.00"})
	got = tableOf("Visita oculistica                 100,00\nImposta di bolo                    50,00\nTotale                            150,00")
	expect(t, got, map[string]string{"/stamp_duty": "0.00"})
}

func TestWithholdings(t *testing.T) {
	for _, label := range []string{"R.A. 20%", "(R.A. 20%)", "R.A.20%", "RA (20%)", "Ritenuta d'acconto 20%", "RA"} {
		t.Run(label, func(t *testing.T) {
			expect(t, tableOf("Onorario visita               100,00\nBollo                           2,00\nTotale fattura                102,00\n"+label+strings.Repeat(" ", 30-len(label))+"20,00\nNetto a pagare                 82,00"), map[string]string{"/withholding": "20.00", "/total": "102.00"})
		})
	}
}

func TestAPaymentIsNoPosition(t *testing.T) {
	got := tableOf("Visita oculistica                            80,00\nAcconto     PAGATO                           50,00\nTotale                                       80,00")
	expect(t, got, map[string]string{"/lines/0/amount": "80.00", "/lines/1/amount": ""})
}

func TestASurgeonIsNoMister(t *testing.T) {
	got := read("Mr. J. Hartley, Consultant Orthopaedic Surgeon\n41 Wimpole Street\nEdinburgh EH3 6QN\nTel: +44 20 3973 0012\nVAT No. GB 513 2902 40\nPatient MIRELLA CUCCHI\nInvoice no. 77 dated 12/03/2026\nConsultation   150.00\nTotal amount   150.00", Hints{})
	expect(t, got, map[string]string{"/issuer/name": "Mr. J. Hartley, Consultant Orthopaedic Surgeon", "/patient/surname": "CUCCHI", "/billed_to/surname": ""})
}

func TestADutyWrittenTwiceOnItsRow(t *testing.T) {
	got := tableOf("Cod.      Tot. riga     Natura della prestazione\n3185      85,00         Densitometria ossea (MOC)\n3276      245,00        Risonanza magnetica ginocchio\n\nAliquota     Impon.     IVA      Importo                 330,00\nEs. art.10   330,00     0,00     Bollo € 2,00            2,00\n                                 TOTALE FATTURA        € 332,00\nAssolta virtualmente - autorizzazione n. 54066/2018")
	expect(t, got, map[string]string{"/stamp_duty": "2.00", "/lines/1/amount": "245.00", "/lines/2/amount": ""})
}

func TestANumberOfAnotherCountryIsNoPartitaIVA(t *testing.T) {
	got := read("Thames Physiotherapy Ltd\n7 Queen Anne Mews\nOxford OX1 2JD\nTel: +44 20 9933 2536\nVAT No. GB 243 1600 30\nName of patient\nElisa Zappalà\nOxford, 13 May 2026\nINVOICE No. 476466\nInitial consultation   860.00\nTotal amount   £ 860.00", Hints{})
	expect(t, got, map[string]string{"/issuer/vat_number": "GB243160030", "/issuer/country": "GB", "/currency": "GBP"})
}

func TestAnOrderIsNoInvoice(t *testing.T) {
	got := read("                                              St. Julian's Health Centre Ltd\n                                              88 Tower Road - Sliema SLM 1640\n                                              VAT Reg. MT75758190\n\nBill to                                       Order no. 54285\nBasile Tommaso                                Consultant Dr. S. Novak\nViale della Repubblica, 64/B                  Patient ID 9009427\n00142 Roma (RM)\nDOB: 5 August 1959\n\nRECEIPTED INVOICE\nInvoice number : 2026-1363\nDate :           2 April 2026\n\nFor medical services: Initial consultation (€ 231.40); Follow-up consultation € 125.00.\n\n                                    Subtotal        356.40\n                                    VAT 0%          0.00\n                                    TOTAL         € 356.40", Hints{})
	expect(t, got, map[string]string{"/number": "2026-1363"})
}

func TestANameEndsWhereItsStreetBegins(t *testing.T) {
	got := read("Studio Dentistico Dr. Favero\nP.IVA 11289641216\nFattura\nNr.: 2026-671\nDati paziente: Cosima Gullà Galleria Manzoni n. 88 bis 44148 Ferrara (FE)\nCodice fiscale GLLCSM66R64H223R\nFrenulectomia   195,00\nTotale   195,00", Hints{})
	expect(t, got, map[string]string{"/patient/surname": "Gullà", "/patient/name": "Cosima"})
}

// "2 Prima visita odontoiatrica", whose first words a streak of the scanner hid.
func TestARowThatStartsLateMayHaveLostItsFirstWords(t *testing.T) {
	page := typedPage(strings.Replace(tabled, "%TABLE%", "         visita odontoiatrica           140,00\nAvulsione elemento 23                   170,00\nTotale                                  310,00", 1))
	fields := ReadInvoice([]InvoicePage{page}, Hints{}).Fields
	for pointer, most := range map[string]float64{"/lines/0/description": 0.85, "/lines/0/quantity": assumedQuantity} {
		if f := fields[pointer]; f.Value == "" || f.From.Confidence > most {
			t.Errorf("%s: %q with %.3f", pointer, f.Value, f.From.Confidence)
		}
	}
	if f := fields["/lines/1/description"]; f.From.Confidence <= 0.85 {
		t.Errorf("the row beside it: %q with %.3f", f.Value, f.From.Confidence)
	}
}
