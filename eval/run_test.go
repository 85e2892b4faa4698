package eval_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"pratica/eval"
	"pratica/pipeline"
)

func TestACaseThatCannotBeReadCountsAsMissingValuesAndStopsNobody(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"a-broken": "%PDF-1.7 and then nothing", "b-empty": "", "c-text": "no picture of anything"} {
		folder := filepath.Join(dir, name)
		write(t, filepath.Join(folder, "01.pdf"), content)
		write(t, filepath.Join(folder, "truth.json"), `{"claims":[{"form":"R01","member":{"code":"1047823","iban":null},"expenses":[{"total":"10.00"}]}],"findings":["form.unsigned"]}`)
	}
	cases, err := eval.Cases(dir)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := pipeline.New(pipeline.Config{Concurrency: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	broken, err := pipeline.New(pipeline.Config{Concurrency: 1})
	if err != nil {
		t.Fatal(err)
	}
	broken.Close() // whatever it is asked for fails

	for name, p := range map[string]*pipeline.Pipeline{"unreadable files": whole, "a pipeline that fails": broken} {
		t.Run(name, func(t *testing.T) {
			var results []eval.Result
			for _, c := range cases {
				r, err := eval.Run(t.Context(), p, c, nil)
				if err != nil {
					t.Fatal(err)
				}
				results = append(results, r)
			}
			s := eval.Summarise(results)
			if s.All.Cases != 3 || s.All.Values != 6 || s.All.Missing != 6 || s.All.FindingsWanted != 3 || s.All.FindingsRight != 0 || s.All.Claims != 3 || s.All.Straight != 0 {
				t.Errorf("the score is %+v", s.All)
			}
			if p == broken && len(s.Failed) != 3 || p == whole && len(s.Failed) != 0 {
				t.Errorf("failed: %v", s.Failed)
			}
		})
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := eval.Run(cancelled, whole, cases[0], nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run gives %v", err)
	}
}

func TestATruthThatCannotBeUnderstoodIsSaidAtOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "one", "truth.json"), `{"claims":`)
	if _, err := eval.Cases(dir); err == nil {
		t.Error("half a truth was taken for one")
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
