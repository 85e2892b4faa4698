package sqlite

import (
	"context"
	"errors"

	"pratica/claim"
	"pratica/storage"
)

// Join implements storage.Submissions.
func (s *Store) Join(ctx context.Context, id, claimID, by string) ([]storage.Step, error) {
	return write(ctx, s, "join submission", func(t *tx) ([]storage.Step, error) {
		old, err := t.living(id)
		if err != nil || claimID == string(old.Answers) {
			return nil, err
		}
		if claimID != "" {
			if err := t.mayAnswer(id, claimID); err != nil {
				return nil, err
			}
			for _, c := range old.Claims {
				if c.Outcome == claim.Admissible && isDelivered(c.State) {
					return nil, claim.Errorf(claim.ECONFLICT, "Una pratica di questo plico è già stata consegnata per la liquidazione: il plico non si può unire a un'altra.")
				}
			}
		}
		if err := t.audit(id, by, storage.ActionJoin, "answers", old.Answers, claim.Text(claimID)); err != nil {
			return nil, err
		}
		steps, err := t.unjoin(id)
		if err != nil {
			return nil, err
		}
		if claimID != "" {
			if err := t.join(id, claimID); err != nil {
				return nil, err
			}
		}
		if old.State != claim.Assembling && old.State != claim.Assembled {
			return steps, nil // once it is read it goes where it belongs
		}
		own, err := t.assembleAgain(id)
		return append(own, steps...), err
	})
}

// mayAnswer says why a submission cannot answer a claim: it is not there, it is void, it is the submission's own, or one of the two
// answers or is answered already, for answers do not go on from one to the next.
func (t *tx) mayAnswer(submission, claimID string) error {
	var of string
	var state claim.State
	var chained int
	found, err := t.get(`SELECT c.submission, c.state, (SELECT count(*) FROM joins j WHERE j.submission = c.submission)
		FROM claims c WHERE c.id = $1`, []any{claimID}, &of, &state, &chained)
	switch {
	case err != nil:
		return err
	case !found:
		return claim.Errorf(claim.ENOTFOUND, "La pratica %s non esiste.", claimID)
	case state == claim.Void:
		return claim.Errorf(claim.ECONFLICT, "La pratica %s è annullata: il plico non si può unire.", claimID)
	case of == submission:
		return claim.Errorf(claim.ECONFLICT, "La pratica è già di questo plico.")
	case chained > 0:
		return claim.Errorf(claim.ECONFLICT, "La pratica è di un plico che è unito a un'altra: unire il plico a quella.")
	}
	var answered int
	if err := t.row(`SELECT count(*) FROM joins j JOIN claims c ON c.id = j.claim WHERE c.submission = $1`, submission).Scan(&answered); err != nil {
		return err
	}
	if answered > 0 {
		return claim.Errorf(claim.ECONFLICT, "A questo plico ne sono uniti altri: non si può unire a una pratica.")
	}
	return nil
}

// everJoined reports a submission that was joined with a claim, and perhaps parted from it again.
func (t *tx) everJoined(submission string) (bool, error) {
	var n int
	err := t.row(`SELECT count(*) FROM audit WHERE submission = $1 AND action = $2`, submission, storage.ActionJoin).Scan(&n)
	return n > 0, err
}

// joinAtOnce joins a submission that was just split, because its sender says so, unless somebody joined it already or it cannot be.
func (t *tx) joinAtOnce(submission, claimID string) error {
	if joined, err := t.everJoined(submission); err != nil || joined || claimID == "" {
		return err // somebody decided, or the code did before
	}
	var refused *claim.Error
	if err := t.mayAnswer(submission, claimID); errors.As(err, &refused) {
		return nil // an old letter: the papers are a claim of their own
	} else if err != nil {
		return err
	}
	if err := t.audit(submission, storage.BySender, storage.ActionJoin, "answers", "", claim.Text(claimID)); err != nil {
		return err
	}
	return t.join(submission, claimID)
}

