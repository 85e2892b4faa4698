package pipeline

import (
	"slices"
	"strings"
	"testing"

	"pratica/claim"
)

// naming is a page that names its account once more, in its middle.
func naming(page Reading, number string) Reading {
	page.Words = slices.Concat(page.Words, belowWords("Segue fattura n. "+number))
	return page
}

func TestPagesBelongTogetherWhateverNumberWasRead(t *testing.T) {
	carried, numbered := longBill("107", false, true), longBill("107", true, false)
	for _, pages := range [][]Reading{carried, numbered} {
		pages[1], pages[2] = naming(pages[1], "2026/19397"), naming(pages[2], "2026/19397")
	}
	whole := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00", "Pag. 1 di 3")
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"by the sum handed on", carried, "- 1: 1+2+3"},
		{"by the sum handed on, behind a page number misread", []Reading{carried[0], naming(carried[1], "4. Pag. 1 di 3"), carried[2]}, "- 1: 1+2+3"},
		{"by page numbers", numbered, "- 1: 1+2+3"},
		{"not where the page before is a whole document", []Reading{whole, numbered[1], numbered[2]}, "- 2: 1 2+3"},
		{"not where another paper lies between", []Reading{numbered[0], bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00"), numbered[1], numbered[2]}, "- 3: 1 2 3+4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shape(assembled(t, c.pages...)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestWhatIsReadOfAPartOfADocumentIsNotAccepted(t *testing.T) {
	numbered, carried := longBill("88", true, false), longBill("88", false, true)
	against := longBill("107", true, false)
	against[1], against[2] = naming(against[1], "2026/19397"), naming(against[2], "2026/19397")
	for _, c := range []struct {
		name   string
		pages  []Reading
		inPart bool
	}{
		{"all pages", numbered, false},
		{"all sums", carried, false},
		{"the first page alone", numbered[:1], true},
		{"the last page alone", numbered[2:], true},
		{"a page between lacks", []Reading{numbered[0], numbered[2]}, true},
		{"a sum that nobody takes over", carried[:2], true},
		{"a sum from nowhere", carried[2:], true},
		{"pages that contradict each other", against, true},
		{"one page with its total", []Reading{bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00", "Pag. 1 di 2")}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := New(Config{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			var list []ReadPage
			for i, r := range c.pages {
				list = append(list, read(t, i+1, r))
			}
			claims, err := p.Assemble(t.Context(), claim.Submission{Channel: claim.Post}, list, nil)
			if err != nil {
				t.Fatal(err)
			}
			most := 0.0
			for pointer, from := range claims[0].Provenance {
				if strings.HasPrefix(pointer, rowPrefix) {
					most = max(most, from.Confidence)
				}
			}
			if most <= mostOfPart != c.inPart {
				t.Errorf("a value is believed with %.4f; %s", most, shape(claims))
			}
		})
	}
}

// In "Pag. 33" the stroke of "3/3" may have been lost: such a number tells nothing.
func TestAPageNumberWithoutItsStrokeTellsNothing(t *testing.T) {
	for text, want := range map[string]pageMark{"Pag. 3/3": {number: 3, of: 3}, "Pag. 3": {number: 3}, "Pag. 12": {number: 12}, "Pag. 33": {}, "Pag. 113": {}} {
		if got := lines(text).place(); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func (r Reading) place() pageMark { return placeOf(&r) }
