package claim_test

import (
	"reflect"
	"testing"

	"pratica/claim"
)

func TestUnlearningUndoesLearningInAnyOrder(t *testing.T) {
	vote := func(text, quarter string, accepted int) claim.IssuerVote {
		return claim.IssuerVote{Of: claim.IssuerName, Text: text, Quarter: quarter, Accepted: accepted}
	}
	a := claim.KnownIssuer{VATNumber: "01234560157", Documents: 2, LastSeen: claim.MustDate("2026-05-14"), Votes: []claim.IssuerVote{vote("Centro", "2026Q2", 1)}}
	b := claim.KnownIssuer{VATNumber: "01234560157", Documents: 1, LastSeen: claim.MustDate("2026-01-14"),
		Votes: []claim.IssuerVote{vote("Centr0", "2026Q1", 1), vote("Centro", "2026Q2", 1)}}
	sum := (claim.KnownIssuer{}).Plus(a).Plus(b)
	want := claim.KnownIssuer{VATNumber: "01234560157", Documents: 3, LastSeen: claim.MustDate("2026-05-14"),
		Votes: []claim.IssuerVote{vote("Centr0", "2026Q1", 1), vote("Centro", "2026Q2", 2)}}
	if !reflect.DeepEqual(sum, want) {
		t.Errorf("the sum is %+v, want %+v", sum, want)
	}
	if other := (claim.KnownIssuer{}).Plus(b).Plus(a); !reflect.DeepEqual(other, want) {
		t.Errorf("the other way round the sum is %+v", other)
	}
	if left := sum.Minus(b); !reflect.DeepEqual(left, a) {
		t.Errorf("less the second it is %+v, want the first", left)
	}
	if left := sum.Minus(b).Minus(a); left.Documents != 0 || len(left.Votes) != 0 {
		t.Errorf("less both it is %+v, want nothing", left)
	}
	if left := a.Minus(b).Minus(b); left.Documents != 0 || len(left.Votes) != 0 {
		t.Errorf("less what was never there it is %+v, want nothing", left)
	}
}

func TestQuartersAreThoseOfTheCalendar(t *testing.T) {
	for day, want := range map[string]string{"2026-01-01": "2026Q1", "2026-03-31": "2026Q1", "2026-04-01": "2026Q2", "2026-12-31": "2026Q4"} {
		if got := claim.QuarterOf(claim.MustDate(day)); got != want {
			t.Errorf("%s is in %s, want %s", day, got, want)
		}
	}
}
