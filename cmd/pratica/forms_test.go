package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFormsWritesEveryBlank(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "blanks")
	p := execute(t, "forms", "-o", dir)
	if p.code != 0 {
		t.Fatalf("exit code %d: %s", p.code, p.stderr)
	}
	var names []string
	for _, path := range strings.Fields(p.stdout) {
		names = append(names, filepath.Base(path))
		if data, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
			t.Errorf("%s is no PDF: %v", path, err)
		}
	}
	want := []string{"D01_2012-06.pdf", "GM01_2012-06.pdf", "NA1_2012-06.pdf", "R01_2012-06.pdf", "R02_2012-06.pdf"}
	if !slices.Equal(names, want) {
		t.Errorf("wrote %v, want %v", names, want)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != len(want) {
		t.Errorf("%d files lie in the folder: %v", len(left), err)
	}
}

func TestFormsWritesTheSeparatorSheet(t *testing.T) {
	dir := t.TempDir()
	p := execute(t, "forms", "separator", "-o", dir)
	path := filepath.Join(dir, "separatore.pdf")
	if data, err := os.ReadFile(path); p.code != 0 || strings.TrimSpace(p.stdout) != path || err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("exit code %d, printed %q, %v: %s", p.code, p.stdout, err, p.stderr)
	}
}

func TestFormsPrintsItsDefinitions(t *testing.T) {
	p := execute(t, "forms", "--definition", "D01", "R01")
	var list []struct {
		Form  string
		Pages []struct {
			Fields []struct {
				Name  string
				Place [4]float64
			}
		}
	}
	if err := json.Unmarshal([]byte(p.stdout), &list); err != nil || p.code != 0 {
		t.Fatalf("exit code %d, %v: %s", p.code, err, p.stderr)
	}
	if len(list) != 2 || list[0].Form != "D01" || list[1].Form != "R01" || len(list[1].Pages) != 2 {
		t.Fatalf("the definitions are %+v", list)
	}
	if f := list[1].Pages[0].Fields[0]; f.Name != "member.code" || f.Place != [4]float64{46, 48, 49, 8} {
		t.Errorf("the first field is %+v", f)
	}
}

func TestFormsFillsOneForm(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data.json")
	if err := os.WriteFile(data, []byte(`{"member.code": "1047823", "accident.no": true, "diagnosis": "Morbo di Parkinson"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p := execute(t, "forms", "--fill", data, "-o", dir, "NA1")
	if want := filepath.Join(dir, "NA1_2012-06_compilato.pdf"); p.code != 0 || strings.TrimSpace(p.stdout) != want {
		t.Fatalf("exit code %d, wrote %q, want %q: %s", p.code, p.stdout, want, p.stderr)
	}
}

func TestFormsSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("good.json", `{"member.code": "1047823"}`)
	for _, c := range []struct {
		name      string
		arguments []string
		want      string
	}{
		{"a form that does not exist", []string{"R77"}, `no form "R77"`},
		{"values for no form", []string{"--fill", good}, "needs the one form"},
		{"values for two forms", []string{"--fill", good, "R01", "R02"}, "needs the one form"},
		{"no such file", []string{"--fill", filepath.Join(dir, "none.json"), "R01"}, "no such file"},
		{"no JSON", []string{"--fill", write("text.json", "member.code: 1"), "R01"}, "oggetto JSON"},
		{"a wrong value", []string{"--fill", write("bad.json", `{"signature.date": "2026-02-30"}`), "R01"}, "signature.date (Data della domanda)"},
		{"both at once", []string{"--fill", good, "--definition", "R01"}, "can't be used together"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := execute(t, append([]string{"forms", "-o", filepath.Join(dir, "out")}, c.arguments...)...)
			if p.code != exitUsage || !strings.Contains(p.stderr, c.want) {
				t.Errorf("exit code %d, want %d, and %q in: %s", p.code, exitUsage, c.want, p.stderr)
			}
			if _, err := os.Stat(filepath.Join(dir, "out")); err == nil && len(p.stdout) > 0 {
				t.Errorf("wrote %s", p.stdout)
			}
		})
	}
}
