package extract

import (
	"strings"

	"pratica/extract/pattern"
)

var (
	// intermediary is said before the code of somebody else than who issues: who prints, transmits or books, a bank, an
	// insurer, who made or examined something for the issuer.
	intermediary = pattern.Must(`software|gestional|sistema ts|intermediar|trasmess[oa] .*\b(da|dal|tramite)\b|trasmittente|(elaborat|stampat|prodott|generat)[oa] (con|da|dal|tramite)\b|` +
		`powered by|printed (by|with)|issued through|prenotat[oaie] (con|su|da|dal|tramite)\b|prenotazion[ei] (online|per conto)|per conto (di )?terzi|` +
		`per conto del (prestatore|cedente)|soggetto (emittente|terzo)|\bbanca\b|\bbank\b|assicuraz|assicuratric|\binsurance\b|` +
		`(esam[ei]|analisi) (eseguit|effettuat)\S+ (presso|da|dal)\b|(presso|dal|del) (il )?laboratorio\b|laboratorio (estern|di riferimento|odontotecnic)|manufatt|(pagament\S+|incass\S+) (con|tramite)|\bpayments?\b`)
	// namedAbove are those that a name and a code may follow on rows of their own.
	namedAbove = pattern.Must(`software|gestional|intermediar|prenotazion[ei] (online|per conto)|per conto (di )?terzi|powered by`)
)

// codeLabel are the most words of a label of codes: "C.F. e P.IVA:".
const codeLabel = 3

// ofIntermediary tells a code that stands behind words of somebody else than the issuer, or alone below them. The code
// of the issuer may stand before such words: "P.IVA 01234560157 - Banca ...".
func (d *invoiceReader) ofIntermediary(id *identifier) bool {
	before := d.wordsBefore(id)
	return intermediary.MatchString(strings.Join(before, " ")) || len(before) <= codeLabel && d.belowIntermediary(id)
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
