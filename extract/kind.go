package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// kindWeight is a kind and the nats that speak for it.
type kindWeight struct {
	kind claim.DocumentKind
	evidence
}

// otherPaper weighs what a page is that is neither a form nor an expense document, by its words and its picture:
// the kinds, the likeliest first. A page without words or a picture is Other.
func (d *invoiceReader) otherPaper(height int, look Look) []kindWeight {
	l := layout{em: 1}
	if len(d.pages) > 0 {
		l = d.pages[0]
	}
	found := wordEvidence(l, height)
	add := func(kind claim.DocumentKind, nats float64) {
		e := found[kind]
		e.sum += nats
		found[kind] = e
	}
	words := sureWords(l)
	for kind, nats := range pictureEvidence(look, words) {
		add(kind, nats)
	}
	add(claim.Envelope, envelopeEvidence(l, look, words))
	add(claim.Prescription, letterheadEvidence(l))
	if look.Width > 0 && words == 0 && look.Pictured == 0 && !look.EnvelopeSize() { // dust, a punched hole, the shadow of an edge
		add(claim.Blank, max(0, 8-2*look.Ink))
	}
	if look.cardSize() {
		add(claim.HealthCard, 2.5)
		add(claim.IdentityPaper, 2.5)
	}
	var list []kindWeight
	for kind, e := range found {
		list = append(list, kindWeight{kind, e})
	}
	slices.SortFunc(list, func(a, b kindWeight) int {
		return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.kind, b.kind))
	})
	return list
}

// letterhead is how the sheets of a physician's pad begin.
var letterhead = pattern.Must(`^\W*(studio( medico)? )?(dott|dr|prof)[^0-9]{3,90}(medico|pediatra|specialista|oculista|ortopedico|fisiatra)`)

// contacts are what else stands in a letterhead.
var contacts = pattern.Must(`\b(via|viale|v\.le|piazza|p\.zza|corso|c\.so|largo|vicolo|strada|tel|cell|fax|c\.?f|cod(ice)? fisc|p\.? ?iva|partita|\d{5}|e-?mail|pec|iscritt|ordine|albo)\b|@`)

// letterheadEvidence speaks for a prescription where a page says no more in print than the letterhead of a physician: what a hand wrote
// below could not be read, and what physicians write by hand is mostly that.
func letterheadEvidence(l layout) float64 {
	const nats = 3 // as much as three of the phrases
	head, text := false, ""
	for _, r := range l.rows {
		row := fold(r.text())
		if !sureRow(r) {
			continue
		}
		if text += row + " "; head && !contacts.MatchString(row) {
			return 0
		}
		head = head || letterhead.MatchString(text)
	}
	if !head {
		return 0
	}
	return nats
}

// sureRow reports a row of which a word was read well.
func sureRow(r row) bool {
	return slices.ContainsFunc(r.cells, func(c cell) bool {
		return slices.ContainsFunc(c.words, func(w ocr.Word) bool { return w.Confidence > 0.6 && len(wordLetters.FindString(w.Text)) > 2 })
	})
}

// sharpness divides the nats before they become a probability: phrases of one kind come together, so that their
// sum says more than they know.
const sharpness = 1.6

// surest is the most a page's words and picture can tell.
const surest = 0.995

// likeliest is the first of the kinds and its probability.
func likeliest(list []kindWeight) PageKind {
	sum := 0.0
	for _, k := range list {
		sum += math.Exp((k.sum - list[0].sum) / sharpness)
	}
	return PageKind{Kind: list[0].kind, Confidence: min(surest, 1/sum)}
}

// sureWords is the number of words that were read well and have letters: noise and grain read as words are not.
func sureWords(l layout) int {
	n := 0
	for _, r := range l.rows {
		for _, c := range r.cells {
			for _, w := range c.words {
				if w.Confidence > 0.6 && len(wordLetters.FindString(w.Text)) > 2 {
					n++
				}
			}
		}
	}
	return n
}

var wordLetters = pattern.Must(`\pL{3,}`)

// pictureEvidence tells X-rays and photos by what is pictured: an X-ray is grey, dark, and goes on beyond its rim;
// a photo has colour, or its subject in the middle. Pages with more than a caption are something else.
func pictureEvidence(look Look, words int) map[claim.DocumentKind]float64 {
	if look.Pictured < 0.02 || look.printed() {
		return nil
	}
	is := min(7.5, 4+40*look.Pictured) - 0.35*math.Max(0, float64(words-6))
	xray := 9 * (min(look.Rim, 0.35) - 0.06)
	if look.Mid > 0.3 { // in black and white the grey says nothing
		xray += 14 * (0.46 - look.Mean)
	}
	xray -= 20 * max(0, look.Colour-0.1)
	xray = min(4, max(-4, xray))
	return map[claim.DocumentKind]float64{claim.Xray: is + min(0, 2*xray), claim.Photo: is - max(0, 2*xray)}
}

// printed reports that what seems a picture has print on it: the face of a card, a paper on a table.
func (k Look) printed() bool {
	if k.Mid < 0.3 { // black and white: the edges of shapes are sharp too
		return k.Rough > 0.42
	}
	return k.Rough > 0.25 || k.Light > 0.3 || k.Spread < 0.09
}

// PictureOnly reports that nothing is written on a page but a mark or two: X-rays or photos on light paper, which
// need not be recognised. It is false where that is doubtful: a picture that fills the page may be a dim photo of an
// invoice.
func (k Look) PictureOnly() bool {
	return k.Pictured > 0.03 && k.Pictured < 0.8 && !k.printed() && k.Ink < 2 && k.Fine < 0.1
}

var (
	postcodeTown = pattern.Must(`^(?:[a-z]{1,2}[- ])?\d{5},? \pL|\b\d{5} \pL[\pL' ]+(?:\(?[a-z]{2}\)?)?$`)
	streetLine   = pattern.Must(`^(?:via|viale|v\.le|piazza|p\.?za|p\.zza|corso|c\.so|largo|vicolo|strada|str\.|contrada|loc\.|localita|piazzale|borgo|casella postale|c\.p\.)\b`)
	toWhom       = pattern.Must(`^(?:spett\.?(?:le|abile)?|egr|gent|al fondo|faschim|fondo\b|preg)`)
	runningText  = 8 // words of a row that is no address
)

// envelopeEvidence tells an envelope by its size, and by addresses and little else: a street, a postcode with its
// town, to whom.
func envelopeEvidence(l layout, look Look, words int) float64 {
	sum := 0.0
	if look.EnvelopeSize() {
		sum += 3.5
		if words == 0 { // its back
			sum += 4
		}
	}
	postcodes, streets, whom, running := 0, 0, 0, 0
	for _, r := range l.rows {
		for _, c := range r.cells {
			text := strings.TrimLeft(fold(c.text()), "-,.;:| ")
			switch {
			case len(strings.Fields(text)) >= runningText:
				running++
			case postcodeTown.MatchString(text):
				postcodes++
			case streetLine.MatchString(text):
				streets++
			case toWhom.MatchString(text):
				whom++
			}
		}
	}
	sum += 1.3*float64(min(postcodes, 2)) + float64(min(streets, 2)) + float64(min(whom, 2)) - 2*float64(running)
	switch {
	case words > 60:
		sum -= 6
	case words > 35:
		sum -= 1.5
	case words > 0:
		sum++
	}
	return sum
}
