package extract

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pratica/claim"
	"pratica/extract/forms"
)

// spans holds what was found in a text against it: in the text, each by itself.
func spans[T any](t *testing.T, text string, list []found[T]) {
	for i, f := range list {
		if f.start < 0 || f.end > len(text) || f.start >= f.end || strings.Trim(text[f.start:f.start+1], "0123456789") != "" && letters(text[f.start:f.start+1]) == 0 {
			t.Fatalf("%q: %v stands at %d to %d", text, f.value, f.start, f.end)
		}
		for _, o := range list[:i] {
			if o.start < f.end && f.start < o.end {
				t.Errorf("%q: %v and %v overlap", text, o.value, f.value)
			}
		}
	}
}

// writtenDates are the ways to write a date.
var writtenDates = []func(d claim.Date) string{
	claim.Date.String,
	func(d claim.Date) string { return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year) },
	func(d claim.Date) string { return fmt.Sprintf("%d.%d.%02d", d.Day, d.Month, d.Year%100) },
	func(d claim.Date) string { return fmt.Sprintf("%02d - %02d - %d", d.Day, d.Month, d.Year) },
	claim.Date.Italian,
	func(d claim.Date) string { return fmt.Sprintf("%s %d, %d", d.Month, d.Day, d.Year) },
	func(d claim.Date) string { return fmt.Sprintf("%d %s %d", d.Day, d.Month.String()[:3], d.Year) },
}

// FuzzDates finds dates in any text; a date that is written in any of the usual ways is found again.
func FuzzDates(f *testing.F) {
	for _, s := range []string{"Fattura n. 12/2026 del 12/03/2026", "lì 2.4.26.", "1° aprile 2026", "March 12, 2026", "92/91/2926", "31/02/2026 2026-13-01", "12 di marzo 99", "\xff12/03/2026", "1º maggio 2026İ"} {
		f.Add(s, uint16(7300))
	}
	f.Fuzz(func(t *testing.T, text string, day uint16) {
		dates := findDates(text)
		spans(t, text, dates)
		for _, d := range dates {
			if !d.value.Valid() || d.value.Year < 1900 || d.value.Year > 2099 {
				t.Errorf("%q holds the date %v", text, d.value)
			}
		}
		want := claim.MustDate("2000-01-01").AddDays(int(day) % 29_000) // two figures of a year are of 1980 to 2079
		for _, write := range writtenDates {
			one := "Data " + write(want) + " di oggi"
			if got := findDates(one); len(got) != 1 || got[0].value != want {
				t.Errorf("%q holds %v", one, got)
			}
			if v := dateValue(write(want)); v.text != "" && v.text != want.String() {
				t.Errorf("%q is read as %+v", write(want), v)
			}
		}
	})
}

// FuzzPostmark reads the date of a stamp in any text.
func FuzzPostmark(f *testing.F) {
	for _, s := range []string{"MILANO CMP\n12.03.26\n18", "1 2 - 0 3 - 2 6", "12/13/26", "99.99.2099", "\xff12.03.2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, ok := StampDate(text); ok && (!d.Valid() || d.Year < 1980 || d.Year > 2099) {
			t.Errorf("%q holds %v", text, d)
		}
	})
}

// FuzzAmounts finds amounts in any text; an amount that is written as Italians or English do is found again.
func FuzzAmounts(f *testing.F) {
	for _, s := range []string{"€ 87,50", "1.234,56 €", "1,234.56", "12,00-", "22,00%", "1'234.56", "1. 234,56", "0000000,00", "٣٤,٥٦", "1 85,50 85,50", "9.999.999.999.999,99"} {
		f.Add(s, uint32(123456))
	}
	f.Fuzz(func(t *testing.T, text string, cents uint32) {
		amounts := findAmounts(text)
		spans(t, text, amounts)
		for _, a := range amounts {
			if again, err := claim.ParseMoney(a.value.String()); err != nil || !again.Equal(a.value) {
				t.Errorf("%q holds the amount %v", text, a.value)
			}
		}
		want := claim.Cents(int64(cents % 1_000_000_000))
		whole, fraction, _ := strings.Cut(want.Italian(), ",")
		english := strings.ReplaceAll(whole, ".", ",") + "." + fraction
		for _, written := range []string{want.Italian(), english, want.String(), strings.ReplaceAll(english, ",", "'")} {
			one := "Totale " + written + " EUR"
			if got := findAmounts(one); len(got) != 1 || !got[0].value.Equal(want) {
				t.Errorf("%q holds %v", one, got)
			}
		}
		for _, written := range []string{want.Italian(), want.String(), want.Italian() + " €", "€ " + want.Italian()} {
			if v := amountValue(written); v.text != want.String() || v.repaired {
				t.Errorf("%q is read as %+v", written, v)
			}
		}
	})
}

