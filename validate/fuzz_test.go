package validate

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pratica/claim"
)

// FuzzCheck sets any two values of a sound claim, accepted, and changes its sent date: every finding is known, points
// to a value of the claim and says something to a person; a second run changes nothing, and the explanation says the same.
func FuzzCheck(f *testing.F) {
	for _, s := range [][4]string{{"/expenses/0/date", "9999-12-31", "/sent_on", "0001-01-01"}, {"/expenses/0/total", "-999999999999.99", "/expenses/0/currency", "ù"},
		{"/member/tax_code", "x", "/member/iban", "IT"}, {"/patient/surname", "é", "/patient/name", "-"}, {"/expenses/0/settlement", "balance", "/expenses/1/settlement", "deposit"},
		{"/treatments/0/tooth", "99", "/dependency/scores/bathing", "7"}, {"/expenses/0/lines/0/amount", "0.00", "/expenses/0/withholding", "1.00"}} {
		f.Add(s[0], s[1], s[2], s[3])
	}
	f.Fuzz(func(t *testing.T, one, first, two, second string) {
		if !utf8.ValidString(first) || !utf8.ValidString(second) { // halves of a letter together are one
			return
		}
		c := sampleClaim(t)
		for pointer, value := range map[string]string{one: first, two: second} {
			if len(value) > len("-999999999.99") && value[len(value)-3] == '.' { // beyond what is read
				continue
			}
			if !readFromPaper(pointer) && pointer != "/sent_on" && pointer != "/received_on" || c.Set(pointer, value) != nil {
				continue
			}
			c.Provenance[pointer] = claim.Provenance{Document: "d1", Page: 1, Text: claim.Text(value), Confidence: 0.99, Accepted: claim.AcceptedAuto}
		}
		start := time.Now()
		if err := Check(context.Background(), c, Inputs{Today: claim.MustDate("2026-05-14")}); err != nil {
			t.Fatal(err)
		}
		for _, finding := range c.Findings {
			switch message := finding.Message; {
			case message == "" || !utf8.ValidString(message) || strings.Contains(message, "%!"):
				t.Errorf("%s says %q", finding.Code, message)
			case unicode.IsLower([]rune(message)[0]):
				t.Errorf("%s says %q", finding.Code, message)
			}
			if finding.Pointer != "" {
				if _, err := c.Get(string(finding.Pointer)); err != nil {
					t.Errorf("%s: %v", finding.Code, err)
				}
			}
		}
		written, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var again claim.Claim
		if err := json.Unmarshal(written, &again); err != nil {
			t.Fatalf("cannot be read again: %v", err)
		}
		if err := Check(context.Background(), &again, Inputs{Today: claim.MustDate("2026-05-14")}); err != nil {
			t.Fatal(err)
		}
		if twice := must(json.Marshal(again)); !bytes.Equal(written, twice) {
			t.Errorf("a second run changed the claim:\n%s\n%s", written, twice)
		}
		if e := must(Explain(context.Background(), again)); len(e.Differences) > 0 {
			t.Errorf("explained otherwise: %q", e.Differences)
		} else {
			explainsEachFindingOnce(t, &e)
		}
		if took := time.Since(start); took > 10*time.Second { // some milliseconds
			t.Errorf("took %v", took)
		}
	})
}

// FuzzNames compares any names: whoever has the other's name, the other has his, in whatever order and case.
func FuzzNames(f *testing.F) {
	for _, s := range [][4]string{{"ROSSI", "MARIA GRAZIA", "Maria", "Rossi"}, {"DE ROSA", "ANNA", "DEROSA", "ANNA"}, {"B1ANCHI", "L", "BIANCHI", "LUCA"}, {"", "", "-", "É"}, {"RNRN", "AB", "MM", "A"}} {
		f.Add(s[0], s[1], s[2], s[3])
	}
	code, err := claim.ParseTaxCode("RSSMRA85T10A562S")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, surnameA, nameA, surnameB, nameB string) {
		a, b, c, d := claim.Text(surnameA), claim.Text(nameA), claim.Text(surnameB), claim.Text(nameB)
		if len(surnameA+nameA+surnameB+nameB) > 300 {
			return
		}
		same := samePerson(a, b, c, d)
		if same != samePerson(c, d, a, b) {
			t.Errorf("%q %q and %q %q are the same person one way round", a, b, c, d)
		}
		if empty := claim.FoldName(string(lettersOnly(a))+" "+string(lettersOnly(b))) == ""; samePerson(a, b, a, b) == empty || samePerson(a, b, b, a) == empty {
			t.Errorf("%q %q is not himself", a, b)
		}
		_ = fitsName(code, a, b)
	})
}

// FuzzEaster is a Sunday between 22 March and 25 April of every year, and no term ends on a holiday.
func FuzzEaster(f *testing.F) {
	f.Add(uint16(2026), uint16(100))
	f.Fuzz(func(t *testing.T, year, day uint16) {
		y := 1583 + int(year)%3000
		e := easter(y)
		if e.Weekday() != time.Sunday || e.Before(claim.Date{Year: y, Month: 3, Day: 22}) || e.After(claim.Date{Year: y, Month: 4, Day: 25}) {
			t.Errorf("Easter of %d is %v", y, e)
		}
		l := books().law
		from := claim.MustDate("2000-01-01").AddDays(int(day))
		end, nominal := l.termEnd(from, 3, true)
		if l.isHoliday(end) || end.Before(nominal) || nominal.DaysUntil(end) > 4 || from.DaysUntil(nominal) < 89 {
			t.Errorf("three months from %s end on %s, moved to %s", from, nominal, end)
		}
	})
}
