package pattern

import (
	"reflect"
	"regexp"
	"slices"
	"testing"
)

func TestTheTextsThatAPatternCannotDoWithout(t *testing.T) {
	for expression, want := range map[string][]string{
		`fattura|invoice`:          {"fattura", "invoice"},
		`\bfattur[ae]\b`:           {"fattura", "fatture"},
		`(?:nota )?di credito`:     {"di credito", "nota di credito"},
		`fattura|\d+`:              nil,
		`(?i)fattura`:              nil,
		`[0-9]{4}`:                 nil,
		`data (emissione|fattura)`: {"data emissione", "data fattura"},
		`(?:ab)*`:                  nil,
		`(?:ab)+`:                  {"ab"},
		`a`:                        nil,
	} {
		p := Must(expression)
		slices.Sort(p.needs)
		if !reflect.DeepEqual(p.needs, want) {
			t.Errorf("%s needs %q, want %q", expression, p.needs, want)
		}
	}
}

func TestTheDigitsThatAPatternCannotDoWithout(t *testing.T) {
	for expression, want := range map[string]int{
		`[0-39]?\d[/.]\d\d`:   3,
		`\d{2,4}x`:            2,
		`(\d\d|abc)`:          0,
		`20\d\d-(0\d|1[0-2])`: 6,
		`[0-9a]`:              0,
		`\d*`:                 0,
	} {
		if got := Must(expression).digits; got != want {
			t.Errorf("%s needs %d digits, want %d", expression, got, want)
		}
	}
}

func FuzzAnswersAsTheExpression(f *testing.F) {
	f.Add(`data (di )?(emission|fattur|docum)|emess[ao]`, "data emissione: 12/03/2026")
	f.Add(`^(?:n\.?|nr) ?(\d+)$`, "nr 12")
	f.Add(`(?i:Totale) documento|a{0}b`, "TOTALE documento")
	f.Add(`abc|abd`, "xabd")
	f.Add(`(?:ab|a)c`, "ac")
	f.Add(`é|ß`, "straße")
	f.Add(`(?:^|\D)((?:19|20)\d\d)-(0\d|1[0-2])`, "2026-1")
	f.Fuzz(func(t *testing.T, expression, text string) {
		plain, err := regexp.Compile(expression)
		if err != nil {
			return
		}
		p, err := New(expression)
		if err != nil {
			t.Fatalf("%q: %v", expression, err)
		}
		if p.MatchString(text) != plain.MatchString(text) ||
			p.FindString(text) != plain.FindString(text) ||
			!reflect.DeepEqual(p.FindStringIndex(text), plain.FindStringIndex(text)) ||
			!reflect.DeepEqual(p.FindStringSubmatch(text), plain.FindStringSubmatch(text)) ||
			!reflect.DeepEqual(p.FindStringSubmatchIndex(text), plain.FindStringSubmatchIndex(text)) ||
			!reflect.DeepEqual(p.FindAllString(text, -1), plain.FindAllString(text, -1)) ||
			!reflect.DeepEqual(p.FindAllStringIndex(text, -1), plain.FindAllStringIndex(text, -1)) {
			t.Errorf("%q on %q answers otherwise (needs %q)", expression, text, p.needs)
		}
	})
}
