package likeness_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
	. "pratica/ocr/likeness"
	"pratica/synth"
)

// set lays a text out: a line of words a line.
func set(text string) (words []ocr.Word) {
	for n, line := range strings.Split(text, "\n") {
		for k, word := range strings.Fields(line) {
			words = append(words, ocr.Word{Text: word, Confidence: 0.97, Box: claim.Box{X: 60 + 200*k, Y: 60 + 40*n, W: 12 * len(word), H: 20}})
		}
	}
	return words
}

const invoice = `Dott.ssa Anna Ferri Psicologa Milano
Tel. 0243160030 P.IVA 01234560157 C.F. FRRNNA75C41F205V
Fattura 12/2026 Data 12/03/2026
Paziente ROSSI LUCA RSSLCU80A01H501X
Colloquio psicologico individuale 2 50,00 100,00
Contributo ENPAP 2,00
Totale fattura 102,00`

func TestWhatDiffersInAReadingAndWhatDiffersInAPaper(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to string
		want     Verdict
	}{
		{"the same", "", "", Same},
		{"a comma read as a stop", "102,00", "102.00", Same},
		{"a figure read as a letter", "50,00", "5O,OO", Same},
		{"a word misread", "Psicologa", "Psicotoga", Same},
		{"another number", "12/2026", "13/2026", CannotTell},
		{"another number of one figure", "Fattura 12/2026", "Fattura 3", CannotTell},
		{"number and date of another", "12/2026 Data 12/03/2026", "13/2026 Data 19/03/2026", Other},
		{"number and amounts of another", "12/2026 Data 12/03/2026\nPaziente", "13/2026 Data 12/03/2026\nPaziente", CannotTell},
		{"a number that was not read", "12/2026 Data", "§ Data", CannotTell},
		{"a date that was not read", "12/03/2026", "§", Other}, // without one there is no fingerprint
	} {
		a, b := Of(set(invoice), 1654, 2339), Of(set(strings.Replace(invoice, c.from, c.to, 1)), 1654, 2339)
		if score, got := Compare(a, b); got != c.want || score < 0 || score > 1 {
			t.Errorf("%s: %v (%.2f)", c.name, got, score)
		}
		if _, back := Compare(b, a); back != c.want {
			t.Errorf("%s: the other way round %v", c.name, back)
		}
	}
}

func TestADoubtfulNumberIsNoReasonToTakeAPaperForAnother(t *testing.T) {
	a, b := set(invoice), set(strings.Replace(invoice, "12/2026", "13/2026", 1))
	for _, words := range [][]ocr.Word{a, b} {
		for i := range words {
			if strings.HasSuffix(words[i].Text, "/2026") {
				words[i].Confidence = 0.2
			}
		}
	}
	if _, got := Compare(Of(a, 1654, 2339), Of(b, 1654, 2339)); got != CannotTell {
		t.Errorf("%v", got)
	}
}

