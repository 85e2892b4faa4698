package claim_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pratica/claim"
)

func TestAnEmptyClaimHasEveryMemberAndPassesItsSchema(t *testing.T) {
	c := claim.Claim{Schema: claim.SchemaV1, ID: "01K9ZV6J4W8Q2M7T5R3X1N0BCD", Version: 1, Channel: claim.Post, Outcome: claim.NeedsReview,
		CreatedAt: time.Date(2026, 5, 14, 9, 12, 44, 0, time.UTC), ReceivedOn: claim.MustDate("2026-05-14")}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := claim.ValidateJSON(data); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	for _, want := range []string{`"form":null`, `"expenses":[]`, `"provenance":{}`, `"declared_total":null`, `"allowance":null`, `"sent_on":null`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s is missing in %s", want, data)
		}
	}
}

func TestAFullClaimSurvivesJSONAndPassesItsSchema(t *testing.T) {
	yes, ten := true, 10
	c := claim.Claim{Schema: claim.SchemaV1, ID: "A", Version: 2, Submission: "B", Channel: claim.Online, Form: claim.R01, Kind: claim.Private,
		Outcome: claim.Admissible, ReceivedOn: claim.MustDate("2026-05-14"), CreatedAt: time.Date(2026, 5, 14, 9, 12, 44, 0, time.UTC),
		Expenses: []claim.Expense{{Row: 1, Lines: []claim.Line{{Description: "Visita", Quantity: 1, Amount: claim.MustMoney("85.50")}},
			BilledTo: &claim.Person{Surname: "ROSSI"}, Declared: &claim.Declared{Number: "2024/118"}, Total: claim.MustMoney("87.50")}},
		Allowance:  &claim.Allowance{Nights: 5, Sessions: []claim.Date{claim.MustDate("2026-02-01")}},
		Dependency: &claim.Dependency{Accident: &yes, Scores: claim.Scores{Bathing: &ten}},
		Documents:  []claim.Document{{ID: "d1", Kind: claim.Invoice, Pages: []claim.Page{{File: "a.pdf", FilePage: 1, Transform: claim.Identity}}}},
		Findings:   []claim.Finding{claim.NewFinding("deadline.lapsed", "/expenses/0", "Tardi.").With("days", 3)},
		Provenance: map[string]claim.Provenance{"/member/iban": {Document: "d1", Page: 1, Box: claim.Box{X: 1, Y: 2, W: 3, H: 4}, Method: claim.FromComb, Confidence: 0.9}},
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := claim.ValidateJSON(data); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	var back claim.Claim
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(back)
	if err != nil {
		t.Fatal(err)
	}
	if string(again) != string(data) {
		t.Errorf("changed on its way:\n%s\n%s", data, again)
	}
}

func TestTheSchemaRefusesWhatTheContractForbids(t *testing.T) {
	good, err := json.Marshal(claim.Claim{Schema: claim.SchemaV1, ID: "A", Version: 1, Channel: claim.Post, Outcome: claim.Admissible,
		ReceivedOn: claim.MustDate("2026-05-14")})
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"an empty string for an absent value": {`"protocol_number":null`, `"protocol_number":""`},
		"an unknown outcome":                  {`"admissible"`, `"fine"`},
		"money with one place":                {`"declared_total":null`, `"declared_total":"1.5"`},
		"a null array":                        {`"expenses":[]`, `"expenses":null`},
		"a missing member":                    {`"allowance":null,`, ``},
		"a member we do not know":             {`"allowance":null,`, `"allowance":null,"extra":1,`},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if bad == string(good) {
			t.Fatalf("%s: nothing changed", name)
		}
		if claim.ValidateJSON([]byte(bad)) == nil {
			t.Errorf("%s passed", name)
		}
	}
}

func TestSetAndGetByPointer(t *testing.T) {
	var c claim.Claim
	for pointer, value := range map[string]string{
		"/member/code": "1047823", "/expenses/0/declared/amount": "87.50", "/expenses/0/third_party/marked": "true",
		"/expenses/0/row": "1", "/signatures/member": "false", "/signatures/date": "2026-05-10", "/dependency/scores/bathing": "5",
		"/patient/relation": "family",
	} {
		if err := c.Set(pointer, value); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Get(pointer); err != nil || got != value {
			t.Errorf("%s: got %q, %v; want %q", pointer, got, err, value)
		}
	}
	for _, bad := range [][2]string{{"/member/codes", "1"}, {"/expenses/5/number", "1"}, {"/signatures/date", "2026-02-30"},
		{"/expenses/0/total", "8,5"}, {"member", "x"}, {"/expenses/-1/number", "1"}} {
		if c.Set(bad[0], bad[1]) == nil {
			t.Errorf("%s = %s was accepted", bad[0], bad[1])
		}
	}
	if err := c.Set("/member/code", ""); err != nil || c.Member.Code != "" {
		t.Errorf("clearing: %v, %q", err, c.Member.Code)
	}
	if got, err := c.Get("/allowance/hospital"); got != "" || err != nil {
		t.Errorf("an absent block: %q, %v", got, err)
	}
}

func TestMonthsEndOnTheSameNumberOrTheLastDay(t *testing.T) {
	for _, tt := range []struct {
		from, want string
		months     int
	}{
		{"2024-01-15", "2024-04-15", 3}, {"2023-11-30", "2024-02-29", 3}, {"2022-11-30", "2023-02-28", 3},
		{"2024-01-31", "2024-04-30", 3}, {"2023-08-31", "2024-02-29", 6}, {"2024-12-31", "2025-03-31", 3},
	} {
		if got := claim.MustDate(tt.from).AddMonths(tt.months).String(); got != tt.want {
			t.Errorf("%s + %d months: %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
}

func TestAnOnlineSendCountsByTheCivilDateInRome(t *testing.T) {
	if got := claim.DateIn(time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC)).String(); got != "2026-07-02" {
		t.Errorf("22:30 UTC in July is %s in Rome", got)
	}
}

func TestMoneyKnowsNothingFromZero(t *testing.T) {
	var unknown claim.Money
	if unknown.Known() || unknown.Equal(claim.ZeroMoney) || unknown.String() != "" {
		t.Error("unknown looks like zero")
	}
	if got := claim.MustMoney("1234567.80").Italian(); got != "1.234.567,80" {
		t.Errorf("Italian: %s", got)
	}
	if got := claim.MustMoney("-1234.80").Italian(); got != "-1.234,80" {
		t.Errorf("Italian: %s", got)
	}
	for _, bad := range []string{"", "1", "1.5", "1,50", "1.234", "+1.00", "1e3", ".50", "--1.00", "1.00 "} {
		if _, err := claim.ParseMoney(bad); err == nil {
			t.Errorf("%q passed", bad)
		}
	}
}
