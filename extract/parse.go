package extract

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"pratica/claim"
	"pratica/extract/pattern"
)

// fold makes text comparable: lower case, no accents, typographic signs plain.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == '‘' || r == '`' || r == '´':
			b.WriteByte('\'')
		case r == '–' || r == '—':
			b.WriteByte('-')
		case r == 'º' || r == '°':
			b.WriteRune('°')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

var (
	numericDate = pattern.Must(`(?:^|[^\d/.,-])([0-39]?\d)\s?[/.\-]\s?([019]?\d)\s?[/.\-]\s?((?:19|20|29)\d\d|\d\d)(?:$|[^\d/,-])`)
	isoDate     = pattern.Must(`(?:^|\D)((?:19|20)\d\d)-(0\d|1[0-2])-([0-3]\d)(?:\D|$)`)
	wordDate    = pattern.Must(`(?:^|\D)([0-3]?\d)\s?(?:°|º|ª|\.|st|nd|rd|th)?\s*(?:di|of|de|-|/)?\s*[‘’'"]?(gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|january|february|march|april|may|june|july|august|september|october|november|december|januar|jänner|janner|jaenner|februar|märz|marz|maerz|mai|juni|juli|oktober|dezember|janvier|février|fevrier|mars|avril|juin|juillet|août|aout|octobre|décembre|decembre|enero|febrero|mayo|junio|julio|septiembre|octubre|noviembre|diciembre|gen|feb|mar|apr|mag|giu|lug|ago|set|sett|ott|nov|dic|jan|jun|jul|aug|sep|sept|oct|dec)\.?,?\s*[-/]?\s*(?:de )?((?:19|20)\d\d|\d\d)(?:\D|$)`)
	monthFirst  = pattern.Must(`(?:^|[^a-z])(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\.?\s+([0-3]?\d)(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?:\D|$)`)
)

var monthNumbers = map[string]time.Month{}

func init() {
	for i, names := range []string{"gennaio gen january jan januar jänner janner jaenner janvier enero", "febbraio feb february februar février fevrier febrero",
		"marzo mar march märz marz maerz mars", "aprile apr april avril", "maggio mag may mai mayo", "giugno giu june jun juni juin junio",
		"luglio lug july jul juli juillet julio", "agosto ago august aug août aout", "settembre set sett september sep sept septiembre",
		"ottobre ott october oct oktober octobre octubre", "novembre nov november noviembre", "dicembre dic december dec dezember décembre decembre diciembre"} {
		for _, name := range strings.Fields(names) {
			monthNumbers[name] = time.Month(i + 1)
		}
	}
}

// found is a value read from text with the bytes it stands on.
type found[T any] struct {
	value      T
	start, end int
}

// findDates finds the dates written in text. Numbers are day, month, year, as in Europe; two-digit years
// are of this century unless that lies beyond 2079.
func findDates(text string) []found[claim.Date] { return datesKnown.of(text) }

var datesKnown = newMemo(readDates)

func readDates(text string) []found[claim.Date] {
	text = foldKeepingLength(text)
	var dates []found[claim.Date]
	add := func(year, month, day string, start, end int) {
		if d, ok := civilDate(year, month, day); ok && !overlaps(dates, start, end) {
			dates = append(dates, found[claim.Date]{d, start, end})
		}
	}
	each(isoDate, text, 7, func(m []int) { add(text[m[2]:m[3]], text[m[4]:m[5]], text[m[6]:m[7]], m[2], m[7]) })
	each(numericDate, text, 7, func(m []int) { add(text[m[6]:m[7]], text[m[4]:m[5]], text[m[2]:m[3]], m[2], m[7]) })
	each(wordDate, text, 7, func(m []int) { add(text[m[6]:m[7]], text[m[4]:m[5]], text[m[2]:m[3]], m[2], m[7]) })
	each(monthFirst, text, 7, func(m []int) { add(text[m[6]:m[7]], text[m[2]:m[3]], text[m[4]:m[5]], m[2], m[7]) })
	return slices.Clip(dates)
}

// each visits matches that may share their border character, which FindAll would miss.
// end is the index in m of where the value proper ends; the search goes on from there.
func each(re *pattern.Pattern, text string, end int, visit func(m []int)) {
	for start := 0; start < len(text); {
		m := re.FindStringSubmatchIndex(text[start:])
		if m == nil {
			return
		}
		for i := range m {
			if m[i] >= 0 {
				m[i] += start
			}
		}
		visit(m)
		start = m[end]
	}
}

