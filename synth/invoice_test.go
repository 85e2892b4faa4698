package synth

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tdewolff/canvas"
	"github.com/tetratelabs/wazero"

	"pratica/claim"
)

// drafts are invoices of every layout, several each.
func drafts(each int) []*invoice {
	var list []*invoice
	for l, entry := range layouts {
		for n := range each {
			d := newDice(uint64(n), entry.name)
			e := someEnvelope(d, 0, claim.Post)
			inv := e.someInvoice(d, []trade{entry.trades[n%len(entry.trades)]})
			for inv.Type == claim.TillSlipType {
				inv = e.someInvoice(d, []trade{optician}) // that is no slip
			}
			inv.look.Layout = layout(l)
			switch layout(l) {
			case tillLayout:
				inv.slip(d)
			case longLayout:
				inv = someLongBill(d, e.Patient, nil, inv.Date)
			}
			list = append(list, inv)
		}
	}
	return list
}

// shown are the strings a paper must show for what its truth says.
func (i *invoice) shown() []string {
	want := []string{i.Issuer.VAT, i.Number, i.look.date(i.Date), i.look.money(i.Total), i.StampNumber}
	want = append(want, strings.Fields(i.Issuer.Name)...)
	if !i.CodeOnly {
		want = append(want, strings.Fields(i.Patient.Surname+" "+i.Patient.Name)...)
	}
	if i.Issuer.Person != nil {
		want = append(want, i.Issuer.Person.TaxCode)
	}
	if i.ShowCode {
		want = append(want, i.Patient.TaxCode)
	}
	if i.Payer != nil {
		want = append(want, i.Payer.Surname, i.Payer.Name)
		if i.ShowCode {
			want = append(want, i.Payer.TaxCode)
		}
	}
	for _, amount := range []int64{i.Stamp, i.Contribution, i.VAT, i.Discount} {
		if amount > 0 {
			want = append(want, i.look.money(amount))
		}
	}
	for _, p := range i.Lines {
		price := p.Amount
		if i.Type == claim.TillSlipType {
			price = i.gross(p)
		}
		want = append(append(want, i.look.money(price)), strings.Fields(p.Text)...)
		if p.Quantity > 1 {
			want = append(want, fmt.Sprint(p.Quantity))
		}
	}
	return want
}

// missing lists what a text does not hold, whatever the case, accents and spaces.
func missing(text string, want []string) []string {
	fold := func(s string) string { return withoutAccents.Replace(strings.Join(strings.Fields(upper(s, true)), "")) }
	folded := fold(text)
	var list []string
	for _, w := range want {
		if !strings.Contains(folded, fold(w)) {
			list = append(list, w)
		}
	}
	return list
}

// drawn are pages of every layout, 15 each.
var drawn = sync.OnceValue(func() map[*invoice][]*sheet {
	pages := map[*invoice][]*sheet{}
	for n, inv := range drafts(15) {
		pages[inv] = drawInvoice(inv, newDice(uint64(n), "draw"))
	}
	return pages
})

func TestEveryLayoutShowsItsTruthWithinThePage(t *testing.T) {
	for inv, pages := range drawn() {
		name := layouts[inv.look.Layout].name
		var text strings.Builder
		for _, s := range pages {
			for _, p := range s.printed {
				fmt.Fprintln(&text, p.text)
				if p.x < 2 || p.x+p.w > s.W-2 || p.y < 4 || p.y > s.H-3 {
					t.Errorf("%s: %q leaves the page at %.0f,%.0f", name, p.text, p.x, p.y)
				}
			}
		}
		if lost := missing(text.String(), inv.shown()); len(lost) > 0 {
			t.Errorf("%s does not show %q", name, lost)
		}
	}
}

func TestNoTextOfALayoutLiesOnAnother(t *testing.T) {
	for inv, pages := range drawn() {
		for _, s := range pages {
			for _, pair := range s.overlaps() {
				if pair[1].text != inv.Issuer.Register && pair[1].text != inv.Issuer.Name { // a rubber stamp may
					t.Errorf("%s: %q lies on %q", layouts[inv.look.Layout].name, pair[1].text, pair[0].text)
				}
			}
		}
	}
}

