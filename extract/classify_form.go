package extract

import (
	"regexp"
	"slices"

	"pratica/claim"
)

// formTitles are the fund's forms by what their first page is headed with: the code ("Mod. RGM01") as the
// recogniser may read it, and words of the title. RGM01 and I07 have no published text: theirs are what
// they are for.
var formTitles = []struct {
	kind        claim.DocumentKind
	code, title *regexp.Regexp
}{
	{claim.RGM01Document, modelCode(`rgm[0o][1il]`), regexp.MustCompile(`gravi malattie`)},
	{claim.GM01Document, modelCode(`gm[0o][1il]`), regexp.MustCompile(`gravi malattie`)},
	{claim.I07Document, modelCode(`[il1][0o]7`), regexp.MustCompile(`anticip|acconto|intervent`)},
	{claim.NA1Document, modelCode(`na[1il]`), regexp.MustCompile(`non autosufficien`)},
	{claim.D01Document, modelCode(`d[0o][1il]`), regexp.MustCompile(`spese odontoiatriche|cure odontoiatriche|odontoiatr`)},
	{claim.R02Document, modelCode(`r[0o]2`), regexp.MustCompile(`rimborso.*odontoiatr|odontoiatr.*rimborso|spese odontoiatriche`)},
	{claim.R01Document, modelCode(`r[0o][1il]`), regexp.MustCompile(`rimborso`)},
}

// modelCode finds a form's code as forms print it: "Mod. R01", "Modulo R01", or alone on its line.
func modelCode(code string) *regexp.Regexp {
	return regexp.MustCompile(`\bmod(?:\.|ulo|ello)?\s*` + code + `\b|^` + code + `$`)
}

var headed = regexp.MustCompile(`domanda|richiesta|modulo|\bmod\b|rimborso|iscritto|associato`)

// shortTitle is the most runes in a cell that prints a form's code: running text that names a form is longer.
const shortTitle = 40

// laterPage are the words that pages after the first are headed with: the privacy notice, the questionnaire.
var laterPage = regexp.MustCompile(`informativa|trattamento dei dati|questionario|second[ao] (?:pagina|parte|foglio)|segue\b`)

// formByTitle tells a form of the fund, of an edition that no definition describes, by its heading: the code
// stands short in the upper third of the page, and words of the title near it. later tells that it is not its
// first page; then the code alone is enough.
func (d *invoiceReader) formByTitle(height int) (kind claim.DocumentKind, later, ok bool) {
	var cells []string
	heading := ""
	for _, row := range d.rows {
		if row.box.Y*3 > height {
			break
		}
		for _, c := range row.cells {
			text := fold(c.text())
			heading += text + " "
			if len([]rune(text)) <= shortTitle {
				cells = append(cells, text)
			}
		}
	}
	later = laterPage.MatchString(heading)
	if !later && !headed.MatchString(heading) {
		return "", false, false
	}
	for _, form := range formTitles {
		if slices.ContainsFunc(cells, form.code.MatchString) && (later || form.title.MatchString(heading)) {
			return form.kind, later, true
		}
	}
	return "", false, false
}
