// Package storage says how pratica keeps what it was given: Objects are bytes named by their hash (received
// files, page pictures), Records are everything else, the durable steps included. The database is the truth
// and any queue only a hint: a step's result, its completion and the steps that follow it are one
// transaction, so a process may be killed between any two instructions and nothing is lost or done twice.
//
// Errors that a person may see are *claim.Error. Every method may also return EUNAVAILABLE (disk full,
// database or store out of reach: try again later) or the error of its context; after any error nothing
// of the call has happened, unless its comment says otherwise. Implementations are safe for concurrent use
// and pass the suites of storage/storagetest.
package storage

import (
	"context"
	"errors"
	"io"
	"time"

	"pratica/claim"
)

// Objects keeps bytes under their own hash. An object never changes and is never half there.
type Objects interface {
	// Put stores what r gives until io.EOF and returns its key, "sha256:" and 64 hexadecimal digits, and its
	// size in bytes. When it returns without error the object is durable: it survives a kill and a power cut.
	// Memory is bounded whatever the size. The same bytes put twice, also at once, are one object. An error of
	// r is returned wrapped, and nothing is stored then.
	Put(ctx context.Context, r io.Reader) (key string, size int64, err error)

	// Open reads an object; the caller closes it. Bytes that do not match the key are never passed off as
	// whole: the last Read then gives an EINTERNAL error in place of io.EOF. ENOTFOUND if there is no such
	// object, EINVALID if key is none.
	Open(ctx context.Context, key string) (io.ReadCloser, error)

	// Stat gives the size in bytes; errors as Open.
	Stat(ctx context.Context, key string) (size int64, err error)

	// Local gives the path of a local file with the object's bytes, for a child process to open read-only.
	// The file stays until release is called (once; release is nil on error). Errors as Open.
	Local(ctx context.Context, key string) (path string, release func(), err error)

	// Verify reads the whole object and compares it with its key: nil, ENOTFOUND, or EINTERNAL when it is
	// damaged. Putting the same bytes again heals a damaged object.
	Verify(ctx context.Context, key string) error

	// Close frees what the store holds open; calls still running may fail.
	Close() error
}

// Records keeps arrivals, submissions, pages, readings, claims, deliveries, the audit trail and the steps.
// Ids are ULIDs and instants UTC with microseconds. "by" names who acts, for the audit trail.
type Records interface {
	Arrivals
	Submissions
	Claims
	Steps
	Issuers
	Members
	Ledger
	Close() error
}

// Arrivals are sends as they reached us.
type Arrivals interface {
	// CreateArrival stores an arrival and its arrival:split step, to be queued by the caller. An empty ID and
	// a zero ReceivedAt are filled in. File names must be unique and every file an object; else EINVALID.
	//
	// With an IdempotencyKey that was used before, the first arrival is returned with created false and no
	// step if the content is the same, and ECONFLICT if it is not. Content is the channel, the external number,
	// the sent date where a person gave it (evidence postmark or operator), what it answers, whether it holds copies, and the files' names
	// and bytes. What it answers counts as the sender called it: that name may mean another claim by now, or none.
	CreateArrival(ctx context.Context, a claim.Arrival) (stored Arrival, created bool, step Step, err error)

	// Repeated is the first arrival where CreateArrival would find its key used before: ECONFLICT as there, ENOTFOUND if the key is new
	// or empty.
	Repeated(ctx context.Context, a claim.Arrival) (Arrival, error)

	// Arrival by its id, or ENOTFOUND.
	Arrival(ctx context.Context, id string) (Arrival, error)

	// WaitingArrivals are those not yet split, oldest first.
	WaitingArrivals(ctx context.Context) ([]Arrival, error)
}

// Submissions are envelopes.
type Submissions interface {
	// Submission by its id, or ENOTFOUND.
	Submission(ctx context.Context, id string) (Submission, error)

	// SubmissionNumbered is the one with a protocol number, or ENOTFOUND.
	SubmissionNumbered(ctx context.Context, number string) (Submission, error)

	// Submissions lists the newest first; Total counts all that match.
	Submissions(ctx context.Context, q Query) (List, error)

	// Pages of a submission in order; empty before splitting and for files that could not be opened.
	Pages(ctx context.Context, submission string) ([]Page, error)

	// Audit of a submission, oldest first.
	Audit(ctx context.Context, submission string) ([]AuditEntry, error)

	// Patch changes the sent date or the note and writes the audit trail; a patch that changes nothing writes
	// nothing. A changed sent date of a submission that is read assembles it again: the step is returned.
	// ENOTFOUND; ECONFLICT when it is void; EINVALID for a sent date without evidence or in the future.
	Patch(ctx context.Context, id string, p Patch, by string) (Submission, []Step, error)

	// Reprocess reads a submission again. The only submission of its arrival is split again as well (further
	// envelopes then found become new submissions); of several, each keeps its pages. Claims get a new version
	// only where a value changed (see SameValues). ENOTFOUND; ECONFLICT when it is void.
	Reprocess(ctx context.Context, id, by string) ([]Step, error)

	// Join makes a submission the answer to a claim of another one: it has no claims of its own any more, and its pages go into that
	// claim, which is assembled again. With no claim it takes that back. Joining again changes nothing. ENOTFOUND; ECONFLICT when one of
	// the two is void, the claim is its own, or one answers or is answered already.
	Join(ctx context.Context, id, claimID, by string) ([]Step, error)

	// Void takes a submission back: its claims become void and its pending steps are cancelled. Claims whose
	// delivery was begun or done get a step that delivers the void; a receiver takes a void as final, also
	// when the claim itself arrives after it. Nothing is deleted. EINVALID without a reason; ENOTFOUND;
	// ECONFLICT when it is void already.
	Void(ctx context.Context, id, reason, by string) ([]Step, error)
}

