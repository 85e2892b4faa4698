package extract

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"pratica/claim"
	"pratica/ocr"
)

// nameWords are the leading words that may belong to a name.
func nameWords(words []ocr.Word) []ocr.Word {
	var name []ocr.Word
	for _, w := range words {
		text := strings.Trim(w.Text, ".,:;")
		if !nameWord(text) {
			return name
		}
		w.Text = text
		name = append(name, w)
	}
	return name
}

// nameBehind takes the name in the rest of the label's cell or in the next cells.
func (d *invoiceReader) nameBehind(r pageRow, c, skip int) []ocr.Word {
	words := r.cells[c].words
	if skip < len(words) {
		if name := nameIn(words[skip:]); name != nil {
			return name
		}
	}
	em := d.pages[r.page].em
	if c+1 >= len(r.cells) || r.cells[c+1].gapBehind(r.cells[c]) >= 14*em {
		return nil
	}
	words = r.cells[c+1].words
	name := nameIn(words)
	// Print with wide spaces: each word of the name is a cell.
	for next := c + 2; name == nil && next < len(r.cells) && next <= c+5 && r.cells[next].gapBehind(r.cells[next-1]) < 3*em; next++ {
		words = append(slices.Clone(words), r.cells[next].words...)
		name = nameIn(words)
	}
	return name
}

func nameUnder(r pageRow, label claim.Box, em float64) []ocr.Word {
	for i, c := range r.cells {
		if overlapX(c.box, label) > 0 || float64(max(c.box.X-label.X, label.X-c.box.X)) < 3*em {
			if name := nameIn(c.words); name != nil {
				return name
			}
			if words := widelySpaced(r.cells[i:], em); slices.ContainsFunc(words, func(w ocr.Word) bool { return givenNameScore(w.Text) > 0 }) {
				return nameIn(words)
			}
			return nil
		}
	}
	return nil
}

// widelySpaced are the words of the first of some cells and of the next ones, each of one word, that stand as close as words
// of print with wide spaces do.
func widelySpaced(cells []cell, em float64) []ocr.Word {
	words := slices.Clone(cells[0].words)
	for i, c := range cells[1:] {
		if len(cells[i].words) > 1 || len(c.words) > 1 || i >= 4 || c.gapBehind(cells[i]) >= 3*em {
			break
		}
		words = append(words, c.words...)
	}
	return words
}

// nameIn takes two to five words that look like a person's name, honorifics left out; nil if they do not.
func nameIn(words []ocr.Word) []ocr.Word {
	var name []ocr.Word
	for i, w := range words {
		text, ends := strings.Trim(w.Text, ".,:;()*-_|/«»“”\"<>=~"), strings.HasSuffix(w.Text, ",")
		if len(name) == 0 && (text == "" || honorific.MatchString(w.Text) || honorific.MatchString(text)) && !particleOfName(words[i:]) {
			continue
		}
		if !nameWord(text) || addressWord.MatchString(fold(text)) && !surnameOfAddress(name, words[i:]) || len(name) == 5 {
			break
		}
		w.Text = text
		name = append(name, w)
		if ends && len(name) > 1 && (i+1 == len(words) || givenNameScore(strings.Trim(words[i+1].Text, ".,:;")) == 0) { // not "De Luca, Maria"
			break
		}
	}
	for n := len(name); n > 0 && nameParticle(name[n-1].Text) && unicode.IsLower([]rune(name[n-1].Text)[0]); n-- {
		name = name[:n-1] // "Natura della prestazione"
	}
	if len(name) < 2 || companyWord.MatchString(textOf(name)) {
		return nil
	}
	return name
}

// surnameOfAddress reports a surname that is a word of addresses too: behind a given name, or Strada before one, with
// no more words of a name behind. "Piazza Vittorio" is a square.
func surnameOfAddress(name, rest []ocr.Word) bool {
	last := func(n int) bool { return len(rest) <= n || !nameWord(strings.Trim(rest[n].Text, ".,:;")) }
	switch len(name) {
	case 1:
		return givenNameScore(name[0].Text) == 1 && last(1)
	case 0:
		return fold(rest[0].Text) == "strada" && len(rest) > 1 && givenNameScore(rest[1].Text) == 1 && last(2)
	}
	return false
}

// nameWord accepts letters with apostrophes, hyphens and accents, beginning with a capital.
func nameWord(s string) bool {
	letters := 0
	for i, r := range s {
		switch {
		case unicode.IsLetter(r):
			if i == 0 && !unicode.IsUpper(r) && !nameParticle(s) {
				return false
			}
			letters++
		case r == '\'' || r == '’' || r == '-' || r == '`':
		default:
			return false
		}
	}
	return letters >= 2
}

func nameParticle(s string) bool {
	switch strings.ToLower(s) {
	case "de", "di", "del", "della", "dello", "dei", "da", "dal", "dalla", "lo", "la", "le", "van", "von", "der", "el", "dos", "das":
		return true
	}
	return false
}

