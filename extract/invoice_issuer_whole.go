package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// wholeByCode completes the name of a professional with the words behind it or on the row below, where his tax code
// says that they belong to it: "Dott.ssa Jessica Paola" over "Guamán Pérez".
func (d *invoiceReader) wholeByCode(name scoredName, code *identifier) scoredName {
	if name.words == nil || code == nil {
		return name
	}
	parsed, err := claim.ParseTaxCode(code.text)
	if err != nil || parsed.Numeric || nameFitting(name.words, parsed) != nil {
		return name
	}
	for _, more := range d.goingOn(name) {
		var whole []ocr.Word
		for n := 1; n <= min(3, len(more)) && (whole == nil || goesOnAsName(more[:n])); n++ {
			if longer := append(slices.Clone(name.words), more[:n]...); endsInNameOf(longer, parsed) {
				whole = longer
			}
		}
		if whole != nil {
			name.words, name.score = whole, max(name.score, codedName*(0.4+0.6*certainty(whole)))
			return name
		}
	}
	return name
}

var (
	// professionWord is a word of professions: a tax code takes three letters of a surname and fits with one behind it too.
	professionWord = pattern.Must(`^(medic[oa]|chirurg\w*|dottor\w*|odontoiatr\w*|dentista|odontotecnic\w*|\w*terapist[ae]|\w*terapeut[ae]|\w+log[oai]|\w+logist[ae]|nutrizionist[ae]|dietist[ae]|ostetric[oa]|igienist[ae]|infermier[ea]|` +
		`pediatra|fisiatra|\w*psichiatra|geriatra|foniatra|oculista|ortopedic[oa]|ortottist[ae]|optometrist[ae]|osteopata|chiropratic[oa]|massofisio\w*|specialist[ae]|special\w+zat[oa]|studio|ambulatorio|albo|ordine|iscritt[oa]|professionista)$`)
	// chiefTown is the chief town of an Italian province; behind a surname that fits it is a place rather than a second one.
	chiefTown = pattern.Must(`^(agrigento|alessandria|ancona|aosta|arezzo|ascoli|asti|avellino|bari|belluno|benevento|bergamo|biella|bologna|bolzano|brescia|brindisi|cagliari|caltanissetta|campobasso|caserta|catania|catanzaro|chieti|como|cosenza|cremona|crotone|cuneo|enna|fermo|ferrara|firenze|foggia|forli|frosinone|genova|gorizia|grosseto|imperia|isernia|latina|lecce|lecco|livorno|lodi|lucca|macerata|mantova|massa|matera|messina|milano|modena|monza|napoli|novara|nuoro|oristano|padova|palermo|parma|pavia|perugia|pesaro|pescara|piacenza|pisa|pistoia|pordenone|potenza|prato|ragusa|ravenna|reggio|rieti|rimini|roma|rovigo|salerno|sassari|savona|siena|siracusa|sondrio|taranto|teramo|terni|torino|trani|trapani|trento|treviso|trieste|udine|urbino|varese|venezia|verbania|vercelli|verona|viterbo|vicenza)$`)
)

// goesOnAsName tells that the last word is set like the one before it and is no profession and no town.
func goesOnAsName(words []ocr.Word) bool {
	last, before := words[len(words)-1], words[len(words)-2]
	text := strings.Trim(fold(last.Text), ".,:;-()")
	upper := func(w ocr.Word) bool { return w.Text == strings.ToUpper(w.Text) }
	alike := upper(last) == upper(before) && 4*abs(last.Box.H-before.Box.H) <= before.Box.H
	return alike && !professionWord.MatchString(text) && !chiefTown.MatchString(text) && !jobTitle.MatchString(text)
}

// endsInNameOf tells that the last two to five words are a name that a tax code fits.
func endsInNameOf(words []ocr.Word, code claim.TaxCode) bool {
	for length := 2; length <= min(5, len(words)); length++ {
		if wholeNameFitting(words[len(words)-length:], code) != nil {
			return true
		}
	}
	return false
}

// codedName is how sure a name is that a tax code of its own fits.
const codedName = 0.97

// goingOn are the words with which a name may go on: those behind it in its row, and those below it.
func (d *invoiceReader) goingOn(name scoredName) [][]ocr.Word {
	last := name.words[len(name.words)-1].Box
	r := d.rows[name.row]
	var behind []ocr.Word
	for _, w := range r.words() {
		if w.Box.X >= last.X+last.W && w.Box.X-(last.X+last.W) < 6*last.H {
			behind = append(behind, w)
		}
	}
	list := [][]ocr.Word{behind}
	box := boxOf(name.words)
	for i := name.row + 1; i < len(d.rows) && d.rows[i].page == r.page && float64(d.rows[i].box.Y-(box.Y+box.H)) < 1.3*float64(last.H); i++ {
		for _, c := range wideCells(d.rows[i]) {
			if c.box.Y > last.Y && aligned(box, c.box, last.H) {
				list = append(list, c.words)
			}
		}
	}
	return list
}

// endsInTitle is a name that waits for the person's: "Studio Odontoiatrico Dott.ssa".
var endsInTitle = pattern.Must(`(?i)(^|\s)(dott|dr|prof)[.a-z]*$`)

// personBelow reports a cell of nothing but the words of a person's name, four at most.
func personBelow(c cell) bool {
	name := nameWords(c.words)
	return len(name) == len(c.words) && len(name) <= 4 && !jobTitle.MatchString(c.text()) && !notAName.MatchString(c.text())
}

// endsInSurname reports a word of addresses that ends a cell behind a title and a given name: "Prof. Dott. Mattia Strada".
func endsInSurname(words []ocr.Word, rest int) bool {
	if rest != 1 {
		return false
	}
	for len(words) > 0 && titleOnly.MatchString(words[0].Text) {
		words = words[1:]
		if len(words) == 1 {
			return givenNameScore(words[0].Text) == 1
		}
	}
	return false
}
