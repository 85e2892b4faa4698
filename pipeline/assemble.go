package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/oklog/ulid/v2"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/forms"
	"pratica/validate"
)

// Assemble makes the claims of a submission from its read pages: pages become documents, documents go to
// the form of their patient, invoices are matched with the rows of the form, and the checks are run. Every
// page is in exactly one claim; a submission of which nothing can be read gives one claim that says so.
func (p *Pipeline) Assemble(ctx context.Context, s claim.Submission, pages []ReadPage, findings []claim.Finding) ([]claim.Claim, error) {
	papers, err := groupPages(pages)
	if err != nil {
		return nil, err
	}
	var claims []claim.Claim
	batches := splitClaims(papers)
	for i, batch := range batches {
		a := assembly{claim: p.newClaim(s), batch: batch}
		if i == 0 {
			a.claim.Findings = append(a.claim.Findings, findings...)
		}
		a.build()
		if !p.config.RawConfidence {
			calibration().calibrate(&a.claim)
			confirm(&a.claim, a.patientByHint)
			a.doubtContested()
			accept(&a.claim)
		}
		in := p.config.Checks
		in.Today = claim.DateIn(p.config.Now())
		in.OtherPagesUnread = i > 0 && len(findings) > 0 || otherUnreadable(batches, i)
		if err := validate.Check(ctx, &a.claim, in); err != nil {
			return nil, fmt.Errorf("check claim: %w", err)
		}
		if err := keepsContract(a.claim); err != nil {
			return nil, err
		}
		claims = append(claims, a.claim)
	}
	return claims, nil
}

// keepsContract checks a claim against the published schema before anybody gets it.
func keepsContract(c claim.Claim) error {
	data, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write claim: %w", err)
	}
	if err := claim.ValidateJSON(data); err != nil {
		return fmt.Errorf("claim is not %s: %w", claim.SchemaV1, err)
	}
	return nil
}

func (p *Pipeline) newClaim(s claim.Submission) claim.Claim {
	now := p.config.Now()
	id := s.ID
	if id == "" {
		id = ulid.Make().String()
	}
	c := claim.Claim{Schema: claim.SchemaV1, ID: ulid.Make().String(), Version: 1, Submission: id, ProtocolNumber: claim.Text(s.ProtocolNumber),
		ExternalNumber: s.ExternalNumber, CreatedAt: now.UTC(), Channel: s.Channel, SentOn: s.SentOn, SentAt: s.SentAt, SentEvidence: s.SentEvidence,
		ProducedBy: claim.ProducedBy{Software: p.config.Software, Forms: forms.Digest(), Calibration: calibration().Name},
		Provenance: map[string]claim.Provenance{}}
	received := s.ReceivedAt
	if received.IsZero() {
		received = now
	}
	c.ReceivedOn = claim.DateIn(received)
	if c.SentOn.IsZero() {
		c.SentOn, c.SentEvidence = c.ReceivedOn, claim.AssumedReceived
	}
	return c
}

func otherUnreadable(batches [][]*paper, self int) bool {
	for i, batch := range batches {
		for _, paper := range batch {
			if i != self && (paper.kind == claim.Other || paper.pages[0].reading.Problem != "") {
				return true
			}
		}
	}
	return false
}

// assembly builds one claim from its papers.
type assembly struct {
	claim claim.Claim
	batch []*paper
	// fields are the values of the form by pointer; row pointers still count rows of the form.
	fields map[string]formValue
	// choices are its crosses of which one is to be made, by pointer.
	choices map[string][]choice
	// dental are the D01 that came with it.
	dental []dentalForm
	// contested are the pointers of values of which a form holds something else than it shows.
	contested []string
	// patientByHint are the expenses whose patient was found by the form's name alone.
	patientByHint map[int]bool
}

type formValue struct {
	field
	document string
	page     int
	reading  *Reading
}

func (a *assembly) build() {
	a.addDocuments()
	a.collectForm()
	a.setFormValues()
	a.setTreatments()
	rows := a.usedRows()
	a.findExpenses(rows)
	invoices := a.readInvoices(rows)
	a.addExpenses(rows, invoices)
	a.setPatient(invoices)
	a.setKind()
}

