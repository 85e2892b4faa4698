package sqlite

import (
	"context"
	"strings"

	"pratica/claim"
	"pratica/storage"
)

// changed is what Patch returns beside its error.
type changed struct {
	submission storage.Submission
	steps      []storage.Step
}

// Patch implements storage.Submissions.
func (s *Store) Patch(ctx context.Context, id string, p storage.Patch, by string) (storage.Submission, []storage.Step, error) {
	c, err := write(ctx, s, "patch submission", func(t *tx) (c changed, err error) {
		old, err := t.living(id)
		if err != nil {
			return c, err
		}
		if p.Note != nil && *p.Note != old.Note {
			if err := t.exec(`UPDATE submissions SET note = $1 WHERE id = $2`, *p.Note, id); err != nil {
				return c, err
			}
			if err := t.audit(id, by, storage.ActionPatch, "note", old.Note, *p.Note); err != nil {
				return c, err
			}
		}
		if p.SentOn != nil {
			if c.steps, err = t.changeSentDate(old, *p.SentOn, p.SentEvidence, by); err != nil {
				return c, err
			}
		}
		c.submission, err = t.submission(id)
		return c, err
	})
	return c.submission, c.steps, err
}

// changeSentDate also assembles again what the old date went into.
func (t *tx) changeSentDate(old storage.Submission, sentOn claim.Date, evidence claim.SentEvidence, by string) ([]storage.Step, error) {
	if evidence != claim.Postmark && evidence != claim.Operator {
		return nil, claim.Errorf(claim.EINVALID, "Con la data di spedizione va indicato da dove viene: timbro postale oppure operatore.")
	}
	if !sentOn.Valid() || sentOn.After(claim.DateIn(t.now)) {
		return nil, claim.Errorf(claim.EINVALID, "La data di spedizione manca, non esiste o è nel futuro.")
	}
	if sentOn == old.SentOn && evidence == old.SentEvidence {
		return nil, nil
	}
	if err := t.exec(`UPDATE submissions SET sent_on = $1, sent_evidence = $2 WHERE id = $3`, sentOn.String(), evidence, old.ID); err != nil {
		return nil, err
	}
	for _, field := range []struct {
		name          string
		before, after claim.Text
	}{
		{"sent_on", claim.Text(old.SentOn.String()), claim.Text(sentOn.String())},
		{"sent_evidence", claim.Text(old.SentEvidence), claim.Text(evidence)},
	} {
		if field.before != field.after {
			if err := t.audit(old.ID, by, storage.ActionPatch, field.name, field.before, field.after); err != nil {
				return nil, err
			}
		}
	}
	if old.State == claim.Assembling || old.State == claim.Assembled {
		return t.assembleAgain(old.ID)
	}
	return nil, nil
}

// Reprocess implements storage.Submissions.
func (s *Store) Reprocess(ctx context.Context, id, by string) ([]storage.Step, error) {
	return write(ctx, s, "reprocess submission", func(t *tx) ([]storage.Step, error) {
		old, err := t.living(id)
		if err != nil {
			return nil, err
		}
		if err := t.audit(id, by, storage.ActionReprocess, "", "", ""); err != nil {
			return nil, err
		}
		if err := t.exec(`UPDATE submissions SET fresh = 1, failure = '' WHERE id = $1`, id); err != nil {
			return nil, err
		}
		if err := t.cancel(storage.AssembleSubmission, id); err != nil {
			return nil, err
		}
		a, err := t.arrival(old.Arrival)
		if err != nil {
			return nil, err
		}
		if len(a.Submissions) == 1 {
			return t.splitAgain(a, id)
		}
		return t.readAgain(id)
	})
}

// splitAgain drops the pages: FinishSplit makes them anew.
func (t *tx) splitAgain(a storage.Arrival, submission string) ([]storage.Step, error) {
	if err := t.dropPages(submission); err != nil {
		return nil, err
	}
	if err := t.exec(`UPDATE submissions SET state = 'splitting' WHERE id = $1`, submission); err != nil {
		return nil, err
	}
	step, err := t.open(storage.SplitArrival, a.ID)
	return []storage.Step{step}, err
}

