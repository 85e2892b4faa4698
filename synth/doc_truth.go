package synth

import (
	"pratica/claim"
)

func (i *invoice) kind() claim.Kind {
	switch {
	case i.Type == claim.CopaymentReceiptType:
		return claim.Copayment
	case i.Issuer.trade == dentist:
		return claim.Dental
	}
	return claim.Private
}

// expense is the invoice as claim/v1 has it. A credit note has the amounts printed on it, above zero. Papers
// that are no expense (isExpense) have none.
func (i *invoice) expense() claim.Expense {
	x := claim.Expense{
		Kind: i.kind(), DocumentType: i.Type, Settlement: i.Settlement, Number: claim.Text(i.Number), Date: i.Date,
		Issuer: i.Issuer.claimIssuer(), Description: claim.Text(i.subject()), Currency: claim.Text(i.currency()), StampDutyNumber: claim.Text(i.StampNumber),
		Total: claim.Cents(i.Total), VAT: claim.Cents(i.VAT), StampDuty: claim.Cents(i.Stamp), Contribution: claim.Cents(i.Contribution),
		Discount: claim.Cents(i.Discount), Withholding: claim.ZeroMoney,
		Excluded: claim.Excluded{Administrative: claim.Cents(i.excluded(administrative)), RecordCopy: claim.Cents(i.excluded(recordCopy)),
			Digitisation: claim.Cents(i.excluded(digitisation)), Other: claim.Cents(i.excluded(otherExcluded))},
	}
	if i.lacks(withoutDate) {
		x.Date = claim.Date{}
	} else {
		x.Deadline = lastDay(i.Date)
	}
	if i.lacks(withoutIssuerID) {
		x.Issuer.VATNumber, x.Issuer.TaxCode = "", ""
	}
	if !i.lacks(withoutPatient) {
		x.Patient = i.Patient.claimPerson(i.ShowCode)
		if i.CodeOnly {
			x.Patient.Surname, x.Patient.Name = "", ""
		}
		if i.Payer != nil {
			payer := i.Payer.claimPerson(i.ShowCode)
			x.BilledTo = &payer
		}
	}
	base := x.Total.Sub(x.VAT).Sub(x.StampDuty)
	for _, p := range i.Lines {
		amount := claim.Cents(p.Amount)
		x.Lines = append(x.Lines, claim.Line{Description: claim.Text(p.Text), Quantity: p.Quantity, Amount: amount})
		if p.Excluded != reimbursed {
			base = base.Sub(amount)
		}
	}
	x.Reimbursable = base
	if i.currency() == "EUR" {
		x.ReimbursableEUR = base
	}
	return x
}

// forget takes out of the expense what nobody can know from the paper: of a company abroad and in Italy which
// of its numbers is the tax code, of a till slip the prices without VAT.
func (i *invoice) forget(expense map[string]any) {
	issuer := expense["issuer"].(map[string]any)
	if i.Issuer.Country != "" {
		delete(issuer, "vat_number")
		delete(issuer, "tax_code")
	} else if i.Issuer.Person == nil && !i.lacks(withoutIssuerID) {
		delete(issuer, "tax_code") // of a company it is the VAT number, often under one label with it
	}
	if i.Type == claim.TillSlipType {
		delete(expense, "lines")
	}
}

// ofExpenses are the papers of expenses() in its order; nil for a row whose invoice was not sent.
func (e *envelope) ofExpenses() []*invoice {
	var list []*invoice
	inRow := map[*invoice]bool{}
	for _, row := range e.Rows {
		inRow[row.Invoice] = true
		if row.Invoice != nil && !row.Invoice.isExpense() {
			list = append(list, nil)
			continue
		}
		list = append(list, row.Invoice)
	}
	for _, inv := range e.Invoices {
		if !inRow[inv] && inv.isExpense() {
			list = append(list, inv)
		}
	}
	return list
}