// addDocuments numbers the papers and describes their pages.
func (a *assembly) addDocuments() {
	for i, paper := range a.batch {
		d := claim.Document{ID: "d" + strconv.Itoa(i+1), Kind: paper.kind}
		for _, page := range paper.pages {
			r := page.reading
			d.Pages = append(d.Pages, claim.Page{File: page.ref.File, FilePage: page.ref.FilePage, Object: claim.Text(r.Object), Width: r.Width,
				Height: r.Height, DPI: r.DPI, Rotation: r.Rotation, Transform: r.Transform})
			if r.Problem != "" {
				a.claim.Findings = append(a.claim.Findings, pageFinding(page.ref))
			}
		}
		a.claim.Documents = append(a.claim.Documents, d)
		a.claim.Provenance[fmt.Sprintf("/documents/%d/kind", i)] = claim.Provenance{Document: claim.Text(d.ID), Page: 1, Method: claim.FromRule,
			Confidence: paper.confidence}
		if original := slices.Index(a.batch, paper.copyOf); original >= 0 && paper.copyOf != nil {
			a.claim.Findings = append(a.claim.Findings, copyFinding(paper, d.ID, "d"+strconv.Itoa(original+1)))
		}
		for _, pointer := range paper.differentText() {
			a.claim.Findings = append(a.claim.Findings, claim.NewFinding("fiscal.text_differs_from_picture", "",
				"In un documento PDF il testo nascosto non corrisponde a quello che si vede: va controllato.").With("document", d.ID).With("value", pointer))
		}
	}
}

// put writes a value of the form, or that it is absent.
func (a *assembly) put(pointer string, v formValue) {
	from := v.Field.From
	from.Document, from.Page = claim.Text(v.document), claim.Count(v.page)
	value := v.Field.Value
	if value == "false" && pointer != "/signatures/member" && !v.contested {
		return // an empty box is the default, and an optional signature that is not there says nothing
	}
	if v.contested {
		a.contested = append(a.contested, pointer)
	}
	if err := a.claim.Set(pointer, value); err != nil {
		from.Confidence = 0 // the zone holds something that is no such value
		if clear := a.claim.Set(pointer, ""); clear != nil {
			return
		}
	}
	a.claim.Provenance[pointer] = from
}

// formRow is a used row of the form's table.
type formRow struct {
	number   int // from 1
	declared claim.Declared
	values   map[string]formValue // by the last part of the pointer
}

var declaredParts = []string{"number", "issuer", "date", "amount"}

// usedRows are the rows in which anything was written.
func (a *assembly) usedRows() []formRow {
	var rows []formRow
	for n := 1; n <= a.lastRow(); n++ {
		prefix := rowPrefix + strconv.Itoa(n-1) + "/declared/"
		row := formRow{number: n, values: map[string]formValue{}}
		var scratch claim.Claim
		written, valued := 0, false
		for _, part := range declaredParts {
			v, ok := a.fields[prefix+part]
			if !ok {
				continue // a form of others may lack the column
			}
			row.values[part] = v
			if !v.Blank {
				written++
			}
			valued = valued || v.Field.Value != ""
			if err := scratch.Set("/expenses/0/declared/"+part, v.Field.Value); err != nil {
				v.Field.Value = ""
				row.values[part] = v
			}
		}
		if (valued || written > 1) && len(scratch.Expenses) > 0 { // ink in one cell that reads as nothing is a streak of the scanner
			row.declared = *scratch.Expenses[0].Declared
			rows = append(rows, row)
		}
	}
	return rows
}

// lastRow is the number of the last row of the form's table of which a zone is known.
func (a *assembly) lastRow() int {
	last := 0
	for pointer := range a.fields {
		if rest, ok := strings.CutPrefix(pointer, rowPrefix); ok {
			index, member, _ := strings.Cut(rest, "/")
			if n, err := strconv.Atoi(index); err == nil && strings.HasPrefix(member, "declared/") {
				last = max(last, n+1)
			}
		}
	}
	return last
}

// foundInvoice is an expense document with what was read of it.
type foundInvoice struct {
	extract.Invoice
	paper    int
	document string
}

// rowSaysExpense is how sure it is that a page nobody could name is the document of a row that says the same.
const rowSaysExpense = 0.98

