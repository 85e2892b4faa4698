package claim

import (
	"bytes"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzIdentifiers holds what is taken for an identifier against the rules counted in another way, sees every
// wrong digit, and repairs to nothing but a valid text of the same length.
func FuzzIdentifiers(f *testing.F) {
	for _, s := range []string{"RSSMRA85T10A562S", "00743110157", "IT60X0542811101000000123456", "DE89370400440532013000", "OO7431", "é", "RSSMRA85T10A56NH"} {
		f.Add(s)
	}
	today := MustDate("2026-05-14")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 40 {
			return
		}
		if c := CompactIdentifier(s); CompactIdentifier(c) != c || strings.Trim(c, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			t.Errorf("%q is written %q", s, c)
		}
		if code, err := ParseTaxCode(s); err == nil && !code.Numeric {
			if born := code.Born(today); born.After(today) || born.Before(today.AddMonths(-1200)) {
				t.Errorf("%q was born on %s", s, born)
			}
			if !nameLetters(code.Surname) || code.Day < 1 || code.Day > 31 || code.Month < 1 || code.Month > 12 {
				t.Errorf("%q is taken apart as %+v", s, code)
			}
		}
		if ValidVATNumber(s) && !luhn(s) {
			t.Errorf("the VAT number %q breaks Luhn's formula", s)
		}
		if ValidIBAN(s) && remainderOf97(s) != 1 {
			t.Errorf("the IBAN %q leaves %d", s, remainderOf97(s))
		}
		for _, valid := range []func(string) bool{ValidTaxCode, ValidVATNumber, ValidIBAN} {
			if valid(s) && len(s) > 2 { // one wrong digit is always seen
				i := len(s) / 2
				if c := s[i]; c >= '0' && c <= '9' && valid(s[:i]+string('0'+(c-'0'+3)%10)+s[i+1:]) {
					t.Errorf("%q is valid with another digit %d", s, i+1)
				}
			}
			if len(s) <= 27 {
				if repaired, ok := UniqueNeighbour(s, valid); ok && (!valid(repaired) || len(repaired) != len(s)) {
					t.Errorf("%q was repaired to %q", s, repaired)
				}
			}
		}
	})
}

// FuzzFoldName folds names to A to Z and single spaces, once and for all; the letters of a tax code come from them.
func FuzzFoldName(f *testing.F) {
	for _, s := range []string{"D’Amico", "Müller-Weiß", "İpek", "ﬁne", "Nicolò  Rossi", "\xff", "Ǆ", "ª", "ỆẼ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := FoldName(s)
		if FoldName(folded) != folded || strings.Trim(folded, "ABCDEFGHIJKLMNOPQRSTUVWXYZ ") != "" || strings.Contains(folded, "  ") {
			t.Errorf("%q is folded to %q", s, folded)
		}
		for _, letters := range []string{SurnameLetters(s), NameLetters(s)} {
			if (letters == "") != (folded == "") || letters != "" && (len(letters) != 3 || !nameLetters(letters)) {
				t.Errorf("%q gives the letters %q", s, letters)
			}
		}
	})
}

// luhn checks a number of digits from the right, as cards do.
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		n := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			n = n*2/10 + n*2%10
		}
		sum += n
	}
	return sum%10 == 0
}

// remainderOf97 is that of an IBAN, with the whole number written out.
func remainderOf97(s string) int64 {
	var digits strings.Builder
	for _, c := range s[4:] + s[:4] {
		n, _ := new(big.Int).SetString(string(c), 36)
		digits.WriteString(n.String())
	}
	n, _ := new(big.Int).SetString(digits.String(), 10)
	return new(big.Int).Mod(n, big.NewInt(97)).Int64()
}

// FuzzValues reads a text as a date, an amount and a rate, plain and from JSON: what is taken is written the same
// way and read again as the same.
func FuzzValues(f *testing.F) {
	for _, s := range []string{"2026-05-10", "0000-01-01", "9999-12-31", "87.50", "-0.00", "000000000007.50", "1.0832", "1e9000", `"x`, "null", `"2026-05-10"`, `[1,2,3,4]`, "1e5", "\"\\u0032026-05-10\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil {
			if d.String() != s && !d.IsZero() || !d.Valid() {
				t.Errorf("the date %q is %s", s, d)
			}
			for _, n := range []int{-400, -1, 0, 31, 200_000} {
				if got := d.DaysUntil(d.AddDays(n)); got != n {
					t.Errorf("%s and %d days are %d days", s, n, got)
				}
			}
			if later := d.AddMonths(3); later.Day > d.Day || !later.Valid() {
				t.Errorf("three months from %s is %v", s, later)
			}
		}
		if m, err := ParseMoney(s); err == nil {
			again, err := ParseMoney(m.String())
			if err != nil || !again.Equal(m) || !m.Known() || !m.Sub(m).IsZero() {
				t.Errorf("the amount %q is %s", s, m)
			}
		}
		sameAgain[Date](t, s)
		sameAgain[Money](t, s)
		sameAgain[Rate](t, s)
		sameAgain[Text](t, s)
		sameAgain[Count](t, s)
		sameAgain[Box](t, s)
	})
}

