package synth

import (
	"encoding/json"
	"slices"
	"testing"

	"pratica/claim"
)

func TestEveryCaseIsWellFormedAndTheSameForItsSeed(t *testing.T) {
	seen := map[string]bool{}
	for n := range 32 {
		o := Options{Seed: 5, Kinds: []string{kinds[n%len(kinds)]}, Quality: []string{Scan, Photo}[n%2]}
		first, err := o.draw(n)
		if err != nil {
			t.Fatal(err)
		}
		again, err := o.draw(n)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(first.truth)
		b, _ := json.Marshal(again.truth)
		if string(a) != string(b) || first.name != again.name {
			t.Errorf("case %d differs from itself", n)
		}
		pages := map[string][]int{}
		for _, doc := range first.truth.Documents {
			if doc.Claim < 0 || doc.Claim >= len(first.truth.Claims) || len(doc.Pages) == 0 || !slices.Contains(claim.DocumentKinds, doc.Kind) {
				t.Errorf("%s: document %+v of %d claims", first.name, doc, len(first.truth.Claims))
			}
			if (doc.Kind == claim.Envelope || doc.Kind == claim.Blank) && doc.Claim != 0 {
				t.Errorf("%s: %s of claim %d", first.name, doc.Kind, doc.Claim)
			}
			if first.files[doc.File] == nil {
				t.Errorf("%s: no file %s", first.name, doc.File)
			}
			for _, page := range doc.Pages {
				if slices.Contains(pages[doc.File], page) && doc.Kind != claim.Invoice {
					t.Errorf("%s: page %d of %s in two documents", first.name, page, doc.File)
				}
				pages[doc.File] = append(pages[doc.File], page)
			}
		}
		for _, c := range first.truth.Claims {
			if form, _ := c["form"].(string); form != "" {
				seen[form] = true
			}
		}
		for _, tag := range first.truth.Tags {
			seen[tag] = true
		}
	}
	for _, want := range []string{"R01", "R02", "NA1", "GM01", "envelope", Handprint, Typed, Printed} {
		if !seen[want] {
			t.Errorf("no %s among 32 cases", want)
		}
	}
}

func TestAnEnvelopeHoldsWhatItsClaimsNeedUnlessAFaultSaysSo(t *testing.T) {
	two, spoilt := 0, 0
	for seed := range uint64(300) {
		m := someEnvelopeMail(newDice(seed, "mail"), "", claim.Post)
		if !m.postmarked || m.first().Channel != claim.Post {
			t.Errorf("seed %d: an envelope that was not posted", seed)
		}
		for n, e := range m.claims {
			for _, code := range e.lacking() {
				if !slices.Contains(e.Findings, code) {
					t.Errorf("seed %d: %s was not planted", seed, code)
				}
			}
			if len(e.Findings) > 0 {
				spoilt++
			}
			if n > 0 {
				two++
				if e.Member.TaxCode != m.first().Member.TaxCode || e.SentOn != m.first().SentOn || e.Patient.Name == m.first().Patient.Name {
					t.Errorf("seed %d: the second claim is of %s %s", seed, e.Member.Name, e.Patient.Name)
				}
			}
		}
	}
	if two < 10 || spoilt < 100 || spoilt > 280 {
		t.Errorf("of 300 envelopes %d have two claims and %d faults", two, spoilt)
	}
}

func TestFaultsArePlantedWhereverTheySuit(t *testing.T) {
	for code, f := range faults {
		for _, kind := range append(f.kinds(), "") {
			o := Options{Seed: 3, Faults: []claim.Code{code}}
			if kind != "" {
				o.Kinds = []string{kind}
			}
			if err := o.check(); err != nil {
				t.Errorf("%s with %s: %v", code, kind, err)
			}
			d := newDice(1, string(code))
			chosen, fault := o.choose(d)
			if fault != code || !faults[code].suits(chosen) {
				t.Errorf("%s: %s with %s", code, chosen, fault)
			}
			m := o.someMail(d, chosen, fault, claim.Post)
			if !slices.Contains(m.findings(), code) {
				t.Errorf("%s in %s: findings %v", code, chosen, m.findings())
			}
		}
	}
}