// Claims are what submissions gave.
type Claims interface {
	// Claim in one version, or the current one if version is 0; ENOTFOUND.
	Claim(ctx context.Context, id string, version int) (StoredClaim, error)

	// ClaimsOf a submission in order, void ones included, each in its current version.
	ClaimsOf(ctx context.Context, submission string) ([]StoredClaim, error)

	// Deliveries of a submission's claims, oldest first, without Body.
	Deliveries(ctx context.Context, submission string) ([]Delivery, error)
}

// MostIssuers is how many issuers one call lists at most.
const MostIssuers = 500

// Issuers is what claims taught of issuers (AssembledClaim.Lessons). Only the current version of a claim
// that is not void counts, and once, however often it is assembled: a new version takes back what the one
// before it taught, a void takes back everything.
type Issuers interface {
	// Issuer is what is known of the issuer with a VAT number, less what claims of the submission without
	// taught (empty: of none): what a reading of a submission is held against must not come from itself. The
	// newest day may still be the submission's. ENOTFOUND if nothing is left.
	Issuer(ctx context.Context, vatNumber, without string) (claim.KnownIssuer, error)

	// Issuers lists those with a VAT number above after, in order, at most limit (0: MostIssuers).
	Issuers(ctx context.Context, after string, limit int) ([]claim.KnownIssuer, error)

	// ForgetIssuer deletes all that is known of an issuer; papers that come later teach anew. ENOTFOUND.
	ForgetIssuer(ctx context.Context, vatNumber string) error

	// StateIssuers takes names by VAT number from the operator, as confirmed; each replaces the one stated
	// before. All or none: EINVALID for a VAT number that is none, or an empty name.
	StateIssuers(ctx context.Context, names map[string]string) error
}

// Members is the register of members.
type Members interface {
	// Member is what the register holds under a codice FASCHIM, or ENOTFOUND.
	Member(ctx context.Context, code string) (claim.Enrolment, error)

	// MembersOf are those of codes that the register holds, in order; codes are 1000 at most.
	MembersOf(ctx context.Context, codes []string) ([]claim.Enrolment, error)

	// AnyMember reports whether the register holds anybody: an empty one is none.
	AnyMember(ctx context.Context) (bool, error)

	// ImportMembers makes enrolments those of their codes; with whole, members that are not among them are deleted. All or none, and
	// one import after the other: a second one waits. EINVALID for one without a code.
	ImportMembers(ctx context.Context, list []claim.Enrolment, whole bool) (MembersImported, error)
}

// MembersImported counts what an import changed, and the members there are after it.
type MembersImported struct{ New, Changed, Deleted, Known int }

// Ledger is what tells expenses, and what is asked for without an invoice, apart over all time: those of the current versions of claims that are not void. A claim whose
// expenses, outcome or delivery change has the later submissions that share a key with them assembled again, which may now be
// duplicates, or none any more; so has one that was being assembled meanwhile.
type Ledger interface {
	// EarlierExpenses are those that share a key (LedgerKeys) with an expense of a claim of the submission own, and whose papers came
	// before those of the submission brought (own, or one that answers it); own's are left out. Those of delivered admissible claims
	// come first, then the oldest; 50 at most.
	EarlierExpenses(ctx context.Context, own, brought string, e claim.LedgerExpense) ([]claim.EarlierExpense, error)

	// EarlierPrints are pages of expenses that share bands with a print; whose they are, as EarlierExpenses. The 50 that share most.
	EarlierPrints(ctx context.Context, own, brought string, print claim.PagePrint) ([]claim.EarlierPrint, error)

	// EarlierSends are the submissions with a claim of a member, received before the one given, that were sent by a channel in the
	// calendar month of a day.
	EarlierSends(ctx context.Context, submission, memberCode string, channel claim.Channel, month claim.Date) ([]claim.EarlierSend, error)
}

// ErrStale is in the chain of errors of steps that are done, cancelled, void, or have a newer generation:
// the task is an old or doubled one, nothing has changed, and there is nothing left to do.
var ErrStale = errors.New("the step has moved on")

