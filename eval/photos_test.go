package eval_test

import (
	"testing"

	"pratica/claim"
	"pratica/eval"
	"pratica/pipeline"
	"pratica/synth"
)

// TestPhotosAreReadLikeScans leads photographed papers on a table through the real pipeline: they are found, flattened
// and read, and every page says where on the photo it lies.
func TestPhotosAreReadLikeScans(t *testing.T) {
	dir := t.TempDir()
	if err := synth.Write(dir, synth.Options{Count: 3, Seed: 35300, Kinds: []string{synth.InvoiceKind, synth.FormKind, synth.DentistKind}, Edition: synth.OwnEdition,
		Quality: synth.Photo, Filling: synth.Typed}, nil); err != nil {
		t.Fatal(err)
	}
	cases, err := eval.Cases(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pipeline.New(pipeline.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	values, exact, invented := 0, 0, 0
	for _, c := range cases {
		r, err := eval.Run(t.Context(), p, c, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range r.Values {
			if v.Class != eval.Paper {
				continue
			}
			values++
			switch {
			case v.Verdict == eval.Exact:
				exact++
			case v.Verdict == eval.Invented:
				invented++
			}
			if v.Verdict != eval.Exact {
				t.Logf("%s: %s is %q, the truth is %q", c.Name, v.Pointer+v.ReadPointer, v.Read, v.Truth)
				if v.Accepted() {
					t.Errorf("%s: %s was accepted as %q, the truth is %q", c.Name, v.Pointer+v.ReadPointer, v.Read, v.Truth)
				}
			}
		}
		for _, read := range r.Claims {
			checkPlaces(t, c.Name, read)
		}
	}
	if 100*exact < 90*values || 50*invented > values {
		t.Errorf("%d of %d values exact, %d invented", exact, values, invented)
	}
}

// checkPlaces checks that the corners of every flattened page lie on the photo or a little beside it.
func checkPlaces(t *testing.T, name string, c claim.Claim) {
	t.Helper()
	for _, d := range c.Documents {
		for _, p := range d.Pages {
			if p.Transform == claim.Identity {
				t.Errorf("%s: page %d was not flattened", name, p.FilePage)
				continue
			}
			for _, corner := range [4][2]float64{{0, 0}, {float64(p.Width), 0}, {float64(p.Width), float64(p.Height)}, {0, float64(p.Height)}} {
				m := p.Transform
				w := m[6]*corner[0] + m[7]*corner[1] + m[8]
				x, y := (m[0]*corner[0]+m[1]*corner[1]+m[2])/w, (m[3]*corner[0]+m[4]*corner[1]+m[5])/w
				if x < -200 || y < -200 || x > 4232 || y > 4232 {
					t.Errorf("%s: a corner of page %d is at %.0f %.0f of the photo", name, p.FilePage, x, y)
				}
			}
		}
	}
}
