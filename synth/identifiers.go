package synth

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"pratica/claim"
)

// taxCode computes a codice fiscale (DM 23 December 1976). Place is the code of the place of birth
// ("F205"); omocodia is how many digits, from the right, are replaced by letters.
func taxCode(surname, name string, born claim.Date, woman bool, place string, omocodia int) string {
	day := born.Day
	if woman {
		day += 40
	}
	code := []byte(namePart(surname, false) + namePart(name, true) +
		fmt.Sprintf("%02d%c%02d%s", born.Year%100, "ABCDEHLMPRST"[born.Month-1], day, place))
	for i := len(code) - 1; i >= 0 && omocodia > 0; i-- {
		if code[i] >= '0' && code[i] <= '9' {
			code[i] = "LMNPQRSTUV"[code[i]-'0']
			omocodia--
		}
	}
	return string(code) + string(taxCheck(code))
}

// namePart is the three letters of a surname or a name: consonants, then vowels, then X; of a name with
// four consonants or more the first, third and fourth.
func namePart(s string, isName bool) string {
	var consonants, vowels []byte
	for _, r := range plainLetters(s) {
		if strings.ContainsRune("AEIOU", r) {
			vowels = append(vowels, byte(r))
		} else {
			consonants = append(consonants, byte(r))
		}
	}
	if isName && len(consonants) >= 4 {
		consonants = []byte{consonants[0], consonants[2], consonants[3]}
	}
	return string(append(append(consonants, vowels...), "XXX"...)[:3])
}

// plainLetters are the capital letters A to Z of a name, accents removed, all else left out.
func plainLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, withoutAccents.Replace(strings.ToUpper(s)))
}

// withoutAccents writes capitals as the tax office registers them.
var withoutAccents = strings.NewReplacer("À", "A", "Á", "A", "Ã", "A", "Ä", "A", "Ă", "A", "Ć", "C", "Č", "C", "Ç", "C", "È", "E", "É", "E", "Ê", "E", "Ë", "E",
	"Ì", "I", "Í", "I", "Ł", "L", "Ń", "N", "Ñ", "N", "Ò", "O", "Ó", "O", "Õ", "O", "Ö", "O", "Ś", "S", "Š", "S", "ß", "SS", "Ù", "U", "Ú", "U", "Ü", "U", "Ż", "Z", "Ž", "Z")

// provisionalCode draws a tax code of eleven digits, as those have who were never given the real one; its
// check digit is that of VAT numbers.
func provisionalCode(d dice) string {
	body := pick(d, "8", "9") + d.digits(9)
	return body + vatCheck(body)
}

// taxCheck is the sixteenth character: the values of odd places, counted from 1, and of even places, mod 26.
func taxCheck(code []byte) byte {
	odd := [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}
	sum := 0
	for i, c := range code {
		v := int(c - 'A')
		if c <= '9' {
			v = int(c - '0') // digits have the values of A to J
		}
		if i%2 == 0 {
			v = odd[v]
		}
		sum += v
	}
	return byte('A' + sum%26)
}

// vatNumber draws a partita IVA: seven digits, an office (001-100, 120, 121), the check digit.
func vatNumber(d dice) string {
	office := pick(d, 1, 120, 121, d.whole(1, 100), d.whole(1, 100), d.whole(1, 100))
	body := "0" + fmt.Sprintf("%06d%03d", d.whole(100000, 999999), office)
	if d.chance(0.3) {
		body = fmt.Sprintf("%07d%03d", d.whole(1000000, 1999999), office)
	}
	return body + vatCheck(body)
}

// vatCheck is the eleventh digit: even places doubled, 9 taken from what exceeds it.
func vatCheck(body string) string {
	sum := 0
	for i, r := range body {
		v := int(r - '0')
		if i%2 == 1 {
			v *= 2
			if v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return fmt.Sprint((10 - sum%10) % 10)
}

// iban draws an Italian IBAN: CIN letter, ABI of an Italian bank, CAB, account, two check digits.
func iban(d dice) string {
	abi := pick(d, "03069", "02008", "05034", "05387", "05428", "07601", "01030", "08453", "03268", "05696", "03475", "06230")
	bban := abi + fmt.Sprintf("%05d", d.whole(1000, 99999)) + fmt.Sprintf("%012d", d.Int64N(1e9))
	if d.chance(0.15) { // some banks use letters in the account
		bban = bban[:10] + "CC" + bban[12:]
	}
	bban = string(accountCheck(bban)) + bban
	return "IT" + ibanCheck("IT", bban) + bban
}

// accountCheck is the CIN: the values of a codice fiscale's check over ABI, CAB and account.
func accountCheck(bban string) byte { return taxCheck([]byte(bban)) }

// ibanCheck is 98 minus the remainder of the rearranged number by 97 (ISO 13616).
func ibanCheck(country, bban string) string {
	var digits strings.Builder
	for _, r := range bban + country + "00" {
		if r >= 'A' {
			fmt.Fprint(&digits, int(r-'A')+10)
		} else {
			digits.WriteRune(r)
		}
	}
	n, _ := new(big.Int).SetString(digits.String(), 10)
	return fmt.Sprintf("%02d", 98-new(big.Int).Mod(n, big.NewInt(97)).Int64())
}

// spaced writes an identifier in groups of n characters.
func spaced(s string, n int) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%n == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// someDate draws a day between two, both included.
func someDate(d dice, from, to claim.Date) claim.Date {
	return from.AddDays(d.IntN(from.DaysUntil(to) + 1))
}

// workday is the date, or the Monday after it on a Sunday.
func workday(date claim.Date) claim.Date {
	if date.Weekday() == time.Sunday {
		return date.AddDays(1)
	}
	return date
}
