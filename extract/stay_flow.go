package extract

import (
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// flow is the words of all pages as one running text in lower case, so that a sentence goes on over the end of its line. Positions
// are bytes of the text.
type flow struct {
	text  string
	words []flowWord
}

type flowWord struct {
	word       ocr.Word
	row, cell  int // of the reader's rows
	page       int
	start, end int
}

// plainDashes are those of typefaces and of the engine.
var plainDashes = strings.NewReplacer("–", "-", "—", "-", "−", "-", "‐", "-")

func newFlow(rows []pageRow) flow {
	var f flow
	var b strings.Builder
	for i, r := range rows {
		for c, cell := range r.cells {
			for _, w := range cell.words {
				start := b.Len()
				text := foldKeepingLength(plainDashes.Replace(w.Text))
				bare := strings.TrimRight(text, ",;.:)") // what ends a sentence is no part of a date
				b.WriteString(bare)
				if bare != text && bare != "" {
					b.WriteByte(' ')
				}
				b.WriteString(text[len(bare):])
				f.words = append(f.words, flowWord{w, i, c, r.page, start, b.Len()})
				b.WriteByte(' ')
			}
		}
	}
	f.text = b.String()
	return f
}

func (f flow) wordsIn(start, end int) []ocr.Word {
	var list []ocr.Word
	for _, w := range f.words {
		if w.start < end && w.end > start {
			list = append(list, w.word)
		}
	}
	return list
}

// at is the index of the word at a position.
func (f flow) at(position int) int {
	return max(0, slices.IndexFunc(f.words, func(w flowWord) bool { return position < w.end }))
}

func (f flow) pageAt(position int) int {
	if len(f.words) == 0 {
		return 0
	}
	return f.words[f.at(position)].page
}

// paragraph is the text before a position that belongs to its sentence: from the end of the date before it, and not from before a
// row that ends early, as headings and the last rows of paragraphs do.
func (f flow) paragraph(position, from int) string {
	right := 0
	for _, w := range f.words {
		right = max(right, w.word.Box.X+w.word.Box.W)
	}
	const full = 0.72
	at := f.at(position)
	for i := at - 1; i >= 0 && f.words[i].end > from; i-- {
		if next := f.words[i+1]; f.words[i].row != next.row && (f.words[i].row < next.row-1 || float64(f.words[i].word.Box.X+f.words[i].word.Box.W) < full*float64(right)) {
			return f.text[max(from, next.start):position]
		}
	}
	return f.text[from:position]
}

// beforeInRow is the text of the same row before a position, from the end of the date before it.
func (f flow) beforeInRow(position, from int) string {
	row := f.words[f.at(position)].row
	for _, w := range f.words {
		if w.row == row && w.start >= from && w.start < position {
			return f.text[w.start:position]
		}
	}
	return ""
}

// dayRole is what a date of the paper is.
type dayRole int

const (
	noDay dayRole = iota
	bornDay
	admittedDay
	dischargedDay
	operatedDay
	signedDay
	otherDay // of a control, a print, an examination, an earlier illness
)

// dayAt is a date in the running text.
type dayAt struct {
	date       claim.Date
	start, end int
	role       dayRole
	sure       float64
}

var (
	// dayInList is a day, with its month or without, before the words that part a list or a range, before a whole date:
	// "3, 10 e 17 marzo 2026", "dal 1/2 al 6/2/2026".
	dayInList = pattern.Must(`(?:^|[^\d/.,-])([0-3]?\d)(?:\s?[°ª])?(?:\s?[/.\-]\s?([01]?\d)|\s+(gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre))?\s*(,|;|-|–|\be\b|\bed\b|\bal\b|\be il\b|\be del\b|, il|, del|\be il giorno\b|\bfino al\b|\be al\b)?(?:\s*(?:giorno|e))?\s*$`)
	// monthHead is a month before the days in it: "marzo 2026: 3, 10, 17".
	monthHead = pattern.Must(`(?:^|[^\d°. ])\s*(gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)\s+((?:19|20)\d\d)\s*[:;,)\-–]*\s*(?:(?:nei|i)?\s*(?:giorni|gg\.?|giorno))?\s*:?\s*([0-3]?\d(?:\s*(?:,|;|-|–|e|ed|/)\s*[0-3]?\d)*)(?:[^\d/.]|$)`)
	figures   = pattern.Must(`\d+`)
	stated    = pattern.Must(`(?:n\.?|numero|totale(?: di)?|complessiv\w+|n° ?)\s*(\d{1,2}|due|tre|quattro|cinque|sei|sette|otto|nove|dieci)\s*(?:\(\pL+\)\s*)?(?:sedute|accessi|cicli|somministrazioni|frazioni|infusioni|trattamenti)`)
	counted   = map[string]int{"due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9, "dieci": 10}
)

// findDays are the dates of the text in order, those of lists and ranges completed by the whole date that ends them.
func (f flow) findDays() []dayAt {
	var list []dayAt
	for _, found := range readDates(f.text) {
		list = append(list, dayAt{date: found.value, start: found.start, end: found.end, sure: 1})
	}
	slices.SortFunc(list, func(a, b dayAt) int { return a.start - b.start })
	for i := 0; i < len(list); i++ {
		from := 0
		if i > 0 {
			from = list[i-1].end
		}
		if before, ok := f.listedBefore(list[i], from); ok {
			list = slices.Insert(list, i, before)
			i--
		}
	}
	return list
}

// listedBefore is the day right before a date in a list or range.
func (f flow) listedBefore(day dayAt, from int) (dayAt, bool) {
	from = max(from, day.start-28)
	m := dayInList.FindStringSubmatchIndex(f.text[from:day.start])
	if m == nil || m[8] < 0 {
		return dayAt{}, false
	}
	number, _ := strconv.Atoi(f.text[from+m[2] : from+m[3]])
	before := claim.Date{Year: day.date.Year, Month: day.date.Month, Day: number}
	bare := true
	for _, at := range []int{4, 6} {
		if m[at] >= 0 {
			bare = false
			name := f.text[from+m[at] : from+m[at+1]]
			if month, named := monthNumbers[name]; named {
				before.Month = month
			} else {
				one, _ := civilDate(strconv.Itoa(before.Year), name, strconv.Itoa(number))
				before = one
			}
		}
	}
	if !before.Valid() || before.IsZero() {
		return dayAt{}, false
	}
	if before.After(day.date) {
		if bare { // "dal 28 al 4 marzo" says too little
			return dayAt{}, false
		}
		before.Year--
	}
	end := from + m[3]
	for _, at := range []int{5, 7} {
		end = max(end, from+m[at])
	}
	return dayAt{date: before, start: from + m[2], end: end, sure: loneDay}, before.Valid()
}

// daysUnderMonths are days that stand behind a month of their own, between two positions and beside those already known.
func (f flow) daysUnderMonths(from, to int, known []dayAt) []dayAt {
	var list []dayAt
	text := f.text[from:to]
	for len(text) > 0 {
		m := monthHead.FindStringSubmatchIndex(text)
		if m == nil {
			break
		}
		base := to - len(text)
		year, _ := strconv.Atoi(text[m[4]:m[5]])
		for _, at := range figures.FindAllStringIndex(text[m[6]:m[7]], -1) {
			number, _ := strconv.Atoi(text[m[6]+at[0] : m[6]+at[1]])
			day := dayAt{date: claim.Date{Year: year, Month: monthNumbers[text[m[2]:m[3]]], Day: number}, start: base + m[6] + at[0], end: base + m[6] + at[1], sure: loneDay}
			clash := slices.ContainsFunc(known, func(k dayAt) bool { return k.start < day.end && day.start < k.end })
			if day.date.Valid() && !clash {
				list = append(list, day)
			}
		}
		text = text[m[7]:]
	}
	return list
}

// statedSessions is how many sessions the paper says there were; 0 if it does not say.
func (f flow) statedSessions() int {
	m := stated.FindStringSubmatch(f.text)
	if m == nil {
		return 0
	}
	if n, ok := counted[m[1]]; ok {
		return n
	}
	n, _ := strconv.Atoi(m[1])
	return n
}
