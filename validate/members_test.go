package validate

import (
	"context"
	"strings"
	"testing"

	"pratica/claim"
)

func TestMemberFilesAreReadAsTheyAreExported(t *testing.T) {
	for name, file := range map[string]string{
		"with commas":         "code,relation,surname,name,tax_code,born_on,enrolled_from,enrolled_to,iban\n1047823,self,D'AMICO,NICOLÒ,,1970-01-02,2020-03-01,,IT60X0542811101000000123456\n1047823,family,D'AMICO,LUCA,,2012-01-01,2020-03-01,2025-12-31,\n1047823,family,D'AMICO,LUCA,,2012-01-01,2026-04-01,,\n",
		"a spreadsheet's":     "\xef\xbb\xbfCodice;Relazione;Cognome;Nome;Codice fiscale;Data nascita;Iscritto dal;Iscritto al;IBAN;Note\r\n1047823;iscritto;D'AMICO;NICOLÒ;;02/01/1970;01/03/2020;;IT60 X054 2811 1010 0000 0123 456;x\r\n1047823;familiare;D'AMICO;LUCA;;1/1/2012;01/03/2020;31/12/2025;;\r\n1047823;figlio;D'AMICO;LUCA;;1/1/2012;01/04/2026;;;\r\n\r\n",
		"in Windows' letters": "code\trelation\tsurname\tname\tborn_on\tenrolled_from\tenrolled_to\tiban\n1047823\t\tD'AMICO\tNICOL\xd2\t1970-01-02\t2020-03-01\t\tit60x0542811101000000123456\n1047823\tfamily\tD'AMICO\tLUCA\t2012-01-01\t2026-04-01\t\t\n1047823\tfamily\tD'AMICO\tLUCA\t2012-01-01\t2020-03-01\t2025-12-31\t\n",
		"with a line twice":   "code,relation,surname,name,born_on,enrolled_from,enrolled_to,iban\n1047823,self,D'AMICO,NICOLÒ,1970-01-02,2020-03-01,,IT60X0542811101000000123456\n1047823,family,D'AMICO,LUCA,2012-01-01,2020-03-01,2025-12-31,\n1047823,family,D'AMICO,LUCA,2012-01-01,2020-03-01,2025-12-31,\n1047823,family,D'AMICO,LUCA,2012-01-01,2026-04-01,,\n",
	} {
		t.Run(name, func(t *testing.T) {
			list, warnings, err := ParseMembers([]byte(file))
			if err != nil || len(warnings) > 0 || len(list) != 1 {
				t.Fatal(list, warnings, err)
			}
			e := list[0]
			if e.Code != "1047823" || e.Member.Name != "NICOLÒ" || e.Member.BornOn != claim.MustDate("1970-01-02") || e.IBAN != "IT60X0542811101000000123456" {
				t.Errorf("%+v", e)
			}
			if len(e.Family) != 1 || len(e.Family[0].Periods) != 2 || e.Family[0].Periods[0].To != claim.MustDate("2025-12-31") ||
				e.Family[0].PeriodOn(claim.MustDate("2026-02-01")) != nil || e.Family[0].PeriodOn(claim.MustDate("2026-04-01")) == nil {
				t.Errorf("%+v", e.Family)
			}
			known, ok, err := NewRegister(list).Member(context.Background(), "1047823")
			if err != nil || !ok || !SameMember("DAMICO", "NICOLO", known.Member) {
				t.Error(known, ok, err)
			}
		})
	}
}

func TestMemberFilesThatCannotBeRightAreRefusedWhole(t *testing.T) {
	const head = "code,relation,surname,name,tax_code,born_on,enrolled_from,enrolled_to,waiting_months,arrears_from,arrears_to\n"
	for name, test := range map[string]struct{ file, says string }{
		"nothing":                 {"", "vuoto"},
		"a head alone":            {head, "vuoto"},
		"no column of codes":      {"surname,name,enrolled_from\nROSSI,ANNA,2020-01-01\n", "manca la colonna code"},
		"a column twice":          {"code,codice,surname,name,enrolled_from\n", "due colonne code"},
		"no code":                 {head + ",self,ROSSI,ANNA,,,2020-01-01,,,,\n", "riga 2: manca code"},
		"a code with a letter":    {head + "10478O3,self,ROSSI,ANNA,,,2020-01-01,,,,\n", "non è un numero"},
		"no date of enrolment":    {head + "1047823,self,ROSSI,ANNA,,,,,,,\n", "manca enrolled_from"},
		"a day that is none":      {head + "1047823,self,ROSSI,ANNA,,,2020-02-30,,,,\n", "non è una data"},
		"an end before the start": {head + "1047823,self,ROSSI,ANNA,,,2020-02-03,2019-12-31,,,\n", "prima di enrolled_from"},
		"an unknown relation":     {head + "1047823,zio,ROSSI,ANNA,,,2020-02-03,,,,\n", "relation"},
		"months that are none":    {head + "1047823,self,ROSSI,ANNA,,,2020-02-03,,sei,,\n", "waiting_months"},
		"two members":             {head + "1047823,self,ROSSI,ANNA,,,2020-02-03,,,,\n1047823,self,VERDI,LUCA,,,2020-02-03,,,,\n", "due iscritti"},
		"a family alone":          {head + "1047823,family,ROSSI,ANNA,,,2020-02-03,,,,\n", "nessun iscritto"},
		"periods that overlap":    {head + "1047823,self,ROSSI,ANNA,,,2020-02-03,,,,\n1047823,self,ROSSI,ANNA,,,2021-02-03,,,,\n", "sovrappongono"},
		"an open quotation":       {head + "1047823,self,\"ROSSI,ANNA\n", "CSV"},
	} {
		t.Run(name, func(t *testing.T) {
			list, _, err := ParseMembers([]byte(test.file))
			if claim.ErrorCode(err) != claim.EINVALID || list != nil || !strings.Contains(claim.ErrorMessage(err), test.says) {
				t.Errorf("%v, %v", list, err)
			}
		})
	}
}

func TestLinesOfAMemberFileAreCountedAsAnEditorDoes(t *testing.T) {
	const file = `code,relation,surname,name,enrolled_from,note
1047823,self,ROSSI,ANNA,2020-01-01,"trasferita
da Milano"

1047824,family,VERDI,EVA,2020-01-01,
1047825,family,NERI,UGO,2020-01-01,
X,self,NERI,UGO,2020-01-01,
`
	_, _, err := ParseMembers([]byte(file))
	const want = `
  riga 7: code: "X" non è un numero
  riga 5: il codice 1047824 ha familiari ma nessun iscritto
  riga 6: il codice 1047825 ha familiari ma nessun iscritto`
	if got := claim.ErrorMessage(err); !strings.HasSuffix(got, want) {
		t.Error(got)
	}
}

func TestIdentifiersOfTheRegisterThatCannotBeRightAreNotUsed(t *testing.T) {
	list, warnings, err := ParseMembers([]byte("code,surname,name,enrolled_from,iban,tax_code\n1047823,ROSSI,ANNA,2020-01-01,IT60X0542811101000000123457,RSSNNA70A41F205A\n"))
	if err != nil || len(warnings) != 2 || list[0].IBAN != "" || list[0].Member.TaxCode != "" {
		t.Error(list, warnings, err)
	}
}

func FuzzParseMembers(f *testing.F) {
	f.Add([]byte("code;surname;name;enrolled_from\n1;A;B;01/02/2020\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, _, err := ParseMembers(data)
		if (err == nil) != (len(list) > 0) {
			t.Errorf("%d members, %v", len(list), err)
		}
	})
}
