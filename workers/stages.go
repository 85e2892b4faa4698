package workers

import (
	"context"
	"encoding/json"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/storage"
)

// Stages is what a submission goes through; *pipeline.Pipeline is it.
type Stages interface {
	// Split opens the files of an arrival and finds its envelopes, at least one. What cannot be opened is a
	// finding; an error is about this machine.
	Split(ctx context.Context, files []pipeline.File, channel claim.Channel) ([]pipeline.Envelope, error)
	// ReadPage reads one page. A bad page is a reading that says so; an error is about this machine.
	ReadPage(ctx context.Context, file pipeline.File, filePage int) (pipeline.PageResult, error)
	// AssembleAnswered makes claims of a submission's readings, at least one, with the answers that came to them. pipeline.ErrOldReading
	// asks for the pages to be read again.
	AssembleAnswered(ctx context.Context, s claim.Submission, pages []pipeline.ReadPage, answers []pipeline.Answer, findings []claim.Finding) ([]pipeline.Assembled, error)
	// AnsweredBy is the claim whose letter is among pages; empty if none is. MayAnswer reports pages that are no other request.
	AnsweredBy(pages []pipeline.ReadPage) (claimID string, err error)
	MayAnswer(pages []pipeline.ReadPage, c claim.Claim) (bool, error)
	// Lessons are what a claim of those pages teaches of issuers, one for each.
	Lessons(c claim.Claim, pages []pipeline.ReadPage) ([]claim.KnownIssuer, error)
	// Prints are what pages of a claim's expenses are known by when their papers come again.
	Prints(c claim.Claim, pages []pipeline.ReadPage) ([]claim.PagePrint, error)
	// ReaderVersion names what readings depend on beside the page: those of another one are not used again.
	ReaderVersion() string
	// Unreadable is the reading of a page that could not be read for the reason code.
	Unreadable(code claim.Code) json.RawMessage
}

var _ Stages = (*pipeline.Pipeline)(nil)

// Deliverer hands claims over to adjudication.
type Deliverer interface {
	// Deliver hands over one claim version, or its void, and returns where to, for the record (no secret, no
	// personal data). It may be called again for the same Subject, also after it succeeded: the receiver must
	// see that as one delivery. An error that a repetition cannot mend is a *Refused.
	Deliver(ctx context.Context, d storage.Delivery, protocolNumber string) (target string, err error)
}
