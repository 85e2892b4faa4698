package extract

import (
	"regexp"
	"slices"
	"strings"

	"pratica/claim"
)

// formTitles are the fund's forms by what their first page is headed with: the code ("Mod. RGM01") as the
// recogniser may read it, and words of the title. RGM01 and I07 have no published text: theirs are what
// they are for.
var formTitles = []struct {
	kind        claim.DocumentKind
	code, title *regexp.Regexp
}{
	{claim.RGM01Document, modelCode(`rgm[0o][1il]`), regexp.MustCompile(`grav[ei] (malatti|patologi)|(malatti|patologi)[ae] grav[ei]`)},
	{claim.GM01Document, modelCode(`gm[0o][1il]`), regexp.MustCompile(`grav[ei] (malatti|patologi)|(malatti|patologi)[ae] grav[ei]`)},
	{claim.I07Document, modelCode(`[il1][0o]7`), regexp.MustCompile(`anticip|acconto|intervent`)},
	{claim.NA1Document, modelCode(`na[1il]`), regexp.MustCompile(`non autosufficien`)},
	{claim.D01Document, modelCode(`d[0o][1il]`), regexp.MustCompile(`odontoiatr|dentist|dentari`)},
	{claim.R02Document, modelCode(`r[0o]2`), regexp.MustCompile(`rimbors.*(odontoiatr|dentist|dentari)|(odontoiatr|dentist|dentari).*rimbors|spese odontoiatriche`)},
	{claim.R01Document, modelCode(`r[0o][1il]`), regexp.MustCompile(`rimbors`)},
}

// modelCode finds a form's code as forms print it: "Mod. R01", "Modulo R01", or alone on its line.
func modelCode(code string) *regexp.Regexp {
	return regexp.MustCompile(`\bmod(?:\.|ulo|ello)?\s*` + code + `\b|^` + code + `$`)
}

var headed = regexp.MustCompile(`domanda|richiesta|modulo|modello|segnalazione|\bmod\b|rimbors|iscritt|associat`)

// formTopics tell a form that prints no code of the fund by what its title asks for, the most telling first.
var formTopics = []struct {
	kind  claim.DocumentKind
	topic *regexp.Regexp
}{
	{claim.GM01Document, regexp.MustCompile(`\bgrav[ei] (malatti|patologi)|(malatti|patologi)[ae] grav[ei]`)},
	{claim.NA1Document, regexp.MustCompile(`non autosufficien`)},
	{claim.R02Document, regexp.MustCompile(`rimbors.*(odontoiatr|dentist|dentari|cure dental)`)},
	{claim.D01Document, regexp.MustCompile(`odontoiatr|dentist|dentari|cure dental`)},
	{claim.R01Document, regexp.MustCompile(`rimbors.*(spes[ae]|sanitari|medic|prestazion|fattur|ticket)`)},
}

var (
	formTitle = regexp.MustCompile(`^(?:(?:al )?(?:fondo )?faschim )?(domanda|richiesta|segnalazione|modulo|modello|scheda|istanza|questionario|prospetto|dettaglio|elenco|distinta|attestazione|certificazione|dichiarazione)\b`)
	// formLabels are the labels of places to fill in.
	formLabels = regexp.MustCompile(`^(?:(?:cognome|nome|nominativo)(?: e (?:cognome|nome))?|firma(?: \S+)*|(?:(?:codice|cod\.|numero|n\.|n[°º]) )?(?:di )?(?:iban|tessera|iscrizione|matricola|faschim|iscritt\w|associat\w)(?: \w+)?|recapito(?: \w+)?|tel(?:efono|\.)|cell(?:ulare|\.)|(?:luogo e )?data(?: \S+){0,2}|in fede|li'?|(?:fattura|ricevuta) n\.?|del|(?:grado di )?parentela|paziente)\s*:?$`)
	// labelled are labels with what was written beside them.
	labelled = regexp.MustCompile(`\b(cognome|nome|telefono|tel\.|cellulare|e-?mail|iban|firma|recapito|iscrizione|tessera|parentela)( \S+){0,2}?:`)
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
