package storage

import (
	"slices"
	"testing"
	"time"

	"pratica/claim"
)

func sample() claim.Claim {
	return claim.Claim{Schema: claim.SchemaV1, ID: "A", Version: 1, Submission: "S", ProtocolNumber: "2026-000001", ExternalNumber: "7",
		CreatedAt: time.Date(2026, 5, 14, 9, 0, 0, 0, time.UTC), ProducedBy: claim.ProducedBy{Software: "1"}, Channel: claim.Post, Form: claim.R01,
		RuleSet: "2024-01-01", SentOn: claim.MustDate("2026-05-10"), Outcome: claim.Suspended,
		Member:        claim.Member{Code: "1047823"},
		Expenses:      []claim.Expense{{Row: 1, Total: claim.MustMoney("87.50"), Deadline: claim.MustDate("2026-06-12")}},
		DeclaredTotal: claim.MustMoney("87.50"),
		Attachments:   []claim.Attachment{{Kind: "prescription", Document: "d2"}},
		Documents: []claim.Document{
			{ID: "d1", Kind: claim.R01Document, Pages: []claim.Page{{File: "a.pdf", FilePage: 1, Object: "sha256:1", Width: 2480, DPI: 300}}},
			{ID: "d2", Kind: claim.Prescription, Pages: []claim.Page{{File: "a.pdf", FilePage: 2}}}},
		Findings: []claim.Finding{
			claim.NewFinding("form.unsigned", "/signatures/member", "Manca la firma.").With("page", 1),
			claim.NewFinding("page.unreadable", "", "Pagina illeggibile.").With("page", 2)},
		Provenance: map[string]claim.Provenance{"/member/code": {Confidence: 0.9}},
	}
}

func TestSameValues(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*claim.Claim)
		same   bool
	}{
		"nothing changed":               {func(*claim.Claim) {}, true},
		"other id, version and numbers": {func(c *claim.Claim) { c.ID, c.Version, c.Submission, c.ProtocolNumber = "B", 2, "T", "" }, true},
		"other time and software":       {func(c *claim.Claim) { c.CreatedAt, c.ProducedBy.Software = time.Now(), "2" }, true},
		"other provenance":              {func(c *claim.Claim) { c.Provenance = nil }, true},
		"other picture of a page": {func(c *claim.Claim) {
			c.Documents[0].Pages[0] = claim.Page{File: "a.pdf", FilePage: 1, Object: "sha256:2", Rotation: 180}
		}, true},
		"other wording of a finding": {func(c *claim.Claim) { c.Findings[0].Message = "Firma assente." }, true},
		"other order of findings":    {func(c *claim.Claim) { slices.Reverse(c.Findings) }, true},
		"other names of documents": {func(c *claim.Claim) {
			c.Documents[0].ID, c.Documents[1].ID, c.Attachments[0].Document = "x", "y", "y"
		}, true},
		"empty in place of no array": {func(c *claim.Claim) { c.Treatments = []claim.Treatment{} }, true},

		"a member's code":               {func(c *claim.Claim) { c.Member.Code = "1047824" }, false},
		"an amount":                     {func(c *claim.Claim) { c.Expenses[0].Total = claim.MustMoney("87.51") }, false},
		"an amount that is lost":        {func(c *claim.Claim) { c.DeclaredTotal = claim.Money{} }, false},
		"a deadline":                    {func(c *claim.Claim) { c.Expenses[0].Deadline = claim.MustDate("2026-06-13") }, false},
		"the sent date":                 {func(c *claim.Claim) { c.SentOn = claim.MustDate("2026-05-09") }, false},
		"the external number":           {func(c *claim.Claim) { c.ExternalNumber = "8" }, false},
		"the rule set":                  {func(c *claim.Claim) { c.RuleSet = "2012-06-01" }, false},
		"the outcome":                   {func(c *claim.Claim) { c.Outcome = claim.Admissible }, false},
		"a finding less":                {func(c *claim.Claim) { c.Findings = c.Findings[:1] }, false},
		"a finding's severity":          {func(c *claim.Claim) { c.Findings[0].Severity = claim.Review }, false},
		"a finding's detail":            {func(c *claim.Claim) { c.Findings[1].Detail = map[string]any{"page": 3} }, false},
		"a document's kind":             {func(c *claim.Claim) { c.Documents[1].Kind = claim.Letter }, false},
		"a page in another document":    {func(c *claim.Claim) { c.Documents[1].Pages[0].FilePage = 3 }, false},
		"an attachment's document":      {func(c *claim.Claim) { c.Attachments[0].Document = "d1" }, false},
		"documents in the other order":  {func(c *claim.Claim) { slices.Reverse(c.Documents) }, false},
		"an expense more":               {func(c *claim.Claim) { c.Expenses = append(c.Expenses, claim.Expense{}) }, false},
		"a signature that is not there": {func(c *claim.Claim) { c.Signatures.Member = new(bool) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			changed := sample()
			c.change(&changed)
			for _, pair := range [][2]claim.Claim{{sample(), changed}, {changed, sample()}} {
				same, err := SameValues(pair[0], pair[1])
				if err != nil || same != c.same {
					t.Errorf("same is %t, %v, want %t", same, err, c.same)
				}
			}
		})
	}
	c, d := sample(), sample()
	if _, err := SameValues(c, d); err != nil || c.Documents[0].Pages[0].Object == "" || c.Findings[0].Message == "" || c.Attachments[0].Document != "d2" {
		t.Errorf("comparing changed what was compared: %+v, %v", c, err)
	}
}

