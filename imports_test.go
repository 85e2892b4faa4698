package pratica_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the table of docs/design.md: which folder may know which others. A folder stands for the
// packages below it too.
var mayImport = map[string][]string{
	"claim":         nil,
	"extract/forms": {"claim"},
	"ocr":           {"claim"},
	"extract":       {"claim", "ocr", "extract/forms"},
	"validate":      {"claim"},
	"pipeline":      {"claim", "ocr", "extract", "extract/forms", "validate"},
	"letters":       {"claim", "extract/forms"},
	"storage":       {"claim"},
	"workers":       {"claim", "pipeline", "storage"},
	"web":           {"claim", "storage", "letters"},
	"synth":         {"claim", "extract/forms"},
	"eval":          {"claim", "pipeline"},
	"cmd":           nil, // everything
}

func TestPackagesImportOnlyWhatTheyMay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		from := folder(strings.TrimPrefix(fields[0], "pratica/"))
		allowed, known := mayImport[from]
		if !known {
			if fields[0] != "pratica" {
				t.Errorf("package %s is in no folder of the table", fields[0])
			}
			continue
		}
		for _, imported := range fields[1:] {
			path, ours := strings.CutPrefix(imported, "pratica/")
			if to := folder(path); ours && from != "cmd" && to != from && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s, which %s may not", fields[0], imported, from)
			}
		}
	}
}

// folder is the entry of the table a package belongs to.
func folder(path string) string {
	if path == "extract/forms" || strings.HasPrefix(path, "extract/forms/") {
		return "extract/forms"
	}
	first, _, _ := strings.Cut(path, "/")
	return first
}
