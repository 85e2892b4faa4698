package extract

import (
	"cmp"
	"sort"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/ocr"
)

// InvoicePage is one page of an expense document: its words on the levelled page.
type InvoicePage struct {
	Words         []ocr.Word
	Width, Height int
	// Method is claim.FromTextLayer or claim.FromLine.
	Method claim.Method
	// Parted says that the words are those of a part of the page, which another document shares.
	Parted bool
}

// Invoice is what one expense document says. Fields are keyed by the pointer below the expense
// ("/total", "/issuer/vat_number", "/lines/0/amount"); From.Page is the page in the document from 1 and
// From.Box lies on the levelled page. A key with an empty value says that the value was looked for and
// is not there, with the probability of that.
type Invoice struct {
	Fields       map[string]claim.Field
	DocumentKind claim.DocumentKind
	Kind         claim.Kind

	// Balanced reports whether Σ lines + contribution + vat + stamp_duty − discount = total was found to hold, less the deposit
	// that a balance takes off.
	Balanced bool
	// PatientByHint tells that the patient's name was looked for because a form names him, and that neither
	// a label, nor his tax code, nor an address says that it is the patient's.
	PatientByHint bool
	// CourtesyCopy tells that the document calls itself a copy without fiscal value; Duplicate that it was printed once
	// more, or is the customer's part: of two that are the same, the other is the original.
	CourtesyCopy, Duplicate bool
	// Deposits are the deposits that the document names: a balance does.
	Deposits []NamedDeposit
	// Foreign tells that it is neither in Italian nor in English.
	Foreign bool
}

// Hints is what the rest of the claim knows and an invoice may confirm: the persons on the form and
// the rows the member wrote.
type Hints struct {
	Persons []claim.Person
	Rows    []claim.Declared
}

// ReadInvoice reads an expense document from the words of its pages, without a template of its issuer:
// every value is the best of its candidates by label, place, format, checksum and the arithmetic of the
// whole.
func ReadInvoice(pages []InvoicePage, hints Hints) Invoice { return readInvoice(pages, hints).invoice }

func readInvoice(pages []InvoicePage, hints Hints) *invoiceReader {
	d := newInvoiceReader(pages, hints)
	d.readIdentifiers()
	d.readParties()
	d.readNumberAndDate()
	d.readAmounts()
	d.readNature()
	d.doubtTakenOff()
	d.invoice.Foreign = d.foreignLanguage()
	d.stateAbsences()
	d.doubtMixture()
	return d
}

// mixed is how far values are believed of a page that looks like two documents side by side: as a contradiction.
const mixed = 0.3

// doubtMixture doubts all values of a document on whose page another seems to lie beside it that could not be told
// apart: the number of one and the sum of the other may have been read.
func (d *invoiceReader) doubtMixture() {
	if !d.besideAnother() {
		return
	}
	for pointer, field := range d.invoice.Fields {
		field.From.Confidence = min(field.From.Confidence, mixed)
		d.invoice.Fields[pointer] = field
	}
}

// besideAnother tells that two VAT numbers, read right or not, stand apart on a page, and two titles of documents too.
func (d *invoiceReader) besideAnother() bool {
	var codes, titles []standing
	for i := range d.identifiers {
		if id := &d.identifiers[i]; id.kind == vatNumber && (id.labelled || id.valid) && !d.ofIntermediary(id) {
			codes = append(codes, standing{d.rows[id.row].page, boxOf(id.words), id.text})
		}
	}
	if len(codes) < 2 || !d.anyApart(codes) {
		return false
	}
	for _, r := range d.rows {
		for i, t := range r.tokens {
			if titleWord.MatchString(t.folded) && (i == 0 || r.tokens[i-1].cell != t.cell) {
				titles = append(titles, standing{r.page, t.word.Box, ""})
			}
		}
	}
	return d.anyApart(titles)
}

// standing is where something stands, and what it says if two that say the same are one.
type standing struct {
	page int
	box  claim.Box
	text string
}

// anyApart tells that two places of a page lie apart by an eighth of its width.
func (d *invoiceReader) anyApart(places []standing) bool {
	for i, a := range places {
		for _, b := range places[:i] {
			if a.page == b.page && (a.text == "" || a.text != b.text) && -overlapX(a.box, b.box) > d.pages[a.page].width/farApart {
				return true
			}
		}
	}
	return false
}

