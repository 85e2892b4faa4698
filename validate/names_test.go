package validate

import (
	"testing"

	"pratica/claim"
)

func TestNamesOfOnePersonOnTwoPapers(t *testing.T) {
	for _, test := range []struct {
		name                             string
		surnameA, nameA, surnameB, nameB string
		same                             bool
	}{
		{"the same", "ROSSI", "LUCA", "ROSSI", "LUCA", true},
		{"another case", "Rossi", "Luca", "ROSSI", "LUCA", true},
		{"surname and name swapped", "LUCA", "ROSSI", "ROSSI", "LUCA", true},
		{"accents and apostrophes", "D’Amico", "Niccolò", "DAMICO", "NICCOLO'", true},
		{"a surname in two words or one", "DE ROSA", "ANNA", "DEROSA", "ANNA", true},
		{"one word and swapped", "ANNA", "DE ROSA", "DEROSA", "ANNA", true},
		{"a second name left out", "BERTOLINI", "MARIA", "BERTOLINI", "MARIA GRAZIA", true},
		{"a second surname left out", "ROSSI BIANCHI", "ANNA", "ROSSI", "ANNA", true},
		{"everything in one field", "ROSSI LUCA", "", "ROSSI", "LUCA", true},
		{"an initial", "ROSSI", "L.", "ROSSI", "LUCA", true},
		{"another initial", "ROSSI", "M.", "ROSSI", "LUCA", false},
		{"one misread character", "BIANCHI", "LUCA", "BIANCNI", "LUCA", true},
		{"a misread digit", "B1ANCH1", "LUCA", "BIANCHI", "LUCA", true},
		{"rn read as m", "FORNARI", "LUCA", "FOMARI", "LUCA", true},
		{"two misread characters", "BIANCNI", "MANLIO", "BIANCHI", "NANLIO", false},
		{"a brother", "ROSSI", "MARCO", "ROSSI", "LUCA", false},
		{"a sister whose name differs by a vowel", "ROSSI", "MARIA", "ROSSI", "MARIO", false},
		{"a sister whose name differs by a letter", "ROSSI", "MARTA", "ROSSI", "MARIA", false},
		{"somebody else", "BIANCHI", "ANNA", "ROSSI", "LUCA", false},
		{"initials only", "R", "L", "ROSSI", "LUCA", false},
		{"a surname only is not enough", "ROSSI", "", "ROSSI", "LUCA", false},
		{"nobody", "", "", "ROSSI", "LUCA", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b, c, d := claim.Text(test.surnameA), claim.Text(test.nameA), claim.Text(test.surnameB), claim.Text(test.nameB)
			if samePerson(a, b, c, d) != test.same || samePerson(c, d, a, b) != test.same {
				t.Errorf("%s %s and %s %s: want %t, both ways", a, b, c, d, test.same)
			}
		})
	}
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for _, test := range []struct {
		number, written string
		same            bool
	}{
		{"2026/118", "118", true}, {"118/26", "118", true}, {"00118", "118", true}, {"45/A", "45 a", true}, {"45/A", "45A", true}, {"2026452", "2026/452", true},
		{"FT 118/2026", "n. 118", true}, {"2026", "2026", true}, {"26", "26", true},
		{"45/A", "45/B", false}, {"45/A", "45", false}, {"118", "181", false}, {"118/2025", "118", false}, {"2026/118", "2026/119", false},
	} {
		e := &claim.Expense{Number: claim.Text(test.number), Date: claim.MustDate("2026-03-12")}
		if got := sameNumber(e, test.written); got != test.same {
			t.Errorf("%s and %s: %t, want %t", test.number, test.written, got, test.same)
		}
	}
}
