package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/likeness"
	"pratica/extract/pattern"
)

var (
	// hospitalName begins or holds the name of a hospital, over folded text.
	hospitalName = pattern.Must(`\bospedal\w*|\bazienda (?:ospedalier\w*|sanitari\w*|u\.?l\.?s\.?s|usl|socio)\b|\ba\.?s\.?s\.?t\b|\birccs\b|\bi\.r\.c\.c\.s\b|\bpoliclinic\w*|\bistitut\w*|\bfondazione\b|\bclinica\b|\bcasa di cura\b|\ba\.?o\.?u?\b|\ba\.?u?\.?s\.?l\b|\bulss\b|\bu\.l\.s\.s\b|\bcentro\b|\bpresidio\b|\bnosocomi\w*|\bhospital\b|\barnas\b|\bcro\b`)
	// noHospital is on lines of a letterhead that are none: wards, addresses, services.
	noHospital = pattern.Must(`^(?:via|viale|v\.le|piazza|corso|largo|tel|fax|p\.? ?iva|c\.?f|u\.?o|s\.?c\b|unita|reparto|dipartimento|direttore|servizio|regione|lettera|relazione|verbale|scheda|certific|day|s\.c|centralino|pec|e-mail)|\bservizio sanitario\b|\bregime\b|@|\bwww\b|\bdimission|\bmotivo\b|\bp\.? ?iva\b|\btel\b|\bdirettore\b`)
	atHospital = pattern.Must(`presso (?:l['’ ]\s?|il |la |lo |questo |questa )?((?:ospedale|policlinico|istituto|azienda|clinica|casa di cura|presidio|fondazione|irccs|a\.?o\.?u?\.?)\b[^,.;(]{3,50})`)
)

// letterheadPart is the upper part of a page in which a letterhead stands.
const letterheadPart = 0.3

// readHospital finds the hospital's name in the letterhead: of the lines that may be one, the one in the largest letters, or the
// one that the form names; without one, what a sentence names.
func (r *stayReader) readHospital() {
	best, most := cell{}, 0.0
	for _, row := range r.rows {
		if row.page > 0 || float64(row.box.Y) > letterheadPart*float64(r.pages[0].height) {
			break
		}
		for _, c := range wideCells(row) {
			text := fold(c.text())
			if !hospitalName.MatchString(text) || noHospital.MatchString(text) || len(strings.Fields(text)) > 12 {
				continue
			}
			score := letterHeight(c.words) / r.pages[0].em
			if r.named(c.text()) {
				score *= 2
			}
			if score > 1.03*most {
				best, most = c, score
			}
		}
	}
	const printed, said = 0.97, 0.8
	if most > 0 {
		r.set("/hospital", strings.Trim(textOf(best.words), " ,-–|"), 0, best.words, printed*(0.5+0.5*certainty(best.words)))
		r.stay.Fields["/hospital"] = r.invoice.Fields["/hospital"]
		return
	}
	if m := atHospital.FindStringSubmatchIndex(r.flow.text); m != nil {
		words := r.flow.wordsIn(m[2], m[3])
		r.set("/hospital", strings.Trim(textOf(words), " ,.;-"), r.flow.pageAt(m[2]), words, said*(0.5+0.5*certainty(words)))
		r.stay.Fields["/hospital"] = r.invoice.Fields["/hospital"]
	}
}

// named tells that a row of the form names something like it.
func (r *stayReader) named(text string) bool {
	for _, row := range r.hints.Rows {
		if row.Issuer != "" && SameHospital(string(row.Issuer), text) {
			return true
		}
	}
	return false
}

// alikeNames is from where two spellings of a hospital's name are taken for one.
const alikeNames = 0.75

// SameHospital tells that two spellings name one hospital, as a member writes it and a letterhead prints it.
func SameHospital(a, b string) bool {
	a, b = claim.FoldName(a), claim.FoldName(b)
	if a == "" || b == "" {
		return false
	}
	return a == b || likeness.Similarity(a, b) >= alikeNames
}
