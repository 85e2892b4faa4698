package validate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// AllowanceRule says what daily allowances exclude (Reg. 15.3).
type AllowanceRule struct {
	Article claim.Text `yaml:"article"`
	// Words of an invoice are about a stay or an operation, those of Unless are not.
	Words  phrase `yaml:"words"`
	Unless phrase `yaml:"unless"`
}

func (r *AllowanceRule) check() error {
	if r != nil && (r.Article == "" || r.Words.Regexp == nil) {
		return errors.New("allowance: an article and words are needed")
	}
	return nil
}

var allowanceKinds = []claim.Kind{claim.AllowanceStay, claim.AllowanceDaySurgery, claim.AllowanceOncology}

// allowance looks whether a daily allowance that is asked for has the paper that tells which it is, and whether the expenses of the
// same stay are asked for too.
func (k *check) allowance() {
	if asked := k.askedAllowances(); k.c.Form == claim.R01 && len(asked) > 0 {
		k.rule("allowance.letter", whole, "/kind")
		if k.awaitsLetter() {
			k.letterMissing()
		}
	}
	k.allowanceAndExpenses()
	k.hospitalNotCovered()
}

// askedAllowances are the rows that ask for one and in whose other cells nothing was found.
func (k *check) askedAllowances() (rows []int) {
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if e.Declared == nil || !asksAllowance(e) {
			continue
		}
		written := slices.ContainsFunc([]string{"number", "date", "amount"}, func(column string) bool {
			p, read := k.c.Provenance[at(i, "declared/"+column)]
			return read && p.Text != ""
		})
		if !written {
			rows = append(rows, i)
		}
	}
	return rows
}

// onlyAllowances reports a form all of whose rows ask for an allowance: it has no total.
func (k *check) onlyAllowances() bool {
	asked := k.askedAllowances()
	return len(asked) > 0 && len(asked) == len(k.c.Expenses)
}

// awaitsLetter reports rows that ask for an allowance of which no paper tells the kind.
func (k *check) awaitsLetter() bool {
	return slices.ContainsFunc(k.askedAllowances(), func(i int) bool { return k.c.Expenses[i].Kind == "" }) &&
		!slices.Contains(allowanceKinds, k.c.Kind) && k.papersOf(k.allowancePapers()) == 0
}

// allowancePapers are the kinds of paper that any allowance may come with.
func (k *check) allowancePapers() (kinds []claim.DocumentKind) {
	for _, rule := range k.set.Papers {
		if slices.ContainsFunc(rule.Kinds, isAllowance) {
			kinds = append(kinds, rule.Papers...)
		}
	}
	return kinds
}

func isAllowance(kind claim.Kind) bool { return slices.Contains(allowanceKinds, kind) }

// letterMissing asks for the letter or certificate, whichever allowance it is.
func (k *check) letterMissing() {
	i := slices.IndexFunc(k.set.Papers, func(rule PaperRule) bool { return slices.Contains(rule.Kinds, claim.AllowanceStay) })
	if i < 0 {
		return
	}
	rule := &k.set.Papers[i]
	doubts := k.unseenPages()
	var rows []string
	for _, n := range k.askedAllowances() {
		rows = append(rows, fmt.Sprint(k.c.Expenses[n].Row))
		if pointer := at(n, "declared/issuer"); !k.legible(pointer) { // a name need not be right to the letter
			doubts = append(doubts, pointer)
		}
		for _, column := range []string{"number", "date", "amount"} {
			doubts = append(doubts, k.doubts(at(n, "declared/"+column))...)
		}
	}
	where := "nella riga " + rows[0]
	if len(rows) > 1 {
		where = "nelle righe " + strings.Join(rows, ", ")
	}
	k.add(claim.NewFinding(rule.Finding, "/documents", fmt.Sprintf(
		"Per la diaria richiesta %s manca la lettera di dimissioni o, per le terapie oncologiche ambulatoriali, la certificazione della struttura con le date delle sedute (%s).",
		where, cite(rule.Article))).With("papers", k.allowancePapers()).Under(rule.Article), doubts...)
}

// allowanceExplained reports an allowance whose kind is unknown for a reason that another finding gives: the letter is asked for, or
// the papers that were read fit several kinds.
func (k *check) allowanceExplained() bool {
	said := slices.ContainsFunc(k.kept, func(f claim.Finding) bool { return f.Code == "claim.kind_unclear" && f.Pointer == "/kind" })
	return said || k.c.Form == claim.R01 && k.awaitsLetter()
}