// overlaps are pairs of strings on one line of which one covers the other.
func (s *sheet) overlaps() (pairs [][2]placed) {
	for k, a := range s.printed {
		for _, b := range s.printed[:k] {
			if a.y-b.y < 1.2 && b.y-a.y < 1.2 && a.x < b.x+b.w-0.5 && b.x < a.x+a.w-0.5 {
				pairs = append(pairs, [2]placed{b, a})
			}
		}
	}
	return pairs
}

func TestTheTextLayerOfEveryLayoutHoldsItsTruth(t *testing.T) {
	invoices := drafts(2)
	var pages []*canvas.Canvas
	var first []int // page of each invoice
	for n, inv := range invoices {
		first = append(first, len(pages))
		for _, s := range drawInvoice(inv, newDice(uint64(n), "draw")) {
			pages = append(pages, s.c)
		}
	}
	first = append(first, len(pages))
	data, err := writeDigitalPDF(pages)
	if err != nil {
		t.Fatal(err)
	}
	texts := textLayers(t, data)
	for n, inv := range invoices {
		if inv.look.Layout == dotsLayout || inv.look.Layout == padLayout && inv.look.Hand {
			continue // dots and strokes are no letters
		}
		text := strings.Join(texts[first[n]:first[n+1]], "\n")
		if lost := missing(text, inv.shown()); len(lost) > 0 {
			t.Errorf("%s: the text layer does not hold %q\n%s", layouts[invoices[n].look.Layout].name, lost, text)
		}
	}
}

// textLayers reads the text of every page with PDFium.
func textLayers(t *testing.T, pdf []byte) []string {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "pratica", "wasm")) // compiling takes seconds
	if err != nil {
		t.Fatal(err)
	}
	pool, err := webassembly.Init(webassembly.Config{MaxTotal: 1, RuntimeConfig: wazero.NewRuntimeConfigCompiler().WithCompilationCache(cache)})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	instance, err := pool.GetInstance(0)
	if err != nil {
		t.Fatal(err)
	}
	document, err := instance.OpenDocument(&requests.OpenDocument{File: &pdf})
	if err != nil {
		t.Fatal(err)
	}
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: document.Document})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for n := range count.PageCount {
		text, err := instance.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: document.Document, Index: n}}})
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text.Text)
	}
	return texts
}

func TestTheAmountsOfAnInvoiceAddUp(t *testing.T) {
	for _, inv := range drafts(60) {
		x := inv.expense()
		sum := x.Contribution.Add(x.VAT).Add(x.StampDuty).Sub(x.Discount)
		for _, line := range x.Lines {
			sum = sum.Add(line.Amount)
		}
		if !sum.Equal(x.Total) {
			t.Errorf("%s: Σ lines + contribution + VAT + stamp duty − discount is %v, the total %v", x.Number, sum, x.Total)
		}
		e := x.Excluded
		base := x.Total.Sub(x.VAT).Sub(x.StampDuty).Sub(e.Administrative).Sub(e.RecordCopy).Sub(e.Digitisation).Sub(e.Other)
		if !base.Equal(x.Reimbursable) || !x.Reimbursable.Positive() {
			t.Errorf("%s: reimbursable is %v, want %v", x.Number, x.Reimbursable, base)
		}
		due := inv.exempt() > stampThreshold && inv.Type == claim.InvoiceType
		if due != (inv.StampForm != noStamp) {
			t.Errorf("%s: exempt amount %d, stamp form %d", x.Number, inv.exempt(), inv.StampForm)
		}
	}
}

func BenchmarkPage(b *testing.B) {
	invoices := drafts(1)
	scanner := someScanner(newDice(1, "scanner"), 1)
	scanner.DPI, scanner.Bilevel = 300, false
	for n := range b.N {
		s := drawInvoice(invoices[n%len(invoices)], newDice(uint64(n), "draw"))[0]
		scanner.scan(s.picture(300), newDice(uint64(n), "scan"), n%2 == 0)
	}
}
