package pipeline

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

const centre = "01234560157"

// seen is an invoice of the centre as it was read: its name, and where its number, date and total stand.
type seen struct {
	name       string
	confidence float64
	accepted   claim.Acceptance
	text       string // what was read of the name; default: the name
	totalX     int    // right edge, of a page 1000 wide; default 900
	quarter    string // of arrival; default 2026Q2
}

// read makes the claim of one invoice, with the words of its page.
func (s seen) read(t *testing.T) (claim.Claim, []ReadPage) {
	t.Helper()
	if s.text == "" {
		s.text = s.name
	}
	if s.totalX == 0 {
		s.totalX = 900
	}
	received := map[string]string{"": "2026-05-14", "2024Q2": "2024-05-14", "2023Q2": "2023-05-14"}[s.quarter]
	c := claim.Claim{Submission: "own", ReceivedOn: claim.MustDate(received), Patient: claim.Patient{Surname: "BIANCHI", Name: "LUCIA"},
		Documents: []claim.Document{{ID: "d1", Kind: claim.Invoice, Pages: []claim.Page{{File: "a.pdf", FilePage: 1, Width: 1000, Height: 1400}}}},
		Expenses: []claim.Expense{{Number: "118/A", Date: claim.MustDate("2026-03-12"), Total: claim.MustMoney("87.50"),
			Issuer: claim.Issuer{Name: claim.Text(s.name), VATNumber: centre, Country: "IT"}}}, Provenance: map[string]claim.Provenance{}}
	put := func(part, text string, box claim.Box, confidence float64, accepted claim.Acceptance) {
		c.Provenance["/expenses/0/"+part] = claim.Provenance{Document: "d1", Page: 1, Box: box, Text: claim.Text(text), Method: claim.FromLine,
			Confidence: confidence, Accepted: accepted}
	}
	put("issuer/name", s.text, claim.Box{X: 100, Y: 60, W: 500, H: 30}, s.confidence, s.accepted)
	put("issuer/vat_number", centre, claim.Box{X: 100, Y: 100, W: 200, H: 20}, 0.998, claim.AcceptedAuto)
	put("number", "118/A", claim.Box{X: 250, Y: 300, W: 60, H: 20}, 0.98, claim.AcceptedAuto)
	put("date", "12/03/2026", claim.Box{X: 400, Y: 300, W: 120, H: 20}, 0.98, claim.AcceptedAuto)
	put("total", "87,50", claim.Box{X: s.totalX - 70, Y: 900, W: 70, H: 20}, 0.98, claim.AcceptedAuto)
	word := func(text string, x, y int) ocr.Word {
		return ocr.Word{Text: text, Box: claim.Box{X: x, Y: y, W: 10 * len(text), H: 20}, Confidence: 1}
	}
	reading, err := json.Marshal(Reading{Version: readingVersion, Width: 1000, Height: 1400, Level: claim.Identity, LevelWidth: 1000, LevelHeight: 1400, Words: []ocr.Word{
		word("Fattura", 140, 300), word("n.", 220, 300), word("118/A", 250, 300), word("del", 330, 300), word("12/03/2026", 400, 300),
		word("Totale", s.totalX-300, 900), word("fattura", s.totalX-220, 900), word("87,50", s.totalX-60, 900)}})
	if err != nil {
		t.Fatal(err)
	}
	return c, []ReadPage{{PageRef{"a.pdf", 1}, reading}}
}

// learn is what papers teach, as many of each as said.
func learn(t *testing.T, times int, s seen) (known claim.KnownIssuer) {
	t.Helper()
	for range times {
		c, pages := s.read(t)
		lessons, err := (&Pipeline{}).Lessons(c, pages)
		if err != nil || len(lessons) != 1 {
			t.Fatalf("lessons are %+v, %v", lessons, err)
		}
		known = known.Plus(lessons[0])
	}
	return known
}

