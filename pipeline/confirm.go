package pipeline

import (
	"fmt"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/likeness"
	"pratica/extract/pattern"
	"pratica/validate"
)

// confirm weighs what two places of the claim say of one thing: a row of the form and the invoice behind
// it, the rows and their total, the patient of the form and of the invoices. Both were read
// independently: where they agree, they are wrong only if they are wrong in the same way; where they do
// not, one of them is. hinted names the expenses whose patient was looked for by the form's name, mended the form's names
// that were taken from the invoices.
func confirm(c *claim.Claim, hinted map[int]bool, mended map[string]bool) {
	for i := range c.Expenses {
		if c.Expenses[i].Declared != nil {
			confirmRow(c, i)
		}
	}
	for i := range c.Expenses {
		confirmDescription(c, i)
	}
	confirmTotal(c)
	confirmScores(c)
	confirmPatient(c, hinted, mended)
	confirmTaxCode(c)
}

// confirmDescription believes the services of an expense as its positions, where they are nothing but those, "; " between
// them: then it is wrong only if one of them is.
func confirmDescription(c *claim.Claim, i int) {
	e := &c.Expenses[i]
	rest, right := string(e.Description), 1.0
	for n, line := range e.Lines {
		if line.Description == "" {
			return // what was done is not known
		}
		behind, named := strings.CutPrefix(rest, string(line.Description))
		if !named || behind != "" && !strings.HasPrefix(behind, "; ") {
			continue // what the fund does not refund is left out
		}
		rest = strings.TrimPrefix(behind, "; ")
		right *= c.Provenance[fmt.Sprintf("%s%d/lines/%d/description", rowPrefix, i, n)].Confidence
	}
	if at := rowPrefix + strconv.Itoa(i) + "/description"; rest == "" && e.Description != "" && right > c.Provenance[at].Confidence {
		raise(c, at, 1-right)
	}
}

// confirmTaxCode believes the patient's tax code as the invoices it was taken from: it is one reading, counted twice.
func confirmTaxCode(c *claim.Claim) {
	if c.Patient.TaxCode == "" {
		return
	}
	for i := range c.Expenses {
		from, ok := c.Provenance[rowPrefix+strconv.Itoa(i)+"/patient/tax_code"]
		if _, stated := c.Provenance["/patient/tax_code"]; ok && stated && c.Expenses[i].Patient.TaxCode == c.Patient.TaxCode {
			raise(c, "/patient/tax_code", 1-from.Confidence)
		}
	}
}

// confirmScores holds the total of NA1 against its six crosses.
func confirmScores(c *claim.Claim) {
	if c.Dependency == nil || c.Dependency.Total == nil {
		return
	}
	sum := 0
	pointers := []string{"/dependency/total"}
	s := c.Dependency.Scores
	for name, score := range map[string]*int{"bathing": s.Bathing, "dressing": s.Dressing, "hygiene": s.Hygiene, "mobility": s.Mobility,
		"continence": s.Continence, "eating": s.Eating} {
		if score == nil {
			return
		}
		sum += *score
		pointers = append(pointers, "/dependency/scores/"+name)
	}
	if sum == *c.Dependency.Total {
		addUp(c, pointers)
	} else {
		doubt(c, pointers...)
	}
}

// confirmRow holds a row of the form and its invoice against each other.
func confirmRow(c *claim.Claim, i int) {
	e := &c.Expenses[i]
	row := e.Declared
	at := rowPrefix + strconv.Itoa(i)
	mended := func(part string) bool { return c.Provenance[at+"/declared/"+part].Method == claim.FromRule }
	if e.Number != "" && row.Number != "" && !mended("number") {
		switch {
		case claim.CompactIdentifier(string(e.Number)) == claim.CompactIdentifier(string(row.Number)):
			if !extract.StrokeInNumber(string(e.Number)) { // the engine takes the stroke of both for the same letter
				agree(c, at+"/number", at+"/declared/number")
			}
		case validate.SameNumber(string(row.Number), string(e.Number), e.Date.Year):
		case (e.Date == row.Date && e.Total.Known() && e.Total.Equal(row.Amount) || validate.OneFigureApart(string(e.Number), string(row.Number))) && !bothSure(c, at+"/number", at+"/declared/number"):
			misreadOne(c, at+"/number", at+"/declared/number")
		default:
			doubt(c, at+"/number", at+"/declared/number")
		}
	}
	switch {
	case e.Date.IsZero() || row.Date.IsZero() || mended("date"):
	case e.Date == row.Date:
		agree(c, at+"/date", at+"/declared/date")
	case validate.OneFigureApart(e.Date.String(), row.Date.String()) && !bothSure(c, at+"/date", at+"/declared/date"):
		misreadOne(c, at+"/date", at+"/declared/date")
	default:
		doubt(c, at+"/date", at+"/declared/date")
	}
	switch {
	case !e.Total.Known() || !row.Amount.Known() || mended("amount"):
	case e.Total.Equal(row.Amount):
		agree(c, at+"/total", at+"/declared/amount")
	default:
		if validate.OneFigureApart(e.Total.String(), row.Amount.String()) && !bothSure(c, at+"/total", at+"/declared/amount") {
			misreadOne(c, at+"/total", at+"/declared/amount")
		}
		doubt(c, at+"/total", at+"/declared/amount", at+"/vat", at+"/stamp_duty", at+"/contribution", at+"/discount")
	}
	if mended("issuer") {
		return
	}
	confirmIssuer(c, at, claim.FoldName(string(e.Issuer.Name)), claim.FoldName(string(row.Issuer)))
}

