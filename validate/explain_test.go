package validate

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"pratica/claim"
)

// eachCase runs a test for every case of testdata/cases, with its claim as Check left it.
func eachCase(t *testing.T, test func(t *testing.T, c *claim.Claim)) {
	t.Helper()
	for _, file := range must(filepath.Glob("testdata/cases/*.yaml")) {
		var cases []ruleCase
		if err := yaml.NewDecoder(bytes.NewReader(must(os.ReadFile(file)))).Decode(&cases); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, rc := range cases {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml")+"/"+rc.Name, func(t *testing.T) {
				c := rc.claim(t)
				runCheck(t, c, rc.inputs(t, c))
				test(t, c)
			})
		}
	}
}

func TestEveryCaseIsExplainedAsItWasChecked(t *testing.T) {
	eachCase(t, func(t *testing.T, c *claim.Claim) {
		before := must(json.Marshal(c))
		e := must(Explain(t.Context(), *c))
		if after := must(json.Marshal(c)); !bytes.Equal(before, after) {
			t.Error("the claim was changed")
		}
		if e.Outcome != c.Outcome || e.Stored != c.Outcome || len(e.Differences) > 0 {
			t.Errorf("outcome %s, checked %s, differences %q", e.Outcome, c.Outcome, e.Differences)
		}
		if got, want := must(json.Marshal(e.Findings)), must(json.Marshal(c.Findings)); !bytes.Equal(got, want) {
			t.Errorf("findings\n%s\nwant\n%s", got, want)
		}
		explainsEachFindingOnce(t, &e)
		if e.Why == "" || (len(e.Reasons) == 0) != (len(e.Findings) == 0 && c.Outcome == claim.Admissible) {
			t.Errorf("why %q, reasons %v", e.Why, e.Reasons)
		}
		if decided := slices.ContainsFunc(e.Reasons, func(r claim.Reason) bool { return r.Decides }); decided == (c.Outcome == claim.Admissible) {
			t.Errorf("of an outcome %s the reasons %v decide", c.Outcome, e.Reasons)
		}
	})
}

func explainsEachFindingOnce(t *testing.T, e *claim.Explanation) {
	t.Helper()
	rules := make([]int, len(e.Findings))
	for _, r := range e.Rules {
		if r.Title == "" || r.Subject == "" {
			t.Errorf("rule %s has title %q and subject %q", r.Rule, r.Title, r.Subject)
		}
		for _, f := range r.Findings {
			rules[f.Index]++
			if found := e.Findings[f.Index]; found.Code != f.Code || found.Article != "" && r.Article == "" {
				t.Errorf("rule %s with article %q shows %s for %s", r.Rule, r.Article, f.Code, found.Code)
			}
		}
		for _, input := range r.Inputs {
			if strings.HasPrefix(input.Label, "/") || input.State == "" {
				t.Errorf("rule %s looks at %+v", r.Rule, input)
			}
		}
	}
	for i, n := range rules {
		if n != 1 {
			t.Errorf("finding %s is under %d rules", e.Findings[i].Code, n)
		}
	}
}

