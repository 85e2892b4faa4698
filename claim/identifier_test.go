package claim

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestPartitaIVA(t *testing.T) {
	for _, test := range []struct{ name, number, wrong string }{
		{"a known number is valid", "00743110157", ""},
		{"a number of Rome is valid", "07643520567", ""},
		{"an operator abroad has office 999", vatNumber("0001234", "999"), ""},
		{"an operator abroad has office 888", vatNumber("0001234", "888"), ""},
		{"office 100 is the last of the provinces", vatNumber("1234567", "100"), ""},
		{"office 101 does not exist", vatNumber("1234567", "101"), "office"},
		{"office 000 does not exist", vatNumber("1234567", "000"), "office"},
		{"the check digit must fit", "00743110158", "check digit"},
		{"zeros fit the check digit and are refused", "00000000000", "zeros"},
		{"ten digits are too few", "0743110157", "11 digits"},
		{"a letter is refused", "0O743110157", "11 digits"},
	} {
		t.Run(test.name, func(t *testing.T) { expectError(t, CheckVATNumber(test.number), test.wrong) })
	}
}

func TestIBAN(t *testing.T) {
	for _, test := range []struct{ name, iban, wrong string }{
		{"Italy, from the registry", "IT60X0542811101000000123456", ""},
		{"San Marino has the Italian structure", "SM86U0322509800000000270100", ""},
		{"Germany", "DE89370400440532013000", ""},
		{"Great Britain", "GB29NWBK60161331926819", ""},
		{"France", "FR1420041010050500013M02606", ""},
		{"Norway, the shortest", "NO9386011117947", ""},
		{"Malta", "MT84MALT011000012345MTLCAST001S", ""},
		{"a wrong digit is seen by the remainder of 97", "IT60X0542811101000000123457", "check digits"},
		{"an account that fits 97 but not the CIN is refused", withCheckDigits("IT", "A0542811101000000123456"), "CIN"},
		{"a digit where the CIN stands is refused", withCheckDigits("IT", "00542811101000000123456"), "form CIN"},
		{"a letter in the ABI is refused", withCheckDigits("IT", "X0542A11101000000123456"), "form CIN"},
		{"26 characters are too few for Italy", "IT60X054281110100000012345", "26 characters"},
		{"spaces are not part of it", "IT60 X054 2811 1010 0000 0123 456", "form of an IBAN"},
		{"nothing is no IBAN", "", "form of an IBAN"},
		{"lower case is refused", "it60x0542811101000000123456", "form of an IBAN"},
	} {
		t.Run(test.name, func(t *testing.T) { expectError(t, CheckIBAN(test.iban), test.wrong) })
	}
}

func TestIdentifierIsWrittenCompactly(t *testing.T) {
	if got := CompactIdentifier(" it 60-x.0542 "); got != "IT60X0542" {
		t.Errorf("got %q", got)
	}
}

func TestConfusedCharacterIsRepairedWhenOneNeighbourIsValid(t *testing.T) {
	for _, test := range []struct {
		name, read, want string
		valid            func(string) bool
	}{
		{"a valid text stays as it is", "RSSMRA85T10A562S", "RSSMRA85T10A562S", ValidTaxCode},
		{"O for 0 in the day", "RSSMRA85T1OA562S", "RSSMRA85T10A562S", ValidTaxCode},
		{"5 for S in the surname and O for 0", "R5SMRA85T1OA562S", "RSSMRA85T10A562S", ValidTaxCode},
		{"three letters in a VAT number", "OO7431IO157", "", ValidVATNumber}, // four changes
		{"two letters in a VAT number", "OO743110157", "00743110157", ValidVATNumber},
		{"0 for O in an IBAN's letters and Z for 2", "1T60X054Z811101000000123456", "IT60X0542811101000000123456", ValidIBAN},
		{"a wrong digit nothing is confused with stays wrong", "00743110158", "", ValidVATNumber},
		{"two neighbours are none", "0S", "", func(s string) bool { return s == "05" || s == "OS" }},
		{"the nearer neighbour wins", "0S", "05", func(s string) bool { return s == "05" || s == "O5" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := UniqueNeighbour(test.read, test.valid)
			if got != test.want || ok != (test.want != "") {
				t.Errorf("%s gives %q, %t; want %q", test.read, got, ok, test.want)
			}
		})
	}
}

