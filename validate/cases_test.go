package validate

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"pratica/claim"
)

// A ruleCase changes the claim of testdata/claim.json, every value of which is accepted, and says what
// Check makes of it.
type ruleCase struct {
	Name string `yaml:"name"`
	// About are the findings that the case is near to without giving them, or whose limit it shows where it is a Border: a claim that
	// only just deserves the finding, or only just does not.
	About  []claim.Code `yaml:"about"`
	Border bool         `yaml:"border"`

	// Expenses is how many copies of the first expense the claim has; 0 for one.
	Expenses int `yaml:"expenses"`
	// Set gives values by pointer, "" to clear one; a set value stays accepted.
	Set map[string]string `yaml:"set"`
	// Absent are values that are surely not on the paper; Doubtful are believed absent and not accepted;
	// Unread were not read; Unaccepted were read and nobody stands for them.
	Absent     []string `yaml:"absent"`
	Doubtful   []string `yaml:"doubtful"`
	Probably   []string `yaml:"probably"` // as Doubtful, but all but sure
	Perhaps    []string `yaml:"perhaps"`  // as Doubtful, but less sure
	Unread     []string `yaml:"unread"`
	Illegible  []string `yaml:"illegible"` // something is written that gave no value
	Guessed    []string `yaml:"guessed"`   // read with a low confidence
	Hardly     []string `yaml:"hardly"`    // read with next to none
	Unaccepted []string `yaml:"unaccepted"`
	// Service is what the first invoice says it is for, Services what all of them say; Dental makes it one of a dentist, with D01 unless that is false, whose rows
	// are Treatments: code, tooth or arch or "-", amount.
	Service    string   `yaml:"service"`
	Services   string   `yaml:"services"`
	Dental     bool     `yaml:"dental"`
	D01        *bool    `yaml:"d01"`
	Treatments []string `yaml:"treatments"`
	// Scores are the six of NA1, -1 for none, Total what was written below; Illness is that of GM01, Crossed what was read where it
	// gave none; Allowance is what an R01 without invoices asks for.
	Scores    []int            `yaml:"scores"`
	Total     int              `yaml:"total"`
	Illness   string           `yaml:"illness"`
	Crossed   string           `yaml:"crossed"`
	Allowance *allowanceOfCase `yaml:"allowance"`
	// WithoutRow are expenses that the form does not list.
	WithoutRow []int `yaml:"without_row"`
	// Papers adds documents of these kinds, accepted; Issued are their days of issue, accepted, "" for one not read.
	Papers []claim.DocumentKind `yaml:"papers"`
	Issued []string             `yaml:"issued"`
	// Attached are attachment kinds, by documents.
	Attached map[string][]claim.AttachmentKind `yaml:"attached"`
	// Findings of reading.
	Reading []claim.Code `yaml:"reading"`
	// Rates are units for one euro; OtherPagesUnread and KeepHolidays are as in Inputs.
	Rates            map[string]string `yaml:"rates"`
	OtherPagesUnread bool              `yaml:"other_pages_unread"`
	KeepHolidays     bool              `yaml:"keep_holidays"`

	// Register is a member file as ParseMembers reads it; Earlier are expenses of claims that came before, Asked what these asked for
	// without an invoice, Sends what the member posted before in the month. Without them the checks that need them do not run.
	Register string          `yaml:"register"`
	Earlier  []earlierOfCase `yaml:"earlier"`
	Asked    []askedOfCase   `yaml:"asked"`
	Sends    []string        `yaml:"sends"`

	// SentLater is the day on which the invoices were sent, where they came as an answer.
	SentLater   string `yaml:"sent_later"`
	SentAssumed bool   `yaml:"sent_assumed"` // that day is only the one of its arrival
	// SamePaper says that the picture of the first invoice is one that came before, in a claim that was reimbursed or waits.
	SamePaper       claim.Outcome `yaml:"same_paper"`
	SamePaperNumber claim.Text    `yaml:"same_paper_number"` // as it was read then
	SamePaperTotal  string        `yaml:"same_paper_total"`

	// Want are the findings, "code severity pointer", check.not_run and those of reading apart.
	Want []string `yaml:"want"`
	// Article is that of the last finding, where given.
	Article claim.Text `yaml:"article"`
	// Says are the messages of Want, in order, where given.
	Says    []string      `yaml:"says"`
	Outcome claim.Outcome `yaml:"outcome"`
	// Values by pointer after the check.
	Values map[string]string `yaml:"values"`

	rules *shelf // nil for the embedded sets
}

