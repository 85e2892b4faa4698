package claim

import (
	"errors"
	"fmt"
	"strings"
)

// CompactIdentifier writes an identifier as its checks want it: upper case, only A–Z and 0–9.
func CompactIdentifier(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case isLetter(r), isDigit(r):
			return r
		}
		return -1
	}, s)
}

// CheckVATNumber says what is wrong with a partita IVA, nil if nothing is: 11 digits of which the last is
// the check digit, and digits 8 to 10 are an office that gives numbers out (DPR 633/72 art. 35: 001-100,
// 120, 121; 888 and 999 for operators established abroad).
func CheckVATNumber(s string) error {
	if err := checkElevenDigits(s); err != nil {
		return fmt.Errorf("VAT number: %w", err)
	}
	switch office := s[7:10]; {
	case office >= "001" && office <= "100", office == "120", office == "121", office == "888", office == "999":
		return nil
	default:
		return fmt.Errorf("VAT number: no office has the number %s", office)
	}
}

// ValidVATNumber reports whether CheckVATNumber finds nothing wrong.
func ValidVATNumber(s string) bool { return CheckVATNumber(s) == nil }

// checkElevenDigits checks the form that VAT numbers, tax codes of organisations and provisional tax codes
// share: ten digits and their check digit (Luhn's formula).
func checkElevenDigits(s string) error {
	if len(s) != 11 || strings.Trim(s, "0123456789") != "" {
		return errors.New("not 11 digits")
	}
	if s == "00000000000" {
		return errors.New("all zeros")
	}
	if elevenCheckDigit(s[:10]) != s[10] {
		return errors.New("the check digit does not fit")
	}
	return nil
}