// weighed is a paper after it was held against what is known.
func weighed(t *testing.T, s seen, known ...claim.KnownIssuer) *claim.Claim {
	t.Helper()
	c, pages := s.read(t)
	papers, err := groupPages(pages)
	if err != nil {
		t.Fatal(err)
	}
	a := assembly{claim: c, batch: papers}
	sum := claim.KnownIssuer{}
	for _, k := range known {
		sum = sum.Plus(k)
	}
	if err := a.weighIssuers(t.Context(), IssuerTable{centre: sum}); err != nil {
		t.Fatal(err)
	}
	return &a.claim
}

func nameOf(c *claim.Claim) (string, claim.Provenance) {
	return string(c.Expenses[0].Issuer.Name), c.Provenance["/expenses/0/issuer/name"]
}

func TestAKnownNameRaisesWhatAgreesWithIt(t *testing.T) {
	before := 0.9
	for _, tt := range []struct {
		name        string
		known       claim.KnownIssuer
		least, most float64
	}{
		{"one paper nobody stood for, a little", learn(t, 1, seen{name: "Centro Fisioterapico", confidence: 0.95}), 0.95, 0.97},
		{"many such papers, never to acceptance", learn(t, 50, seen{name: "CENTRO FISIOTERAPICO", confidence: 0.95}), 0.98, DefaultTargetAccuracy - 0.001},
		{"four accepted papers, to acceptance", learn(t, 4, seen{name: "Centro Fisioterapico", confidence: 0.996, accepted: claim.AcceptedAuto}), DefaultTargetAccuracy, 0.999},
		{"a person's word, more than one accepted paper", learn(t, 1, seen{name: "Centro Fisioterapico", confidence: 0.7, accepted: claim.AcceptedReviewer}), 0.997, 0.9999},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name, from := nameOf(weighed(t, seen{name: "Centro Fisioterapico", confidence: before}, tt.known))
			if name != "Centro Fisioterapico" || from.Confidence < tt.least || from.Confidence > tt.most || from.Method != claim.FromLine {
				t.Errorf("%q, %+v, want a confidence from %v to %v", name, from, tt.least, tt.most)
			}
		})
	}
	sure := weighed(t, seen{name: "Centro Fisioterapico", confidence: 0.9}, learn(t, 4, seen{name: "Centro Fisioterapico", confidence: 0.95}))
	if c := sure.Provenance["/expenses/0/issuer/vat_number"].Confidence; c < 0.9998 || c > 0.9999 {
		t.Errorf("the VAT number beside its name has %v", c)
	}
}

