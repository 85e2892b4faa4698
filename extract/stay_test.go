package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

// stayPages are papers of hospitals: a bar parts lines, two spaces part cells. Want is hospital, days, sessions and kinds.
var stayPages = []struct {
	name, text, want string
}{
	{"a range in a sentence", "Ospedale San Carlo|Lettera di dimissione|Paziente Anna Conti, nata a Roma il 3/4/1960,|ricoverata dal 01/02/2026 al 06/02/2026 per polmonite.|Decorso regolare.|Milano, 6/2/2026",
		"Ospedale San Carlo 2026-02-01 2026-02-06 [] [allowance_stay]"},
	{"a range over the end of a line", "Ospedale San Carlo|Lettera di dimissione|Si dimette la paziente Anna Conti degente in questo reparto di medicina dal 28 gennaio 2026 al|6 febbraio 2026 per scompenso.|Milano, 7/2/2026",
		"Ospedale San Carlo 2026-01-28 2026-02-06 [] [allowance_stay]"},
	{"a range with one year", "Policlinico di Bari|Relazione di dimissione|Il paziente, ricoverato dal 28/12 al 3/1/2026 per polmonite, torna a casa.",
		"Policlinico di Bari 2025-12-28 2026-01-03 [] [allowance_stay]"},
	{"labels and values", "ASST Lodi|SCHEDA DI DIMISSIONE|Data ricovero: 10.03.26|Data dimissione: 15.03.26|Data di nascita: 01.02.80|Controllo il 30.03.26",
		"ASST Lodi 2026-03-10 2026-03-15 [] [allowance_stay]"},
	{"labels above values", "ASST Lodi|VERBALE DI DIMISSIONE|Data ingresso   Data uscita|10/03/2026   15/03/2026|Data stampa: 16/03/2026",
		"ASST Lodi 2026-03-10 2026-03-15 [] [allowance_stay]"},
	{"a certificate of the days in bed, and not of those to rest", "Ospedale Maggiore|Lettera di dimissione|Ricoverato il 10/03/2026 e dimesso il 15/03/2026. Prognosi di riposo dal 16/03/2026 al 30/03/2026.",
		"Ospedale Maggiore 2026-03-10 2026-03-15 [] [allowance_stay]"},
	{"long dashes", "ASST Lodi|SCHEDA DI DIMISSIONE|Ricoverato il 10—03—2026 (da Pronto Soccorso).|Esce dal reparto il 15–03–2026 a domicilio.",
		"ASST Lodi 2026-03-10 2026-03-15 [] [allowance_stay]"},
	{"discharged today", "Ospedale Maggiore|Lettera di dimissione|Data ricovero: 10/03/2026|Si dimette in data odierna in buone condizioni.|Terapia: paracetamolo al bisogno.|Controllo tra un mese.|Monza, 15/03/2026",
		"Ospedale Maggiore 2026-03-10 2026-03-15 [] [allowance_stay]"},
	{"a tumour operated on, the therapy to come", "Ospedale Maggiore|Lettera di dimissione|Ricoverata dal 10/03/2026 al 15/03/2026|Intervento di quadrantectomia.|Si consiglia valutazione per chemioterapia.",
		"Ospedale Maggiore 2026-03-10 2026-03-15 [] [allowance_stay]"},
	{"an operation without a night", "Ospedale Civile|Lettera di dimissione day surgery|Data ricovero: 10/03/2026|Data dimissione: 10/03/2026|Intervento eseguito: ernioplastica inguinale",
		"Ospedale Civile 2026-03-10 2026-03-10 [] [allowance_day_surgery]"},
	{"one day that a sentence names", "Ospedale Civile|Lettera di dimissione|In data 10/03/2026 il paziente è stato operato in day surgery di ernia inguinale destra.|Dimesso in serata.",
		"Ospedale Civile 2026-03-10 2026-03-10 [] [allowance_day_surgery]"},
	{"a day of examinations has no allowance", "Ospedale Civile|Lettera di dimissione day hospital|Accesso del 10/03/2026|Eseguiti esami del sangue ed ecografia.",
		"Ospedale Civile 2026-03-10 2026-03-10 [] []"},
	{"an operation and a therapy on one day fit two", "Ospedale Civile|Lettera di dimissione day hospital|Ricovero del 10/03/2026|Intervento di impianto di port-a-cath e primo ciclo di chemioterapia.",
		"Ospedale Civile 2026-03-10 2026-03-10 [] [allowance_day_surgery allowance_oncology]"},
	{"a night in day surgery is for a reviewer", "Ospedale Civile|Lettera di dimissione day surgery|Data ricovero: 10/03/2026|Data dimissione: 11/03/2026|Intervento eseguito: tiroidectomia",
		"Ospedale Civile 2026-03-10 2026-03-11 [] [allowance_stay allowance_day_surgery]"},
	{"sessions in a sentence", "Istituto Oncologico|Si certifica che Ugo Neri, nato il 3/4/1960, ha effettuato chemioterapia nei giorni 3, 10 e 17 marzo 2026.|Si rilascia per gli usi consentiti.|Padova, 20/03/2026",
		"Istituto Oncologico   [2026-03-03 2026-03-10 2026-03-17] [allowance_oncology]"},
	{"sessions over two months", "Istituto Oncologico|Si attesta che Ugo Neri è stato sottoposto a radioterapia nelle date 30 e 31 marzo 2026, 1 aprile 2026.|In fede",
		"Istituto Oncologico   [2026-03-30 2026-03-31 2026-04-01] [allowance_oncology]"},
	{"sessions under their months", "Istituto Oncologico|Si attesta che Ugo Neri ha effettuato radioterapia. Calendario delle sedute:|marzo 2026: 30, 31|aprile 2026: 1, 2, 13.|In fede",
		"Istituto Oncologico   [2026-03-30 2026-03-31 2026-04-01 2026-04-02 2026-04-13] [allowance_oncology]"},
	{"a table of sessions", "Istituto Oncologico|Si attesta che Ugo Neri ha effettuato chemioterapia:|Ciclo   Data   Schema|1   03/03/2026   FOLFOX|2   17/03/2026   FOLFOX|Si rilascia su richiesta.|Padova, lì 20/03/2026",
		"Istituto Oncologico   [2026-03-03 2026-03-17] [allowance_oncology]"},
	{"a day of therapy in hospital, not the next", "Istituto Oncologico|Lettera di dimissione day hospital|Data accesso: 03/03/2026|Somministrato ciclo di chemioterapia.|Prossimo accesso: 17/03/2026",
		"Istituto Oncologico 2026-03-03 2026-03-03 [] [allowance_oncology]"},
}

