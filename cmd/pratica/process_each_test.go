package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/claim"
)

func TestEveryFileASubmissionInItsOrderWhateverTheOthersAre(t *testing.T) {
	broken := put(t, "rotta.pdf", []byte("Gentile signora, in allegato la fattura."))
	good := put(t, "buona.pdf", fetch(t, goodPaper))
	long := "../../testdata/late-invoice/envelope.pdf"
	empty := filepath.Join(t.TempDir(), "vuota")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	// what takes long first, so that the others are read before it
	arguments := []string{"process", "--each", "--concurrency", "2", long, broken, empty, good}
	run := execute(t, arguments...)
	if run.code != exitUnreadable || !strings.Contains(run.stderr, "«rotta.pdf» non è un documento leggibile") || !strings.Contains(run.stderr, "vuota") {
		t.Errorf("exit code %d, stderr %q", run.code, run.stderr)
	}
	list := run.claims(t)
	if want := []string{"envelope.pdf", "", "buona.pdf"}; !slices.Equal(filesOf(list), want) {
		t.Errorf("claims of %q, want %q", filesOf(list), want)
	}
	// printed one after the other, they look as if printed together
	var together bytes.Buffer
	encoder := json.NewEncoder(&together)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(list); err != nil {
		t.Fatal(err)
	}
	if run.stdout != together.String() {
		t.Errorf("not printed as an array is:\n%.200s\n…%s", run.stdout, run.stdout[max(0, len(run.stdout)-100):])
	}
	if run := execute(t, "process", "--each", empty); run.code != exitUsage || run.stdout != "" {
		t.Errorf("nothing to read: exit code %d, %q", run.code, run.stdout)
	}
}

// filesOf is the file of the first page of each claim, "" for one without pages.
func filesOf(list []claim.Claim) (names []string) {
	for _, c := range list {
		name := ""
		if len(c.Documents) > 0 {
			name = c.Documents[0].Pages[0].File
		}
		names = append(names, name)
	}
	return names
}

func TestWhatIsMissingOnTheMachineStopsAllSubmissions(t *testing.T) {
	t.Setenv("TESSDATA_PREFIX", t.TempDir())
	paper := "../../testdata/late-invoice/envelope.pdf"
	run := execute(t, "process", "--each", paper, paper, paper)
	if run.code != exitMissing || run.stdout != "" || strings.Count(run.stderr, "pratica:") != 1 || !strings.Contains(run.stderr, "tesseract-ocr-ita") {
		t.Errorf("exit code %d, stderr %q, %d bytes on stdout", run.code, run.stderr, len(run.stdout))
	}
}

func TestAnInterruptedRunLeavesWhatWasReadAndNoProcess(t *testing.T) {
	arguments := []string{"process", "--each", "--concurrency", "2", goodPaper}
	for range 12 {
		arguments = append(arguments, "../../testdata/late-invoice/envelope.pdf")
	}
	c := exec.CommandContext(t.Context(), os.Args[0], arguments...)
	c.Env = append(os.Environ(), "PRATICA_TEST_RUN=1", "OMP_THREAD_LIMIT=1")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 1)
	if _, err := io.ReadFull(stdout, first); err != nil { // the first is printed while others are read
		t.Fatalf("%v: %s", err, stderr.String())
	}
	var children []int
	for _, p := range processes(t) {
		if p.parent == c.Process.Pid {
			children = append(children, p.id)
		}
	}
	start := time.Now()
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(stdout)
	if err != nil {
		t.Fatal(err)
	}
	var failed *exec.ExitError
	if err := c.Wait(); !errors.As(err, &failed) || failed.ExitCode() != exitUnreadable {
		t.Errorf("ended with %v", err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v to end", took)
	}
	if !strings.Contains(stderr.String(), "of 13 submissions") {
		t.Errorf("said %q", stderr.String())
	}
	list := program{stdout: string(first) + string(rest)}.claims(t)
	if len(list) == 0 || len(list) > 12 || !hasGoodPaper(list[0]) {
		t.Errorf("%d claims", len(list))
	}
	if len(children) == 0 {
		t.Error("no child was seen")
	}
	for _, p := range processes(t) {
		if slices.Contains(children, p.id) {
			t.Errorf("child %d outlived its parent", p.id)
		}
	}
}

func TestTheBarCountsSubmissionsAndPages(t *testing.T) {
	var shown bytes.Buffer
	bar := &progress{title: "Reading", to: &shown, terminal: true}
	bar.show(0, 3)
	bar.page()
	bar.page()
	bar.show(2, 3)
	if text := shown.String(); !strings.Contains(text, "(pages: 2)") || !strings.Contains(text, "2/3") {
		t.Errorf("shown %q", text)
	}
	bar.finish()
	shown.Reset()
	quiet := &progress{title: "Reading", to: &shown}
	quiet.show(1, 3)
	quiet.page()
	quiet.finish()
	if shown.Len() > 0 {
		t.Errorf("without a terminal: %q", shown.String())
	}
}
