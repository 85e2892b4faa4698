package validate

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"pratica/claim"
	"pratica/extract/forms"
)

func TestRuleSetInForce(t *testing.T) {
	for day, want := range map[string]string{
		"":           "2012-06-01", // nothing is known of it
		"2010-01-01": "2012-06-01", // before the oldest
		"2012-06-01": "2012-06-01",
		"2023-12-31": "2012-06-01", // nothing is known of the years between
		"2024-01-01": "2024-01-01",
		"2026-05-10": "2024-01-01",
	} {
		var d claim.Date
		if day != "" {
			d = claim.MustDate(day)
		}
		if got := RuleSetOn(d); got.ID != want {
			t.Errorf("%s: %s, want %s", day, got.ID, want)
		}
	}
}

func TestAThirdSetNeedsNoCode(t *testing.T) {
	files := copyOfRules(t)
	files["rules/2030-01-01.yaml"] = &fstest.MapFile{Data: []byte(strings.NewReplacer("2024-01-01", "2030-01-01", "months: 3", "months: 4").
		Replace(string(files["rules/2024-01-01.yaml"].Data)))}
	shelf, err := readRules(files)
	if err != nil {
		t.Fatal(err)
	}
	if set := ruleSetOn(shelf.sets, claim.MustDate("2030-02-01")); set.ID != "2030-01-01" || set.Deadlines["expense"].Months != 4 {
		t.Errorf("got %s with %d months", set.ID, set.Deadlines["expense"].Months)
	}
	if set := ruleSetOn(shelf.sets, claim.MustDate("2029-12-31")); set.ID != "2024-01-01" {
		t.Errorf("the day before: %s", set.ID)
	}
}

func TestRulesThatSayNothingSensibleAreRefused(t *testing.T) {
	for _, test := range []struct{ name, file, old, new, wrong string }{
		{"an id that is not the file's", "2024-01-01", "id: 2024-01-01", "id: 2024-01-02", "id"},
		{"a key nobody reads", "2024-01-01", "title:", "titel:", "titel"},
		{"a term without months", "2024-01-01", "months: 3", "months: 0", "months"},
		{"a term from a date no claim has", "2024-01-01", "/serious_illness/diagnosed_on", "/serious_illness/diagnosis_on", "diagnosis_on"},
		{"a field no claim has", "2024-01-01", "/member/code", "/member/codes", "codes"},
		{"a date nobody chooses by", "2024-01-01", "sending: sent_on", "sending: printed_on", "printed_on"},
		{"pictures of two times that are not two", "2024-01-01", "count: 2\n", "count: 3\n", "before and after"},
		{"a count by the year of nothing", "2024-01-01", "free: 3", "free: 0", "by the year"},
		{"an exception that nothing speaks for", "2024-01-01", "days: 30", "days: 0", "exception"},
		{"a benefit had once that is none", "2024-01-01", "once: {dependency", "once: {private", "once"},
		{"an illness without a name", "2024-01-01", "aneurysm: aneurisma", "aneurysm: ''", "aneurysm"},
		{"a holiday that is no day", "law", "02", "32", "32"},
		{"an amount that is none", "law", `"2.00"`, `"2,00"`, "2,00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := copyOfRules(t)
			name := "rules/" + test.file + ".yaml"
			changed := strings.Replace(string(files[name].Data), test.old, test.new, 1)
			if changed == string(files[name].Data) {
				t.Fatal("nothing changed")
			}
			files[name] = &fstest.MapFile{Data: []byte(changed)}
			if _, err := readRules(files); err == nil || !strings.Contains(err.Error(), test.wrong) {
				t.Errorf("got %v, want an error with %q", err, test.wrong)
			}
		})
	}
	if _, err := readRules(fstest.MapFS{"rules/law.yaml": {Data: []byte("holidays: []\n")}}); err == nil {
		t.Error("no rule set at all was accepted")
	}
}

func TestRulesOfSendingFollowTheDateTheSetNames(t *testing.T) {
	k := newCheck(sampleClaim(t), Inputs{})
	old := &claim.Expense{Date: claim.MustDate("2023-12-31")}
	if got := k.sendingRules(old); got.ID != "2024-01-01" {
		t.Errorf("by sent date: %s", got.ID)
	}
	byInvoice := *k.set
	byInvoice.AppliesBy = map[string]string{"sending": "invoice_date"}
	k.set = &byInvoice
	if got := k.sendingRules(old); got.ID != "2012-06-01" {
		t.Errorf("by invoice date: %s", got.ID)
	}
}

func copyOfRules(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range must(fs.Glob(ruleFiles, "rules/*.yaml")) {
		files[name] = &fstest.MapFile{Data: must(fs.ReadFile(ruleFiles, name))}
	}
	return files
}

// Every cross of GM01 is an illness of both sets, under the name that the page shows; those that the Regolamento adds have names too, and
// no cross.
func TestIllnessesHaveTheNamesThatPeopleSee(t *testing.T) {
	crosses := 0
	for _, form := range forms.All() {
		for _, page := range form.Pages {
			for _, field := range page.Fields {
				if field.Pointer != illnessPointer {
					continue
				}
				crosses++
				for _, set := range RuleSets() {
					if set.Illnesses[claim.Text(field.Value)] == "" {
						t.Errorf("%s: %s is no illness of %s", form.Name(), field.Value, set.ID)
					}
				}
			}
		}
	}
	if crosses != 7 {
		t.Errorf("GM01 has %d crosses", crosses)
	}
	for _, set := range RuleSets() {
		for code, name := range set.Illnesses {
			if claim.IllnessItalian(code) != name {
				t.Errorf("%s: %s is called %q, the page says %q", set.ID, code, name, claim.IllnessItalian(code))
			}
		}
	}
	if n := len(RuleSetOn(claim.MustDate("2024-01-01")).Illnesses); n != 14 {
		t.Errorf("%d illnesses since 2024, want the seven of the form and seven more", n)
	}
}
