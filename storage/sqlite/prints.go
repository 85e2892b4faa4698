package sqlite

import (
	"context"
	"fmt"
	"slices"

	"pratica/claim"
	"pratica/storage"
)

// storedPrint is a print as it lies in the records.
type storedPrint struct {
	id                           int64
	text, submission, receivedAt string
	expense                      int
}

func scanPrint(r row) (p storedPrint, err error) {
	err = r.Scan(&p.id, &p.expense, &p.text, &p.submission, &p.receivedAt)
	return p, err
}

func scanNumber(r row) (n int64, err error) {
	err = r.Scan(&n)
	return n, err
}

// enterPrints makes prints those of a claim; none takes them out. If that changes anything, later submissions that share a band are
// assembled again.
func (t *tx) enterPrints(c storage.AssembledClaim) ([]storage.Step, error) {
	before, err := all(t, scanPrint, `SELECT id, expense, print, submission, received_at FROM prints WHERE claim = $1 ORDER BY id`, c.Claim.ID)
	if err != nil {
		return nil, err
	}
	same := len(before) == len(c.Prints)
	for i, p := range c.Prints {
		same = same && before[i].text == p.Text && before[i].expense == p.Expense && before[i].submission == broughtBy(c, p.Expense)
	}
	if same {
		return nil, nil
	}
	later := map[string]bool{}
	for _, p := range before {
		bands, err := all(t, scanNumber, `SELECT band FROM print_bands WHERE print = $1`, p.id)
		if err == nil {
			err = t.bandsChanged(later, bands, p.submission, p.receivedAt)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := t.exec(`DELETE FROM prints WHERE claim = $1`, c.Claim.ID); err != nil {
		return nil, err
	}
	for _, p := range c.Prints {
		var number int64
		var receivedAt string
		submission := broughtBy(c, p.Expense)
		if err := t.row(`INSERT INTO prints (claim, expense, print, submission, received_at) SELECT $1, $2, $3, id, received_at FROM submissions WHERE id = $4
			RETURNING id, received_at`, c.Claim.ID, p.Expense, p.Text, submission).Scan(&number, &receivedAt); err != nil {
			return nil, err
		}
		for _, band := range p.Bands {
			if err := t.exec(`INSERT INTO print_bands (band, print) VALUES ($1, $2) ON CONFLICT (band, print) DO NOTHING`, band, number); err != nil {
				return nil, err
			}
		}
		if err := t.bandsChanged(later, p.Bands, submission, receivedAt); err != nil {
			return nil, err
		}
	}
	return t.assembleAll(later)
}

// broughtBy is the submission that the paper of an expense came with.
func broughtBy(c storage.AssembledClaim, expense int) string {
	if brought := c.Brought[expense]; brought != "" {
		return brought
	}
	return c.Claim.Submission
}

// bandsChanged notes that a page under these bands came or went, and adds the submissions that came after it and share one.
func (t *tx) bandsChanged(later map[string]bool, bands []int64, submission, receivedAt string) error {
	for _, band := range slices.Compact(slices.Sorted(slices.Values(bands))) {
		if err := t.noteChange(band, submission, receivedAt); err != nil {
			return err
		}
		if err := t.addLater(later, `SELECT DISTINCT c.submission FROM print_bands b JOIN prints p ON p.id = b.print JOIN claims c ON c.id = p.claim
			WHERE b.band = $1 AND (p.received_at, p.submission) > ($2, $3)`, band, receivedAt, submission); err != nil {
			return err
		}
	}
	return nil
}

// EarlierPrints implements storage.Ledger.
func (s *Store) EarlierPrints(ctx context.Context, own, brought string, print claim.PagePrint) ([]claim.EarlierPrint, error) {
	if len(print.Bands) == 0 {
		return nil, nil
	}
	in, args := places(2, print.Bands)
	n := len(print.Bands)
	return read(ctx, s, "look up earlier prints", func(t *tx) ([]claim.EarlierPrint, error) {
		return all(t, func(r row) (e claim.EarlierPrint, err error) {
			var state claim.State
			err = r.Scan(&e.Claim, &e.ProtocolNumber, &state, &e.Outcome, &e.MemberCode, asJSON{&e.Expense}, &e.Text)
			e.Delivered = isDelivered(state)
			return e, err
		}, fmt.Sprintf(`SELECT c.id, s.protocol_number, c.state, v.outcome, c.member_code, l.body, p.print
			FROM (SELECT b.print, count(*) AS shared FROM print_bands b JOIN prints q ON q.id = b.print JOIN submissions o ON o.id = $1
				WHERE b.band IN (%s) AND (q.received_at, q.submission) < (o.received_at, o.id)
				GROUP BY b.print ORDER BY shared DESC, b.print LIMIT $%d) k
			JOIN prints p ON p.id = k.print JOIN claims c ON c.id = p.claim JOIN claim_versions v ON v.claim = c.id AND v.version = c.version
			JOIN ledger l ON l.claim = p.claim AND l.expense = p.expense JOIN submissions s ON s.id = c.submission
			WHERE c.submission <> $%d AND s.voided_at IS NULL AND c.state <> 'void'
			ORDER BY k.shared DESC, p.id`, in, n+2, n+3), append(append([]any{brought}, args...), mostEarlier, own)...)
	})
}
