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

// assemble makes claims of what was read, or hands it over to the claim that it answers.
func (s *Server) assemble(ctx context.Context, step storage.Step) ([]storage.Step, error) {
	assembly, err := s.Records.Assembly(ctx, step.Subject)
	if err != nil {
		return nil, err
	}
	if assembly.Waiting {
		return nil, s.Records.FinishWaiting(ctx, step.StepRef)
	}
	steps, err := s.assembleRead(ctx, step, assembly)
	if errors.Is(err, pipeline.ErrOldReading) {
		return s.Records.ReadStale(ctx, step.StepRef, s.Stages.ReaderVersion())
	}
	return steps, err
}

func (s *Server) assembleRead(ctx context.Context, step storage.Step, assembly storage.Assembly) ([]storage.Step, error) {
	pages := readPages(assembly.Pages, "")
	findings := append(assembly.Findings, sentBefore(assembly.SentBefore)...)
	steps, done, offer, err := s.answer(ctx, step, assembly, pages)
	if done || err != nil {
		return steps, err
	}
	findings = append(findings, offer...)
	answers, all := answersOf(assembly.AnsweredBy), slices.Clone(pages)
	for _, a := range answers {
		all = append(all, a.Pages...)
	}
	found, err := s.Stages.AssembleAnswered(ctx, assembly.Submission, pages, answers, findings)
	if err != nil {
		return nil, err
	}
	assembled := make([]storage.AssembledClaim, len(found))
	for i, a := range found {
		lessons, err := s.Stages.Lessons(a.Claim, all)
		if err != nil {
			return nil, err
		}
		prints, err := s.Stages.Prints(a.Claim, all)
		if err != nil {
			return nil, err
		}
		assembled[i] = storage.AssembledClaim{Claim: a.Claim, State: s.stateOf(a.Claim.Outcome), Lessons: lessons, Prints: prints, Brought: a.Brought}
	}
	return s.Records.FinishAssemble(ctx, step.StepRef, assembled)
}

// answersOf are the answers as the stages take them. Of one that was given up there is nothing but that it was.
func answersOf(list []storage.AnswerPages) []pipeline.Answer {
	var answers []pipeline.Answer
	for _, a := range list {
		answer := pipeline.Answer{Submission: a.Submission, ProtocolNumber: a.ProtocolNumber, Pages: readPages(a.Pages, a.ProtocolNumber+"/"), SentOn: a.SentOn,
			Copies: a.Copies, Findings: a.Findings}
		if answer.SentOn.IsZero() {
			answer.SentOn, answer.Assumed = claim.DateIn(a.ReceivedAt), true
		}
		if a.Failed {
			answer.Findings = append(answer.Findings, claim.NewFinding("page.unreadable", "",
				fmt.Sprintf("Il plico %s, che risponde a questa pratica, non si è potuto leggere.", a.ProtocolNumber)).With("submission", a.Submission))
		}
		for _, to := range a.To {
			answer.To = append(answer.To, pipeline.PageRef(to))
		}
		answers = append(answers, answer)
	}
	return answers
}

// readPages are pages for the stages, their files under a folder: "" or that of the submission they came with.
func readPages(pages []storage.PageReading, folder string) []pipeline.ReadPage {
	list := make([]pipeline.ReadPage, len(pages))
	for i, p := range pages {
		list[i] = pipeline.ReadPage{PageRef: pipeline.PageRef{File: folder + p.File.Name, FilePage: p.FilePage}, Reading: p.Reading.Body}
	}
	return list
}

// answer hands a submission that answers a claim over to it: because somebody joined them, or by the code of a letter. A code means
// nothing where the claim is not there any more, or has come to its end; where the papers hold another request, the claim is offered.
func (s *Server) answer(ctx context.Context, step storage.Step, a storage.Assembly, pages []pipeline.ReadPage) (steps []storage.Step, done bool, offer []claim.Finding, err error) {
	if a.Answers != "" {
		steps, err = s.Records.FinishAnswer(ctx, step.StepRef, string(a.Answers))
		return steps, true, nil, err
	}
	if a.Parted || len(a.AnsweredBy) > 0 {
		return nil, false, nil, nil
	}
	id, err := s.Stages.AnsweredBy(pages)
	if err != nil || id == "" {
		return nil, false, nil, err
	}
	stored, err := s.Records.Claim(ctx, id, 0)
	switch {
	case claim.ErrorCode(err) == claim.ENOTFOUND:
		return nil, false, nil, nil
	case err != nil:
		return nil, false, nil, err
	case stored.State == claim.Void:
		return nil, false, nil, nil
	}
	may, err := s.Stages.MayAnswer(pages, stored.Claim)
	if err != nil {
		return nil, false, nil, err
	}
	if may && stored.Outcome != claim.Admissible {
		steps, err = s.Records.FinishAnswer(ctx, step.StepRef, id)
		if code := claim.ErrorCode(err); !errors.Is(err, storage.ErrStale) && (code == claim.ENOTFOUND || code == claim.ECONFLICT) {
			return nil, false, nil, nil
		}
		return steps, true, nil, err
	}
	return nil, false, []claim.Finding{claim.NewFinding("duplicate.open", "", fmt.Sprintf(
		"Tra i fogli c'è la lettera della pratica %s, ma sembrano un'altra richiesta: se la completano, il plico si può unire a quella.", stored.Claim.ProtocolNumber)).
		With("claim", id).With("protocol_number", string(stored.Claim.ProtocolNumber))}, nil
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
