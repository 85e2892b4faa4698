package child_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"pratica/ocr/child"
)

func exists(pid int) bool {
	_, err := os.Stat(fmt.Sprintf("/proc/%d", pid))
	return err == nil
}

// awaitEnd does something and waits until it has ended the process, at most ten seconds.
func awaitEnd(t *testing.T, pid int, do func()) {
	t.Helper()
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		t.Fatalf("process %d: %v", pid, err)
	}
	defer unix.Close(fd)
	do()
	poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(poll, 10_000)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if n != 1 {
			t.Fatalf("process %d is still alive (%v)", pid, err)
		}
		return
	}
}

func TestManyCallsShareTwoChildren(t *testing.T) {
	pool := newPool(t, child.Config{Size: 2, MaxCalls: 1000})
	var mu sync.Mutex
	seen := map[int]int{}
	var calls sync.WaitGroup
	for i := range 200 {
		calls.Go(func() {
			var pid int
			if _, err := pool.Call(context.Background(), "pid", i, &pid); err != nil {
				t.Errorf("call %d: %v", i, err)
			}
			mu.Lock()
			seen[pid]++
			mu.Unlock()
		})
	}
	calls.Wait()
	if len(seen) != 2 {
		t.Errorf("calls by child: %v, want two children", seen)
	}
}

// servedInOrder tells in which order a pool of one child serves calls that wait together, by their names; those called
// "u" are urgent.
func servedInOrder(t *testing.T, names ...string) []string {
	t.Helper()
	pool := newPool(t, child.Config{Deadline: time.Minute})
	blocked, unblock := context.WithCancel(t.Context())
	var calls sync.WaitGroup
	calls.Go(func() { pool.Call(blocked, "hang", nil, nil) })
	for pool.Busy() == 0 {
		runtime.Gosched()
	}
	var mu sync.Mutex
	var order []string
	for i, name := range names {
		var options []child.Option
		if name == "u" {
			options = append(options, child.Urgent())
		}
		calls.Go(func() {
			if _, err := pool.Call(context.Background(), "echo", nil, nil, options...); err != nil {
				t.Error(err)
			}
			mu.Lock()
			order = append(order, name)
			mu.Unlock()
		})
		for pool.Waiting() < i+1 {
			runtime.Gosched()
		}
	}
	unblock()
	calls.Wait()
	return order
}

func TestCallsAreServedInOrderUrgentOnesFirst(t *testing.T) {
	if order := servedInOrder(t, "first", "second", "u"); !slices.Equal(order, []string{"u", "first", "second"}) {
		t.Errorf("served %v", order)
	}
}

func TestUrgentCallsLeaveOneTurnOfFiveToTheOthers(t *testing.T) {
	// three of a batch wait, then ten urgent ones come
	order := servedInOrder(t, strings.Split("bbbuuuuuuuuuu", "")...)
	if got := strings.Join(order, ""); got != "uuuubuuuubuub" {
		t.Errorf("served %s", got)
	}
}

func TestACancelledCallReturnsAndItsChildIsReplaced(t *testing.T) {
	pool := newPool(t, child.Config{Deadline: time.Minute})
	var before, after int
	ask(t, pool, "pid", &before)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() { _, err := pool.Call(ctx, "hang", nil, nil); ended <- err }()
	for pool.Busy() == 0 {
		runtime.Gosched()
	}
	go func() { _, err := pool.Call(ctx, "echo", nil, nil); ended <- err }()
	for pool.Waiting() == 0 {
		runtime.Gosched()
	}
	cancel()
	for range 2 {
		if err := <-ended; !errors.Is(err, context.Canceled) || child.Died(err) {
			t.Errorf("got %v", err)
		}
	}
	ask(t, pool, "pid", &after)
	if before == after {
		t.Error("a child that hangs was kept")
	}
}

