package pipeline

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"pratica/claim"
	"pratica/extract/likeness"
)

// spelling is a name of an issuer with the claims that speak for it, the older the less.
type spelling struct {
	// text is the name as it was most often printed, key what is compared.
	text, key string
	// read, accepted and confirmed are claims (claim.IssuerVote), less those rejected.
	read, accepted, confirmed float64
}

// The doubt that is left of a name that n claims gave, by who stands for it: once/(1+n), and never less than
// atLeast. What several papers of one letterhead say alike may be misread alike, so only a person's word ends
// all doubt, and names for which nobody stands never reach the target.
var standing = []struct {
	claims        func(spelling) float64
	once, atLeast float64
}{
	{func(s spelling) float64 { return s.read }, 0.08, leastUnaccepted},
	{func(s spelling) float64 { return s.accepted }, 0.01, 0.002},
	{func(s spelling) float64 { return s.confirmed }, 0.004, 0.0005},
}

// leastUnaccepted is the doubt that is left of a name that any number of papers gave and nobody stood for.
const leastUnaccepted = 0.01

// doubt is the probability that the name is no name of the issuer.
func (s spelling) doubt() float64 {
	least := 1.0
	for _, by := range standing {
		if n := by.claims(s); n >= 0.5 {
			least = min(least, max(by.atLeast, by.once/(1+n)))
		}
	}
	return least
}

// A person's word weighs as much as this many claims that the machine accepted, and takes as many away from the
// name it replaces. A name for which nobody stands weighs less.
const (
	personWeight = 5
	readWeight   = 0.25
)

func (s spelling) weight() float64 {
	return readWeight*s.read + s.accepted + personWeight*s.confirmed
}

// claims is how many speak for the name, whoever stands for it.
func (s spelling) claims() float64 { return s.read + s.accepted + personWeight*s.confirmed }

// confirmation is how much less likely a VAT number is wrong beside this name.
func (s spelling) confirmation() float64 {
	if s.claims() < 2 {
		return vatNumberHinted
	}
	return vatNumberConfirmed
}

// agedVote is a vote and what is left of it, from 0 to 1.
type agedVote struct {
	claim.IssuerVote
	left float64
}

// weight counts what somebody stands for.
func (v agedVote) weight() float64 { return v.left * float64(v.Accepted+personWeight*v.Confirmed) }

// votesOf are the votes about one part. They halve with each year that the issuer is seen without them: an
// issuer moves, changes his name or his software, and what was learnt wrongly fades.
func votesOf(known claim.KnownIssuer, part claim.IssuerPart) []agedVote {
	newest := 0
	for _, v := range known.Votes {
		newest = max(newest, quarters(v.Quarter))
	}
	var votes []agedVote
	for _, v := range known.Votes {
		if v.Of != part {
			continue
		}
		age := 0
		if v.Quarter != "" {
			age = newest - quarters(v.Quarter)
		}
		votes = append(votes, agedVote{v, math.Pow(0.5, float64(age)/4)})
	}
	return votes
}

// quarters counts those since the year 0; 0 for none.
func quarters(quarter string) int {
	if len(quarter) != 6 {
		return 0
	}
	n := 0
	for _, r := range quarter[:4] {
		n = 10*n + int(r-'0')
	}
	return 4*n + int(quarter[5]-'1')
}

// spellingsOf are the names of an issuer, the one with most weight first.
func spellingsOf(known claim.KnownIssuer) []spelling {
	byKey := map[string]*spelling{}
	prints := map[string]float64{} // weight by text
	for _, v := range votesOf(known, claim.IssuerName) {
		key := nameKey(v.Text)
		if key == "" {
			continue
		}
		s := byKey[key]
		if s == nil {
			s = &spelling{key: key}
			byKey[key] = s
		}
		s.read += v.left * float64(v.Read-personWeight*v.Rejected)
		s.accepted += v.left * float64(v.Accepted-personWeight*v.Rejected)
		s.confirmed += v.left * float64(v.Confirmed)
		prints[v.Text] += v.weight() + readWeight*v.left*float64(v.Read)
		if most := prints[s.text]; s.text == "" || prints[v.Text] > most || prints[v.Text] == most && v.Text < s.text {
			s.text = v.Text
		}
	}
	var list []spelling
	for _, s := range byKey {
		s.read, s.accepted = max(0, s.read), max(0, s.accepted)
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b spelling) int { return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.key, b.key)) })
	return list
}

