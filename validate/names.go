package validate

import (
	"slices"
	"strings"

	"pratica/claim"
)

// samePerson compares two people's names as different papers write them: whatever the order, case, accents
// and apostrophes; "DE ROSA" and "DEROSA" alike; one may leave out a second name or surname, or shorten a
// name to its initial, as long as two words agree. One character that recognition confuses (BIANCHI,
// B1ANCHI) is forgiven in all; any other difference, such as MARIO and MARIA, is another person.
func samePerson(surnameA, nameA, surnameB, nameB claim.Text) bool {
	a := strings.Fields(claim.FoldName(lettersOnly(surnameA) + " " + lettersOnly(nameA)))
	b := strings.Fields(claim.FoldName(lettersOnly(surnameB) + " " + lettersOnly(nameB)))
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return false
	}
	joined := func(words []string) string {
		sorted := slices.Sorted(slices.Values(words))
		return strings.Join(sorted, "")
	}
	if joined(a) == joined(b) || strings.Join(a, "") == strings.Join(b, "") || swapped(a, b) {
		return true
	}
	return contains(b, a) || len(a) == len(b) && contains(a, b)
}

// lettersOnly turns digits that stand in a name into the letters they are confused with.
func lettersOnly(name claim.Text) string {
	return strings.NewReplacer("0", "O", "1", "I", "5", "S", "8", "B", "6", "G", "2", "Z", "4", "A", "7", "T").Replace(string(name))
}

// swapped reports names that are the same letters in two groups the other way round: DE ROSA ANNA, ANNA DEROSA.
func swapped(a, b []string) bool {
	whole := strings.Join(b, "")
	for i := range a {
		if strings.Join(a[i:], "")+strings.Join(a[:i], "") == whole {
			return true
		}
	}
	return false
}

// contains reports whether every word of few is one of many, each used once, with one confusion in all and
// at least two agreeing words if few has two. A single word is not enough to know a person by.
func contains(many, few []string) bool {
	left, forgiven, full := slices.Clone(many), 0, 0
	for _, word := range few {
		i := slices.Index(left, word)
		if i < 0 {
			i = slices.IndexFunc(left, func(other string) bool { return initial(word, other) })
		}
		if i < 0 {
			i = slices.IndexFunc(left, func(other string) bool { return confused(word, other) })
			forgiven++
		}
		if i < 0 || forgiven > 1 {
			return false
		}
		if len(word) > 1 && len(left[i]) > 1 {
			full++
		}
		left = slices.Delete(left, i, i+1)
	}
	return len(few) > 1 && full > 0
}

// initial reports that one word is the other's first letter.
func initial(a, b string) bool {
	return (len(a) == 1 || len(b) == 1) && a[0] == b[0]
}

// lookalikes are letters that recognition takes for each other. Those that tell names of one family apart
// (MARIA, MARTA; PINO, RINO) are left out.
var lookalikes = []string{"IL", "OQ", "OD", "CG", "EF", "UV", "HN", "MN"}

// confused reports words of four letters or more that differ in one letter that looks alike, or in RN for M.
func confused(a, b string) bool {
	if min(len(a), len(b)) < 4 {
		return false
	}
	if strings.ReplaceAll(a, "RN", "M") == strings.ReplaceAll(b, "RN", "M") {
		return true
	}
	if len(a) != len(b) {
		return false
	}
	different := 0
	for i := range len(a) {
		if a[i] == b[i] {
			continue
		}
		different++
		if !slices.ContainsFunc(lookalikes, func(pair string) bool {
			return pair == string([]byte{a[i], b[i]}) || pair == string([]byte{b[i], a[i]})
		}) {
			return false
		}
	}
	return different <= 1
}

// nearlySameName compares two people's names of which one may be the other misread: word for word the same in any order, but for one
// word that has a letter more, less or other, or lost its beginning or end to the edge of what was cut out.
func nearlySameName(surnameA, nameA, surnameB, nameB claim.Text) bool {
	a := strings.Fields(claim.FoldName(lettersOnly(surnameA) + " " + lettersOnly(nameA)))
	b := strings.Fields(claim.FoldName(lettersOnly(surnameB) + " " + lettersOnly(nameB)))
	var other []string
	for _, word := range a {
		if i := slices.Index(b, word); i >= 0 {
			b = slices.Delete(b, i, i+1)
		} else {
			other = append(other, word)
		}
	}
	if len(other) != 1 || len(b) != 1 {
		return false
	}
	long, short := other[0], b[0]
	if len(long) < len(short) {
		long, short = short, long
	}
	return OneFigureApart(long, short) || len(short) >= 4 && (strings.HasPrefix(long, short) || strings.HasSuffix(long, short))
}

// fitsName reports whether a tax code's letters are those of a name, or of what is left of it when words
// are dropped: papers leave second names out, the code does not.
func fitsName(code claim.TaxCode, surname, name claim.Text) bool {
	for _, s := range shortened(surname) {
		for _, n := range shortened(name) {
			if code.Fits(s, n) || code.Fits(n, s) {
				return true
			}
		}
	}
	return false
}

// shortened lists a name whole and by each beginning of its words.
func shortened(name claim.Text) []string {
	words := strings.Fields(claim.FoldName(string(name)))
	list := []string{strings.Join(words, " ")}
	for i := 1; i < len(words); i++ {
		list = append(list, strings.Join(words[:i], " "))
	}
	return list
}
