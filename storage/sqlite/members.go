package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gofrs/flock"

	"pratica/claim"
	"pratica/storage"
)

// lookAgain is how often an import looks whether another one is done.
const lookAgain = 20 * time.Millisecond

func scanMember(r row) (e claim.Enrolment, err error) {
	err = r.Scan(asJSON{&e})
	return e, err
}

// Member implements storage.Members.
func (s *Store) Member(ctx context.Context, code string) (claim.Enrolment, error) {
	return read(ctx, s, "get member", func(t *tx) (claim.Enrolment, error) {
		return one(t, claim.Errorf(claim.ENOTFOUND, "Il codice FASCHIM %s non è tra gli iscritti.", code), scanMember, `SELECT body FROM members WHERE code = $1`, code)
	})
}

// MembersOf implements storage.Members.
func (s *Store) MembersOf(ctx context.Context, codes []string) ([]claim.Enrolment, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	in, args := places(1, codes)
	return read(ctx, s, "list members", func(t *tx) ([]claim.Enrolment, error) {
		return all(t, scanMember, fmt.Sprintf(`SELECT body FROM members WHERE code IN (%s) ORDER BY code`, in), args...)
	})
}

// AnyMember implements storage.Members.
func (s *Store) AnyMember(ctx context.Context) (bool, error) {
	return read(ctx, s, "look for members", func(t *tx) (bool, error) {
		var one int
		return t.get(`SELECT 1 FROM members LIMIT 1`, nil, &one)
	})
}

// ImportMembers implements storage.Members. What changes is found before the database is locked: a server that works beside it
// waits for the changes alone. Another import waits for the whole of this one, however long it takes: it would find changes to a
// register that is no more.
func (s *Store) ImportMembers(ctx context.Context, list []claim.Enrolment, whole bool) (storage.MembersImported, error) {
	var done storage.MembersImported
	lock := flock.New(s.path+"-import", flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lookAgain); err != nil {
		return done, fmt.Errorf("wait for another import: %w", storage.DiskError(err))
	}
	defer lock.Close() // the kernel does so at the latest
	before, err := s.memberBodies(ctx)
	if err != nil {
		return done, err
	}
	var changes []memberChange
	for _, e := range list {
		if e.Code == "" {
			return done, claim.Errorf(claim.EINVALID, "Un iscritto è senza codice FASCHIM.")
		}
		body, err := json.Marshal(e)
		if err != nil {
			return done, fmt.Errorf("encode member: %w", err)
		}
		was, known := before[e.Code]
		delete(before, e.Code)
		switch {
		case !known:
			done.New++
		case was != string(body):
			done.Changed++
		default:
			continue
		}
		changes = append(changes, memberChange{e.Code, string(body)})
	}
	if !whole {
		clear(before)
	}
	done.Deleted = len(before)
	return write(ctx, s, "import members", func(t *tx) (storage.MembersImported, error) {
		if err := t.changeMembers(changes, before); err != nil {
			return storage.MembersImported{}, err
		}
		return done, t.row(`SELECT count(*) FROM members`).Scan(&done.Known)
	})
}

// memberBodies are the stored enrolments by code.
func (s *Store) memberBodies(ctx context.Context) (map[string]string, error) {
	type member struct{ code, body string }
	list, err := read(ctx, s, "list members", func(t *tx) ([]member, error) {
		return all(t, func(r row) (m member, err error) {
			err = r.Scan(&m.code, &m.body)
			return m, err
		}, `SELECT code, body FROM members`)
	})
	bodies := make(map[string]string, len(list))
	for _, m := range list {
		bodies[m.code] = m.body
	}
	return bodies, err
}

type memberChange struct{ code, body string }

func (t *tx) changeMembers(changes []memberChange, deleted map[string]string) error {
	put, err := t.PrepareContext(t.ctx, `INSERT INTO members (code, body) VALUES ($1, $2)
		ON CONFLICT (code) DO UPDATE SET body = excluded.body`)
	if err != nil {
		return err
	}
	defer put.Close() // ends with the transaction at the latest
	for _, c := range changes {
		if _, err := put.ExecContext(t.ctx, c.code, c.body); err != nil {
			return err
		}
	}
	for code := range deleted {
		if err := t.exec(`DELETE FROM members WHERE code = $1`, code); err != nil {
			return err
		}
	}
	return nil
}
