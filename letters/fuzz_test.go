package letters

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pratica/claim"
)

// FuzzLetter: an edited letter that Check takes is drawn on a bounded number of pages, each with room for its text, and
// its e-mail has one line for a subject.
func FuzzLetter(f *testing.F) {
	c := sampleClaim()
	c.RuleSet = "2012-06-01"
	l, err := Compose(c, sampleConfig(), today, Recipient{})
	if err != nil {
		f.Fatal(err)
	}
	written, err := json.Marshal(l)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(written)
	f.Add([]byte(strings.Replace(string(written), "Via", strings.Repeat("W", 90), 1)))
	f.Add([]byte(strings.Replace(string(written), `"text":"Sul`, `"text":"`+strings.Repeat("M\u0301", 900), 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		var l Letter
		if len(data) > 1<<14 || json.Unmarshal(data, &l) != nil || l.Check() != nil {
			return
		}
		pages, err := Draw(l, sampleConfig())
		if err != nil || len(pages) == 0 || len(pages) > 40 {
			t.Fatalf("%s is on %d pages: %v", data, len(pages), err)
		}
		if subject, body := Email(l, sampleConfig()); strings.ContainsFunc(subject, forbidden) || !utf8.ValidString(body) || !strings.Contains(body, claim.AnswerCode(l.Claim)) {
			t.Errorf("%s is mailed as %q\n%s", data, subject, body)
		}
	})
}
