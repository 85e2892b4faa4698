package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"pratica/claim"
	"pratica/ocr/likeness"
)

// Pictures knows the pages of earlier expenses.
type Pictures interface {
	// Like lists pages of expenses that share bands with a print, those that share most first: of papers that came before those of the
	// submission brought, void claims and those of the submission own apart.
	Like(ctx context.Context, own, brought string, print claim.PagePrint) ([]claim.EarlierPrint, error)
}

// Prints are what the expenses of a claim are known by when their papers come again: of each, the pages that its number, date or
// total was read on. Pages are those of the claim.
func (p *Pipeline) Prints(c claim.Claim, pages []ReadPage) ([]claim.PagePrint, error) {
	readings := map[PageRef]*Reading{}
	for _, page := range pages {
		reading, err := parseReading(page.Reading)
		if err != nil {
			return nil, err
		}
		readings[page.PageRef] = &reading
	}
	return printsOf(&c, readings)
}

func printsOf(c *claim.Claim, readings map[PageRef]*Reading) (prints []claim.PagePrint, err error) {
	for i := range c.Expenses {
		var done []PageRef
		for _, part := range places {
			ref, ok := pageOf(c, rowPrefix+strconv.Itoa(i)+"/"+string(part))
			if reading := readings[ref]; !ok || reading == nil || reading.Likeness.IsZero() || slices.Contains(done, ref) {
				continue
			}
			done = append(done, ref)
			print := claim.PagePrint{Expense: i}
			text, err := readings[ref].Likeness.MarshalText()
			if err != nil {
				return nil, fmt.Errorf("write a page's print: %w", err)
			}
			print.Text = string(text)
			for _, band := range readings[ref].Likeness.Bands() {
				print.Bands = append(print.Bands, int64(band))
			}
			prints = append(prints, print)
		}
	}
	return prints, nil
}

// pageOf is the page that a value was read on.
func pageOf(c *claim.Claim, pointer string) (PageRef, bool) {
	from, read := c.Provenance[pointer]
	for _, d := range c.Documents {
		if read && d.ID == string(from.Document) && from.Page >= 1 && int(from.Page) <= len(d.Pages) {
			page := d.Pages[from.Page-1]
			return PageRef{page.File, page.FilePage}, true
		}
	}
	return PageRef{}, false
}

// sameBefore are the earlier expenses whose papers are surely those of the claim's, by the index of its expense: another picture of
// one paper, which may have been read in another way.
func (a *assembly) sameBefore(ctx context.Context, pictures Pictures, brought map[int]string) (map[int]claim.EarlierExpense, error) {
	if pictures == nil {
		return nil, nil
	}
	prints, err := printsOf(&a.claim, a.readings())
	if err != nil {
		return nil, err
	}
	found := map[int]claim.EarlierExpense{}
	for _, print := range prints {
		earlier, err := pictures.Like(ctx, a.claim.Submission, cmp.Or(brought[print.Expense], a.claim.Submission), print)
		if err != nil {
			return nil, fmt.Errorf("look for a picture that came before: %w", err)
		}
		var own likeness.Fingerprint
		if err := own.UnmarshalText([]byte(print.Text)); err != nil {
			return nil, fmt.Errorf("read a page's print: %w", err)
		}
		for _, other := range earlier {
			var its likeness.Fingerprint
			if its.UnmarshalText([]byte(other.Text)) != nil {
				continue // of another version of the program
			}
			if _, verdict := likeness.Compare(own, its); verdict != likeness.Same {
				continue
			}
			if before, known := found[print.Expense]; !known || other.Reimbursed() && !before.Reimbursed() {
				found[print.Expense] = other.EarlierExpense
			}
		}
	}
	return found, nil
}