func TestAMisreadNameIsCorrectedToTheKnownOne(t *testing.T) {
	known := learn(t, 8, seen{name: "Centro Fisioterapico Srl", confidence: 0.95})
	for _, tt := range []struct {
		name, read, want string
		confidence       float64
		known            claim.KnownIssuer
	}{
		{"a digit for a letter", "Centro Fisioterapic0 Srl", "Centro Fisioterapico Srl", 0.9, known},
		{"two letters", "Cenfro Fisioterapico Sri", "Centro Fisioterapico Srl", 0.9, known},
		{"a space too many", "Centro Fisio terapico Srl", "Centro Fisioterapico Srl", 0.9, known},
		{"only the points differ", "CENTRO FISIOTERAPICO S.R.L.", "CENTRO FISIOTERAPICO S.R.L.", 0.9, known},
		{"read more surely than it is known", "Centro Fisioterapic0 Srl", "Centro Fisioterapic0 Srl", 0.994, known},
		{"known from two papers only", "Centro Fisioterapic0 Srl", "Centro Fisioterapic0 Srl", 0.9, learn(t, 2, seen{name: "Centro Fisioterapico Srl", confidence: 0.95})},
		{"another branch", "Farmacia Comunale 5", "Farmacia Comunale 5", 0.9, learn(t, 8, seen{name: "Farmacia Comunale 3", confidence: 0.95})},
		{"one misreading learnt does not outvote many", "Centro Fisioterapic0 Srl", "Centro Fisioterapico Srl", 0.9,
			known.Plus(learn(t, 1, seen{name: "Centro Fisioterapic0 Srl", confidence: 0.95}))},
		{"nor correct the right name", "Centro Fisioterapico Srl", "Centro Fisioterapico Srl", 0.9,
			known.Plus(learn(t, 1, seen{name: "Centro Fisioterapic0 Srl", confidence: 0.999, accepted: claim.AcceptedAuto}))},
		{"a name that is as common as the other", "Centro Fisioterapica Srl", "Centro Fisioterapica Srl", 0.9,
			known.Plus(learn(t, 4, seen{name: "Centro Fisioterapica Srl", confidence: 0.95}))},
		{"a person's word corrects what many misread", "Centro Fisioterapic0 Srl", "Centro Fisioterapico Srl", 0.9,
			learn(t, 8, seen{name: "Centro Fisioterapic0 Srl", confidence: 0.95}).Plus(
				learn(t, 1, seen{name: "Centro Fisioterapico Srl", text: "Centro Fisioterapic0 Srl", confidence: 0.9, accepted: claim.AcceptedReviewer}))},
		{"what was misread two years long fades", "Centro Fisioterapic0 Srl", "Centro Fisioterapico Srl", 0.9,
			learn(t, 4, seen{name: "Centro Fisioterapic0 Srl", confidence: 0.95, quarter: "2023Q2"}).Plus(learn(t, 4, seen{name: "Centro Fisioterapico Srl", confidence: 0.95}))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name, from := nameOf(weighed(t, seen{name: tt.read, confidence: tt.confidence}, tt.known))
			if name != tt.want {
				t.Fatalf("%q became %q, want %q", tt.read, name, tt.want)
			}
			if corrected := tt.want != tt.read; corrected && (from.Method != claim.FromRule || string(from.Text) != tt.read || from.Confidence >= DefaultTargetAccuracy || from.Page != 1) {
				t.Errorf("the correction comes from %+v", from)
			} else if !corrected && from.Method != claim.FromLine {
				t.Errorf("what was not corrected comes from %+v", from)
			}
		})
	}
}

func TestAnotherNameBesideAKnownVATNumberIsDoubted(t *testing.T) {
	known := learn(t, 6, seen{name: "Centro Fisioterapico Srl", confidence: 0.95})
	for _, tt := range []struct {
		name, read      string
		known           claim.KnownIssuer
		doubted, raised bool
	}{
		{"quite another name", "Ottica Bellavista", known, true, false},
		{"where he has always had several names", "Ottica Bellavista", known.Plus(learn(t, 5, seen{name: "Laboratorio Analisi Aurora", confidence: 0.95})), false, false},
		{"where only two papers are known", "Ottica Bellavista", learn(t, 2, seen{name: "Centro Fisioterapico Srl", confidence: 0.95}), false, false},
		{"a part of the name", "Fisioterapico", known, false, true},
		{"more than the name", "Centro Fisioterapico Srl Unipersonale", known, false, true},
		{"a name that shares a word", "Studio Fisioterapico Verdi e Associati", known, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := weighed(t, seen{name: tt.read, confidence: 0.9}, tt.known)
			name, from := nameOf(c)
			vat := c.Provenance["/expenses/0/issuer/vat_number"].Confidence
			if name != tt.read || (from.Confidence < 0.89) != tt.doubted || (vat < 0.99) != tt.doubted || (vat > 0.999) != tt.raised {
				t.Errorf("%q has %v and its VAT number %v", name, from.Confidence, vat)
			}
		})
	}
}

func TestAValueInItsUsualPlaceIsBelievedMore(t *testing.T) {
	usual := seen{name: "Centro", confidence: 0.95}
	confidence := func(s seen, known claim.KnownIssuer) float64 {
		return weighed(t, s, known).Provenance["/expenses/0/total"].Confidence
	}
	if c := confidence(usual, learn(t, 5, usual)); c <= 0.98 || c > 0.991 {
		t.Errorf("in its place the total has %v", c)
	}
	if c := confidence(usual, learn(t, 2, usual)); c != 0.98 {
		t.Errorf("two papers make it %v", c)
	}
	moved := learn(t, 5, usual)
	for i := range moved.Votes {
		if moved.Votes[i].Of == claim.TotalPlace {
			moved.Votes[i].Text, moved.Votes[i].X = "netto a pagare", 40
		}
	}
	if c := confidence(usual, moved); c >= 0.95 || c < 0.9 {
		t.Errorf("elsewhere it has %v", c)
	}
	two := learn(t, 5, seen{name: "Centro", confidence: 0.95, totalX: 500}).Plus(moved)
	if c := confidence(usual, two); c != 0.98 {
		t.Errorf("of an issuer with two layouts it has %v", c)
	}
}

