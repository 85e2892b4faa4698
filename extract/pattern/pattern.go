// Package pattern compiles regular expressions that first look for a word they cannot do without.
//
// A page is asked some five hundred expressions, and nearly all of them say no. Most hold a literal text in
// each of their branches ("fattura|invoice"); where none of these stands in the text no match is possible,
// and looking for a literal text costs a hundredth of running the expression.
package pattern

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// Pattern is a regular expression. Its methods answer exactly as those of [regexp.Regexp].
type Pattern struct {
	*regexp.Regexp
	// needs are texts of which each match holds at least one; empty: nothing is known.
	needs []string
	// digits is how many ASCII digits each match holds at least.
	digits int
}

// Must is New for expressions of the program: it panics at a wrong one.
func Must(expression string) *Pattern {
	p, err := New(expression)
	if err != nil {
		panic(err)
	}
	return p
}

// New compiles an expression of the syntax of package regexp.
func New(expression string) (*Pattern, error) {
	re, err := regexp.Compile(expression)
	if err != nil {
		return nil, err
	}
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return &Pattern{re, needed(tree), digits(tree)}, nil
}

// mostNeeds is how many texts are looked for at most: looking for more takes as long as the expression itself.
const mostNeeds = 256

// shortest is the shortest text worth looking for: a letter stands in every line.
const shortest = 2

// needed are the texts of which each match of a tree holds at least one, or nothing if there are no such
// texts.
func needed(tree *syntax.Regexp) []string {
	if all, ok := spelled(tree); ok {
		return telling(all)
	}
	switch tree.Op {
	case syntax.OpCapture, syntax.OpPlus:
		return needed(tree.Sub[0])
	case syntax.OpRepeat:
		if tree.Min > 0 {
			return needed(tree.Sub[0])
		}
	case syntax.OpConcat:
		return rarest(tree.Sub)
	case syntax.OpAlternate:
		var all []string
		for _, sub := range tree.Sub {
			more := needed(sub)
			if more == nil {
				return nil
			}
			all = append(all, more...)
		}
		if len(all) <= mostNeeds {
			return all
		}
	}
	return nil
}

// telling gives texts back if all are long enough to be worth looking for.
func telling(texts []string) []string {
	for _, t := range texts {
		if len(t) < shortest {
			return nil
		}
	}
	return texts
}

// rarest chooses, among the parts of a concatenation and the runs of parts that can be spelled out, the one
// whose shortest text is the longest: the least likely to stand anywhere by chance.
func rarest(parts []*syntax.Regexp) []string {
	var best []string
	try := func(texts []string) {
		if texts != nil && (best == nil || shortestOf(texts) > shortestOf(best)) {
			best = texts
		}
	}
	run := []string{""}
	for _, part := range parts {
		texts, ok := spelled(part)
		if ok {
			if longer, fits := products(run, texts); fits {
				run = longer
				continue
			}
			try(telling(run))
			run = texts
			continue
		}
		try(telling(run))
		run = []string{""}
		try(needed(part))
	}
	try(telling(run))
	return best
}

// mostSpelled is how many texts a tree is spelled out in at most.
const mostSpelled = 24

// spelled are all texts that a tree matches, borders aside, if they are few.
func spelled(tree *syntax.Regexp) ([]string, bool) {
	switch tree.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return []string{""}, true
	case syntax.OpLiteral:
		text := string(tree.Rune)
		// an expression's U+FFFD also matches bytes that are no UTF-8
		return []string{text}, tree.Flags&syntax.FoldCase == 0 && !strings.ContainsRune(text, utf8.RuneError)
	case syntax.OpCharClass:
		var all []string
		for i := 0; i < len(tree.Rune); i += 2 {
			if int(tree.Rune[i+1]-tree.Rune[i])+len(all) >= mostSpelled {
				return nil, false
			}
			for r := tree.Rune[i]; r <= tree.Rune[i+1]; r++ {
				if r == utf8.RuneError {
					return nil, false
				}
				all = append(all, string(r))
			}
		}
		return all, len(all) > 0
	case syntax.OpCapture:
		return spelled(tree.Sub[0])
	case syntax.OpQuest:
		texts, ok := spelled(tree.Sub[0])
		return append([]string{""}, texts...), ok && len(texts) < mostSpelled
	case syntax.OpConcat:
		all := []string{""}
		for _, sub := range tree.Sub {
			texts, ok := spelled(sub)
			if ok {
				all, ok = products(all, texts)
			}
			if !ok {
				return nil, false
			}
		}
		return all, true
	case syntax.OpAlternate:
		var all []string
		for _, sub := range tree.Sub {
			texts, ok := spelled(sub)
			if all = append(all, texts...); !ok || len(all) > mostSpelled {
				return nil, false
			}
		}
		return all, true
	}
	return nil, false
}

