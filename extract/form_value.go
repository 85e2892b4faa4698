package extract

import (
	"slices"
	"strings"
	"unicode"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/extract/pattern"
	"pratica/ocr/recognise"
)

// The characters a zone may hold, for the recogniser: fewer characters, fewer mistakes. Letters that stand
// around an amount are let in so that they are not forced into digits.
var alphabets = map[forms.Content]string{
	forms.Words:  "",
	forms.Name:   "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÀÈÉÌÒÙàèéìòùÄÖÜäöüßÇçŠšŽžČčĆćĐđŁłŃńÁáÍíÓóÚúÑñÂâÊêÎîÔôÛûëïŞşŢţĂă'’.- ",
	forms.Issuer: "",
	forms.Number: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/-._ ",
	forms.Digits: "0123456789",
	forms.Phone:  "0123456789+/.-() ",
	forms.IBAN:   "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	forms.Email:  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@._-+'%",
	forms.Count:  "0123456789",
	forms.Tooth:  "0123456789.,;-/ ",
	forms.Arch:   "",
	dateContent:  "0123456789/.- ",
	moneyContent: "0123456789.,'-=€EURuro ",
}

const (
	dateContent  forms.Content = "date"
	moneyContent forms.Content = "amount"
)

func alphabetOf(f forms.Field) forms.Content {
	switch f.Type {
	case forms.Date:
		return dateContent
	case forms.Amount:
		return moneyContent
	}
	return f.Content
}

// value is what a text says: empty if it has not the form it must have. shaped: it passed a format that a
// wrong reading may break. proved: a checksum holds. repaired: it is not quite as read, or was read in two
// ways. confirmed: a second reading said the same; voted: two of three did. miscounted: there are fewer or more
// letters on the paper. unread: ink as high as a letter lies beside all that was read. refuted: a checksum does not hold.
type value struct {
	text                                                           string
	shaped, proved, repaired, confirmed, voted, miscounted, unread bool
	refuted                                                        bool
}

// textValue brings the text of a line to the claim's form.
func textValue(f forms.Field, text string) value {
	text = strings.Join(strings.Fields(text), " ")
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return value{} // strokes and dashes
	}
	switch alphabetOf(f) {
	case dateContent:
		return dateValue(text)
	case moneyContent:
		return amountValue(text)
	case forms.Digits:
		return value{text: onlyDigits(text)}
	case forms.Phone:
		return phoneValue(text)
	case forms.Name:
		return value{text: strings.ToUpper(strings.Trim(strings.ReplaceAll(text, "’", "'"), " .-'_"))}
	case forms.Number:
		return value{text: tightNumber.ReplaceAllString(strings.Trim(text, " .-_"), "$1")}
	case forms.IBAN:
		return ibanValue(claim.CompactIdentifier(text), nil)
	case forms.Email:
		return emailValue(text)
	case forms.Count:
		return countValue(text)
	case forms.Tooth:
		return toothValue(text)
	case forms.Arch:
		return archValue(text)
	}
	return value{text: text}
}

// tightNumber finds the white around the separators of an invoice number.
var tightNumber = pattern.Must(`\s*([/_-])\s*`)

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// phoneValue keeps digits and a leading plus; Italian numbers have 6 to 11 digits, with a prefix up to 15
// (ITU-T E.164).
func phoneValue(text string) value {
	digits := onlyDigits(text)
	if len(digits) < 5 || len(digits) > 15 {
		return value{}
	}
	if strings.HasPrefix(text, "+") {
		digits = "+" + digits
	}
	return value{text: digits, shaped: len(digits) >= 9 && len(digits) <= 13}
}

var (
	partedDate = pattern.Must(`^(\d{1,2})\s?[/.\-, ]\s?(\d{1,2})\s?[/.\-, ]\s?(\d{4}|\d{2})$`)
	solidDate  = pattern.Must(`^(\d\d)(\d\d)(\d{4}|\d\d)$`)
	// one of the two separators was not seen
	halfDate = pattern.Must(`^(\d\d)[/.\-]?(\d\d)[/.\-]?(\d{4}|\d\d)$`)
	// a slash or a point taken for a digit
	slashAsDigit = pattern.Must(`^(\d\d)[17/.\-](\d\d)[17/.\-]((?:19|20)\d\d)$`)
)

// dateValue reads day, month, year in this order. Two-digit years are of this century unless that lies
// beyond 2079.
func dateValue(text string) value {
	text = strings.Trim(text, " .-/,_")
	for _, try := range []struct {
		shape    *pattern.Pattern
		repaired bool
	}{{partedDate, false}, {solidDate, false}, {halfDate, true}, {slashAsDigit, true}} {
		m := try.shape.FindStringSubmatch(strings.ReplaceAll(text, " ", spaceUnless(try.repaired)))
		if m == nil {
			continue
		}
		if d, ok := civilDate(m[3], m[2], m[1]); ok {
			return value{text: d.String(), shaped: true, repaired: try.repaired}
		}
	}
	return value{}
}

func spaceUnless(drop bool) string {
	if drop {
		return ""
	}
	return " "
}

// mostFormFigures are those of an amount in a zone before its decimals, however they are grouped.
const mostFormFigures = 7

