package pipeline

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/likeness"
	"pratica/validate"
)

// A recogniser of print reads a hand badly, and the document behind a row is printed: what was hardly read in the row is
// taken for what the document says, which is what members copy. Such a value is a conclusion (claim.FromRule); it
// confirms nothing of the document, and is never sure of itself. What was read stays in its provenance.

const (
	// readableHand is the probability from which on a value of a row is left as it was read, though the document says
	// something else: that is for the checks to tell.
	readableHand = 0.9
	// illegible is the probability below which a reading says nothing at all.
	illegible = 0.45
	// printedWell is how sure the document's own value must be.
	printedWell = 0.9
	// mostMended is how far a mended value is believed at most: members do write other things than the document.
	mostMended = 0.95
	// summedWell is how sure each amount of a sum must be that mends another.
	summedWell = 0.8
	// likeTotal is the similarity from which on a written total speaks for amounts that are less sure.
	likeTotal = 0.6
)

// mendRows mends the rows of the form by their documents, and then the written total by the rows.
func (a *assembly) mendRows() {
	summed := a.rowsSum()
	for i := range a.claim.Expenses {
		if e := &a.claim.Expenses[i]; e.Declared != nil && e.Total.Known() {
			a.mendRow(i, summed)
		}
	}
	a.mendDeclaredTotal()
}

// rowsSum tells that the amounts of the rows as they were read come to the total that was written: then they were read right, whatever
// the documents say.
func (a *assembly) rowsSum() bool {
	sum, _, ok := a.declaredSum()
	return ok && a.claim.DeclaredTotal.Known() && sum.Positive() && sum.Equal(a.claim.DeclaredTotal)
}

// declaredSum adds up the rows; sure is how sure the least sure of their amounts is. ok is false without a row, or with one that has no
// amount.
func (a *assembly) declaredSum() (sum claim.Money, sure float64, ok bool) {
	sum, sure = claim.ZeroMoney, 1
	for i := range a.claim.Expenses {
		row := a.claim.Expenses[i].Declared
		if row == nil {
			continue
		}
		if !row.Amount.Known() {
			return sum, 0, false
		}
		sum, ok = sum.Add(row.Amount), true
		sure = min(sure, a.claim.Provenance[rowPrefix+strconv.Itoa(i)+"/declared/amount"].Confidence)
	}
	return sum, sure, ok
}

func (a *assembly) mendRow(i int, summed bool) {
	e := a.claim.Expenses[i]
	at := rowPrefix + strconv.Itoa(i)
	for _, pair := range []struct {
		part, printed string
		as            func(written, printed string) string
	}{
		{"amount", "/total", sameText}, {"date", "/date", sameText}, {"number", "/number", writtenNumber}, {"issuer", "/issuer/name", writtenName},
	} {
		pointer := at + "/declared/" + pair.part
		source, known := a.claim.Provenance[at+pair.printed]
		if !known || a.isBlankCell(e.Row, pair.part) {
			continue
		}
		written, _ := a.claim.Get(pointer)
		printed, _ := a.claim.Get(at + pair.printed)
		if printed == "" || pair.part == "amount" && summed && strings.Trim(claim.CompactIdentifier(written), "0") != strings.Trim(claim.CompactIdentifier(printed), "0") {
			continue // but for a comma that was not read
		}
		a.mendValue(pointer, written, pair.as(written, printed), source.Confidence)
	}
}

func sameText(_, printed string) string { return printed }

// mendValue replaces what was hardly read by what it is likely to be; source is how sure that is as printed.
func (a *assembly) mendValue(pointer, read, likely string, source float64) {
	from, ok := a.claim.Provenance[pointer]
	if !ok || !handRead(from.Method) || from.Confidence >= readableHand || source < printedWell || claim.CompactIdentifier(read) == claim.CompactIdentifier(likely) {
		return
	}
	alike := likeText(read, likely)
	near := alike >= 0.5
	if strings.HasSuffix(pointer, "/date") {
		near = nearDates(read, likely)
	}
	if from.Confidence >= illegible && !near {
		return
	}
	if a.claim.Set(pointer, likely) != nil {
		return
	}
	from.Method, from.Confidence = claim.FromRule, min(mostMended, source*(0.7+0.25*alike))
	a.claim.Provenance[pointer] = from
}