func TestMatchClaims(t *testing.T) {
	on := func(pages ...int) claim.Claim {
		var d claim.Document
		for _, p := range pages {
			d.Pages = append(d.Pages, claim.Page{File: "a.pdf", FilePage: p})
		}
		return claim.Claim{Documents: []claim.Document{d}}
	}
	for name, c := range map[string]struct {
		earlier, next []claim.Claim
		want          []int
	}{
		"the first assembling":             {nil, []claim.Claim{on(1), on(2)}, []int{-1, -1}},
		"the same claims":                  {[]claim.Claim{on(1), on(2)}, []claim.Claim{on(1), on(2)}, []int{0, 1}},
		"the other way round":              {[]claim.Claim{on(1), on(2)}, []claim.Claim{on(2), on(1)}, []int{1, 0}},
		"most pages win":                   {[]claim.Claim{on(1), on(2, 3)}, []claim.Claim{on(1, 2, 3)}, []int{1}},
		"a page went over":                 {[]claim.Claim{on(1, 2, 3), on(4, 5)}, []claim.Claim{on(1, 2), on(3, 4, 5)}, []int{0, 1}},
		"one became two":                   {[]claim.Claim{on(1, 2, 3)}, []claim.Claim{on(1), on(2, 3)}, []int{-1, 0}},
		"a tie goes to the first":          {[]claim.Claim{on(1, 2)}, []claim.Claim{on(1), on(2)}, []int{0, -1}},
		"a file that opens now":            {[]claim.Claim{{}}, []claim.Claim{on(1)}, []int{0}},
		"a file that opens no more":        {[]claim.Claim{on(1)}, []claim.Claim{{}}, []int{0}},
		"other pages are another claim":    {[]claim.Claim{on(1)}, []claim.Claim{on(2)}, []int{-1}},
		"the same page of another file":    {[]claim.Claim{on(1)}, []claim.Claim{{Documents: []claim.Document{{Pages: []claim.Page{{File: "b.pdf", FilePage: 1}}}}}}, []int{-1}},
		"nothing readable, before and now": {[]claim.Claim{{}}, []claim.Claim{{}}, []int{0}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := MatchClaims(c.earlier, c.next); !slices.Equal(got, c.want) {
				t.Errorf("match is %v, want %v", got, c.want)
			}
		})
	}
}