// FuzzFormValues brings any text to the form of the claim, for every kind of zone: it must be of that form or empty,
// and be the same when it is read again.
func FuzzFormValues(f *testing.F) {
	zones := []forms.Field{{Type: forms.Date}, {Type: forms.Amount}, {Type: forms.Mark}}
	for _, c := range []forms.Content{forms.Words, forms.Name, forms.Issuer, forms.Number, forms.Digits, forms.Phone, forms.IBAN, forms.Email, forms.Count, forms.Tooth, forms.Arch} {
		zones = append(zones, forms.Field{Type: forms.Line, Content: c})
	}
	for i, s := range []string{"12/03/2026", "€ 1.234,50", "X", "visita", "D’Amico", "12 / A", "1047823", "+39 340 1278845", "IT60 X054 2811 1010 0000 0123 456", "a@b.it", "05", "3.6, 37", "II quadrante"} {
		f.Add(uint8(i), s)
	}
	shapes := map[forms.Content]*regexp.Regexp{
		dateContent: regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), moneyContent: regexp.MustCompile(`^\d+\.\d\d$`), forms.Digits: regexp.MustCompile(`^\d+$`),
		forms.Phone: regexp.MustCompile(`^\+?\d{5,15}$`), forms.Count: regexp.MustCompile(`^\d{1,3}$`), forms.Tooth: regexp.MustCompile(`^[1-8][1-8](, [1-8][1-8])*$`),
		forms.Arch: regexp.MustCompile(`^(upper|lower)(_right|_left)?$`),
	}
	f.Fuzz(func(t *testing.T, kind uint8, text string) {
		if !utf8.ValidString(text) || len(text) > 200 {
			return
		}
		zone := zones[int(kind)%len(zones)]
		v := textValue(zone, text)
		if shape := shapes[alphabetOf(zone)]; shape != nil && v.text != "" && !shape.MatchString(v.text) {
			t.Errorf("%q in a zone of %s is %+v", text, alphabetOf(zone), v)
		}
		switch {
		case !utf8.ValidString(v.text):
			t.Errorf("%q is %q", text, v.text)
		case v.proved && !claim.ValidIBAN(v.text):
			t.Errorf("%q is proved to be %q", text, v.text)
		case v.shaped && v.text == "":
			t.Errorf("%q has the form it must have and is nothing", text)
		case alphabetOf(zone) == dateContent && v.text != "":
			if _, err := claim.ParseDate(v.text); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		case alphabetOf(zone) != dateContent && alphabetOf(zone) != forms.Arch && v.text != "":
			if again := textValue(zone, v.text); again.text != v.text {
				t.Errorf("%q in a zone of %s is %q, and that %q", text, alphabetOf(zone), v.text, again.text)
			}
		}
		if want := heldValue(zone, text); want != "" && zone.Type != forms.Mark && zone.Type != forms.Date && zone.Content != forms.IBAN && want != v.text {
			t.Errorf("%q is %q where it is held and %q where it is read", text, want, v.text)
		}
	})
}

