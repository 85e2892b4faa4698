package letters

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pratica/claim"
)

func TestAnEmailSaysTheSameAndNoMoreThanItMay(t *testing.T) {
	l := composed(t, sampleClaim(), sampleConfig())
	subject, body := Email(l, sampleConfig())
	if subject != "Fondo Sanitario Esempio: la sua richiesta 2026-000123" {
		t.Errorf("the subject is %q", subject)
	}
	flat := strings.Join(strings.Fields(body), " ")
	for _, want := range []string{"Gentile Maria Grazia D'Amico Bertolini,", "1. Sul modulo R01 manca la firma dell'iscritto. Firmi il modulo e lo invii di nuovo. (Regolamento, art. 17.1)",
		"2. Manca la prescrizione del medico curante con la patologia per la fattura 2024/118. Invii la prescrizione. (Regolamento, art. 17.2 D)",
		"00144 Roma RM", l.AnswerCode, "https://rimborsi.fondo.example", "Ufficio Rimborsi"} {
		if !strings.Contains(flat, want) {
			t.Errorf("%q is not in\n%s", want, body)
		}
	}
	for _, never := range []string{"Luca", "Rossi", "Poliambulatorio", "Psicomotricità"} {
		if strings.Contains(subject+body, never) {
			t.Errorf("%q is in\n%s", never, body)
		}
	}
	for _, line := range strings.Split(body, "\n") {
		if utf8.RuneCountInString(line) > emailWidth && strings.Contains(strings.TrimSpace(line), " ") {
			t.Errorf("%q is too long", line)
		}
	}
}

func TestItemsThatTellOfHealthStayOutOfAnEmail(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*claim.Claim)
		stay   bool
	}{
		{"a missing signature and prescription", func(*claim.Claim) {}, false},
		{"a request for care at home", func(c *claim.Claim) { c.Form, c.Kind = claim.NA1, claim.DependencyAid }, true},
		{"an allowance of oncology among others", func(c *claim.Claim) { c.Expenses[1].Kind = claim.AllowanceOncology }, true},
		{"a paper that certifies a pregnancy", func(c *claim.Claim) {
			c.Findings[1].Message = "Manca la prescrizione che certifica lo stato di gravidanza per la fattura 2024/118 (art. 17.2 D)."
		}, true},
		{"an issuer whose name tells what he does", func(c *claim.Claim) {
			c.Expenses[1].Number, c.Expenses[1].Issuer.Name = "", "Centro Psicologico Verdi"
			c.Findings[1].Message = "Sulla fattura di Centro Psicologico Verdi manca il numero (art. 21 DPR 633/72)."
		}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := sampleClaim()
			test.change(&c)
			l := composed(t, c, sampleConfig())
			_, body := Email(l, sampleConfig())
			if pointed := strings.Contains(body, "riservatezza"); pointed != test.stay || strings.Contains(body, "Manca ") == test.stay && strings.Contains(texts(l), "Manca ") {
				t.Errorf("the e-mail is\n%s", body)
			}
		})
	}
}

func TestTheFundSignsAnEmailOnce(t *testing.T) {
	l := composed(t, sampleClaim(), Config{})
	if _, body := Email(l, Config{}); !strings.HasSuffix(body, "\nCordiali saluti\n\n[Nome del Fondo]\n[Indirizzo del Fondo]\n") {
		t.Errorf("it ends %q", body)
	}
}

func TestAMailOfRefusalPointsToItsLetterToo(t *testing.T) {
	l := composed(t, refusedClaim(), sampleConfig())
	if l.EmailItems = false; !strings.Contains(pointsToLetter(l), "motivi") {
		t.Error(pointsToLetter(l))
	}
}