// Steps are the durable to-do list. Every method that takes a StepRef returns ErrStale, and changes nothing,
// unless that very generation is pending; ENOTFOUND if there is no such step at all.
type Steps interface {
	// Begin counts an attempt, before any work, so that work that kills its process is counted too. The step
	// is due again at until: a live worker finishes or renews before that. Beginning twice is allowed (the
	// queue may hand a task out twice) and harmless, because only one can finish.
	Begin(ctx context.Context, ref StepRef, until time.Time) (Step, error)

	// Take is Begin of whichever step of the kind is due, urgent ones first, then the one due longest. It gets
	// a new generation, so that nobody who was told of it begins it too. ENOTFOUND if none is due.
	Take(ctx context.Context, kind StepKind, until time.Time) (Step, error)

	// Hold moves the instant at which a begun step is due again, for whoever is still at work on it.
	Hold(ctx context.Context, ref StepRef, until time.Time) error

	// Page is the subject of page:read.
	Page(ctx context.Context, id string) (Page, error)
	// Reading is the cached result for a page of a file, or ENOTFOUND.
	Reading(ctx context.Context, fileObject string, filePage int, readerVersion string) (Reading, error)
	// Assembly is what submission:assemble needs: one consistent view.
	Assembly(ctx context.Context, submission string) (Assembly, error)
	// Delivery is the subject of claim:deliver, with its Body.
	Delivery(ctx context.Context, subject string) (Delivery, error)

	// FinishSplit makes submissions, with their protocol numbers, of the envelopes (at least one; page
	// references name files of the arrival, else EINVALID) and the steps that follow: page:read for each page,
	// or submission:assemble for an envelope without pages. The one envelope of an arrival that says what it answers is joined with that
	// claim (Submissions.Join) if it can be. After Reprocess the first envelope keeps the
	// submission and its number.
	FinishSplit(ctx context.Context, ref StepRef, envelopes []Envelope) ([]Step, error)

	// FinishRead stores a page's reading, in the cache too (the latest wins). The last page of a submission
	// gives its submission:assemble step.
	FinishRead(ctx context.Context, ref StepRef, r Reading) ([]Step, error)

	// FinishAssemble stores the claims (at least one, all of this submission, else EINVALID). Claims of an
	// earlier assembling are matched by their pages and keep id and version, or get version+1 if a value changed
	// (see SameValues); one that matches none is void. A claim in State claim.Ready gives a claim:deliver step,
	// once a version. What the stored version teaches of issuers counts from then on; see Issuers.
	FinishAssemble(ctx context.Context, ref StepRef, claims []AssembledClaim) ([]Step, error)

	// FinishWaiting ends the assembling of a submission without a result: one that answers a claim of it is still being read, and
	// opens the step again when it is done.
	FinishWaiting(ctx context.Context, ref StepRef) error

	// ReadStale ends the assembling of a submission whose readings, or those of its answers, are not all of this reader: they are read
	// again, and then assembled. EINTERNAL if all are.
	ReadStale(ctx context.Context, ref StepRef, readerVersion string) ([]Step, error)

	// FinishAnswer ends the assembling of a submission that answers a claim, see Submissions.Join; errors as there, and then the step is
	// still pending.
	FinishAnswer(ctx context.Context, ref StepRef, claimID string) ([]Step, error)

	// FinishDelivery records that target has the claim version, or its void.
	FinishDelivery(ctx context.Context, ref StepRef, target string) error

	// Retry puts a step off until due, with a code that holds no personal data, under a new generation.
	Retry(ctx context.Context, ref StepRef, code string, due time.Time) (Step, error)

	// Fail ends a step for good. Its submission becomes failed with the Italian sentence; for arrival:split a
	// submission with a protocol number is made that says so, thus nothing received is ever invisible. A failed
	// delivery leaves submission and claim as they are. Reprocess revives failed steps.
	Fail(ctx context.Context, ref StepRef, code, sentence string) error

	// HandBack gives a step a new generation, due at due, whose attempt was broken off for no fault of its own: it does not count.
	HandBack(ctx context.Context, ref StepRef, due time.Time) (Step, error)

	// Renew gives a pending step a new generation, due at due; attempts stay.
	Renew(ctx context.Context, ref StepRef, due time.Time) (Step, error)

	// RenewOverdue renews a step that is due before the instant, due then; ErrStale if it was begun, held or put
	// off since somebody saw it Stalled. For the reconciler.
	RenewOverdue(ctx context.Context, ref StepRef, now time.Time) (Step, error)

	// Stalled are pending steps due before the instant, urgent ones first, then those due longest, at most
	// limit (0: 1000).
	Stalled(ctx context.Context, before time.Time, limit int) ([]Step, error)

	// Backlog counts the pending steps by kind and urgency, in that order; what has none is left out.
	Backlog(ctx context.Context) ([]Backlog, error)
}
