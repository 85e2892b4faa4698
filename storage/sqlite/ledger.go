package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
	"pratica/storage"
)

// mostEarlier is how many earlier expenses are given at most.
const mostEarlier = 50

// mostChanges is how many changes of the ledger are kept for those who are assembling meanwhile: far more than can happen in an attempt.
const mostChanges = 100_000

// entry is an expense as the ledger holds it.
type entry struct {
	body, submission, receivedAt string
	expense                      claim.LedgerExpense
}

// same reports two entries of one text and one paper.
func (e entry) same(other entry) bool {
	return e.body == other.body && e.submission == other.submission && e.receivedAt == other.receivedAt
}

func scanEntry(r row) (e entry, err error) {
	if err = r.Scan(&e.body, &e.submission, &e.receivedAt); err == nil {
		err = json.Unmarshal([]byte(e.body), &e.expense)
	}
	return e, err
}

// entriesOf are those that a claim makes: its expenses and, after them, what it asks for without an invoice.
func (t *tx) entriesOf(c storage.AssembledClaim) ([]entry, error) {
	var list []entry
	add := func(expense claim.LedgerExpense, submission string) error {
		e := entry{submission: submission}
		if err := t.row(`SELECT received_at FROM submissions WHERE id = $1`, e.submission).Scan(&e.receivedAt); err != nil {
			return err
		}
		if len(storage.LedgerKeys(expense)) > 0 {
			e.expense = expense // others keep their place
		}
		body, err := json.Marshal(e.expense)
		if err != nil {
			return fmt.Errorf("encode expense: %w", err)
		}
		e.body = string(body)
		list = append(list, e)
		return nil
	}
	for i := range c.Claim.Expenses {
		expense := claim.LedgerOf(&c.Claim, i)
		if expense.DocumentType == "" {
			expense = claim.LedgerExpense{}
		}
		if err := add(expense, broughtBy(c, i)); err != nil {
			return nil, err
		}
	}
	for _, request := range claim.LedgerRequests(&c.Claim) {
		if err := add(request, c.Claim.Submission); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// enter makes the expenses of a claim those of the ledger; a claim without any takes them out. If that changes anything, or what the
// claim came to has changed, later submissions that share a key are assembled again.
func (t *tx) enter(c storage.AssembledClaim, outcomeChanged bool) ([]storage.Step, error) {
	before, err := all(t, scanEntry, `SELECT body, submission, received_at FROM ledger WHERE claim = $1 ORDER BY expense`, c.Claim.ID)
	if err != nil {
		return nil, err
	}
	now, err := t.entriesOf(c)
	if err != nil {
		return nil, err
	}
	if slices.EqualFunc(before, now, entry.same) {
		if !outcomeChanged {
			return nil, nil
		}
		return t.changed(now)
	}
	if err := t.exec(`DELETE FROM ledger WHERE claim = $1`, c.Claim.ID); err != nil {
		return nil, err
	}
	if err := t.insertEntries(c.Claim.ID, now); err != nil {
		return nil, err
	}
	return t.changed(append(before, now...))
}

// changed notes what changed, and assembles again the submissions that were received after it and share a key.
func (t *tx) changed(entries []entry) ([]storage.Step, error) {
	later := map[string]bool{}
	for _, e := range entries {
		for _, key := range storage.LedgerKeys(e.expense) {
			if err := t.noteChange(key, e.submission, e.receivedAt); err != nil {
				return nil, err
			}
			if err := t.addLater(later, `SELECT DISTINCT c.submission FROM ledger_keys k JOIN ledger l ON l.id = k.entry JOIN claims c ON c.id = l.claim
				WHERE k.key = $1 AND (l.received_at, l.submission) > ($2, $3)`, key, e.receivedAt, e.submission); err != nil {
				return nil, err
			}
		}
	}
	return t.assembleAll(later)
}

// noteChange is for those who are assembling meanwhile.
func (t *tx) noteChange(key int64, submission, receivedAt string) error {
	return t.exec(`INSERT INTO ledger_changes (key, submission, received_at) VALUES ($1, $2, $3)`, key, submission, receivedAt)
}

// addLater adds the submissions that a query gives.
func (t *tx) addLater(later map[string]bool, query string, args ...any) error {
	found, err := all(t, scanText, query, args...)
	for _, id := range found {
		later[id] = true
	}
	return err
}

// assembleAll assembles submissions again, those that are read, and drops old notes of changes.
func (t *tx) assembleAll(later map[string]bool) (steps []storage.Step, err error) {
	if err := t.exec(`DELETE FROM ledger_changes WHERE number <= (SELECT coalesce(max(number), 0) FROM ledger_changes) - $1`, mostChanges); err != nil {
		return nil, err
	}
	for _, id := range sortedKeys(later) {
		step, err := t.assembleIfRead(id)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step...)
	}
	return steps, nil
}

// changedMeanwhile reports that something before the papers of a claim changed under one of its keys since its assembling was begun:
// what was asked of the ledger may not hold any more.
func (t *tx) changedMeanwhile(id string, mark int64) (bool, error) {
	var entries, pages int
	err := t.row(`SELECT
			(SELECT count(*) FROM ledger l JOIN ledger_keys k ON k.entry = l.id JOIN ledger_changes g ON g.key = k.key
			 WHERE l.claim = $1 AND g.number > $2 AND (g.received_at, g.submission) < (l.received_at, l.submission)),
			(SELECT count(*) FROM prints p JOIN print_bands b ON b.print = p.id JOIN ledger_changes g ON g.key = b.band
			 WHERE p.claim = $1 AND g.number > $2 AND (g.received_at, g.submission) < (p.received_at, p.submission))`, id, mark).Scan(&entries, &pages)
	return entries+pages > 0, err
}

// fillLedger enters the claims of before there was a ledger, once. Nothing is assembled again for it.
func (s *Store) fillLedger(ctx context.Context) error {
	filled, err := read(ctx, s, "look for the ledger", func(t *tx) (bool, error) {
		var yes int
		return t.get(`SELECT yes FROM ledger_filled`, nil, &yes)
	})
	if err != nil || filled {
		return err
	}
	const portion = 500
	for after := ""; ; {
		last, err := write(ctx, s, "fill the ledger", func(t *tx) (string, error) {
			stored, err := all(t, scanClaim, claimQuery+`WHERE c.id > $1 AND v.version = c.version AND c.state <> 'void' ORDER BY c.id LIMIT $2`, after, portion)
			if err != nil || len(stored) == 0 {
				return "", err
			}
			for _, c := range stored {
				if err := t.exec(`UPDATE claims SET member_code = $1 WHERE id = $2`, c.Claim.Member.Code, c.ID); err != nil {
					return "", err
				}
				entries, err := t.entriesOf(storage.AssembledClaim{Claim: c.Claim})
				if err != nil {
					return "", err
				}
				if err := t.insertEntries(c.ID, entries); err != nil {
					return "", err
				}
			}
			return stored[len(stored)-1].ID, nil
		})
		if err != nil {
			return err
		}
		if last == "" {
			break
		}
		after = last
	}
	_, err = write(ctx, s, "fill the ledger", func(t *tx) (nothing, error) {
		return nothing{}, t.exec(`INSERT INTO ledger_filled (yes) VALUES (1) ON CONFLICT (yes) DO NOTHING`)
	})
	return err
}

// insertEntries inserts the expenses of a claim, with their keys; nobody is told.
func (t *tx) insertEntries(claimID string, entries []entry) error {
	for i, e := range entries {
		var number int64
		if err := t.row(`INSERT INTO ledger (claim, expense, body, submission, received_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (claim, expense) DO UPDATE SET body = excluded.body RETURNING id`,
			claimID, i, e.body, e.submission, e.receivedAt).Scan(&number); err != nil {
			return err
		}
		for _, key := range storage.LedgerKeys(e.expense) {
			if err := t.exec(`INSERT INTO ledger_keys (key, entry) VALUES ($1, $2) ON CONFLICT (key, entry) DO NOTHING`, key, number); err != nil {
				return err
			}
		}
	}
	return nil
}

func sortedKeys(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for key := range set {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

// places are the parameters of a list, counted from first on: "$1, $2".
func places[T any](first int, list []T) (text string, args []any) {
	names := make([]string, len(list))
	for i, item := range list {
		args = append(args, item)
		names[i] = fmt.Sprintf("$%d", first+i)
	}
	return strings.Join(names, ", "), args
}

// EarlierExpenses implements storage.Ledger.
func (s *Store) EarlierExpenses(ctx context.Context, own, brought string, e claim.LedgerExpense) ([]claim.EarlierExpense, error) {
	keys := storage.LedgerKeys(e)
	if len(keys) == 0 {
		return nil, nil
	}
	in, args := places(1, keys)
	n := len(keys)
	return read(ctx, s, "look up earlier expenses", func(t *tx) ([]claim.EarlierExpense, error) {
		return all(t, func(r row) (e claim.EarlierExpense, err error) {
			var state claim.State
			err = r.Scan(&e.Claim, &e.ProtocolNumber, &state, &e.Outcome, &e.MemberCode, asJSON{&e.Expense})
			e.Delivered = isDelivered(state)
			return e, err
		}, fmt.Sprintf(`SELECT c.id, s.protocol_number, c.state, v.outcome, c.member_code, l.body
			FROM (SELECT DISTINCT entry FROM ledger_keys WHERE key IN (%s)) k
			JOIN ledger l ON l.id = k.entry JOIN claims c ON c.id = l.claim JOIN claim_versions v ON v.claim = c.id AND v.version = c.version
			JOIN submissions s ON s.id = c.submission JOIN submissions o ON o.id = $%d
			WHERE (l.received_at, l.submission) < (o.received_at, o.id) AND c.submission <> $%d AND s.voided_at IS NULL AND c.state <> 'void'
			ORDER BY (c.state IN ('delivered', 'acknowledged') AND v.outcome = 'admissible') DESC, l.received_at, l.submission, c.number, l.expense LIMIT $%d`,
			in, n+1, n+2, n+3), append(args, brought, own, mostEarlier)...)
	})
}

func isDelivered(state claim.State) bool {
	return state == claim.Delivered || state == claim.Acknowledged
}

// EarlierSends implements storage.Ledger.
func (s *Store) EarlierSends(ctx context.Context, submission, memberCode string, channel claim.Channel, month claim.Date) ([]claim.EarlierSend, error) {
	return read(ctx, s, "look up earlier sends", func(t *tx) ([]claim.EarlierSend, error) {
		return all(t, func(r row) (e claim.EarlierSend, err error) {
			err = r.Scan(&e.ProtocolNumber, asDate{&e.SentOn})
			return e, err
		}, `SELECT DISTINCT s.protocol_number, s.sent_on FROM claims c JOIN submissions s ON s.id = c.submission JOIN submissions o ON o.id = $1
			WHERE c.member_code = $2 AND c.state <> 'void' AND s.voided_at IS NULL AND s.channel = $3 AND substr(s.sent_on, 1, 7) = $4
				AND (s.received_at, s.id) < (o.received_at, o.id)
			ORDER BY s.sent_on, s.protocol_number`, submission, memberCode, channel, month.String()[:7])
	})
}

// sentBefore are the pages of a submission of which the same bytes came with another arrival before.
func (t *tx) sentBefore(submission string) ([]storage.SentBefore, error) {
	return all(t, func(r row) (b storage.SentBefore, err error) {
		err = r.Scan(&b.File, &b.FilePage, &b.Submission, &b.ProtocolNumber)
		return b, err
	}, `SELECT p.file_name, p.file_page, s.id, s.protocol_number FROM submissions o JOIN pages p ON p.submission = o.id
		JOIN pages q ON q.file_object = p.file_object AND q.file_page = p.file_page JOIN submissions s ON s.id = q.submission
		WHERE o.id = $1 AND s.arrival <> o.arrival AND s.voided_at IS NULL AND (s.received_at, s.id) < (o.received_at, o.id)
		ORDER BY s.received_at, s.id, p.number`, submission)
}
