package sqlite

import (
	"context"
	"encoding/json"

	"pratica/claim"
	"pratica/storage"
)

// FinishSplit implements storage.Steps.
func (s *Store) FinishSplit(ctx context.Context, ref storage.StepRef, envelopes []storage.Envelope) ([]storage.Step, error) {
	if len(envelopes) == 0 {
		return nil, claim.Errorf(claim.EINVALID, "Un invio dà almeno una busta.")
	}
	return write(ctx, s, "finish split", func(t *tx) ([]storage.Step, error) {
		if err := t.finish(storage.SplitArrival, ref); err != nil {
			return nil, err
		}
		a, err := t.arrival(ref.Subject)
		if err != nil {
			return nil, err
		}
		if err := t.exec(`UPDATE arrivals SET state = 'split' WHERE id = $1`, a.ID); err != nil {
			return nil, err
		}
		var steps []storage.Step
		for i, e := range envelopes {
			id, err := t.submissionFor(a, i)
			if err != nil {
				return nil, err
			}
			if e.ExternalNumber != "" {
				if err := t.exec(`UPDATE submissions SET external_number = $1 WHERE id = $2`, e.ExternalNumber, id); err != nil {
					return nil, err
				}
			}
			if len(envelopes) == 1 { // of a batch nobody knows which of its envelopes is meant
				if err := t.joinAtOnce(id, string(a.Answers)); err != nil {
					return nil, err
				}
			}
			more, err := t.fill(id, a.Files, e)
			if err != nil {
				return nil, err
			}
			steps = append(steps, more...)
		}
		return steps, nil
	})
}

// submissionFor gives the submission of the arrival's i-th envelope, from 0: after Reprocess the one there is.
func (t *tx) submissionFor(a storage.Arrival, i int) (string, error) {
	if i < len(a.Submissions) {
		return a.Submissions[i], nil
	}
	return t.createSubmission(a.Arrival, i+1)
}

// createSubmission takes the next protocol number of the year in which the arrival reached Rome.
func (t *tx) createSubmission(a claim.Arrival, number int) (string, error) {
	id, err := t.newID()
	if err != nil {
		return "", err
	}
	year := claim.DateIn(a.ReceivedAt).Year
	var last int
	if err := t.row(`INSERT INTO protocol_numbers (year, last) VALUES ($1, 1) ON CONFLICT (year) DO UPDATE SET last = protocol_numbers.last + 1 RETURNING last`,
		year).Scan(&last); err != nil {
		return "", err
	}
	return id, t.exec(`INSERT INTO submissions (id, arrival, number, protocol_number, external_number, channel, received_at, sent_on, sent_evidence, sent_at,
			copies, state, failure, note, void_reason, findings, fresh)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'splitting', '', '', '', '[]', 0)`, id, a.ID, number, storage.ProtocolNumber(year, last),
		a.ExternalNumber, a.Channel, instant(a.ReceivedAt), a.SentOn.String(), a.SentEvidence, maybeInstant(a.SentAt), asInteger(a.Copies))
}

// fill gives a submission its pages, of which it has none yet or any more, and the steps that follow.
func (t *tx) fill(submission string, files []claim.File, e storage.Envelope) ([]storage.Step, error) {
	findings := e.Findings
	if findings == nil {
		findings = []claim.Finding{}
	}
	text, err := json.Marshal(findings)
	if err != nil {
		return nil, err
	}
	state := claim.Reading
	if len(e.Pages) == 0 {
		state = claim.Assembling
	}
	if err := t.exec(`UPDATE submissions SET state = $1, failure = '', findings = $2 WHERE id = $3`, state, string(text), submission); err != nil {
		return nil, err
	}
	if len(e.Pages) == 0 {
		step, err := t.open(storage.AssembleSubmission, submission)
		return []storage.Step{step}, err
	}
	byName := map[string]claim.File{}
	for _, f := range files {
		byName[f.Name] = f
	}
	steps := make([]storage.Step, 0, len(e.Pages))
	for i, p := range e.Pages {
		f, ok := byName[p.File]
		if !ok || p.FilePage < 1 {
			return nil, claim.Errorf(claim.EINVALID, "La pagina %d del documento %q non è dell'invio.", p.FilePage, p.File)
		}
		id, err := t.newID()
		if err != nil {
			return nil, err
		}
		if err := t.exec(`INSERT INTO pages (id, submission, number, file_name, file_object, file_size, file_page) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, submission, i+1, f.Name, f.Object, f.Size, p.FilePage); err != nil {
			return nil, err
		}
		step, err := t.open(storage.ReadPage, id)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// dropPages removes the pages of an earlier splitting; what was read of them stays in readings.
func (t *tx) dropPages(submission string) error {
	if err := t.exec(`UPDATE steps SET state = 'cancelled' WHERE kind = $1 AND state = 'pending'
		AND subject IN (SELECT id FROM pages WHERE submission = $2)`, storage.ReadPage, submission); err != nil {
		return err
	}
	return t.exec(`DELETE FROM pages WHERE submission = $1`, submission)
}

// failSplit makes the failure visible: on the arrival's submissions, or on one made for it.
func (t *tx) failSplit(arrival, sentence string) error {
	a, err := t.arrival(arrival)
	if err != nil {
		return err
	}
	if err := t.exec(`UPDATE arrivals SET state = 'split' WHERE id = $1`, arrival); err != nil {
		return err
	}
	if len(a.Submissions) == 0 {
		if _, err := t.createSubmission(a.Arrival, 1); err != nil {
			return err
		}
	}
	return t.exec(`UPDATE submissions SET state = 'failed', failure = $1 WHERE arrival = $2`, sentence, arrival)
}

const pageColumns = `p.id, p.submission, p.number, p.file_name, p.file_object, p.file_size, p.file_page, p.reader_version IS NOT NULL,
	coalesce(r.picture, ''), coalesce(r.media_type, ''), s.fresh <> 0`

const pageTables = ` FROM pages p JOIN submissions s ON s.id = p.submission
	LEFT JOIN readings r ON r.file_object = p.file_object AND r.file_page = p.file_page AND r.reader_version = p.reader_version `

func pageFields(p *storage.Page) []any {
	return []any{&p.ID, &p.Submission, &p.Number, &p.File.Name, &p.File.Object, &p.File.Size, &p.FilePage, &p.Read, &p.Picture, &p.MediaType, &p.Fresh}
}

func scanPage(r row) (p storage.Page, err error) {
	err = r.Scan(pageFields(&p)...)
	return p, err
}

// Pages implements storage.Submissions.
func (s *Store) Pages(ctx context.Context, submission string) ([]storage.Page, error) {
	return read(ctx, s, "list pages", func(t *tx) ([]storage.Page, error) {
		if _, err := t.submission(submission); err != nil {
			return nil, err
		}
		return all(t, scanPage, `SELECT `+pageColumns+pageTables+`WHERE p.submission = $1 ORDER BY p.number`, submission)
	})
}

// Page implements storage.Steps.
func (s *Store) Page(ctx context.Context, id string) (storage.Page, error) {
	return read(ctx, s, "get page", func(t *tx) (storage.Page, error) {
		return one(t, claim.Errorf(claim.ENOTFOUND, "La pagina %s non esiste.", id), scanPage, `SELECT `+pageColumns+pageTables+`WHERE p.id = $1`, id)
	})
}
