package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"pratica/claim"
	"pratica/storage"
)

// TestClaimsOfBeforeTheLedgerAreEnteredAtTheNextStart takes the ledger out of a database, as one has it that an earlier version left.
func TestClaimsOfBeforeTheLedgerAreEnteredAtTheNextStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pratica.db")
	s, err := Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	first, second := storedBill(t, s, "first.pdf"), storedBill(t, s, "second.pdf")
	expense := theBill()
	for _, statement := range []string{`DELETE FROM ledger`, `DELETE FROM ledger_filled`, `UPDATE claims SET member_code = ''`} {
		if _, err := s.writer.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := s.EarlierExpenses(t.Context(), second, second, expense.Ledger()); err != nil || len(list) != 0 {
		t.Fatal(list, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second start has nothing left to enter
		if s, err = Open(t.Context(), path, time.Now); err != nil {
			t.Fatal(err)
		}
		list, err := s.EarlierExpenses(t.Context(), second, second, expense.Ledger())
		if err != nil || len(list) != 1 || list[0].MemberCode != "1047823" || list[0].Expense.Number != "12" {
			t.Errorf("%+v, %v", list, err)
		}
		if found, err := s.Submission(t.Context(), first); err != nil || found.State != claim.Assembled {
			t.Errorf("%+v, %v: it is assembled again", found, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func theBill() claim.Expense {
	return claim.Expense{DocumentType: claim.InvoiceType, Number: "12", Date: claim.MustDate("2026-03-12"), Issuer: claim.Issuer{VATNumber: "01234560157"},
		Patient: claim.Person{Surname: "ROSSI", Name: "LUCA"}, Total: claim.MustMoney("80.00")}
}

// storedBill brings a file with one bill as far as its claim.
func storedBill(t *testing.T, s *Store, file string) (submission string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a, _, step, err := s.CreateArrival(t.Context(), claim.Arrival{Channel: claim.Post, Files: []claim.File{{Name: file, Object: "sha256:" + "0000000000000000000000000000000000000000000000000000000000000000", Size: 1}}})
	must(err)
	steps, err := s.FinishSplit(t.Context(), step.StepRef, []storage.Envelope{{}})
	must(err)
	arrived, err := s.Arrival(t.Context(), a.ID)
	must(err)
	submission = arrived.Submissions[0]
	c := claim.Claim{Schema: claim.SchemaV1, ID: "01K9ZV6J4W8Q2M7T5R3X1N0B" + file[:2], Submission: submission, Outcome: claim.Admissible, Member: claim.Member{Code: "1047823"},
		Expenses: []claim.Expense{theBill()}}
	_, err = s.FinishAssemble(t.Context(), steps[0].StepRef, []storage.AssembledClaim{{Claim: c, State: claim.Ready}})
	must(err)
	return submission
}