// Whatever single character of an identifier is replaced by another of its class, the checksum sees it.
func TestOneChangedCharacterIsAlwaysSeen(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	kinds := map[string]struct {
		make  func(*rand.Rand) string
		valid func(string) bool
	}{
		"tax code":         {randomTaxCode, ValidTaxCode},
		"VAT number":       {randomVATNumber, ValidVATNumber},
		"Italian IBAN":     {randomItalianIBAN, ValidIBAN},
		"numeric tax code": {randomVATNumber, ValidTaxCode},
	}
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			for range 300 {
				good := kind.make(random)
				if !kind.valid(good) {
					t.Fatalf("%s was generated and is not valid", good)
				}
				i := random.IntN(len(good))
				bad := good[:i] + otherOfItsClass(good[i], random) + good[i+1:]
				if kind.valid(bad) {
					t.Errorf("%s is as valid as %s", bad, good)
				}
			}
		})
	}
}

func BenchmarkUniqueNeighbourOfAnIBANBeyondRepair(b *testing.B) {
	for range b.N {
		UniqueNeighbour("IT60X0542811101000000123450", ValidIBAN)
	}
}

func expectError(t *testing.T, err error, part string) {
	t.Helper()
	switch {
	case part == "" && err != nil:
		t.Errorf("unexpected: %v", err)
	case part != "" && (err == nil || !strings.Contains(err.Error(), part)):
		t.Errorf("got %v, want an error with %q", err, part)
	}
}

func vatNumber(company, office string) string {
	return company + office + string(elevenCheckDigit(company+office))
}

func withCheckDigits(country, bban string) string {
	return fmt.Sprintf("%s%02d%s", country, 98-ibanRemainder(bban+country+"00"), bban)
}

func randomVATNumber(random *rand.Rand) string {
	return vatNumber(fmt.Sprintf("%07d", random.IntN(1e7)), fmt.Sprintf("%03d", 1+random.IntN(100)))
}

func randomItalianIBAN(random *rand.Rand) string {
	account := fmt.Sprintf("%05d%05d%012d", random.IntN(1e5), random.IntN(1e5), random.IntN(1e12))
	return withCheckDigits("IT", string(checkLetter(account))+account)
}

func randomTaxCode(random *rand.Rand) string {
	surnames, names := []string{"ROSSI", "FO", "D'AMICO", "ESPOSITO", "BO"}, []string{"MARIA GRAZIA", "UGO", "AL", "GIANFRANCO"}
	day := 1 + random.IntN(28) + 40*random.IntN(2)
	code := []byte(fmt.Sprintf("%s%s%02d%c%02d%c%03d", SurnameLetters(surnames[random.IntN(len(surnames))]), NameLetters(names[random.IntN(len(names))]),
		random.IntN(100), monthLetters[random.IntN(12)], day, "ABCDEFGHILMZ"[random.IntN(12)], 1+random.IntN(999)))
	for _, i := range omocodiaPlaces {
		if random.IntN(10) == 0 {
			code[i] = omocodiaLetters[code[i]-'0']
		}
	}
	return string(code) + string(checkLetter(string(code)))
}

func otherOfItsClass(c byte, random *rand.Rand) string {
	class := "0123456789"
	if isLetter(rune(c)) {
		class = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	}
	class = strings.ReplaceAll(class, string(c), "")
	return string(class[random.IntN(len(class))])
}

func TestTheLetterOfAnIBANFollowsFromItsFigures(t *testing.T) {
	const valid = "IT60X0542811101000000123456"
	for text, want := range map[string]string{
		"IT60C0542811101000000123456": valid,
		valid:                         valid,
		"IT60X0542811101000000123457": "", // a figure is wrong, not the letter
		"IT60C0542811101000000123457": "",
		"IT600542811101000000123456":  "",
		"DE89370400440532013000":      "",
	} {
		if got, ok := WithCIN(text); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %q, %v", text, got, ok)
		}
	}
}
