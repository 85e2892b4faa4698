package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"pratica/claim"
	"pratica/storage"
)

// FinishAssemble implements storage.Steps.
func (s *Store) FinishAssemble(ctx context.Context, ref storage.StepRef, claims []storage.AssembledClaim) ([]storage.Step, error) {
	if err := checkAssembled(ref.Subject, claims); err != nil {
		return nil, err
	}
	return write(ctx, s, "finish assemble", func(t *tx) ([]storage.Step, error) {
		var mark int64
		if err := t.finish(storage.AssembleSubmission, ref); err != nil {
			return nil, err
		}
		if err := t.row(`SELECT ledger_mark FROM steps WHERE kind = $1 AND subject = $2`, ref.Kind, ref.Subject).Scan(&mark); err != nil {
			return nil, err
		}
		if err := t.exec(`UPDATE submissions SET state = 'assembled', failure = '', fresh = 0 WHERE id = $1`, ref.Subject); err != nil {
			return nil, err
		}
		stored, err := t.claims(ref.Subject)
		if err != nil {
			return nil, err
		}
		steps, again, err := t.storeClaims(ref.Subject, stored, claims, mark)
		if err != nil || !again {
			return steps, err
		}
		own, err := t.assembleAgain(ref.Subject)
		return append(steps, own...), err
	})
}

func checkAssembled(submission string, claims []storage.AssembledClaim) error {
	if len(claims) == 0 {
		return claim.Errorf(claim.EINVALID, "Una busta dà almeno una pratica.")
	}
	for _, c := range claims {
		if c.Claim.ID == "" || c.Claim.Submission != submission {
			return claim.Errorf(claim.EINVALID, "La pratica %q non è della busta %s.", c.Claim.ID, submission)
		}
		switch c.State {
		case claim.Ready, claim.Extracted, claim.InReview, claim.WaitingForMember:
		default:
			return claim.Errorf(claim.EINVALID, "Una pratica appena letta non può essere nello stato %q.", c.State)
		}
	}
	return nil
}

// storeClaims brings the stored claims, void ones included, in line with those just assembled. It says that they must be assembled
// again where the ledger has changed under them since that was begun (mark), or a claim is gone whose answers went into another.
func (t *tx) storeClaims(submission string, stored []storage.StoredClaim, assembled []storage.AssembledClaim, mark int64) (steps []storage.Step, again bool, err error) {
	var living []storage.StoredClaim
	var earlier, next []claim.Claim
	for _, c := range stored {
		if c.State != claim.Void {
			living, earlier = append(living, c), append(earlier, c.Claim)
		}
	}
	for _, c := range assembled {
		next = append(next, c.Claim)
	}
	var last int
	if err := t.row(`SELECT coalesce(max(number), 0) FROM claims WHERE submission = $1`, submission).Scan(&last); err != nil {
		return nil, false, err
	}
	kept := map[int]bool{}
	for j, i := range storage.MatchClaims(earlier, next) {
		var more []storage.Step
		id := assembled[j].Claim.ID
		if i < 0 {
			last++
			more, err = t.createClaim(submission, last, assembled[j])
		} else {
			kept[i], id = true, living[i].ID
			more, err = t.renewClaim(living[i], assembled[j])
		}
		if err != nil {
			return nil, false, err
		}
		steps = append(steps, more...)
		changed, err := t.changedMeanwhile(id, mark)
		if err != nil {
			return nil, false, err
		}
		again = again || changed
	}
	for i, c := range living {
		if !kept[i] {
			var answers int
			if err := t.row(`SELECT count(*) FROM joins WHERE claim = $1`, c.ID).Scan(&answers); err != nil {
				return nil, false, err
			}
			more, err := t.voidClaim(c.ID, "Alla rilettura la busta non contiene più questa pratica.")
			if err != nil {
				return nil, false, err
			}
			steps, again = append(steps, more...), again || answers > 0
		}
	}
	return steps, again, nil
}

func (t *tx) createClaim(submission string, number int, c storage.AssembledClaim) ([]storage.Step, error) {
	if err := t.exec(`INSERT INTO claims (id, submission, number, version, state, void_reason) VALUES ($1, $2, $3, 1, $4, '')`,
		c.Claim.ID, submission, number, c.State); err != nil {
		return nil, err
	}
	c.Claim.Version = 1
	return t.createVersion(c, "")
}

// renewClaim stores a new version if a value changed. If none did, it makes up for what is still owed: a
// claim that need not wait any more, or whose delivery failed for good.
func (t *tx) renewClaim(old storage.StoredClaim, c storage.AssembledClaim) ([]storage.Step, error) {
	same, err := storage.SameValues(old.Claim, c.Claim)
	if err != nil {
		return nil, err
	}
	if same {
		state := old.State
		switch state {
		case claim.Extracted, claim.InReview, claim.WaitingForMember:
			state = c.State
		}
		if err := t.exec(`UPDATE claims SET state = $1 WHERE id = $2`, state, old.ID); err != nil {
			return nil, err
		}
		c.Claim.ID, c.Claim.Version = old.ID, old.Version
		again, err := t.register(c, false) // prints and entries may be new to a claim that says the same
		if err != nil {
			return nil, err
		}
		deliver, err := t.deliverIfReady(old.ID, old.Version, state)
		return append(deliver, again...), err
	}
	c.Claim.ID, c.Claim.Version = old.ID, old.Version+1
	if err := t.exec(`UPDATE claims SET version = $1, state = $2 WHERE id = $3`, c.Claim.Version, c.State, old.ID); err != nil {
		return nil, err
	}
	if err := t.cancelDeliveries(old.ID); err != nil {
		return nil, err
	}
	return t.createVersion(c, old.Outcome)
}

