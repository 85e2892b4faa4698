package pipeline

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"pratica/claim"
	"pratica/storage/sqlite"
	"pratica/validate"
)

func TestTheRegisterConfirmsMembersAndMendsOneDigitOfACode(t *testing.T) {
	const members = `code,relation,surname,name,enrolled_from,iban
1047823,self,BERTOLINI,MARIA GRAZIA,2020-03-01,IT60X0542811101000000123456
1047823,family,ROSSI,LUCA,2020-03-01,
2000001,self,VERDI,ANNA,2020-03-01,
2000002,self,NERI,UGO,2020-03-01,
3000011,self,RUSSO,EVA,2020-03-01,
3000017,self,RUSSO,EVA,2020-03-01,
`
	list, _, err := validate.ParseMembers([]byte(members))
	if err != nil {
		t.Fatal(err)
	}
	const read, sure = 0.97, 0.99
	for name, c := range map[string]struct {
		code, surname, name string
		want                string
		least, most         float64 // confidence of the code
		namesConfirmed      bool
	}{
		"what both say is believed":                 {"1047823", "Bertolini", "Maria  Grazia", "1047823", sure, 1, true},
		"a name with a confused letter is not":      {"1047823", "BERTOIINI", "MARIA GRAZIA", "1047823", sure, 1, false},
		"a misread digit is corrected":              {"1047828", "BERTOLINI", "MARIA GRAZIA", "1047823", 0.995, 0.997, true},
		"two digits are not":                        {"1047888", "BERTOLINI", "MARIA GRAZIA", "1047888", read, read, false},
		"nor the code of another name":              {"1047828", "ESPOSITO", "MARIA GRAZIA", "1047828", read, read, false},
		"nor with a digit less":                     {"104782", "BERTOLINI", "MARIA GRAZIA", "104782", read, read, false},
		"nor where two members fit":                 {"3000013", "RUSSO", "EVA", "3000013", read, read, false},
		"another's code is corrected for reviewers": {"2000002", "VERDI", "ANNA", "2000001", 0.8, 0.95, true},
	} {
		t.Run(name, func(t *testing.T) {
			a := assembly{claim: claim.Claim{Provenance: map[string]claim.Provenance{}}}
			a.claim.Member = claim.Member{Code: claim.Text(c.code), Surname: claim.Text(c.surname), Name: claim.Text(c.name), IBAN: "IT60X0542811101000000123456"}
			a.claim.Patient = claim.Patient{Surname: "ROSSI", Name: "LUCA"}
			for _, pointer := range []string{"/member/code", "/member/surname", "/member/name", "/member/iban", "/patient/surname", "/patient/name"} {
				a.claim.Provenance[pointer] = claim.Provenance{Text: claim.Text(c.code), Method: claim.FromComb, Confidence: read}
			}
			if err := a.weighMember(t.Context(), validate.NewRegister(list)); err != nil {
				t.Fatal(err)
			}
			from := a.claim.Provenance
			if got := from["/member/code"]; string(a.claim.Member.Code) != c.want || got.Confidence < c.least || got.Confidence > c.most || string(got.Text) != c.code {
				t.Errorf("code %s: %+v", a.claim.Member.Code, got)
			}
			if c.want != c.code != (from["/member/code"].Method == claim.FromRule) {
				t.Errorf("method %s", from["/member/code"].Method)
			}
			if got := from["/member/surname"].Confidence > sure; got != c.namesConfirmed {
				t.Errorf("surname confirmed: %t", got)
			}
			known := c.want == "1047823"
			if from["/member/iban"].Confidence > sure != known || from["/patient/name"].Confidence > sure != known {
				t.Errorf("account %g, patient %g", from["/member/iban"].Confidence, from["/patient/name"].Confidence)
			}
		})
	}
}

// storedRegister are the members of records, as workers.Register gives them.
type storedRegister struct{ *sqlite.Store }

func (r storedRegister) Member(ctx context.Context, code string) (claim.Enrolment, bool, error) {
	e, err := r.Store.Member(ctx, code)
	return e, err == nil, nil
}

func (r storedRegister) Empty(context.Context) (bool, error) { return false, nil }

func TestACodeIsCorrectedAmongAnyNumberOfOneName(t *testing.T) {
	records, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "records.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	var list []claim.Enrolment
	for i := range 300 {
		list = append(list, claim.Enrolment{Code: fmt.Sprint(1000000 + 111*i), Member: claim.Enrolled{Surname: "ROSSI", Name: "ANNA"}})
	}
	last := list[299].Code
	if _, err := records.ImportMembers(t.Context(), list, false); err != nil {
		t.Fatal(err)
	}
	a := assembly{claim: claim.Claim{Member: claim.Member{Code: claim.Text("9" + last[1:]), Surname: "ROSSI", Name: "ANNA"},
		Provenance: map[string]claim.Provenance{"/member/code": {Confidence: 0.97}}}}
	if err := a.weighMember(t.Context(), storedRegister{records}); err != nil || string(a.claim.Member.Code) != last {
		t.Errorf("code %s, want %s: %v", a.claim.Member.Code, last, err)
	}
}

func TestWithoutARegisterNothingIsWeighed(t *testing.T) {
	a := assembly{claim: claim.Claim{Member: claim.Member{Code: "1", Surname: "A", Name: "B"}, Provenance: map[string]claim.Provenance{"/member/code": {Confidence: 0.5}}}}
	if err := a.weighMember(t.Context(), nil); err != nil || a.claim.Provenance["/member/code"].Confidence != 0.5 {
		t.Error(err, a.claim.Provenance)
	}
}
