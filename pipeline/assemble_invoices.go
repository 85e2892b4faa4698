package pipeline

import (
	"fmt"
	"slices"
	"strconv"

	"pratica/claim"
	"pratica/extract"
)

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
		documents := apart(paper.invoicePages(), a.rowsLeftFor(paper, rows))
		for _, pages := range documents {
			var invoice extract.Invoice
			if len(documents) == 1 && len(hints.Persons) == 0 && len(hints.Rows) == 0 {
				invoice = paper.invoice()
			} else {
				invoice = extract.ReadInvoice(pages, hints)
			}
			a.claim.Documents[i].Kind = invoice.DocumentKind
			if !isExpense(invoice.DocumentKind) {
				continue
			}
			if invoice.CourtesyCopy {
				a.claim.Findings = append(a.claim.Findings, claim.NewFinding("fiscal.courtesy_copy", "",
					"Il documento è indicato come copia di cortesia: va verificato.").With("document", a.claim.Documents[i].ID))
			}
			if invoice.Foreign && !a.holds(claim.Translation) {
				a.claim.Findings = append(a.claim.Findings, translationMissing(invoice, i, a.claim.Documents[i].ID))
			}
			one := foundInvoice{invoice, i, a.claim.Documents[i].ID}
			if first := slices.IndexFunc(found, one.repeats); first >= 0 {
				a.claim.Findings = append(a.claim.Findings, copyFinding(paper, one.document, found[first].document))
				continue
			}
			found = append(found, one)
		}
	}
	return found
}

// translationMissing asks for a translation. That a document is in another language is told by its words: only where these are the
// text of a PDF may it suspend, else a reviewer looks at it.
func translationMissing(invoice extract.Invoice, document int, id string) claim.Finding {
	named := ""
	if number := invoice.Fields["/number"].Value; number != "" {
		named = " " + number
	}
	f := claim.NewFinding("language.translation_missing", fmt.Sprintf("/documents/%d", document),
		fmt.Sprintf("Il documento di spesa%s non è in italiano né in inglese: serve la traduzione (art. 17.2).", named)).With("document", id)
	if invoice.Fields["/total"].From.Method != claim.FromTextLayer {
		f.Severity = claim.Review
	}
	return f
}

// repeats tells that another document, or the half of a page that holds two, is this one once more.
func (f foundInvoice) repeats(other foundInvoice) bool { return sameInvoice(f.Invoice, other.Invoice) }

// holds reports a paper of a kind among those of the claim.
func (a *assembly) holds(kind claim.DocumentKind) bool {
	return slices.ContainsFunc(a.batch, func(p *paper) bool { return p.kind == kind })
}

// rowsLeftFor are the rows of the form that no other expense document speaks of.
func (a *assembly) rowsLeftFor(p *paper, rows []formRow) []formRow {
	return slices.DeleteFunc(slices.Clone(rows), func(row formRow) bool {
		return slices.ContainsFunc(a.batch, func(other *paper) bool {
			return other != p && other.expense && other.copyOf == nil && row.compare(other.invoice()).score >= certainPair
		})
	})
}

// apart gives the pages of each expense document of a paper: two receipts on one page are two, if each is a document
// by itself, or if the rows of a form say so.
func apart(pages []extract.InvoicePage, rows []formRow) [][]extract.InvoicePage {
	if len(pages) != 1 {
		return [][]extract.InvoicePage{pages}
	}
	parts := extract.SplitReceipts(pages[0])
	if len(parts) == 1 && len(rows) > 1 {
		for _, two := range extract.Partings(pages[0]) {
			if ofTwoRows(two, rows) {
				parts = two
				break
			}
		}
	}
	var documents [][]extract.InvoicePage
	for _, part := range parts {
		documents = append(documents, []extract.InvoicePage{part})
	}
	return documents
}

// ofTwoRows tells that the parts of a page are the documents of a row each, and of different ones.
func ofTwoRows(parts []extract.InvoicePage, rows []formRow) bool {
	var taken []int
	for _, part := range parts {
		invoice := extract.ReadInvoice([]extract.InvoicePage{part}, extract.Hints{})
		best, most := -1, certainPair
		for r, row := range rows {
			if score := row.compare(invoice).score; score >= most {
				best, most = r, score
			}
		}
		if best < 0 || slices.Contains(taken, best) {
			return false
		}
		taken = append(taken, best)
	}
	return true
}

func isExpense(k claim.DocumentKind) bool {
	switch k {
	case claim.Invoice, claim.CopaymentReceipt, claim.TillSlip, claim.CreditNote:
		return true
	}
	return false
}

// putInvoice writes the values of an expense document; those of its lines in order.
func (a *assembly) putInvoice(i int, invoice foundInvoice) {
	prefix := rowPrefix + strconv.Itoa(i)
	if invoice.PatientByHint {
		a.patientByHint[i] = true
	}
	if paper := a.batch[invoice.paper]; paper.inPart() || paper.perhapsOthers {
		a.expenseInPart[i] = true
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
