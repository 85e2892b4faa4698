package pipeline

import (
	"context"
	"encoding/json"
	"image"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/extract/pattern"
	"pratica/ocr"
	"pratica/ocr/codes"
)

// look is what a glance at a page tells, before anything is read.
type look struct {
	Separator bool `json:"separator,omitempty"`
	Blank     bool `json:"blank,omitempty"`
	// Label is the number of a label, a code of bars or squares, that begins an envelope: on a separator sheet any, on other pages
	// one that is written like a protocol number (labelPattern).
	Label claim.Text `json:"label,omitempty"`
	// Answers is the claim that the page of a letter with its code answers.
	Answers claim.Text `json:"answers,omitempty"`
}

// look glances at a page in a child. A page that cannot be decoded shows nothing.
func (p *pageReader) look(ctx context.Context, request json.RawMessage) (any, [][]byte, error) {
	var r readRequest
	if err := json.Unmarshal(request, &r); err != nil {
		return nil, nil, err
	}
	source, err := p.open(ctx, r.Path, r.Limits)
	if err == nil {
		page, pageErr := source.Glance(ctx, r.Page-1)
		switch err = pageErr; {
		case err != nil:
		case page.Image == nil: // too much text for a separator
			return look{}, nil, nil
		default:
			return glance(ocr.Grey(page.Image), page.DPI, page.TextHolds), nil, nil
		}
	}
	if problemOf(err) != "" {
		return look{}, nil, nil
	}
	return nil, nil, err
}

// glance looks for separators, labels and codes of answers. A page with nothing but a code is none that is blank.
func glance(grey *image.Gray, dpi float64, text bool) look {
	bare := !text && blank(grey, dpi)
	l := look{Separator: !bare && separates(codes.Small(grey, dpi))}
	squares := codes.Squares(grey, dpi)
	if l.Label = l.labelAmong(codes.Bars(grey, dpi)); l.Label == "" {
		l.Label = l.labelAmong(squares)
	}
	l.Answers = answeredAmong(squares)
	l.Blank = bare && l.Label == "" && l.Answers == ""
	return l
}

// answeredAmong is the claim of the first of some codes that is a letter's (claim.AnswerCode); null if none is.
func answeredAmong(list []codes.Code) claim.Text {
	for _, code := range list {
		if id, ok := claim.ParseAnswerCode(code.Text); ok {
			return claim.Text(id)
		}
	}
	return ""
}

// labelAmong is the first of some codes that is a label's: what it says decides, not how it is printed.
func (l look) labelAmong(list []codes.Code) claim.Text {
	for _, code := range list {
		number := strings.TrimSpace(code.Text)
		if labelPattern.MatchString(number) || l.Separator && anyLabel.MatchString(number) {
			return claim.Text(number)
		}
	}
	return ""
}

// separates tells a separator sheet by the program's code or by Patch T, on a page made small.
func separates(small *image.Gray, dpi float64) bool {
	if text, ok := codes.LargeQR(small, dpi); ok && text == forms.SeparatorCode {
		return true
	}
	return codes.PatchT(small, dpi)
}

var (
	// labelPattern are numbers like ours, "2026-000123". Codes that say something else are on many papers:
	// prescriptions, registered letters, health cards, reports of laboratories, invoices to be paid.
	labelPattern = pattern.Must(`^(19|20)\d\d[-/.]\d{4,7}$`)
	anyLabel     = pattern.Must(`^[0-9A-Za-z][0-9A-Za-z ./_-]{1,38}[0-9A-Za-z]$`)
)