// products are all texts of one list followed by one of the other, if they are few.
func products(first, second []string) ([]string, bool) {
	if len(first)*len(second) > mostSpelled {
		return nil, false
	}
	var all []string
	for _, a := range first {
		for _, b := range second {
			all = append(all, a+b)
		}
	}
	return all, true
}

func shortestOf(texts []string) int {
	n := len(texts[0])
	for _, t := range texts {
		n = min(n, len(t))
	}
	return n
}

// mostDigits is where counting needed digits stops.
const mostDigits = 64

// digits is how many digits each match of a tree holds at least.
func digits(tree *syntax.Regexp) int {
	n := 0
	switch tree.Op {
	case syntax.OpLiteral:
		for _, r := range tree.Rune {
			if isDigit(r) {
				n++
			}
		}
	case syntax.OpCharClass:
		if len(tree.Rune) > 0 && isDigits(tree.Rune) {
			n = 1
		}
	case syntax.OpCapture, syntax.OpPlus:
		n = digits(tree.Sub[0])
	case syntax.OpRepeat:
		n = min(tree.Min, mostDigits) * digits(tree.Sub[0])
	case syntax.OpConcat:
		for _, sub := range tree.Sub {
			n += digits(sub)
		}
	case syntax.OpAlternate:
		n = digits(tree.Sub[0])
		for _, sub := range tree.Sub[1:] {
			n = min(n, digits(sub))
		}
	}
	return min(n, mostDigits)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// isDigits tells that the ranges of a class, first and last characters in turn, hold digits alone.
func isDigits(ranges []rune) bool {
	for i := 0; i < len(ranges); i += 2 {
		if !isDigit(ranges[i]) || !isDigit(ranges[i+1]) {
			return false
		}
	}
	return true
}

// possible reports whether the text may hold a match.
func (p *Pattern) possible(text string) bool {
	if p.digits > 0 && !holdsDigits(text, p.digits) {
		return false
	}
	for _, need := range p.needs {
		if strings.Contains(text, need) {
			return true
		}
	}
	return p.needs == nil
}

func holdsDigits(text string, n int) bool {
	for i := 0; i < len(text) && n > 0; i++ {
		if '0' <= text[i] && text[i] <= '9' {
			n--
		}
	}
	return n == 0
}

func (p *Pattern) MatchString(text string) bool {
	return p.possible(text) && p.Regexp.MatchString(text)
}

func (p *Pattern) FindString(text string) string {
	if !p.possible(text) {
		return ""
	}
	return p.Regexp.FindString(text)
}

func (p *Pattern) FindStringIndex(text string) []int {
	if !p.possible(text) {
		return nil
	}
	return p.Regexp.FindStringIndex(text)
}

func (p *Pattern) FindStringSubmatch(text string) []string {
	if !p.possible(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(text)
}

func (p *Pattern) FindStringSubmatchIndex(text string) []int {
	if !p.possible(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatchIndex(text)
}

func (p *Pattern) FindAllString(text string, n int) []string {
	if !p.possible(text) {
		return nil
	}
	return p.Regexp.FindAllString(text, n)
}

func (p *Pattern) FindAllStringIndex(text string, n int) [][]int {
	if !p.possible(text) {
		return nil
	}
	return p.Regexp.FindAllStringIndex(text, n)
}