func (t *tx) readAgain(submission string) ([]storage.Step, error) {
	pages, err := all(t, scanText, `SELECT id FROM pages WHERE submission = $1 ORDER BY number`, submission)
	if err != nil {
		return nil, err
	}
	if len(pages) == 0 {
		return t.assembleAgain(submission)
	}
	if err := t.exec(`UPDATE pages SET reader_version = NULL WHERE submission = $1`, submission); err != nil {
		return nil, err
	}
	if err := t.exec(`UPDATE submissions SET state = 'reading' WHERE id = $1`, submission); err != nil {
		return nil, err
	}
	steps := make([]storage.Step, len(pages))
	for i, page := range pages {
		if steps[i], err = t.open(storage.ReadPage, page); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

// Void implements storage.Submissions.
func (s *Store) Void(ctx context.Context, id, reason, by string) ([]storage.Step, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return nil, claim.Errorf(claim.EINVALID, "Per annullare una busta va scritto il motivo.")
	}
	return write(ctx, s, "void submission", func(t *tx) (steps []storage.Step, err error) {
		old, err := t.living(id)
		if err != nil {
			return nil, err
		}
		if err := t.exec(`UPDATE submissions SET voided_at = $1, void_reason = $2 WHERE id = $3`, instant(t.now), reason, id); err != nil {
			return nil, err
		}
		if err := t.audit(id, by, storage.ActionVoid, "void_reason", "", claim.Text(reason)); err != nil {
			return nil, err
		}
		if err := t.cancelReading(old); err != nil {
			return nil, err
		}
		if steps, err = t.unjoin(id); err != nil {
			return nil, err
		}
		for _, c := range old.Claims {
			if c.State == claim.Void {
				continue
			}
			more, err := t.voidClaim(c.ID, reason)
			if err != nil {
				return nil, err
			}
			steps = append(steps, more...)
		}
		return steps, nil
	})
}

// cancelReading takes off the list what would still be read of a submission. An arrival's splitting is
// pending only if this is its one submission.
func (t *tx) cancelReading(s storage.Submission) error {
	if err := t.cancel(storage.SplitArrival, s.Arrival); err != nil {
		return err
	}
	if err := t.cancel(storage.AssembleSubmission, s.ID); err != nil {
		return err
	}
	return t.exec(`UPDATE steps SET state = 'cancelled' WHERE kind = $1 AND state = 'pending'
		AND subject IN (SELECT id FROM pages WHERE submission = $2)`, storage.ReadPage, s.ID)
}

// living is a submission that is not void, else ECONFLICT.
func (t *tx) living(id string) (storage.Submission, error) {
	found, err := t.submission(id)
	if err == nil && found.VoidedAt != nil {
		err = claim.Errorf(claim.ECONFLICT, "La busta %s è stata annullata.", found.ProtocolNumber)
	}
	return found, err
}

func (t *tx) audit(submission, by, action, field string, before, after claim.Text) error {
	id, err := t.newID()
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO audit (id, at, actor, submission, action, field, value_before, value_after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, instant(t.now), by, submission, action, field, before, after)
}

// Audit implements storage.Submissions.
func (s *Store) Audit(ctx context.Context, submission string) ([]storage.AuditEntry, error) {
	return read(ctx, s, "list audit", func(t *tx) ([]storage.AuditEntry, error) {
		if _, err := t.submission(submission); err != nil {
			return nil, err
		}
		return all(t, func(r row) (e storage.AuditEntry, err error) {
			err = r.Scan(asTime{&e.At}, &e.By, &e.Submission, &e.Action, &e.Field, &e.Before, &e.After)
			return e, err
		}, `SELECT at, actor, submission, action, field, value_before, value_after FROM audit WHERE submission = $1 ORDER BY id`, submission)
	})
}
