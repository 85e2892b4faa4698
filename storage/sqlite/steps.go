package sqlite

import (
	"context"
	"time"

	"pratica/claim"
	"pratica/storage"
)

const stepColumns = `kind, subject, generation, attempts, deaths, state, due_at, last_error, urgent`

func scanStep(r row) (s storage.Step, err error) {
	err = r.Scan(&s.Kind, &s.Subject, &s.Generation, &s.Attempts, &s.Deaths, &s.State, asTime{&s.DueAt}, &s.LastError, &s.Urgent)
	return s, err
}

// open puts a step on the list, or an old one back on it under a new generation.
func (t *tx) open(kind storage.StepKind, subject string) (storage.Step, error) {
	var channel claim.Channel
	if _, err := t.get(channelOf[kind], []any{subject}, &channel); err != nil {
		return storage.Step{}, err
	}
	return scanStep(t.row(`
		INSERT INTO steps (kind, subject, generation, attempts, state, due_at, last_error, urgent)
		VALUES ($1, $2, 1, 0, 'pending', $3, '', $4)
		ON CONFLICT (kind, subject) DO UPDATE
		SET generation = steps.generation + 1, attempts = 0, deaths = 0, begun = 0, state = 'pending', due_at = $3, last_error = '', urgent = $4
		RETURNING `+stepColumns, kind, subject, instant(t.now), asInteger(channel.Urgent())))
}

// channelOf asks for the channel that a step's subject came by. Migration 0003 asks the same.
var channelOf = map[storage.StepKind]string{
	storage.SplitArrival:       `SELECT channel FROM arrivals WHERE id = $1`,
	storage.ReadPage:           `SELECT s.channel FROM pages p JOIN submissions s ON s.id = p.submission WHERE p.id = $1`,
	storage.AssembleSubmission: `SELECT channel FROM submissions WHERE id = $1`,
	storage.DeliverClaim: `SELECT s.channel FROM deliveries d JOIN claims c ON c.id = d.claim JOIN submissions s ON s.id = c.submission
		WHERE d.subject = $1`,
}

func asInteger(b bool) int {
	if b {
		return 1
	}
	return 0
}

// take makes sure that the very generation is pending; else ErrStale or ENOTFOUND.
func (t *tx) take(ref storage.StepRef) error {
	var generation int
	var state storage.StepState
	found, err := t.get(`SELECT generation, state FROM steps WHERE kind = $1 AND subject = $2`, []any{ref.Kind, ref.Subject}, &generation, &state)
	switch {
	case err != nil:
		return err
	case !found:
		return claim.Errorf(claim.ENOTFOUND, "Il passo %s %s non esiste.", ref.Kind, ref.Subject)
	case generation != ref.Generation || state != storage.Pending:
		return storage.ErrStale
	}
	return nil
}

// finish takes a step of the kind off the list.
func (t *tx) finish(kind storage.StepKind, ref storage.StepRef) error {
	if ref.Kind != kind {
		return claim.Errorf(claim.EINVALID, "Il passo %s non è del tipo %s.", ref.Kind, kind)
	}
	if err := t.take(ref); err != nil {
		return err
	}
	return t.exec(`UPDATE steps SET state = 'done', last_error = '' WHERE kind = $1 AND subject = $2`, ref.Kind, ref.Subject)
}

// cancel takes a step off the list if it is pending.
func (t *tx) cancel(kind storage.StepKind, subject string) error {
	return t.exec(`UPDATE steps SET state = 'cancelled' WHERE kind = $1 AND subject = $2 AND state = 'pending'`, kind, subject)
}

// beginning counts an attempt; one before it of which no end was noted died.
const beginning = `attempts = attempts + 1 - begun, deaths = deaths + begun, begun = 1`

