package pipeline

import (
	"strconv"

	"pratica/claim"
)

// confirm raises the confidence of values that two places of the claim state alike: a row of the form and
// the invoice behind it, the rows and their total, the patient of the form and of the invoices. Both were
// read independently, so both are wrong only if they are wrong in the same way.
func confirm(c *claim.Claim) {
	rowsSum := claim.ZeroMoney
	complete := len(c.Expenses) > 0
	for i := range c.Expenses {
		e := &c.Expenses[i]
		prefix := rowPrefix + strconv.Itoa(i)
		if e.Declared == nil {
			continue
		}
		rowsSum = rowsSum.Add(e.Declared.Amount)
		complete = complete && e.Declared.Amount.Known()
		if e.Number != "" && claim.CompactIdentifier(string(e.Number)) == claim.CompactIdentifier(string(e.Declared.Number)) {
			agree(c, prefix+"/number", prefix+"/declared/number")
		}
		if !e.Date.IsZero() && e.Date == e.Declared.Date {
			agree(c, prefix+"/date", prefix+"/declared/date")
		}
		if e.Total.Known() && e.Total.Equal(e.Declared.Amount) {
			agree(c, prefix+"/total", prefix+"/declared/amount")
		} else if e.Total.Known() && e.Declared.Amount.Known() {
			doubt(c, prefix+"/total", prefix+"/declared/amount", prefix+"/vat", prefix+"/stamp_duty", prefix+"/contribution", prefix+"/discount")
		}
		if e.Issuer.Name != "" && claim.FoldName(string(e.Issuer.Name)) == claim.FoldName(string(e.Declared.Issuer)) {
			agree(c, prefix+"/issuer/name", prefix+"/declared/issuer")
		}
	}
	switch {
	case !complete || !c.DeclaredTotal.Known():
	case rowsSum.Equal(c.DeclaredTotal):
		for i := range c.Expenses {
			agree(c, "/declared_total", rowPrefix+strconv.Itoa(i)+"/declared/amount")
		}
	default:
		doubt(c, "/declared_total")
	}
	for i := range c.Expenses {
		p := c.Expenses[i].Patient
		if samePart(p.Surname, c.Patient.Surname) && samePart(p.Name, c.Patient.Name) {
			for _, part := range []string{"/surname", "/name"} {
				agree(c, "/patient"+part, rowPrefix+strconv.Itoa(i)+"/patient"+part)
				if c.Patient.Relation == claim.Self {
					agree(c, "/member"+part, rowPrefix+strconv.Itoa(i)+"/patient"+part)
				}
			}
		}
	}
}

func samePart(a, b claim.Text) bool {
	return a != "" && claim.FoldName(string(a)) == claim.FoldName(string(b))
}

// contradicted is how far two places that should say the same, and do not, are believed: one of them is
// wrong, by the member's pen or by our reading.
const contradicted = 0.95

func doubt(c *claim.Claim, pointers ...string) {
	for _, pointer := range pointers {
		if p, ok := c.Provenance[pointer]; ok {
			p.Confidence = min(p.Confidence, contradicted)
			c.Provenance[pointer] = p
		}
	}
}

// independentErrors is how much less likely two readings are to share an error than to have one each.
const independentErrors = 0.05

// agree raises two equal values to the probability that not both are wrong in the same way.
func agree(c *claim.Claim, pointers ...string) {
	wrong := independentErrors
	for _, pointer := range pointers {
		p, ok := c.Provenance[pointer]
		if !ok {
			return
		}
		wrong *= 1 - p.Confidence
	}
	for _, pointer := range pointers {
		p := c.Provenance[pointer]
		p.Confidence = min(0.9999, max(p.Confidence, 1-wrong))
		c.Provenance[pointer] = p
	}
}
