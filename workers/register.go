package workers

import (
	"context"

	"pratica/claim"
	"pratica/storage"
)

// Register answers the checks from the members and the ledger of the records: it is
// validate's MemberRegister and Ledger, and pipeline's Pictures.
type Register struct{ Records storage.Records }

// Member is the enrolment under a codice FASCHIM.
func (r Register) Member(ctx context.Context, code string) (claim.Enrolment, bool, error) {
	known, err := r.Records.Member(ctx, code)
	if claim.ErrorCode(err) == claim.ENOTFOUND {
		return claim.Enrolment{}, false, nil
	}
	return known, err == nil, err
}

// MembersOf are the enrolments under codes.
func (r Register) MembersOf(ctx context.Context, codes []string) ([]claim.Enrolment, error) {
	return r.Records.MembersOf(ctx, codes)
}

// Empty tells that no members were ever imported: then there is nothing to hold anybody against.
func (r Register) Empty(ctx context.Context) (bool, error) {
	known, err := r.Records.AnyMember(ctx)
	return !known, err
}

// Earlier are expenses of earlier submissions that may be this one.
func (r Register) Earlier(ctx context.Context, own, brought string, e claim.LedgerExpense) ([]claim.EarlierExpense, error) {
	return r.Records.EarlierExpenses(ctx, own, brought, e)
}

// Like are pages of earlier expenses that share bands with a print.
func (r Register) Like(ctx context.Context, own, brought string, print claim.PagePrint) ([]claim.EarlierPrint, error) {
	return r.Records.EarlierPrints(ctx, own, brought, print)
}

// Sends are earlier submissions of a member in a calendar month.
func (r Register) Sends(ctx context.Context, submission, memberCode string, channel claim.Channel, month claim.Date) ([]claim.EarlierSend, error) {
	return r.Records.EarlierSends(ctx, submission, memberCode, channel, month)
}
