package pipeline

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// pageMark is what a page says of its place among others: number and count, 0 if it does not say, whether it goes
// on from the page before or on the next, and the figures of the sums carried over, "" if none were read.
type pageMark struct {
	number, of             int
	carriedFrom, carriedTo bool
	sumFrom, sumTo         string
}

// handsOn tells that the next page begins with the sum that this one carries over: two pages of one account,
// whatever else was read on them.
func (m pageMark) handsOn(next pageMark) bool { return m.sumTo != "" && m.sumTo == next.sumFrom }

var (
	numberedPage = pattern.Must(`(?i)\b(?:pag(?:ina|\.)?|foglio|page)\s*(?:n\.?)?\s*:?\s*(\d{1,2})\s*(?:/|di|of|-|\|)\s*(\d{1,2})\b`)
	// countedPage is the same without a word before it, alone on its line.
	countedPage = pattern.Must(`(?i)^-?\s*(\d{1,2})\s*(?:/|di|of)\s*(\d{1,2})\s*-?$`)
	loosePage   = pattern.Must(`(?i)^-?\s*(?:pag(?:ina|\.)|foglio|page)\s*(?:n\.?)?\s*:?\s*(\d{1,2})\s*-?$`)
	carriedFrom = pattern.Must(`(?i)^(?:(?:totale )?riport(?:o|ato|i)\b|segue (?:da|fattura|ricevuta|parcella|nota|documento|dett)|continua da|continued from|brought forward|carried over)`)
	carriedTo   = pattern.Must(`(?i)(?:\b(?:a|da) riportare\b|^\W*(?:segue|continua)(?: a| alla| su)?(?: pag\S*)?(?: \S{1,10})?\W*$|^\W*\./\.\W*$|continued (?:on|over)|carried forward|\bsegue\s*(?:>+|\.{2,}|→))`)
	// toCarry names a sum at the foot, where carriedTo may also point to the next page.
	toCarry   = pattern.Must(`(?i)\b(?:a|da) riportare\b|carried forward`)
	sumAtEnd  = pattern.Must(`(\d[\d.,' ]*[.,]\d{2})\D*$`)
	notFigure = pattern.Must(`\D`)
)

// sum gives the figures of the amount at the end of the line: "291000" for 2.910,00.
func (l textLine) sum() string {
	m := sumAtEnd.FindStringSubmatch(l.text)
	if m == nil {
		return ""
	}
	return strings.TrimLeft(notFigure.ReplaceAllString(m[1], ""), "0")
}

// place reads what the page says of its place, once.
func (p *paperPage) place() pageMark {
	if p.mark == nil {
		mark := pageMark{}
		if p.reading.KindOfPage == textPage {
			mark = placeOf(p.reading)
		}
		p.mark = &mark
	}
	return *p.mark
}

// placeOf looks for a page number on all lines, and for one without a word, and for what is carried over, where
// they stand: at the head and foot.
func placeOf(r *Reading) pageMark {
	var mark pageMark
	height := max(r.LevelHeight, 1)
	for _, line := range textLines(r.Words) {
		at := float64(line.box.Y) / float64(height)
		edge := at < 0.15 || at > 0.85
		for _, shape := range []*pattern.Pattern{numberedPage, countedPage, loosePage} {
			if mark.number > 0 || shape != numberedPage && !edge {
				continue
			}
			for _, text := range append([]string{line.text}, line.ends()...) {
				if m := shape.FindStringSubmatch(text); m != nil && mark.number == 0 {
					mark.number, _ = strconv.Atoi(m[1])
					if len(m) > 2 {
						mark.of, _ = strconv.Atoi(m[2])
					}
					if mark.of == 0 && mark.number%11 == 0 { // in "Pag. 33" the stroke of "3/3" may have been lost
						mark.number = 0
					}
					if mark.of > 0 && mark.number > mark.of || shape == countedPage && mark.of < 2 {
						mark.number, mark.of = 0, 0
					}
				}
			}
		}
		if at < 0.6 {
			if carriedFrom.MatchString(line.text) {
				mark.carriedFrom = true
				mark.sumFrom = cmp.Or(mark.sumFrom, line.sum())
			}
		}
		if at > 0.4 {
			mark.carriedTo = mark.carriedTo || carriedTo.MatchString(line.text) || slices.ContainsFunc(line.ends(), carriedTo.MatchString)
			if toCarry.MatchString(line.text) {
				mark.sumTo = cmp.Or(line.sum(), mark.sumTo)
			}
		}
	}
	return mark
}

// textLine are words side by side.
type textLine struct {
	words []ocr.Word
	text  string
	box   claim.Box
}

// ends are the parts of the line before its widest gap and behind it: what stands in a corner of the page.
func (l textLine) ends() []string {
	at, widest := 0, 0
	for i := 1; i < len(l.words); i++ {
		if gap := l.words[i].Box.X - l.words[i-1].Box.X - l.words[i-1].Box.W; gap > widest {
			at, widest = i, gap
		}
	}
	if widest < l.box.H {
		return nil
	}
	return []string{joinedText(l.words[:at]), joinedText(l.words[at:])}
}

func joinedText(words []ocr.Word) string {
	var list []string
	for _, w := range words {
		list = append(list, w.Text)
	}
	return strings.Join(list, " ")
}

// textLines puts words whose middles lie within half a height of each other into a line, from top to bottom.
func textLines(words []ocr.Word) []textLine {
	sorted := slices.Clone(words)
	middle := func(w ocr.Word) int { return 2*w.Box.Y + w.Box.H }
	slices.SortStableFunc(sorted, func(a, b ocr.Word) int { return cmp.Compare(middle(a), middle(b)) })
	var lines []textLine
	for _, w := range sorted {
		if n := len(lines) - 1; n >= 0 {
			l := &lines[n]
			if first := l.words[0]; middle(w)-middle(first) < max(first.Box.H, w.Box.H) {
				l.words, l.box = append(l.words, w), l.box.Union(w.Box)
				continue
			}
		}
		lines = append(lines, textLine{words: []ocr.Word{w}, box: w.Box})
	}
	for i := range lines {
		l := &lines[i]
		slices.SortStableFunc(l.words, func(a, b ocr.Word) int { return cmp.Compare(a.Box.X, b.Box.X) })
		l.text = joinedText(l.words)
	}
	return lines
}
