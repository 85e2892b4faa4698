package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"pratica/claim"
	"pratica/extract"
)

// stayPaper is a paper about a stay or a therapy with what was read of it.
type stayPaper struct {
	extract.Stay
	paper int
}

// allowanceKindIs is the most that the kind of an allowance is believed that the words of its papers tell.
const allowanceKindIs = 0.997

// setAllowance fills the daily allowance that a form asks for: a row of R01 with no more than the hospital's name, or no row at
// all beside a discharge letter (R01: "in caso di richiesta di Diaria è sufficiente indicare il nome della struttura"). Its kind
// is the one that the papers fit; where they fit several or none, it is for a reviewer.
func (a *assembly) setAllowance() {
	if a.claim.Form != claim.R01 {
		return
	}
	asked := a.askedAllowances()
	if len(asked) == 0 && len(a.claim.Expenses) > 0 {
		return
	}
	papers := a.stayPapers(asked)
	if len(asked) == 0 && len(papers) == 0 {
		return
	}
	a.claim.Allowance = &claim.Allowance{Sessions: []claim.Date{}}
	a.putHospital(asked, papers)
	if len(papers) == 0 {
		return
	}
	kinds := a.putStay(papers)
	if len(kinds) != 1 {
		a.unclearAllowance(kinds)
		return
	}
	a.allowanceKind, a.allowanceSure = kinds[0], a.sureOfStay()
	for _, i := range asked {
		a.claim.Expenses[i].Kind = kinds[0]
		a.claim.Provenance[rowPrefix+strconv.Itoa(i)+"/kind"] = claim.Provenance{Document: claim.Text(a.claim.Documents[papers[0].paper].ID), Page: 1,
			Method: claim.FromRule, Confidence: a.allowanceSure}
	}
}

// askedAllowances are the expenses of rows with the hospital's name and nothing in the other cells.
func (a *assembly) askedAllowances() (list []int) {
	for i := range a.claim.Expenses {
		e := &a.claim.Expenses[i]
		if e.DocumentType != "" || e.Declared == nil || e.Declared.Issuer == "" {
			continue
		}
		inked := slices.ContainsFunc(otherCells, func(part string) bool {
			v, ok := a.cell(e, part)
			return ok && (v.Field.Value != "" || v.Field.From.Text != "")
		})
		if !inked {
			list = append(list, i)
		}
	}
	return list
}

// otherCells of a row are empty where it asks for an allowance.
var otherCells = []string{"number", "date", "amount"}

// cell is a cell of the form's row that an expense stands in.
func (a *assembly) cell(e *claim.Expense, part string) (formValue, bool) {
	v, ok := a.fields[rowPrefix+strconv.Itoa(int(e.Row)-1)+"/declared/"+part]
	return v, ok
}

// stayPapers reads the discharge letters and certificates of the claim, those that name a stay or a therapy first.
func (a *assembly) stayPapers(asked []int) (list []stayPaper) {
	hints := extract.Hints{}
	for _, i := range asked {
		hints.Rows = append(hints.Rows, *a.claim.Expenses[i].Declared)
	}
	for i, p := range a.batch {
		if p.copyOf == nil && (p.kind == claim.DischargeLetter || p.kind == claim.HospitalCertificate) {
			list = append(list, stayPaper{extract.ReadStay(p.invoicePages(), hints), i})
		}
	}
	return list
}

// putHospital takes the name from a letterhead, else from the form.
func (a *assembly) putHospital(asked []int, papers []stayPaper) {
	for _, p := range papers {
		if a.putOfStay("/allowance/hospital", p, p.Fields["/hospital"]) {
			return
		}
	}
	for _, i := range asked {
		a.claim.Allowance.Hospital = a.claim.Expenses[i].Declared.Issuer
		a.claim.Provenance["/allowance/hospital"] = a.claim.Provenance[rowPrefix+strconv.Itoa(i)+"/declared/issuer"]
		return
	}
}

