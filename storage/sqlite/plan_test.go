package sqlite

import (
	"path/filepath"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/storage"
)

func TestANumberIsFoundWithoutLookingAtEverySubmission(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "records.db"), nil)
	no := false
	for name, q := range map[string]storage.Query{
		"a number":                   {Search: "2026-000123"},
		"a number of a state":        {Search: "2026-000123", State: claim.Assembled},
		"a living one of an arrival": {Search: "2026-000123", Arrival: "A", Voided: &no},
	} {
		where, args := selection(q)
		for _, query := range []string{`SELECT count(*) FROM submissions s` + where, submissionQuery + where + ` ORDER BY s.id DESC LIMIT 51`,
			submissionQuery + where + ` AND s.id < 'S' ORDER BY s.id DESC LIMIT 51`} {
			plan := planOf(t, s, query, args...)
			if !strings.Contains(plan, "(protocol_number=?)") || !strings.Contains(plan, "(external_number=?)") {
				t.Errorf("%s: %s\n%s", name, query, plan)
			}
		}
	}
}

// planOf is what SQLite says of how it answers a query, a line a step.
func planOf(t *testing.T, s *Store, query string, args ...any) (plan string) {
	t.Helper()
	rows, err := s.readers.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan += detail + "\n"
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan
}
