package pipeline

import (
	"fmt"
	"image"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr/pen"
)

// struckOut are the boxes, on the upright picture, of what somebody crossed out with a pen on a page and may be a value: words with figures, what
// could not be read, and what stands behind a label on its row and was not even taken for a word.
func struckOut(upright *image.Gray, reading *Reading) (boxes []claim.Box) {
	const (
		readWell = 0.7
		figures  = 2
	)
	dpi := float64(reading.DPI)
	for i, w := range reading.Words {
		if w.Confidence <= readWell && !wordAlone.MatchString(w.Text) || len(digitsOf(w.Text)) >= figures {
			box := reading.onPicture(w.Box)
			if area := rectangle(box); pen.Struck(upright, area, dpi) || w.Confidence <= readWell && pen.Scribbled(upright, area, dpi) {
				boxes = append(boxes, box)
			}
		}
		if !announcesValue.MatchString(w.Text) || announcesNumber.MatchString(w.Text) && 2*w.Box.Y > reading.LevelHeight {
			continue
		}
		if gap := roomBehind(reading, i); !gap.Empty() {
			area := pen.Written(upright, rectangle(reading.onPicture(gap)))
			if pen.Struck(upright, area, dpi) || pen.Scribbled(upright, area, dpi) {
				boxes = append(boxes, boxOf(area))
			}
		}
	}
	return boxes
}

// announcesValue is a word before a number, a date or an amount.
var announcesValue = pattern.Must(`(?i)^(data|del|l[iì]|dd\.?|tot.*|.*pagare|.*dovut[oa]|impo.*|eur.*|€|n[.°r]*|num.*|doc.*|fatt.*|emess.*):?$`)

// wordAlone is a word, as a name below a signature: whatever was hardly read of figures has others among its letters.
var wordAlone = pattern.Must(`^\p{Lu}\p{Ll}{3,}$`)

// announcesNumber is a word before the number of a document, which stands in its upper half; below it is that of a register, and what goes
// over it is a signature.
var announcesNumber = pattern.Must(`(?i)^(n[.°r]*|num.*):?$`)

func rectangle(b claim.Box) image.Rectangle { return image.Rect(b.X, b.Y, b.X+b.W, b.Y+b.H) }

// roomBehind is the place behind a word on its row, up to the next one or as far as a value may reach; empty where there is no room for figures.
func roomBehind(reading *Reading, word int) claim.Box {
	const (
		farthest = 40.0 // mm
		room     = 2.0  // heights
		space    = 0.15
	)
	b := reading.Words[word].Box
	h := float64(b.H)
	from, to := b.X+b.W+int(space*h), min(b.X+b.W+int(farthest/25.4*float64(reading.DPI)), reading.LevelWidth)
	for _, w := range reading.Words {
		if o := w.Box; o.X >= b.X+b.W/2 && o.X < to && o.Y < b.Y+b.H && o.Y+o.H > b.Y && o != b {
			to = o.X
		}
	}
	if float64(to-from) < room*h {
		return claim.Box{}
	}
	return claim.Box{X: from, Y: b.Y, W: to - from, H: b.H}
}

// correctable are the values that somebody changes on an expense document (domain: dates, amounts and totals, and its number), as
// they are named in a sentence.
func correctable(member string) (what string, ok bool) {
	switch {
	case member == "number":
		return "il numero è corretto a mano: va controllato", true
	case member == "date":
		return "la data è corretta a mano: va controllata", true
	case member == "total":
		return "il totale è corretto a mano: va controllato", true
	case strings.HasPrefix(member, "lines/") && strings.HasSuffix(member, "/amount"):
		return "un importo è corretto a mano: va controllato", true
	}
	return "", false
}

// noteCorrections says of which expense documents something was crossed out by hand (Reg. 17.2), each once.
func (a *assembly) noteCorrections() {
	for i, paper := range a.batch {
		for n, page := range paper.pages {
			for _, box := range page.reading.Corrected {
				at := a.nearest(claim.Text("d"+strconv.Itoa(i+1)), n+1, box)
				if at.expense >= 0 && !a.corrected[at.expense] && (at.member != "" || a.lacksCorrectable(at.expense)) {
					a.corrected[at.expense] = true
					a.claim.Findings = append(a.claim.Findings, a.correction(at, a.claim.Documents[i].ID, n+1, box))
				}
			}
		}
	}
}

