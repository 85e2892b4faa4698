package child

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

const (
	// maxOpenFiles is a child's RLIMIT_NOFILE: its pipes, the paper at hand, language data, a cache.
	maxOpenFiles = 64
	// maxFileBytes is a child's RLIMIT_FSIZE: it writes nothing but the cache of compiled WebAssembly.
	maxFileBytes = 256 << 20
	// niceness lets the web pages stay quick while every core reads papers.
	niceness = 5
	// oomScore makes the kernel, out of memory, end a child before the parent or the database.
	oomScore = "500"
)

// lowerPrivileges runs in the child before it reads its first request. What belongs to threads and not to
// the process (no_new_privs, the priority) is set by the launcher before the fork and inherited.
func lowerPrivileges() error {
	for _, limit := range []struct {
		name     string
		resource int
		value    uint64
	}{
		{"core", unix.RLIMIT_CORE, 0},
		{"open files", unix.RLIMIT_NOFILE, maxOpenFiles},
		{"file size", unix.RLIMIT_FSIZE, maxFileBytes},
	} {
		if err := unix.Setrlimit(limit.resource, &unix.Rlimit{Cur: limit.value, Max: limit.value}); err != nil {
			return fmt.Errorf("child: limit %s: %w", limit.name, err)
		}
	}
	// Best effort: a container may mount /proc read-only.
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte(oomScore), 0)
	unix.Umask(0o077)
	return nil
}