func TestCloseEndsCallsAndLeavesNothing(t *testing.T) {
	openBefore := openFiles(t)
	pool := newPool(t, child.Config{Size: 2, Deadline: time.Minute})
	var pid int
	ask(t, pool, "pid", &pid)
	ended := make(chan error, 3)
	for range cap(ended) {
		go func() { _, err := pool.Call(context.Background(), "hang", nil, nil); ended <- err }()
	}
	for pool.Busy() < 2 || pool.Waiting() < 1 {
		runtime.Gosched()
	}
	pool.Close()
	for range cap(ended) {
		if err := <-ended; !errors.Is(err, child.ErrClosed) {
			t.Errorf("got %v", err)
		}
	}
	if _, err := pool.Call(t.Context(), "echo", nil, nil); !errors.Is(err, child.ErrClosed) {
		t.Errorf("a call after Close gave %v", err)
	}
	if exists(pid) {
		t.Errorf("process %d is still there, perhaps as a zombie", pid)
	}
	if now := openFiles(t); now > openBefore {
		t.Errorf("%d open files before, %d after", openBefore, now)
	}
	if err := pool.Close(); err != nil {
		t.Errorf("closed again: %v", err)
	}
}

func TestCrashesLeakNoFiles(t *testing.T) {
	pool := newPool(t, child.Config{Stderr: &bytes.Buffer{}})
	pool.Call(t.Context(), "exit", nil, nil)
	before := openFiles(t)
	for range 20 {
		if _, err := pool.Call(t.Context(), "exit", nil, nil); !errors.Is(err, child.ErrCrashed) {
			t.Fatal(err)
		}
	}
	if now := openFiles(t); now > before {
		t.Errorf("%d open files after the first crash, %d after twenty more", before, now)
	}
}

// openFiles counts the open files of this process.
func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func TestTheTimeOfChildrenIsCounted(t *testing.T) {
	pool := newPool(t, child.Config{})
	if _, err := pool.Call(t.Context(), "grow", 200<<20, nil); err != nil {
		t.Fatal(err)
	}
	living := pool.CPU()
	if living < 20*time.Millisecond || living > 10*time.Second {
		t.Errorf("while it lives: %v", living)
	}
	pool.Close()
	if ended := pool.CPU(); ended < living {
		t.Errorf("%v while it lived, %v in the end", living, ended)
	}
}

func TestWhatChildrenPrintIsFilteredAndBounded(t *testing.T) {
	var log bytes.Buffer
	pool := newPool(t, child.Config{Stderr: &log})
	ask(t, pool, "print", nil)
	pool.Close()
	got := log.String()
	if !strings.Contains(got, "child: stray print of C code\n") {
		t.Error("standard output is not in the log")
	}
	if !strings.Contains(got, `child: word "…" and # found`) {
		t.Error("quoted words and long numbers are not taken out")
	}
	lines := slices.Collect(strings.Lines(got))
	if len(lines) != 101 || lines[100] != "child: (more lines are left out)\n" {
		t.Errorf("%d lines, the last is %q", len(lines), lines[len(lines)-1])
	}
	for _, line := range lines {
		if len(line) > 220 {
			t.Errorf("a line of %d bytes", len(line))
		}
	}
}

func TestChildrenDieWithTheirParent(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "pids")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	pipe.SetReadDeadline(time.Now().Add(10 * time.Second))
	parent := exec.Command(binary)
	parent.Env = append(os.Environ(), "CHILD_TEST_PARENT="+path)
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	defer parent.Wait()
	defer parent.Process.Kill()
	lines := bufio.NewScanner(pipe)
	var pids []int
	for len(pids) < 2 && lines.Scan() {
		var pid int
		if _, err := fmt.Sscan(lines.Text(), &pid); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		pids = append(pids, pid)
	}
	if len(pids) < 2 {
		t.Fatal("the parent has no two children")
	}
	awaitEnd(t, pids[0], func() { awaitEnd(t, pids[1], func() { parent.Process.Kill() }) })
}

func TestAgesCountCallsUpToTheLimit(t *testing.T) {
	pool := newPool(t, child.Config{MaxCalls: 3})
	for want := range 7 {
		ages := slices.Collect(maps.Values(pool.Ages()))
		if n := want % 3; n == 0 && len(ages) != 0 || n > 0 && !slices.Equal(ages, []int{n}) {
			t.Errorf("after %d calls the ages are %v", want, ages)
		}
		if _, err := pool.Call(t.Context(), "echo", nil, nil); err != nil {
			t.Fatal(err)
		}
	}
}
