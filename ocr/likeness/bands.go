package likeness

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"pratica/ocr"
)

// telling are the figures of a page that few other pages share: its dates (YYYYMMDD), the latest first, amounts, and
// figures of many signs, folded.
type telling struct {
	dates, amounts, others []string
}

const (
	// longFigure is in signs: numbers of laws are shorter, numbers of persons, companies and telephones are not.
	longFigure = 8
	// sameAffair is by how many days at most a second date of a paper is older than its latest; laws are older.
	sameAffair = 400
)

// bands are hashes of the latest date with two amounts and two long figures, and of the second latest with one of each.
// Which ones is decided by the smallest of seeded hashes (MinHash: Broder 1997), and so mostly the same in two
// readings of a paper, whatever else was misread. The latest date is of the paper itself, not of a law or a birth.
func (t telling) bands() (list []uint64) {
	add := func(which int, date string, of []string) {
		if text := smallest(of, uint64(which)); text != "" {
			list = append(list, hash(date+" "+text+" "+strconv.Itoa(which))>>16)
		}
	}
	if len(t.dates) == 0 {
		return nil
	}
	add(0, t.dates[0], t.amounts)
	add(1, t.dates[0], t.amounts)
	add(2, t.dates[0], t.others)
	add(3, t.dates[0], t.others)
	if len(t.dates) > 1 && days(t.dates[0])-days(t.dates[1]) <= sameAffair {
		add(4, t.dates[1], t.amounts)
		add(5, t.dates[1], t.others)
	}
	return list
}

// smallest is the text whose hash under that seed is the smallest; "" of none.
func smallest(texts []string, seed uint64) (text string) {
	least := uint64(0)
	for _, one := range texts {
		if h := mixed(hash(one) ^ (seed+1)*0x9e3779b97f4a7c15); text == "" || h < least {
			text, least = one, h
		}
	}
	return text
}

// days of a date YYYYMMDD, counted as if every month had 31.
func days(date string) int {
	n := whole(date)
	return n/10000*372 + n/100%100*31 + n%100
}

var (
	datePattern   = regexp.MustCompile(`^\D{0,3}(\d{1,2})[./-](\d{1,2})[./-](20\d\d|\d\d)\D{0,2}$`)
	amountPattern = regexp.MustCompile(`^\D{0,2}(\d{1,3}(?:[.'’]?\d{3})*)[.,](\d\d)\D{0,2}$`)
	oldDate       = regexp.MustCompile(`^\D{0,3}\d{1,2}[./-]\d{1,2}[./-]\d{4}\D{0,2}$`) // of a birth, or a law
	dayPattern    = regexp.MustCompile(`^\D?(\d{1,2})\D?$`)
	yearPattern   = regexp.MustCompile(`^(20\d\d)\D?$`)
)

// months are the beginnings of their names in Italian, German and English.
var months = map[string]int{"gen": 1, "jan": 1, "jän": 1, "feb": 2, "mar": 3, "mär": 3, "apr": 4, "mag": 5, "mai": 5, "may": 5, "giu": 6, "jun": 6,
	"lug": 7, "jul": 7, "ago": 8, "aug": 8, "set": 9, "sep": 9, "ott": 10, "okt": 10, "oct": 10, "nov": 11, "dic": 12, "dez": 12, "dec": 12}

// everywhere are amounts that say nothing: the stamp duty and its threshold (DPR 642/72), and nothing at all.
var everywhere = []string{"200", "7747", "000", "0000"}

func tellingOf(words []ocr.Word) (t telling) {
	add := func(list *[]string, text string) {
		if !slices.Contains(*list, text) {
			*list = append(*list, text)
		}
	}
	for i, w := range words {
		if d, ok := dateAt(words, i); ok {
			add(&t.dates, d)
			continue
		}
		if m := amountPattern.FindStringSubmatch(w.Text); m != nil {
			if text, _ := folded(m[1] + m[2]); !slices.Contains(everywhere, text) {
				add(&t.amounts, text)
			}
			continue
		}
		if text, of := folded(w.Text); of != letters && len(text) >= longFigure && !oldDate.MatchString(w.Text) {
			add(&t.others, text)
		}
	}
	slices.Sort(t.dates)
	slices.Reverse(t.dates)
	return t
}

// dateAt is the date, from the year 2000, that begins at a word: 12/03/2026, or 12 marzo 2026 in three words.
func dateAt(words []ocr.Word, i int) (string, bool) {
	var day, month, year int
	if m := datePattern.FindStringSubmatch(words[i].Text); m != nil {
		day, month, year = whole(m[1]), whole(m[2]), whole(m[3])
	} else if m := dayPattern.FindStringSubmatch(words[i].Text); m != nil && i+2 < len(words) {
		name := []rune(strings.ToLower(words[i+1].Text))
		y := yearPattern.FindStringSubmatch(words[i+2].Text)
		if len(name) < 3 || y == nil {
			return "", false
		}
		day, month, year = whole(m[1]), months[string(name[:3])], whole(y[1])
	}
	if year > 50 && year < 100 || day < 1 || day > 31 || month < 1 || month > 12 {
		return "", false
	}
	return strconv.Itoa((2000+year%100)*10000 + month*100 + day), true
}

func whole(digits string) int {
	n, _ := strconv.Atoi(digits) // the patterns let nothing else through
	return n
}