func TestLessonsHoldNothingOfPersonsAndCountOnce(t *testing.T) {
	c, pages := seen{name: "Centro Fisioterapico", confidence: 0.95}.read(t)
	c.Expenses = append(c.Expenses, c.Expenses[0])
	for pointer, from := range c.Provenance {
		c.Provenance[strings.Replace(pointer, "/0/", "/1/", 1)] = from
	}
	lessons, err := (&Pipeline{}).Lessons(c, pages)
	if err != nil {
		t.Fatal(err)
	}
	place := func(of claim.IssuerPart, label string, x, y int) claim.IssuerVote {
		return claim.IssuerVote{Of: of, Text: label, Page: 1, X: x, Y: y, Quarter: "2026Q2", Accepted: 1}
	}
	want := []claim.KnownIssuer{{VATNumber: centre, Documents: 2, LastSeen: claim.MustDate("2026-05-14"), Votes: []claim.IssuerVote{
		place(claim.DatePlace, "fattura n del", 40, 22), {Of: claim.IssuerName, Text: "Centro Fisioterapico", Quarter: "2026Q2", Read: 1},
		place(claim.NumberPlace, "fattura n", 26, 22), place(claim.TotalPlace, "totale fattura", 90, 66)}}}
	if !reflect.DeepEqual(lessons, want) {
		t.Errorf("lessons are %+v, want %+v", lessons, want)
	}
}

// TestWhatAReviewerAcceptedOrCorrectedTeachesMore confirms and corrects values as a reviewer does: the value is his,
// the text is what was read.
func TestWhatAReviewerAcceptedOrCorrectedTeachesMore(t *testing.T) {
	usual := seen{name: "Centro Fisioterapico", confidence: 0.7}
	reviewed := func(change func(c *claim.Claim)) claim.KnownIssuer {
		c, pages := usual.read(t)
		for _, part := range []string{"issuer/name", "issuer/vat_number", "number", "date", "total"} {
			accepted(&c, part, claim.AcceptedReviewer)
		}
		change(&c)
		lessons, err := (&Pipeline{}).Lessons(c, pages)
		if err != nil || len(lessons) != 1 || lessons[0].VATNumber != centre || lessons[0].Documents != 1 {
			t.Fatalf("lessons are %+v, %v", lessons, err)
		}
		return lessons[0]
	}
	parts := func(k claim.KnownIssuer) (list []string) {
		for _, v := range k.Votes {
			if v.Confirmed != 1 || v.Accepted != 0 {
				t.Errorf("a reviewer's word counts as %+v", v)
			}
			list = append(list, string(v.Of))
		}
		return list
	}
	text := func(c *claim.Claim, part, read string) {
		p := c.Provenance["/expenses/0/"+part]
		p.Text, p.Confidence = claim.Text(read), 0.2
		c.Provenance["/expenses/0/"+part] = p
	}
	all := []string{"date", "name", "number", "total"}
	for _, tt := range []struct {
		name   string
		change func(*claim.Claim)
		want   []string
	}{
		{"confirmed as read", func(*claim.Claim) {}, all},
		{"a VAT number corrected", func(c *claim.Claim) { text(c, "issuer/vat_number", "01234S6O157") }, all},
		{"a figure of each corrected", func(c *claim.Claim) {
			text(c, "number", "113/A")
			text(c, "date", "12/08/2026")
			text(c, "total", "81,50")
		}, all},
		{"a date with its month in letters", func(c *claim.Claim) { text(c, "date", "12 marzo 2026") }, all},
		{"another amount taken for the total", func(c *claim.Claim) { text(c, "total", "1.204,00") }, []string{"date", "name", "number"}},
		{"another day and another number", func(c *claim.Claim) {
			text(c, "date", "25/02/2026")
			text(c, "number", "4471")
		}, []string{"name", "total"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := parts(reviewed(tt.change)); !slices.Equal(got, tt.want) {
				t.Errorf("learnt are %v, want %v", got, tt.want)
			}
		})
	}
	auto := seen{name: usual.name, confidence: 0.996, accepted: claim.AcceptedAuto}
	byMachine := weighed(t, usual, learn(t, 1, auto)).Provenance["/expenses/0/issuer/name"].Confidence
	byReviewer := weighed(t, usual, reviewed(func(*claim.Claim) {})).Provenance["/expenses/0/issuer/name"].Confidence
	if !(byReviewer > byMachine && byMachine > usual.confidence) {
		t.Errorf("the name has %v by a machine's word and %v by a reviewer's", byMachine, byReviewer)
	}
	place := func(known claim.KnownIssuer) float64 {
		return weighed(t, usual, known).Provenance["/expenses/0/total"].Confidence
	}
	if one, his := place(learn(t, 1, auto)), place(reviewed(func(*claim.Claim) {})); his <= one {
		t.Errorf("in its place the total has %v by a machine's word and %v by a reviewer's", one, his)
	}
}