func TestRuleCases(t *testing.T) {
	for file, cases := range caseFiles(t) {
		for _, c := range cases {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml")+"/"+c.Name, func(t *testing.T) { c.run(t) })
		}
	}
}

// caseFiles are the cases of each file.
func caseFiles(t *testing.T) iter.Seq2[string, []ruleCase] {
	t.Helper()
	return func(yield func(string, []ruleCase) bool) {
		for _, file := range must(filepath.Glob("testdata/cases/*.yaml")) {
			var cases []ruleCase
			decoder := yaml.NewDecoder(bytes.NewReader(must(os.ReadFile(file))))
			decoder.KnownFields(true)
			if err := decoder.Decode(&cases); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if !yield(file, cases) {
				return
			}
		}
	}
}

func (rc *ruleCase) run(t *testing.T) {
	c := rc.claim(t)
	in := rc.inputs(t, c)
	runCheck(t, c, in)
	var got, says []string
	var article claim.Text
	for _, f := range c.Findings {
		if f.Code != "check.not_run" && !slices.Contains(rc.Reading, f.Code) {
			speaksPlainly(t, f)
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Code, f.Severity, f.Pointer)))
			says = append(says, f.Message)
			article = f.Article
		}
	}
	if !slices.Equal(got, rc.Want) {
		t.Errorf("findings:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(rc.Want, "\n  "))
	}
	if rc.Says != nil && !slices.Equal(says, rc.Says) {
		t.Errorf("messages:\n  %s\nwant:\n  %s", strings.Join(says, "\n  "), strings.Join(rc.Says, "\n  "))
	}
	if rc.Article != "" && article != rc.Article {
		t.Errorf("article %s, want %s", article, rc.Article)
	}
	if c.Outcome != rc.Outcome {
		t.Errorf("outcome %s, want %s", c.Outcome, rc.Outcome)
	}
	for pointer, want := range rc.Values {
		if value := must(c.Get(pointer)); value != want {
			t.Errorf("%s is %q, want %q", pointer, value, want)
		}
	}
	checkAgain(t, c, in)
}

