package extract

import (
	"strings"
	"testing"

	"pratica/ocr/recognise"
)

// symbolsOf are the cells of an IBAN behind the printed IT, surely read but for the doubts: by place in
// the IBAN.
func symbolsOf(iban string, doubts map[int]recognise.Symbol) []recognise.Symbol {
	var list []recognise.Symbol
	for i, c := range strings.Split(iban, "")[2:] {
		s := recognise.Symbol{Text: c, Confidence: 0.99}
		if d, doubtful := doubts[i+2]; doubtful {
			s = d
		}
		list = append(list, s)
	}
	return list
}

func TestAnIBANIsMendedOnlyWhereTheRecogniserDoubts(t *testing.T) {
	const valid = "IT60X0542811101000000123456"
	or := func(read, other string, sure float64) recognise.Symbol {
		return recognise.Symbol{Text: read, Confidence: sure, Alternatives: []recognise.Alternative{{Text: other, Confidence: 1 - sure}}}
	}
	for _, c := range []struct {
		name   string
		doubts map[int]recognise.Symbol
		want   string
	}{
		{"one doubt whose alternative fits", map[int]recognise.Symbol{26: or("5", "6", 0.7)}, valid},
		{"two doubts", map[int]recognise.Symbol{9: or("3", "8", 0.6), 26: or("8", "6", 0.8)}, valid},
		{"a lookalike that was not named", map[int]recognise.Symbol{23: {Text: "8", Confidence: 0.6}}, valid},
		{"a sure symbol is left as it is", map[int]recognise.Symbol{26: {Text: "5", Confidence: 0.99}}, ""},
		{"an alternative that does not fit", map[int]recognise.Symbol{26: or("5", "3", 0.85)}, ""},
		{"a blank cell inside", map[int]recognise.Symbol{20: {}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			symbols := symbolsOf(valid, c.doubts)
			text := "IT"
			for _, s := range symbols {
				text += s.Text
			}
			v := ibanValue(text, symbols)
			if c.want != "" && (v.text != c.want || !v.repaired) {
				t.Errorf("%s gives %q, repaired %v; want %s", text, v.text, v.repaired, c.want)
			}
			if c.want == "" && (v.text != text || v.proved) {
				t.Errorf("%s gives %q, proved %v; want it as it is", text, v.text, v.proved)
			}
		})
	}
}
