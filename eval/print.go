package eval

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"
)

// Print writes the score as tables of at most 100 columns.
func (s Summary) Print(w io.Writer) {
	m := s.All.Measures()
	fmt.Fprintf(w, "%d cases, %d pages, %d values read from paper", m.Cases, m.Pages, m.Values)
	if len(s.Failed) > 0 {
		fmt.Fprintf(w, "; the pipeline failed at %d of the cases", len(s.Failed))
	}
	fmt.Fprintf(w, "\n\n")
	for _, row := range [][4]string{
		{"exact", percent(m.Exact), "accepted without a human", percent(m.Automation)},
		{"wrong", percent(m.Wrong), "  of them wrong", percent(m.AcceptedError)},
		{"missing", percent(m.Missing), "claims without a human", percent(m.StraightThrough)},
		{"invented", percent(m.Invented), "expected calibration error", percent(m.ECE)},
		{"derived right", percent(m.DerivedExact), "kinds of document right", percent(m.KindAccuracy)},
		{"findings right", percent(m.FindingsPrecision), "pages joined and assigned right", percent(m.GroupingAccuracy)},
		{"findings found", percent(m.FindingsRecall), "seconds a page: CPU, wall", seconds(m.CPUSecondsPerPage) + ", " + seconds(m.WallSecondsPerPage)},
		{"of checks right", percent(m.ChecksPrecision), "  found", percent(m.ChecksRecall)},
		{"stopped without ground", fmt.Sprint(m.StoppedWithoutGround), "", ""},
	} {
		fmt.Fprintf(w, "  %-15s %8s     %-32s %12s\n", row[0], row[1], row[2], row[3])
	}
	printCases(w, "quality", s.ByQuality)
	printCases(w, "form", s.ByForm)
	printCases(w, "kind of document", s.ByDocumentKind)
	printCases(w, "tag", s.ByTag)
	printFields(w, s.ByField)
	s.printFindings(w)
	s.printCauses(w)
}

// printCases is the table of a part that has pages.
func printCases(w io.Writer, title string, parts map[string]*Tally) {
	fmt.Fprintf(w, "\n%-27s %5s %6s %7s %5s %5s %4s %6s %4s %6s %6s %6s\n", title, "pages", "values", "exact%", "wrong", "miss", "inv", "auto%", "err", "claim%", "kind%", "place%")
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		t := parts[name]
		fmt.Fprintf(w, "%-27s %5d %6d %7s %5d %5d %4d %6s %4d %6s %6s %6s\n", clip(name, 27), t.Pages, t.Values, bare(share(t.Exact, t.Values)), t.Wrong, t.Missing,
			t.Invented, brief(share(t.Accepted, t.Values)), t.AcceptedWrong, brief(share(t.Straight, t.Claims)), brief(share(t.KindRight, t.Documents)),
			brief(share(t.Grouped, t.DocumentPages)))
	}
}

func printFields(w io.Writer, parts map[string]*Tally) {
	fmt.Fprintf(w, "\n%-42s %6s %7s %6s %6s %6s %8s %6s\n", "field", "values", "exact%", "wrong", "miss.", "inv.", "auto%", "err.")
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		t := parts[name]
		if t.Values == 0 {
			continue // derived only
		}
		fmt.Fprintf(w, "%-42s %6d %7s %6d %6d %6d %8s %6d\n", clip(name, 42), t.Values, bare(share(t.Exact, t.Values)), t.Wrong, t.Missing, t.Invented,
			bare(share(t.Accepted, t.Values)), t.AcceptedWrong)
	}
}

func (s Summary) printFindings(w io.Writer) {
	if len(s.ByFinding) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%-27s %6s %7s %7s %7s %8s\n", "findings of quality", "wanted", "given", "right%", "found%", "stopped")
	for _, name := range slices.Sorted(maps.Keys(s.ByQuality)) {
		t := s.ByQuality[name]
		m := t.Measures()
		fmt.Fprintf(w, "%-27s %6d %7d %7s %7s %8d\n", clip(name, 27), t.FindingsWanted, t.FindingsGiven, bare(m.FindingsPrecision), bare(m.FindingsRecall), t.Groundless)
	}
	fmt.Fprintf(w, "\n%-42s %6s %7s %6s %7s\n", "finding (cases)", "wanted", "found", "extra", "unread")
	for _, code := range slices.Sorted(maps.Keys(s.ByFinding)) {
		t := s.ByFinding[code]
		fmt.Fprintf(w, "%-42s %6d %7d %6d %7d\n", clip(string(code), 42), t.Wanted, t.Found, t.Extra, t.Unread)
	}
}

// mostCauses is how many causes are told.
const mostCauses = 10

func (s Summary) printCauses(w io.Writer) {
	causes := Causes(s.Errors)
	if len(causes) == 0 {
		return
	}
	fmt.Fprintf(w, "\nworst causes (of %d)\n", len(causes))
	for _, c := range causes[:min(mostCauses, len(causes))] {
		fmt.Fprintf(w, "%5d  %-8s  %-7s %s\n", len(c.Values), c.Verdict, c.Quality, c.Field)
		v := c.Values[0]
		read, truth := fromDifference(v.Read, v.Truth)
		fmt.Fprintf(w, "       %s: %s for %s\n", clip(v.Case, 26), clip(quoted(read), 28), clip(quoted(truth), 28))
	}
}

// Cause is a set of errors that are alike.
type Cause struct {
	Field   string
	Verdict Verdict
	Quality string
	// Values are the errors, the most confident first.
	Values []Value
}

// Causes groups errors by field, verdict and quality, the largest group first, then the one read with most confidence.
func Causes(errors []Value) []Cause {
	type key struct {
		field   string
		verdict Verdict
		quality string
	}
	groups := map[key][]Value{}
	for _, v := range errors {
		k := key{v.Field(), v.Verdict, qualityName(v.Quality)}
		groups[k] = append(groups[k], v)
	}
	var causes []Cause
	for k, list := range groups {
		slices.SortStableFunc(list, func(a, b Value) int { return cmp.Compare(b.Confidence(), a.Confidence()) })
		causes = append(causes, Cause{k.field, k.verdict, k.quality, list})
	}
	slices.SortFunc(causes, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(len(b.Values), len(a.Values)), cmp.Compare(b.Values[0].Confidence(), a.Values[0].Confidence()), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Quality, b.Quality))
	})
	return causes
}

func percent(s *float64) string {
	if s == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f %%", 100**s)
}

func bare(s *float64) string {
	if s == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", 100**s)
}

func brief(s *float64) string {
	if s == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f", 100**s)
}

func seconds(s *float64) string {
	if s == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", *s)
}

// fromDifference leaves out most of what two long values begin with alike.
func fromDifference(a, b string) (string, string) {
	const kept, longest = 6, 26
	x, y := []rune(a), []rune(b)
	if len(x) <= longest && len(y) <= longest {
		return a, b
	}
	same := 0
	for same < len(x) && same < len(y) && x[same] == y[same] {
		same++
	}
	if same <= kept+1 {
		return a, b
	}
	return "…" + string(x[same-kept:]), "…" + string(y[same-kept:])
}

func quoted(value string) string {
	if value == "" {
		return "nothing"
	}
	return "“" + value + "”"
}

// clip shortens a text to n characters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
