package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheRulesInForceArePrintedWithTheirArticles(t *testing.T) {
	for day, want := range map[string][]string{
		"2026-05-10": {"Regolamento FASCHIM, 2024", "3 mesi (art. 18.2)", "modulo NA1: la documentazione medica"},
		"2013-05-10": {"Guida FASCHIM, giugno 2012", "online: solo ticket", "gli acconti di spese odontoiatriche hanno il termine del loro saldo"},
	} {
		run := execute(t, "rules", day)
		for _, text := range want {
			if run.code != 0 || !strings.Contains(run.stdout, text) {
				t.Errorf("%s: %d, no %q in\n%s", day, run.code, text, run.stdout)
			}
		}
	}
	if run := execute(t, "rules", "--on", "ieri"); run.code != exitUsage || !strings.Contains(run.stderr, "YYYY-MM-DD") {
		t.Errorf("%d %q", run.code, run.stderr)
	}
}

func TestRatesAreImportedOnceAndTwice(t *testing.T) {
	const table = "../../validate/testdata/eurofxref-hist.csv"
	data := t.TempDir()
	for _, want := range []string{"8 rates are new, 0 changed; known are 2 currencies from 2024-03-27 to 2024-04-03", "0 rates are new, 0 changed"} {
		if run := execute(t, "rates", "import", "--data", data, table); run.code != 0 || !strings.Contains(run.stderr, want) {
			t.Errorf("%d %q, want %q", run.code, run.stderr, want)
		}
	}
	kept := fetch(t, filepath.Join(data, "rates.csv"))
	if run := execute(t, "rates", "import", "--data", data, put(t, "altro.csv", []byte("VAT,NAME\n"))); run.code != exitUsage || !strings.Contains(run.stderr, "eurofxref-hist.csv") {
		t.Errorf("%d %q", run.code, run.stderr)
	}
	if after := fetch(t, filepath.Join(data, "rates.csv")); string(after) != string(kept) {
		t.Errorf("a file that is none changed what is known:\n%s", after)
	}
	if run := execute(t, "rates", "import", "--data", filepath.Join(data, "nowhere"), table); run.code != exitUsage || !strings.Contains(run.stderr, "--data") {
		t.Errorf("%d %q", run.code, run.stderr)
	}
	if info, err := os.Stat(filepath.Join(data, "rates.csv")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}