func TestNothingIsLearntOf(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*claim.Claim)
		votes  int // names
		none   bool
	}{
		{"a VAT number that nobody stands for", func(c *claim.Claim) { accepted(c, "issuer/vat_number", "") }, 0, true},
		{"an issuer without one", func(c *claim.Claim) { c.Expenses[0].Issuer.VATNumber = "" }, 0, true},
		{"a name that is the patient's", func(c *claim.Claim) { c.Expenses[0].Issuer.Name = "Bianchi Lucia" }, 0, true},
		{"a practice that has the payer's name", func(c *claim.Claim) {
			c.Expenses[0].Issuer.Name = "Dott. Carlo Verdi"
			c.Expenses[0].BilledTo = &claim.Person{Surname: "VERDI", Name: "CARLO"}
		}, 0, true},
		{"an issuer with the member's tax code", func(c *claim.Claim) {
			c.Member.TaxCode, c.Expenses[0].Issuer.TaxCode = "RSSLCU12A01F205W", "RSSLCU12A01F205W"
		}, 0, true},
		{"a name with an address of mail", func(c *claim.Claim) { c.Expenses[0].Issuer.Name = "mario@centro.it" }, 0, false},
		{"a name that a rule wrote", func(c *claim.Claim) {
			p := c.Provenance["/expenses/0/issuer/name"]
			p.Method, p.Accepted = claim.FromRule, claim.AcceptedAuto
			c.Provenance["/expenses/0/issuer/name"] = p
		}, 0, false},
		{"a name read badly", func(c *claim.Claim) {
			p := c.Provenance["/expenses/0/issuer/name"]
			p.Confidence = 0.8
			c.Provenance["/expenses/0/issuer/name"] = p
		}, 0, false},
		{"what a person wrote in the place of somebody's name, but his word", func(c *claim.Claim) {
			accepted(c, "issuer/name", claim.AcceptedReviewer)
			p := c.Provenance["/expenses/0/issuer/name"]
			p.Text = "GIALLI ENRICO"
			c.Provenance["/expenses/0/issuer/name"] = p
		}, 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, pages := seen{name: "Centro Fisioterapico", confidence: 0.95}.read(t)
			tt.change(&c)
			lessons, err := (&Pipeline{}).Lessons(c, pages)
			if err != nil || (len(lessons) == 0) != tt.none {
				t.Fatalf("lessons are %+v, %v", lessons, err)
			}
			names := 0
			for _, k := range lessons {
				for _, v := range k.Votes {
					if v.Of == claim.IssuerName {
						names++
					}
				}
			}
			if names != tt.votes {
				t.Errorf("%d names are learnt: %+v", names, lessons)
			}
		})
	}
}

func accepted(c *claim.Claim, part string, by claim.Acceptance) {
	p := c.Provenance["/expenses/0/"+part]
	p.Accepted = by
	c.Provenance["/expenses/0/"+part] = p
}
