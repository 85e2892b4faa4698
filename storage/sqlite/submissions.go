package sqlite

import (
	"context"
	"fmt"
	"strings"

	"pratica/claim"
	"pratica/storage"
)

const submissionQuery = `SELECT s.id, s.arrival, s.protocol_number, s.external_number, s.channel, s.received_at, s.sent_on, s.sent_evidence, s.sent_at,
	s.copies <> 0, s.state, s.failure, s.note, s.voided_at, s.void_reason, coalesce((SELECT j.claim FROM joins j WHERE j.submission = s.id), ''),
	(SELECT count(*) FROM pages p WHERE p.submission = s.id), (SELECT count(reader_version) FROM pages p WHERE p.submission = s.id)
	FROM submissions s `

func scanSubmission(r row) (s storage.Submission, err error) {
	err = r.Scan(&s.ID, &s.Arrival, &s.ProtocolNumber, &s.ExternalNumber, &s.Channel, asTime{&s.ReceivedAt}, asDate{&s.SentOn}, &s.SentEvidence,
		asMaybeTime{&s.SentAt}, &s.Copies, &s.State, &s.Failure, &s.Note, asMaybeTime{&s.VoidedAt}, &s.VoidReason, &s.Answers, &s.Pages, &s.PagesRead)
	return s, err
}

// Submission implements storage.Submissions.
func (s *Store) Submission(ctx context.Context, id string) (storage.Submission, error) {
	return read(ctx, s, "get submission", func(t *tx) (storage.Submission, error) { return t.submission(id) })
}

func (t *tx) submission(id string) (storage.Submission, error) {
	found, err := one(t, claim.Errorf(claim.ENOTFOUND, "La busta %s non esiste.", id), scanSubmission, submissionQuery+`WHERE s.id = $1`, id)
	if err != nil {
		return storage.Submission{}, err
	}
	found.Claims, err = t.heads(id)
	return found, err
}

// SubmissionNumbered implements storage.Submissions.
func (s *Store) SubmissionNumbered(ctx context.Context, number string) (storage.Submission, error) {
	return read(ctx, s, "find submission", func(t *tx) (storage.Submission, error) {
		found, err := one(t, claim.Errorf(claim.ENOTFOUND, "Il numero di protocollo %s non esiste.", number), scanSubmission, submissionQuery+`WHERE s.protocol_number = $1`, number)
		if err != nil {
			return storage.Submission{}, err
		}
		found.Claims, err = t.heads(found.ID)
		return found, err
	})
}

func (t *tx) heads(submission string) ([]storage.ClaimHead, error) {
	heads, err := all(t, func(r row) (h storage.ClaimHead, err error) {
		err = r.Scan(&h.ID, &h.Version, &h.State, &h.Outcome, asTime{&h.CreatedAt})
		return h, err
	}, `SELECT c.id, c.version, c.state, v.outcome, v.created_at FROM claims c JOIN claim_versions v ON v.claim = c.id AND v.version = c.version
		WHERE c.submission = $1 ORDER BY c.number`, submission)
	if heads == nil {
		heads = []storage.ClaimHead{}
	}
	return heads, err
}

// Submissions implements storage.Submissions.
func (s *Store) Submissions(ctx context.Context, q storage.Query) (storage.List, error) {
	switch {
	case q.Limit == 0:
		q.Limit = 50
	case q.Limit < 0 || q.Limit > 500:
		return storage.List{}, claim.Errorf(claim.EINVALID, "Il numero di buste per pagina va da 1 a 500.")
	}
	return read(ctx, s, "list submissions", func(t *tx) (storage.List, error) {
		where, args := selection(q)
		list := storage.List{Submissions: []storage.Submission{}}
		if err := t.row(`SELECT count(*) FROM submissions s`+where, args...).Scan(&list.Total); err != nil {
			return list, err
		}
		if q.Before != "" {
			args = append(args, q.Before)
			where += fmt.Sprintf(` AND s.id < $%d`, len(args))
		}
		args = append(args, q.Limit+1)
		found, err := all(t, scanSubmission, submissionQuery+where+fmt.Sprintf(` ORDER BY s.id DESC LIMIT $%d`, len(args)), args...)
		if err != nil {
			return list, err
		}
		if len(found) > q.Limit {
			found = found[:q.Limit]
			list.Next = found[q.Limit-1].ID
		}
		for i := range found {
			if found[i].Claims, err = t.heads(found[i].ID); err != nil {
				return list, err
			}
		}
		list.Submissions = append(list.Submissions, found...)
		return list, nil
	})
}

// selection is the WHERE of a query, paging apart.
func selection(q storage.Query) (where string, args []any) {
	where = ` WHERE 1 = 1`
	switch {
	case storage.IsProtocolNumber(q.Search): // no OR: beside a state SQLite would rather look at all of that state
		args = append(args, q.Search)
		where += ` AND s.id IN (SELECT id FROM submissions WHERE protocol_number = $1 UNION ALL SELECT id FROM submissions WHERE external_number = $1)`
	case q.Search != "":
		pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(q.Search)) + "%"
		args = append(args, pattern, strings.ToUpper(q.Search))
		where += fmt.Sprintf(` AND (lower(s.protocol_number) LIKE $%d ESCAPE '\' OR lower(s.external_number) LIKE $%[1]d ESCAPE '\' OR s.id = $%d)`, len(args)-1, len(args))
	}
	if q.State != "" {
		args = append(args, q.State)
		where += fmt.Sprintf(` AND s.state = $%d`, len(args))
	}
	if q.Arrival != "" {
		args = append(args, q.Arrival)
		where += fmt.Sprintf(` AND s.arrival = $%d`, len(args))
	}
	if q.Voided != nil {
		if *q.Voided {
			where += ` AND s.voided_at IS NOT NULL`
		} else {
			where += ` AND s.voided_at IS NULL`
		}
	}
	return where, args
}
