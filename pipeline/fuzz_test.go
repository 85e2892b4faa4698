package pipeline

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/claim"
	"pratica/ocr"
)

// FuzzBatch parts any sequence of pages (batchOf) into envelopes: every page is in exactly one, in its order, every
// problem is told once, and an envelope begins only where something says so.
func FuzzBatch(f *testing.F) {
	for _, s := range []string{"SbppSbp", "1pp2p!S", "bpbSpb", "SSpSSp1S", "", "!!", "11p122", "bS!bSb", "p1S2b3p"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, pages string) {
		if len(pages) > 2000 {
			return
		}
		list := batchOf(pages)
		next, problems := 1, 0
		for i, e := range list {
			if len(e.Pages) == 0 && len(list) > 1 {
				t.Fatalf("%q: envelope %d of %d has no pages", pages, i+1, len(list))
			}
			for _, p := range e.Pages {
				if p.File != "batch.tif" || p.FilePage != next {
					t.Fatalf("%q: page %d stands where %d belongs: %+v", pages, p.FilePage, next, list)
				}
				next++
			}
			problems += len(e.Findings)
		}
		read := 0
		for _, letter := range pages {
			if letter != '!' {
				read++
			}
		}
		if next-1 != read || problems != strings.Count(pages, "!") {
			t.Fatalf("%q: %d pages and %d problems in %+v", pages, next-1, problems, list)
		}
		begins := strings.Count(pages, "S") + 1
		if begins == 1 {
			begins += strings.Count(strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return '0'
				}
				return r
			}, pages), "0")
		}
		if len(list) > begins || len(list) < 1 {
			t.Errorf("%q is %d envelopes", pages, len(list))
		}
	})
}

// readingsOf makes readings of a text: a line each; what it begins with says what page it is.
func readingsOf(text string) (pages []ReadPage) {
	kinds := map[byte]pageKind{'b': blankPage, 'S': separatorPage, 'R': formPage, 'D': formPage, 'N': formPage}
	codes := map[byte]string{'R': "R01", 'D': "D01", 'N': "NA1"}
	for i, line := range strings.Split(text, "\n") {
		r := Reading{Version: readingVersion, Width: 1240, Height: 1754, LevelWidth: 1240, LevelHeight: 1754, DPI: 150, Transform: claim.Identity, Level: claim.Identity,
			KindOfPage: textPage, Method: string(claim.FromLine)}
		if line != "" && kinds[line[0]] != "" {
			r.KindOfPage, r.FormCode, line = kinds[line[0]], codes[line[0]], line[1:]
		}
		switch {
		case strings.HasPrefix(line, "!"):
			r = Reading{Version: readingVersion, Problem: "page.unreadable"}
		case r.KindOfPage == formPage:
			r.FormEdition, r.FormPage = "2012-06", 1+len(line)%2
			for n, text := range strings.SplitN(line, "|", 6) {
				f := claim.Field{Value: text, From: claim.Provenance{Page: 1, Text: claim.Text(text), Method: claim.FromLine, Confidence: 0.7}}
				id := []string{"row1.amount", "member.code", "iban", "row1.date", "total", "c2605.tooth"}[n]
				pointer := []string{"/expenses/0/declared/amount", "/member/code", "/member/iban", "/expenses/0/declared/date", "/declared_total", ""}[n]
				if n == 0 || n == 3 || n == 4 {
					if (&claim.Claim{}).Set(pointer, text) != nil {
						f.Value = ""
					}
				}
				row := 0
				if strings.HasPrefix(id, "row1") {
					row = 1
				}
				r.Fields = append(r.Fields, field{ID: id, Pointer: pointer, Row: row, Filled: text != "", Blank: text == "", Field: f})
			}
		case r.KindOfPage == textPage:
			for n, row := range strings.Split(line, "|") {
				x := 60
				for _, word := range strings.Fields(row) {
					r.Words = append(r.Words, ocr.Word{Text: word, Confidence: 0.95, Box: claim.Box{X: x, Y: 60 + 40*n, W: 12 * len(word), H: 20}})
					x += 12 * (len(word) + 1)
				}
			}
		}
		data, err := json.Marshal(r)
		if err != nil {
			panic(err)
		}
		pages = append(pages, ReadPage{PageRef: PageRef{File: "batch.tif", FilePage: i + 1}, Reading: data})
	}
	return pages
}

