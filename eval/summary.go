package eval

import (
	"fmt"
	"io"
	"sort"
	"strings"
)

// Tally counts the verdicts of a set of values.
type Tally struct {
	Values, Exact, Wrong, Missing, Invented int
	// Accepted are the values the machine stands for, AcceptedWrong those of them that are not exact.
	Accepted, AcceptedWrong int
}

func (t *Tally) add(v Value) {
	t.Values++
	switch v.Verdict {
	case Exact:
		t.Exact++
	case Wrong:
		t.Wrong++
	case Missing:
		t.Missing++
	case Invented:
		t.Invented++
	}
	if v.Accepted {
		t.Accepted++
		if v.Verdict != Exact {
			t.AcceptedWrong++
		}
	}
}

// Summary is the score of a corpus: of the values read from paper, by field, and of those derived.
type Summary struct {
	Cases, StraightThrough int
	All, Derived           Tally
	ByField                map[string]Tally
	MissingFindings        int
	ExtraFindings          int
	WantedFindings         int
}

// Summarise adds up results.
func Summarise(results []Result) Summary {
	s := Summary{ByField: map[string]Tally{}}
	for _, r := range results {
		s.Cases++
		s.MissingFindings += len(r.MissingFindings)
		s.ExtraFindings += len(r.ExtraFindings)
		s.WantedFindings += len(r.Case.Truth.Findings)
		straight := len(r.Claims) > 0
		for _, c := range r.Claims {
			straight = straight && c.Outcome != "needs_review"
		}
		if straight {
			s.StraightThrough++
		}
		for _, v := range r.Values {
			if v.Derived {
				s.Derived.add(v)
				continue
			}
			s.All.add(v)
			field := fieldOf(v.Pointer)
			t := s.ByField[field]
			t.add(v)
			s.ByField[field] = t
		}
	}
	return s
}

// fieldOf is a pointer without its indexes.
func fieldOf(pointer string) string {
	var parts []string
	for _, part := range strings.Split(pointer, "/") {
		if part != "" && strings.Trim(part, "0123456789") == "" {
			part = "*"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "/")
}

// Print writes the score as a table.
func (s Summary) Print(w io.Writer) {
	fmt.Fprintf(w, "%d cases, %d without a human (%.1f %%)\n", s.Cases, s.StraightThrough, share(s.StraightThrough, s.Cases))
	fmt.Fprintf(w, "findings: %d wanted, %d missing, %d extra\n\n", s.WantedFindings, s.MissingFindings, s.ExtraFindings)
	fmt.Fprintf(w, "%-40s %7s %8s %6s %8s %9s %10s %9s\n", "field", "values", "exact %", "wrong", "missing", "invented", "accepted %", "of them wrong")
	line := func(name string, t Tally) {
		fmt.Fprintf(w, "%-40s %7d %8.2f %6d %8d %9d %10.1f %9d\n", name, t.Values, share(t.Exact, t.Values), t.Wrong, t.Missing, t.Invented,
			share(t.Accepted, t.Values), t.AcceptedWrong)
	}
	line("all read from paper", s.All)
	line("derived", s.Derived)
	fields := make([]string, 0, len(s.ByField))
	for f := range s.ByField {
		fields = append(fields, f)
	}
	sort.Strings(fields)
	for _, f := range fields {
		line(f, s.ByField[f])
	}
}

func share(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
