package letters

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pratica/claim"
)

func TestEveryCodeThatSuspendsOrRejectsHasItsRequest(t *testing.T) {
	for _, code := range claim.Codes() {
		severity := code.Severity()
		if severity != claim.Suspend && severity != claim.Reject {
			if requests[code] != "" {
				t.Errorf("%s asks for something and is %s", code, severity)
			}
			continue
		}
		if r := requests[code]; !strings.HasSuffix(r, ".") || strings.ToUpper(r[:1]) != r[:1] {
			t.Errorf("%s asks %q", code, r)
		}
	}
	for code := range requests {
		if !slices.Contains(claim.Codes(), code) {
			t.Errorf("%s is no code of the contract", code)
		}
	}
}

func TestALetterOfSuspensionAsksForWhatSuspendsAndNothingElse(t *testing.T) {
	l := composed(t, sampleClaim(), sampleConfig())
	want := []Item{
		{"Sul modulo R01 manca la firma dell'iscritto.", "Firmi il modulo e lo invii di nuovo.", "Regolamento, art. 17.1", "form.unsigned", "/signatures/member"},
		{"Manca la prescrizione del medico curante con la patologia per la fattura 2024/118.", "Invii la prescrizione.", "Regolamento, art. 17.2 D", "papers.prescription_missing", "/documents"},
	}
	if !slices.Equal(l.Items, want) {
		t.Errorf("the items are %+v", l.Items)
	}
	if want := []string{"Fattura 2024/118 del 12 marzo 2026, Poliambulatorio San Marco Srl, 87,50 euro"}; !slices.Equal(l.Expenses, want) {
		t.Errorf("the expenses are %q", l.Expenses)
	}
	if l.Salutation != "Gentile Maria Grazia D'Amico Bertolini," || l.Email != "mg@example.it" || l.Protocol != "2026-000123" || !slices.Contains(l.References, "Assistito: Luca Rossi") {
		t.Errorf("it is addressed as %+v", l)
	}
	if id, ok := claim.ParseAnswerCode(l.AnswerCode); !ok || id != sampleID {
		t.Errorf("its code is %s", l.AnswerCode)
	}
	if strings.Contains(texts(l), "giorni") {
		t.Errorf("a term was invented: %s", texts(l))
	}
	if err := l.Check(); err != nil {
		t.Error(err)
	}
}

func TestALetterOfRefusalSaysWhy(t *testing.T) {
	l := composed(t, refusedClaim(), sampleConfig())
	if len(l.Items) != 1 || l.Items[0].Code != "deadline.lapsed" || l.Items[0].Article != "Regolamento, art. 18.2" || !strings.HasSuffix(l.Items[0].Text, "dopo l'8 novembre 2026.") {
		t.Errorf("the items are %+v", l.Items)
	}
	if len(l.Expenses) != 1 || !strings.Contains(l.Paragraphs[0], "Non possiamo accoglierla per il motivo seguente.") || !strings.Contains(texts(l), "12 mesi dalla data della lettera di liquidazione (Regolamento, art. 19)") {
		t.Errorf("it says %s", texts(l))
	}
	old := refusedClaim()
	old.RuleSet = "2012-06-01"
	if strings.Contains(texts(composed(t, old, sampleConfig())), "revisione") {
		t.Error("the Guide of 2012 knows no revision")
	}
}

