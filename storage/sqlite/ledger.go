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

// enter makes the expenses of a claim those of the ledger; none takes them out. If that changes anything, later submissions that
// share a key are assembled again.
func (t *tx) enter(id, submission string, expenses []claim.Expense) ([]storage.Step, error) {
	before, err := all(t, scanText, `SELECT body FROM ledger WHERE claim = $1 ORDER BY expense`, id)
	if err != nil {
		return nil, err
	}
	var bodies []string
	var entries []claim.LedgerExpense
	for i := range expenses {
		entry := expenses[i].Ledger()
		if entry.DocumentType == "" || len(storage.LedgerKeys(entry)) == 0 {
			entry = claim.LedgerExpense{} // keeps its place
		}
		body, err := json.Marshal(entry)
		if err != nil {
			return nil, fmt.Errorf("encode expense: %w", err)
		}
		entries, bodies = append(entries, entry), append(bodies, string(body))
	}
	if slices.Equal(before, bodies) {
		return nil, nil
	}
	keys := map[int64]bool{}
	for _, body := range before {
		var was claim.LedgerExpense
		if err := json.Unmarshal([]byte(body), &was); err != nil {
			return nil, fmt.Errorf("decode expense: %w", err)
		}
		for _, key := range storage.LedgerKeys(was) {
			keys[key] = true
		}
	}
	if err := t.exec(`DELETE FROM ledger WHERE claim = $1`, id); err != nil {
		return nil, err
	}
	for i, entry := range entries {
		var number int64
		if err := t.row(`INSERT INTO ledger (claim, expense, body) VALUES ($1, $2, $3) RETURNING id`, id, i, bodies[i]).Scan(&number); err != nil {
			return nil, err
		}
		for _, key := range storage.LedgerKeys(entry) {
			keys[key] = true
			if err := t.exec(`INSERT INTO ledger_keys (key, entry) VALUES ($1, $2) ON CONFLICT (key, entry) DO NOTHING`, key, number); err != nil {
				return nil, err
			}
		}
	}
	return t.assembleLater(submission, keys)
}

// assembleLater assembles submissions again that were received after one and share a key with what changed in it.
func (t *tx) assembleLater(submission string, keys map[int64]bool) (steps []storage.Step, err error) {
	later := map[string]bool{}
	for key := range keys {
		found, err := all(t, scanText, `SELECT DISTINCT c.submission FROM ledger_keys k JOIN ledger l ON l.id = k.entry JOIN claims c ON c.id = l.claim
			JOIN submissions s ON s.id = c.submission JOIN submissions o ON o.id = $1
			WHERE k.key = $2 AND (s.received_at, s.id) > (o.received_at, o.id) AND s.state = 'assembled' AND s.voided_at IS NULL`, submission, key)
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			later[id] = true
		}
	}
	for _, id := range sortedKeys(later) {
		step, err := t.assembleAgain(id)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step...)
	}
	return steps, nil
}

func sortedKeys(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for key := range set {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

// EarlierExpenses implements storage.Ledger.
func (s *Store) EarlierExpenses(ctx context.Context, submission string, e claim.LedgerExpense) ([]claim.EarlierExpense, error) {
	keys := storage.LedgerKeys(e)
	if len(keys) == 0 {
		return nil, nil
	}
	var args []any
	places := make([]string, len(keys))
	for i, key := range keys {
		args = append(args, key)
		places[i] = fmt.Sprintf("$%d", len(args))
	}
	args = append(args, submission, mostEarlier)
	return read(ctx, s, "look up earlier expenses", func(t *tx) ([]claim.EarlierExpense, error) {
		return all(t, func(r row) (e claim.EarlierExpense, err error) {
			var state claim.State
			err = r.Scan(&e.Claim, &e.ProtocolNumber, &state, &e.Outcome, asJSON{&e.Expense})
			e.Delivered = state == claim.Delivered || state == claim.Acknowledged
			return e, err
		}, `SELECT c.id, s.protocol_number, c.state, v.outcome, l.body
			FROM (SELECT DISTINCT entry FROM ledger_keys WHERE key IN (`+strings.Join(places, ", ")+`)) k
			JOIN ledger l ON l.id = k.entry JOIN claims c ON c.id = l.claim JOIN claim_versions v ON v.claim = c.id AND v.version = c.version
			JOIN submissions s ON s.id = c.submission JOIN submissions o ON o.id = $`+fmt.Sprint(len(keys)+1)+`
			WHERE (s.received_at, s.id) < (o.received_at, o.id) AND s.voided_at IS NULL AND c.state <> 'void'
			ORDER BY s.received_at DESC, s.id DESC, c.number, l.expense LIMIT $`+fmt.Sprint(len(keys)+2), args...)
	})
}

// enterPrints makes prints those of a claim; none takes them out.
func (t *tx) enterPrints(id string, prints []claim.PagePrint) error {
	if err := t.exec(`DELETE FROM prints WHERE claim = $1`, id); err != nil {
		return err
	}
	for _, p := range prints {
		var number int64
		if err := t.row(`INSERT INTO prints (claim, expense, print) VALUES ($1, $2, $3) RETURNING id`, id, p.Expense, p.Text).Scan(&number); err != nil {
			return err
		}
		for _, band := range p.Bands {
			if err := t.exec(`INSERT INTO print_bands (band, print) VALUES ($1, $2) ON CONFLICT (band, print) DO NOTHING`, band, number); err != nil {
				return err
			}
		}
	}
	return nil
}

// EarlierPrints implements storage.Ledger.
func (s *Store) EarlierPrints(ctx context.Context, submission string, print claim.PagePrint) ([]claim.EarlierPrint, error) {
	if len(print.Bands) == 0 {
		return nil, nil
	}
	var args []any
	places := make([]string, len(print.Bands))
	for i, band := range print.Bands {
		args = append(args, band)
		places[i] = fmt.Sprintf("$%d", len(args))
	}
	args = append(args, mostEarlier, submission)
	return read(ctx, s, "look up earlier prints", func(t *tx) ([]claim.EarlierPrint, error) {
		return all(t, func(r row) (e claim.EarlierPrint, err error) {
			var state claim.State
			err = r.Scan(&e.Claim, &e.ProtocolNumber, &state, &e.Outcome, asJSON{&e.Expense}, &e.Text)
			e.Delivered = state == claim.Delivered || state == claim.Acknowledged
			return e, err
		}, `SELECT c.id, s.protocol_number, c.state, v.outcome, l.body, p.print
			FROM (SELECT print, count(*) AS shared FROM print_bands WHERE band IN (`+strings.Join(places, ", ")+`)
				GROUP BY print ORDER BY shared DESC LIMIT $`+fmt.Sprint(len(places)+1)+`) k
			JOIN prints p ON p.id = k.print JOIN claims c ON c.id = p.claim JOIN claim_versions v ON v.claim = c.id AND v.version = c.version
			JOIN ledger l ON l.claim = p.claim AND l.expense = p.expense
			JOIN submissions s ON s.id = c.submission JOIN submissions o ON o.id = $`+fmt.Sprint(len(places)+2)+`
			WHERE (s.received_at, s.id) < (o.received_at, o.id) AND s.voided_at IS NULL AND c.state <> 'void'
			ORDER BY k.shared DESC, s.received_at, s.id`, args...)
	})
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
