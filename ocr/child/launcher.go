package child

import (
	"os/exec"
	"runtime"

	"golang.org/x/sys/unix"
)

// launcher starts processes from one thread of its own that lives until close. The parent-death signal
// fires when the thread that forked ends, not the process: from a goroutine on any thread it would kill
// healthy children now and then.
type launcher struct {
	jobs  chan launch
	ended chan struct{}
}

type launch struct {
	cmd     *exec.Cmd
	started chan error
}

func newLauncher() *launcher {
	l := &launcher{jobs: make(chan launch), ended: make(chan struct{})}
	go l.run()
	return l
}

func (l *launcher) run() {
	defer close(l.ended)
	// Never unlocked: what is set here sticks to the thread, which therefore ends with this goroutine.
	runtime.LockOSThread()
	// Both are inherited over fork and exec. Neither can fail in a way that matters: old kernels lack
	// neither, and a priority already lower than ours may stay.
	_ = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
	_ = unix.Setpriority(unix.PRIO_PROCESS, 0, niceness)
	for job := range l.jobs {
		// Go opens everything close-on-exec; this is for what a C library or our own parent left open.
		_ = unix.CloseRange(3, ^uint(0), unix.CLOSE_RANGE_CLOEXEC)
		job.started <- job.cmd.Start()
	}
}

func (l *launcher) start(cmd *exec.Cmd) error {
	job := launch{cmd, make(chan error, 1)}
	l.jobs <- job
	return <-job.started
}

// close ends the thread, and with it every child that was not reaped before.
func (l *launcher) close() {
	close(l.jobs)
	<-l.ended
}