// misread is the similarity from which on two names are taken for one, read wrong in one of its places.
const misread = 0.85

// confirmIssuer compares the names of an issuer. Members write their own short forms: a shorter name on the
// form says nothing.
func confirmIssuer(c *claim.Claim, at, printed, written string) {
	switch {
	case printed == "" || written == "" || strings.HasPrefix(printed, written+" "):
	case printed == written && !figureAmongLetters(c, at):
		agreeSharing(c, sharedInLongNames, at+"/issuer/name", at+"/declared/issuer")
	case strings.HasPrefix(written, printed+" "):
		doubt(c, at+"/issuer/name") // the printed name goes on
	case printed == written:
		doubt(c, at+"/issuer/name", at+"/declared/issuer")
	case likeness.Similarity(printed, written) >= misread:
		doubt(c, at+"/issuer/name", at+"/declared/issuer")
	}
}

// figureInName is a figure that recognition puts for a letter wherever a name is printed: A.0.U., STUD1O.
var figureInName = pattern.Must(`\pL[.]?[015][.\pL]|\b[015][.]\pL`)

func figureAmongLetters(c *claim.Claim, at string) bool {
	for _, pointer := range []string{at + "/issuer/name", at + "/declared/issuer"} {
		if name, err := c.Get(pointer); err == nil && figureInName.MatchString(name) {
			return true
		}
	}
	return false
}

// confirmTotal holds the written total against the sum of the rows. An invoice without a row has no part
// in it.
func confirmTotal(c *claim.Claim) {
	sum := claim.ZeroMoney
	var amounts []string
	for i := range c.Expenses {
		if row := c.Expenses[i].Declared; row != nil {
			if !row.Amount.Known() {
				return
			}
			sum = sum.Add(row.Amount)
			amounts = append(amounts, rowPrefix+strconv.Itoa(i)+"/declared/amount")
		}
	}
	switch {
	case len(amounts) == 0 || !c.DeclaredTotal.Known() || c.Provenance["/declared_total"].Method == claim.FromRule:
	case sum.Equal(c.DeclaredTotal) && len(amounts) == 1: // the same figures, twice in the same hand
		agreeSharing(c, sharedByOneHand, amounts[0], "/declared_total")
	case sum.Equal(c.DeclaredTotal):
		addUp(c, append(amounts, "/declared_total"))
	case misreadAmount(c, sum):
	default:
		doubt(c, "/declared_total")
	}
}

// misreadAmount finds the row of which the invoice's total instead of the written amount makes the written total:
// two papers speak against how the amount was read. It tells whether there is one.
func misreadAmount(c *claim.Claim, sum claim.Money) bool {
	for i := range c.Expenses {
		e := &c.Expenses[i]
		if e.Declared == nil || !e.Total.Known() || e.Total.Equal(e.Declared.Amount) || !sum.Sub(e.Declared.Amount).Add(e.Total).Equal(c.DeclaredTotal) {
			continue
		}
		at := rowPrefix + strconv.Itoa(i)
		if p, ok := c.Provenance[at+"/declared/amount"]; ok {
			p.Confidence = min(p.Confidence, misreadValue)
			c.Provenance[at+"/declared/amount"] = p
		}
		return true
	}
	return false
}