// FuzzInvoice reads any page of text as an expense document: every value fits the claim, its probability is one, it
// stands on its page, and what balances balances. It takes no more than a moment.
func FuzzInvoice(f *testing.F) {
	f.Add(strings.Replace(plain, "%PERSONS%", "Paziente: Rossi Luca C.F. RSSLCU12A01F205W", 1))
	f.Add("Dott. Anna Ferri  P.IVA 01234560157\nRicevuta n. 31 del 27 marzo 2026\nSig.ra Maria Bianchi nata il 1/2/1980\n3 x Tecarterapia 40,00 120,00\nBollo 2,00\nRitenuta d'acconto 20% 24,00\nNetto a pagare 98,00\nIBAN IT60X0542811101000000123456")
	f.Add("INVOICE No. 2026-17\nMarch 12, 2026\nPatient: John Smith\nConsultation  £1,234.56\nVAT 20%  246.91\nTotal GBP 1,481.47\npag. 2 di 3")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 || !utf8.ValidString(text) {
			return
		}
		page := typedPage(text)
		if len(page.Words) > 0 {
			page.Words[0].Confidence = 0
		}
		start := time.Now()
		pages := []InvoicePage{page, {Width: 1240, Height: 1754, Method: claim.FromTextLayer}}
		d := ReadInvoice(pages, Hints{Persons: []claim.Person{{Surname: "ROSSI", Name: "LUCA", TaxCode: "RSSLCU12A01F205W"}},
			Rows: []claim.Declared{{Number: "77/2026", Date: claim.MustDate("2026-03-12"), Amount: claim.MustMoney("87.50")}}})
		kind := ClassifyPage(pages[0], Look{})
		if took := time.Since(start); took > 10*time.Second { // some milliseconds on an idle machine
			t.Errorf("took %v", took)
		}
		if !slices.Contains(claim.DocumentKinds, kind.Kind) || !(kind.Confidence >= 0 && kind.Confidence <= 1) {
			t.Errorf("is of the kind %+v", kind)
		}
		if d.DocumentKind != "" && !slices.Contains(claim.DocumentKinds, d.DocumentKind) {
			t.Errorf("is of the kind %q", d.DocumentKind)
		}
		var c claim.Claim
		for _, key := range d.Keys() {
			v := d.Fields[key]
			if err := c.Set("/expenses/0"+key, v.Value); err != nil {
				t.Errorf("%s: %v", key, err)
			}
			if p := v.From.Confidence; math.IsNaN(p) || p < 0 || p > 0.9995 {
				t.Errorf("%s is believed with %v", key, p)
			}
			if b := v.From.Box; b.X < 0 || b.Y < 0 || b.W < 0 || b.H < 0 || v.From.Page < 0 || int(v.From.Page) > len(pages) {
				t.Errorf("%s stands at %v of page %d", key, b, v.From.Page)
			}
			if strings.HasSuffix(key, "tax_code") && v.Value != "" && v.From.Confidence > 0.9 && !claim.ValidTaxCode(v.Value) {
				t.Errorf("%s is believed to be %q", key, v.Value)
			}
		}
		if len(c.Expenses) == 0 || !d.Balanced || c.Expenses[0].Settlement == claim.Balance { // which takes off a deposit
			return
		}
		e, sum := c.Expenses[0], claim.ZeroMoney
		for _, l := range e.Lines {
			sum = sum.Add(l.Amount)
		}
		sum = sum.Add(e.Contribution).Add(e.VAT).Add(e.StampDuty).Sub(e.Discount)
		if net := len(e.Lines) > 0 && e.Lines[0].Amount.Known(); net && sum.Sub(e.Total).Decimal().Abs().Cmp(claim.Cents(2).Decimal()) > 0 {
			t.Errorf("%v lines, contribution %v, VAT %v, stamp %v, discount %v do not make %v", e.Lines, e.Contribution, e.VAT, e.StampDuty, e.Discount, e.Total)
		}
	})
}

// FuzzReceipts parts any page of text at a white band, across or upright: every word is in one part, in its order, and
// each of two parts is a document by itself that the other is not.
func FuzzReceipts(f *testing.F) {
	one, other := strings.Replace(counter, "%NUMBER%", "4471", 1), strings.Replace(counter, "%NUMBER%", "4472", 1)
	f.Add(one+"\n\n\n", other, false)
	f.Add(one, other, true)
	f.Add(plain, one, true)
	f.Add(one, one, false)
	f.Fuzz(func(t *testing.T, text, other string, beside bool) {
		if len(text)+len(other) > 1500 || !utf8.ValidString(text+other) {
			return
		}
		page := typedPage(text)
		bottom := 0
		for _, w := range page.Words {
			bottom = max(bottom, w.Box.Y+w.Box.H)
		}
		for _, w := range typedPage(other).Words {
			if beside {
				w.Box.X += page.Width / 2
			} else {
				w.Box.Y += bottom
			}
			page.Words = append(page.Words, w)
		}
		start := time.Now()
		parts := SplitReceipts(page)
		if took := time.Since(start); took > 20*time.Second { // some ten milliseconds on an idle machine
			t.Errorf("took %v", took)
		}
		if len(parts) != 1 && len(parts) != 2 {
			t.Fatalf("%d parts", len(parts))
		}
		again := 0
		for _, part := range parts {
			next := 0
			for _, w := range part.Words {
				for next < len(page.Words) && page.Words[next] != w {
					next++
				}
				if next++; next > len(page.Words) {
					t.Fatalf("%v is not on the page, or out of order", w)
				}
			}
			again += len(part.Words)
			if part.Width != page.Width || part.Height != page.Height || part.Method != page.Method {
				t.Errorf("a part is of a page of %d × %d, %s", part.Width, part.Height, part.Method)
			}
		}
		if again != len(page.Words) {
			t.Fatalf("of %d words %d are in the parts", len(page.Words), again)
		}
		if len(parts) == 2 {
			a, b := ReadInvoice(parts[:1], Hints{}), ReadInvoice(parts[1:], Hints{})
			if !a.whole() || !b.whole() || !a.differs(b) {
				t.Errorf("parted into %+v and %+v", a.Fields, b.Fields)
			}
		}
	})
}
