package synth

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pratica/claim"
)

// checkPages says what is wrong with the pages of an invoice: strings that leave the page, lie on each other or are
// lost.
func checkPages(t *testing.T, name string, pages []*sheet, want ...*invoice) {
	t.Helper()
	text := textOf(pages)
	for _, s := range pages {
		for _, p := range s.printed {
			if p.x < 2 || p.x+p.w > s.W-2 || p.y < 4 || p.y > s.H-3 {
				t.Errorf("%s: %q leaves the page at %.0f,%.0f", name, p.text, p.x, p.y)
			}
		}
		for _, pair := range s.overlaps() {
			stamped := func(text string) bool { // a rubber stamp may lie on a signature's label
				return slices.ContainsFunc(want, func(i *invoice) bool { return text == i.Issuer.Register || text == i.Issuer.Name })
			}
			if !stamped(pair[1].text) {
				t.Errorf("%s: %q lies on %q", name, pair[1].text, pair[0].text)
			}
		}
	}
	for _, inv := range want {
		if lost := missing(text, inv.shown()); len(lost) > 0 {
			t.Errorf("%s does not show %q", name, lost)
		}
	}
}

func textOf(pages []*sheet) string {
	var text strings.Builder
	for _, s := range pages {
		for _, p := range s.printed {
			fmt.Fprintln(&text, p.text)
		}
	}
	return text.String()
}

func TestTheGrammarGivesHundredsOfDifferentPages(t *testing.T) {
	seen := map[string]bool{}
	schemes := map[scheme]bool{}
	for seed := range uint64(200) {
		d := newDice(seed, "grammar")
		e := someEnvelope(d, 0, claim.Post)
		inv := e.someInvoice(d, []trade{pick(d, layouts[grammarLayout].trades...)})
		if inv.Type == claim.TillSlipType {
			continue
		}
		inv.look.Layout = grammarLayout
		p := inv.look.Plan
		seen[p.signature()], schemes[p.Scheme] = true, true
		checkPages(t, fmt.Sprintf("seed %d, plan %s", seed, p.signature()), drawInvoice(inv, newDice(seed, "draw")), inv)
	}
	if len(seen) < 150 || len(schemes) != int(schemeCount) {
		t.Errorf("%d different pages of 200, %d schemes of %d", len(seen), len(schemes), schemeCount)
	}
}

func TestPapersOfEveryNatureShowWhatTheyAre(t *testing.T) {
	says := map[nature]func(i *invoice, text string) bool{
		proforma:     func(i *invoice, text string) bool { return saysOne(text, "proforma", "pro-forma", "avviso di") },
		estimate:     func(i *invoice, text string) bool { return saysOne(text, "preventivo") },
		courtesyCopy: func(i *invoice, text string) bool { return saysOne(text, "copia") },
		duplicate:    func(i *invoice, text string) bool { return saysOne(text, "duplicato", "copia") },
		creditNote: func(i *invoice, text string) bool {
			return saysOne(text, "nota di") && strings.Contains(text, i.Cancels.Number)
		},
		foreignEnglish: func(i *invoice, text string) bool {
			return saysOne(text, "invoice") && !saysOne(text, "fattura", "prestazion")
		},
		foreignGerman:  func(i *invoice, text string) bool { return !saysOne(text, "fattura", "prestazion", "invoice") },
		foreignItalian: func(i *invoice, text string) bool { return saysOne(text, "fattura", "nota d'onorario") },
		inEnglish: func(i *invoice, text string) bool {
			return saysOne(text, "invoice") && strings.Contains(text, i.Issuer.VAT)
		},
		longBill: func(i *invoice, text string) bool { return saysOne(text, "2 di 3", "2 / 3", "2/3") },
	}
	for n := ordinary + 1; n < natureCount; n++ {
		for seed := range uint64(15) {
			d := newDice(seed, "nature", fmt.Sprint(n))
			inv := someSpecialInvoice(d, n, somePerson(d, 1950, 2000), nil, claim.NewDate(2026, 3, 12))
			pages := drawInvoice(inv, d)
			name := fmt.Sprintf("nature %d, seed %d", n, seed)
			checkPages(t, name, pages, inv)
			if text := textOf(pages); !says[n](inv, text) {
				t.Errorf("%s does not say what it is:\n%s", name, text)
			}
			if n == longBill && len(pages) != longPages {
				t.Errorf("%s has %d pages", name, len(pages))
			}
		}
	}
}

