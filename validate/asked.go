package validate

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"pratica/claim"
)

// askedBefore notes what is asked for without an invoice and was asked for before: the same allowance, and benefits that a patient gets
// one time (Reg. 15.6, "un'unica volta in tutto il rapporto associativo"; 15.7, "una sola volta per la stessa tipologia di grave malattia").
// What was asked for need not have been granted, which adjudication knows: a reviewer looks.
func (k *check) askedBefore(ctx context.Context) error {
	for _, mine := range claim.LedgerRequests(k.c) {
		if article, once := k.set.Once[mine.Asked.Kind]; !k.patientLegible() || mine.Asked.Kind != claim.AllowanceStay && (!once || article == "") {
			continue
		}
		earlier, err := k.in.Ledger.Earlier(ctx, k.c.Submission, k.c.Submission, mine)
		if err != nil {
			return fmt.Errorf("look up earlier requests: %w", err)
		}
		best := -1
		for i, other := range earlier {
			if k.sameRequest(mine, other) && (best < 0 || other.Reimbursed() && !earlier[best].Reimbursed()) {
				best = i
			}
		}
		if best >= 0 {
			k.askedTwice(mine, earlier[best])
		}
	}
	return nil
}

// patientLegible reports a member and a patient who are more than guesses.
func (k *check) patientLegible() bool {
	if k.c.Patient.Relation == claim.Family && !k.legible("/patient/surname", "/patient/name") {
		return false
	}
	return k.legible("/member/code", "/member/surname", "/member/name", "/patient/relation")
}

// sameRequest tells whether an earlier claim asks for the same. What a refused claim asked for once was not had: the illness may have
// got worse since.
func (k *check) sameRequest(mine claim.LedgerExpense, other claim.EarlierExpense) bool {
	was := other.Expense.Asked
	if was == nil || was.Kind != mine.Asked.Kind || !sameRequester(mine, other) {
		return false
	}
	switch mine.Asked.Kind {
	case claim.AllowanceStay:
		return len(k.sameDays(mine.Asked, was)) > 0
	case claim.SeriousIllnessCare:
		return other.Outcome != claim.Inadmissible && was.Illness == mine.Asked.Illness && k.legible(illnessPointer)
	}
	return other.Outcome != claim.Inadmissible
}

// sameRequester compares patients by their tax codes where both are known, else by name and member.
func sameRequester(mine claim.LedgerExpense, other claim.EarlierExpense) bool {
	a, b := mine.Patient, other.Expense.Patient
	if claim.ValidTaxCode(string(a.TaxCode)) && claim.ValidTaxCode(string(b.TaxCode)) {
		return sameTaxCode(a.TaxCode, b.TaxCode)
	}
	return samePerson(a.Surname, a.Name, b.Surname, b.Name) && other.MemberCode != "" && other.MemberCode == mine.Asked.Member
}

// sameDays are the days for which two allowances are asked: sessions in common, or those of one stay. Hospitals that are known must be
// the same: who is moved from one to another is discharged and admitted on one day.
func (k *check) sameDays(mine, was *claim.LedgerRequest) (days []claim.Date) {
	if mine.Hospital != "" && was.Hospital != "" && !sameIssuer(string(mine.Hospital), string(was.Hospital)) {
		return nil
	}
	if len(mine.Sessions) > 0 || len(was.Sessions) > 0 {
		for i, day := range mine.Days() {
			pointer := fmt.Sprintf("/allowance/sessions/%d", i)
			if len(mine.Sessions) == 0 {
				pointer = "/allowance/discharged_on"
			}
			if slices.Contains(was.Days(), day) && k.legible(pointer) {
				days = append(days, day)
			}
		}
		return days
	}
	admitted := mine.AdmittedOn == was.AdmittedOn || mine.AdmittedOn.IsZero() || was.AdmittedOn.IsZero()
	if mine.DischargedOn.IsZero() || mine.DischargedOn != was.DischargedOn || !admitted || !k.legible("/allowance/discharged_on", "/allowance/admitted_on") {
		return nil
	}
	return mine.Days()
}

// askedTwice notes a request of an earlier claim.
func (k *check) askedTwice(mine claim.LedgerExpense, other claim.EarlierExpense) {
	how := cmp.Or(openWords[other.Outcome], "in lavorazione")
	if other.Reimbursed() {
		how = "già trasmessa"
	}
	how = k.withClaim(other) + " (" + how + ")"
	who := fullName(mine.Patient.Surname, mine.Patient.Name)
	once := k.set.Once[mine.Asked.Kind]
	pointer, message := "/patient", ""
	switch mine.Asked.Kind {
	case claim.AllowanceStay:
		days := k.sameDays(mine.Asked, other.Expense.Asked)
		pointer, message = k.allowanceDay(days[0]), sentence("la diaria %s è già stata chiesta %s.", forDays(mine.Asked, days), how)
	case claim.SeriousIllnessCare:
		pointer, message = illnessPointer, fmt.Sprintf("Le prestazioni per «%s» di %s sono già state chieste %s: si rimborsano una sola volta per la stessa malattia (%s).",
			k.illnessName(mine.Asked.Illness), who, how, cite(once))
	default:
		message = fmt.Sprintf("Il sussidio per la non autosufficienza di %s è già stato chiesto %s: si eroga una sola volta (%s).", who, how, cite(once))
	}
	k.add(claim.NewFinding("duplicate.open", pointer, message).
		With("check", "ledger").With("claim", other.Claim).With("protocol_number", other.ProtocolNumber).Under(once))
}

// allowanceDay is where a day of the allowance stands.
func (k *check) allowanceDay(day claim.Date) string {
	if i := slices.Index(k.c.Allowance.Sessions, day); i >= 0 {
		return fmt.Sprintf("/allowance/sessions/%d", i)
	}
	return "/allowance/discharged_on"
}

// forDays is "per il ricovero dal 1º marzo 2026 al 4 marzo 2026", "per la seduta del 5 marzo 2026".
func forDays(asked *claim.LedgerRequest, days []claim.Date) string {
	days = slices.SortedFunc(slices.Values(days), compareDays)
	days = slices.Compact(days)
	first, last := days[0], days[len(days)-1]
	switch {
	case len(asked.Sessions) > 0 && len(days) > 1:
		return fmt.Sprintf("per %d sedute %s %s", len(days), since(first), toDay(last))
	case len(asked.Sessions) > 0:
		return "per la seduta " + ofDay(first)
	case first == last:
		return "per il ricovero " + ofDay(first)
	default:
		return "per il ricovero " + since(first) + " " + toDay(last)
	}
}