// findExpenses takes a page whose kind is unknown for an expense document if a row of the form, which no other
// document speaks of, says of it what is read there.
func (a *assembly) findExpenses(rows []formRow) {
	for _, row := range rows {
		like := func(p *paper) bool { return row.compare(p.invoice()).score >= certainPair }
		if slices.ContainsFunc(a.batch, func(p *paper) bool { return p.expense && like(p) }) {
			continue
		}
		for i, p := range a.batch {
			if p.kind == claim.Other && !p.expense && p.copyOf == nil && p.pages[0].reading.KindOfPage == textPage && like(p) {
				p.expense = true
				from := a.claim.Provenance[fmt.Sprintf("/documents/%d/kind", i)]
				from.Confidence = rowSaysExpense
				a.claim.Provenance[fmt.Sprintf("/documents/%d/kind", i)] = from
				break
			}
		}
	}
}

// readInvoices reads the expense documents, with the form's persons and rows as hints.
func (a *assembly) readInvoices(rows []formRow) []foundInvoice {
	hints := extract.Hints{}
	for _, person := range []claim.Person{{Surname: a.claim.Patient.Surname, Name: a.claim.Patient.Name},
		{Surname: a.claim.Member.Surname, Name: a.claim.Member.Name}} {
		if person.Surname != "" && person.Name != "" {
			hints.Persons = append(hints.Persons, person)
		}
	}
	for _, row := range rows {
		hints.Rows = append(hints.Rows, row.declared)
	}
	var found []foundInvoice
	for i, paper := range a.batch {
		if !paper.expense {
			continue
		}
		if paper.copyOf != nil {
			a.claim.Documents[i].Kind = paper.invoice().DocumentKind
			continue
		}
		for _, one := range apart(paper.invoicePages()) {
			invoice := extract.ReadInvoice(one, hints)
			a.claim.Documents[i].Kind = invoice.DocumentKind
			if !isExpense(invoice.DocumentKind) {
				continue
			}
			if invoice.CourtesyCopy {
				a.claim.Findings = append(a.claim.Findings, claim.NewFinding("fiscal.courtesy_copy", "",
					"Il documento è indicato come copia di cortesia: va verificato.").With("document", a.claim.Documents[i].ID))
			}
			if invoice.Foreign && !a.holds(claim.Translation) {
				a.claim.Findings = append(a.claim.Findings, claim.NewFinding("language.translation_missing", "",
					"Un documento non è in italiano né in inglese: serve la traduzione (art. 17.2).").With("document", a.claim.Documents[i].ID))
			}
			found = append(found, foundInvoice{invoice, i, a.claim.Documents[i].ID})
		}
	}
	return found
}

// holds reports a paper of a kind among those of the claim.
func (a *assembly) holds(kind claim.DocumentKind) bool {
	return slices.ContainsFunc(a.batch, func(p *paper) bool { return p.kind == kind })
}

// apart gives the pages of each expense document of a paper: two receipts on one page are two.
func apart(pages []extract.InvoicePage) [][]extract.InvoicePage {
	if len(pages) != 1 {
		return [][]extract.InvoicePage{pages}
	}
	var documents [][]extract.InvoicePage
	for _, part := range extract.SplitReceipts(pages[0]) {
		documents = append(documents, []extract.InvoicePage{part})
	}
	return documents
}

func isExpense(k claim.DocumentKind) bool {
	switch k {
	case claim.Invoice, claim.CopaymentReceipt, claim.TillSlip, claim.CreditNote:
		return true
	}
	return false
}

// addExpenses makes one expense of each row with its invoice, and one of each invoice that no row names.
func (a *assembly) addExpenses(rows []formRow, invoices []foundInvoice) {
	a.patientByHint = map[int]bool{}
	matched := matchRows(rows, invoices)
	taken := map[int]bool{}
	for r, row := range rows {
		i := len(a.claim.Expenses)
		a.claim.Expenses = append(a.claim.Expenses, claim.Expense{Row: claim.Count(row.number), Declared: &claim.Declared{}})
		prefix := rowPrefix + strconv.Itoa(i)
		for part, v := range row.values {
			a.put(prefix+"/declared/"+part, v)
		}
		if mark, ok := a.fields[rowPrefix+strconv.Itoa(row.number-1)+"/third_party/marked"]; ok {
			a.put(prefix+"/third_party/marked", mark)
		}
		if n := matched[r]; n >= 0 {
			taken[n] = true
			a.putInvoice(i, invoices[n])
		}
	}
	next := a.unreadRows(rows)
	for n, invoice := range invoices {
		if !taken[n] {
			i := len(a.claim.Expenses)
			e := claim.Expense{}
			if row := next(); row > 0 {
				e.Row, e.Declared = claim.Count(row), &claim.Declared{}
			}
			a.claim.Expenses = append(a.claim.Expenses, e)
			a.putInvoice(i, invoice)
		}
	}
}

