package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pratica/claim"
)

// program is a run of the command itself.
type program struct {
	stdout, stderr string
	code           int
	// parent and child are the most resident memory of each, in bytes, as far as it was seen.
	parent, child int64
}

func execute(t *testing.T, arguments ...string) program {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], arguments...)
	c.Env = append(os.Environ(), "PRATICA_TEST_RUN=1", "OMP_THREAD_LIMIT=1")
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	var run program
	watch := time.NewTicker(20 * time.Millisecond)
	defer watch.Stop()
	for {
		select {
		case err := <-ended:
			var failed *exec.ExitError
			if err != nil && !errors.As(err, &failed) {
				t.Fatal(err)
			}
			run.stdout, run.stderr, run.code = stdout.String(), stderr.String(), c.ProcessState.ExitCode()
			return run
		case <-watch.C:
			run.parent = max(run.parent, peak(c.Process.Pid))
			for _, p := range processes(t) {
				if p.parent == c.Process.Pid {
					run.child = max(run.child, peak(p.id))
				}
			}
		}
	}
}

// peak is VmHWM of proc_pid_status(5) in bytes; 0 when the process is gone.
func peak(pid int) int64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.ParseInt(strings.Fields(rest + " x")[0], 10, 64)
	if err != nil {
		return 0 // a zombie has no memory
	}
	return kilobytes << 10
}

func (p program) claims(t *testing.T) []claim.Claim {
	t.Helper()
	var list []claim.Claim
	if err := json.Unmarshal([]byte(p.stdout), &list); err != nil {
		t.Fatalf("stdout is no array of claims: %v\n%.300s", err, p.stdout)
	}
	return list
}

func TestProcessSaysHowItWentByItsExitCode(t *testing.T) {
	broken := put(t, "rotta.pdf", []byte("Gentile signora, in allegato la fattura."))
	pipe := filepath.Join(t.TempDir(), "tubo.pdf")
	if out, err := exec.Command("mkfifo", pipe).CombinedOutput(); err != nil {
		t.Fatalf("mkfifo: %v %s", err, out)
	}
	for _, c := range []struct {
		name      string
		arguments []string
		code      int
		stderr    string // part of it
		claims    int    // -1: stdout is empty
	}{
		{"all read", []string{"process", goodPaper}, 0, "", 1},
		{"one of two files is no document", []string{"process", broken, goodPaper}, exitUnreadable, "«rotta.pdf» non è un documento leggibile", 1},
		{"no file can be read", []string{"process", broken}, exitUnreadable, "«rotta.pdf»", 1},
		{"a name that would colour the terminal", []string{"process", put(t, "\x1b[31m\n.pdf", nil)}, exitUnreadable, "«\ufffd[31m\ufffd.pdf» è vuoto", 1},
		{"a named pipe", []string{"process", pipe, goodPaper}, exitUnreadable, "«tubo.pdf»", 1},
		{"a file that is not there", []string{"process", "manca.pdf"}, exitUsage, "manca.pdf", -1},
		{"no file", []string{"process"}, exitUsage, "file", -1},
		{"an empty folder", []string{"process", t.TempDir()}, exitUsage, "no files", -1},
		{"a date that is none", []string{"process", "--sent", "2026-02-30", goodPaper}, exitUsage, "--sent", -1},
		{"a received date that is none", []string{"process", "--received", "oggi", goodPaper}, exitUsage, "--received", -1},
		{"an unknown channel", []string{"process", "--channel", "fax", goodPaper}, exitUsage, "channel", -1},
		{"an unknown flag", []string{"process", "--no-such-flag", goodPaper}, exitUsage, "no-such-flag", -1},
		{"an unknown command", []string{"procesa"}, exitUsage, "procesa", -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			run := execute(t, c.arguments...)
			if run.code != c.code || !strings.Contains(run.stderr, c.stderr) {
				t.Errorf("exit code %d, want %d; stderr %q", run.code, c.code, run.stderr)
			}
			if c.claims < 0 {
				if run.stdout != "" {
					t.Errorf("stdout holds %q", run.stdout)
				}
				return
			}
			if list := run.claims(t); len(list) != c.claims {
				t.Errorf("%d claims", len(list))
			}
			if slices.Contains(c.arguments, goodPaper) && !hasGoodPaper(run.claims(t)[0]) {
				t.Error("the sound file was not read")
			}
		})
	}
}