// Begin implements storage.Steps.
func (s *Store) Begin(ctx context.Context, ref storage.StepRef, until time.Time) (storage.Step, error) {
	return write(ctx, s, "begin step", func(t *tx) (storage.Step, error) {
		if err := t.take(ref); err != nil {
			return storage.Step{}, err
		}
		var err error
		switch ref.Kind {
		case storage.SplitArrival:
			err = t.exec(`UPDATE arrivals SET state = 'splitting' WHERE id = $1 AND state = 'received'`, ref.Subject)
		case storage.DeliverClaim:
			err = t.exec(`UPDATE deliveries SET begun_at = coalesce(begun_at, $1) WHERE subject = $2`, instant(t.now), ref.Subject)
		}
		if err != nil {
			return storage.Step{}, err
		}
		return scanStep(t.row(`UPDATE steps SET `+beginning+`, due_at = $1,
			ledger_mark = (SELECT coalesce(max(number), 0) FROM ledger_changes) WHERE kind = $2 AND subject = $3 RETURNING `+stepColumns,
			instant(until), ref.Kind, ref.Subject))
	})
}

// Take implements storage.Steps.
func (s *Store) Take(ctx context.Context, kind storage.StepKind, until time.Time) (storage.Step, error) {
	return write(ctx, s, "take step", func(t *tx) (storage.Step, error) {
		return one(t, claim.Errorf(claim.ENOTFOUND, "Non c'è nulla da fare."), scanStep, `
			UPDATE steps SET generation = generation + 1, `+beginning+`, due_at = $1
			WHERE kind = $2 AND subject = (SELECT subject FROM steps WHERE state = 'pending' AND due_at <= $3 AND kind = $2
				ORDER BY urgent DESC, due_at, subject LIMIT 1)
			RETURNING `+stepColumns, instant(until), kind, instant(t.now))
	})
}

// Hold implements storage.Steps.
func (s *Store) Hold(ctx context.Context, ref storage.StepRef, until time.Time) error {
	_, err := write(ctx, s, "hold step", func(t *tx) (nothing, error) {
		if err := t.take(ref); err != nil {
			return nothing{}, err
		}
		return nothing{}, t.exec(`UPDATE steps SET due_at = $1 WHERE kind = $2 AND subject = $3`, instant(until), ref.Kind, ref.Subject)
	})
	return err
}

// Retry implements storage.Steps.
func (s *Store) Retry(ctx context.Context, ref storage.StepRef, code string, due time.Time) (storage.Step, error) {
	return write(ctx, s, "retry step", func(t *tx) (storage.Step, error) {
		if err := t.take(ref); err != nil {
			return storage.Step{}, err
		}
		return scanStep(t.row(`UPDATE steps SET generation = generation + 1, begun = 0, due_at = $1, last_error = $2
			WHERE kind = $3 AND subject = $4 RETURNING `+stepColumns, instant(due), code, ref.Kind, ref.Subject))
	})
}

// HandBack implements storage.Steps.
func (s *Store) HandBack(ctx context.Context, ref storage.StepRef, due time.Time) (storage.Step, error) {
	return write(ctx, s, "hand step back", func(t *tx) (storage.Step, error) {
		if err := t.take(ref); err != nil {
			return storage.Step{}, err
		}
		return scanStep(t.row(`UPDATE steps SET generation = generation + 1, attempts = attempts - begun, begun = 0, due_at = $1
			WHERE kind = $2 AND subject = $3 RETURNING `+stepColumns, instant(due), ref.Kind, ref.Subject))
	})
}

// Renew implements storage.Steps.
func (s *Store) Renew(ctx context.Context, ref storage.StepRef, due time.Time) (storage.Step, error) {
	return write(ctx, s, "renew step", func(t *tx) (storage.Step, error) {
		if err := t.take(ref); err != nil {
			return storage.Step{}, err
		}
		return t.renew(ref, due)
	})
}

