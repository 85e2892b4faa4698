package sqlite

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"pratica/claim"
	"pratica/storage"
	"pratica/storage/storagetest"
)

// TestMain lets the test binary be the child process that is killed, or whose disk is full.
func TestMain(m *testing.M) {
	path := os.Getenv("SQLITE_TEST_FILE")
	switch os.Getenv("SQLITE_TEST_CHILD") {
	case "":
		os.Exit(m.Run())
	case "work":
		workForever(path)
	case "full":
		workOnFullDisk(path)
	}
}

func child(t *testing.T, role, path string) *exec.Cmd {
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), "SQLITE_TEST_CHILD="+role, "SQLITE_TEST_FILE="+path)
	c.Stderr = os.Stderr
	return c
}

func TestRecords(t *testing.T) {
	storagetest.Records(t, func(t *testing.T, now func() time.Time) storage.Records {
		return open(t, filepath.Join(t.TempDir(), "records.db"), now)
	})
}

func open(t testing.TB, path string, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func workForever(path string) {
	s, err := Open(context.Background(), path, nil)
	if err != nil {
		panic(err)
	}
	lines := make(chan string)
	for worker := range 4 {
		go func() {
			panic(storagetest.Work(context.Background(), s, worker, func(line string) { lines <- line }))
		}()
	}
	for line := range lines {
		fmt.Println(line)
	}
}

func TestKilledInTheMiddleOfTransactionsLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "records.db")
	var told []string
	for round := range 4 {
		c := child(t, "work", path)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 20 + 13*round {
			if !lines.Scan() {
				t.Fatalf("the child ended: %v", c.Wait())
			}
			told = append(told, lines.Text())
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // told before it died
			told = append(told, lines.Text())
		}
		c.Wait()
	}
	s := open(t, path, nil)
	storagetest.AfterCrash(t, s, told)
	for check, want := range map[string]string{"PRAGMA integrity_check": "ok", "SELECT count(*) FROM pragma_foreign_key_check": "0"} {
		var got string
		if err := s.readers.QueryRow(check).Scan(&got); err != nil || got != want {
			t.Errorf("%s gives %s, %v", check, got, err)
		}
	}
}

// workOnFullDisk runs with a limit on the size of files, which fails a write midway as a full disk does, and
// prints how many arrivals went in before, and the error.
func workOnFullDisk(path string) {
	signal.Ignore(syscall.SIGXFSZ)
	s, err := Open(context.Background(), path, nil)
	if err != nil {
		panic(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 600_000, Max: 600_000}); err != nil {
		panic(err)
	}
	stored := 0
	for ; err == nil; stored++ {
		_, _, _, err = s.CreateArrival(context.Background(), anArrival(stored))
	}
	fmt.Printf("%d %s: %s", stored-1, claim.ErrorCode(err), claim.ErrorMessage(err))
}

func anArrival(i int) claim.Arrival {
	a := claim.Arrival{Channel: claim.Post, IdempotencyKey: claim.Text(fmt.Sprint(i))}
	for f := range 3 {
		a.Files = append(a.Files, claim.File{Name: fmt.Sprint(f), Object: storage.Key(make([]byte, 32)), Size: 1})
	}
	return a
}

func TestFullDiskStoresNothingHalf(t *testing.T) {
	path := filepath.Join(t.TempDir(), "records.db")
	out, err := child(t, "full", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var stored int
	var code string
	if _, err := fmt.Sscanf(string(out), "%d %s", &stored, &code); err != nil || stored == 0 || code != "unavailable:" ||
		!strings.HasSuffix(string(out), "Nulla è stato registrato.") {
		t.Errorf("the child says %q, %v", out, err)
	}
	s := open(t, path, nil)
	waiting, err := s.WaitingArrivals(t.Context())
	if err != nil || len(waiting) != stored {
		t.Errorf("%d arrivals after the disk was full, want %d: %v", len(waiting), stored, err)
	}
	for _, a := range waiting {
		if len(a.Files) != 3 {
			t.Errorf("half an arrival: %+v", a)
		}
	}
	if _, created, _, err := s.CreateArrival(t.Context(), anArrival(stored)); err != nil || !created {
		t.Errorf("with room again the send that failed gives %t, %v", created, err)
	}
}

func TestErrorsOfTheDatabaseFileAreVisible(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "records.db"), nil)
	exec := func(pragma string) {
		t.Helper()
		if _, err := s.writer.Exec(pragma); err != nil {
			t.Fatal(err)
		}
	}
	exec("PRAGMA query_only = 1")
	_, _, _, err := s.CreateArrival(t.Context(), anArrival(1))
	if claim.ErrorCode(err) != claim.EUNAVAILABLE || !strings.Contains(claim.ErrorMessage(err), "sola lettura") {
		t.Errorf("read-only: %v", err)
	}
	exec("PRAGMA query_only = 0")
	exec("PRAGMA max_page_count = 1") // means: no more than there are
	for i := 0; err == nil || i == 0; i++ {
		_, _, _, err = s.CreateArrival(t.Context(), anArrival(i))
	}
	if claim.ErrorCode(err) != claim.EUNAVAILABLE || !strings.Contains(claim.ErrorMessage(err), "pieno") {
		t.Errorf("full: %v", err)
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "missing", "records.db"), nil); err == nil {
		t.Error("opened in a folder that does not exist")
	}
}

func TestTheFileIsDurablePrivateAndKeptOnReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "with space?and#marks.db")
	s, err := Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _, err := s.CreateArrival(t.Context(), anArrival(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, db := range []*sql.DB{s.writer, s.readers} {
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000"} {
			var got string
			if err := db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %q, %v, want %s", pragma, got, err, want)
			}
		}
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path+suffix, info, err)
		}
	}
	if _, err := s.readers.Exec("UPDATE arrivals SET channel = 'post'"); err == nil {
		t.Error("a reader's connection writes")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, path, nil).Arrival(t.Context(), first.ID); err != nil {
		t.Error(err)
	}
}

func BenchmarkCreateArrival(b *testing.B) {
	for _, senders := range []int{1, 8} {
		b.Run(fmt.Sprintf("%d senders", senders), func(b *testing.B) {
			s := open(b, filepath.Join(b.TempDir(), "records.db"), nil)
			next := make(chan int)
			var all sync.WaitGroup
			for range senders {
				all.Go(func() {
					for i := range next {
						if _, _, _, err := s.CreateArrival(b.Context(), anArrival(i)); err != nil {
							b.Error(err)
						}
					}
				})
			}
			for i := 0; b.Loop(); i++ {
				next <- i
			}
			close(next)
			all.Wait()
		})
	}
}

// BenchmarkEnvelope takes an envelope of two pages all the way from arrival to delivery: seven steps, twelve
// transactions.
func BenchmarkEnvelope(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "records.db"), nil)
	delivered := make(chan struct{})
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan error)
	go func() {
		ended <- storagetest.Work(ctx, s, 0, func(line string) {
			if strings.HasPrefix(line, string(storage.DeliverClaim)) {
				delivered <- struct{}{}
			}
		})
	}()
	for b.Loop() {
		<-delivered
	}
	stop()
	for {
		select {
		case <-delivered:
		case <-ended:
			return
		}
	}
}