// addUp raises a sum and its parts. That they add up is one observation, however many the parts are: if one
// of them is wrong, another is too, in just the way that makes up for it.
func addUp(c *claim.Claim, pointers []string) {
	wrong := 0.0
	for _, pointer := range pointers {
		p, ok := c.Provenance[pointer]
		if !ok {
			return
		}
		wrong += 1 - p.Confidence
	}
	for _, pointer := range pointers {
		p := c.Provenance[pointer]
		own := 1 - p.Confidence
		raise(c, pointer, independentErrors*own*min(wrong-own, 1))
	}
}

// confirmPatient holds the patient of the form against the person each invoice names. That the words of a
// name stand on an invoice confirms how the form was read, even where they were looked for; that they name
// the patient there, it does not. Where the member is the patient, the form's two values are one reading: an
// invoice must not be raised by the one and then raise the other. A person of whom a part was mended by the invoices is
// confirmed by none.
func confirmPatient(c *claim.Claim, hinted map[int]bool, mended map[string]bool) {
	if c.Form == "" || mended["/patient/surname"] || mended["/patient/name"] {
		return // the claim's patient is a copy of the first invoice's, or of the one that mended it
	}
	for i := range c.Expenses {
		p := c.Expenses[i].Patient
		if !samePart(p.Surname, c.Patient.Surname) || !samePart(p.Name, c.Patient.Name) {
			continue
		}
		for _, part := range []string{"/surname", "/name"} {
			invoice := rowPrefix + strconv.Itoa(i) + "/patient" + part
			before, stated := c.Provenance[invoice]
			agree(c, "/patient"+part, invoice)
			after := c.Provenance[invoice]
			if c.Patient.Relation == claim.Self && stated {
				c.Provenance[invoice] = before
				agree(c, "/member"+part, invoice)
				after.Confidence = max(after.Confidence, c.Provenance[invoice].Confidence)
			}
			if hinted[i] {
				after = before
			}
			if stated {
				c.Provenance[invoice] = after
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

// misreadValue is how far a value is believed against which everything else speaks: as a guess.
const misreadValue = 0.5

// misreadOne takes the less sure of two values for misread.
func misreadOne(c *claim.Claim, a, b string) {
	less := a
	if c.Provenance[b].Confidence < c.Provenance[a].Confidence {
		less = b
	}
	doubt(c, a, b) // which makes them alike
	if p, ok := c.Provenance[less]; ok {
		p.Confidence = min(p.Confidence, misreadValue)
		c.Provenance[less] = p
	}
}

// bothSure tells that each of two values was read so well that the machine would have stood for it: then the papers differ, though
// only by a figure.
func bothSure(c *claim.Claim, a, b string) bool {
	return min(c.Provenance[a].Confidence, c.Provenance[b].Confidence) >= DefaultTargetAccuracy
}

func doubt(c *claim.Claim, pointers ...string) {
	for _, pointer := range pointers {
		if p, ok := c.Provenance[pointer]; ok {
			p.Confidence = min(p.Confidence, contradicted)
			c.Provenance[pointer] = p
		}
	}
}

// How likely it is that two readings which are both wrong are wrong in the same way: one engine takes the same
// letters for each other wherever they are printed, in long names of firms more often than in figures, and a figure in
// one hand most of all: who writes 177 and 177 is read 134 and 134. A sum that comes out is wrong in two parts that make up for each other.
const (
	sharedErrors      = 0.03
	sharedInLongNames = 0.1
	sharedByOneHand   = 0.3
	independentErrors = 0.05
)

// agree raises two equal values to the probability that they are not both wrong in the same way.
func agree(c *claim.Claim, a, b string) { agreeSharing(c, sharedErrors, a, b) }

// agreeSharing is agree for values whose errors are shared more often. They agree if both are right, or if the
// surer one is wrong and the other in the same way.
func agreeSharing(c *claim.Claim, shared float64, a, b string) {
	p, known := c.Provenance[a]
	q, alsoKnown := c.Provenance[b]
	if !known || !alsoKnown {
		return
	}
	right := p.Confidence * q.Confidence
	wrong := shared * min(1-p.Confidence, 1-q.Confidence)
	if right == 0 {
		return
	}
	for _, pointer := range []string{a, b} {
		raise(c, pointer, wrong/(right+wrong))
	}
}

// raise believes a value to be wrong with no more than this probability, and never quite surely right.
func raise(c *claim.Claim, pointer string, wrong float64) {
	p := c.Provenance[pointer]
	p.Confidence = min(0.9999, max(p.Confidence, 1-wrong))
	c.Provenance[pointer] = p
}
