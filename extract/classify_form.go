package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

// formTitles are the fund's forms by what their first page is headed with: the code ("Mod. RGM01") as the
// recogniser may read it, and words of the title. RGM01 and I07 have no published text: theirs are what
// they are for.
var formTitles = []struct {
	kind        claim.DocumentKind
	code, title *pattern.Pattern
}{
	{claim.RGM01Document, modelCode(`rgm[0o][1il]`), pattern.Must(`grav[ei] (malatti|patologi)|(malatti|patologi)[ae] grav[ei]`)},
	{claim.GM01Document, modelCode(`gm[0o][1il]`), pattern.Must(`grav[ei] (malatti|patologi)|(malatti|patologi)[ae] grav[ei]`)},
	{claim.I07Document, modelCode(`[il1][0o]7`), pattern.Must(`anticip|acconto|intervent`)},
	{claim.NA1Document, modelCode(`na[1il]`), pattern.Must(`non autosufficien`)},
	{claim.D01Document, modelCode(`d[0o][1il]`), pattern.Must(`odontoiatr|dentist|dentari`)},
	{claim.R02Document, modelCode(`r[0o]2`), pattern.Must(`rimbors.*(odontoiatr|dentist|dentari)|(odontoiatr|dentist|dentari).*rimbors|spese odontoiatriche`)},
	{claim.R01Document, modelCode(`r[0o][1il]`), pattern.Must(`rimbors`)},
}

// modelCode finds a form's code as forms print it: "Mod. R01", "Modulo R01", or alone on its line.
func modelCode(code string) *pattern.Pattern {
	return pattern.Must(`\bmod(?:\.|ulo|ello)?\s*` + code + `\b|^` + code + `$`)
}

var headed = pattern.Must(`domanda|richiesta|modulo|modello|segnalazione|\bmod\b|rimbors|iscritt|associat`)

// formTopics tell a form that prints no code of the fund by what its title asks for, the most telling first.
var formTopics = []struct {
	kind  claim.DocumentKind
	topic *pattern.Pattern
}{
	{claim.GM01Document, pattern.Must(`\bgrav[ei] (malatti|patologi)|(malatti|patologi)[ae] grav[ei]`)},
	{claim.NA1Document, pattern.Must(`non autosufficien`)},
	{claim.R02Document, pattern.Must(`rimbors.*(odontoiatr|dentist|dentari|cure dental)`)},
	{claim.D01Document, pattern.Must(`odontoiatr|dentist|dentari|cure dental`)},
	{claim.R01Document, pattern.Must(`rimbors.*(spes[ae]|sanitari|medic|prestazion|fattur|ticket)`)},
}

var (
	formTitle = pattern.Must(`^(?:(?:al )?(?:fondo )?faschim )?(domanda|richiesta|segnalazione|modulo|modello|scheda|istanza|questionario|prospetto|dettaglio|elenco|distinta|attestazione|certificazione|dichiarazione)\b`)
	// formLabels are the labels of places to fill in.
	formLabels = pattern.Must(`^(?:(?:cognome|nome|nominativo)(?: e (?:cognome|nome))?|(?:timbro e )?firm[ae](?: \S+)*|(?:(?:codice|cod\.|numero|n\.|n[°º]) )?(?:di )?(?:iban|tessera|iscrizione|matricola|faschim|iscritt\w|associat\w)(?: \w+)?|recapito(?: \w+)?|tel(?:efono|\.)|cell(?:ulare|\.)|(?:luogo e )?data(?: \S+){0,2}|in fede|li'?|(?:fattura|ricevuta) n\.?|del|(?:grado di )?parentela|paziente)\s*:?$`)
	// labelled are labels with what was written beside them.
	labelled = pattern.Must(`\b(cognome|nome|telefono|tel\.|cellulare|e-?mail|iban|firma|recapito|iscrizione|tessera|parentela)( \S+){0,2}?:`)
)

// fewestLabels are those of a form: a letter has none, an invoice two or three.
const fewestLabels = 4

// formByTopic tells a form by a title that stands alone, begins as the titles of forms do and says what for,
// above the labels of places to fill in.
func (d *invoiceReader) formByTopic(height int) (claim.DocumentKind, bool) {
	title, labels := "", 0
	for _, row := range d.rows {
		// a title in wide letters breaks into cells
		if text := strings.Join(strings.Fields(fold(row.text)), " "); title == "" && row.box.Y*4 < height && formTitle.MatchString(text) {
			title = text
		}
		labels += row.labels()
	}
	if title == "" || labels < fewestLabels {
		return "", false
	}
	for _, form := range formTopics {
		if form.topic.MatchString(title) {
			return form.kind, true
		}
	}
	return "", false
}

// shortTitle is the most runes in a cell that prints a form's code: running text that names a form is longer.
const shortTitle = 40

// laterPage are the words that pages after the first are headed with: the privacy notice, the questionnaire.
var laterPage = pattern.Must(`informativa|trattamento dei dati|questionario|second[ao] (?:pagina|parte|foglio)|segue\b`)

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
	for _, form := range formTitles {
		if !later && !headed.MatchString(heading) {
			break
		}
		if slices.ContainsFunc(cells, form.code.MatchString) && (later || form.title.MatchString(heading)) {
			return form.kind, later, true
		}
	}
	if kind, ok := d.formByTopic(height); ok {
		return kind, false, true
	}
	return "", false, false
}
