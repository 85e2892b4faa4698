package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"pratica/claim"
	"pratica/storage"
)

// teach makes the lessons of a claim's version those that count for the claim. Lessons of an earlier version
// are taken back first; none, of a void claim, leaves nothing behind.
func (t *tx) teach(id string, version int, lessons []claim.KnownIssuer) error {
	before, err := t.lessons(`WHERE l.claim = $1`, id)
	if err != nil {
		return err
	}
	for _, lesson := range before {
		if err := t.count(lesson, -1); err != nil {
			return err
		}
	}
	if err := t.exec(`DELETE FROM claim_lessons WHERE claim = $1`, id); err != nil {
		return err
	}
	for _, lesson := range lessons {
		if err := t.count(lesson, 1); err != nil {
			return err
		}
	}
	if err := t.dropEmptyIssuers(before); err != nil || len(lessons) == 0 {
		return err
	}
	body, err := json.Marshal(lessons)
	if err != nil {
		return fmt.Errorf("encode lessons: %w", err)
	}
	return t.exec(`INSERT INTO claim_lessons (claim, version, body) VALUES ($1, $2, $3)`, id, version, string(body))
}

// count adds a lesson to what is known, or takes it back (sign -1).
func (t *tx) count(lesson claim.KnownIssuer, sign int) error {
	if sign > 0 {
		if err := t.exec(`INSERT INTO issuers (vat_number, documents, last_seen) VALUES ($1, $2, $3) ON CONFLICT (vat_number) DO UPDATE
			SET documents = issuers.documents + excluded.documents,
				last_seen = CASE WHEN excluded.last_seen > issuers.last_seen THEN excluded.last_seen ELSE issuers.last_seen END`,
			lesson.VATNumber, lesson.Documents, lesson.LastSeen.String()); err != nil {
			return err
		}
		for _, v := range lesson.Votes {
			if err := t.addVote(lesson.VATNumber, v); err != nil {
				return err
			}
		}
		return nil
	}
	if err := t.exec(`UPDATE issuers SET documents = CASE WHEN documents > $1 THEN documents - $1 ELSE 0 END WHERE vat_number = $2`,
		lesson.Documents, lesson.VATNumber); err != nil {
		return err
	}
	for _, v := range lesson.Votes {
		if err := t.exec(`UPDATE issuer_votes SET read = read - $1, accepted = accepted - $2, confirmed = confirmed - $3, rejected = rejected - $4
			WHERE vat_number = $5 AND part = $6 AND text = $7 AND page = $8 AND x = $9 AND y = $10 AND quarter = $11`,
			v.Read, v.Accepted, v.Confirmed, v.Rejected, lesson.VATNumber, v.Of, v.Text, v.Page, v.X, v.Y, v.Quarter); err != nil {
			return err
		}
	}
	return t.exec(`DELETE FROM issuer_votes WHERE vat_number = $1 AND read <= 0 AND accepted <= 0 AND confirmed <= 0 AND rejected <= 0`, lesson.VATNumber)
}

func (t *tx) addVote(vatNumber string, v claim.IssuerVote) error {
	return t.exec(`INSERT INTO issuer_votes (vat_number, part, text, page, x, y, quarter, read, accepted, confirmed, rejected)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (vat_number, part, text, page, x, y, quarter) DO UPDATE
		SET read = issuer_votes.read + excluded.read, accepted = issuer_votes.accepted + excluded.accepted,
			confirmed = issuer_votes.confirmed + excluded.confirmed, rejected = issuer_votes.rejected + excluded.rejected`,
		vatNumber, v.Of, v.Text, v.Page, v.X, v.Y, v.Quarter, v.Read, v.Accepted, v.Confirmed, v.Rejected)
}

// dropEmptyIssuers forgets issuers of whom nothing is left.
func (t *tx) dropEmptyIssuers(lessons []claim.KnownIssuer) error {
	for _, lesson := range lessons {
		if err := t.exec(`DELETE FROM issuers WHERE vat_number = $1 AND documents <= 0
			AND NOT EXISTS (SELECT 1 FROM issuer_votes v WHERE v.vat_number = issuers.vat_number)`, lesson.VATNumber); err != nil {
			return err
		}
	}
	return nil
}

// lessons that count now, of the claims that where selects.
func (t *tx) lessons(where string, args ...any) ([]claim.KnownIssuer, error) {
	bodies, err := all(t, func(r row) (list []claim.KnownIssuer, err error) {
		err = r.Scan(asJSON{&list})
		return list, err
	}, `SELECT l.body FROM claim_lessons l JOIN claims c ON c.id = l.claim `+where, args...)
	return slices.Concat(bodies...), err
}

// Issuer implements storage.Issuers.
func (s *Store) Issuer(ctx context.Context, vatNumber, without string) (claim.KnownIssuer, error) {
	return read(ctx, s, "get issuer", func(t *tx) (claim.KnownIssuer, error) {
		known, err := t.issuer(vatNumber)
		if err != nil || without == "" {
			return known, err
		}
		own, err := t.lessons(`WHERE c.submission = $1`, without)
		if err != nil {
			return known, err
		}
		for _, lesson := range own {
			if lesson.VATNumber == vatNumber {
				known = known.Minus(lesson)
			}
		}
		if known.Documents == 0 && len(known.Votes) == 0 {
			return known, unknownIssuer(vatNumber)
		}
		return known, nil
	})
}

