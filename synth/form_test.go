package synth

import (
	"strings"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

// formKinds are the kinds of case that have a form of their own, with its code.
var formKinds = map[string][]claim.DocumentKind{FormKind: {claim.R01Document}, DentalKind: {claim.R02Document, claim.D01Document},
	DependencyKind: {claim.NA1Document}, IllnessKind: {claim.GM01Document}}

func TestEveryFormHoldsItsValuesInItsZones(t *testing.T) {
	for kind, codes := range formKinds {
		for _, code := range codes {
			for seed := range uint64(12) {
				d := newDice(seed, "zones")
				e := someClaim(d, kind, "", claim.Post)
				e.Foreign, e.filling = seed%3 == 2, pick(d, Typed, Printed, Handprint)
				b := e.blank(code, d)
				by := someFiller(d, e.filling, someWriter(d, ""))
				room := func(id string) float64 { f, _ := b.field(id); return f.Rect.W }
				written := e.entries(by, room)
				if code == claim.D01Document {
					written = e.d01Entries(by, room, d)
				}
				pages := b.fill(written, by)
				for id, value := range written.text {
					f, ok := b.field(id)
					if !ok {
						if e.mustHold(code, id) {
							t.Errorf("%s seed %d (foreign %v): no zone %s for %q", code, seed, e.Foreign, id, value)
						}
						continue
					}
					if value == "" || f.Type == forms.Mark || f.Type == forms.Signature || f.Type == forms.Multiline {
						continue
					}
					got := ""
					for _, p := range pages[f.Page-1].printed {
						if p.x >= f.Rect.X-2 && p.x+p.w <= f.Rect.Right()+7 && p.y > f.Rect.Y && p.y < f.Rect.Bottom()+1.6 {
							got += p.text
						}
					}
					if !strings.Contains(got, value[len(f.Preprinted):]) {
						t.Errorf("%s seed %d (foreign %v, %s): zone %s holds %q, want %q", code, seed, e.Foreign, e.filling, id, got, value)
					}
				}
			}
		}
	}
}

// mustHold tells whether a form must have a zone for a value, however it is laid out: those of the claim.
func (e *envelope) mustHold(code claim.DocumentKind, id string) bool {
	optional := []string{"attachment.", "third_party", "member.email", "c2", "c6", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "iban"}
	for _, part := range optional {
		if strings.Contains(id, part) {
			return false
		}
	}
	return true
}

func TestForeignFormsLieOnThePageWithoutOverlap(t *testing.T) {
	for _, codes := range formKinds {
		for _, code := range codes {
			for seed := range uint64(60) {
				var done []forms.Field
				for n, page := range foreignForm(code, newDice(seed, "foreign")) {
					for _, f := range page.fields {
						if f.Page != n+1 || f.Rect.W < 3 || f.Rect.H < 3 || !f.Rect.Within(forms.Rect{X: 5, Y: 5, W: 200, H: 287}) {
							t.Errorf("%s seed %d: %s at %v", code, seed, f.ID, f.Rect)
						}
						for _, other := range done {
							if other.ID == f.ID || other.Page == f.Page && other.Rect.Overlaps(f.Rect) {
								t.Errorf("%s seed %d: %s and %s overlap or are the same", code, seed, other.ID, f.ID)
							}
						}
						done = append(done, f)
					}
					for _, p := range page.printed {
						if p.x < 3 || p.x+p.w > 208 || p.y < 5 || p.y > 295 || strings.Contains(p.text, "F:") {
							t.Errorf("%s seed %d: %q at %.0f, %.0f", code, seed, p.text, p.x, p.y)
						}
					}
				}
			}
		}
	}
}

func TestDentalClaimsAgreeWithTheirInvoices(t *testing.T) {
	definition, _ := forms.Find(claim.D01Document, "")
	for seed := range uint64(300) {
		e := someDentalEnvelope(newDice(seed, "dental"), 1+int(seed%4), claim.Post)
		billed, codes := map[*invoice]int64{}, map[string]bool{}
		for _, treated := range e.Dental.Treatments {
			billed[treated.Invoice] += treated.Amount
			if codes[treated.code] {
				t.Errorf("seed %d: code %s twice", seed, treated.code)
			}
			codes[treated.code] = true
			column := map[place]string{byCount: "count", byArch: "arch", byQuadrant: "arch", byTooth: "tooth"}[treated.where]
			if _, ok := definition.Field("c" + treated.code + "." + column); !ok {
				t.Errorf("seed %d: D01 has no %s for %s", seed, column, treated.code)
			}
			if (treated.where == byTooth) != (treated.Tooth != "") || treated.Tooth != "" && (treated.Tooth[1] < '1' || treated.Tooth[1] > '8') {
				t.Errorf("seed %d: %s on tooth %q", seed, treated.code, treated.Tooth)
			}
		}
		for _, inv := range e.Invoices {
			if billed[inv] != inv.net() || inv.Date.After(e.Dental.SignedOn) {
				t.Errorf("seed %d: treatments of %d on an invoice of %d", seed, billed[inv], inv.net())
			}
		}
	}
}
