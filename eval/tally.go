package eval

import (
	"math"
	"time"

	"pratica/claim"
)

// Tally counts what docs/eval.md names, for a corpus or a part of it.
type Tally struct {
	Cases, Pages int
	// Values are those read from paper: Exact + Wrong + Missing + Invented.
	Values, Exact, Wrong, Missing, Invented int
	// Accepted are the values the machine stands for, AcceptedWrong those of them that are not exact.
	Accepted, AcceptedWrong int
	// Derived are the other values, and those of them that are right.
	Derived, DerivedExact, DerivedAcceptedWrong int
	Claims, Straight                            int
	Documents, KindRight                        int
	// DocumentPages counts the pages of the truth's documents, Grouped those joined and assigned right.
	DocumentPages, Grouped                       int
	FindingsWanted, FindingsGiven, FindingsRight int
	// FindingsUnread are those given that are right though the truth does not list them (docs/eval.md).
	FindingsUnread int
	// Checks are the same counts without any value.unreadable.
	ChecksWanted, ChecksGiven, ChecksRight int
	// Groundless are cases with a claim that was rejected or suspended by a finding that the truth does not list.
	Groundless  int
	CPU, Wall   time.Duration
	Reliability Reliability
}

func (t *Tally) addValue(v Value) {
	right := v.Verdict == Exact
	switch v.Class {
	case Blank:
		return
	case Derived:
		t.Derived++
		if right {
			t.DerivedExact++
		} else if v.Accepted() {
			t.DerivedAcceptedWrong++
		}
		return
	}
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
	if v.Accepted() {
		t.Accepted++
		if !right {
			t.AcceptedWrong++
		}
	}
	if v.From != nil && v.Read != "" {
		t.Reliability.add(v.From.Confidence, right)
	}
}

func (t *Tally) addClaim(straight bool) {
	t.Claims++
	if straight {
		t.Straight++
	}
}

func (t *Tally) addDocument(d DocumentScore) {
	t.Documents++
	if d.KindRight() {
		t.KindRight++
	}
	t.DocumentPages += d.Pages()
	t.Grouped += d.Grouped
}

// addCase counts what belongs to a case as a whole.
func (t *Tally) addCase(r Result) {
	t.Cases++
	t.Pages += r.Pages
	t.FindingsRight += len(r.RightFindings)
	t.FindingsWanted += len(r.RightFindings) + len(r.MissingFindings)
	t.FindingsGiven += len(r.RightFindings) + len(r.ExtraFindings)
	if r.Unread {
		t.FindingsUnread++
		t.FindingsGiven++
	}
	right, missing, extra := checksAmong(r.RightFindings), checksAmong(r.MissingFindings), checksAmong(r.ExtraFindings)
	t.ChecksRight += right
	t.ChecksWanted += right + missing
	t.ChecksGiven += right + extra
	if r.stopsWithoutGround() {
		t.Groundless++
	}
	t.CPU += r.CPU
	t.Wall += r.Wall
}

// checksAmong counts the findings that say something of the papers.
func checksAmong(codes []claim.Code) (n int) {
	for _, code := range codes {
		if code != unreadable {
			n++
		}
	}
	return n
}

// Measures are the shares of a tally, as `pratica eval --json` prints them: from 0 to 1, null (nil) when
// nothing was counted.
type Measures struct {
	Values            int      `json:"values"`
	Pages             int      `json:"pages"`
	Cases             int      `json:"cases"`
	Exact             *float64 `json:"exact"`
	Wrong             *float64 `json:"wrong"`
	Missing           *float64 `json:"missing"`
	Invented          *float64 `json:"invented"`
	DerivedExact      *float64 `json:"derived_exact"`
	Automation        *float64 `json:"automation"`
	AcceptedError     *float64 `json:"accepted_error"`
	StraightThrough   *float64 `json:"straight_through"`
	ECE               *float64 `json:"ece"`
	KindAccuracy      *float64 `json:"kind_accuracy"`
	GroupingAccuracy  *float64 `json:"grouping_accuracy"`
	FindingsPrecision *float64 `json:"findings_precision"`
	FindingsRecall    *float64 `json:"findings_recall"`
	// ChecksPrecision and ChecksRecall are these without any value.unreadable.
	ChecksPrecision *float64 `json:"checks_precision"`
	ChecksRecall    *float64 `json:"checks_recall"`
	// StoppedWithoutGround counts cases with a reject or a suspend that the truth does not list.
	StoppedWithoutGround int `json:"stopped_without_ground"`
	// CPUSecondsPerPage and WallSecondsPerPage are null for a part that is no set of cases.
	CPUSecondsPerPage  *float64 `json:"cpu_seconds_per_page"`
	WallSecondsPerPage *float64 `json:"wall_seconds_per_page"`
}

// Measures computes the shares.
func (t Tally) Measures() Measures {
	return Measures{Values: t.Values, Pages: t.Pages, Cases: t.Cases,
		Exact: share(t.Exact, t.Values), Wrong: share(t.Wrong, t.Values), Missing: share(t.Missing, t.Values), Invented: share(t.Invented, t.Values),
		DerivedExact: share(t.DerivedExact, t.Derived), Automation: share(t.Accepted, t.Values), AcceptedError: share(t.AcceptedWrong, t.Accepted),
		StraightThrough: share(t.Straight, t.Claims), ECE: t.Reliability.ECE(), KindAccuracy: share(t.KindRight, t.Documents),
		GroupingAccuracy: share(t.Grouped, t.DocumentPages), FindingsPrecision: share(t.FindingsRight+t.FindingsUnread, t.FindingsGiven),
		FindingsRecall: share(t.FindingsRight, t.FindingsWanted), ChecksPrecision: share(t.ChecksRight, t.ChecksGiven), ChecksRecall: share(t.ChecksRight, t.ChecksWanted), StoppedWithoutGround: t.Groundless,
		CPUSecondsPerPage: perPage(t.CPU, t.Pages), WallSecondsPerPage: perPage(t.Wall, t.Pages)}
}

func share(n, of int) *float64 {
	if of == 0 {
		return nil
	}
	s := float64(n) / float64(of)
	return &s
}

func perPage(d time.Duration, pages int) *float64 {
	if pages == 0 || d == 0 {
		return nil
	}
	s := math.Round(d.Seconds()/float64(pages)*10000) / 10000
	return &s
}

// Reliability counts values by their confidence, in bins of equal width.
type Reliability [reliabilityBins]Bin

// reliabilityBins is the number of bins of Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
const reliabilityBins = 15

// Bin is a set of values of like confidence.
type Bin struct {
	Values, Right int
	Confidence    float64 // the sum
}

func (r *Reliability) add(confidence float64, right bool) {
	b := &r[min(reliabilityBins-1, max(0, int(confidence*reliabilityBins)))]
	b.Values++
	b.Confidence += confidence
	if right {
		b.Right++
	}
}

// ECE is the expected calibration error: the mean, over the values, of the distance between the mean
// confidence of a bin and its share of right values. Nil without values.
func (r Reliability) ECE() *float64 {
	n, gap := 0, 0.0
	for _, b := range r {
		n += b.Values
		gap += math.Abs(b.Confidence - float64(b.Right))
	}
	if n == 0 {
		return nil
	}
	gap /= float64(n)
	return &gap
}