var (
	plainAmount = pattern.Must(`^(\d{1,3}(?:[. ']\d{3})+|\d{1,7})\s?[.,]\s?(\d\d)$`)
	wholeAmount = pattern.Must(`^(\d{1,3}(?:[. ']\d{3})+|\d{1,6})(?:[.,]?[-=]*)$`)
	tenths      = pattern.Must(`^(\d{1,6}),(\d)$`)
	// five figures and more without any separator: the comma before the cents was not seen, for hardly a treatment costs
	// tens of thousands; whole thousands and what is marked as whole ("12000=") stay what they are
	lostComma = pattern.Must(`^(\d{3,6})(\d\d)$`)
	// a euro sign taken for a digit stands apart from a number whose first group is not of three digits
	euroAsDigit = pattern.Must(`^\d (\d{1,2}|\d{4,6})([.,])(\d\d)$`)
)

// amountValue reads an amount in euro, in Italian or plain form, with or without cents and currency.
func amountValue(text string) value {
	text = strings.TrimSpace(strings.Trim(strings.TrimLeft(text, "'’ "), "€EURuro .:_-="))
	join := func(whole, cents string, repaired bool) value {
		whole = onlyDigits(whole)
		m, err := claim.ParseMoney(whole + "." + cents)
		if err != nil || len(whole) > mostFormFigures {
			return value{}
		}
		return value{text: m.String(), shaped: true, repaired: repaired}
	}
	if m := euroAsDigit.FindStringSubmatch(text); m != nil {
		return join(m[1], m[3], true)
	}
	if m := plainAmount.FindStringSubmatch(text); m != nil {
		return join(m[1], m[2], false)
	}
	if m := tenths.FindStringSubmatch(text); m != nil {
		return join(m[1], m[2]+"0", true)
	}
	if m := wholeAmount.FindStringSubmatch(text); m != nil {
		v := join(m[1], "00", false)
		v.shaped = false // a lost comma looks the same
		return v
	}
	return value{}
}

// withLostComma takes an amount that was recognised, as text, without a separator for one whose comma was not seen.
func withLostComma(v value, text string) value {
	whole, isWhole := strings.CutSuffix(v.text, ".00")
	if strings.HasSuffix(whole, "000") || strings.ContainsAny(text, "=-") {
		return v
	}
	if m := lostComma.FindStringSubmatch(whole); isWhole && !strings.ContainsAny(strings.Trim(text, "€EURuro "), "., '") && m != nil {
		return value{text: m[1] + "." + m[2], repaired: true}
	}
	return v
}

// combValue joins the cells. A code of digits must fill all of them; an IBAN is checked and, if the
// recogniser's own doubts lead to one valid reading, repaired.
func combValue(f forms.Field, r recognise.Reading) value {
	text := strings.TrimSpace(r.Text)
	compact := strings.ReplaceAll(text, " ", "")
	switch f.Content {
	case forms.IBAN:
		return ibanValue(compact, r.Symbols)
	case forms.Digits:
		full := len(compact) == f.Cells && onlyDigits(compact) == compact
		if strings.ContainsRune(compact, '\uFFFD') {
			return value{}
		}
		return value{text: onlyDigits(compact), shaped: full}
	}
	if strings.ContainsRune(text, '\uFFFD') {
		return value{}
	}
	return value{text: text}
}

// ibanValue keeps what was read even if it is no valid IBAN: a person can correct it. symbols are those of
// the end of text.
func ibanValue(text string, symbols []recognise.Symbol) value {
	if strings.ContainsRune(text, '\uFFFD') {
		return value{}
	}
	if claim.ValidIBAN(text) {
		return value{text: text, proved: true}
	}
	mend := func() (string, bool) { return mendedIBAN(text, symbols) }
	if symbols == nil {
		mend = func() (string, bool) { return claim.UniqueNeighbour(text, claim.ValidIBAN) }
	}
	if mended, ok := mend(); ok {
		return value{text: mended, proved: true, repaired: true}
	}
	if figures := inFigures(text); claim.ValidIBAN(figures) {
		return value{text: figures, proved: true, repaired: true}
	}
	if mended, ok := claim.WithCIN(text); ok && misreadCIN(text[cinAt], mended[cinAt]) {
		return value{text: mended, proved: true, repaired: true}
	}
	return value{text: text, repaired: true, refuted: true}
}

// inFigures is an Italian IBAN with the letters of its account that look like figures taken for them, but for those it begins with: banks put
// a few before the figures, as in CC0012345678.
func inFigures(text string) string {
	const account = 15
	figure := map[byte]byte{'O': '0', 'Q': '0', 'D': '0', 'I': '1', 'L': '1', 'Z': '2', 'S': '5', 'G': '6', 'B': '8'}
	out := []byte(text)
	for i, begun := account, false; i < len(out); i++ {
		digit, looks := figure[out[i]]
		switch {
		case out[i] >= '0' && out[i] <= '9':
			begun = true
		case looks && (begun || out[i] == 'O'):
			out[i], begun = digit, true
		}
	}
	return string(out)
}

// cinAt is where the CIN stands in an Italian IBAN.
const cinAt = 4

// misreadCIN reports two letters of one shape. Members copy figures wrongly, and then the letter fits no more; one in a hundred of such
// accounts would be valid with another letter, but seldom with one that looks like it.
func misreadCIN(read, fits byte) bool {
	return slices.ContainsFunc([]string{"CGOQD", "EFBPR", "UVWY", "ILTJ", "MNHKX"}, func(shape string) bool {
		return strings.IndexByte(shape, read) >= 0 && strings.IndexByte(shape, fits) >= 0
	})
}