// allowanceAndExpenses notes an expense of the stay for which an allowance is asked: it is one or the other (Reg. 15.3). A reviewer
// asks which.
func (k *check) allowanceAndExpenses() {
	rule, stay := k.set.Allowance, k.c.Allowance
	if rule == nil || stay == nil || len(k.askedAllowances()) == 0 && !slices.Contains(allowanceKinds, k.c.Kind) {
		return
	}
	k.rule("allowance.excludes", whole, "/allowance/hospital", "/allowance/admitted_on", "/allowance/discharged_on").called(rule.Article, func() string {
		return "Diaria e spese dello stesso ricovero"
	})
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if e.Kind != claim.Private || e.DocumentType == claim.CreditNoteType || !k.legible(at(i, "date")) {
			continue
		}
		pointer, words := k.says(i, rule.Words, rule.Unless)
		within := !stay.AdmittedOn.IsZero() && !e.Date.Before(stay.AdmittedOn) && !stay.DischargedOn.IsZero() && !e.Date.After(stay.DischargedOn)
		if !within && pointer == "" || !within && !k.billedAfter(e) || within && pointer == "" && !sameIssuer(string(e.Issuer.Name), string(stay.Hospital)) {
			continue
		}
		f := claim.NewFinding("claim.kind_unclear", fmt.Sprintf("/expenses/%d", i),
			sentence("%s sembra dello stesso ricovero della diaria: le spese di un ricovero e la sua diaria si escludono, va scelto che cosa rimborsare (%s).",
				theDocument(e), cite(rule.Article))).With("check", "allowance_and_expenses").With("date", e.Date.String()).With("admitted_on", stay.AdmittedOn.String()).
			With("discharged_on", stay.DischargedOn.String()).With("hospital", string(stay.Hospital)).With("issuer", string(e.Issuer.Name))
		if words != "" {
			f = f.With("words", words)
		}
		k.add(f.Under(rule.Article))
	}
}

// billedAfter reports an invoice of the time in which a stay is billed: from the admission to three months after the discharge or, where
// the days are not known, any.
func (k *check) billedAfter(e *claim.Expense) bool {
	const months = 3
	stay := k.c.Allowance
	return (stay.AdmittedOn.IsZero() || !e.Date.Before(stay.AdmittedOn)) && (stay.DischargedOn.IsZero() || !e.Date.After(stay.DischargedOn.AddMonths(months)))
}

// commonWords are in the names of many hospitals.
var commonWords = []string{"AZIENDA", "OSPEDALE", "OSPEDALIERA", "OSPEDALIERO", "UNIVERSITARIA", "UNIVERSITARIO", "SANITARIA", "LOCALE", "ISTITUTO", "IRCCS", "ASST",
	"ULSS", "CLINICA", "CASA", "CURA", "POLICLINICO", "CENTRO", "PRESIDIO", "CIVILE", "SANTA", "SANTO", "SRL", "FONDAZIONE"}

// sameIssuer reports two spellings of a name: the same letters and digits, or all words of one, but for short and common ones, in
// the other.
func sameIssuer(a, b string) bool {
	if compact := claim.CompactIdentifier(a); compact != "" && compact == claim.CompactIdentifier(b) {
		return true
	}
	short, long := strings.Fields(claim.FoldName(a)), strings.Fields(claim.FoldName(b))
	if len(short) > len(long) {
		short, long = long, short
	}
	const telling = 4 // letters
	shared := 0
	for _, word := range short {
		if len(word) < telling || slices.Contains(commonWords, word) {
			continue
		}
		if !slices.Contains(long, word) {
			return false
		}
		shared++
	}
	return shared > 0
}

// nights are those from the admission to the discharge; none of a therapy, which is paid by the session (Reg. 15.3).
func (k *check) nights() int {
	a := k.c.Allowance
	therapy := k.c.Kind == claim.AllowanceOncology || slices.ContainsFunc(k.c.Expenses, func(e claim.Expense) bool { return e.Kind == claim.AllowanceOncology })
	if therapy || a.AdmittedOn.IsZero() || a.DischargedOn.IsZero() {
		return 0
	}
	return max(0, a.AdmittedOn.DaysUntil(a.DischargedOn))
}

// hospitalConfirmed reports a row whose hospital is that of the letter: two papers agree.
func (k *check) hospitalConfirmed(i int) bool {
	a := k.c.Allowance
	return a != nil && k.papersOf(k.allowancePapers()) > 0 && k.legible(at(i, "declared/issuer"), "/allowance/hospital") &&
		k.c.Provenance["/allowance/hospital"].Document != k.c.Provenance[at(i, "declared/issuer")].Document &&
		sameIssuer(string(k.c.Expenses[i].Declared.Issuer), string(a.Hospital))
}

// neededOfAllowance needs the days from which the allowance and its term are counted, where there is a paper that tells them.
func (k *check) neededOfAllowance() {
	a := k.c.Allowance
	if a == nil || len(k.askedAllowances()) == 0 && !isAllowance(k.c.Kind) || k.papersOf(k.allowancePapers()) == 0 {
		return
	}
	for i := range a.Sessions {
		k.mustStand(fmt.Sprintf("/allowance/sessions/%d", i))
	}
	if k.value("/allowance/hospital") != "" && !k.legible("/allowance/hospital") {
		k.waitFor("/allowance/hospital") // a name need not be right to the letter
	}
	if len(a.Sessions) == 0 {
		k.mustBe("/allowance/discharged_on", "la data delle dimissioni o delle sedute")
		stays := func(e claim.Expense) bool { return e.Kind == claim.AllowanceStay }
		if k.c.Kind == claim.AllowanceStay || slices.ContainsFunc(k.c.Expenses, stays) {
			k.mustBe("/allowance/admitted_on", "la data del ricovero")
			return
		}
	}
	k.mayBe("/allowance/admitted_on", "la data del ricovero")
	k.mayBe("/allowance/discharged_on", "la data delle dimissioni")
}
