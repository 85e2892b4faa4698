package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/letters"
)

// claimsFile is what process would print of claims with these outcomes.
func claimsFile(t *testing.T, outcomes ...claim.Outcome) string {
	t.Helper()
	var list []claim.Claim
	for i, outcome := range outcomes {
		list = append(list, claim.Claim{Schema: claim.SchemaV1, ID: "01K9ZV6J4W8Q2M7T5R3X1N0BC" + string(rune('D'+i)), Version: 1, ProtocolNumber: "2026-000123", Form: claim.R01, RuleSet: "2024-01-01",
			Outcome: outcome, ReceivedOn: claim.MustDate("2026-05-14"), Member: claim.Member{Surname: "BERTOLINI", Name: "MARIA"},
			Findings: []claim.Finding{claim.NewFinding("form.unsigned", "/signatures/member", "Sul modulo R01 manca la firma dell'iscritto (art. 17.1)."),
				claim.NewFinding("deadline.lapsed", "", "Il termine era scaduto (art. 18.2).")}})
	}
	data, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return put(t, "claims.json", data)
}

func TestALetterIsWrittenForEachClaimThatNeedsOne(t *testing.T) {
	file := claimsFile(t, claim.Suspended, claim.Admissible, claim.Inadmissible)
	folder := filepath.Join(t.TempDir(), "letters")
	run := execute(t, "letter", file, "-o", folder)
	if run.code != 0 || !strings.Contains(run.stderr, "01K9ZV6J4W8Q2M7T5R3X1N0BCE needs no letter: it is admissible") || !strings.Contains(run.stderr, "letters.yaml") {
		t.Errorf("%d %s", run.code, run.stderr)
	}
	for _, name := range []string{"lettera-01K9ZV6J4W8Q2M7T5R3X1N0BCD.pdf", "lettera-01K9ZV6J4W8Q2M7T5R3X1N0BCF.pdf"} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Mode().Perm() != 0o600 || !strings.HasPrefix(string(fetch(t, filepath.Join(folder, name))), "%PDF") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if files, _ := os.ReadDir(folder); len(files) != 2 {
		t.Errorf("%d files", len(files))
	}
	for name, arguments := range map[string][]string{"two letters on stdout": {file, "--json"}, "two letters in a file": {file, "-o", "lettera.pdf"}, "one address for two": {file, "-o", folder, "--to", "Anna"},
		"nothing": {}, "a claim and a letter": {file, "--edited", file}} {
		if run := execute(t, append([]string{"letter"}, arguments...)...); run.code != exitUsage {
			t.Errorf("%s: %d %s", name, run.code, run.stderr)
		}
	}
	if run := execute(t, "letter", put(t, "none.json", []byte("{"))); run.code != exitUnreadable {
		t.Errorf("a broken file: %d %s", run.code, run.stderr)
	}
}

func TestALetterGoesThroughAnEditorAndIntoAMail(t *testing.T) {
	file := claimsFile(t, claim.Suspended)
	config := put(t, "letters.yaml", []byte("fund: {name: Fondo Esempio, address: [Via A 1, Milano]}\n"))
	run := execute(t, "letter", file, "--json", "--config", config, "--to", "ANNA VERDI, EREDE", "--to", "Via B 2")
	var letter letters.Letter
	if err := json.Unmarshal([]byte(run.stdout), &letter); err != nil || run.code != 0 || run.stderr != "" {
		t.Fatalf("%d %s %s %v", run.code, run.stderr, run.stdout, err)
	}
	if strings.Join(letter.Addressee, "|") != "ANNA VERDI, EREDE|Via B 2" {
		t.Errorf("it goes to %q", letter.Addressee)
	}
	letter.Subject = "Manca una firma"
	edited, _ := json.Marshal(letter)
	output := filepath.Join(t.TempDir(), "lettera.pdf")
	if run := execute(t, "letter", "--edited", put(t, "edited.json", edited), "--config", config, "-o", output); run.code != 0 || !strings.HasPrefix(string(fetch(t, output)), "%PDF") {
		t.Errorf("%d %s", run.code, run.stderr)
	}
	letter.Items = nil
	edited, _ = json.Marshal(letter)
	if run := execute(t, "letter", "--edited", put(t, "edited.json", edited), "--email"); run.code != exitUsage || !strings.Contains(run.stderr, "almeno una voce") {
		t.Errorf("%d %s", run.code, run.stderr)
	}
	if run := execute(t, "letter", file, "--email", "--config", config); run.code != 0 || !strings.HasPrefix(run.stdout, "Oggetto: Fondo Esempio: la sua richiesta 2026-000123\n\nGentile Maria Bertolini,") {
		t.Errorf("%d %s %s", run.code, run.stderr, run.stdout)
	}
	if run := execute(t, "letter", file, "--config", put(t, "wrong.yaml", []byte("found: 1"))); run.code != exitUsage {
		t.Errorf("%d %s", run.code, run.stderr)
	}
}

func TestAServerRefusesALetterheadThatIsNoUse(t *testing.T) {
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "letters.yaml"), []byte("window: back"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, arguments := range map[string][]string{"of the data folder": {"--data", data}, "of a flag": {"--data", t.TempDir(), "--letters", put(t, "wrong.yaml", []byte("found: 1"))}} {
		if run := execute(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, arguments...)...); run.code != exitUsage || !strings.Contains(run.stderr, ".yaml") {
			t.Errorf("%s: %d %s", name, run.code, run.stderr)
		}
	}
}
