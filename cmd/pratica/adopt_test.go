package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/extract/forms"
)

// adoptExample is the folder of the example in docs/adopt.md.
const adoptExample = "../../docs/adopt"

func TestAForeignFormIsAdoptedOnTheCommandLine(t *testing.T) {
	folder := t.TempDir()
	draft, preview := filepath.Join(folder, "draft.yaml"), filepath.Join(folder, "preview.png")
	run := execute(t, "forms", "adopt", filepath.Join(adoptExample, "blank.pdf"), "-o", draft, "--preview", preview)
	if run.code != 0 || !strings.Contains(run.stderr, "Modulo R01, edizione 2021-11") {
		t.Fatalf("exit code %d, stderr %s", run.code, run.stderr)
	}
	got, err := os.ReadFile(draft)
	if err != nil {
		t.Fatal(err)
	}
	if want, err := os.ReadFile(filepath.Join(adoptExample, "draft.yaml")); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the draft is not that of docs/adopt.md (%v)", err)
	}
	for _, name := range []string{"draft-1.png", "preview.png"} {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if picture, err := png.DecodeConfig(f); err != nil || picture.Width < 1600 {
			t.Errorf("%s is %d pixels wide (%v)", name, picture.Width, err)
		}
		f.Close()
	}

	printed := execute(t, "forms", "adopt", filepath.Join(adoptExample, "blank.pdf"), "--edition", "2022-01", "--code", "R02")
	d, err := forms.Parse([]byte(printed.stdout))
	if err != nil || d.Name() != "R02 2022-01" {
		t.Errorf("what is printed is %v, %v", d, err)
	}
}

func TestWhatIsNoFormIsNotAdopted(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.pdf")
	if err := os.WriteFile(broken, []byte("%PDF-1.7\nnothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if run := execute(t, "forms", "adopt", broken); run.code != exitUnreadable || run.stdout != "" {
		t.Errorf("exit code %d, stdout %q", run.code, run.stdout)
	}
	t.Setenv(forms.FolderVariable, filepath.Join(t.TempDir(), "none"))
	if run := execute(t, "version"); run.code != exitUsage || !strings.Contains(run.stderr, forms.FolderVariable) {
		t.Errorf("with a folder that is not there the exit code is %d: %s", run.code, run.stderr)
	}
}

func TestAFilledForeignFormIsReadWithItsDefinition(t *testing.T) {
	filled := filepath.Join(adoptExample, "filled.png")
	without := execute(t, "process", "--sent", "2026-04-11", filled).claims(t)
	if len(without) != 1 || without[0].FormEdition == "2021-11" {
		t.Errorf("without its definition the form is taken for %s %s", without[0].Form, without[0].FormEdition)
	}
	t.Setenv(forms.FolderVariable, filepath.Join(adoptExample, "forms"))
	run := execute(t, "process", "--sent", "2026-04-11", filled)
	if run.code != 0 {
		t.Fatalf("exit code %d: %s", run.code, run.stderr)
	}
	claims := run.claims(t)
	if len(claims) != 1 || len(claims[0].Expenses) != 2 {
		t.Fatalf("%d claims: %s", len(claims), run.stdout)
	}
	c := claims[0]
	for pointer, want := range map[string]string{
		"/member/code": "1047823", "/member/surname": "BERTOLINI", "/member/name": "MARIA GRAZIA", "/member/phone": "3401278845",
		"/member/iban": "IT60X0542811101000000123456", "/patient/surname": "ROSSI", "/patient/name": "LUCA",
		"/expenses/0/declared/number": "2024/118", "/expenses/0/declared/date": "2026-03-12", "/expenses/0/declared/amount": "87.50",
		"/expenses/1/declared/issuer": "Dott. Anna Ferri", "/expenses/1/declared/number": "31", "/expenses/1/declared/amount": "120.00",
		"/declared_total": "207.50", "/return_medical_record": "true", "/signatures/date": "2026-04-10", "/signatures/member": "true",
		"/form_edition": "2021-11",
	} {
		if got, _ := c.Get(pointer); got != want {
			t.Errorf("%s is %q, want %q", pointer, got, want)
		}
	}
}