// FuzzAssemble makes claims of any readings: every page is in exactly one claim, and every claim keeps the contract.
func FuzzAssemble(f *testing.F) {
	f.Add("R87,50|1047823|IT60X0542811101000000123456|2026-03-12|87,50\nFattura n. 77/2026 del 12/03/2026|Paziente: Rossi Luca|P.IVA 01234560157|Visita 85,50|Bollo 2,00|Totale 87,50\nb\nR|12\npag. 2 di 3|Totale 12,00")
	f.Add("S\nb\n!\nD|||||36\nN\nlettera di dimissione")
	f.Add("Fattura n. 1 del 12/03/2026|pag. 1 di 2\nb\npag. 2/2|Totale 10,00\nR2\nR1\nR1")
	p := &Pipeline{config: Config{TargetAccuracy: DefaultTargetAccuracy, Now: func() time.Time { return time.Date(2026, 5, 14, 9, 0, 0, 0, time.UTC) }}}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1500 || strings.Count(text, "\n") > 12 {
			return
		}
		pages := readingsOf(text)
		claims, err := p.Assemble(t.Context(), claim.Submission{Channel: claim.Post}, pages, nil)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[PageRef]int{}
		for _, c := range claims {
			ids := map[string]bool{}
			for _, d := range c.Documents {
				if ids[d.ID] || len(d.Pages) == 0 {
					t.Errorf("document %+v", d)
				}
				ids[d.ID] = true
				for _, page := range d.Pages {
					seen[PageRef{page.File, page.FilePage}]++
				}
			}
			for pointer, from := range c.Provenance {
				if _, err := c.Get(pointer); err != nil {
					t.Errorf("the provenance of %s: %v", pointer, err)
				}
				if p := from.Confidence; !(p >= 0 && p <= 1) || from.Document != "" && !ids[string(from.Document)] {
					t.Errorf("the provenance of %s is %+v", pointer, from)
				}
			}
		}
		want := map[PageRef]int{}
		for _, page := range pages {
			want[page.PageRef] = 1
		}
		if !maps.Equal(seen, want) {
			t.Errorf("%d pages are in the claims %v times", len(pages), slices.Sorted(maps.Values(seen)))
		}
	})
}

// FuzzPageMark reads "pag. 2 di 3" of any text.
func FuzzPageMark(f *testing.F) {
	f.Add("pag. 2 di 3", uint8(2), uint8(3))
	f.Add("Foglio: 12/1", uint8(7), uint8(9))
	f.Add("segue ./.", uint8(0), uint8(0))
	f.Fuzz(func(t *testing.T, text string, n, of uint8) {
		placed := func(text string) pageMark {
			return placeOf(&Reading{LevelHeight: 1754, Words: []ocr.Word{{Text: text, Box: claim.Box{X: 900, Y: 1700, W: 100, H: 20}}}})
		}
		if m := placed(text); m.number < 0 || m.number > 99 || m.of < 0 || m.of > 99 || m.of > 0 && m.number > m.of {
			t.Errorf("%q is page %+v", text, m)
		}
		page, last := 1+int(n)%99, 1+int(of)%99
		for _, form := range []string{"pag. %d di %d", "Pagina %d/%d", "page %d of %d"} {
			want := pageMark{number: page, of: last}
			if page > last {
				want = pageMark{}
			}
			if got := placed(fmt.Sprintf(form, page, last)); got != want {
				t.Errorf(form+" is %+v", page, last, got)
			}
		}
	})
}
