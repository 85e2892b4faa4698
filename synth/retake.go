package synth

import (
	"fmt"
	"image"
	"strconv"
	"strings"

	"github.com/tdewolff/canvas"

	"pratica/claim"
)

// GreyScan and BilevelScan are the two sorts of Scan, for Retake.
const (
	GreyScan    = "grey"
	BilevelScan = "bilevel"
)

// Retake names one picture of one paper, to try what tells a paper that is sent again from another on the same
// template. The same values give the same file.
type Retake struct {
	// Paper is the seed of an expense document.
	Paper uint64
	// Sibling is 0 for that document itself; the others are further documents of its issuer on its template, with the
	// next number and, by turns (1, 2, 3, 4, 5 …), another date; the same date; another date and amounts; another
	// patient on the same day; another patient, date and amounts.
	Sibling int
	// Way is Clean, GreyScan, BilevelScan or Photo.
	Way string
	// Again takes the picture once more: the faults are others.
	Again uint64
}

// File is the picture and a name for it; an unknown way is an error with code claim.EINVALID.
func (r Retake) File() (name string, data []byte, err error) {
	page := r.page()
	d := newDice(r.Paper, "retake", r.Way, fmt.Sprint(r.Sibling, r.Again))
	strength := d.between(0.15, 1)
	switch r.Way {
	case Clean:
		data, err = writeDigitalPDF([]*canvas.Canvas{page.c})
		return "paper.pdf", data, err
	case GreyScan, BilevelScan:
		b := batch{scanner: someScanner(d, strength)}
		if b.Bilevel = r.Way == BilevelScan; b.Bilevel {
			b.Toner /= 2 // as someScanner does
		}
		data, err = b.encode([]image.Image{b.scanSheet(page, b.handle(d, page, nil))})
		return "paper.pdf", data, err
	case Photo:
		shot := someRoom(d, strength).photo(d, strength, page)
		data, err = shot.file()
		return "paper" + shot.Store.extension(), data, err
	}
	return "", nil, claim.Errorf(claim.EINVALID, "Qualità: %s non esiste.", r.Way)
}

// PrintedWord is a word as it stands on a paper, in mm from the upper left corner; H is about its height.
type PrintedWord struct {
	Text       string
	X, Y, W, H float64
}

// Words are what the first page of the paper shows, as a reader without error would read it.
func (r Retake) Words() (words []PrintedWord, width, height float64) {
	const capital = 2.6 // mm, of print of some 10 points
	page := r.page()
	for _, line := range page.printed {
		each := line.w / float64(max(1, len([]rune(line.text))))
		at := 0
		for _, part := range strings.SplitAfter(line.text, " ") {
			long := len([]rune(part))
			if text := strings.TrimSpace(part); text != "" {
				words = append(words, PrintedWord{text, line.x + float64(at)*each, line.y - capital, each * float64(len([]rune(text))), capital})
			}
			at += long
		}
	}
	return words, page.W, page.H
}

// page draws the first page.
func (r Retake) page() *sheet {
	d := newDice(r.Paper, "retake")
	e := Options{}.someMail(newDice(r.Paper, "envelope"), InvoiceKind, "", claim.Post).first()
	inv := *e.Invoices[0]
	inv.suit(r.Way, EvaluationWriters)
	if r.Sibling > 0 {
		inv.sibling(newDice(r.Paper, "sibling", fmt.Sprint(r.Sibling)), r.Sibling)
	}
	return drawInvoice(&inv, d)[0]
}

// sibling makes it another document of its issuer (see Retake).
func (i *invoice) sibling(d dice, n int) {
	i.Number = laterNumber(i.Number, i.Date.Year, n)
	sort := n % 5
	if sort == 1 || sort == 3 || sort == 0 {
		i.Date = i.Date.AddDays(7 * n)
	}
	if sort == 4 || sort == 0 {
		i.Patient, i.Payer = somePerson(d, 1950, 2001), nil
	}
	if sort == 3 || sort == 0 {
		i.Lines = append([]position(nil), i.Lines...)
		for k := range i.Lines {
			i.Lines[k].Unit += int64(d.whole(1, 9)) * 500
			i.Lines[k].Amount = i.Lines[k].Unit * int64(max(1, i.Lines[k].Quantity))
		}
		i.sum()
	}
}

// laterNumber adds to the first group of digits of a number that is not the year.
func laterNumber(number string, year, n int) string {
	for at := 0; at < len(number); at++ {
		end := at
		for end < len(number) && number[end] >= '0' && number[end] <= '9' {
			end++
		}
		if end == at {
			continue
		}
		value, err := strconv.Atoi(number[at:end])
		if err == nil && value != year && (value != year%100 || end-at != 2) {
			return fmt.Sprintf("%s%0*d%s", number[:at], end-at, value+n, number[end:])
		}
		at = end
	}
	return number + "/" + fmt.Sprint(n)
}