// doubtTakenOff doubts a total from which something was taken off on a document that no word makes a balance.
func (d *invoiceReader) doubtTakenOff() {
	if d.paid == nil || d.value("/settlement") == string(claim.Balance) {
		return
	}
	const doubtful = 0.9
	d.invoice.Balanced = false
	if total, ok := d.invoice.Fields["/total"]; ok {
		total.From.Confidence = min(total.From.Confidence, doubtful)
		d.invoice.Fields["/total"] = total
	}
}

// invoiceReader is the state of reading one document. Rows of all pages stand in one list.
type invoiceReader struct {
	hints   Hints
	invoice Invoice
	pages   []layout
	rows    []pageRow
	method  claim.Method

	identifiers []identifier
	patientRows rowSpan
	patientName string
	madeOutTo   bool // nobody is labelled as the patient: he is whom the document is made out to
	lines       []lineRow
	paid        *amountAt    // a deposit that the total lacks, nil for most
	seconded    [][]ocr.Word // of the values that only a second reader can confirm
}

// pageRow is a row with the page it is on.
type pageRow struct {
	row
	page   int // from 0
	index  int // in its page
	tokens []token
	text   string
	folded string
}

// rowSpan is a block of rows [from, to) and the columns it covers.
type rowSpan struct {
	from, to    int
	left, right int
}

func (s rowSpan) holds(row int, b claim.Box) bool {
	return row >= s.from && row < s.to && b.X+b.W > s.left && b.X < s.right
}

func newInvoiceReader(pages []InvoicePage, hints Hints) *invoiceReader {
	d := &invoiceReader{hints: hints, invoice: Invoice{Fields: map[string]claim.Field{}}, method: claim.FromLine}
	for p, page := range pages {
		l := newLayout(withUmlauts(page.Words), page.Width, page.Height)
		l.parted = page.Parted
		d.pages = append(d.pages, l)
		for i, r := range l.rows {
			text := r.text()
			d.rows = append(d.rows, pageRow{row: r, page: p, index: i, tokens: tokensOf(r), text: text, folded: fold(text)})
		}
		d.method = page.Method
	}
	return d
}

// set stores a value with the words it was read from.
func (d *invoiceReader) set(pointer, value string, page int, words []ocr.Word, confidence float64) {
	if secondable(pointer) {
		d.seconded = append(d.seconded, words)
	}
	d.invoice.Fields[pointer] = claim.Field{Value: value, From: claim.Provenance{Page: claim.Count(page + 1), Box: boxOf(words),
		Text: claim.Text(textOf(words)), Method: d.methodOf(words), Confidence: clampConfidence(confidence)}}
}

// methodOf tells the words of a text layer, which are certain, from those recognised beside it.
func (d *invoiceReader) methodOf(words []ocr.Word) claim.Method {
	for _, w := range words {
		if w.Confidence < 1 {
			return claim.FromLine
		}
	}
	return d.method
}

// derive stores a value that a rule concluded from what is printed elsewhere.
func (d *invoiceReader) derive(pointer, value string, confidence float64) {
	d.invoice.Fields[pointer] = claim.Field{Value: value, From: claim.Provenance{Method: claim.FromRule, Confidence: clampConfidence(confidence)}}
}

// value is the value read so far.
func (d *invoiceReader) value(pointer string) string { return d.invoice.Fields[pointer].Value }

// clampConfidence keeps a probability off certainty: nothing read from paper is certain.
func clampConfidence(p float64) float64 { return min(max(p, 0.01), 0.9995) }

// legibility is the mean confidence of the engine in the words of the document: how far not finding
// something means that it is not there.
func (d *invoiceReader) legibility() float64 {
	sum, n := 0.0, 0
	for _, r := range d.rows {
		for _, t := range r.tokens {
			if len(t.word.Text) > 1 {
				sum += t.word.Confidence
				n++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Keys lists the pointers of the fields so that the elements of arrays come in their order.
func (i Invoice) Keys() []string {
	keys := make([]string, 0, len(i.Fields))
	for key := range i.Fields {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(a, b int) bool {
		return cmp.Or(cmp.Compare(lineIndex(keys[a]), lineIndex(keys[b])), cmp.Compare(keys[a], keys[b])) < 0
	})
	return keys
}

// lineIndex is N of "/lines/N/…", and -1 of any other pointer.
func lineIndex(key string) int {
	number, _, _ := strings.Cut(strings.TrimPrefix(key, "/lines/"), "/")
	n, err := strconv.Atoi(number)
	if err != nil {
		return -1
	}
	return n
}