func saysOne(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.ToLower(text), w) })
}

func TestWhatAPaperIsGivesItsKindFindingsAndTags(t *testing.T) {
	for n, want := range map[nature]struct {
		kind     claim.DocumentKind
		findings []claim.Code
		tag      string
	}{
		proforma:       {claim.Proforma, []claim.Code{"fiscal.not_an_invoice"}, "proforma"},
		estimate:       {claim.Estimate, []claim.Code{"fiscal.not_an_invoice"}, "estimate"},
		courtesyCopy:   {claim.Invoice, []claim.Code{"fiscal.courtesy_copy"}, "courtesy_copy"},
		duplicate:      {claim.Invoice, nil, "duplicate"},
		creditNote:     {claim.CreditNote, []claim.Code{"invoice.cancelled"}, "credit_note"},
		longBill:       {claim.Invoice, nil, "multi_page"},
		foreignEnglish: {claim.Invoice, nil, "foreign_language"},
		foreignGerman:  {claim.Invoice, []claim.Code{"language.translation_missing"}, "foreign_language"},
		foreignItalian: {claim.Invoice, nil, "foreign_issuer"},
		inEnglish:      {claim.Invoice, nil, "foreign_language"},
	} {
		for seed := range uint64(20) {
			d := newDice(seed, "nature")
			inv := someSpecialInvoice(d, n, somePerson(d, 1950, 2000), nil, claim.NewDate(2026, 3, 12))
			findings := slices.Clone(want.findings)
			if inv.currency() != "EUR" {
				findings = append([]claim.Code{"currency.rate_missing"}, findings...)
			}
			if x := inv.expense(); (x.Currency == "EUR") != x.ReimbursableEUR.Known() || (x.Issuer.Country == "IT") != (inv.Issuer.Country == "") {
				t.Errorf("nature %d: %s from %s, %v euro reimbursable", n, x.Currency, x.Issuer.Country, x.ReimbursableEUR)
			}
			if got := inv.findings(); inv.documentKind() != want.kind || !slices.Equal(got, findings) || !slices.Contains(inv.tags(), want.tag) {
				t.Errorf("nature %d: kind %s, findings %v, tags %v", n, inv.documentKind(), got, inv.tags())
			}
		}
	}
}

func TestALongAccountCarriesItsSum(t *testing.T) {
	carried := 0
	for seed := range uint64(12) {
		d := newDice(seed, "long")
		inv := someLongBill(d, somePerson(d, 1950, 2000), nil, claim.NewDate(2026, 3, 12))
		pages := drawInvoice(inv, d)
		if !saysOne(textOf(pages[:1]), "riportare") {
			continue
		}
		carried++
		sum := int64(0)
		for _, p := range inv.Lines[:len(inv.Lines)*34/100] { // the first page's
			sum += p.Amount
		}
		want := inv.look.money(sum)
		if !strings.Contains(textOf(pages[:1]), want) || !strings.Contains(textOf(pages[1:2]), want) {
			t.Errorf("seed %d: %s is not carried from the first page to the second", seed, want)
		}
	}
	if carried < 5 {
		t.Errorf("only %d of 12 carry their sum", carried)
	}
}

