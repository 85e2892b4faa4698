package pipeline

import (
	"slices"
	"strconv"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/likeness"
)

// joinDeposits puts deposits with the balance that names them: the paper that no row of its form speaks of goes to
// the other's claim. Where both are their rows', the member parted them.
func joinDeposits(papers []*paper, owners []*owner, places []int) {
	held := func(i int) bool {
		return places[i] < len(owners) && owners[places[i]].bestRow(papers[i]) >= certainPair
	}
	for b, balance := range papers {
		for d, deposit := range papers {
			if b == d || places[b] == places[d] || !balance.counts(deposit) {
				continue
			}
			moved, to := d, places[b]
			if held(d) {
				moved, to = b, places[d]
			}
			if held(moved) {
				continue
			}
			places[moved] = to
			if balance.patientCode() == "" || balance.patientCode() != deposit.patientCode() {
				papers[moved].perhapsOthers = true
			}
			for i, p := range papers {
				if p.copyOf == papers[moved] {
					places[i] = to
				}
			}
		}
	}
}

// counts tells that an expense document names another, a deposit of the same issuer and patient, by its number or, where
// it gives none of a document and both name the patient, by its amount.
func (p *paper) counts(deposit *paper) bool {
	if !p.expense || !deposit.expense || p.copyOf != nil || deposit.copyOf != nil || len(p.invoice().Deposits) == 0 {
		return false
	}
	mine, its := p.invoice().Fields, deposit.invoice().Fields
	date := its["/date"].Value
	switch {
	case its["/settlement"].Value != string(claim.Deposit), !sameIssuer(mine, its):
		return false
	case date != "" && mine["/date"].Value != "" && date > mine["/date"].Value:
		return false
	}
	same, told := p.samePatient(deposit)
	if told && !same {
		return false
	}
	year := 0
	if len(date) >= 4 {
		year, _ = strconv.Atoi(date[:4])
	}
	return slices.ContainsFunc(p.invoice().Deposits, func(named extract.NamedDeposit) bool {
		if slices.ContainsFunc(named.Numbers, func(number string) bool { return likeNumber(number, its["/number"].Value, year) >= certainPair }) {
			return true
		}
		return (len(named.Numbers) == 0 || named.Counted) && same && slices.ContainsFunc(named.Amounts, func(amount claim.Money) bool { return amount.String() == its["/total"].Value })
	})
}

// alikePatients is how similar the names of patients are of which one has no tax code.
const alikePatients = 0.85

// samePatient compares the patients' tax codes of two documents, or, where one has none, the names; told is false where
// one of them has no name either.
func (p *paper) samePatient(other *paper) (same, told bool) {
	if p.patientCode() != "" && other.patientCode() != "" {
		return p.patientCode() == other.patientCode(), true
	}
	name := func(p *paper) string {
		fields := p.invoice().Fields
		return claim.FoldName(fields["/patient/surname"].Value + " " + fields["/patient/name"].Value)
	}
	mine, its := name(p), name(other)
	return likeness.Similarity(mine, its) >= alikePatients, mine != "" && its != ""
}

// alikeIssuers is how similar the names of issuers are of which one has no VAT number.
const alikeIssuers = 0.8

// sameIssuer compares the VAT numbers of two documents, or, where one has none, the names.
func sameIssuer(a, b map[string]claim.Field) bool {
	const number, name = "/issuer/vat_number", "/issuer/name"
	if a[number].Value != "" && b[number].Value != "" {
		return a[number].Value == b[number].Value
	}
	return likeName(a[name].Value, b[name].Value) >= alikeIssuers
}
