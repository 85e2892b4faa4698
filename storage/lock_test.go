package storage_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/storage"
)

// TestMain lets the test binary be another instance that holds the lock until its input ends or it is killed.
func TestMain(m *testing.M) {
	dir := os.Getenv("LOCK_TEST_DIR")
	if dir == "" {
		os.Exit(m.Run())
	}
	unlock, err := storage.Lock(dir)
	if err != nil {
		panic(err)
	}
	fmt.Println("locked")
	bufio.NewReader(os.Stdin).ReadByte()
	if err := unlock(); err != nil {
		panic(err)
	}
}

func TestOnlyOneInstanceUsesADataFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "demo")
	other := exec.CommandContext(t.Context(), os.Args[0])
	other.Env = append(os.Environ(), "LOCK_TEST_DIR="+dir)
	other.Stderr = os.Stderr
	if _, err := other.StdinPipe(); err != nil { // keeps it waiting
		t.Fatal(err)
	}
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "locked\n" {
		t.Fatalf("the other instance says %q, %v", line, err)
	}
	_, err = storage.Lock(dir)
	if claim.ErrorCode(err) != claim.ECONFLICT || !strings.Contains(claim.ErrorMessage(err), dir) || !strings.Contains(err.Error(), "another pratica") {
		t.Errorf("while another holds it: %v", err)
	}

	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	other.Wait()
	unlock, err := storage.Lock(dir)
	if err != nil {
		t.Fatalf("after the other was killed: %v", err)
	}
	if _, err := storage.Lock(dir); claim.ErrorCode(err) != claim.ECONFLICT {
		t.Errorf("twice in one process: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock, err = storage.Lock(dir)
	if err != nil {
		t.Fatalf("after unlocking: %v", err)
	}
	defer unlock()
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, "lock"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}