func TestTwoPapersOnAPageShowBothTruths(t *testing.T) {
	for seed := range uint64(60) {
		d := newDice(seed, "two")
		e := someEnvelope(d, 0, claim.Post)
		a, b := e.someInvoice(d, formTrades), e.someInvoice(d, formTrades)
		if seed%2 == 0 { // half pages
			a, b = e.someInvoice(d, []trade{specialist}), e.someInvoice(d, []trade{specialist})
			a.look.Layout, b.look.Layout = padLayout, padLayout
		}
		if seed%5 == 0 { // slips
			a, b = someTillSlip(d, pharmacy, e.Patient, a.Date), someTillSlip(d, optician, e.Patient, b.Date)
		}
		page := together(drawInvoice(a, newDice(seed, "a"))[0], drawInvoice(b, newDice(seed, "b"))[0], d)
		checkPages(t, fmt.Sprintf("seed %d: %s with %s", seed, layouts[a.look.Layout].name, layouts[b.look.Layout].name), []*sheet{page}, a, b)
	}
}

func TestSharedPagesAreOnePaperOfTwoInvoices(t *testing.T) {
	shared := 0
	for seed := range uint64(60) {
		d := newDice(seed, "share")
		e := someEnvelope(d, 4, claim.Post)
		papers := drawInvoices(e.Invoices, d)
		marked := 0
		for _, inv := range e.Invoices {
			if inv.Shared {
				marked++
				if !slices.Contains(inv.tags(), "two_on_page") {
					t.Errorf("seed %d: a shared page is not tagged", seed)
				}
			}
		}
		if len(papers) != len(e.Invoices)-marked/2 || marked%2 != 0 {
			t.Errorf("seed %d: %d papers of %d invoices, %d on shared pages", seed, len(papers), len(e.Invoices), marked)
		}
		shared += marked
	}
	if shared == 0 {
		t.Error("no page was shared")
	}
}

func TestTillSlipsNameThePatientByCode(t *testing.T) {
	narrow, named := 0, 0
	for seed := range uint64(40) {
		d := newDice(seed, "slip")
		inv := someTillSlip(d, pick(d, pharmacy, optician), somePerson(d, 1950, 2000), claim.NewDate(2026, 3, 12))
		pages := drawInvoice(inv, d)
		checkPages(t, fmt.Sprintf("seed %d", seed), pages, inv)
		if pages[0].W < 100 {
			narrow++
		}
		if (missing(textOf(pages), []string{inv.look.name(inv.Patient)}) == nil) == inv.CodeOnly {
			t.Errorf("seed %d: the name is shown or not, against the truth", seed)
		}
		if !inv.CodeOnly {
			named++
		}
		if inv.CodeOnly != slices.Contains(inv.findings(), "fiscal.patient_missing") {
			t.Errorf("seed %d: findings %v", seed, inv.findings())
		}
	}
	if narrow < 8 || narrow > 32 || named == 0 {
		t.Errorf("%d of 40 slips on narrow paper, %d with a name", narrow, named)
	}
}

func TestASignatureIsNoBlackBox(t *testing.T) {
	for seed := range uint64(12) { // of seed 5 the outline was left open
		s := newSheet(60, 15, newDice(seed, "sig"))
		signature(s, 4, 8, 42, 30)
		picture, dark := s.picture(150), 0
		for _, v := range picture.Pix {
			if v < 128 {
				dark++
			}
		}
		if share := float64(dark) / float64(len(picture.Pix)); share > 0.19 || share < 0.01 {
			t.Errorf("seed %d: %.0f %% of the paper is dark", seed, share*100)
		}
	}
}

func TestAnInvoiceHasALayoutThatShowsAllOfIt(t *testing.T) {
	for seed := range uint64(600) {
		d := newDice(seed, "ordinary")
		e := someEnvelope(d, 0, claim.Post)
		inv := e.someInvoice(d, []trade{pick(d, append([]trade{hospital, optician, pharmacy, dentist}, formTrades...)...)})
		if l := inv.look.Layout; l == longLayout || (l == tillLayout) != (inv.Type == claim.TillSlipType) || !slices.Contains(layouts[l].trades, inv.Issuer.trade) {
			t.Errorf("seed %d: %s of trade %d in layout %s", seed, inv.Type, inv.Issuer.trade, layouts[l].name)
		}
	}
}
