package child_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"pratica/claim"
	"pratica/ocr/child"
)

// TestMain makes the test binary its own child, and, for the test of a parent's death, its own parent.
func TestMain(m *testing.M) {
	child.Main(operations)
	if os.Getenv("CHILD_TEST_PARENT") != "" {
		beParent()
	}
	os.Exit(m.Run())
}

type text struct{ Text string }

// answers is the pipe of the process, for operations that misuse it.
func answers() *os.File { return os.NewFile(4, "answers") }

var operations = map[string]child.Handler{
	"echo": func(_ context.Context, request json.RawMessage) (any, [][]byte, error) {
		return request, [][]byte{[]byte("one"), {}, []byte("three")}, nil
	},
	"pid":     func(context.Context, json.RawMessage) (any, [][]byte, error) { return os.Getpid(), nil, nil },
	"environ": func(context.Context, json.RawMessage) (any, [][]byte, error) { return os.Environ(), nil, nil },
	"status": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		status, err := os.ReadFile("/proc/self/status")
		return text{string(status)}, nil, err
	},
	"open": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		entries, err := os.ReadDir("/proc/self/fd")
		var links []string
		for _, e := range entries {
			link, _ := os.Readlink("/proc/self/fd/" + e.Name())
			links = append(links, link)
		}
		return links, nil, err
	},
	"core limit": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		var limit syscall.Rlimit
		err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit)
		return limit.Max, nil, err
	},
	"refuse": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		return nil, nil, fmt.Errorf("decode: %w", claim.Errorf(claim.ETOOLARGE, "troppo grande"))
	},
	"exit": func(context.Context, json.RawMessage) (any, [][]byte, error) { os.Exit(7); return nil, nil, nil },
	"segfault": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		signal.Reset(syscall.SIGSEGV)
		address := uintptr(0xdead0000)
		*(*int)(*(*unsafe.Pointer)(unsafe.Pointer(&address))) = 1
		return nil, nil, nil
	},
	"panic": func(context.Context, json.RawMessage) (any, [][]byte, error) { panic("ROSSI LUCA") },
	"hang":  func(context.Context, json.RawMessage) (any, [][]byte, error) { select {} },
	"tell pid and hang": func(_ context.Context, request json.RawMessage) (any, [][]byte, error) {
		var path string
		if err := json.Unmarshal(request, &path); err != nil {
			return nil, nil, err
		}
		pipe, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, nil, err
		}
		fmt.Fprintln(pipe, os.Getpid())
		select {}
	},
	"patient": func(ctx context.Context, _ json.RawMessage) (any, [][]byte, error) {
		<-ctx.Done()
		return nil, nil, ctx.Err()
	},
	"grow": func(_ context.Context, request json.RawMessage) (any, [][]byte, error) {
		var size int
		if err := json.Unmarshal(request, &size); err != nil {
			return nil, nil, err
		}
		memory, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		for i := 0; i < len(memory); i += os.Getpagesize() {
			memory[i] = 1
		}
		return nil, nil, err
	},
	"garbage": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		_, err := answers().Write([]byte("Error in pixReadStream: unknown format\n"))
		return nil, nil, err
	},
	"huge header": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		_, err := answers().Write(binary.BigEndian.AppendUint32([]byte("PRC1"), 1<<31))
		return nil, nil, err
	},
	"huge response": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		return strings.Repeat("x", 1<<20), nil, nil
	},
	"huge blob": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		return nil, [][]byte{make([]byte, 3<<20)}, nil
	},
	"forged answer": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		body := []byte(`{"nonce":"0000000000000000","response":{"Text":"forged"}}`)
		frame := binary.BigEndian.AppendUint32([]byte("PRC1"), uint32(len(body)))
		_, err := answers().Write(append(frame, body...))
		return nil, nil, err
	},
	"print": func(context.Context, json.RawMessage) (any, [][]byte, error) {
		fmt.Println("stray print of C code")
		fmt.Fprintln(os.Stderr, `word "BERTOLINI" and 1047823 found`)
		fmt.Fprintln(os.Stderr, strings.Repeat("long ", 1000))
		for range 500 {
			fmt.Fprintln(os.Stderr, "again")
		}
		return "printed", nil, nil
	},
}

