package workers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

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
		envelopes[i].Findings, envelopes[i].ExternalNumber, envelopes[i].Answers = e.Findings, e.ExternalNumber, e.Answers
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
	pages := readPages(assembly.Pages, "")
	if steps, joined, err := s.answer(ctx, step, assembly, pages); joined || err != nil {
		return steps, err
	}
	var answers []pipeline.Answer
	all := slices.Clone(pages)
	for _, a := range assembly.AnsweredBy {
		answer := pipeline.Answer{Pages: readPages(a.Pages, a.ProtocolNumber+"/"), SentOn: a.SentOn}
		for _, to := range a.To {
			answer.To = append(answer.To, pipeline.PageRef(to))
		}
		answers, all = append(answers, answer), append(all, answer.Pages...)
	}
	claims, err := s.Stages.Assemble(ctx, assembly.Submission, pages, answers, append(assembly.Findings, sentBefore(assembly.SentBefore)...))
	if err != nil {
		return nil, err
	}
	assembled := make([]storage.AssembledClaim, len(claims))
	for i, c := range claims {
		lessons, err := s.Stages.Lessons(c, all)
		if err != nil {
			return nil, err
		}
		prints, err := s.Stages.Prints(c, all)
		if err != nil {
			return nil, err
		}
		assembled[i] = storage.AssembledClaim{Claim: c, State: s.stateOf(c.Outcome), Lessons: lessons, Prints: prints}
	}
	return s.Records.FinishAssemble(ctx, step.StepRef, assembled)
}

// readPages are pages for the stages, their files under a folder: "" or that of the submission they came with.
func readPages(pages []storage.PageReading, folder string) []pipeline.ReadPage {
	list := make([]pipeline.ReadPage, len(pages))
	for i, p := range pages {
		list[i] = pipeline.ReadPage{PageRef: pipeline.PageRef{File: folder + p.File.Name, FilePage: p.FilePage}, Reading: p.Reading.Body}
	}
	return list
}

// answer hands a submission that answers a claim over to it: because somebody joined them, or by the code of a letter that was not
// looked for when the arrival was split. A code of a claim that cannot be answered any more means nothing.
func (s *Server) answer(ctx context.Context, step storage.Step, a storage.Assembly, pages []pipeline.ReadPage) (steps []storage.Step, joined bool, err error) {
	id := string(a.Answers)
	if id == "" && !a.Parted && len(a.AnsweredBy) == 0 {
		if id, err = s.Stages.AnsweredBy(pages); err != nil {
			return nil, false, err
		}
	}
	if id == "" {
		return nil, false, nil
	}
	steps, err = s.Records.FinishAnswer(ctx, step.StepRef, id)
	if code := claim.ErrorCode(err); a.Answers == "" && (code == claim.ENOTFOUND || code == claim.ECONFLICT) && !errors.Is(err, storage.ErrStale) {
		return nil, false, nil
	}
	return steps, true, err
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
