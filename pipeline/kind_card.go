package pipeline

import (
	"image"
	"strings"

	"pratica/claim"
	"pratica/ocr/codes"
)

// cardCode is the codice fiscale on a health card: its back carries it as Code 39 or Code 128, its front in print.
type cardCode struct {
	Text       string       `json:"text"`
	Box        claim.Box    `json:"box"` // on the upright picture; the whole of it for a barcode
	Method     claim.Method `json:"method"`
	Confidence float64      `json:"confidence"`
}

// A barcode of 16 characters read twice whose check letter is right is hardly wrong; print with a right check letter
// may still have two letters mistaken.
const (
	barsAreRight = 0.998
	printIsRight = 0.97
)

// mostOnCards is how many words a page with a text layer has at most for a card to be looked for: both sides of two
// cards have less. Scans have words of noise besides.
const mostOnCards = 150

// readCard reads the codici fiscali on a page that is a health card. upright is the page turned upright.
func readCard(upright *image.Gray, dpi float64, reading *Reading) {
	if reading.Method == string(claim.FromTextLayer) && len(reading.Words) > mostOnCards || kindOf(reading).Kind != claim.HealthCard {
		return
	}
	seen := map[string]bool{}
	add := func(text string, box claim.Box, method claim.Method, confidence float64) {
		text = strings.ToUpper(strings.TrimSpace(text))
		if len(text) == taxCodeLength && claim.ValidTaxCode(text) && !seen[text] {
			seen[text] = true
			reading.CardCodes = append(reading.CardCodes, cardCode{text, box, method, confidence})
		}
	}
	for _, code := range codes.Bars(upright, dpi) {
		add(code.Text, claim.Box{W: upright.Rect.Dx(), H: upright.Rect.Dy()}, claim.FromCode, barsAreRight)
	}
	onUpright := *reading
	onUpright.Width, onUpright.Height = upright.Rect.Dx(), upright.Rect.Dy()
	for _, w := range reading.Words {
		add(w.Text, onUpright.onPicture(w.Box), claim.Method(reading.Method), printIsRight*w.Confidence)
	}
}

// setTaxCodes completes member and patient from the health cards among the papers: each the code that fits their names,
// where neither form nor invoice gave one.
func (a *assembly) setTaxCodes() {
	for i, paper := range a.batch {
		if paper.kind != claim.HealthCard {
			continue
		}
		for n, page := range paper.pages {
			for _, card := range page.reading.CardCodes {
				code, err := claim.ParseTaxCode(card.Text)
				if err != nil {
					continue
				}
				from := claim.Provenance{Document: claim.Text(a.claim.Documents[i].ID), Page: claim.Count(n + 1), Box: card.Box, Text: claim.Text(card.Text),
					Method: card.Method, Confidence: card.Confidence}
				if m := &a.claim.Member; m.TaxCode == "" && fits(code, m.Surname, m.Name) {
					m.TaxCode = claim.Text(card.Text)
					a.claim.Provenance["/member/tax_code"] = from
				}
				if p := &a.claim.Patient; p.TaxCode == "" && fits(code, p.Surname, p.Name) {
					p.TaxCode = claim.Text(card.Text)
					a.claim.Provenance["/patient/tax_code"] = from
					if p.BornOn.IsZero() {
						p.BornOn = code.Born(a.claim.ReceivedOn)
						from.Method = claim.FromRule
						a.claim.Provenance["/patient/born_on"] = from
					}
				}
			}
		}
	}
}

// fits reports that a tax code is of a person whose names are known.
func fits(code claim.TaxCode, surname, name claim.Text) bool {
	return surname != "" && name != "" && code.Fits(string(surname), string(name))
}