// putStay writes the days, and gives the kinds that the papers fit. Papers of several days of a therapy are one therapy; other
// papers that name different days are for a reviewer.
func (a *assembly) putStay(papers []stayPaper) []claim.Kind {
	var kinds []claim.Kind
	for _, p := range papers {
		for _, kind := range p.Kinds() {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	if len(kinds) == 1 && kinds[0] == claim.AllowanceOncology {
		a.putSessions(papers)
	}
	if len(a.claim.Allowance.Sessions) > 0 {
		return kinds
	}
	var first *stayPaper
	for i := range papers {
		p := &papers[i]
		if p.Date("/admitted_on").IsZero() && p.Date("/discharged_on").IsZero() {
			continue
		}
		if first == nil {
			first = p
			a.putOfStay("/allowance/admitted_on", *p, p.Fields["/admitted_on"])
			a.putOfStay("/allowance/discharged_on", *p, p.Fields["/discharged_on"])
		} else if p.Date("/admitted_on") != first.Date("/admitted_on") || p.Date("/discharged_on") != first.Date("/discharged_on") {
			a.doubtStay()
		}
	}
	return kinds
}

// putSessions writes the days of all certificates, and of letters that name one day each.
func (a *assembly) putSessions(papers []stayPaper) {
	type session struct {
		claim.Field
		of stayPaper
	}
	var list []session
	for _, p := range papers {
		for _, f := range p.Sessions() {
			list = append(list, session{f, p})
		}
		one, ok := p.Fields["/discharged_on"]
		if !ok {
			one = p.Fields["/admitted_on"]
		}
		if len(papers) > 1 && len(p.Sessions()) == 0 && one.Value != "" {
			list = append(list, session{one, p})
		}
	}
	slices.SortStableFunc(list, func(x, y session) int { return cmp.Compare(x.Value, y.Value) })
	list = slices.CompactFunc(list, func(x, y session) bool { return x.Value == y.Value })
	for n, s := range list {
		a.putOfStay(fmt.Sprintf("/allowance/sessions/%d", n), s.of, s.Field)
	}
}

// putOfStay writes a value of a paper; false if it has none.
func (a *assembly) putOfStay(pointer string, p stayPaper, f claim.Field) bool {
	if f.Value == "" || a.claim.Set(pointer, f.Value) != nil {
		return false
	}
	from := f.From
	from.Document = claim.Text(a.claim.Documents[p.paper].ID)
	from.Box = a.batch[p.paper].pages[from.Page-1].reading.onPicture(from.Box)
	a.claim.Provenance[pointer] = from
	return true
}

// doubtStay leaves the days to a reviewer: the claim holds one stay, and the papers name several.
func (a *assembly) doubtStay() {
	const contradicted = 0.5
	for _, pointer := range stayDays {
		if from, ok := a.claim.Provenance[pointer]; ok {
			from.Confidence = min(from.Confidence, contradicted)
			a.claim.Provenance[pointer] = from
		}
	}
	a.claim.Findings = append(a.claim.Findings, claim.NewFinding("claim.kind_unclear", "/allowance",
		"I documenti riguardano più ricoveri: va scelto quello per cui si chiede la diaria, e gli altri vanno trattati a parte."))
}

var stayDays = []string{"/allowance/admitted_on", "/allowance/discharged_on"}

// sureOfStay is how sure the kind is: no more than the days that tell it.
func (a *assembly) sureOfStay() float64 {
	const guessed = 0.9
	sure := allowanceKindIs
	for _, pointer := range stayDays {
		if from, ok := a.claim.Provenance[pointer]; ok {
			sure = min(sure, from.Confidence)
		} else if len(a.claim.Allowance.Sessions) == 0 {
			sure = min(sure, guessed)
		}
	}
	return sure
}

var allowanceNames = map[claim.Kind]string{claim.AllowanceStay: "un ricovero", claim.AllowanceDaySurgery: "un intervento in day surgery",
	claim.AllowanceOncology: "una terapia oncologica"}

// unclearAllowance asks a reviewer which allowance it is.
func (a *assembly) unclearAllowance(kinds []claim.Kind) {
	message := "Dai documenti non si capisce quale diaria si chiede: il Fondo la prevede per i ricoveri, per gli interventi in day surgery e per le terapie oncologiche, non per un day hospital senza intervento (art. 15.3 e 18.1 B)."
	if len(kinds) > 1 {
		message = "I documenti fanno pensare a più di una diaria: "
		for n, kind := range kinds {
			if n > 0 {
				message += " o "
			}
			message += allowanceNames[kind]
		}
		message += ". Va scelto quale (art. 15.3)."
	}
	a.claim.Findings = append(a.claim.Findings, claim.NewFinding("claim.kind_unclear", "/kind", message).With("kinds", kinds).Under("15.3"))
}

// weighAllowance takes back what the fit says of rows that ask for an allowance. It was made on kinds that expense documents state,
// and on rows with an invoice, in which a cell that seems empty was misread: here the three that are empty together confirm each
// other.
func (a *assembly) weighAllowance() {
	const surelyBlank, eachBlank = 0.998, 0.95
	for _, i := range a.askedAllowances() {
		e := &a.claim.Expenses[i]
		blank := !slices.ContainsFunc(otherCells, func(part string) bool {
			v, ok := a.cell(e, part)
			return ok && (!v.Blank || v.Field.From.Confidence < eachBlank)
		})
		for _, part := range otherCells {
			pointer := rowPrefix + strconv.Itoa(i) + "/declared/" + part
			if from, ok := a.claim.Provenance[pointer]; ok && blank {
				from.Confidence = surelyBlank
				a.claim.Provenance[pointer] = from
			}
		}
	}
	for i := range a.claim.Expenses {
		pointer := rowPrefix + strconv.Itoa(i) + "/kind"
		if from, ok := a.claim.Provenance[pointer]; ok && a.claim.Expenses[i].DocumentType == "" {
			from.Confidence = a.sureOfKind()
			a.claim.Provenance[pointer] = from
		}
	}
}

// sureOfKind is how sure the kind is after its days and the kinds of the papers were calibrated.
func (a *assembly) sureOfKind() float64 {
	sure := a.allowanceSure
	for pointer, from := range a.claim.Provenance {
		if slices.Contains(stayDays, pointer) {
			sure = min(sure, from.Confidence)
		}
	}
	for i, d := range a.claim.Documents {
		if d.Kind == claim.DischargeLetter || d.Kind == claim.HospitalCertificate {
			sure = min(sure, a.claim.Provenance[fmt.Sprintf("/documents/%d/kind", i)].Confidence)
		}
	}
	return sure
}