func elevenCheckDigit(ten string) byte {
	sum := 0
	for i := range 10 {
		n := int(ten[i] - '0')
		if i%2 == 1 {
			n *= 2
			if n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return byte('0' + (10-sum%10)%10)
}

// ItalianIBANLength is how many characters an account in Italy has (ISO 13616 registry).
const ItalianIBANLength = 27

// ibanLengths are the lengths of the SWIFT IBAN registry (ISO 13616) for Europe and its neighbours.
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
	"EE": 20, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
	"IL": 23, "IS": 26, "IT": ItalianIBANLength, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18,
	"NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}

// CheckIBAN says what is wrong with an IBAN written without spaces, nil if nothing is: the length of its
// country where we know it, the remainder of 97 (ISO 13616, ISO 7064), and, for Italy and San Marino, the
// CIN letter over ABI, CAB and account.
func CheckIBAN(s string) error {
	if len(s) < 15 || len(s) > 34 || CompactIdentifier(s) != s || !isLetter(rune(s[0])) || !isLetter(rune(s[1])) ||
		!isDigit(rune(s[2])) || !isDigit(rune(s[3])) {
		return errors.New("IBAN: not of the form of an IBAN")
	}
	if n, ok := ibanLengths[s[:2]]; ok && n != len(s) {
		return fmt.Errorf("IBAN: %d characters where %s has %d", len(s), s[:2], n)
	}
	if s[2:4] < "02" || s[2:4] > "98" || ibanRemainder(s[4:]+s[:4]) != 1 {
		return errors.New("IBAN: the check digits do not fit")
	}
	if s[:2] == "IT" || s[:2] == "SM" {
		return checkItalianAccount(s[4:])
	}
	return nil
}

// ValidIBAN reports whether CheckIBAN finds nothing wrong.
func ValidIBAN(s string) bool { return CheckIBAN(s) == nil }

// ItalianIBAN reports whether the account is in Italy; another country's goes to a reviewer.
func ItalianIBAN(s string) bool { return strings.HasPrefix(s, "IT") }

// ibanRemainder is the number modulo 97, each letter counting as two digits (A = 10 … Z = 35).
func ibanRemainder(s string) int {
	remainder := 0
	for _, r := range s {
		if isDigit(r) {
			remainder = (remainder*10 + int(r-'0')) % 97
		} else {
			remainder = (remainder*100 + int(r-'A'+10)) % 97
		}
	}
	return remainder
}

// checkItalianAccount checks CIN (a letter), ABI and CAB (five digits each) and account (12 characters):
// the BBAN of the ABI's standard.
func checkItalianAccount(bban string) error {
	if !isLetter(rune(bban[0])) || strings.Trim(bban[1:11], "0123456789") != "" {
		return errors.New("IBAN: not of the form CIN, ABI, CAB, account")
	}
	if checkLetter(bban[1:]) != bban[0] {
		return errors.New("IBAN: the CIN does not fit ABI, CAB and account")
	}
	return nil
}

// WithCIN is an Italian IBAN with the CIN letter that its ABI, CAB and account have. ok is false unless that makes it valid: then only
// the letter was wrong, for the check digits say the same as the rest.
func WithCIN(iban string) (mended string, ok bool) {
	if !ItalianIBAN(iban) || len(iban) != ItalianIBANLength || CompactIdentifier(iban) != iban {
		return "", false
	}
	mended = iban[:4] + string(checkLetter(iban[5:])) + iban[5:]
	return mended, ValidIBAN(mended)
}

// oddValues are the values of A to Z at odd places, counted from 1; a digit has the value of the letter
// of its rank (0 as A). Codice fiscale (DM 23/12/1976) and CIN use the same table.
var oddValues = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// checkLetter is the control letter over upper-case letters and digits: at odd places oddValues, at even
// ones the rank, summed modulo 26.
func checkLetter(s string) byte {
	sum := 0
	for i, r := range s {
		rank := int(r - '0')
		if isLetter(r) {
			rank = int(r - 'A')
		}
		if i%2 == 0 {
			rank = oddValues[rank]
		}
		sum += rank
	}
	return byte('A' + sum%26)
}

// confusable lists, for a character as recognised, the characters it may be.
var confusable = func() map[byte]string {
	table := map[byte]string{}
	for _, group := range []string{"0OQD", "1IL", "2Z", "4A", "5S", "6G", "7T", "8B"} {
		for i := range len(group) {
			table[group[i]] = group[:i] + group[i+1:]
		}
	}
	return table
}()

// mostConfusions is how many characters UniqueNeighbour changes at most: beyond it a match of a one-letter
// checksum says little.
const mostConfusions = 3

// UniqueNeighbour repairs an identifier that was misread: it gives the text itself if valid, else the only
// valid text reached by replacing as few characters as possible, and three at most, by those they are
// confused with (0 O Q D, 1 I L, 2 Z, 4 A, 5 S, 6 G, 7 T, 8 B). It gives "", false if there is none, or
// more than one at that distance.
func UniqueNeighbour(text string, valid func(string) bool) (string, bool) {
	if valid(text) {
		return text, true
	}
	search := neighbourSearch{chars: []byte(text), valid: valid}
	for changes := 1; changes <= mostConfusions; changes++ {
		search.from(0, changes)
		if len(search.found) > 0 {
			break
		}
	}
	if len(search.found) != 1 {
		return "", false
	}
	return search.found[0], true
}

type neighbourSearch struct {
	chars []byte
	valid func(string) bool
	found []string // two are enough to know that it is ambiguous
}

// from tries every way of replacing exactly n characters at or after start.
func (s *neighbourSearch) from(start, n int) {
	if n == 0 {
		if candidate := string(s.chars); s.valid(candidate) {
			s.found = append(s.found, candidate)
		}
		return
	}
	for i := start; i+n <= len(s.chars) && len(s.found) < 2; i++ {
		read := s.chars[i]
		for _, other := range []byte(confusable[read]) {
			s.chars[i] = other
			s.from(i+1, n-1)
		}
		s.chars[i] = read
	}
}

func isLetter(r rune) bool { return r >= 'A' && r <= 'Z' }
func isDigit(r rune) bool  { return r >= '0' && r <= '9' }

// Replaced is in how many characters two identifiers of one length differ; -1 where their lengths do.
func Replaced(a, b string) (n int) {
	if len(a) != len(b) {
		return -1
	}
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