// unreadRows gives the numbers of rows that the form has and that were not read, one after the other, 0 when there
// are no more. On a form with a definition these are rows with ink in them. Of a table that no definition
// describes rows may be missed, unless those read make up the written total. An invoice that no row names may
// belong to such a row; that it has none would be a guess.
func (a *assembly) unreadRows(rows []formRow) func() int {
	used := map[int]bool{}
	for _, row := range rows {
		used[row.number] = true
	}
	last, open := a.lastRow(), a.guessedTable(rows)
	at := 0
	return func() int {
		for at++; ; at++ {
			switch {
			case used[at]:
			case at > last && !open:
				return 0
			case open || a.inkInRow(at):
				return at
			}
		}
	}
}

// guessedTable tells that rows of the form may have been missed.
func (a *assembly) guessedTable(rows []formRow) bool {
	known := slices.ContainsFunc(a.batch, func(p *paper) bool {
		_, defined := p.definition()
		return defined && opensClaim(p.kind)
	})
	if known || len(rows) == 0 {
		return false
	}
	sum := claim.ZeroMoney
	for _, row := range rows {
		if !row.declared.Amount.Known() {
			return true
		}
		sum = sum.Add(row.declared.Amount)
	}
	return !a.claim.DeclaredTotal.Known() || !sum.Equal(a.claim.DeclaredTotal)
}

func (a *assembly) inkInRow(n int) bool {
	return slices.ContainsFunc(declaredParts, func(part string) bool {
		v, ok := a.fields[rowPrefix+strconv.Itoa(n-1)+"/declared/"+part]
		return ok && !v.Blank
	})
}

// putInvoice writes the values of an expense document; those of its lines in order.
func (a *assembly) putInvoice(i int, invoice foundInvoice) {
	prefix := rowPrefix + strconv.Itoa(i)
	if invoice.PatientByHint {
		a.patientByHint[i] = true
	}
	for _, key := range invoice.Keys() {
		f := invoice.Fields[key]
		from := f.From
		if from.Page > 0 {
			reading := a.batch[invoice.paper].pages[from.Page-1].reading
			from.Document = claim.Text(invoice.document)
			from.Box = reading.onPicture(from.Box)
		} else if f.Value == "" { // an absence belongs to the document all the same
			from.Document, from.Page = claim.Text(invoice.document), 1
		}
		if err := a.claim.Set(prefix+key, f.Value); err != nil {
			continue
		}
		a.claim.Provenance[prefix+key] = from
	}
}

// setPatient completes the patient from an invoice that names him: tax code, and the birth date in it;
// without a form, the names too.
func (a *assembly) setPatient(invoices []foundInvoice) {
	for i := range a.claim.Expenses {
		e := &a.claim.Expenses[i]
		code, err := claim.ParseTaxCode(string(e.Patient.TaxCode))
		pointer := rowPrefix + strconv.Itoa(i) + "/patient/"
		if a.claim.Form == "" && a.claim.Patient.Surname == "" && e.Patient.Surname != "" {
			a.claim.Patient.Surname, a.claim.Patient.Name = e.Patient.Surname, e.Patient.Name
			a.claim.Provenance["/patient/surname"] = a.claim.Provenance[pointer+"surname"]
			a.claim.Provenance["/patient/name"] = a.claim.Provenance[pointer+"name"]
		}
		unnamed := a.claim.Form == "" && a.claim.Patient.Surname == "" && e.Patient.Surname == ""
		if err != nil || !unnamed && !code.Fits(string(a.claim.Patient.Surname), string(a.claim.Patient.Name)) {
			continue
		}
		a.claim.Patient.TaxCode = e.Patient.TaxCode
		a.claim.Patient.BornOn = code.Born(a.claim.ReceivedOn)
		from := a.claim.Provenance[pointer+"tax_code"]
		a.claim.Provenance["/patient/tax_code"] = from
		from.Method = claim.FromRule
		a.claim.Provenance["/patient/born_on"] = from
		return
	}
}