func overlaps[T any](list []found[T], start, end int) bool {
	for _, f := range list {
		if start < f.end && f.start < end {
			return true
		}
	}
	return false
}

// foldKeepingLength lower-cases what is as long then, ASCII and the Latin letters with accents, so that positions stay
// those of the text.
func foldKeepingLength(s string) string {
	folded := []byte(s)
	for i, c := range folded {
		if c >= 'A' && c <= 'Z' {
			folded[i] = c + 'a' - 'A'
		}
		// U+00C0 to U+00DE are C3 80 to C3 9E in UTF-8, a multiplication sign among them
		if i > 0 && folded[i-1] == 0xc3 && c >= 0x80 && c <= 0x9e && c != 0x97 {
			folded[i] = c + 0x20
		}
	}
	return string(folded)
}

// civilDate makes a date of its figures. A leading 9 of a day or month is a dotted zero misread, for
// there is no other such day.
func civilDate(year, month, day string) (claim.Date, bool) {
	day, month = dottedZero(day), dottedZero(month)
	y, _ := strconv.Atoi(year)
	if len(year) == 4 && year[0] == '2' && year[1] == '9' {
		y -= 900 // a dotted zero read as 9: nobody bills in the 30th century
	}
	if len(year) == 2 {
		if y += 2000; y > 2079 {
			y -= 100
		}
	}
	m, named := monthNumbers[month]
	if !named {
		n, err := strconv.Atoi(month)
		if err != nil {
			return claim.Date{}, false
		}
		m = time.Month(n)
	}
	d, _ := strconv.Atoi(day)
	date := claim.Date{Year: y, Month: m, Day: d}
	return date, m >= 1 && m <= 12 && d >= 1 && date.Valid() && y >= 1900 && y < 2900
}

func dottedZero(figures string) string {
	if len(figures) == 2 && figures[0] == '9' {
		return "0" + figures[1:]
	}
	return figures
}

// An amount has two decimals after a comma or a point, thousands parted by point, comma or
// apostrophe, and maybe a currency before or behind. OCR often sets a space after the thousands' point.
var amountPattern = pattern.Must(`(?:^|[^\d.,/-])(-\s?)?(\d{1,3}(?:[.]\s?\d{3})+\s?,\s?\d\d|\d{1,3}(?:[,']\d{3})+\.\d\d|\d{1,7}\s?,\s?\d\d|\d{1,7}\.\d\d)(\s?-)?(?:$|[^\d.,/%]|[.,](?:\s|$))`)

// findAmounts finds the amounts written in text; a percentage is none.
func findAmounts(text string) []found[claim.Money] { return amountsKnown.of(text) }

var amountsKnown = newMemo(readAmounts)

func readAmounts(text string) []found[claim.Money] {
	var amounts []found[claim.Money]
	each(amountPattern, text, 5, func(m []int) {
		rest := strings.TrimSpace(text[m[5]:])
		if strings.HasPrefix(rest, "%") {
			return
		}
		value, ok := parseAmount(text[m[4]:m[5]])
		if !ok {
			return
		}
		if m[2] >= 0 || m[6] >= 0 && m[7] > m[6] && strings.HasSuffix(strings.TrimSpace(text[m[6]:m[7]]), "-") {
			value = claim.ZeroMoney.Sub(value)
		}
		amounts = append(amounts, found[claim.Money]{value, m[4], m[5]})
	})
	return slices.Clip(amounts)
}

// mostFigures are those of an amount before its decimals: nobody bills a billion, and sums of what is read must fit
// the contract.
const mostFigures = 9

// parseAmount reads an amount with two decimals in either convention.
func parseAmount(s string) (claim.Money, bool) {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) < 4 {
		return claim.Money{}, false
	}
	whole, fraction := s[:len(s)-3], s[len(s)-2:]
	whole = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, whole)
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if len(whole) > mostFigures {
		return claim.Money{}, false
	}
	m, err := claim.ParseMoney(whole + "." + fraction)
	return m, err == nil
}

// Holds reports that a text holds a value as stands at the pointer of an expense document: a date, a VAT number whose digits fit, or an
// amount.
func Holds(pointer, text string) bool {
	switch pointer {
	case "/date":
		return len(findDates(text)) > 0
	case "/issuer/vat_number":
		return slices.ContainsFunc(strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }), claim.ValidVATNumber)
	}
	return len(findAmounts(text)) > 0
}