// lacksCorrectable tells that a number, a date or a total of an expense was not read, or hardly: it may be what was struck out. Where all of
// them stand elsewhere, a line through words is a part of a letterhead or of a picture, or strikes out what no claim rests on.
func (a *assembly) lacksCorrectable(expense int) bool {
	const readWell = 0.7
	return slices.ContainsFunc([]string{"number", "date", "total"}, func(member string) bool {
		pointer := rowPrefix + strconv.Itoa(expense) + "/" + member
		value, _ := a.claim.Get(pointer)
		return value == "" || a.claim.Provenance[pointer].Confidence < readWell
	})
}

// correctedPlace is what lies nearest to a correction: the expense, -1 where nothing was read of one, and the member of it that
// was corrected, "" where none is near.
type correctedPlace struct {
	expense int
	member  string
}

// nearest finds the value that a box of a page is a part of or stands beside, else the expense of which something was read nearest to it.
func (a *assembly) nearest(document claim.Text, page int, box claim.Box) correctedPlace {
	const besides = 1.2 // heights of the box
	value, anything := correctedPlace{expense: -1}, correctedPlace{expense: -1}
	toValue, toAnything := besides*float64(box.H), math.Inf(1)
	for _, pointer := range slices.Sorted(maps.Keys(a.claim.Provenance)) {
		from := a.claim.Provenance[pointer]
		i, member, ok := ofExpense(pointer)
		if !ok || from.Document != document || int(from.Page) != page || from.Box.Empty() {
			continue
		}
		d := distance(from.Box, box)
		if d < toAnything {
			toAnything, anything.expense = d, i
		}
		if _, may := correctable(member); may && d < toValue {
			toValue, value = d, correctedPlace{i, member}
		}
	}
	if value.expense >= 0 {
		return value
	}
	return anything
}

// ofExpense parts the pointer of a value that was read from an expense document; those of the form's row are none.
func ofExpense(pointer string) (i int, member string, ok bool) {
	rest, ok := strings.CutPrefix(pointer, rowPrefix)
	if !ok {
		return 0, "", false
	}
	number, member, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(number)
	return i, member, err == nil && !strings.HasPrefix(member, "declared/")
}

// distance between two boxes in pixels, 0 where they overlap.
func distance(a, b claim.Box) float64 {
	x := max(a.X-b.X-b.W, b.X-a.X-a.W, 0)
	y := max(a.Y-b.Y-b.H, b.Y-a.Y-a.H, 0)
	return math.Hypot(float64(x), float64(y))
}

func (a *assembly) correction(at correctedPlace, document string, page int, box claim.Box) claim.Finding {
	e := a.claim.Expenses[at.expense]
	pointer := rowPrefix + strconv.Itoa(at.expense)
	name := map[claim.DocumentType]string{claim.InvoiceType: "Sulla fattura", claim.CreditNoteType: "Sulla nota di credito",
		claim.TillSlipType: "Sullo scontrino", claim.CopaymentReceiptType: "Sulla ricevuta del ticket"}[e.DocumentType]
	if name == "" {
		name = "Sul documento"
	}
	if e.Number != "" && at.member != "number" {
		name += " " + string(e.Number)
	}
	what, ok := correctable(at.member)
	if ok {
		pointer += "/" + at.member
	} else {
		what = "qualcosa è cancellato a penna: la correzione va controllata"
	}
	return claim.NewFinding("fiscal.hand_corrected", pointer, fmt.Sprintf("%s %s (art. 17.2).", name, what)).
		With("document", document).With("page", page).With("box", []int{box.X, box.Y, box.W, box.H})
}

// doubtCorrected keeps the number, the date and the amounts of a document on which somebody corrected something from being
// accepted, whatever confirms them: which of them was struck out cannot always be told, and another one may have been taken for it.
func (a *assembly) doubtCorrected() {
	for pointer, from := range a.claim.Provenance {
		i, member, ok := ofExpense(pointer)
		if !ok || !a.corrected[i] {
			continue
		}
		if _, may := correctable(member); may {
			from.Confidence = min(from.Confidence, mostOfPart)
			a.claim.Provenance[pointer] = from
		}
	}
}
