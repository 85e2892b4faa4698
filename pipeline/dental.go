package pipeline

import (
	"cmp"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
)

// dentalForm is a D01 by its zones.
type dentalForm struct {
	// zones are the values by field id; rows the codes of treatments in the order of the form.
	zones map[string]formValue
	rows  []dentalRow
}

// dentalRow is a row: its zones are code.tooth, code.arch or code.count, and code.amount. written is the code
// if it is not printed but written in the row.
type dentalRow struct{ code, words, written string }

func newDentalForm(p *paper, document string) dentalForm {
	d := dentalForm{zones: map[string]formValue{}}
	form, ok := p.definition()
	if !ok {
		return p.foreignDental(d, document)
	}
	p.eachValue(document, form, func(zone forms.Field, v formValue) { d.zones[zone.ID] = v })
	for _, zone := range form.Fields() {
		if row, ok := strings.CutSuffix(zone.ID, ".amount"); ok {
			d.rows = append(d.rows, dentalRow{code: row, words: zone.Words})
		}
	}
	return d
}

// setTreatments writes what the dentist declared (D01, which goes with R02), and the patient if no form names
// him.
func (a *assembly) setTreatments() {
	for _, d := range a.dental {
		for _, row := range d.rows {
			a.addTreatment(d, row)
		}
		for _, part := range []string{"surname", "name"} {
			v, ok := d.zones["patient."+part]
			if have, err := a.claim.Get("/patient/" + part); ok && err == nil && have == "" && a.claim.Form == "" {
				a.put("/patient/"+part, v)
			}
		}
	}
}

// treatmentParts are the columns of D01 and the members of a treatment that they fill.
var treatmentParts = map[string]string{".tooth": "/tooth", ".arch": "/arch", ".count": "/quantity", ".amount": "/amount"}

// How sure it is that a row of D01 is used: writing in two zones, or in one that may be a streak of the scanner.
const (
	usedRow    = 0.998
	perhapsRow = 0.7
	// hardlyRead is how far a sign is believed that is the rest of a box's line on a bent page, seldom more: alone in its row it
	// is no writing.
	hardlyRead = 0.05
	// unknownCode is how sure a written code is that no treatment of the fund's own D01 has.
	unknownCode = 0.5
)

// ofRowAbove tells that what was read in a cell is as small as a comma or the end of a stroke, which run down from the row above: no figure is.
func (v formValue) ofRowAbove() bool {
	const widest, highest = 2.0, 2.2 // mm
	if v.reading == nil || v.reading.DPI == 0 || v.Field.From.Box.Empty() {
		return false
	}
	mm := 25.4 / float64(v.reading.DPI)
	return float64(v.Field.From.Box.W)*mm < widest && float64(v.Field.From.Box.H)*mm < highest
}

func (a *assembly) addTreatment(d dentalForm, row dentalRow) {
	written, valued := 0, 0
	from := claim.Provenance{Method: claim.FromRule}
	for column := range treatmentParts {
		v, ok := d.zones[row.code+column]
		if !ok || v.Blank || column == ".amount" && v.ofRowAbove() {
			continue
		}
		written++
		if v.Field.Value != "" && v.Field.From.Confidence >= hardlyRead && !(column == ".amount" && v.Field.Value == "0.00") {
			valued++
		}
		from.Document, from.Page = claim.Text(v.document), claim.Count(v.page)
		from.Box = from.Box.Union(v.Field.From.Box)
	}
	if valued == 0 && written < 2 {
		return
	}
	if from.Confidence = perhapsRow; valued > 1 {
		from.Confidence = usedRow
	}
	at := "/treatments/" + strconv.Itoa(len(a.claim.Treatments))
	a.claim.Treatments = append(a.claim.Treatments, claim.Treatment{Code: claim.Text(cmp.Or(row.written, strings.TrimPrefix(row.code, "c"))), Description: claim.Text(row.words), Quantity: 1})
	t := &a.claim.Treatments[len(a.claim.Treatments)-1]
	a.claim.Provenance[at+"/code"], a.claim.Provenance[at+"/description"] = from, from
	if v, ok := d.zones[row.code+".code"]; ok && row.written != "" {
		read := v.Field.From
		read.Document, read.Page, read.Confidence = claim.Text(v.document), claim.Count(v.page), min(read.Confidence, from.Confidence)
		if row.words == "" {
			read.Confidence = min(read.Confidence, unknownCode)
		}
		a.claim.Provenance[at+"/code"], a.claim.Provenance[at+"/description"] = read, read
	}
	for column, member := range treatmentParts {
		v, ok := d.zones[row.code+column]
		if !ok || column == ".count" && v.Field.Value == "" {
			continue
		}
		a.put(at+member, v)
		if teeth := strings.Split(v.Field.Value, ", "); column == ".tooth" && len(teeth) > 1 {
			t.Quantity = len(teeth)
		}
	}
	if v, ok := d.onlyReference(); ok {
		a.put(at+"/invoice_number", v)
		named := a.claim.Provenance[at+"/invoice_number"]
		named.Confidence = min(named.Confidence, from.Confidence) // of a row that may be none
		a.claim.Provenance[at+"/invoice_number"] = named
	}
}

// onlyReference is the invoice a D01 goes with, if it names one: with several, nothing says which row is whose.
func (d dentalForm) onlyReference() (reference formValue, ok bool) {
	for n := 1; ; n++ {
		v, known := d.zones["ref"+strconv.Itoa(n)+".number"]
		switch {
		case !known:
			return reference, ok
		case v.Blank:
		case ok:
			return formValue{}, false
		default:
			reference, ok = v, true
		}
	}
}

// setDental makes an expense on R02 a dental one: the form says so, whatever the invoice's words.
func (a *assembly) setDental(i int) {
	e := &a.claim.Expenses[i]
	pointer := rowPrefix + strconv.Itoa(i) + "/kind"
	from := a.claim.Provenance[pointer]
	if e.Kind != claim.Dental || from.Confidence < formSaysKind {
		from.Method, from.Confidence = claim.FromRule, formSaysKind
	}
	if e.Kind = claim.Dental; e.DocumentType != "" {
		a.claim.Provenance[pointer] = from
	}
}

// formSaysKind is how sure the kind of an expense is that stands on the form for it.
const formSaysKind = 0.998
