package workers

import (
	"bytes"
	"context"
	"fmt"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/storage"
)

// split makes submissions of an arrival.
func (s *Server) split(ctx context.Context, step storage.Step) ([]storage.Step, error) {
	arrival, err := s.Records.Arrival(ctx, step.Subject)
	if err != nil {
		return nil, err
	}
	files := make([]pipeline.File, len(arrival.Files))
	for i, f := range arrival.Files {
		path, release, err := s.Objects.Local(ctx, f.Object)
		if err != nil {
			return nil, fmt.Errorf("file %d of the arrival: %w", i+1, err)
		}
		defer release()
		files[i] = pipeline.File{Name: f.Name, Path: path}
	}
	found, err := s.Stages.Split(ctx, files, arrival.Channel)
	if err != nil {
		return nil, err
	}
	envelopes := make([]storage.Envelope, len(found))
	for i, e := range found {
		envelopes[i].Findings, envelopes[i].ExternalNumber = e.Findings, e.ExternalNumber
		for _, p := range e.Pages {
			envelopes[i].Pages = append(envelopes[i].Pages, storage.PageRef(p))
		}
	}
	return s.Records.FinishSplit(ctx, step.StepRef, envelopes)
}

// readPage reads one page, or takes the reading of the same page of the same bytes by the same reader.
func (s *Server) readPage(ctx context.Context, step storage.Step) ([]storage.Step, error) {
	page, err := s.Records.Page(ctx, step.Subject)
	if err != nil {
		return nil, err
	}
	next, known, err := s.finishKnown(ctx, step, page)
	if known || err != nil {
		return next, err
	}
	path, release, err := s.Objects.Local(ctx, page.File.Object)
	if err != nil {
		return nil, fmt.Errorf("file of the page: %w", err)
	}
	defer release()
	result, err := s.Stages.ReadPage(ctx, pipeline.File{Name: page.File.Name, Path: path}, page.FilePage)
	if err != nil {
		return nil, err
	}
	begun := s.Now()
	reading := storage.Reading{ReaderVersion: s.Stages.ReaderVersion(), Body: result.Reading}
	if len(result.Picture) > 0 {
		if reading.Picture, _, err = s.Objects.Put(ctx, bytes.NewReader(result.Picture)); err != nil {
			return nil, fmt.Errorf("picture of the page: %w", err)
		}
		reading.MediaType = result.MediaType
	}
	if next, err = s.Records.FinishRead(ctx, step.StepRef, reading); err == nil {
		s.counters.page(byServer, result.Effort, s.Now().Sub(begun))
	}
	return next, err
}

// finishKnown finishes a page that this reader has read before, unless somebody asked for a fresh reading.
func (s *Server) finishKnown(ctx context.Context, step storage.Step, page storage.Page) (next []storage.Step, known bool, err error) {
	if page.Fresh {
		return nil, false, nil
	}
	reading, err := s.Records.Reading(ctx, page.File.Object, page.FilePage, s.Stages.ReaderVersion())
	if claim.ErrorCode(err) == claim.ENOTFOUND {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	next, err = s.Records.FinishRead(ctx, step.StepRef, reading)
	return next, true, err
}

// givenUpVersion marks readings of pages that were given up. No reader has this version: when the same
// bytes come again, or the submission is reprocessed, the page is read anew.
const givenUpVersion = "given-up"

func (s *Server) finishUnreadable(ctx context.Context, step storage.Step) ([]storage.Step, error) {
	return s.Records.FinishRead(ctx, step.StepRef, storage.Reading{
		ReaderVersion: givenUpVersion,
		Body:          s.Stages.Unreadable("page.unreadable"),
	})
}

// assemble makes claims of what was read.
func (s *Server) assemble(ctx context.Context, step storage.Step) ([]storage.Step, error) {
	assembly, err := s.Records.Assembly(ctx, step.Subject)
	if err != nil {
		return nil, err
	}
	pages := make([]pipeline.ReadPage, len(assembly.Pages))
	for i, p := range assembly.Pages {
		pages[i] = pipeline.ReadPage{PageRef: pipeline.PageRef{File: p.File.Name, FilePage: p.FilePage}, Reading: p.Reading.Body}
	}
	claims, err := s.Stages.Assemble(ctx, assembly.Submission, pages, append(assembly.Findings, sentBefore(assembly.SentBefore)...))
	if err != nil {
		return nil, err
	}
	assembled := make([]storage.AssembledClaim, len(claims))
	for i, c := range claims {
		lessons, err := s.Stages.Lessons(c, pages)
		if err != nil {
			return nil, err
		}
		assembled[i] = storage.AssembledClaim{Claim: c, State: s.stateOf(c.Outcome), Lessons: lessons}
	}
	return s.Records.FinishAssemble(ctx, step.StepRef, assembled)
}

// sentBefore says of each file that came before so, once, with the submission it came with first.
func sentBefore(pages []storage.SentBefore) (findings []claim.Finding) {
	said := map[string]bool{}
	for _, p := range pages {
		if !said[p.File] {
			said[p.File] = true
			findings = append(findings, pipeline.SentBefore(p.File, p.Submission, p.ProtocolNumber))
		}
	}
	return findings
}

// stateOf a claim just assembled: adjudication gets it when no human is waited for, or when nobody is
// there to be waited for (Config.DeliverUnreviewed).
func (s *Server) stateOf(outcome claim.Outcome) claim.State {
	switch {
	case outcome == claim.Admissible, outcome == claim.Inadmissible, s.DeliverUnreviewed:
		return claim.Ready
	case outcome == claim.Suspended:
		return claim.WaitingForMember
	}
	return claim.InReview
}

// deliver hands a claim version over. Killed between the handing over and its record it is done again:
// at least once for the receiver, who tells a repetition by its key; one record here.
func (s *Server) deliver(ctx context.Context, step storage.Step) error {
	delivery, err := s.Records.Delivery(ctx, step.Subject)
	if err != nil {
		return err
	}
	submission, err := s.Records.Submission(ctx, delivery.Submission)
	if err != nil {
		return err
	}
	target, err := s.Deliverer.Deliver(ctx, delivery, submission.ProtocolNumber)
	if err != nil {
		return err
	}
	return s.Records.FinishDelivery(ctx, step.StepRef, target)
}