func TestProcessWithoutLanguageDataSaysHowToGetIt(t *testing.T) {
	t.Setenv("TESSDATA_PREFIX", t.TempDir())
	run := execute(t, "process", "../../testdata/late-invoice/envelope.pdf")
	if run.code != exitMissing || run.stdout != "" || !strings.Contains(run.stderr, "tesseract-ocr-ita") {
		t.Errorf("exit code %d, stderr %q, %d bytes on stdout", run.code, run.stderr, len(run.stdout))
	}
}

func TestProcessTakesFoldersAndNamesThatAreTheSame(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	good := fetch(t, goodPaper)
	picture := asPNG(stripes(400, 500))
	for path, data := range map[string][]byte{
		filepath.Join(one, "b.pdf"): good, filepath.Join(one, "a.png"): picture, filepath.Join(one, ".nascosto.pdf"): good,
		filepath.Join(two, "b.pdf"): good, filepath.Join(two, "b.png"): picture, filepath.Join(two, strings.Repeat("à", 125)+".pdf"): good,
	} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pictures := filepath.Join(t.TempDir(), "pagine")
	run := execute(t, "process", "--pages", pictures, "--channel", "online", "--sent", "2026-03-01", "--received", "2026-03-02", one, two)
	if run.code != 0 {
		t.Fatalf("exit code %d: %s", run.code, run.stderr)
	}
	list := run.claims(t)
	var names []string
	for _, d := range list[0].Documents {
		names = append(names, d.Pages[0].File)
	}
	want := []string{"a.png", "b.pdf", "b (2).pdf", "b.png", strings.Repeat("à", 125) + ".pdf"}
	if len(list) != 1 || !slices.Equal(names, want) {
		t.Errorf("%d claims of %q, want one of %q", len(list), names, want)
	}
	if c := list[0]; c.SentOn.String() != "2026-03-01" || c.ReceivedOn.String() != "2026-03-02" || c.Channel != claim.Online || c.SentEvidence != claim.Operator {
		t.Errorf("sent %s (%s), received %s, by %s", c.SentOn, c.SentEvidence, c.ReceivedOn, c.Channel)
	}
	written, err := os.ReadDir(pictures)
	if err != nil || len(written) != len(want) {
		t.Errorf("%d pictures for %d pages: %v %v", len(written), len(want), written, err)
	}

	each := execute(t, "process", "--each", "--jsonl", "--pages", pictures+"2", filepath.Join(one, "b.pdf"), filepath.Join(two, "b.pdf"))
	lines := strings.Split(strings.TrimSuffix(each.stdout, "\n"), "\n")
	if each.code != 0 || len(lines) != 2 {
		t.Fatalf("--each --jsonl: exit code %d, %d lines, stderr %q", each.code, len(lines), each.stderr)
	}
	submissions := map[string]bool{}
	for _, line := range lines {
		var c claim.Claim
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		submissions[c.Submission] = true
	}
	if len(submissions) != 2 {
		t.Errorf("two arguments were %d submissions", len(submissions))
	}
	if written, err := os.ReadDir(pictures + "2"); err != nil || len(written) != 2 {
		t.Errorf("%v pictures of two submissions with files of one name: %v", written, err)
	}
}

// TestMemoryStaysSmall reads A4 pages at 300 dpi.
func TestMemoryStaysSmall(t *testing.T) {
	run := execute(t, "process", "--concurrency", "2", "../../testdata/sample/envelope.pdf")
	if run.code != 0 {
		t.Fatalf("exit code %d: %s", run.code, run.stderr)
	}
	t.Logf("peak resident memory: parent %d MB, a child %d MB", run.parent>>20, run.child>>20)
	if run.parent == 0 || run.child == 0 {
		t.Fatal("nothing was measured")
	}
	if run.parent > parentMost || run.child > childMost {
		t.Errorf("more than %d MB and %d MB", parentMost>>20, childMost>>20)
	}
}
