package claim

import "strings"

// answerPrefix begins the text of an answer code, so that no code of another maker is taken for one.
const answerPrefix = "PRATICA:RISPOSTA:"

// AnswerCode is the text printed on a letter that brings the answer back to its claim:
// "PRATICA:RISPOSTA:01K9ZV6J4W8Q2M7T5R3X1N0BCD:" and two check characters. It names nobody. Its 46 characters are
// all of a QR code's alphanumeric mode, so that 29 by 29 modules hold them with level Q, which restores a quarter
// of them (ISO/IEC 18004, tables 1 and 7). It is "" for an id that is no ULID.
func AnswerCode(claimID string) string {
	id := strings.ToUpper(claimID)
	if !isULID(id) {
		return ""
	}
	return answerPrefix + id + ":" + answerCheck(id)
}

// ParseAnswerCode reads the text of an answer code: in upper or lower case, with spaces anywhere, and with O, I and
// L where 0 and 1 are meant, which no ULID has (Crockford's base 32). It gives false for any other text, also for a
// code with one wrong character or two neighbours exchanged; of other errors it lets one in 1271 pass.
func ParseAnswerCode(text string) (claimID string, ok bool) {
	text = upperWithoutSpaces(text)
	rest, ours := strings.CutPrefix(text, answerPrefix)
	id, check, parted := strings.Cut(rest, ":")
	if !ours || !parted || len(check) != 2 {
		return "", false
	}
	id = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(id)
	if !isULID(id) || answerCheck(id) != check {
		return "", false
	}
	return id, true
}

// upperWithoutSpaces writes A to Z for a to z and nothing for white space. Other signs stay: strings.ToUpper would
// make an S of a long s.
func upperWithoutSpaces(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case strings.ContainsRune(" \t\r\n\u00a0", r):
			return -1
		}
		return r
	}, s)
}

// isULID reports whether a text in upper case is a ULID: 26 digits of Crockford's base 32, the first not above 7,
// for they hold 128 bits (github.com/ulid/spec).
func isULID(s string) bool {
	return len(s) == 26 && s[0] <= '7' && strings.Trim(s, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == ""
}

// answerCheck gives the two check characters of ISO 7064, MOD 1271-36, the standard's pure system for letters and
// digits: with them, the characters as digits of base 36 leave 1 when divided by 1271.
func answerCheck(s string) string {
	const modulus, radix = 1271, 36
	const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	remainder := 0
	for i := range len(s) {
		remainder = (remainder*radix + strings.IndexByte(signs, s[i])) % modulus
	}
	check := (1 - remainder*radix*radix%modulus + modulus) % modulus
	return string([]byte{signs[check/radix], signs[check%radix]})
}
