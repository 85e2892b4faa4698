package likeness

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"pratica/ocr"
)

// side is the length of the longer side of a page in the units that places are kept in: 0.29 mm on A4.
const side = 1023

const (
	// mostFigures and mostWords bound the size of a fingerprint. Beyond them the marks of the smallest hash are kept,
	// which are the same in every picture of a paper (a bottom-k sketch: Broder, "On the resemblance and containment
	// of documents", 1997).
	mostFigures, mostWords = 128, 48
	// shortestWord is in letters; what is shorter is misread too often, and stands everywhere.
	shortestWord = 4
)

// mark is what a word left: a hash of its text, and where it stands.
type mark struct {
	// hash is of 16 bits only, so that it names no word: of all words of a language many share it.
	hash uint16
	sort sort
	sure uint8
	x, y int // of its middle, 0 to side
}

// sort is what kind of word left a mark.
type sort uint8

const (
	letters sort = iota // a word
	short               // a figure of one or two signs
	long                // a longer one
	value               // an amount, and whatever else no document has for its number
)

func (m mark) figure() bool { return m.sort != letters }

// The levels of mark.sure, by how likely the engine says that a word is right.
const (
	doubtful = iota // below 0.60
	unsure          // below 0.85
	likely          // below 0.93
	certain
)

func sureness(w ocr.Word) uint8 {
	switch {
	case w.Checked || w.Confidence >= 0.93:
		return certain
	case w.Confidence >= 0.85:
		return likely
	case w.Confidence >= 0.6:
		return unsure
	}
	return doubtful
}

// marksOf gives the marks of a page, figures first.
func marksOf(words []ocr.Word, width, height int) (marks []mark) {
	type kept struct {
		mark
		order uint64
	}
	var figures, others []kept
	scale := side / float64(max(width, height, 1))
	for _, w := range words {
		text, sort := folded(w.Text)
		if text == "" {
			continue
		}
		order := hash(text)
		place := func(at, extent int) int { return min(max(int((float64(at)+float64(extent)/2)*scale+0.5), 0), side) }
		m := kept{mark{hash: uint16(order), sort: sort, sure: sureness(w), x: place(w.Box.X, w.Box.W), y: place(w.Box.Y, w.Box.H)}, order}
		if m.figure() {
			figures = append(figures, m)
		} else {
			others = append(others, m)
		}
	}
	for _, list := range []struct {
		all  []kept
		most int
	}{{figures, mostFigures}, {others, mostWords}} {
		slices.SortStableFunc(list.all, func(a, b kept) int { return cmp.Compare(a.order, b.order) })
		for _, m := range list.all[:min(len(list.all), list.most)] {
			marks = append(marks, m.mark)
		}
	}
	return marks
}

// folded is a word without what two readings of it may differ in: punctuation, case, accents, and, where there are
// digits, letters that look like them. It is empty for a word that says too little.
func folded(text string) (fold string, of sort) {
	var b strings.Builder
	digits, letters := 0, 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
			b.WriteRune(r)
		case unicode.IsLetter(r):
			letters++
			b.WriteRune(base(unicode.ToLower(r)))
		}
	}
	fold = b.String()
	switch {
	case digits == 0 && letters >= shortestWord:
		return fold, of
	case digits == 0:
		return "", of
	}
	if digits >= 11 {
		fold = strings.TrimPrefix(fold, "it") // before a partita IVA
	}
	fold = asDigits.Replace(fold)
	if digits >= letters {
		fold = strings.TrimFunc(fold, func(r rune) bool { return r < '0' || r > '9' }) // "n.12", "€80,00", "12a"
	}
	switch {
	case isValue(text, fold, digits, letters):
		return fold, value
	case len(fold) > 2:
		return fold, long
	}
	return fold, short
}

// isValue tells what is no number of a document: an amount with its comma, a codice fiscale (16 signs, 7 of them digits,
// less those of omocodia: DM 23/12/1976), an IBAN, a partita IVA and a telephone number.
func isValue(text, fold string, digits, letters int) bool {
	switch {
	case letters == 0 && strings.Contains(text, ","):
		return amountPattern.MatchString(text)
	case digits+letters == 16 && digits >= 7 && letters >= 7, len(fold) >= 20:
		return true
	case letters > 2:
		return false
	}
	return len(fold) == 11 && luhn(fold) || telephonePattern.MatchString(fold)
}

// telephonePattern is of a landline with its area code, or a mobile telephone.
var telephonePattern = regexp.MustCompile(`^(39)?(0[1-9]\d{7,9}|3\d{9})$`)

// luhn holds of every partita IVA, whose last digit is a check on the others (DPR 633/72, art. 35; Luhn 1954).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

// asDigits are letters that printed digits are read as, in lower case.
var asDigits = strings.NewReplacer("o", "0", "q", "0", "d", "0", "i", "1", "l", "1", "s", "5", "b", "8", "z", "2")

// base is a letter without its accent, for those of the languages that invoices come in.
func base(r rune) rune {
	switch r {
	case 'à', 'á', 'â', 'ä':
		return 'a'
	case 'è', 'é', 'ê', 'ë':
		return 'e'
	case 'ì', 'í', 'î', 'ï':
		return 'i'
	case 'ò', 'ó', 'ô', 'ö':
		return 'o'
	case 'ù', 'ú', 'û', 'ü':
		return 'u'
	}
	return r
}

// hash is FNV-1a of 64 bits, mixed by the finaliser of SplitMix64 (Steele, Lea, Flood 2014), because FNV alone leaves
// the low bits of short texts alike. It must never change: what it gave is stored for years.
func hash(text string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 0x100000001b3
	}
	return mixed(h)
}

func mixed(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
