package adopt

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"pratica/extract/forms"
	"pratica/ocr/decode"
	"pratica/ocr/recognise"
)

// tally counts how many zones of a form a draft has in their place, with the right type and the right id,
// and how many it has where there is none.
type tally struct{ zones, placed, typed, named, extra int }

func (t tally) plus(o tally) tally {
	return tally{t.zones + o.zones, t.placed + o.placed, t.typed + o.typed, t.named + o.named, t.extra + o.extra}
}

// near is how far, in mm, the edges of a zone may be from those of the truth. The upper edge of a zone over
// a line is what the definition says: there only what lies on the paper counts.
const near = 1.0

func compare(t *testing.T, truth, draft *forms.Definition) tally {
	t.Helper()
	var n tally
	for p := range truth.Pages {
		found := draft.Pages[p].Fields
		used := make([]bool, len(found))
		for _, want := range truth.Pages[p].Fields {
			n.zones++
			at := -1
			for i, f := range found {
				if !used[i] && sameZone(want, f) {
					at = i
				}
			}
			if at < 0 {
				t.Logf("%s page %d: %s at %v not found", truth.Name(), p+1, want.ID, want.Rect)
				continue
			}
			used[at] = true
			got := found[at]
			n.placed++
			if got.Type == want.Type {
				n.typed++
			} else {
				t.Logf("%s page %d: %s is taken for a %s", truth.Name(), p+1, want.ID, got.Type)
			}
			if got.ID == want.ID && got.Pointer == want.Pointer && got.Value == want.Value {
				n.named++
			} else {
				t.Logf("%s page %d: %s (%s) is taken for %s (%s)", truth.Name(), p+1, want.ID, want.Pointer, got.ID, got.Pointer)
			}
		}
		for i, f := range found {
			if !used[i] {
				n.extra++
				t.Logf("%s page %d: there is no %s at %v", truth.Name(), p+1, f.ID, f.Rect)
			}
		}
	}
	return n
}

func sameZone(want, got forms.Field) bool {
	off := func(a, b float64) bool { return math.Abs(a-b) <= near }
	a, b := want.Rect, got.Rect
	if !off(a.X, b.X) || !off(a.Right(), b.Right()) || !off(a.Bottom(), b.Bottom()) {
		return false
	}
	return off(a.Y, b.Y) || want.Frame != forms.Box && math.Abs(a.Y-b.Y) < 3
}

// adopted drafts a definition from a file.
func adopted(t *testing.T, path string) (*Draft, []Picture) {
	t.Helper()
	source, err := decode.Open(context.Background(), path, decode.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	draft, pictures, err := Document(context.Background(), source, "", engineFor(t))
	if err != nil {
		t.Fatal(err)
	}
	return draft, pictures
}

func engineFor(t *testing.T) func() (*recognise.Engine, error) {
	return func() (*recognise.Engine, error) {
		e, err := recognise.NewEngine("ita")
		if err == nil {
			t.Cleanup(func() { err = errors.Join(err, e.Close()) })
		}
		return e, err
	}
}

func TestTheFormsWeKnowAreAdoptedAsTheyAre(t *testing.T) {
	var all tally
	for _, d := range forms.All() {
		var blank bytes.Buffer
		if err := d.WritePDF(&blank); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "blank.pdf")
		if err := os.WriteFile(path, blank.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		draft, _ := adopted(t, path)
		if draft.Code != d.Code || draft.Edition != d.Edition {
			t.Errorf("%s is taken for %s %s", d.Name(), draft.Code, draft.Edition)
		}
		definition, err := draft.Definition()
		if err != nil {
			t.Fatalf("the draft of %s is no definition: %v", d.Name(), err)
		}
		n := compare(t, d, definition)
		t.Logf("%s: %d zones, %d placed, %d typed, %d named, %d too many", d.Name(), n.zones, n.placed, n.typed, n.named, n.extra)
		all = all.plus(n)
	}
	t.Logf("together: %d zones, %d placed, %d typed, %d named, %d too many", all.zones, all.placed, all.typed, all.named, all.extra)
	if share := func(n int) float64 { return float64(n) / float64(all.zones) }; share(all.placed) < 0.99 || share(all.typed) < 0.99 || share(all.named) < 0.98 || all.extra > 3 {
		t.Errorf("of %d zones %d are placed, %d typed and %d named; %d are too many", all.zones, all.placed, all.typed, all.named, all.extra)
	}
}
