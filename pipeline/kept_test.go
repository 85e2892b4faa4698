package pipeline

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"pratica/claim"
)

func TestAKeptReadingSparesTheChildren(t *testing.T) {
	folder := t.TempDir()
	paper := filepath.Join(t.TempDir(), "paper.pdf")
	data, err := os.ReadFile("../testdata/digital/01.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(paper, data, 0o600); err != nil {
		t.Fatal(err)
	}
	var first string
	for round := range 2 {
		p, err := New(Config{Concurrency: 1, Readings: folder})
		if err != nil {
			t.Fatal(err)
		}
		claims, err := p.Process(t.Context(), claim.Submission{ID: "S", Channel: claim.Post}, []File{{Name: "paper.pdf", Path: paper}}, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		cpu, _ := p.Children()
		p.Close()
		values, err := json.Marshal([]any{claims[0].Expenses, claims[0].Documents, claims[0].Findings})
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case round == 0:
			first = string(values)
		case cpu != 0:
			t.Errorf("children worked for %v", cpu)
		case string(values) != first:
			t.Errorf("the kept reading gives %s, want %s", values, first)
		}
	}
}