// register enters the expenses of a claim in the ledger, with their prints and whose they are.
func (t *tx) register(c storage.AssembledClaim, outcomeChanged bool) ([]storage.Step, error) {
	if err := t.exec(`UPDATE claims SET member_code = $1 WHERE id = $2`, c.Claim.Member.Code, c.Claim.ID); err != nil {
		return nil, err
	}
	again, err := t.enter(c, outcomeChanged)
	if err != nil {
		return nil, err
	}
	pictures, err := t.enterPrints(c)
	return append(again, pictures...), err
}

// createVersion stores a version, has it teach what it says of issuers, enters its expenses in the ledger and has it delivered. was
// is the outcome of the version before it.
func (t *tx) createVersion(c storage.AssembledClaim, was claim.Outcome) ([]storage.Step, error) {
	body, err := json.Marshal(c.Claim)
	if err != nil {
		return nil, fmt.Errorf("encode claim: %w", err)
	}
	if err := t.exec(`INSERT INTO claim_versions (claim, version, outcome, created_at, body) VALUES ($1, $2, $3, $4, $5)`,
		c.Claim.ID, c.Claim.Version, c.Claim.Outcome, instant(t.now), body); err != nil {
		return nil, err
	}
	if err := t.teach(c.Claim.ID, c.Claim.Version, c.Lessons); err != nil {
		return nil, err
	}
	again, err := t.register(c, was != c.Claim.Outcome)
	if err != nil {
		return nil, err
	}
	deliver, err := t.deliverIfReady(c.Claim.ID, c.Claim.Version, c.State)
	return append(deliver, again...), err
}

// voidClaim makes a claim void; a receiver that may have it is told.
func (t *tx) voidClaim(id, reason string) ([]storage.Step, error) {
	if err := t.exec(`UPDATE claims SET state = 'void', void_reason = $1 WHERE id = $2`, reason, id); err != nil {
		return nil, err
	}
	if err := t.cancelDeliveries(id); err != nil {
		return nil, err
	}
	if err := t.teach(id, 0, nil); err != nil {
		return nil, err
	}
	var version, begun int
	var submission string
	if err := t.row(`SELECT submission, version, (SELECT count(*) FROM deliveries d WHERE d.claim = c.id AND begun_at IS NOT NULL) FROM claims c WHERE id = $1`, id).
		Scan(&submission, &version, &begun); err != nil {
		return nil, err
	}
	gone := storage.AssembledClaim{Claim: claim.Claim{ID: id, Submission: submission}}
	again, err := t.register(gone, false)
	if err != nil {
		return nil, err
	}
	free, err := t.freeAnswers(id)
	again = append(again, free...)
	if err != nil || begun == 0 {
		return again, err
	}
	deliver, err := t.deliver(id, version, true)
	return append(deliver, again...), err
}

// claims are those of a submission, each in its current version.
func (t *tx) claims(submission string) ([]storage.StoredClaim, error) {
	return all(t, scanClaim, claimQuery+`WHERE c.submission = $1 AND v.version = c.version ORDER BY c.number`, submission)
}

const claimQuery = `SELECT c.id, v.version, c.state, v.outcome, v.created_at, c.version, v.body FROM claims c JOIN claim_versions v ON v.claim = c.id `

func scanClaim(r row) (c storage.StoredClaim, err error) {
	err = r.Scan(&c.ID, &c.Version, &c.State, &c.Outcome, asTime{&c.CreatedAt}, &c.Current, asJSON{&c.Claim})
	return c, err
}

// Claim implements storage.Claims.
func (s *Store) Claim(ctx context.Context, id string, version int) (storage.StoredClaim, error) {
	missing := claim.Errorf(claim.ENOTFOUND, "La pratica %s non esiste.", id)
	if version > 0 {
		missing = claim.Errorf(claim.ENOTFOUND, "La pratica %s non ha una versione %d.", id, version)
	}
	return read(ctx, s, "get claim", func(t *tx) (storage.StoredClaim, error) {
		return one(t, missing, scanClaim, claimQuery+`WHERE c.id = $1 AND v.version = CASE WHEN $2 = 0 THEN c.version ELSE $2 END`, id, version)
	})
}

// ClaimsOf implements storage.Claims.
func (s *Store) ClaimsOf(ctx context.Context, submission string) ([]storage.StoredClaim, error) {
	return read(ctx, s, "list claims", func(t *tx) ([]storage.StoredClaim, error) {
		if _, err := t.submission(submission); err != nil {
			return nil, err
		}
		return t.claims(submission)
	})
}