// claim is the sample claim with the case's changes.
func (rc *ruleCase) claim(t *testing.T) *claim.Claim {
	t.Helper()
	c := sampleClaim(t)
	for i := 1; i < rc.Expenses; i++ {
		copyExpense(c, i)
	}
	rc.subject(t, c)
	for _, pointer := range slices.Sorted(maps.Keys(rc.Set)) {
		if err := c.Set(pointer, rc.Set[pointer]); err != nil {
			t.Fatal(err)
		}
		delete(c.Provenance, pointer)
		if rc.Set[pointer] != "" && readFromPaper(pointer) {
			c.Provenance[pointer] = claim.Provenance{Method: claim.FromLine, Text: claim.Text(rc.Set[pointer]), Confidence: 0.99, Accepted: claim.AcceptedAuto}
		}
	}
	for n, kind := range rc.Papers {
		i := len(c.Documents)
		c.Documents = append(c.Documents, claim.Document{ID: fmt.Sprintf("d%d", i+1), Kind: kind})
		c.Provenance[fmt.Sprintf("/documents/%d/kind", i)] = claim.Provenance{Method: claim.FromLine, Confidence: 0.99, Accepted: claim.AcceptedAuto}
		if n < len(rc.Issued) && rc.Issued[n] != "" {
			c.Provenance[claim.IssuedOnPointer(i)] = claim.Provenance{Method: claim.FromLine, Text: claim.Text(rc.Issued[n]), Confidence: 0.99, Accepted: claim.AcceptedAuto}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(rc.Attached)) {
		for _, kind := range rc.Attached[id] {
			c.Attachments = append(c.Attachments, claim.Attachment{Kind: kind, Document: id})
		}
	}
	forget := func(pointers []string, p *claim.Provenance) {
		for _, pointer := range pointers {
			if err := c.Set(pointer, ""); err != nil {
				t.Fatal(err)
			}
			delete(c.Provenance, pointer)
			if p != nil {
				c.Provenance[pointer] = *p
			}
		}
	}
	forget(rc.Absent, &claim.Provenance{Method: claim.FromLine, Confidence: 0.999, Accepted: claim.AcceptedAuto})
	forget(rc.Doubtful, &claim.Provenance{Method: claim.FromLine, Confidence: 0.98})
	forget(rc.Perhaps, &claim.Provenance{Method: claim.FromLine, Confidence: 0.8})
	forget(rc.Probably, &claim.Provenance{Method: claim.FromLine, Confidence: 0.992})
	for _, i := range rc.WithoutRow {
		c.Expenses[i].Declared, c.Expenses[i].Row = nil, 0
	}
	forget(rc.Unread, nil)
	forget(rc.Illegible, &claim.Provenance{Method: claim.FromLine, Text: "1?/0", Confidence: 0.8})
	for _, pointer := range rc.Unaccepted {
		p := c.Provenance[pointer]
		p.Method, p.Confidence, p.Accepted = claim.FromLine, 0.9, ""
		c.Provenance[pointer] = p
	}
	for _, pointer := range rc.Guessed {
		p := c.Provenance[pointer]
		p.Method, p.Confidence, p.Accepted = claim.FromLine, 0.7, ""
		c.Provenance[pointer] = p
	}
	for _, pointer := range rc.Hardly {
		p := c.Provenance[pointer]
		p.Method, p.Confidence, p.Accepted = claim.FromLine, 0.05, ""
		c.Provenance[pointer] = p
	}
	if rc.Crossed != "" {
		c.Provenance[illnessPointer] = claim.Provenance{Method: claim.FromMark, Text: claim.Text(rc.Crossed)}
	}
	for _, code := range rc.Reading {
		c.Findings = append(c.Findings, claim.NewFinding(code, "", "Detto dalla lettura."))
	}
	return c
}

type allowanceOfCase struct {
	Kind         claim.Kind `yaml:"kind"`
	Hospital     string     `yaml:"hospital"`
	AdmittedOn   string     `yaml:"admitted_on"`
	DischargedOn string     `yaml:"discharged_on"`
	// Sessions are days of a therapy; Beside makes the sample invoice the second row, for what it says.
	Sessions []string `yaml:"sessions"`
	Beside   string   `yaml:"beside"`
}

// subject makes the sample claim one for dental care, dependency, a serious illness or an allowance.
func (rc *ruleCase) subject(t *testing.T, c *claim.Claim) {
	t.Helper()
	set := func(pointer, value string) {
		if err := c.Set(pointer, value); err != nil {
			t.Fatal(err)
		}
		c.Provenance[pointer] = claim.Provenance{Method: claim.FromLine, Text: claim.Text(value), Confidence: 0.99, Accepted: claim.AcceptedAuto}
	}
	form := func(form claim.Form, kind claim.Kind) {
		c.Form, c.Kind, c.Documents[0].Kind = form, kind, claim.DocumentKind(form)
	}
	carer := func(at string) {
		for member, value := range map[string]string{"surname": "ROSSI", "name": "ANNA", "relation": "figlia", "phone": "3331234567"} {
			set(at+"/carer/"+member, value)
		}
		set("/member/phone", "3401278845")
		c.Expenses, c.DeclaredTotal, c.Documents = []claim.Expense{}, claim.Money{}, c.Documents[:1]
		maps.DeleteFunc(c.Provenance, func(pointer string, _ claim.Provenance) bool {
			return strings.HasPrefix(pointer, "/expenses/") || pointer == "/declared_total"
		})
	}
	if rc.Service != "" {
		set("/expenses/0/description", rc.Service)
		set("/expenses/0/lines/0/description", rc.Service)
	}
	for i := range c.Expenses {
		if rc.Services != "" {
			set(at(i, "description"), rc.Services)
			set(at(i, "lines/0/description"), rc.Services)
		}
	}
	if rc.Dental {
		form(claim.R02, claim.Dental)
		for i := range c.Expenses {
			set(at(i, "kind"), string(claim.Dental))
		}
		if rc.D01 == nil || *rc.D01 {
			c.Documents = append(c.Documents, claim.Document{ID: "d3", Kind: claim.D01Document})
		}
	}
	for i, row := range rc.Treatments {
		parts := strings.Fields(row)
		c.Treatments = append(c.Treatments, claim.Treatment{Quantity: 1})
		set(treatmentAt(i, "code"), parts[0])
		switch place := parts[1]; {
		case len(parts) == 2:
			set(treatmentAt(i, "amount"), place)
			continue
		case place == "-":
		case strings.Trim(place, "0123456789") == "":
			set(treatmentAt(i, "tooth"), place)
		default:
			set(treatmentAt(i, "arch"), place)
		}
		set(treatmentAt(i, "amount"), parts[len(parts)-1])
	}
	if rc.Scores != nil {
		form(claim.NA1, claim.DependencyAid)
		c.Dependency = &claim.Dependency{}
		carer("/dependency")
		set("/dependency/accident", "false")
		set("/dependency/diagnosis", "Morbo di Parkinson")
		set("/dependency/total", strconv.Itoa(rc.Total))
		for i, score := range rc.Scores {
			if pointer := "/dependency/scores/" + sections[i]; score >= 0 {
				set(pointer, strconv.Itoa(score))
			} else {
				c.Provenance[pointer] = claim.Provenance{Method: claim.FromMark, Confidence: 0.99, Accepted: claim.AcceptedAuto}
			}
		}
	}
	if rc.Illness != "" {
		form(claim.GM01, claim.SeriousIllnessCare)
		c.SeriousIllness = &claim.SeriousIllness{}
		carer("/serious_illness")
		set("/member/email", "maria.bertolini@example.it")
		set(illnessPointer, rc.Illness)
		set("/serious_illness/diagnosis", "Ictus ischemico")
		set("/serious_illness/discharged_on", "2026-03-04")
	}
	if a := rc.Allowance; a != nil {
		rc.allowance(c, set)
	}
}

// allowance makes the sample claim one that asks for an allowance.
func (rc *ruleCase) allowance(c *claim.Claim, set func(pointer, value string)) {
	a := rc.Allowance
	c.Kind, c.Allowance = a.Kind, &claim.Allowance{}
	row := claim.Expense{Row: 1, Kind: a.Kind, Declared: &claim.Declared{Issuer: claim.Text(a.Hospital)}, Lines: []claim.Line{}, Currency: "EUR"}
	if a.Beside == "" {
		c.Expenses, c.Documents = []claim.Expense{row}, c.Documents[:1]
		c.DeclaredTotal = claim.Cents(0)
	} else {
		c.Kind = claim.Mixed
		c.Expenses = []claim.Expense{row, c.Expenses[0]}
		c.Expenses[1].Row = 2
	}
	maps.DeleteFunc(c.Provenance, func(pointer string, _ claim.Provenance) bool { return strings.HasPrefix(pointer, "/expenses/") })
	if a.Beside != "" {
		set("/expenses/1/description", a.Beside)
		set("/expenses/1/lines/0/description", a.Beside)
	}
	set("/expenses/0/declared/issuer", a.Hospital)
	for _, column := range []string{"number", "date", "amount"} { // their cells are surely blank
		c.Provenance["/expenses/0/declared/"+column] = claim.Provenance{Method: claim.FromLine, Confidence: 0.999, Accepted: claim.AcceptedAuto}
	}
	for pointer, value := range map[string]string{"hospital": a.Hospital, "admitted_on": a.AdmittedOn, "discharged_on": a.DischargedOn} {
		if value != "" {
			set("/allowance/"+pointer, value)
		}
	}
	for i, day := range a.Sessions {
		set(fmt.Sprintf("/allowance/sessions/%d", i), day)
	}
}

// sampleClaim is testdata/claim.json with every value that stands on paper accepted.
func sampleClaim(t *testing.T) *claim.Claim {
	t.Helper()
	data := must(os.ReadFile("testdata/claim.json"))
	var c claim.Claim
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	for pointer, value := range must(claim.Leaves(data)) {
		if value != "" && value != "false" && readFromPaper(pointer) {
			c.Provenance[pointer] = claim.Provenance{Document: "d1", Page: 1, Text: claim.Text(value), Method: claim.FromLine, Confidence: 0.99, Accepted: claim.AcceptedAuto}
		}
	}
	return &c
}

var paperPrefixes = []string{"/member/", "/patient/", "/expenses/", "/declared_total", "/signatures/", "/allowance/", "/serious_illness/"}

func readFromPaper(pointer string) bool {
	return slices.ContainsFunc(paperPrefixes, func(prefix string) bool { return strings.HasPrefix(pointer, prefix) })
}

// copyExpense adds expense i as a copy of the first, with its own number, and its share of the total.
func copyExpense(c *claim.Claim, i int) {
	e := c.Expenses[0]
	declared := *e.Declared
	e.Row, e.Declared, e.Lines = claim.Count(i+1), &declared, slices.Clone(e.Lines)
	e.Number = claim.Text(fmt.Sprintf("2024/%d", 118+i))
	e.Declared.Number = e.Number
	c.Expenses = append(c.Expenses, e)
	c.DeclaredTotal = c.DeclaredTotal.Add(e.Declared.Amount)
	for _, pointer := range c.ProvenancePointers() {
		if rest, ok := strings.CutPrefix(pointer, "/expenses/0/"); ok {
			c.Provenance[at(i, rest)] = c.Provenance[pointer]
		}
	}
}

func runCheck(t *testing.T, c *claim.Claim, in Inputs) {
	t.Helper()
	if err := Check(context.Background(), c, in); err != nil {
		t.Fatal(err)
	}
	if err := claim.ValidateJSON(must(json.Marshal(c))); err != nil {
		t.Fatal(err)
	}
}

// checkAgain requires that a second run, also of the claim as it comes back from storage, changes nothing.
func checkAgain(t *testing.T, c *claim.Claim, in Inputs) {
	t.Helper()
	first := must(json.Marshal(c))
	var stored claim.Claim
	if err := json.Unmarshal(first, &stored); err != nil {
		t.Fatal(err)
	}
	for _, again := range []*claim.Claim{c, &stored} {
		if err := Check(context.Background(), again, in); err != nil {
			t.Fatal(err)
		}
		if second := must(json.Marshal(again)); !bytes.Equal(first, second) {
			t.Errorf("a second run changed the claim:\n%s\n%s", first, second)
		}
	}
}

// tableOfRates are rates that hold on every day.
type tableOfRates map[string]string

func (r tableOfRates) Rate(_ context.Context, currency string, _ claim.Date) (decimal.Decimal, bool, error) {
	rate, ok := r[currency]
	if !ok {
		return decimal.Decimal{}, false, nil
	}
	return must(decimal.NewFromString(rate)), true, nil
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