func unknownIssuer(vatNumber string) error {
	return claim.Errorf(claim.ENOTFOUND, "Dell'emittente con partita IVA %s non si sa nulla.", vatNumber)
}

func (t *tx) issuer(vatNumber string) (claim.KnownIssuer, error) {
	known, err := one(t, unknownIssuer(vatNumber), scanIssuer, `SELECT vat_number, documents, last_seen FROM issuers WHERE vat_number = $1`, vatNumber)
	if err != nil {
		return known, err
	}
	known.Votes, err = t.votes(vatNumber)
	return known, err
}

func scanIssuer(r row) (k claim.KnownIssuer, err error) {
	err = r.Scan(&k.VATNumber, &k.Documents, asDate{&k.LastSeen})
	return k, err
}

func (t *tx) votes(vatNumber string) ([]claim.IssuerVote, error) {
	return all(t, func(r row) (v claim.IssuerVote, err error) {
		err = r.Scan(&v.Of, &v.Text, &v.Page, &v.X, &v.Y, &v.Quarter, &v.Read, &v.Accepted, &v.Confirmed, &v.Rejected)
		return v, err
	}, `SELECT part, text, page, x, y, quarter, read, accepted, confirmed, rejected FROM issuer_votes WHERE vat_number = $1
		ORDER BY part, text, page, x, y, quarter`, vatNumber)
}

// Issuers implements storage.Issuers.
func (s *Store) Issuers(ctx context.Context, after string, limit int) ([]claim.KnownIssuer, error) {
	if limit <= 0 {
		limit = storage.MostIssuers
	}
	return read(ctx, s, "list issuers", func(t *tx) ([]claim.KnownIssuer, error) {
		list, err := all(t, scanIssuer, `SELECT vat_number, documents, last_seen FROM issuers WHERE vat_number > $1 ORDER BY vat_number LIMIT $2`,
			after, min(limit, storage.MostIssuers))
		for i := range list {
			if err == nil {
				list[i].Votes, err = t.votes(list[i].VATNumber)
			}
		}
		return list, err
	})
}

// ForgetIssuer implements storage.Issuers.
func (s *Store) ForgetIssuer(ctx context.Context, vatNumber string) error {
	_, err := write(ctx, s, "forget issuer", func(t *tx) (nothing, error) {
		if _, err := t.issuer(vatNumber); err != nil {
			return nothing{}, err
		}
		if err := t.exec(`DELETE FROM issuer_votes WHERE vat_number = $1`, vatNumber); err != nil {
			return nothing{}, err
		}
		if err := t.exec(`DELETE FROM issuers WHERE vat_number = $1`, vatNumber); err != nil {
			return nothing{}, err
		}
		return nothing{}, t.forgetLessons(vatNumber)
	})
	return err
}

// forgetLessons takes an issuer out of what claims have taught, so that nothing is taken back later that is
// not there any more.
func (t *tx) forgetLessons(vatNumber string) error {
	type taught struct {
		claim   string
		lessons []claim.KnownIssuer
	}
	list, err := all(t, func(r row) (l taught, err error) {
		err = r.Scan(&l.claim, asJSON{&l.lessons})
		return l, err
	}, `SELECT claim, body FROM claim_lessons WHERE body LIKE $1`, `%"`+vatNumber+`"%`)
	if err != nil {
		return err
	}
	for _, l := range list {
		body, err := json.Marshal(slices.DeleteFunc(l.lessons, func(k claim.KnownIssuer) bool { return k.VATNumber == vatNumber }))
		if err != nil {
			return fmt.Errorf("encode lessons: %w", err)
		}
		if err := t.exec(`UPDATE claim_lessons SET body = $1 WHERE claim = $2`, string(body), l.claim); err != nil {
			return err
		}
	}
	return nil
}

// StateIssuers implements storage.Issuers.
func (s *Store) StateIssuers(ctx context.Context, names map[string]string) error {
	_, err := write(ctx, s, "state issuers", func(t *tx) (nothing, error) {
		for vatNumber, name := range names {
			if !claim.ValidVATNumber(vatNumber) || name == "" {
				return nothing{}, claim.Errorf(claim.EINVALID, "La partita IVA %q non è valida, o le manca il nome.", vatNumber)
			}
			if err := t.exec(`INSERT INTO issuers (vat_number, documents, last_seen) VALUES ($1, 0, '') ON CONFLICT (vat_number) DO NOTHING`, vatNumber); err != nil {
				return nothing{}, err
			}
			if err := t.exec(`DELETE FROM issuer_votes WHERE vat_number = $1 AND quarter = ''`, vatNumber); err != nil {
				return nothing{}, err
			}
			if err := t.addVote(vatNumber, claim.IssuerVote{Of: claim.IssuerName, Text: name, Confirmed: 1}); err != nil {
				return nothing{}, err
			}
		}
		return nothing{}, nil
	})
	return err
}
