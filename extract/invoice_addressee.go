package extract

import (
	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

var (
	street = pattern.Must(`^(via|viale|v\.le|piazza|piazzale|p\.zza|p\.za|corso|c\.so|largo|vicolo|strada|contrada|localita|loc\.|frazione|fraz\.|borgo|calle|salita|lungo[a-z]+)\b`)
	// titled is somebody who issues such documents.
	titled = pattern.Must(`\b(dr|avv|studio|medic[oa])\b|\b(dott|prof|specialist|chirurg|psicolog|odontoiatr|fisioterapist)`)
	// ofTheIssuer stands in a letterhead and not in the address of a person.
	ofTheIssuer = pattern.Must(`\bp\.?\s?i(va)?\b|partita iva|\d{11}|\btel(ef(ono|on|\.)?)?\b|\bt\.|\bfax|\bpec\b|@|www|\bcell|\brea\b|\biban\b`)
)

// findAddressee finds a person by the shape of a postal address, without label or code, as it stands behind
// the window of an envelope: a name alone in its cell, over a street and a postal code. What goes on with a
// VAT number or a telephone is the letterhead of a professional. Of two such blocks none is believed.
func (d *invoiceReader) findAddressee() *personAt {
	var found *personAt
	for i, r := range d.rows {
		if 2*r.box.Y > d.pages[r.page].height {
			continue
		}
		for _, c := range r.cells {
			name := nameIn(c.words)
			if name == nil || len(name) < len(c.words)-1 || titled.MatchString(fold(c.text())) || !d.overAddress(i, c.box, boxOf(name)) {
				continue
			}
			if found != nil && !samePerson(found.name(), textOf(name)) {
				return nil
			}
			found = &personAt{words: name, row: i}
		}
	}
	return found
}

// overAddress reports a street and a postal code, and nothing of a letterhead, in the column below a cell.
func (d *invoiceReader) overAddress(row int, cell, name claim.Box) bool {
	r := d.rows[row]
	em := d.pages[r.page].em
	hasStreet, hasCode := false, false
	bottom := cell.Y + cell.H
	for i := row + 1; i < len(d.rows) && i <= row+7 && d.rows[i].page == r.page; i++ {
		var words []ocr.Word
		for _, c := range d.rows[i].cells {
			if overlapX(c.box, name) > 0 {
				words = append(words, c.words...)
			}
		}
		if len(words) == 0 {
			continue
		}
		b := boxOf(words)
		if float64(b.Y-bottom) > 2.2*em {
			break
		}
		bottom = b.Y + b.H
		text := fold(textOf(words))
		if ofTheIssuer.MatchString(text) || titled.MatchString(text) {
			return false
		}
		hasStreet = hasStreet || street.MatchString(text)
		hasCode = hasCode || postcode.MatchString(text)
	}
	return hasStreet && hasCode
}
