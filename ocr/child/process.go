package child

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// watchEvery is how often the resident memory of a working child is looked at.
const watchEvery = 50 * time.Millisecond

// minGrace is the least time a handler has to answer after its context ended, before its child is killed.
const minGrace = 250 * time.Millisecond

// process is one child and our ends of its pipes.
type process struct {
	cmd      *exec.Cmd
	pid      int
	requests *os.File
	answers  *bufio.Reader
	pipe     *os.File // under answers
	stderr   *lineFilter
	calls    atomic.Int64

	// exited is closed when the child has been reaped; cmd.ProcessState is set then.
	exited chan struct{}
	mu     sync.Mutex
	dead   bool // it has ended, its pid is free or about to be
}

func (p *Pool) startProcess() (*process, error) {
	requestsTheirs, requestsOurs, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start child: %w", err)
	}
	defer requestsTheirs.Close()
	answersOurs, answersTheirs, err := os.Pipe()
	if err != nil {
		requestsOurs.Close()
		return nil, fmt.Errorf("start child: %w", err)
	}
	defer answersTheirs.Close()

	// The link is followed in the new process, where it still names the running binary, even if a new
	// version has taken its place on disk.
	cmd := exec.Command("/proc/self/exe", argument)
	cmd.Args[0] = os.Args[0]
	cmd.Env = p.environment
	cmd.ExtraFiles = []*os.File{requestsTheirs, answersTheirs}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.WaitDelay = time.Second
	c := &process{cmd: cmd, requests: requestsOurs, pipe: answersOurs, exited: make(chan struct{})}
	c.answers = bufio.NewReader(answersOurs)
	if p.Stderr != nil {
		c.stderr = &lineFilter{out: p.log}
		cmd.Stdout, cmd.Stderr = c.stderr, c.stderr
	}
	if err := p.launcher.start(cmd); err != nil {
		requestsOurs.Close()
		answersOurs.Close()
		return nil, fmt.Errorf("start child: %w", err)
	}
	c.pid = cmd.Process.Pid
	go c.reap()
	return c, nil
}

// reap waits for the end of the child. While it is a zombie its process group cannot be anybody else's:
// then what the child may have started is ended too.
func (c *process) reap() {
	for {
		err := unix.Waitid(unix.P_PID, c.pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	c.mu.Lock()
	c.dead = true
	_ = unix.Kill(-c.pid, unix.SIGKILL)
	c.mu.Unlock()
	_ = c.cmd.Wait() // its error is the exit status, which is in ProcessState
	if c.stderr != nil {
		c.stderr.flush()
	}
	c.requests.Close()
	c.pipe.Close()
	close(c.exited)
}

func (c *process) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.dead {
		_ = unix.Kill(-c.pid, unix.SIGKILL)
	}
}

func (c *process) gone() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dead
}

// call sends one request and waits for its answer. Unless it returns nil or a *RemoteError the child has
// been killed and reaped.
func (c *process) call(ctx context.Context, closing <-chan struct{}, op string, body json.RawMessage, cfg *Config, timeout time.Duration) (answer, [][]byte, error) {
	c.calls.Add(1)
	type result struct {
		answer answer
		blobs  [][]byte
		err    error
	}
	nonce := newNonce()
	answered := make(chan result, 1)
	go func() {
		var r result
		r.err = writeFrame(c.requests, request{nonce, op, timeout.Milliseconds(), body}, nil)
		if r.err == nil {
			r.blobs, r.err = readFrame(c.answers, &r.answer, limits{cfg.MaxResponseBytes, cfg.MaxBlobBytes})
		}
		answered <- r
	}()
	// Waits until the goroutine above is done, which the child's death brings about.
	end := func(cause error) error {
		c.kill()
		<-c.exited
		<-answered
		return cause
	}

	deadline := time.NewTimer(timeout + min(max(timeout/10, minGrace), time.Second))
	defer deadline.Stop()
	watch := time.NewTicker(watchEvery)
	defer watch.Stop()
	for {
		select {
		case r := <-answered:
			switch {
			case r.err != nil:
				answered <- r
				end(nil)
				return answer{}, nil, fmt.Errorf("%w: %s: %v (%v)", ErrCrashed, op, r.err, c.cmd.ProcessState)
			case r.answer.Nonce != nonce:
				answered <- r
				return answer{}, nil, end(fmt.Errorf("%w: %s: an answer to another question", ErrCrashed, op))
			case r.answer.Error != nil && r.answer.Error.Code == codePanic:
				answered <- r
				return answer{}, nil, end(fmt.Errorf("%w: %s: %s", ErrCrashed, op, r.answer.Error.Message))
			case r.answer.Error != nil && r.answer.Error.Code == codeDeadline:
				return answer{}, nil, fmt.Errorf("%w: %s: %v", ErrDeadline, op, timeout)
			}
			return r.answer, r.blobs, nil
		case <-watch.C:
			if resident := residentBytes(c.pid); resident > cfg.MaxResidentBytes {
				return answer{}, nil, end(fmt.Errorf("%w: %s: %d bytes resident", ErrMemory, op, resident))
			}
		case <-deadline.C:
			return answer{}, nil, end(fmt.Errorf("%w: %s: %v", ErrDeadline, op, timeout))
		case <-ctx.Done():
			return answer{}, nil, end(ctx.Err())
		case <-closing:
			return answer{}, nil, end(ErrClosed)
		}
	}
}

func newNonce() string {
	var b [8]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}