// A check that Check runs begins a rule in the rule book, or nobody learns that it was looked at.
func TestEveryCheckOfCheckSaysWhichRulesItApplies(t *testing.T) {
	recorded := map[string]bool{}
	eachCase(t, func(t *testing.T, c *claim.Claim) {
		_, err := explain(t.Context(), *c, func() {
			callers := make([]uintptr, 32)
			frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
			for more := true; more; {
				var frame runtime.Frame
				frame, more = frames.Next()
				recorded[frame.Function[strings.LastIndex(frame.Function, ".")+1:]] = true
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	checks := checksOfCheck(t)
	if len(checks) < 15 {
		t.Fatalf("Check runs %v", checks)
	}
	for _, name := range checks {
		if name != "derive" && !recorded[name] { // derive sets values and decides nothing
			t.Errorf("%s begins no rule", name)
		}
	}
}

// checksOfCheck are the methods that run calls on the check, in the source.
func checksOfCheck(t *testing.T) (names []string) {
	t.Helper()
	file := must(parser.ParseFile(token.NewFileSet(), "validate.go", nil, 0))
	for _, d := range file.Decls {
		run, ok := d.(*ast.FuncDecl)
		if !ok || run.Name.Name != "run" {
			continue
		}
		ast.Inspect(run, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if method, ok := call.Fun.(*ast.SelectorExpr); ok {
					if on, ok := method.X.(*ast.Ident); ok && on.Name == "k" {
						names = append(names, method.Sel.Name)
					}
				}
			}
			return true
		})
	}
	return names
}

func TestAClaimThatSaysOtherwiseThanTheRulesIsToldSo(t *testing.T) {
	c := sampleClaim(t)
	runCheck(t, c, Inputs{})
	if err := c.Set("/expenses/0/reimbursable_eur", "8550.00"); err != nil {
		t.Fatal(err)
	}
	c.Outcome = claim.Suspended
	c.Findings = append(c.Findings, claim.NewFinding("form.unsigned", "/signatures/member", "Manca la firma."))
	e := must(Explain(t.Context(), *c))
	for _, want := range []string{"«da sospendere»", "8.550,00", "form.unsigned"} {
		if !strings.Contains(strings.Join(e.Differences, "\n"), want) {
			t.Errorf("%s is not among %q", want, e.Differences)
		}
	}
	if e.Outcome != claim.Admissible || e.Stored != claim.Suspended {
		t.Errorf("outcome %s, stored %s", e.Outcome, e.Stored)
	}
}

func TestWhatTheRegisterAndTheLedgerSaidIsTakenOver(t *testing.T) {
	c := sampleClaim(t)
	runCheck(t, c, Inputs{})
	c.Findings = slices.DeleteFunc(c.Findings, func(f claim.Finding) bool { return f.Code == "check.not_run" })
	c.Findings = append(c.Findings, claim.NewFinding("coverage.arrears", "/member/code", "I contributi non sono pagati."),
		claim.NewFinding("duplicate.invoice", "/expenses/0", "Già rimborsata.").With("check", "ledger"))
	c.Outcome = claim.Inadmissible
	e := must(Explain(t.Context(), *c))
	if len(e.Differences) > 0 || e.Outcome != claim.Inadmissible {
		t.Errorf("%s, %q", e.Outcome, e.Differences)
	}
	explainsEachFindingOnce(t, &e)
	for _, r := range e.Rules {
		if want := strings.HasPrefix(r.Rule, "outside."); want != (r.From == "stored") || want && r.Result != claim.RuleFound {
			t.Errorf("rule %s is from %q and %s", r.Rule, r.From, r.Result)
		}
	}
}

var update = flag.Bool("update", false, "write the texts of testdata/explained again")

// The whole text of three claims; it is read before it is committed.
func TestAnExplanationReadsLikeALetter(t *testing.T) {
	for name, rc := range map[string]ruleCase{
		"admissible": {Expenses: 2},
		"suspended": {Service: "Ciclo di 10 sedute di fisioterapia", Absent: []string{"/signatures/member"}, Unaccepted: []string{"/member/phone", "/expenses/0/total"},
			Set: map[string]string{"/expenses/0/declared/amount": "90.00", "/declared_total": "90.00"}},
		"inadmissible": {Set: map[string]string{"/expenses/0/date": "2026-01-04", "/expenses/0/declared/date": "2026-01-04", "/expenses/0/stamp_duty": "0.00"},
			Reading: []claim.Code{"fiscal.courtesy_copy"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := rc.claim(t)
			runCheck(t, c, Inputs{})
			if string(c.Outcome) != name {
				t.Errorf("outcome %s", c.Outcome)
			}
			var got bytes.Buffer
			e := must(Explain(t.Context(), *c))
			if err := WriteExplanation(&got, &e); err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(got.String(), "\n") {
				if utf8.RuneCountInString(line) > textWidth {
					t.Errorf("wider than a terminal: %s", line)
				}
			}
			file := filepath.Join("testdata", "explained", name+".txt")
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := must(os.ReadFile(file)); !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s says otherwise:\n%s", file, got.String())
			}
		})
	}
}

// An ordinary check records nothing and makes no words.
func TestNobodyRecordsUnlessAsked(t *testing.T) {
	k := newCheck(sampleClaim(t), Inputs{})
	allocated := testing.AllocsPerRun(100, func() {
		r := k.rule("fiscal.date", expense(0), "date", "/sent_on")
		r.skip("")
		r.lack("")
		r.by(func() string { return strings.Repeat(string(k.c.Form), 100) })
		r.called("", func() string { return strings.Repeat(string(k.c.Form), 100) })
		k.trace.noticed()
		k.looks("/sent_on")
	})
	if allocated > 0 {
		t.Errorf("%v allocations a rule", allocated)
	}
}
