package files

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pratica/claim"
	"pratica/storage"
	"pratica/storage/storagetest"
)

// TestMain lets the test binary be the child process that is killed, or whose disk is full.
func TestMain(m *testing.M) {
	switch os.Getenv("FILES_TEST_CHILD") {
	case "":
		os.Exit(m.Run())
	case "put":
		putForever(os.Getenv("FILES_TEST_DIR"))
	case "full":
		putOnFullDisk(os.Getenv("FILES_TEST_DIR"))
	}
}

func child(t *testing.T, role, dir string) *exec.Cmd {
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), "FILES_TEST_CHILD="+role, "FILES_TEST_DIR="+dir)
	c.Stderr = os.Stderr
	return c
}

func TestObjects(t *testing.T) {
	storagetest.Objects(t, func(t *testing.T) storagetest.ObjectStore {
		s := open(t, t.TempDir())
		return storagetest.ObjectStore{Objects: s, File: s.path}
	})
}

func open(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// putForever puts ever other objects from several goroutines and prints the key of each that is stored.
func putForever(dir string) {
	s, err := Open(dir)
	if err != nil {
		panic(err)
	}
	keys := make(chan string)
	for worker := range 4 {
		go func() {
			for i := 0; ; i++ {
				content := bytes.Repeat(fmt.Appendf(nil, "%d %d %d\n", os.Getpid(), worker, i), 5000)
				key, _, err := s.Put(context.Background(), bytes.NewReader(content))
				if err != nil {
					panic(err)
				}
				keys <- key
			}
		}()
	}
	for key := range keys {
		fmt.Println(key)
	}
}

func TestKilledWhilePuttingLosesNothingAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	var stored []string
	abandoned := 0
	for round := range 4 {
		c := child(t, "put", dir)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 10 + 7*round {
			if !lines.Scan() {
				t.Fatalf("the child ended: %v", c.Wait())
			}
			stored = append(stored, lines.Text())
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // told before it died
			stored = append(stored, lines.Text())
		}
		c.Wait()
		abandoned += len(entries(t, filepath.Join(dir, "tmp")))
	}
	if abandoned == 0 {
		t.Error("no put was under way when the child was killed: the test shows nothing")
	}
	s := open(t, dir)
	if left := entries(t, filepath.Join(dir, "tmp")); len(left) != 0 {
		t.Errorf("after opening there still is %v", left)
	}
	for _, key := range stored {
		if err := s.Verify(t.Context(), key); err != nil {
			t.Errorf("an object that was stored: %v", err)
		}
	}
	all := 0
	walk(t, filepath.Join(dir, "sha256"), func(path string, info fs.FileInfo) {
		if all++; info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		if err := s.Verify(t.Context(), "sha256:"+filepath.Base(path)); err != nil {
			t.Errorf("a visible object: %v", err)
		}
	})
	if all < len(stored) {
		t.Errorf("%d objects, but %d were stored", all, len(stored))
	}
}

func entries(t *testing.T, dir string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func walk(t *testing.T, dir string, file func(path string, info fs.FileInfo)) {
	t.Helper()
	err := filepath.Walk(dir, func(path string, info fs.FileInfo, err error) error {
		switch {
		case err != nil:
			return err
		case !info.IsDir():
			file(path, info)
		case info.Mode().Perm() != 0o700:
			t.Errorf("folder %s has mode %v", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpeningLeavesWhatAnotherIsWriting(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	input := &openAgain{t: t, dir: dir, rest: strings.NewReader("una pagina")}
	key, _, err := s.Put(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), key); err != nil {
		t.Error(err)
	}
}

// openAgain opens the store while it is read.
type openAgain struct {
	t    *testing.T
	dir  string
	rest *strings.Reader
}

func (o *openAgain) Read(p []byte) (int, error) {
	open(o.t, o.dir)
	return o.rest.Read(p)
}

// putOnFullDisk runs with a limit on the size of files, which fails a write midway as a full disk does.
func putOnFullDisk(dir string) {
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 100_000, Max: 100_000}); err != nil {
		panic(err)
	}
	s, err := Open(dir)
	if err != nil {
		panic(err)
	}
	_, _, err = s.Put(context.Background(), strings.NewReader(strings.Repeat("x", 1_000_000)))
	fmt.Printf("%s: %s", claim.ErrorCode(err), claim.ErrorMessage(err))
}

func TestFullDiskStoresNothing(t *testing.T) {
	dir := t.TempDir()
	out, err := child(t, "full", dir).Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := "unavailable: Il disco dell'archivio è pieno: liberare spazio e riprovare. Nulla è stato registrato."; string(out) != want {
		t.Errorf("error is %q, want %q", out, want)
	}
	if left := entries(t, filepath.Join(dir, "tmp")); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
	walk(t, filepath.Join(dir, "sha256"), func(path string, _ fs.FileInfo) { t.Errorf("stored: %s", path) })
}

func TestErrorsOfTheDiskAreVisible(t *testing.T) {
	for cause, code := range map[error]string{
		syscall.ENOSPC: claim.EUNAVAILABLE, syscall.EDQUOT: claim.EUNAVAILABLE, syscall.EROFS: claim.EUNAVAILABLE,
		syscall.EACCES: claim.EUNAVAILABLE, syscall.EIO: claim.EUNAVAILABLE, errors.New("other"): claim.EINTERNAL,
	} {
		err := storage.DiskError(&fs.PathError{Op: "write", Path: "x", Err: cause})
		if claim.ErrorCode(err) != code || !errors.Is(err, cause) {
			t.Errorf("%v becomes %v (%s), want %s", cause, err, claim.ErrorCode(err), code)
		}
	}
}

func BenchmarkPut(b *testing.B) {
	for _, size := range []int{100_000, 10_000_000} {
		b.Run(fmt.Sprintf("%d bytes", size), func(b *testing.B) {
			s := open(b, b.TempDir())
			content := make([]byte, size)
			b.SetBytes(int64(size))
			for i := 0; b.Loop(); i++ {
				copy(content, fmt.Sprint(i))
				if _, _, err := s.Put(b.Context(), bytes.NewReader(content)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
