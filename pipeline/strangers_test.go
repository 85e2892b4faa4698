package pipeline

import "testing"

// handWritten is a form R01 whose only person was read as named.
func handWritten(surname, name string, rows ...string) Reading {
	form := requestForm("R01", surname+" "+name, rows...)
	for i, f := range form.Fields {
		switch f.Pointer {
		case "/member/surname":
			form.Fields[i].Field.Value = surname
		case "/member/name":
			form.Fields[i].Field.Value = name
		}
	}
	return form
}

func TestAMisreadNameOnAFormKeepsItsPapers(t *testing.T) {
	const row = "12|Studio Verdi|2026-03-12|80.00"
	unreadRow := "7Z|5tvd|2026-08-01|17.00"
	lucas, more := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00"), bill("19", "21/03/2026", "ROSSI LUCA", luca, "44,00")
	ginas := bill("77", "02/03/2026", "BRAMBILLA GINA", "BRMGNI80A41F205M", "55,00")
	nobodys := bill("12", "12/03/2026", "", "", "80,00")
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"a name like the printed one", []Reading{handWritten("KOSSL", "LUGA", row), nobodys, more}, "R01 2: 1 2 3"},
		{"another paper of the same tax code has a row", []Reading{handWritten("TQMBK", "VNEW", row), lucas, more}, "R01 2: 1 2 3"},
		{"no paper would be left", []Reading{handWritten("TQMBK", "VNEW", unreadRow), lucas, more}, "R01 3: 1 2 3"},
		{"of two strangers the one more like it", []Reading{handWritten("TQSBK", "LVEW", unreadRow), ginas, more}, "R01 2: 1 3; - 1: 2"},
		{"somebody else's paper beside one with a row", []Reading{handWritten("TQMBK", "VNEW", row), lucas, ginas}, "R01 1: 1 2; - 1: 3"},
		{"somebody else's papers behind a form that takes none", []Reading{filled(lines("DOMANDA DI ASSISTENZA", "per non autosufficienza", "Mod. NA1", "Iscritto"), map[string]string{
			"/member/surname": "NERI", "/member/name": "CARLO", "/patient/surname": "NERI", "/patient/name": "CARLO"}), ginas}, "NA1 0: 1; - 1: 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shape(assembled(t, c.pages...)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