func TestDaysAndKindOfAStay(t *testing.T) {
	for _, c := range stayPages {
		t.Run(c.name, func(t *testing.T) {
			s := ReadStay([]InvoicePage{stayPage(c.text)}, Hints{})
			days := []string{}
			for _, f := range s.Sessions() {
				days = append(days, f.Value)
			}
			got := fmt.Sprintf("%s %s %s %v %v", s.Fields["/hospital"].Value, s.Date("/admitted_on"), s.Date("/discharged_on"), days, s.Kinds())
			if got != c.want {
				t.Errorf("read %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestOnlyDaysBesideTheirLabelsAreSure(t *testing.T) {
	confidence := func(text string) float64 {
		return ReadStay([]InvoicePage{stayPage(text)}, Hints{}).Fields["/discharged_on"].From.Confidence
	}
	labelled := confidence("Ospedale Maggiore|Lettera di dimissione|Data ricovero: 10/03/2026|Data dimissione: 15/03/2026")
	alone := confidence("Ospedale Maggiore|Lettera di dimissione|Data dimissione: 15/03/2026")
	twice := confidence("Ospedale Maggiore|Lettera di dimissione|Data ricovero: 10/03/2026|Data dimissione: 15/03/2026|Dimesso il 16/03/2026")
	early := confidence("Ospedale Maggiore|Lettera di dimissione|Data ricovero: 10/03/2026|Data dimissione: 05/03/2026")
	if labelled < 0.995 || alone >= 0.995 || twice > 0.5 || early > 0.5 {
		t.Errorf("labelled %g, alone %g, two that differ %g, before the admission %g", labelled, alone, twice, early)
	}
}

// stayPage is a page of print with a text layer.
func stayPage(text string) InvoicePage {
	page := InvoicePage{Width: 2480, Height: 3508, Method: claim.FromTextLayer}
	for i, line := range strings.Split(text, "|") {
		x := 200
		for _, cell := range strings.Split(line, "   ") {
			for _, word := range strings.Fields(cell) {
				w := 20 * len([]rune(word))
				page.Words = append(page.Words, ocr.Word{Text: word, Box: claim.Box{X: x, Y: 200 + 80*i, W: w, H: 34}, Confidence: 1})
				x += w + 14
			}
			x = 200 + 500*(1+(x-200)/500)
		}
	}
	return page
}

func FuzzReadStay(f *testing.F) {
	for _, c := range stayPages {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := ReadStay([]InvoicePage{stayPage(text)}, Hints{})
		days := s.Sessions()
		if !slices.IsSortedFunc(days, func(a, b claim.Field) int { return strings.Compare(a.Value, b.Value) }) {
			t.Errorf("sessions out of order: %v", days)
		}
	})
}
