package sqlite

import (
	"context"
	"slices"
	"time"

	"pratica/claim"
	"pratica/storage"
)

// created is what CreateArrival returns beside its error.
type created struct {
	arrival storage.Arrival
	first   bool
	step    storage.Step
}

// CreateArrival implements storage.Arrivals.
func (s *Store) CreateArrival(ctx context.Context, a claim.Arrival) (storage.Arrival, bool, storage.Step, error) {
	if err := storage.CheckArrival(a); err != nil {
		return storage.Arrival{}, false, storage.Step{}, err
	}
	content, err := storage.Content(a)
	if err != nil {
		return storage.Arrival{}, false, storage.Step{}, err
	}
	c, err := write(ctx, s, "create arrival", func(t *tx) (created, error) {
		first, err := t.repeated(a.IdempotencyKey, string(content))
		if claim.ErrorCode(err) != claim.ENOTFOUND {
			return created{arrival: first}, err
		}
		return t.createArrival(a, string(content))
	})
	return c.arrival, c.first, c.step, err
}

// Repeated implements storage.Arrivals.
func (s *Store) Repeated(ctx context.Context, a claim.Arrival) (storage.Arrival, error) {
	content, err := storage.Content(a)
	if err != nil {
		return storage.Arrival{}, err
	}
	return read(ctx, s, "find the first arrival", func(t *tx) (storage.Arrival, error) {
		return t.repeated(a.IdempotencyKey, string(content))
	})
}

func (t *tx) repeated(key claim.Text, content string) (storage.Arrival, error) {
	var id, earlier string
	found, err := t.get(`SELECT id, content FROM arrivals WHERE idempotency_key = $1`, []any{unlessEmpty(key)}, &id, &earlier)
	switch {
	case err != nil:
		return storage.Arrival{}, err
	case !found:
		return storage.Arrival{}, claim.Errorf(claim.ENOTFOUND, "La chiave di invio %q è nuova.", string(key))
	case earlier != content:
		return storage.Arrival{}, claim.Errorf(claim.ECONFLICT, "La chiave di invio %q è già stata usata per un altro invio.", string(key))
	}
	return t.arrival(id)
}

func (t *tx) createArrival(a claim.Arrival, content string) (created, error) {
	if a.ReceivedAt.IsZero() {
		a.ReceivedAt = t.now
	}
	if a.ID == "" {
		id, err := t.newID()
		if err != nil {
			return created{}, err
		}
		a.ID = id
	}
	err := t.exec(`INSERT INTO arrivals (id, channel, received_at, sent_on, sent_evidence, sent_at, external_number, idempotency_key, content, answers, copies, state)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'received')`, a.ID, a.Channel, instant(a.ReceivedAt), a.SentOn.String(), a.SentEvidence,
		maybeInstant(a.SentAt), a.ExternalNumber, unlessEmpty(a.IdempotencyKey), content, a.Answers, asInteger(a.Copies))
	if err != nil {
		return created{}, err
	}
	for i, f := range a.Files {
		if err := t.exec(`INSERT INTO arrival_files (arrival, number, name, object, size) VALUES ($1, $2, $3, $4, $5)`, a.ID, i+1, f.Name, f.Object, f.Size); err != nil {
			return created{}, err
		}
	}
	step, err := t.open(storage.SplitArrival, a.ID)
	if err != nil {
		return created{}, err
	}
	stored, err := t.arrival(a.ID)
	return created{stored, true, step}, err
}

// Arrival implements storage.Arrivals.
func (s *Store) Arrival(ctx context.Context, id string) (storage.Arrival, error) {
	return read(ctx, s, "get arrival", func(t *tx) (storage.Arrival, error) { return t.arrival(id) })
}

// WaitingArrivals implements storage.Arrivals.
func (s *Store) WaitingArrivals(ctx context.Context) ([]storage.Arrival, error) {
	return read(ctx, s, "list waiting arrivals", func(t *tx) ([]storage.Arrival, error) {
		ids, err := all(t, scanText, `SELECT id FROM arrivals WHERE state <> 'split' ORDER BY id`)
		if err != nil {
			return nil, err
		}
		list := make([]storage.Arrival, len(ids))
		for i, id := range ids {
			if list[i], err = t.arrival(id); err != nil {
				return nil, err
			}
		}
		return list, nil
	})
}

func (t *tx) arrival(id string) (storage.Arrival, error) {
	missing := claim.Errorf(claim.ENOTFOUND, "L'invio %s non esiste.", id)
	a, err := one(t, missing, scanArrival, `SELECT id, channel, received_at, sent_on, sent_evidence, sent_at, external_number, coalesce(idempotency_key, ''), answers, copies <> 0, state
		FROM arrivals WHERE id = $1`, id)
	if err != nil {
		return storage.Arrival{}, err
	}
	a.Files, err = all(t, scanFile, `SELECT name, object, size FROM arrival_files WHERE arrival = $1 ORDER BY number`, id)
	if err != nil {
		return storage.Arrival{}, err
	}
	type progress struct {
		id    string
		state claim.SubmissionState
		void  bool
	}
	submissions, err := all(t, func(r row) (p progress, err error) {
		var voided *time.Time
		err = r.Scan(&p.id, &p.state, asMaybeTime{&voided})
		p.void = voided != nil
		return p, err
	}, `SELECT id, state, voided_at FROM submissions WHERE arrival = $1 ORDER BY number`, id)
	if err != nil {
		return storage.Arrival{}, err
	}
	a.Submissions = []string{}
	if a.State == "split" {
		a.State = claim.Assembled
	}
	for _, p := range submissions {
		a.Submissions = append(a.Submissions, p.id)
		if !p.void && advance(p.state) < advance(a.State) {
			a.State = p.state
		}
	}
	return a, nil
}

// advance orders states by how far a submission has come, failed ones first.
func advance(state claim.SubmissionState) int {
	return slices.Index([]claim.SubmissionState{claim.Failed, claim.Received, claim.Splitting, claim.Reading, claim.Assembling, claim.Assembled}, state)
}

func scanArrival(r row) (a storage.Arrival, err error) {
	err = r.Scan(&a.ID, &a.Channel, asTime{&a.ReceivedAt}, asDate{&a.SentOn}, &a.SentEvidence, asMaybeTime{&a.SentAt}, &a.ExternalNumber, &a.IdempotencyKey, &a.Answers, &a.Copies, &a.State)
	return a, err
}

func scanFile(r row) (f claim.File, err error) {
	err = r.Scan(&f.Name, &f.Object, &f.Size)
	return f, err
}
