package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/claim"
	"pratica/extract"
)

const answerSubmission = "01K9ZV6J4W8Q2M7T5R3X1N0BCE"

// answered assembles a form of Luca Rossi with his bill 12 and an answer that came two months later.
func answered(t *testing.T, a Answer, pages ...Reading) Assembled {
	t.Helper()
	p, err := New(Config{RawConfidence: true})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	first := []ReadPage{read(t, 1, requestForm("R01", "ROSSI LUCA", "12|Studio Verdi|2026-03-12|80.00")), read(t, 2, bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00"))}
	a.Submission, a.ProtocolNumber, a.To = answerSubmission, "2026-000124", []PageRef{first[0].PageRef}
	for i, r := range pages {
		page := read(t, i+11, r) // another picture
		page.File = "2026-000124/risposta.pdf"
		a.Pages = append(a.Pages, page)
	}
	list, err := p.AssembleAnswered(t.Context(), claim.Submission{Channel: claim.Post, SentOn: claim.MustDate("2026-05-10"), SentEvidence: claim.Postmark}, first, []Answer{a}, nil)
	if err != nil || len(list) != 1 {
		t.Fatal(len(list), err)
	}
	return list[0]
}

func numbersOf(c claim.Claim) string {
	var list []string
	for _, e := range c.Expenses {
		list = append(list, string(e.Number))
	}
	return strings.Join(list, " ")
}

// letterOfOurs is a page of a letter that came back with an answer.
func letterOfOurs(last string) Reading {
	r := lines("Nome del Fondo", "Milano, 20 maggio 2026  Prot. 2026-000123", "abbiamo ricevuto la sua richiesta, arrivata il 14 maggio 2026", last)
	r.Answers = answeredClaim
	return r
}

func TestALetterOfOursLendsItsDaysToNoOtherPaper(t *testing.T) {
	other := func(page string) Reading { return lines("Studio Verdi", "Visita  80,00", page) }
	for name, c := range map[string]struct {
		pages []Reading
		want  string // the papers by their numbers of pages
	}{
		"the end of the letter after another first page": {[]Reading{other("Pagina 1 di 2"), letterOfOurs("Pagina 2 di 2")}, "1 1"},
		"further on": {[]Reading{other("Pagina 1 di 2"), lines("FATTURA n. 12"), letterOfOurs("Pagina 2 di 2")}, "1 1 1"},
		"the beginning of the letter before another's end": {[]Reading{letterOfOurs("Pagina 1 di 2"), other("Pagina 2 di 2")}, "1 1"},
		"the whole letter": {[]Reading{letterOfOurs("Pagina 1 di 2"), letterOfOurs("Pagina 2 di 2"), other("")}, "2 1"},
	} {
		t.Run(name, func(t *testing.T) {
			var pages []ReadPage
			for i, r := range c.pages {
				pages = append(pages, read(t, i+1, r))
			}
			papers, err := groupPages(pages)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range papers {
				got = append(got, fmt.Sprint(len(p.pages)))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("papers of %v pages, want %s", got, c.want)
			}
		})
	}
}

func TestADayOnALetterOfOursIsNoPostmarkAndNoSignature(t *testing.T) {
	p, err := New(Config{RawConfidence: true})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	letter := letterOfOurs("20121 Milano")
	letter.Look.Width, letter.Look.Height = 220, 110 // folded
	letter.Postmarks = []extract.Dated{{Date: claim.MustDate("2026-05-20"), Text: "Milano, 20 maggio 2026", Confidence: 0.8}}
	claims, err := p.Assemble(t.Context(), claim.Submission{Channel: claim.Post, ReceivedAt: time.Date(2026, 6, 20, 9, 0, 0, 0, time.UTC)},
		[]ReadPage{read(t, 1, letter), read(t, 2, requestForm("R01", "ROSSI LUCA", "12|Studio Verdi|2026-03-12|80.00"))}, nil)
	if err != nil || len(claims) != 1 {
		t.Fatal(len(claims), err)
	}
	if c := claims[0]; c.SentEvidence != claim.AssumedReceived || !c.Signatures.Date.IsZero() {
		t.Errorf("sent on %s by %s, signed on %s", c.SentOn, c.SentEvidence, c.Signatures.Date)
	}
}

func TestWhatIsSentAgainWithAnAnswerCountsAsSentInTime(t *testing.T) {
	july := Answer{SentOn: claim.MustDate("2026-07-07")}
	for name, c := range map[string]struct {
		answer  Answer
		pages   []Reading
		numbers string
		brought map[int]string
		lapsed  string // the code about the term, if any
		form    string // of the document the member's name comes from
	}{
		"a paper that was missing":       {july, []Reading{lines("PRESCRIZIONE MEDICA", "Si prescrive fisioterapia")}, "12", map[int]string{}, "", "d1"},
		"the bill once more":             {july, []Reading{bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00", "copia completa")}, "12", map[int]string{}, "", "d1"},
		"another bill":                   {july, []Reading{bill("55", "20/06/2026", "ROSSI LUCA", luca, "40,00")}, "12 55", map[int]string{1: answerSubmission}, "", "d1"},
		"another bill that is too old":   {july, []Reading{bill("55", "20/02/2026", "ROSSI LUCA", luca, "40,00")}, "12 55", map[int]string{1: answerSubmission}, "deadline.lapsed", "d1"},
		"an old bill, and no postmark":   {Answer{SentOn: claim.MustDate("2026-07-07"), Assumed: true}, []Reading{bill("55", "20/02/2026", "ROSSI LUCA", luca, "40,00")}, "12 55", map[int]string{1: answerSubmission}, "deadline.sent_date_unknown", "d1"},
		"the form once more, and signed": {july, []Reading{requestForm("R01", "ROSSI LUCA", "12|Studio Verdi|2026-03-12|80.00")}, "12", map[int]string{}, "", "d3"},
	} {
		t.Run(name, func(t *testing.T) {
			got := answered(t, c.answer, c.pages...)
			if numbersOf(got.Claim) != c.numbers || !maps.Equal(got.Brought, c.brought) {
				t.Errorf("expenses %s brought by %v; want %s, %v", numbersOf(got.Claim), got.Brought, c.numbers, c.brought)
			}
			terms := slices.DeleteFunc(codesOf(got.Claim), func(code string) bool { return !strings.HasPrefix(code, "deadline.") })
			if strings.Join(terms, " ") != c.lapsed {
				t.Errorf("terms: %v", terms)
			}
			if slices.Contains(codesOf(got.Claim), "duplicate.open") {
				t.Error("what was sent again is called a copy in the same envelope")
			}
			if from := got.Claim.Provenance["/patient/surname"].Document; string(from) != c.form {
				t.Errorf("the patient comes from %s, want %s", from, c.form)
			}
			if last := got.Claim.Documents[len(got.Claim.Documents)-1].Pages[0].File; last != "2026-000124/risposta.pdf" {
				t.Errorf("the answer's page is %s", last)
			}
		})
	}
}

func TestAFormThatAsksForSomethingElseStaysOutOfTheClaim(t *testing.T) {
	for name, form := range map[string]Reading{
		"of another patient": requestForm("R01", "VERDI ANNA", "77|Studio Neri|2026-06-02|50.00"),
		"of other expenses":  requestForm("R01", "ROSSI LUCA", "77|Studio Neri|2026-06-02|50.00"),
	} {
		t.Run(name, func(t *testing.T) {
			got := answered(t, Answer{SentOn: claim.MustDate("2026-07-07")}, form)
			if got.Claim.Patient.Surname != "ROSSI" || numbersOf(got.Claim) != "12" || !slices.Contains(codesOf(got.Claim), "form.two_patients") {
				t.Errorf("%+v %s %v", got.Claim.Patient, numbersOf(got.Claim), codesOf(got.Claim))
			}
			p := &Pipeline{}
			if may, err := p.MayAnswer([]ReadPage{read(t, 1, form)}, got.Claim); err != nil || may {
				t.Errorf("it may answer: %t, %v", may, err)
			}
		})
	}
	p := &Pipeline{}
	got := answered(t, Answer{})
	if may, err := p.MayAnswer([]ReadPage{read(t, 1, requestForm("R01", "ROSSI LUCA", "12|Studio Verdi|2026-03-12|80.00")), read(t, 2, lines("altro"))}, got.Claim); err != nil || !may {
		t.Errorf("the same form may answer: %t, %v", may, err)
	}
}

func TestACodeCopiedAsTextIsFound(t *testing.T) {
	p := &Pipeline{}
	code := claim.AnswerCode(answerSubmission)
	for text, want := range map[string]string{
		"Rispondo alla lettera  " + code:                 answerSubmission,
		code[:17] + " " + code[17:30] + " " + code[30:]:  answerSubmission,
		"PRATICA:RISPOSTA:01K9ZV6J4W8Q2M7T5R3X1N0BCF:AA": "",
		"PRATICA: RISPOSTA":                              "",
	} {
		if got, err := p.AnsweredBy([]ReadPage{read(t, 1, lines("Egregi", text))}); err != nil || got != want {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	two := []ReadPage{read(t, 1, lines(code)), read(t, 2, lines(claim.AnswerCode("01K9ZV6J4W8Q2M7T5R3X1N0BCD")))}
	if got, err := p.AnsweredBy(two); err != nil || got != "" {
		t.Errorf("two letters: %q, %v", got, err)
	}
}
