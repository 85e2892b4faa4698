package claim

import (
	"strings"
	"testing"
)

const answeredClaim = "01K9ZV6J4W8Q2M7T5R3X1N0BCD"

func TestTheCheckCharactersAreThoseOfTheStandard(t *testing.T) {
	if got := answerCheck("ISO79"); got != "3W" { // ISO/IEC 7064:2003, example of MOD 1271-36
		t.Errorf("ISO79 has the check characters %s", got)
	}
}

func TestAnAnswerCodeNamesItsClaim(t *testing.T) {
	code := AnswerCode(answeredClaim)
	const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" // ISO/IEC 18004, table 5
	if len(code) > 47 || strings.Trim(code, alphanumeric) != "" {        // 47 fit a QR code of 29 modules at level Q
		t.Errorf("the code %q needs a larger QR code", code)
	}
	id, check := code[len(answerPrefix):len(answerPrefix)+26], code[len(code)-2:]
	for _, test := range []struct {
		name, text string
		ok         bool
	}{
		{"as printed", code, true},
		{"in lower case", strings.ToLower(code), true},
		{"in groups, with a line's end", "PRATICA: RISPOSTA: " + id[:13] + "\r\n" + id[13:] + " : " + check, true},
		{"with an O for a zero", strings.Replace(code, "01K9", "OlK9", 1), true},
		{"with another digit", strings.Replace(code, "K9Z", "K8Z", 1), false},
		{"with two neighbours exchanged", strings.Replace(code, "K9Z", "KZ9", 1), false},
		{"with another check character", code[:len(code)-1] + "?", false},
		{"without check characters", code[:len(code)-3], false},
		{"without its prefix", id + ":" + check, false},
		{"with more behind it", code + "0", false},
		{"with a long s for an S", strings.Replace(code, "RISP", "RIſP", 1), false},
		{"of a separator sheet", "PRATICA:SEPARATORE", false},
		{"a ULID of more than 128 bits", "PRATICA:RISPOSTA:8" + id[1:] + ":" + answerCheck("8"+id[1:]), false},
		{"nothing", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := ParseAnswerCode(test.text); ok != test.ok || ok && got != answeredClaim {
				t.Errorf("%q is read as %q, %v", test.text, got, ok)
			}
		})
	}
	if got := AnswerCode("c1"); got != "" {
		t.Errorf("an id that is no ULID has the code %q", got)
	}
}

// One sign misread, or two neighbours exchanged, must never name another claim.
func TestNoSingleMisreadSignNamesAnotherClaim(t *testing.T) {
	code := AnswerCode(answeredClaim)
	for i := len(answerPrefix); i < len(code); i++ {
		for _, sign := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:" {
			wrong := code[:i] + string(sign) + code[i+1:]
			if id, ok := ParseAnswerCode(wrong); ok && id != answeredClaim {
				t.Errorf("%s is taken for %s", wrong, id)
			}
		}
		if i+1 < len(code) {
			wrong := code[:i] + string(code[i+1]) + string(code[i]) + code[i+2:]
			if id, ok := ParseAnswerCode(wrong); ok && id != answeredClaim {
				t.Errorf("%s is taken for %s", wrong, id)
			}
		}
	}
}

// FuzzAnswerCode: what is read is written as the same code, and one sign of it changed is refused or means the same.
func FuzzAnswerCode(f *testing.F) {
	f.Add(AnswerCode(answeredClaim), 20, byte('7'))
	f.Add("pratica:risposta: 01K9ZV6J4W8Q2M7T5R3X1N0BCD:00", 3, byte(' '))
	f.Add("\xff:", 0, byte(0))
	f.Fuzz(func(t *testing.T, text string, at int, sign byte) {
		id, ok := ParseAnswerCode(text)
		if !ok {
			if id != "" {
				t.Errorf("%q is refused and names %q", text, id)
			}
			return
		}
		code := AnswerCode(id)
		if again, ok := ParseAnswerCode(code); !ok || again != id {
			t.Errorf("%q is read as %q, whose code is %q", text, id, code)
		}
		if at >= 0 && at < len(code) {
			if other, ok := ParseAnswerCode(code[:at] + string(sign) + code[at+1:]); ok && other != id {
				t.Errorf("one sign of %q changed names %q", code, other)
			}
		}
	})
}