func TestLettersAreWrittenOnlyForClaimsThatNeedOne(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*claim.Claim)
		want   string
	}{
		{"an admissible claim", func(c *claim.Claim) { c.Outcome = claim.Admissible }, "né sospesa né inammissibile"},
		{"one in review", func(c *claim.Claim) { c.Outcome = claim.NeedsReview }, "né sospesa né inammissibile"},
		{"one that no finding suspends", func(c *claim.Claim) { c.Findings = c.Findings[:1] }, "nessuna osservazione"},
		{"one without a ULID", func(c *claim.Claim) { c.ID = "c1" }, "identificativo"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := sampleClaim()
			test.change(&c)
			_, err := Compose(c, sampleConfig(), today, Recipient{})
			if claim.ErrorCode(err) != claim.EINVALID || !strings.Contains(claim.ErrorMessage(err), test.want) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestALetterGoesWhereTheFundWantsAnswers(t *testing.T) {
	config := sampleConfig()
	config.AnswerWithinDays = 60
	c := sampleClaim()
	c.Form = claim.NA1
	l := composed(t, c, config)
	if l.ReturnAddress[2] != "20149 Milano MI" || !strings.Contains(texts(l), "entro 60 giorni dalla data di questa lettera") {
		t.Errorf("it says %s", texts(l))
	}
	if l := composed(t, sampleClaim(), config); l.ReturnAddress[2] != "00144 Roma RM" {
		t.Errorf("R01 goes to %q", l.ReturnAddress)
	}
	neutral, err := Compose(sampleClaim(), Config{}, today, Recipient{Email: "altra@example.it"})
	if err != nil || !strings.HasPrefix(neutral.ReturnAddress[0], "[") || neutral.Email != "altra@example.it" || !slices.Equal(neutral.Addressee, []string{"MARIA GRAZIA D'AMICO BERTOLINI"}) {
		t.Errorf("without a configuration: %+v, %v", neutral, err)
	}
}

func TestALetterNamesNoDiagnosisAndNoService(t *testing.T) {
	c := sampleClaim()
	c.Dependency = &claim.Dependency{Diagnosis: "Morbo di Parkinson"}
	c.SeriousIllness = &claim.SeriousIllness{Diagnosis: "Ictus ischemico", Illness: "stroke"}
	for _, outcome := range []claim.Outcome{claim.Suspended, claim.Inadmissible} {
		if c.Outcome = outcome; outcome == claim.Inadmissible {
			c.Findings = refusedClaim().Findings
		}
		written, err := json.Marshal(composed(t, c, sampleConfig()))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Parkinson", "Ictus", "stroke", "Psicomotricit"} {
			if strings.Contains(string(written), word) {
				t.Errorf("%s: %s is in %s", outcome, word, written)
			}
		}
	}
}

func TestASentenceNamesAnInvoiceByItsWholeNumber(t *testing.T) {
	for _, test := range []struct {
		sentence, number string
		want             bool
	}{
		{"Manca la prescrizione per la fattura 2024/118.", "2024/118", true},
		{"Manca la prescrizione per la fattura 2024/1184.", "2024/118", false},
		{"Manca la prescrizione per la fattura 2024/118/A.", "2024/118", false},
		{"Manca la prescrizione per la fattura 2024/118 (art. 17.2 D).", "2024/118", true},
		{"Manca la prescrizione per la fattura 12.", "2", false},
		{"Manca la prescrizione.", "", false},
	} {
		if got := namesNumber(test.sentence, test.number); got != test.want {
			t.Errorf("%q names %q: %v", test.sentence, test.number, got)
		}
	}
	c := sampleClaim() // two invoices of one number: nobody knows which is meant
	c.Expenses[1].Number = c.Expenses[0].Number
	if l := composed(t, c, sampleConfig()); len(l.Expenses) != 0 {
		t.Errorf("the expenses are %q", l.Expenses)
	}
	c = sampleClaim() // the paper tells
	c.Findings = []claim.Finding{claim.NewFinding("language.translation_missing", "", "Un documento non è in italiano: serve la traduzione (art. 17.2).").With("document", "d2")}
	c.Provenance = map[string]claim.Provenance{"/expenses/1/total": {Document: "d2"}}
	if l := composed(t, c, sampleConfig()); len(l.Expenses) != 1 || !strings.HasPrefix(l.Expenses[0], "Fattura 2024/1184 dell'11 marzo") {
		t.Errorf("the expenses are %q", l.Expenses)
	}
}

func TestNamesInCapitalsAreWrittenAsNames(t *testing.T) {
	for name, want := range map[string]string{"MARIA GRAZIA D'AMICO": "Maria Grazia D'Amico", "ANNA ROSSI-VERDI": "Anna Rossi-Verdi", "Ugo McDonald": "Ugo McDonald", "NICOLÒ": "Nicolò", " ": ""} {
		if got := properName(name); got != want {
			t.Errorf("%q is written %q", name, got)
		}
	}
}

func TestAnEditedLetterIsHeld(t *testing.T) {
	for _, test := range []struct {
		name string
		edit func(*Letter)
		want string
	}{
		{"without an addressee", func(l *Letter) { l.Addressee = nil }, "destinatario"},
		{"with an empty line in the address", func(l *Letter) { l.Addressee[1] = " " }, "riga 2"},
		{"without items", func(l *Letter) { l.Items = nil }, "almeno una voce"},
		{"with an item of nothing", func(l *Letter) { l.Items[1].Text = "" }, "La voce 2"},
		{"without a code", func(l *Letter) { l.AnswerCode = "" }, "codice"},
		{"with the code of another claim", func(l *Letter) { l.AnswerCode = claim.AnswerCode("01K9ZV5T9D6E4F2G8H7J3K1M0N") }, "codice"},
		{"without a subject", func(l *Letter) { l.Subject = "" }, "oggetto"},
		{"without a date", func(l *Letter) { l.Date = claim.Date{} }, "data"},
		{"with a control character", func(l *Letter) { l.Paragraphs[0] = "a\x00b" }, "caratteri di controllo"},
		{"with a sign that turns the writing", func(l *Letter) { l.Items[0].Request = "a\u202eb" }, "caratteri di controllo"},
		{"with broken UTF-8", func(l *Letter) { l.Closing = "a\xffb" }, "caratteri di controllo"},
		{"with a book in an item", func(l *Letter) { l.Items[0].Text = strings.Repeat("a", mostText+1) }, "al massimo 2000"},
		{"with a book in all", func(l *Letter) { l.Items = slices.Repeat([]Item{{Text: strings.Repeat("a", mostText)}}, 40) }, "troppo lunga"},
		{"with seven lines of address", func(l *Letter) { l.Addressee = slices.Repeat([]string{"a"}, 7) }, "al massimo 6"},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := composed(t, sampleClaim(), sampleConfig())
			test.edit(&l)
			if err := l.Check(); claim.ErrorCode(err) != claim.EINVALID || !strings.Contains(claim.ErrorMessage(err), test.want) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestALetterIsTheSameAfterJSON(t *testing.T) {
	l := composed(t, sampleClaim(), sampleConfig())
	written, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	var again Letter
	if err := json.Unmarshal(written, &again); err != nil {
		t.Fatal(err)
	}
	second, _ := json.Marshal(again)
	if string(second) != string(written) || !strings.Contains(string(written), `"answer_code"`) {
		t.Errorf("%s is read as %s", written, second)
	}
}