// nearDates tells that of two dates one may be the other misread: one figure differs, or the day or the month is the
// same. The years mostly are.
func nearDates(a, b string) bool {
	x, err := claim.ParseDate(a)
	y, wrong := claim.ParseDate(b)
	return err == nil && wrong == nil && (validate.OneReplaced(a, b) || x.Day == y.Day || x.Month == y.Month)
}

// likeText is how similar two values are whose separators may be misread.
func likeText(a, b string) float64 {
	return likeness.Similarity(claim.CompactIdentifier(withoutCents(a)), claim.CompactIdentifier(withoutCents(b)))
}

// handRead tells the ways of reading that a hand may have written for.
func handRead(m claim.Method) bool { return m == claim.FromLine || m == claim.FromComb }

// isBlankCell tells that nothing is written in a cell of the form's table.
func (a *assembly) isBlankCell(row claim.Count, part string) bool {
	v, ok := a.fields[rowPrefix+strconv.Itoa(int(row)-1)+"/declared/"+part]
	return !ok || v.Blank
}

// writtenNumber is the way of writing a document's number that is most like what was read: members leave the year
// out, and what stands before the number.
func writtenNumber(written, printed string) string {
	best, most := printed, likeness.Similarity(claim.CompactIdentifier(written), claim.CompactIdentifier(printed))+0.1
	parts := strings.FieldsFunc(printed, func(r rune) bool { return r == '/' || r == '-' })
	for i := range parts {
		if len(parts) < 2 || !isYear(parts[i]) {
			continue
		}
		rest := strings.Join(append(append([]string(nil), parts[:i]...), parts[i+1:]...), "/")
		if like := likeness.Similarity(claim.CompactIdentifier(written), claim.CompactIdentifier(rest)); like > most {
			best, most = rest, like
		}
	}
	return best
}

func isYear(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && (n >= 2000 && n < 2100 || len(s) == 2 && n >= 10)
}

// How similar what was read must be to a run of the printed words, by whether the run has fewer, more or as many, and one
// word to another: recognition parts words and joins them.
const (
	fewerWords = 0.9
	moreWords  = 0.8
	sameWords  = 0.6
	oneWord    = 0.6
)

// writtenName is an issuer's name as a member may have written it of the printed one: a run of its words if one is
// like all that was read, else word by word.
func writtenName(written, printed string) string {
	read, words := strings.Fields(written), strings.Fields(printed)
	best, most := "", 0.0
	for i := range words {
		for j := i + 1; j <= len(words); j++ {
			run := strings.Join(words[i:j], " ")
			like := likeness.Similarity(claim.FoldName(written), claim.FoldName(run))
			least := moreWords
			switch {
			case j-i < len(read):
				least = fewerWords
			case j-i == len(read):
				least = sameWords
			}
			if like > most && like >= least && (j-i != len(read) || eachLike(read, words[i:j])) {
				best, most = run, like
			}
		}
	}
	if best != "" || len(read) > len(words) {
		return cmp.Or(best, written)
	}
	return wordByWord(read, words)
}

// eachLike tells that no long word is quite another than the one in its place.
func eachLike(read, words []string) bool {
	for n, word := range read {
		if len([]rune(word)) > 2 && likeness.Similarity(claim.FoldName(word), claim.FoldName(words[n])) < 0.3 {
			return false
		}
	}
	return true
}

// wordByWord replaces each word that was read by the printed one it is like, in their order; a name of which less
// than half is known stays as it was read.
func wordByWord(read, words []string) string {
	mended, next := 0, 0
	list := slices.Clone(read)
	for n, word := range read {
		best, most := -1, oneWord
		for i := next; i < len(words); i++ {
			if s := likeness.Similarity(claim.FoldName(word), claim.FoldName(words[i])); s >= most && len([]rune(word)) > 2 {
				best, most = i, s
			}
		}
		if best >= 0 {
			list[n], next = words[best], best+1
			mended++
		}
	}
	if 2*mended < len(read) {
		list = read
	}
	return strings.Join(list, " ")
}

// mendDeclaredTotal takes a total that was hardly read for the sum of its rows, if it is like it: who adds up wrong
// writes another total legibly.
func (a *assembly) mendDeclaredTotal() {
	sum, sure, known := a.declaredSum()
	if total, ok := a.fields["/declared_total"]; !ok || total.Blank || !known {
		return
	}
	if read, _ := a.claim.Get("/declared_total"); likeText(read, sum.String()) >= likeTotal || sure >= summedWell {
		a.mendValue("/declared_total", read, sum.String(), printedWell)
	}
}
