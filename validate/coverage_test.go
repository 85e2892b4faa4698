package validate

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pratica/claim"
)

// notByCases is said of checks that lack their data, which most cases do: TestChecksWithoutTheirDataSaySo and others hold it.
var notByCases = []claim.Code{"check.not_run"}

// A claims expert must see of every finding when it is given, when not, and where the limit lies.
func TestEveryFindingHasAPositiveANegativeAndABorderCase(t *testing.T) {
	roles := map[claim.Code]map[string]bool{}
	names := map[string]bool{}
	for file, cases := range caseFiles(t) {
		for i := range cases {
			rc := &cases[i]
			if name := filepath.Base(file) + ": " + rc.Name; names[name] {
				t.Errorf("two cases are called %q", name)
			} else {
				names[name] = true
			}
			for code, role := range rc.roles() {
				if roles[code] == nil {
					roles[code] = map[string]bool{}
				}
				roles[code][role] = true
			}
		}
	}
	var known []claim.Code
	for _, code := range claim.Codes() {
		known = append(known, code)
		if slices.Contains(fromReading, code) || slices.Contains(notByCases, code) {
			continue
		}
		for _, role := range []string{"positive", "negative", "border"} {
			if !roles[code][role] {
				t.Errorf("%s has no %s case", code, role)
			}
		}
	}
	for code := range roles {
		if !slices.Contains(known, code) {
			t.Errorf("a case is about %s, which is no code of the contract", code)
		}
	}
	t.Logf("%d cases", len(names))
	if len(names) < leastCases {
		t.Errorf("%d cases, want at least %d", len(names), leastCases)
	}
}

const leastCases = 340

// roles are what a case shows of findings.
func (rc *ruleCase) roles() map[claim.Code]string {
	roles := map[claim.Code]string{}
	for _, want := range rc.Want {
		code, _, _ := strings.Cut(want, " ")
		roles[claim.Code(code)] = "positive"
	}
	about := rc.About
	if rc.Border && len(about) == 0 {
		for code := range roles {
			about = append(about, code)
		}
	}
	for _, code := range about {
		switch _, given := roles[code]; {
		case rc.Border:
			roles[code] = "border"
		case !given:
			roles[code] = "negative"
		}
	}
	return roles
}

// withoutFacts are findings of which nothing more can be said than that something is not there or is not known.
var withoutFacts = []claim.Code{"claim.kind_unclear", "value.unreadable", "fiscal.not_an_invoice", "papers.discharge_letter_missing", "papers.hospital_certificate_missing",
	"papers.medical_documents_missing", "papers.estimate_missing"}

var citation = regexp.MustCompile(` \((art\.|Guida|DPR)[^)]*\)|art\. \d[^ .]*( [A-F])?`)

// speaksPlainly requires of a finding its pointer, the article that the contract names, and a sentence with the facts in it.
func speaksPlainly(t *testing.T, f claim.Finding) {
	t.Helper()
	if f.Pointer == "" {
		t.Errorf("%s points nowhere", f.Code)
	}
	if f.Article == "" && f.Code.Article() != "" {
		t.Errorf("%s names no article", f.Code)
	}
	if first, _ := utf8.DecodeRuneInString(f.Message); !unicode.IsUpper(first) || !strings.HasSuffix(f.Message, ".") || strings.Contains(f.Message, "  ") || strings.Contains(f.Message, "%!") {
		t.Errorf("%s says %q, which is no sentence", f.Code, f.Message)
	}
	if !slices.Contains(withoutFacts, f.Code) && !holdsAFact(f.Message) {
		t.Errorf("%s says %q, which names no fact", f.Code, f.Message)
	}
}

// holdsAFact reports a figure, a quotation or a name in a sentence, articles apart.
func holdsAFact(message string) bool {
	_, first := utf8.DecodeRuneInString(message)
	rest := citation.ReplaceAllString(message[first:], "")
	for _, word := range []string{"IBAN", "IVA", "Fondo", "FASCHIM"} {
		rest = strings.ReplaceAll(rest, word, "")
	}
	return strings.ContainsFunc(rest, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsUpper(r) || r == '«' })
}

func TestASentenceWithoutAFactIsKnown(t *testing.T) {
	for message, want := range map[string]bool{
		"Manca la prescrizione del medico curante (art. 17.2 D).":                     false,
		"Manca la prescrizione del medico curante per la fattura 45/A (art. 17.2 D).": true,
		"Manca il numero (art. 21 DPR 633/72).":                                       false,
		"Il Fondo non rimborsa «farmaci» (Guida 2012).":                               true,
		fmt.Sprintf("La fattura di %s è un acconto.", "Poliambulatorio San Marco"):    true,
	} {
		if got := holdsAFact(message); got != want {
			t.Errorf("%q: %t", message, got)
		}
	}
}
