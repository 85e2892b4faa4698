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

func TestPapersStayWithTheFormTheyFollowUnlessAnotherIsClearlyTheirs(t *testing.T) {
	unread := "7Z|5tvd|2026-08-01|17.00"
	lucas, martas := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00"), bill("15", "20/03/2026", "ROSSI MARTA", marta, "60,00")
	nobodys := bill("31", "02/04/2026", "", "", "44,00")
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"hands read badly", []Reading{handWritten("RQSSL", "LUGA", unread), lucas, handWritten("R0SSI", "NARTA", unread), martas}, "R01 2: 1 2; R01 2: 3 4"},
		{"the other form's row agrees by chance", []Reading{handWritten("RQSSL", "LUGA", unread), lucas, handWritten("R0SSI", "NARTA", "9|Studio Verde|2026-03-12|31.70"), martas}, "R01 2: 1 2; R01 2: 3 4"},
		{"a clearly better name", []Reading{handWritten("ROSSL", "LUCA", unread), martas, handWritten("R0SSI", "MARTA", unread), lucas}, "R01 2: 1 4; R01 2: 2 3"},
		{"nobody is named", []Reading{handWritten("RQSSL", "LUGA", unread), nobodys, handWritten("R0SSI", "NARTA", unread), martas}, "R01 2: 1 2; R01 2: 3 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shape(assembled(t, c.pages...)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestAPaperThatMayBeAnotherFormsIsNotAccepted(t *testing.T) {
	bare := bill("31", "02/04/2026", "", "", "44,00")
	for name, c := range map[string]struct {
		second Reading
		sure   bool
	}{
		"one form":                     {lines("Referto", "nella norma"), true},
		"a second form as like as one": {handWritten("BIANCHI", "ANNA", "7Z|5tvd|2026-08-01|17.00"), false},
	} {
		t.Run(name, func(t *testing.T) {
			list := []Reading{handWritten("ROSSI", "LUCA", "99|Altro|2026-01-01|10.00"), bare, c.second}
			papers := pagesOf(t, list...)
			batches := splitClaims(papers)
			if got := batches[0][1].perhapsOthers; got == c.sure {
				t.Errorf("perhaps another's: %v", got)
			}
		})
	}
}

// pagesOf are readings as papers.
func pagesOf(t *testing.T, readings ...Reading) []*paper {
	t.Helper()
	var list []ReadPage
	for i, r := range readings {
		list = append(list, read(t, i+1, r))
	}
	papers, err := groupPages(list)
	if err != nil {
		t.Fatal(err)
	}
	return papers
}
