package claim

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// TaxCode is a codice fiscale taken apart (DM 23/12/1976).
type TaxCode struct {
	// Code is the code as written, omocodia letters included.
	Code string

	// Numeric is a code of 11 digits: a person's provisional one, or an organisation's. It says nothing
	// about its bearer, and the fields below are empty.
	Numeric bool

	// Surname and Name are the three letters of each.
	Surname, Name string

	// Year is the last two digits of the year of birth.
	Year  int
	Month time.Month
	Day   int
	// Female is told by a day of birth above 40.
	Female bool

	// Place is the Belfiore code of the place of birth, "F205", or "Z" and the country's number.
	Place string
}

const (
	monthLetters    = "ABCDEHLMPRST"
	omocodiaLetters = "LMNPQRSTUV" // for 0 to 9
)

// omocodiaPlaces are the digits, counted from 0, that a letter replaces when two people would get the
// same code: the last first, but any set of them occurs.
var omocodiaPlaces = [...]int{6, 7, 9, 10, 12, 13, 14}

const upperLettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// ParseTaxCode takes a code of 16 characters or 11 digits apart, written without spaces in upper case. It
// refuses a wrong check letter or digit, and parts that no name, date or place gives.
func ParseTaxCode(s string) (TaxCode, error) {
	if len(s) == 11 {
		if err := checkElevenDigits(s); err != nil {
			return TaxCode{}, fmt.Errorf("tax code: %w", err)
		}
		return TaxCode{Code: s, Numeric: true}, nil
	}
	if len(s) != 16 || strings.Trim(s, upperLettersAndDigits) != "" {
		return TaxCode{}, errors.New("tax code: neither 16 letters and digits nor 11 digits")
	}
	plain, ok := withoutOmocodia(s)
	if !ok {
		return TaxCode{}, errors.New("tax code: a letter or digit is out of place")
	}
	if !isLetter(rune(s[15])) || checkLetter(s[:15]) != s[15] {
		return TaxCode{}, errors.New("tax code: the check letter does not fit")
	}
	code := TaxCode{Code: s, Surname: plain[:3], Name: plain[3:6], Year: twoDigits(plain[6:8]), Place: plain[11:15]}
	if !nameLetters(code.Surname) || !nameLetters(code.Name) {
		return TaxCode{}, errors.New("tax code: no name gives these letters")
	}
	code.Month = time.Month(strings.IndexByte(monthLetters, plain[8]) + 1)
	code.Day = twoDigits(plain[9:11])
	if code.Female = code.Day > 40; code.Female {
		code.Day -= 40
	}
	if !code.birth(2000).Valid() && !code.birth(1900).Valid() {
		return TaxCode{}, errors.New("tax code: no such day of birth")
	}
	if (plain[11] > 'M' && plain[11] != 'Z') || plain[12:15] == "000" {
		return TaxCode{}, errors.New("tax code: no such place of birth")
	}
	return code, nil
}

// ValidTaxCode reports whether ParseTaxCode takes the code.
func ValidTaxCode(s string) bool { _, err := ParseTaxCode(s); return err == nil }

// Born is the date of birth, the century chosen so that the bearer is less than 100 years old on the given
// day; unknown for a numeric code, and for a 29 February that the century does not have.
func (t TaxCode) Born(on Date) Date {
	if t.Numeric {
		return Date{}
	}
	born := t.birth(on.Year / 100 * 100)
	if born.After(on) {
		born = t.birth(on.Year/100*100 - 100)
	}
	if !born.Valid() {
		return Date{}
	}
	return born
}

func (t TaxCode) birth(century int) Date { return Date{century + t.Year, t.Month, t.Day} }

// Fits reports whether the code's letters are those of the surname and name; false for a numeric code. A
// married woman's code keeps the surname she was born with.
func (t TaxCode) Fits(surname, name string) bool {
	return !t.Numeric && t.Surname == SurnameLetters(surname) && t.Name == NameLetters(name)
}

// SurnameLetters are the three letters a surname gives: its consonants in order, then its vowels, then X.
// Empty for a surname without letters.
func SurnameLetters(surname string) string {
	consonants, vowels := splitLetters(surname)
	if consonants+vowels == "" {
		return ""
	}
	return (consonants + vowels + "XX")[:3]
}

// NameLetters are the three letters a first name gives: as a surname's, but of four or more consonants the
// first, the third and the fourth.
func NameLetters(name string) string {
	if consonants, _ := splitLetters(name); len(consonants) > 3 {
		return consonants[:1] + consonants[2:4]
	}
	return SurnameLetters(name)
}

func splitLetters(name string) (consonants, vowels string) {
	for _, r := range FoldName(name) {
		switch {
		case strings.ContainsRune("AEIOU", r):
			vowels += string(r)
		case r != ' ':
			consonants += string(r)
		}
	}
	return consonants, vowels
}

// foldedLetters are the Latin letters that have no decomposition.
var foldedLetters = strings.NewReplacer("ß", "SS", "ẞ", "SS", "Æ", "AE", "Œ", "OE", "Ø", "O", "Ł", "L", "Đ", "D", "Ð", "D", "Þ", "TH", "ı", "I")

// FoldName writes a name for comparing: upper case A to Z, no accents, no apostrophes (D'Amico and D’AMICO
// become DAMICO), every other mark a space, single spaces between words.
func FoldName(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(foldedLetters.Replace(strings.ToUpper(name))) {
		switch {
		case isLetter(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), strings.ContainsRune("'’‘`´", r):
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// withoutOmocodia puts the digits back and checks that letters and digits stand where they belong.
func withoutOmocodia(s string) (string, bool) {
	plain := []byte(s)
	for _, i := range omocodiaPlaces {
		if digit := strings.IndexByte(omocodiaLetters, plain[i]); digit >= 0 {
			plain[i] = byte('0' + digit)
		}
		if !isDigit(rune(plain[i])) {
			return "", false
		}
	}
	for _, i := range [...]int{0, 1, 2, 3, 4, 5, 11} {
		if !isLetter(rune(plain[i])) {
			return "", false
		}
	}
	return string(plain), strings.IndexByte(monthLetters, plain[8]) >= 0
}

// nameLetters reports whether three letters are consonants, then vowels, then X.
func nameLetters(three string) bool {
	rest := strings.TrimLeft(three, "BCDFGHJKLMNPQRSTVWXYZ")
	rest = strings.TrimLeft(rest, "AEIOU")
	return strings.Trim(rest, "X") == ""
}

func twoDigits(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }
