package sqlite

import (
	"context"
	"fmt"

	"pratica/claim"
	"pratica/storage"
)

// deliverIfReady opens the delivery of a claim's version, unless the claim waits, or the version is on its
// way or there already. One that failed for good is opened again.
func (t *tx) deliverIfReady(id string, version int, state claim.State) ([]storage.Step, error) {
	if state != claim.Ready {
		return nil, nil
	}
	return t.deliver(id, version, false)
}

func (t *tx) deliver(id string, version int, void bool) ([]storage.Step, error) {
	subject := deliverySubject(id, version, void)
	var state storage.StepState
	found, err := t.get(`SELECT state FROM steps WHERE kind = $1 AND subject = $2`, []any{storage.DeliverClaim, subject}, &state)
	if err != nil {
		return nil, err
	}
	if found && state != storage.StepFailed {
		return nil, nil
	}
	if err := t.exec(`INSERT INTO deliveries (subject, claim, version, void, target) VALUES ($1, $2, $3, $4, '') ON CONFLICT (subject) DO NOTHING`,
		subject, id, version, number(void)); err != nil {
		return nil, err
	}
	step, err := t.open(storage.DeliverClaim, subject)
	return []storage.Step{step}, err
}

func deliverySubject(id string, version int, void bool) string {
	if void {
		return fmt.Sprintf("%s:%d:void", id, version)
	}
	return fmt.Sprintf("%s:%d", id, version)
}

// cancelDeliveries takes a claim's pending deliveries off the list: a newer version or its void goes instead.
func (t *tx) cancelDeliveries(id string) error {
	return t.exec(`UPDATE steps SET state = 'cancelled' WHERE kind = $1 AND state = 'pending' AND subject IN (SELECT subject FROM deliveries WHERE claim = $2)`,
		storage.DeliverClaim, id)
}

// FinishDelivery implements storage.Steps.
func (s *Store) FinishDelivery(ctx context.Context, ref storage.StepRef, target string) error {
	_, err := write(ctx, s, "finish delivery", func(t *tx) (nothing, error) {
		if err := t.finish(storage.DeliverClaim, ref); err != nil {
			return nothing{}, err
		}
		if err := t.exec(`UPDATE deliveries SET delivered_at = $1, target = $2 WHERE subject = $3`, instant(t.now), target, ref.Subject); err != nil {
			return nothing{}, err
		}
		if err := t.exec(`UPDATE claims SET state = 'delivered' WHERE state = 'ready'
			AND (id, version) IN (SELECT claim, version FROM deliveries WHERE subject = $1)`, ref.Subject); err != nil {
			return nothing{}, err
		}
		return nothing{}, t.tellOfDelivery(ref.Subject)
	})
	return err
}

// tellOfDelivery has those assembled again whose expenses are duplicates now that an admissible claim is delivered; the reconciler
// queues their steps.
func (t *tx) tellOfDelivery(subject string) error {
	entries, err := all(t, scanEntry, `SELECT l.body, l.submission, l.received_at FROM deliveries d JOIN claims c ON c.id = d.claim
		JOIN claim_versions v ON v.claim = c.id AND v.version = c.version JOIN ledger l ON l.claim = c.id
		WHERE d.subject = $1 AND c.state = 'delivered' AND v.outcome = 'admissible' ORDER BY l.expense`, subject)
	if err != nil || len(entries) == 0 {
		return err
	}
	_, err = t.changed(entries)
	return err
}

const deliveryColumns = `d.subject, c.submission, d.claim, d.version, d.void <> 0, c.void_reason, d.delivered_at, d.target,
	t.state, t.attempts, t.due_at, t.last_error`

const deliveryTables = ` FROM deliveries d JOIN claims c ON c.id = d.claim JOIN steps t ON t.kind = 'claim:deliver' AND t.subject = d.subject `

func deliveryFields(d *storage.Delivery) []any {
	return []any{&d.Subject, &d.Submission, &d.Claim, &d.Version, &d.Void, &d.VoidReason, asMaybeTime{&d.DeliveredAt}, &d.Target,
		&d.State, &d.Attempts, asTime{&d.DueAt}, &d.LastError}
}

// Delivery implements storage.Steps.
func (s *Store) Delivery(ctx context.Context, subject string) (storage.Delivery, error) {
	return read(ctx, s, "get delivery", func(t *tx) (storage.Delivery, error) {
		return one(t, claim.Errorf(claim.ENOTFOUND, "La consegna %s non esiste.", subject), func(r row) (d storage.Delivery, err error) {
			err = r.Scan(append(deliveryFields(&d), (*[]byte)(&d.Body))...)
			return d, err
		}, `SELECT `+deliveryColumns+`, v.body`+deliveryTables+`JOIN claim_versions v ON v.claim = d.claim AND v.version = d.version WHERE d.subject = $1`, subject)
	})
}

// Deliveries implements storage.Claims.
func (s *Store) Deliveries(ctx context.Context, submission string) ([]storage.Delivery, error) {
	return read(ctx, s, "list deliveries", func(t *tx) ([]storage.Delivery, error) {
		if _, err := t.submission(submission); err != nil {
			return nil, err
		}
		return all(t, func(r row) (d storage.Delivery, err error) {
			err = r.Scan(deliveryFields(&d)...)
			return d, err
		}, `SELECT `+deliveryColumns+deliveryTables+`WHERE c.submission = $1 ORDER BY c.number, d.version, d.void`, submission)
	})
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