type nameVerdict int

const (
	unjudged    nameVerdict = iota
	sameName                // one of the issuer's names
	misreadName             // one of them, misread by a letter or two
	partOfName              // more or less of one of them
	otherName               // none of them
)

// judgeName compares a name with the known ones, the weightiest first, and gives the one that it stands for.
func judgeName(name string, known []spelling) (nameVerdict, spelling) {
	key := nameKey(name)
	var itself *spelling
	total := 0.0
	for i := range known {
		total += known[i].claims()
		if known[i].key == key {
			itself = &known[i]
		}
	}
	for _, s := range known {
		if s.key != key && isMisreading(key, s.key) && canCorrect(s, itself) {
			return misreadName, s
		}
	}
	if itself != nil && itself.claims() >= 0.5 {
		if itself.text != name && strings.ReplaceAll(itself.text, " ", "") == strings.ReplaceAll(name, " ", "") && canCorrect(*itself, nil) {
			return misreadName, *itself // only the spaces were read wrong
		}
		return sameName, *itself
	}
	alike := 0.0
	for _, s := range known {
		if s.claims() < 0.5 {
			continue
		}
		if len(key) >= shortestPart && strings.Contains(s.key, key) || len(s.key) >= shortestPart && strings.Contains(key, s.key) {
			return partOfName, s
		}
		alike = max(alike, likeness.Similarity(key, s.key))
		if sharesWord(name, s.text) {
			alike = 1
		}
	}
	// A name that differs says something only of an issuer who has always had one.
	if alike < unlikeNames && total >= fewestClaims && len(known) > 0 && known[0].claims() >= steadyShare*total {
		return otherName, known[0]
	}
	return unjudged, spelling{}
}

const (
	// shortestPart is the letters of which a part of a name must consist to say something.
	shortestPart = 6
	// unlikeNames is the similarity below which two names have nothing in common.
	unlikeNames = 0.5
	// fewestClaims is how many must have named an issuer before another name, or a letter that differs, says
	// anything; so no misreading outvotes many.
	fewestClaims = 3
	// outvoted is how many times the weight of a misreading the right name must have.
	outvoted = 4
)

// canCorrect tells that a name is known well enough to correct a misreading of it, which may be known itself.
func canCorrect(s spelling, misreading *spelling) bool {
	if s.claims() < fewestClaims {
		return false
	}
	if misreading == nil {
		return true
	}
	return misreading.confirmed < 0.5 && s.weight() >= outvoted*misreading.weight()
}

// isMisreading tells that a key differs from a known one as reading errors do: in a letter or two of many. Two
// different numbers are none ("Farmacia 3", "Farmacia 5").
func isMisreading(key, known string) bool {
	d := likeness.Distance(key, known)
	digits, knownDigits := onlyDigits(key), onlyDigits(known)
	return d <= min(3, max(1, len(known)/8)) && len(known) >= shortestPart && (digits == "" || knownDigits == "" || digits == knownDigits)
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// sharesWord tells that two names have a long word in common.
func sharesWord(a, b string) bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(a) {
		if w = nameKey(w); len(w) >= shortestPart {
			words[w] = true
		}
	}
	return slices.ContainsFunc(strings.Fields(b), func(w string) bool { return words[nameKey(w)] })
}

// nameKey is what of a name is compared: letters and digits in one case, without accents, points and spaces.
func nameKey(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, norm.NFD.String(name))
}