func (t *tx) join(submission, claimID string) error {
	return t.exec(`INSERT INTO joins (submission, claim) VALUES ($1, $2) ON CONFLICT (submission) DO UPDATE SET claim = excluded.claim`, submission, claimID)
}

// unjoin takes a submission away from the claim it answers, if any, which is assembled without it.
func (t *tx) unjoin(submission string) ([]storage.Step, error) {
	var of string
	found, err := t.get(`SELECT c.submission FROM joins j JOIN claims c ON c.id = j.claim WHERE j.submission = $1`, []any{submission}, &of)
	if err != nil || !found {
		return nil, err
	}
	if err := t.exec(`DELETE FROM joins WHERE submission = $1`, submission); err != nil {
		return nil, err
	}
	return t.assembleIfRead(of)
}

// assembleIfRead assembles a submission again; one that is still read will be anyway, and one that is void will not.
func (t *tx) assembleIfRead(submission string) ([]storage.Step, error) {
	found, err := t.submission(submission)
	if err != nil || found.VoidedAt != nil || found.State != claim.Assembling && found.State != claim.Assembled {
		return nil, err
	}
	return t.assembleAgain(submission)
}

// freeAnswers lets the submissions that answer a claim, which is void now, be claims of their own.
func (t *tx) freeAnswers(claimID string) (steps []storage.Step, err error) {
	answers, err := all(t, scanText, `SELECT submission FROM joins WHERE claim = $1 ORDER BY submission`, claimID)
	if err != nil {
		return nil, err
	}
	if err := t.exec(`DELETE FROM joins WHERE claim = $1`, claimID); err != nil {
		return nil, err
	}
	for _, id := range answers {
		more, err := t.assembleIfRead(id)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	return steps, nil
}

// FinishAnswer implements storage.Steps.
func (s *Store) FinishAnswer(ctx context.Context, ref storage.StepRef, claimID string) ([]storage.Step, error) {
	return write(ctx, s, "finish answer", func(t *tx) ([]storage.Step, error) {
		if err := t.finish(storage.AssembleSubmission, ref); err != nil {
			return nil, err
		}
		if err := t.mayAnswer(ref.Subject, claimID); err != nil {
			return nil, err
		}
		joined, err := t.everJoined(ref.Subject)
		if err == nil && !joined {
			err = t.audit(ref.Subject, storage.ByCode, storage.ActionJoin, "answers", "", claim.Text(claimID))
		}
		if err == nil {
			err = t.join(ref.Subject, claimID)
		}
		if err != nil {
			return nil, err
		}
		if err := t.exec(`UPDATE submissions SET state = 'assembled', failure = '', fresh = 0 WHERE id = $1`, ref.Subject); err != nil {
			return nil, err
		}
		stored, err := t.claims(ref.Subject)
		if err != nil {
			return nil, err
		}
		var steps []storage.Step
		for _, c := range stored {
			if c.State == claim.Void {
				continue
			}
			more, err := t.voidClaim(c.ID, "Il plico è stato unito a un'altra pratica.")
			if err != nil {
				return nil, err
			}
			steps = append(steps, more...)
		}
		var of string
		if err := t.row(`SELECT submission FROM claims WHERE id = $1`, claimID).Scan(&of); err != nil {
			return nil, err
		}
		more, err := t.assembleIfRead(of)
		return append(steps, more...), err
	})
}

// answersTo are the submissions that answer claims of one, in the order they were received, each with what was read of it; waiting
// tells that some are still being read.
func (t *tx) answersTo(submission string) (list []storage.AnswerPages, waiting bool, err error) {
	type answer struct {
		storage.AnswerPages
		state claim.SubmissionState
	}
	found, err := all(t, func(r row) (a answer, err error) {
		err = r.Scan(&a.Submission, &a.ProtocolNumber, asDate{&a.SentOn}, &a.SentEvidence, asTime{&a.ReceivedAt}, &a.Copies, asJSON{&a.Findings}, &a.state, &a.Claim)
		return a, err
	}, `SELECT s.id, s.protocol_number, s.sent_on, s.sent_evidence, s.received_at, s.copies <> 0, s.findings, s.state, c.id
		FROM joins j JOIN claims c ON c.id = j.claim JOIN submissions s ON s.id = j.submission
		WHERE c.submission = $1 AND s.voided_at IS NULL ORDER BY s.received_at, s.id`, submission)
	if err != nil {
		return nil, false, err
	}
	for _, a := range found {
		switch a.state {
		case claim.Assembled:
			if a.Pages, err = t.pageReadings(a.Submission); err == nil {
				a.To, err = t.pagesOfClaim(a.Claim)
			}
		case claim.Failed:
			a.Failed = true
			a.To, err = t.pagesOfClaim(a.Claim)
		default:
			waiting = true
			continue
		}
		if err != nil {
			return nil, false, err
		}
		list = append(list, a.AnswerPages)
	}
	return list, waiting, nil
}

// pagesOfClaim are those of its current version.
func (t *tx) pagesOfClaim(id string) (pages []storage.PageRef, err error) {
	stored, err := one(t, claim.Errorf(claim.ENOTFOUND, "La pratica %s non esiste.", id), scanClaim, claimQuery+`WHERE c.id = $1 AND v.version = c.version`, id)
	for _, d := range stored.Claim.Documents {
		for _, p := range d.Pages {
			pages = append(pages, storage.PageRef{File: p.File, FilePage: p.FilePage})
		}
	}
	return pages, err
}

// FinishWaiting implements storage.Steps.
func (s *Store) FinishWaiting(ctx context.Context, ref storage.StepRef) error {
	_, err := write(ctx, s, "finish waiting", func(t *tx) (nothing, error) {
		return nothing{}, t.finish(storage.AssembleSubmission, ref)
	})
	return err
}

// ReadStale implements storage.Steps.
func (s *Store) ReadStale(ctx context.Context, ref storage.StepRef, readerVersion string) ([]storage.Step, error) {
	return write(ctx, s, "read again", func(t *tx) ([]storage.Step, error) {
		if err := t.finish(storage.AssembleSubmission, ref); err != nil {
			return nil, err
		}
		type stale struct{ page, submission string }
		list, err := all(t, func(r row) (p stale, err error) {
			err = r.Scan(&p.page, &p.submission)
			return p, err
		}, `SELECT p.id, p.submission FROM pages p WHERE (p.submission = $1 OR p.submission IN
				(SELECT j.submission FROM joins j JOIN claims c ON c.id = j.claim JOIN submissions s ON s.id = j.submission
				 WHERE c.submission = $1 AND s.state = 'assembled' AND s.voided_at IS NULL))
			AND p.reader_version IS NOT NULL AND p.reader_version <> $2 ORDER BY p.submission, p.number`, ref.Subject, readerVersion)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			return nil, claim.Errorf(claim.EINTERNAL, "Le letture sono già di questa versione.")
		}
		steps := make([]storage.Step, len(list))
		for i, p := range list {
			if err := t.exec(`UPDATE pages SET reader_version = NULL WHERE id = $1`, p.page); err != nil {
				return nil, err
			}
			if err := t.exec(`UPDATE submissions SET state = 'reading' WHERE id = $1`, p.submission); err != nil {
				return nil, err
			}
			if steps[i], err = t.open(storage.ReadPage, p.page); err != nil {
				return nil, err
			}
		}
		return steps, nil
	})
}

func (t *tx) pageReadings(submission string) ([]storage.PageReading, error) {
	return all(t, func(r row) (p storage.PageReading, err error) {
		err = r.Scan(append(pageFields(&p.Page), &p.Reading.ReaderVersion, (*[]byte)(&p.Reading.Body))...)
		p.Reading.Picture, p.Reading.MediaType = string(p.Picture), string(p.MediaType)
		return p, err
	}, `SELECT `+pageColumns+`, coalesce(r.reader_version, ''), r.body`+pageTables+`WHERE p.submission = $1 ORDER BY p.number`, submission)
}
