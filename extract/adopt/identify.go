package adopt

import (
	"fmt"
	"regexp"
	"strings"

	"pratica/claim"
)

var (
	formCode = regexp.MustCompile(`\b(rgm01|gm01|na1|r01|r02|d01|i07)\b`)
	// formTitles tell a form that does not print its code.
	formTitles = []struct {
		pattern *regexp.Regexp
		code    claim.DocumentKind
	}{
		{regexp.MustCompile(`non autosufficien`), claim.NA1Document},
		{regexp.MustCompile(`grav[ei] (malatti|patologi)`), claim.GM01Document},
		{regexp.MustCompile(`rimborso.{0,40}odontoiatric`), claim.R02Document},
		{regexp.MustCompile(`(modulo|scheda|dettaglio|certificat).{0,30}(odontoiatric|dental|cure dentarie)`), claim.D01Document},
		{regexp.MustCompile(`(cure|prestazioni) (dentarie|odontoiatriche) eseguit|(dichiarazion|attestazion).{0,30}(odontoiatr|dentista)`), claim.D01Document},
		{regexp.MustCompile(`rimborso`), claim.R01Document},
	}
	// formWords stand in the titles of forms.
	formWords = regexp.MustCompile(`domanda|richiesta|modulo|modello|scheda|rimbors|sussidio|attivazione|questionario|informativa|consenso`)
	months    = []string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"}
	// editionDate is "ed. 03/2018", "rev. 2 del 03.2018" or "Giugno 2012".
	editionDate = regexp.MustCompile(`(?:ed(?:iz)?(?:ione)?\.?|rev(?:isione)?\.?|vers(?:ione)?\.?|agg(?:iornato|iornamento)?\.?)[^0-9]{0,12}(?:\d[^0-9/.\-]{1,6})?(\d{1,2})[/.\-](20\d\d)`)
	monthYear   = regexp.MustCompile(`\b(` + strings.Join(months, "|") + `) (20\d\d)\b`)
)

// identify reads which form it is, of which month, from the upper third of the first page, then anywhere.
func identify(sheets []*sheet) (code claim.DocumentKind, edition, title string) {
	var head, all []string
	size := 0.0
	for i, s := range sheets {
		for _, p := range phrasesOf(s.words) {
			all = append(all, p.folded)
			if i > 0 || p.box.Y > s.height/3 {
				continue
			}
			head = append(head, p.folded)
			weight := p.size
			if formWords.MatchString(p.folded) {
				weight *= 2
			}
			if _, isSection := sectionOf(p.folded); !isSection && p.box.Y < s.height/4 && len(p.words) > 1 && weight > size+0.5 {
				size, title = weight, p.text
			}
		}
	}
	top, whole := strings.ReplaceAll(strings.Join(head, " "), "non odontoiatric", ""), strings.Join(all, " ")
	for _, marked := range []string{`mod(ulo|\.)? ?`, ``} { // "Mod. R01" before an R01 that the text mentions
		if code == "" {
			if m := regexp.MustCompile(marked + formCode.String()).FindString(top); m != "" {
				code = claim.DocumentKind(strings.ToUpper(formCode.FindString(m)))
			}
		}
		if code == "" {
			for _, t := range formTitles {
				if t.pattern.MatchString(top) {
					code = t.code
					break
				}
			}
		}
	}
	if m := editionDate.FindStringSubmatch(whole); m != nil {
		edition = fmt.Sprintf("%s-%02s", m[2], m[1])
	} else if m := monthYear.FindStringSubmatch(top); m != nil {
		for i, name := range months {
			if m[1] == name {
				edition = fmt.Sprintf("%s-%02d", m[2], i+1)
			}
		}
	}
	return code, edition, title
}
