package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/storage/sqlite"
)

func TestMembersAreImportedBesideAServerAndShown(t *testing.T) {
	data := t.TempDir()
	file := filepath.Join(t.TempDir(), "members.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("code,surname,name,enrolled_from\n1047823,BERTOLINI,MARIA GRAZIA,2020-03-01\n1047824,VERDI,ANNA,2020-03-01\n")
	if got := execute(t, "members", "import", "--data", data, file); got.code != exitUsage || !strings.Contains(got.stderr, "pratica serve") {
		t.Errorf("without data: %d %s", got.code, got.stderr)
	}
	server, err := sqlite.Open(t.Context(), filepath.Join(data, "pratica.db"), time.Now) // a server that is at work
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	for _, want := range []string{"2 members are new, 0 changed, 0 deleted; 2 are known", "0 members are new, 0 changed, 0 deleted; 2 are known"} {
		if got := execute(t, "members", "import", "--data", data, file); got.code != 0 || !strings.Contains(got.stderr, want) {
			t.Errorf("%d %s, want %s", got.code, got.stderr, want)
		}
	}
	if got := execute(t, "members", "show", "--data", data, "1047823"); got.code != 0 || !strings.Contains(got.stdout, `"surname": "BERTOLINI"`) {
		t.Errorf("%d %s %s", got.code, got.stdout, got.stderr)
	}
	write("code,surname,name,enrolled_from\n1047823,BERTOLINI,MARIA GRAZIA,2020-03-01\nX,VERDI,ANNA,2020-03-01\n")
	if got := execute(t, "members", "import", "--whole", "--data", data, file); got.code != exitUsage || !strings.Contains(got.stderr, "riga 3") {
		t.Errorf("a bad line: %d %s", got.code, got.stderr)
	}
	write("code,surname,name,enrolled_from\n1047823,BERTOLINI,MARIA GRAZIA,2020-03-01\n")
	if got := execute(t, "members", "import", "--whole", "--data", data, file); got.code != 0 || !strings.Contains(got.stderr, "1 deleted; 1 are known") {
		t.Errorf("the whole: %d %s", got.code, got.stderr)
	}
	if got := execute(t, "members", "show", "--data", data, "1047824"); got.code != exitUsage {
		t.Errorf("who is gone: %d %s", got.code, got.stdout)
	}
}
