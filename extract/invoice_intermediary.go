package extract

import (
	"slices"
	"strings"

	"pratica/extract/pattern"
)

var (
	// intermediary is said before the code of somebody else than who issues: who prints, transmits or books for others.
	intermediary = pattern.Must(`software|gestional|intermediar|trasmess[oa] .*\b(da|dal|tramite)\b|trasmission[ei] .*\ba cura d\w+|trasmittente|(elaborat|stampat|prodott|generat)[oa] (con|da|dal|tramite)\b|` +
		`powered by|printed (by|with)|issued through|prenotazion[ei] per conto|per conto (di )?terzi`)
	// otherParty is said of others and of the issuer too: a bank, an insurer, who made or examined something. The code
	// behind it is another's where another is named between.
	otherParty = pattern.Must(`prenotat[oaie] (con|su|da|dal|tramite)\b|prenotazion[ei] online|per conto del (prestatore|cedente)|soggetto (emittente|terzo)|\bbanca\b|\bbank\b|assicuraz\w*|assicuratric\w*|\binsurance\b|` +
		`(esam[ei]|analisi) (eseguit|effettuat)\S+ (presso|da|dal)\b|presso (il )?laboratorio\b|laboratorio (estern\w*|di riferimento|odontotecnic\w*)|manufatt\w*|(pagament\S+|incass\S+) (con pos|tramite)\b`)
	// noBank are names with the word that are no bank's.
	noBank = pattern.Must(`\b(via|viale|piazza|largo|vicolo|corso|fondazione)( (della|di|d'))? ?banca\b|\bbanca (d'italia|degli occhi|degli|del sangue|del tempo)`)
	// companyForm ends the name of a company.
	companyForm = pattern.Must(`\b(s\.? ?r\.? ?l\.? ?s?|s\.? ?p\.? ?a|s\.? ?a\.? ?s|s\.? ?n\.? ?c|s\.? ?c\.? ?a\.? ?r\.? ?l|soc(ieta)?\.? coop\w*|coop|stp|gmbh|ltd|inc)\b`)
	// namedAbove are those that a name and a code may follow on rows of their own.
	namedAbove = pattern.Must(`software|gestional|intermediar|prenotazion[ei] per conto|per conto (di )?terzi|powered by`)
	codeLabels = pattern.Must(`\b(p\.? ?i\.?v\.?a|part(ita)?\.? i\.?v\.?a|vat|p\.?i|cod(ice)?\.? ?fisc\w*|c\.?f|num\w*|nr)\b`)
	wordOfName = pattern.Must(`\pL[\pL'&-]+`)
)

// codeLabel are the most words of a label of codes: "C.F. e P.IVA:".
const codeLabel = 3

// ofIntermediary tells a code that stands behind words of somebody else than the issuer, or alone below them. The code
// of the issuer may stand before such words: "P.IVA 01234560157 - Banca ...".
func (d *invoiceReader) ofIntermediary(id *identifier) bool {
	before := d.wordsBefore(id)
	text := strings.Join(before, " ")
	if intermediary.MatchString(text) || len(before) <= codeLabel && d.belowIntermediary(id) {
		return true
	}
	named, _ := d.otherNamed(id.row, text)
	return named
}

// otherNamed tells that a company which is not the letterhead's is named behind words of other parties; perhaps, that
// something else stands there.
func (d *invoiceReader) otherNamed(row int, text string) (named, perhaps bool) {
	text = noBank.ReplaceAllString(text, " ")
	at := otherParty.FindStringIndex(text)
	if at == nil || at[0] == 0 && d.inLetterhead(row) && strings.HasPrefix(text, "laboratorio odontotecnic") {
		return false, false
	}
	behind := text[at[0]:]
	if form := companyForm.FindStringIndex(behind); form != nil {
		named = !d.namedInLetterhead(row, wordOfName.FindAllString(behind[:form[0]], -1))
		return named, false
	}
	between := codeLabels.ReplaceAllString(text[at[1]:], " ")
	return false, wordOfName.MatchString(between) && !strings.Contains(between, "www.")
}

// inLetterhead reports a row of the upper fifth of the first page.
func (d *invoiceReader) inLetterhead(row int) bool {
	r := d.rows[row]
	return r.page == 0 && 5*r.box.Y < d.pages[0].height
}

// namedInLetterhead tells that the last two words of a name stand together on another row of the letterhead.
func (d *invoiceReader) namedInLetterhead(row int, name []string) bool {
	name = name[max(0, len(name)-2):]
	for i, r := range d.rows {
		words := wordOfName.FindAllString(r.folded, -1)
		for at := 0; i != row && len(name) > 0 && d.inLetterhead(i) && at+len(name) <= len(words); at++ {
			if slices.Equal(words[at:at+len(name)], name) {
				return true
			}
		}
	}
	return false
}

// issuerAmongOthers tells that a VAT number is not surely the issuer's: another was set aside as an intermediary's, or
// it may be one's itself. One in the letterhead is, whatever the foot says of programs and banks.
func (d *invoiceReader) issuerAmongOthers(vat *identifier) bool {
	if _, perhaps := d.otherNamed(vat.row, strings.Join(d.wordsBefore(vat), " ")); perhaps {
		return true
	}
	for i := range d.identifiers {
		if id := &d.identifiers[i]; id.kind == vatNumber && id.valid && id.text != vat.text && d.ofIntermediary(id) && (id.row < vat.row || !d.inLetterhead(vat.row)) {
			return true
		}
	}
	return false
}

func (d *invoiceReader) belowIntermediary(id *identifier) bool {
	return id.row > 0 && d.rows[id.row-1].page == d.rows[id.row].page && namedAbove.MatchString(d.rows[id.row-1].folded)
}

// wordsBefore are the words of the row before a code, in its cell and the one before it, back to another code.
func (d *invoiceReader) wordsBefore(id *identifier) []string {
	r := d.rows[id.row]
	at := 0
	for at < len(r.tokens) && r.tokens[at].word.Box.X < id.words[0].Box.X {
		at++
	}
	var words []string
	for _, t := range r.tokens[:at] {
		switch {
		case digitShare(t.folded) > 0.6 && len(t.folded) > 9:
			words = nil
		case t.cell+1 >= r.tokens[at-1].cell:
			words = append(words, t.folded)
		}
	}
	return words
}

// intermediaryRow tells that the code on a row, or on one of the two below it that follow such words, is an
// intermediary's, and its name with it.
func (d *invoiceReader) intermediaryRow(row int) bool {
	for i := range d.identifiers {
		id := &d.identifiers[i]
		if id.kind == vatNumber && id.valid && (id.row == row || id.row > row && id.row <= row+2 && d.belowIntermediary(id)) && d.ofIntermediary(id) {
			return true
		}
	}
	return false
}