// beParent makes a pool with two children at work and waits to be killed. The children tell their pids on
// the named pipe.
func beParent() {
	pool, err := child.NewPool(child.Config{Size: 2})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for range 2 {
		go pool.Call(context.Background(), "tell pid and hang", os.Getenv("CHILD_TEST_PARENT"), nil)
	}
	select {}
}

func newPool(t *testing.T, c child.Config) *child.Pool {
	t.Helper()
	if c.Size == 0 {
		c.Size = 1
	}
	pool, err := child.NewPool(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	return pool
}

func ask(t *testing.T, pool *child.Pool, op string, response any) {
	t.Helper()
	if _, err := pool.Call(t.Context(), op, nil, response); err != nil {
		t.Fatalf("%s: %v", op, err)
	}
}

func TestAnAnswerComesBackWithItsBlobs(t *testing.T) {
	pool := newPool(t, child.Config{})
	var got text
	blobs, err := pool.Call(t.Context(), "echo", text{"perché"}, &got)
	if err != nil {
		t.Fatal(err)
	}
	if got.Text != "perché" || len(blobs) != 3 || string(blobs[0]) != "one" || len(blobs[1]) != 0 || string(blobs[2]) != "three" {
		t.Errorf("got %q and blobs %q", got.Text, blobs)
	}
}

func TestAHandlersErrorKeepsItsCodeAndTheChild(t *testing.T) {
	pool := newPool(t, child.Config{})
	var before, after int
	ask(t, pool, "pid", &before)
	_, err := pool.Call(t.Context(), "refuse", nil, nil)
	var remote *child.RemoteError
	if !errors.As(err, &remote) || remote.Code != claim.ETOOLARGE || !strings.Contains(remote.Message, "troppo grande") {
		t.Errorf("got %v", err)
	}
	if child.Died(err) {
		t.Error("a handler's error counts as a dead child")
	}
	if _, err := pool.Call(t.Context(), "nonsense", nil, nil); !errors.As(err, &remote) || remote.Code != "child.unknown_operation" {
		t.Errorf("an unknown operation gave %v", err)
	}
	ask(t, pool, "pid", &after)
	if before != after {
		t.Error("the child was replaced")
	}
}

func TestAChildThatMisbehavesCostsItsCallOnly(t *testing.T) {
	cases := []struct {
		name string
		op   string
		want error
		hint string
	}{
		{"exit", "exit", child.ErrCrashed, "exit status 7"},
		{"segmentation fault", "segfault", child.ErrCrashed, ""},
		{"panic, whose value is not told", "panic", child.ErrCrashed, "panic of type string in pratica/ocr/child_test"},
		{"hang", "hang", child.ErrDeadline, ""},
		{"garbage on the pipe", "garbage", child.ErrCrashed, "not a frame"},
		{"a header of 2 GB announced", "huge header", child.ErrCrashed, "2147483648"},
		{"more JSON than allowed", "huge response", child.ErrCrashed, "not a frame"},
		{"more blob bytes than allowed", "huge blob", child.ErrCrashed, "blobs"},
		{"an answer prepared before the question", "forged answer", child.ErrCrashed, "another question"},
	}
	pool := newPool(t, child.Config{Deadline: 300 * time.Millisecond, MaxResponseBytes: 1 << 19, MaxBlobBytes: 2 << 20})
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var before, after int
			ask(t, pool, "pid", &before)
			_, err := pool.Call(t.Context(), c.op, nil, nil)
			if !errors.Is(err, c.want) || !child.Died(err) || !strings.Contains(err.Error(), c.hint) {
				t.Errorf("got %v, want %v with %q", err, c.want, c.hint)
			}
			if strings.Contains(err.Error(), "ROSSI") {
				t.Errorf("the error quotes the page: %v", err)
			}
			ask(t, pool, "pid", &after)
			if before == after {
				t.Error("the child was not replaced")
			}
			if exists(before) {
				t.Errorf("process %d is still there, perhaps as a zombie", before)
			}
		})
	}
}

