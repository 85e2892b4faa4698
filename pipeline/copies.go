package pipeline

import (
	"fmt"

	"pratica/claim"
	"pratica/extract"
	"pratica/validate"
)

// markCopies finds papers that lie there twice: the same picture, the same document photographed once more, the
// same form. Of two expense documents the one that adds up is the original, or that does not call itself a duplicate,
// else the first.
func markCopies(papers []*paper) {
	for i, p := range papers {
		for _, original := range papers[:i] {
			if original.copyOf != nil || !original.shows(p) {
				continue
			}
			if p.expense && p.ratherOriginal(original) {
				original.copyOf = p
				continue
			}
			p.copyOf = original
			break
		}
	}
	for _, p := range papers { // no copy of a copy
		for p.copyOf != nil && p.copyOf.copyOf != nil {
			p.copyOf = p.copyOf.copyOf
		}
	}
}

// ratherOriginal tells that of two papers which show one document this is the original.
func (p *paper) ratherOriginal(than *paper) bool {
	mine, other := p.invoice(), than.invoice()
	if mine.Balanced != other.Balanced {
		return mine.Balanced
	}
	return other.Duplicate && !mine.Duplicate
}

// shows tells whether another paper is this one once more.
func (p *paper) shows(other *paper) bool {
	switch {
	case p.kind != other.kind && !(p.expense && other.expense), p.kind == claim.Blank, p.kind == claim.Separator, p.kind == claim.Envelope:
		return false
	case p.samePictures(other):
		return true
	case p.expense && other.expense:
		return p.sameDocument(other)
	case isForm(p.kind):
		return p.pages[0].reading.FormPage == other.pages[0].reading.FormPage && p.sameValues(other)
	}
	return false
}

// samePictures tells that the pages are the same to the pixel.
func (p *paper) samePictures(other *paper) bool {
	if len(p.pages) != len(other.pages) {
		return false
	}
	for i, page := range p.pages {
		if object := page.reading.Object; object == "" || object != other.pages[i].reading.Object {
			return false
		}
	}
	return true
}

// sameDocument tells that both bill the same; two papers in one are compared one by one when they are parted.
func (p *paper) sameDocument(other *paper) bool {
	return sameInvoice(p.invoice(), other.invoice()) && len(apart(p.invoicePages(), nil)) == len(apart(other.invoicePages(), nil))
}

// sameInvoice tells by number, date and total, which are all read of both, and the issuer, if it is.
func sameInvoice(a, b extract.Invoice) bool {
	if a.DocumentKind != b.DocumentKind {
		return false
	}
	for _, key := range []string{"/number", "/date", "/total"} {
		if a.Fields[key].Value == "" || a.Fields[key].Value != b.Fields[key].Value {
			return false
		}
	}
	issuer, its := a.Fields["/issuer/vat_number"].Value, b.Fields["/issuer/vat_number"].Value
	return issuer == "" || its == "" || validate.OneReplaced(issuer, its) || issuer == its
}

const (
	// sameZones is the share of the zones with writing that two copies of a form have in common; readings differ
	// a little. fewestZones are the zones that must be written in.
	sameZones   = 0.85
	fewestZones = 5
)

// sameValues tells that two forms are filled in alike.
func (p *paper) sameValues(other *paper) bool {
	values := map[string]string{}
	for _, page := range p.pages {
		for _, f := range page.reading.Fields {
			values[f.ID] = f.Field.Value
		}
	}
	written, same := 0, 0
	for _, page := range other.pages {
		for _, f := range page.reading.Fields {
			value, known := values[f.ID]
			if !known || value == "" && f.Field.Value == "" || value == "false" && f.Field.Value == "false" {
				continue
			}
			if written++; value == f.Field.Value {
				same++
			}
		}
	}
	return written >= fewestZones && float64(same) >= sameZones*float64(written)
}

// copyFinding says that a paper lies there twice.
func copyFinding(p *paper, document, original string) claim.Finding {
	what := "Il documento"
	switch {
	case isForm(p.kind):
		what = "Il modulo " + string(p.kind)
	case p.expense:
		what = "La spesa " + p.invoice().Fields["/number"].Value
	}
	return claim.NewFinding("duplicate.open", "", fmt.Sprintf("%s è stato inviato due volte nello stesso plico: la seconda copia non si conta.", what)).
		With("document", document).With("copy_of", original)
}

// SentBefore says that a file came before, to the byte, in an earlier submission.
func SentBefore(file, submission, protocolNumber string) claim.Finding {
	return claim.NewFinding("duplicate.submission", "", fmt.Sprintf("Il file %s è identico, byte per byte, a uno già arrivato con il plico %s.", file, protocolNumber)).
		With("file", file).With("submission", submission).With("protocol_number", protocolNumber)
}
