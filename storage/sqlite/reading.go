package sqlite

import (
	"context"

	"pratica/claim"
	"pratica/storage"
)

// FinishRead implements storage.Steps.
func (s *Store) FinishRead(ctx context.Context, ref storage.StepRef, r storage.Reading) ([]storage.Step, error) {
	if r.ReaderVersion == "" || len(r.Body) == 0 {
		return nil, claim.Errorf(claim.EINVALID, "La lettura di una pagina è vuota.")
	}
	return write(ctx, s, "finish read", func(t *tx) ([]storage.Step, error) {
		if err := t.finish(storage.ReadPage, ref); err != nil {
			return nil, err
		}
		if err := t.exec(`INSERT INTO readings (file_object, file_page, reader_version, picture, media_type, body)
			SELECT file_object, file_page, $1, $2, $3, $4 FROM pages WHERE id = $5
			ON CONFLICT (file_object, file_page, reader_version) DO UPDATE
			SET picture = excluded.picture, media_type = excluded.media_type, body = excluded.body`,
			r.ReaderVersion, r.Picture, r.MediaType, []byte(r.Body), ref.Subject); err != nil {
			return nil, err
		}
		if err := t.exec(`UPDATE pages SET reader_version = $1 WHERE id = $2`, r.ReaderVersion, ref.Subject); err != nil {
			return nil, err
		}
		var submission string
		var state claim.SubmissionState
		var unread int
		if err := t.row(`SELECT s.id, s.state, (SELECT count(*) FROM pages q WHERE q.submission = s.id AND q.reader_version IS NULL)
			FROM submissions s JOIN pages p ON p.submission = s.id WHERE p.id = $1`, ref.Subject).Scan(&submission, &state, &unread); err != nil {
			return nil, err
		}
		if unread > 0 {
			return nil, nil
		}
		return t.assembleAgain(submission)
	})
}

// assembleAgain opens the submission:assemble step, under a new generation if there was one.
func (t *tx) assembleAgain(submission string) ([]storage.Step, error) {
	if err := t.exec(`UPDATE submissions SET state = 'assembling', failure = '' WHERE id = $1`, submission); err != nil {
		return nil, err
	}
	step, err := t.open(storage.AssembleSubmission, submission)
	return []storage.Step{step}, err
}

// Reading implements storage.Steps.
func (s *Store) Reading(ctx context.Context, fileObject string, filePage int, readerVersion string) (storage.Reading, error) {
	return read(ctx, s, "get reading", func(t *tx) (storage.Reading, error) {
		return one(t, claim.Errorf(claim.ENOTFOUND, "La pagina non è ancora stata letta."), func(r row) (g storage.Reading, err error) {
			err = r.Scan(&g.ReaderVersion, &g.Picture, &g.MediaType, (*[]byte)(&g.Body))
			return g, err
		}, `SELECT reader_version, picture, media_type, body FROM readings WHERE file_object = $1 AND file_page = $2 AND reader_version = $3`,
			fileObject, filePage, readerVersion)
	})
}

// Assembly implements storage.Steps.
func (s *Store) Assembly(ctx context.Context, submission string) (storage.Assembly, error) {
	return read(ctx, s, "get assembly", func(t *tx) (a storage.Assembly, err error) {
		found, err := t.submission(submission)
		if err != nil {
			return a, err
		}
		a.Submission = found.Submission
		if err := t.row(`SELECT findings FROM submissions WHERE id = $1`, submission).Scan(asJSON{&a.Findings}); err != nil {
			return a, err
		}
		if a.SentBefore, err = t.sentBefore(submission); err != nil {
			return a, err
		}
		if a.AnsweredBy, a.Waiting, err = t.answersTo(submission); err != nil {
			return a, err
		}
		a.Answers = found.Answers
		if a.Answers == "" {
			if a.Parted, err = t.everJoined(submission); err != nil {
				return a, err
			}
		}
		a.Pages, err = t.pageReadings(submission)
		return a, err
	})
}
