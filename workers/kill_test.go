package workers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"pratica/storage"
	"pratica/storage/files"
	"pratica/storage/sqlite"
)

// TestMain makes the test binary a serving process that kills itself at a chosen moment.
func TestMain(m *testing.M) {
	if moment := os.Getenv("WORKERS_TEST_DIE"); moment != "" {
		if err := serveUntilKilled(os.Getenv("WORKERS_TEST_DIR"), moment); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	if dir := os.Getenv("WORKERS_TEST_REDIS"); dir != "" {
		if _, err := StartRedis(context.Background(), dir, nil); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println("ready")
		select {}
	}
	os.Exit(m.Run())
}

func die() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// moments at which a serving process is killed.
var moments = []string{
	"before splitting", "in splitting", "after splitting is stored",
	"in reading", "after a page is stored", "after the last page is stored",
	"in assembling", "after claims are stored",
	"before the claim is handed over", "after the claim is handed over", "after the delivery is stored",
}

// dyingRecords dies right after a transaction, before anybody learns of it.
type dyingRecords struct {
	storage.Records
	moment string
	reads  int
}

func (r *dyingRecords) Begin(ctx context.Context, ref storage.StepRef, until time.Time) (storage.Step, error) {
	step, err := r.Records.Begin(ctx, ref, until)
	if r.moment == "before splitting" {
		die()
	}
	return step, err
}

func (r *dyingRecords) FinishSplit(ctx context.Context, ref storage.StepRef, e []storage.Envelope) ([]storage.Step, error) {
	steps, err := r.Records.FinishSplit(ctx, ref, e)
	if r.moment == "after splitting is stored" {
		die()
	}
	return steps, err
}

func (r *dyingRecords) FinishRead(ctx context.Context, ref storage.StepRef, reading storage.Reading) ([]storage.Step, error) {
	steps, err := r.Records.FinishRead(ctx, ref, reading)
	if r.reads++; r.moment == "after a page is stored" || r.moment == "after the last page is stored" && r.reads == 2 {
		die()
	}
	return steps, err
}

func (r *dyingRecords) FinishAssemble(ctx context.Context, ref storage.StepRef, claims []storage.AssembledClaim) ([]storage.Step, error) {
	steps, err := r.Records.FinishAssemble(ctx, ref, claims)
	if r.moment == "after claims are stored" {
		die()
	}
	return steps, err
}

func (r *dyingRecords) FinishDelivery(ctx context.Context, ref storage.StepRef, target string) error {
	err := r.Records.FinishDelivery(ctx, ref, target)
	if r.moment == "after the delivery is stored" {
		die()
	}
	return err
}

// serveUntilKilled is a whole process: records, objects, a private Redis, a server.
func serveUntilKilled(dir, moment string) error {
	dieAt := func(m string) error {
		if m == moment {
			die()
		}
		return nil
	}
	records, err := sqlite.Open(context.Background(), filepath.Join(dir, "pratica.db"), nil)
	if err != nil {
		return err
	}
	objects, err := files.Open(filepath.Join(dir, "objects"))
	if err != nil {
		return err
	}
	outbox, err := NewOutbox(filepath.Join(dir, "outbox"))
	if err != nil {
		return err
	}
	redis, err := StartRedis(context.Background(), dir, nil)
	if err != nil {
		return err
	}
	s, err := New(Config{
		Records: &dyingRecords{Records: records, moment: moment}, Objects: objects, Redis: redis.Options(), Concurrency: 1, Alone: true,
		Stages: &textStages{
			onSplit:    func() error { return dieAt("in splitting") },
			onRead:     func(context.Context, string) error { return dieAt("in reading") },
			onAssemble: func() error { return dieAt("in assembling") },
		},
		Deliverer: deliverFunc(func(ctx context.Context, d storage.Delivery, number string) (string, error) {
			dieAt("before the claim is handed over")
			target, err := outbox.Deliver(ctx, d, number)
			dieAt("after the claim is handed over")
			return target, err
		}),
		DeliverUnreviewed: true, Poll: 20 * time.Millisecond, AfterDeath: time.Millisecond, ReconcileEvery: 100 * time.Millisecond,
	})
	if err != nil {
		return err
	}
	if err := s.Start(context.Background()); err != nil {
		return err
	}
	time.Sleep(patience) // until the moment comes; else the test has failed
	return fmt.Errorf("the moment %q did not come", moment)
}

func TestAKilledProcessLosesNothingAndDoesNothingTwice(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, moment := range moments {
		t.Run(moment, func(t *testing.T) {
			o := newOffice(t)
			o.redis.Stop() // the process to be killed has its own
			o.redis = nil
			a, _ := o.arrive("R01", "invoice")

			process := exec.Command(binary)
			process.Env = append(os.Environ(), "WORKERS_TEST_DIE="+moment, "WORKERS_TEST_DIR="+o.dir)
			out, err := process.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("the process was not killed: %v\n%s", err, out)
			}
			left := readRecord(t, o.dir)
			o.open()
			if alive(left) {
				t.Error("Redis of the killed process still runs")
			}
			if _, err := os.Stat(left.Folder); err == nil {
				t.Error("its folder is still there")
			}
			o.serve()
			o.awaitDelivery(a)
			if c := o.deliveredOnce(a); c.Member.Surname != "R01 invoice" || len(c.Findings) != 0 {
				t.Errorf("delivered %q with %v", c.Member.Surname, c.Findings)
			}
			issuer, err := o.records.Issuer(t.Context(), clinic, "")
			if err != nil || issuer.Documents != 1 || issuer.Votes[0].Accepted != 1 {
				t.Errorf("of the issuer it learnt %+v, %v, want one document", issuer, err)
			}
		})
	}
}

