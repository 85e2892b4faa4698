package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"pratica/claim"
	"pratica/storage"
)

// TestAnExpenseIsFoundAmongMillions times the look-up of an expense, and of one of which a digit was misread, among as many as
// PRATICA_LEDGER says, in the tables that a server uses; its log is for docs/performance.md. PRATICA_LEDGER_DB keeps the tables for
// another run. Ten million take some 8 GB.
func TestAnExpenseIsFoundAmongMillions(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("PRATICA_LEDGER"))
	if err != nil {
		t.Skip("PRATICA_LEDGER is not the number of expenses to enter")
	}
	path := os.Getenv("PRATICA_LEDGER_DB")
	if path == "" {
		path = filepath.Join(t.TempDir(), "pratica.db")
	}
	_, statErr := os.Stat(path)
	s, err := Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	began := time.Now()
	if statErr != nil {
		enterMillions(t, s.writer, n)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d expenses in %d claims: %d MB in %v", n, n/expensesOfAClaim, info.Size()>>20, time.Since(began).Round(time.Second))
	}
	random := rand.New(rand.NewPCG(7, uint64(time.Now().UnixNano()))) // others than the run before, which the cache knows
	last := submissionID(n/expensesOfAClaim - 1)
	for _, misread := range []bool{false, true} {
		var times []time.Duration
		for range 2000 {
			i := random.IntN(n - expensesOfAClaim)
			e := millionth(i)
			if misread {
				e.Number = "9" + e.Number[1:]
			}
			began := time.Now()
			list, err := s.EarlierExpenses(t.Context(), last, last, e)
			times = append(times, time.Since(began))
			if err != nil || len(list) == 0 {
				t.Fatalf("expense %d: %d found, %v", i, len(list), err)
			}
		}
		slices.Sort(times)
		t.Logf("misread %t: p50 %v, p99 %v, most %v", misread, times[len(times)/2].Round(time.Microsecond), times[len(times)*99/100].Round(time.Microsecond), times[len(times)-1].Round(time.Microsecond))
		if p99 := times[len(times)*99/100]; p99 > 20*time.Millisecond {
			t.Errorf("p99 is %v, more than 20 ms", p99)
		}
	}
}

const expensesOfAClaim = 4

func submissionID(i int) string { return fmt.Sprintf("S%025d", i) }
func claimID(i int) string      { return fmt.Sprintf("C%025d", i) }

// millionth is the i-th expense: of one of 20 000 issuers and 300 000 patients, over ten years.
func millionth(i int) claim.LedgerExpense {
	random := rand.New(rand.NewPCG(uint64(i), 3))
	issuer := int(20_000 * random.Float64() * random.Float64()) // few issue many
	day := claim.MustDate("2016-01-01").AddDays(i * 3650 / 10_000_000)
	return claim.LedgerExpense{DocumentType: claim.InvoiceType, Number: claim.Text(fmt.Sprintf("%d/A", 1000+random.IntN(90_000))), Date: day,
		Issuer:  claim.Text(fmt.Sprintf("%011d", issuer*10)),
		Patient: claim.Person{Surname: claim.Text(fmt.Sprintf("COGNOME%c%c%c", 'A'+random.IntN(20), 'A'+random.IntN(20), 'A'+random.IntN(20))), Name: claim.Text(fmt.Sprintf("NOME%c%c", 'A'+random.IntN(8), 'A'+random.IntN(5)))},
		Total:   claim.Cents(int64(1000 + random.IntN(50_000)))}
}

func enterMillions(t *testing.T, db *sql.DB, n int) {
	t.Helper()
	run := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	prepare := func(tx *sql.Tx, query string) *sql.Stmt {
		t.Helper()
		statement, err := tx.Prepare(query)
		if err != nil {
			t.Fatal(err)
		}
		return statement
	}
	run(`PRAGMA foreign_keys = OFF`)
	run(`PRAGMA synchronous = OFF`)
	run(`CREATE TEMP TABLE loose (key INTEGER, entry INTEGER)`)
	run(`INSERT INTO arrivals (id, channel, received_at, sent_on, sent_evidence, external_number, content, state) VALUES ('A', 'post', '', '', '', '', '', 'split')`)
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	submission := prepare(tx, `INSERT INTO submissions (id, arrival, number, protocol_number, external_number, channel, received_at, sent_on, sent_evidence, state, failure, note, void_reason, findings, fresh)
		VALUES (?, 'A', ?, ?, '', 'post', ?, '', '', 'assembled', '', '', '', '[]', 0)`)
	one := prepare(tx, `INSERT INTO claims (id, submission, number, version, state, void_reason, member_code) VALUES (?, ?, 1, 1, 'delivered', '', ?)`)
	version := prepare(tx, `INSERT INTO claim_versions (claim, version, outcome, created_at, body) VALUES (?, 1, 'admissible', '', x'7b7d')`)
	entry := prepare(tx, `INSERT INTO ledger (id, claim, expense, body, submission, received_at) VALUES (?, ?, ?, ?, ?, ?)`)
	loose := prepare(tx, `INSERT INTO temp.loose (key, entry) VALUES (?, ?)`)
	do := func(statement *sql.Stmt, args ...any) {
		if _, err := statement.Exec(args...); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		c := i / expensesOfAClaim
		received := fmt.Sprintf("%s.%09d", "2016-01-01T00:00:00", c)
		if i%expensesOfAClaim == 0 {
			do(submission, submissionID(c), c+1, fmt.Sprintf("P%09d", c), received)
			do(one, claimID(c), submissionID(c), fmt.Sprintf("%07d", c%200_000))
			do(version, claimID(c))
		}
		e := millionth(i)
		body, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		do(entry, i+1, claimID(c), i%expensesOfAClaim, string(body), submissionID(c), received)
		for _, key := range storage.LedgerKeys(e) {
			do(loose, key, i+1)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	run(`INSERT OR IGNORE INTO ledger_keys (key, entry) SELECT key, entry FROM temp.loose ORDER BY key, entry`)
	run(`DROP TABLE temp.loose`)
	run(`PRAGMA foreign_keys = ON`)
}