func TestAPageWithTooLittleOnItHasNoFingerprint(t *testing.T) {
	for name, text := range map[string]string{
		"blank":      "",
		"envelope":   "Spett.le Fondo\nVia Roma 12\n20100 Milano\n12.05.2026 14:30\nRaccomandata 15412345678-9",
		"empty form": "Modulo R01 edizione 2012-06\nCognome Nome Codice\nData Importo\nRegolamento art. 18 D.Lgs. 196/2003",
		"letter":     "Milano, 12 maggio 2026\nGentile signora\nallego quanto richiesto il 3 marzo\nCordiali saluti",
	} {
		f := Of(set(text), 1654, 2339)
		if !f.IsZero() || len(f.Bands()) > 0 {
			t.Errorf("%s: %x", name, f.Bands())
		}
		if _, got := Compare(f, f); got != Other {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestWhatIsStoredNeverChanges holds the bands of version 1: indexes of years ago must find.
func TestWhatIsStoredNeverChanges(t *testing.T) {
	f := Of(set(invoice), 1654, 2339)
	text, err := f.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	want := []uint64{0x8bdc140345da, 0x1441980b3584, 0x215411f9d75a, 0x2ce413647ab}
	if !slices.Equal(f.Bands(), want) {
		t.Errorf("bands %#x", f.Bands())
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:4]) != "172b855c" {
		t.Errorf("%x of %d signs: %s", sum[:4], len(text), text)
	}
}

func TestADateInWordsIsADate(t *testing.T) {
	a, b := Of(set(invoice), 1654, 2339), Of(set(strings.Replace(invoice, "12/03/2026", "12 marzo 2026", 1)), 1654, 2339)
	if !slices.Equal(a.Bands(), b.Bands()) {
		t.Errorf("bands %#x and %#x", a.Bands(), b.Bands())
	}
}

func TestAFingerprintComesBackFromItsText(t *testing.T) {
	type page struct {
		Likeness Fingerprint `json:"likeness,omitzero"`
	}
	for name, f := range map[string]Fingerprint{"none": {}, "an invoice": Of(set(invoice), 1654, 2339)} {
		data, err := json.Marshal(page{f})
		var back page
		if err != nil || json.Unmarshal(data, &back) != nil || !reflect.DeepEqual(back.Likeness, f) {
			t.Errorf("%s: %s, %v", name, data, err)
		}
		if strings.Contains(string(data), "likeness") == f.IsZero() {
			t.Errorf("%s: %s", name, data)
		}
	}
	for _, text := range []string{"?", "Mg", "MgA", "MQ", "MQEA", "MQAAAA"} {
		var f Fingerprint
		if err := f.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is a fingerprint", text)
		}
	}
}

func FuzzFingerprint(f *testing.F) {
	text, _ := Of(set(invoice), 1654, 2339).MarshalText()
	f.Add(text, invoice)
	f.Fuzz(func(t *testing.T, text []byte, words string) {
		var one Fingerprint
		if one.UnmarshalText(text) != nil {
			return
		}
		other := Of(set(words), 1654, 2339)
		for _, pair := range [][2]Fingerprint{{one, other}, {other, one}, {one, one}} {
			if score, _ := Compare(pair[0], pair[1]); !(score >= 0 && score <= 1) {
				t.Errorf("score %v", score)
			}
		}
		back, err := one.MarshalText()
		var again Fingerprint
		if err != nil || !one.IsZero() && (again.UnmarshalText(back) != nil || !reflect.DeepEqual(again, one)) {
			t.Errorf("%s became %s", text, back)
		}
	})
}

func BenchmarkOf(b *testing.B) {
	words, w, h := reader{rand.New(rand.NewPCG(1, 1)), 0.01}.read(printed(synth.Retake{Paper: 7004, Way: synth.GreyScan}))
	for b.Loop() {
		Of(words, w, h)
	}
}

func BenchmarkOfALongBill(b *testing.B) {
	words, w, h := reader{rand.New(rand.NewPCG(1, 1)), 0.01}.read(printed(synth.Retake{Paper: 7000, Way: synth.GreyScan}))
	for b.Loop() {
		Of(words, w, h)
	}
}

func benchmarkCompare(b *testing.B, paper, other uint64) {
	r := reader{rand.New(rand.NewPCG(1, 1)), 0.01}
	x, y := r.fingerprint(printed(synth.Retake{Paper: paper, Way: synth.GreyScan})), r.fingerprint(printed(synth.Retake{Paper: other, Way: synth.GreyScan}))
	for b.Loop() {
		Compare(x, y)
	}
}

func BenchmarkCompareWithItself(b *testing.B)   { benchmarkCompare(b, 7004, 7004) }
func BenchmarkCompareLongBills(b *testing.B)    { benchmarkCompare(b, 7000, 7000) }
func BenchmarkCompareWithAnyOther(b *testing.B) { benchmarkCompare(b, 7004, 7010) }
