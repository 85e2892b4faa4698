package sqlite

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"pratica/claim"
	"pratica/storage"
)

// TestTwoImportsGoOneAfterTheOther has two processes, as it were, import the whole register at once.
func TestTwoImportsGoOneAfterTheOther(t *testing.T) {
	const members, rounds = 2000, 4
	path := filepath.Join(t.TempDir(), "records.db")
	open(t, path, nil)
	lists := [2][]claim.Enrolment{}
	for i := range 2 * members {
		list := &lists[i%2]
		*list = append(*list, claim.Enrolment{Code: fmt.Sprintf("%07d", i), Member: claim.Enrolled{Surname: "ROSSI", Name: "ANNA"}})
	}
	for range rounds {
		var imports sync.WaitGroup
		done := [2]storage.MembersImported{}
		for i := range lists {
			imports.Go(func() {
				s, err := OpenBeside(t.Context(), path)
				if err != nil {
					t.Error(err)
					return
				}
				defer s.Close()
				if done[i], err = s.ImportMembers(t.Context(), lists[i], true); err != nil {
					t.Error(err)
				}
			})
		}
		imports.Wait()
		codes := []string{}
		s := open(t, path, nil)
		bodies, err := s.memberBodies(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for code := range bodies {
			codes = append(codes, code)
		}
		slices.Sort(codes)
		if len(codes) != members || slices.ContainsFunc(codes, func(code string) bool { return code[6]%2 != codes[0][6]%2 }) || done[0].Known != members || done[1].Known != members {
			t.Fatalf("%d members, from %s to %s: %+v", len(codes), codes[0], codes[len(codes)-1], done)
		}
	}
}