// sameAgain reads a value from JSON; what is taken must be written short and read back as the same.
func sameAgain[T any](t *testing.T, text string) {
	for _, data := range [][]byte{[]byte(text), mustJSON(text)} {
		var one, two T
		if json.Unmarshal(data, &one) != nil {
			continue
		}
		first, err := json.Marshal(one)
		if err != nil {
			t.Fatalf("%T %q: %v", one, data, err)
		}
		if len(first) > 8*len(data)+64 {
			t.Fatalf("%T of %d bytes takes %d", one, len(data), len(first))
		}
		if err := json.Unmarshal(first, &two); err != nil {
			t.Fatalf("%T %q is written %q: %v", one, data, first, err)
		}
		if second := mustJSON(two); !bytes.Equal(first, second) {
			t.Errorf("%T %q is written %q and then %q", one, data, first, second)
		}
	}
}

func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// FuzzClaimJSON reads a claim as adjudication or a truth would hold it: what is taken is written the same ever
// after, and each of its values is found by its pointer and can be set there.
func FuzzClaimJSON(f *testing.F) {
	f.Add([]byte(`{"schema":"claim/v1","member":{"code":"1047823"},"expenses":[{"row":1,"total":"87.50","exchange_rate":"1.0832","lines":[{"quantity":2}]}],"allowance":{"nights":5}}`))
	f.Add([]byte(`{"provenance":{"/member/iban":{"document":"d1","page":1,"box":[310,2610,1800,82],"confidence":0.997}},"findings":[{"code":"form.unsigned","detail":{"a":[1]}}]}`))
	truths, _ := filepath.Glob("../testdata/*/truth.json")
	for _, path := range truths[:min(2, len(truths))] {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		var truth struct{ Claims []json.RawMessage }
		if err := json.Unmarshal(data, &truth); err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(truth.Claims[0]))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = ValidateJSON(data)
		var c Claim
		if len(data) > 1<<14 || json.Unmarshal(data, &c) != nil {
			return
		}
		first, err := json.Marshal(c)
		if err != nil {
			return // an instant of the year 10000
		}
		var again Claim
		if err := json.Unmarshal(first, &again); err != nil {
			t.Fatalf("%s: %v", first, err)
		}
		if second := mustJSON(again); !bytes.Equal(first, second) {
			t.Fatalf("written %s\nand then %s", first, second)
		}
		leaves, err := Leaves(first)
		if err != nil {
			t.Fatal(err)
		}
		for pointer, want := range leaves {
			if strings.HasPrefix(pointer, "/provenance") || strings.Contains(pointer, "/detail") {
				continue // maps have no members
			}
			got, err := again.Get(pointer)
			if err != nil || got != want {
				t.Errorf("%s is %q, %v; want %q", pointer, got, err, want)
			}
			if err := again.Set(pointer, got); err != nil {
				t.Errorf("set %s: %v", pointer, err)
			}
		}
		if second := mustJSON(again); !bytes.Equal(first, second) {
			t.Errorf("setting what is there makes %s\nof %s", second, first)
		}
	})
}

// FuzzPointer sets anything anywhere: what is taken stands at this very pointer, and the claim can be written.
func FuzzPointer(f *testing.F) {
	for _, s := range [][2]string{{"/expenses/0/total", "87.50"}, {"/dependency/scores/bathing", "10"}, {"/allowance/sessions/0", "2026-05-01"}, {"/expenses/00/row", "1"},
		{"/expenses/0/exchange_rate", "1e9000"}, {"/expenses/0/lines/0/quantity", "null"}, {"/sent_at", "2026-05-14T09:12:44Z"}, {"/provenance/a", "x"}, {"/documents/0/pages/0/transform/3", "1e300"}, {"//", "x"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, pointer, value string) {
		var c Claim
		err := c.Set(pointer, value)
		if len(value) < 1000 {
			if data, err := json.Marshal(c); err == nil && len(data) > 20_000 {
				t.Fatalf("%s = %q makes %d bytes", pointer, value, len(data))
			}
		}
		if err != nil || !utf8.ValidString(value) {
			return
		}
		got, err := c.Get(pointer)
		if err != nil {
			t.Fatalf("%s was set and not found: %v", pointer, err)
		}
		if err := c.Set(pointer, got); err != nil {
			t.Errorf("%s gives %q, which it does not take: %v", pointer, got, err)
		}
		if again, _ := c.Get(pointer); again != got {
			t.Errorf("%s gives %q and then %q", pointer, got, again)
		}
		data, err := json.Marshal(c)
		if err != nil {
			return
		}
		leaves, err := Leaves(data)
		if err != nil {
			t.Fatal(err)
		}
		if leaf, ok := leaves[pointer]; got != "" && (!ok || leaf != got) {
			t.Errorf("%s was set to %q and is %q in the JSON", pointer, got, leaf)
		}
	})
}