func TestAHandlerThatHeedsItsDeadlineKeepsItsChild(t *testing.T) {
	pool := newPool(t, child.Config{})
	var before, after int
	ask(t, pool, "pid", &before)
	if _, err := pool.Call(t.Context(), "patient", nil, nil, child.Within(50*time.Millisecond)); !errors.Is(err, child.ErrDeadline) {
		t.Errorf("got %v", err)
	}
	ask(t, pool, "pid", &after)
	if before != after {
		t.Error("the child was replaced")
	}
}

func TestAChildThatGrowsIsKilled(t *testing.T) {
	pool := newPool(t, child.Config{MaxResidentBytes: 100 << 20})
	if _, err := pool.Call(t.Context(), "grow", 8<<30, nil); !errors.Is(err, child.ErrMemory) {
		t.Errorf("got %v", err)
	}
}

func TestAChildIsReplacedBetweenCalls(t *testing.T) {
	t.Run("when it has grown", func(t *testing.T) {
		pool := newPool(t, child.Config{RecycleBytes: 64 << 20})
		var before, after int
		ask(t, pool, "pid", &before)
		if _, err := pool.Call(t.Context(), "grow", 100<<20, nil); err != nil {
			t.Fatal(err)
		}
		ask(t, pool, "pid", &after)
		if before == after {
			t.Error("it was kept")
		}
		if peak := pool.PeakResident(); peak < 100<<20 || peak > 200<<20 {
			t.Errorf("peak %d MB, want a little over 100", peak>>20)
		}
	})
	t.Run("when it has served its calls", func(t *testing.T) {
		pool := newPool(t, child.Config{MaxCalls: 3})
		seen := map[int]int{}
		for range 9 {
			var pid int
			ask(t, pool, "pid", &pid)
			seen[pid]++
		}
		if len(seen) != 3 {
			t.Errorf("calls by child: %v, want three children with three each", seen)
		}
	})
	t.Run("when it died while idle", func(t *testing.T) {
		pool := newPool(t, child.Config{})
		var before, after int
		ask(t, pool, "pid", &before)
		awaitEnd(t, before, func() { syscall.Kill(before, syscall.SIGKILL) })
		for exists(before) { // until the pool has reaped it
			runtime.Gosched()
		}
		ask(t, pool, "pid", &after)
		if before == after {
			t.Error("the dead child answered")
		}
	})
}

func TestChildrenHaveFewPrivileges(t *testing.T) {
	t.Setenv("PRATICA_WEBHOOK_SECRET", "top secret")
	leak, err := syscall.Open("/dev/zero", syscall.O_RDONLY, 0) // not close-on-exec
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(leak)
	pool := newPool(t, child.Config{Env: []string{"EXTRA=1"}})

	var environ []string
	ask(t, pool, "environ", &environ)
	joined := strings.Join(environ, "\n")
	if strings.Contains(joined, "SECRET") {
		t.Error("a secret of the parent is in the environment")
	}
	for _, want := range []string{"OMP_THREAD_LIMIT=1", "GOMAXPROCS=1", "EXTRA=1"} {
		if !strings.Contains(joined, want) {
			t.Errorf("environment lacks %s", want)
		}
	}

	var status text
	ask(t, pool, "status", &status)
	if !strings.Contains(status.Text, "NoNewPrivs:\t1") {
		t.Error("new privileges are possible")
	}

	var links []string
	ask(t, pool, "open", &links)
	for _, link := range links {
		if link == "/dev/zero" {
			t.Errorf("an open file of the parent was inherited: %v", links)
		}
	}

	var core uint64
	ask(t, pool, "core limit", &core)
	if core != 0 {
		t.Errorf("core files of %d bytes may be written", core)
	}
}

func TestAChildHasNoChildren(t *testing.T) {
	t.Setenv("PRATICA_OCR_CHILD", "1")
	if _, err := child.NewPool(child.Config{}); err == nil {
		t.Error("a child made a pool")
	}
}
