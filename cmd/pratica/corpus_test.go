package main

import (
	"strings"
	"testing"
)

func TestTheCorpusSaysWhatItCannotDraw(t *testing.T) {
	t.Setenv("PATH", t.TempDir()) // no heif-enc
	for quality, want := range map[string]bool{"photo": true, "clean": false} {
		run := execute(t, "corpus", "-o", t.TempDir(), "--count", "1", "--kind", "invoice", "--quality", quality)
		if run.code != 0 || strings.Contains(run.stderr, "heif-enc") != want {
			t.Errorf("%s: exit code %d, stderr %q", quality, run.code, run.stderr)
		}
	}
}