// RenewOverdue implements storage.Steps.
func (s *Store) RenewOverdue(ctx context.Context, ref storage.StepRef, now time.Time) (storage.Step, error) {
	return write(ctx, s, "renew overdue step", func(t *tx) (storage.Step, error) {
		if err := t.take(ref); err != nil {
			return storage.Step{}, err
		}
		var overdue bool
		if _, err := t.get(`SELECT due_at < $1 FROM steps WHERE kind = $2 AND subject = $3`, []any{instant(now), ref.Kind, ref.Subject}, &overdue); err != nil {
			return storage.Step{}, err
		}
		if !overdue {
			return storage.Step{}, storage.ErrStale
		}
		return t.renew(ref, now)
	})
}

func (t *tx) renew(ref storage.StepRef, due time.Time) (storage.Step, error) {
	return scanStep(t.row(`UPDATE steps SET generation = generation + 1, due_at = $1
		WHERE kind = $2 AND subject = $3 RETURNING `+stepColumns, instant(due), ref.Kind, ref.Subject))
}

// Stalled implements storage.Steps.
func (s *Store) Stalled(ctx context.Context, before time.Time, limit int) ([]storage.Step, error) {
	if limit <= 0 {
		limit = 1000
	}
	return read(ctx, s, "list stalled steps", func(t *tx) ([]storage.Step, error) {
		return all(t, scanStep, `SELECT `+stepColumns+` FROM steps WHERE state = 'pending' AND due_at < $1
			ORDER BY urgent DESC, due_at, kind, subject LIMIT $2`,
			instant(before), limit)
	})
}

// Backlog implements storage.Steps.
func (s *Store) Backlog(ctx context.Context) ([]storage.Backlog, error) {
	return read(ctx, s, "count pending steps", func(t *tx) ([]storage.Backlog, error) {
		return all(t, func(r row) (b storage.Backlog, err error) {
			err = r.Scan(&b.Kind, &b.Urgent, &b.Due, &b.Later)
			return b, err
		}, `SELECT kind, urgent, sum(due_at <= $1), sum(due_at > $1) FROM steps WHERE state = 'pending' GROUP BY kind, urgent ORDER BY kind, urgent`,
			instant(t.now))
	})
}

// Fail implements storage.Steps.
func (s *Store) Fail(ctx context.Context, ref storage.StepRef, code, sentence string) error {
	_, err := write(ctx, s, "fail step", func(t *tx) (nothing, error) {
		if err := t.take(ref); err != nil {
			return nothing{}, err
		}
		if err := t.exec(`UPDATE steps SET state = 'failed', last_error = $1 WHERE kind = $2 AND subject = $3`, code, ref.Kind, ref.Subject); err != nil {
			return nothing{}, err
		}
		var err error
		switch ref.Kind {
		case storage.SplitArrival:
			err = t.failSplit(ref.Subject, sentence)
		case storage.ReadPage:
			err = t.exec(`UPDATE submissions SET state = 'failed', failure = $1
				WHERE id = (SELECT submission FROM pages WHERE id = $2)`, sentence, ref.Subject)
		case storage.AssembleSubmission:
			err = t.exec(`UPDATE submissions SET state = 'failed', failure = $1 WHERE id = $2`, sentence, ref.Subject)
		}
		if err != nil {
			return nothing{}, err
		}
		return nothing{}, t.tellAnswered()
	})
	return err
}

// tellAnswered assembles again the submissions with a claim that waits for an answer which was given up; the reconciler queues their
// steps.
func (t *tx) tellAnswered() error {
	waiting, err := all(t, scanText, `SELECT DISTINCT c.submission FROM joins j JOIN claims c ON c.id = j.claim JOIN submissions s ON s.id = j.submission
		JOIN submissions o ON o.id = c.submission JOIN steps p ON p.kind = $1 AND p.subject = o.id
		WHERE s.state = 'failed' AND o.state = 'assembling' AND p.state = 'done'`, storage.AssembleSubmission)
	if err != nil {
		return err
	}
	for _, id := range waiting {
		if _, err := t.assembleIfRead(id); err != nil {
			return err
		}
	}
	return nil
}