func TestAPageThatKillsTheProcessEveryTimeIsUnreadable(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := newOffice(t)
	o.redis.Stop()
	a, _ := o.arrive("R01")
	for range DefaultPolicies[storage.ReadPage].Deaths {
		process := exec.Command(binary)
		process.Env = append(os.Environ(), "WORKERS_TEST_DIE=in reading", "WORKERS_TEST_DIR="+o.dir)
		process.Run()
	}
	o.open()
	o.stages.onRead = func(context.Context, string) error { t.Error("it was read once more"); return nil }
	o.serve()
	o.awaitDelivery(a)
	if c := o.deliveredOnce(a); len(c.Findings) != 1 || c.Findings[0].Code != "page.unreadable" {
		t.Errorf("findings are %v", c.Findings)
	}
}

func TestPowerCutsAreNoReasonToGiveUp(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, moment := range []string{"in splitting", "in reading", "in assembling", "before the claim is handed over"} {
		t.Run(moment, func(t *testing.T) {
			o := newOffice(t)
			o.redis.Stop()
			a, _ := o.arrive("R01")
			for range 5 {
				process := exec.Command(binary)
				process.Env = append(os.Environ(), "WORKERS_TEST_DIE="+moment, "WORKERS_TEST_DIR="+o.dir)
				process.Run()
			}
			o.open()
			o.serve()
			o.awaitDelivery(a)
			if c := o.deliveredOnce(a); len(c.Findings) != 0 {
				t.Errorf("findings are %v", c.Findings)
			}
		})
	}
}

func readRecord(t *testing.T, dir string) (r runRecord) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "redis.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func redisPID(t *testing.T, dir string) int { return readRecord(t, dir).PID }

func alive(r runRecord) bool {
	start, err := startTime(r.PID)
	return err == nil && start == r.StartTime && isOurRedis(r)
}

// endAndWait kills a process and waits until it has ended.
func endAndWait(t *testing.T, pid int) {
	t.Helper()
	awaitEnd(t, pid, func() { syscall.Kill(pid, syscall.SIGKILL) })
}

// awaitEnd does something and waits until it has ended the process.
func awaitEnd(t *testing.T, pid int, do func()) {
	t.Helper()
	handle, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		t.Errorf("process %d: %v", pid, err)
		return
	}
	defer unix.Close(handle)
	do()
	poll := []unix.PollFd{{Fd: int32(handle), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(poll, int(patience.Milliseconds()))
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if n != 1 {
			t.Errorf("process %d is still alive (%v)", pid, err)
		}
		return
	}
}
