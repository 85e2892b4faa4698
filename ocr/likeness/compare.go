package likeness

import "math"

// Verdict is what two fingerprints say of the papers they are of.
type Verdict int

const (
	// CannotTell is for pages that have much in common and are not read well enough to know.
	CannotTell Verdict = iota
	// Same is one paper, pictured twice.
	Same
	// Other is two papers, perhaps of one template.
	Other
)

func (v Verdict) String() string { return [...]string{"cannot tell", "same", "other"}[v] }

const (
	// fewestAgreed are the figures, of three signs or more, that say the same of two pictures of one paper.
	fewestAgreed = 5
	// tolerated is the share of amounts that may be misread.
	tolerated = 0.1
	// certainlyOther clashes between figures that were both read well mean two papers: the number and the date of two
	// invoices, at least. Of many figures, one in misreadWell is misread all the same.
	certainlyOther = 2
	misreadWell    = 40
	// again is how often a figure stands on a page that is no number of it.
	again = 3
	// leastShare is the share of figures below which pages are not of one paper, however ill they were read.
	leastShare = 0.25
)

// Compare tells whether two fingerprints are of one paper, and the share of their figures that say the same, 0 to 1.
//
// Two documents of one issuer differ in their number at least. So nothing is Same while any figure that could be a
// number or a date says something else on the other page, or is missing there, however doubtful its reading; amounts,
// codici fiscali and the like, which are no numbers of documents, may be misread now and then.
func Compare(a, b Fingerprint) (float64, Verdict) {
	if len(a.marks) == 0 || len(b.marks) == 0 {
		return 0, Other
	}
	score, verdict := compared(a.marks, b.marks).verdict()
	if verdict == Same { // it must be so from either page
		_, verdict = compared(b.marks, a.marks).verdict()
	}
	return score, verdict
}

func (t tally) verdict() (float64, Verdict) {
	all := t.agreed + len(t.clashes) + max(len(t.lostA), len(t.lostB))
	if !t.laid || all == 0 {
		return 0, Other
	}
	share := float64(t.agreed) / float64(all)
	sure, open, misread := 0, 0, 0
	for _, c := range t.clashes {
		switch {
		case min(c.a.sure, c.b.sure) >= likely:
			sure++
		case c.a.sort == value || c.b.sort == value:
			misread++
		default:
			open++
		}
	}
	for _, lost := range [][]mark{t.lostA, t.lostB} {
		for _, m := range lost {
			switch {
			case m.sort == value:
				misread++
			case m.sort == long, m.sure >= likely && !t.usual[m.hash]:
				open++
			}
		}
	}
	switch {
	case sure >= certainlyOther+t.agreed/misreadWell, share < leastShare:
		return share, Other
	case sure == 0 && open == 0 && t.agreedLong >= fewestAgreed && float64(misread) <= 1+tolerated*float64(t.agreedLong):
		return share, Same
	}
	return share, CannotTell
}

// tally is what two pages have in common.
type tally struct {
	laid bool
	// agreed figures say the same at the same place; agreedLong are those of three signs or more.
	agreed, agreedLong int
	// clashes are figures that say something else at the same place.
	clashes []pair
	// lostA and lostB are figures of one page where the other has none.
	lostA, lostB []mark
	// usual are the short figures that stand there again and again, as quantities do.
	usual map[uint16]bool
}

func compared(a, b []mark) (t tally) {
	l, ok := lay(a, b)
	if !ok {
		return t
	}
	t.laid = true
	t.usual = map[uint16]bool{}
	seen := map[uint16]int{}
	for _, m := range a {
		if m.sort == short {
			seen[m.hash]++
			t.usual[m.hash] = seen[m.hash] >= again
		}
	}
	taken := make([]bool, len(b))
	nearest := func(x, y float64, reachX, reachY float64, fits func(mark) bool) int {
		best, least := -1, math.Inf(1)
		for j, m := range b {
			dx, dy := math.Abs(float64(m.x)-x), math.Abs(float64(m.y)-y)
			if d := dx*reachY/reachX + dy; !taken[j] && m.figure() && dx <= reachX && dy <= reachY && d < least && fits(m) {
				best, least = j, d
			}
		}
		return best
	}
	type place struct {
		mark
		x, y float64
	}
	var left []place
	for _, m := range a {
		if !m.figure() {
			continue
		}
		x, y := l.at(m)
		j := nearest(x, y, 24, 10, func(o mark) bool { return o.hash == m.hash }) // rows of small print are 10 units apart
		if j < 0 {
			left = append(left, place{m, x, y})
			continue
		}
		taken[j] = true
		t.agreed++
		if m.sort >= long {
			t.agreedLong++
		}
	}
	for _, p := range left {
		j := nearest(p.x, p.y, 16, 6, func(mark) bool { return true })
		if j < 0 {
			t.lostA = append(t.lostA, p.mark)
			continue
		}
		taken[j] = true
		t.clashes = append(t.clashes, pair{p.mark, b[j]})
	}
	for j, m := range b {
		if m.figure() && !taken[j] {
			t.lostB = append(t.lostB, m)
		}
	}
	return t
}
