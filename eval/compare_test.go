package eval_test

import (
	"os"
	"strings"
	"testing"

	"pratica/eval"
)

func TestValuesAreTheSameInWhatTheyMean(t *testing.T) {
	for _, tt := range []struct {
		pointer, a, b string
		same          bool
	}{
		{"/member/surname", "D’AMICO", "D'Amico", true},
		{"/member/surname", "D' Amico", "d'amico", true},
		{"/member/name", "NICCOLO'", "Niccolò", true},
		{"/member/name", "Maria  Grazia", "MARIA GRAZIA", true},
		{"/member/name", "Maria", "Mario", false},
		{"/member/phone", "340 127.88/45", "3401278845", true},
		{"/member/code", "1047823", "1047828", false},
		{"/member/iban", "IT60 X054 2811 1010 0000 0123 456", "it60x0542811101000000123456", true},
		{"/member/email", "Anna.Rossi@example.it", "anna.rossi@ example.it", true},
		{"/member/email", "anna.rossi@example.it", "annarossi@example.it", false},
		{"/expenses/12/number", "2024/118", "2024 118", true},
		{"/expenses/0/number", "12/A", "12/B", false},
		{"/expenses/0/description", "Visita  specialistica: 1 seduta", "VISITA SPECIALISTICA 1 SEDUTA", true},
		{"/expenses/0/description", "RX 2 proiezioni", "RX 3 proiezioni", false},
		{"/expenses/0/description", "Visita specialistica", "Visitaspecialistica", false},
		{"/expenses/0/total", "87.5", "87.50", true},
		{"/expenses/0/total", "87.50", "8750", false},
		{"/expenses/0/date", "2026-03-12", "2026-03-21", false},
	} {
		if same := eval.Normal(tt.pointer, tt.a) == eval.Normal(tt.pointer, tt.b); same != tt.same {
			t.Errorf("%s: %q and %q: same %v, want %v (%q, %q)", tt.pointer, tt.a, tt.b, same, tt.same, eval.Normal(tt.pointer, tt.a), eval.Normal(tt.pointer, tt.b))
		}
	}
}

func TestTheListOfScoredPointersIsTold(t *testing.T) {
	told, err := os.ReadFile("../docs/eval.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, pointer := range eval.ScoredPointers() {
		if !strings.Contains(string(told), "`"+pointer+"`") {
			t.Errorf("docs/eval.md does not name %s", pointer)
		}
	}
}
