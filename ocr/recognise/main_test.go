package recognise

import (
	"fmt"
	"os"
	"syscall"
	"testing"
)

// TestMain starts itself again with OMP_THREAD_LIMIT=1, which OpenMP reads only when a process starts.
func TestMain(m *testing.M) {
	if os.Getenv("OMP_THREAD_LIMIT") != "1" {
		self, err := os.Executable()
		if err == nil {
			err = syscall.Exec(self, os.Args, append(os.Environ(), "OMP_THREAD_LIMIT=1"))
		}
		fmt.Fprintln(os.Stderr, "start the tests again with OMP_THREAD_LIMIT=1:", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

var shared *Engine

// engine is one for all tests: loading takes 0.1 s.
func engine(t testing.TB) *Engine {
	t.Helper()
	if shared == nil {
		var err error
		if shared, err = NewEngine("ita"); err != nil {
			t.Fatal(err)
		}
	}
	return shared
}