// particleOfName tells that words begin with the particle of a surname, as in "La Porta Oscar", and not with an article or a
// preposition before a title or a name.
func particleOfName(words []ocr.Word) bool {
	plain := func(i int) string { return strings.Trim(words[i].Text, ".,:;()*-_|/") }
	if len(words) < 3 || words[0].Text != plain(0) || !nameWord(plain(0)) || !unicode.IsUpper([]rune(plain(0))[0]) || !nameParticle(plain(0)) {
		return false
	}
	for i := 1; i < 3; i++ {
		if text := plain(i); !nameWord(text) || honorific.MatchString(text) || addressWord.MatchString(fold(text)) {
			return false
		}
	}
	return true
}

func samePerson(a, b string) bool {
	x, y := strings.Fields(claim.FoldName(a)), strings.Fields(claim.FoldName(b))
	sort.Strings(x)
	sort.Strings(y)
	return strings.Join(x, " ") == strings.Join(y, " ")
}

// PartOfName tells that every word of a name stands in another.
func PartOfName(part, whole string) bool {
	words := strings.Fields(claim.FoldName(whole))
	for _, word := range strings.Fields(claim.FoldName(part)) {
		if !slices.Contains(words, word) {
			return false
		}
	}
	return true
}

// nameSplits lists the ways to part a printed name into surname and name, both orders.
func nameSplits(words []ocr.Word) [][2]string {
	var splits [][2]string
	for i := 1; i < len(words); i++ {
		a, b := textOf(words[:i]), textOf(words[i:])
		splits = append(splits, [2]string{a, b}, [2]string{b, a})
	}
	return splits
}

// splitName parts a name into surname and name: by the tax code, by a person the form names, by the
// label, by the given names we know, else as "name surname". It reports whether something confirmed it.
func (d *invoiceReader) splitName(p *personAt, code string) (surname, name string, confirmed bool) {
	splits := nameSplits(p.words)
	if p.parts > 0 && p.parts < len(p.words) {
		splits = [][2]string{{textOf(p.words[:p.parts]), textOf(p.words[p.parts:])}}
	}
	if parsed, err := claim.ParseTaxCode(code); err == nil {
		var fitting [][2]string
		for _, s := range splits {
			if parsed.Fits(s[0], s[1]) {
				fitting = append(fitting, s)
			}
		}
		switch {
		case len(fitting) == 0:
		case turnsRound(fitting): // "Mario Mauro": the code has the same letters of both
			splits = fitting
		default:
			return fitting[0][0], fitting[0][1], true
		}
	}
	for _, s := range splits {
		if d.hinted(s[0], s[1]) {
			return s[0], s[1], true
		}
	}
	best, bestScore := splits[0], -1.0
	for i, s := range splits {
		score := givenNameScore(s[1]) - givenNameScore(s[0])
		if p.surname && i%2 == 0 || !p.surname && i%2 == 1 {
			score += 0.4
		}
		if startsWithParticle(s[0]) {
			score += 0.3
		}
		if endsWithParticle(s[0]) || endsWithParticle(s[1]) || startsWithParticle(s[1]) {
			score -= 2
		}
		score += nearCode(code, s[0], s[1])
		if d.coded(s[0]) && !d.coded(s[1]) {
			score += ofTheFamily
		}
		score -= 0.1 * float64(max(0, len(strings.Fields(s[0]))-1))
		if score > bestScore {
			best, bestScore = s, score
		}
	}
	return best[0], best[1], false
}

// ofTheFamily is what speaks for a surname that somebody else on the paper has: who pays for a child bears it too.
const ofTheFamily = 0.9

// coded tells that a valid tax code on the paper begins with the letters of a surname.
func (d *invoiceReader) coded(surname string) bool {
	letters := claim.SurnameLetters(surname)
	return slices.ContainsFunc(d.identifiers, func(id identifier) bool {
		return id.kind == taxCode && id.valid && len(letters) == 3 && strings.HasPrefix(id.text, letters) && !d.ofWhoIsPaid(&id)
	})
}

// turnsRound tells that of two ways to part a name one has the other's surname for a name.
func turnsRound(splits [][2]string) bool {
	return slices.ContainsFunc(splits[1:], func(s [2]string) bool { return s[0] == splits[0][1] && s[1] == splits[0][0] })
}

// nearCode is what speaks for a surname and a name whose letters a tax code nearly has: one or two were misread, in the code or
// in the names.
func nearCode(code, surname, name string) float64 {
	letters := claim.SurnameLetters(surname) + claim.NameLetters(name)
	if len(code) < 6 || len(letters) != 6 {
		return 0
	}
	alike := 0
	for i := range letters {
		if code[i] == letters[i] {
			alike++
		}
	}
	switch alike {
	case 6, 5:
		return 1.2
	case 4:
		return 0.5
	}
	return 0
}

// endsWithParticle reports a part cut behind its particle: "CARMINE DE" and "SIMONE".
func endsWithParticle(s string) bool {
	words := strings.Fields(s)
	return len(words) > 0 && nameParticle(words[len(words)-1])
}

func startsWithParticle(s string) bool {
	first, _, more := strings.Cut(s, " ")
	return more && nameParticle(first) || elision.MatchString(s)
}
