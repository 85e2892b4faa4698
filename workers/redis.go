package workers

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrNoRedis: there is no redis-server program. Its message says how to get it; the exit code is 3.
var ErrNoRedis = errors.New("redis-server was not found: install it with \"apt-get install redis-server\" (its system service need not run), or set PRATICA_REDIS_URL")

const (
	redisReadyWithin = 10 * time.Second
	redisStopWithin  = 3 * time.Second
	// firstPause is before redis-server is started again; it doubles while that does not help.
	firstPause, longestPause = 100 * time.Millisecond, 5 * time.Second
	// socketPathBytes is the longest path of a Unix socket (unix(7): 108 with the final zero).
	socketPathBytes = 107
)

// PrivateRedis is a redis-server of our own: reached by a socket in a private folder, keeping nothing on
// disk, started again when it dies and ended with this process, however that ends.
type PrivateRedis struct {
	program string
	folder  string // mode 0700
	record  string // path of the record for whoever comes after a kill
	log     *slog.Logger

	stopOnce sync.Once
	stop     chan struct{}
	ended    chan struct{}
}

// StartRedis starts it, empty. dataDir is the data folder, which this process has locked: there it notes
// what it started, and from there it ends what a killed run left over. ctx bounds the start only. log may
// be nil.
func StartRedis(ctx context.Context, dataDir string, log *slog.Logger) (*PrivateRedis, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return nil, ErrNoRedis
	}
	r := &PrivateRedis{program: program, record: filepath.Join(dataDir, "redis.json"), log: log, stop: make(chan struct{}), ended: make(chan struct{})}
	if err := endStale(r.record, log); err != nil {
		return nil, fmt.Errorf("end the Redis of an earlier run: %w", err)
	}
	if r.folder, err = runtimeFolder(); err != nil {
		return nil, fmt.Errorf("make a folder for Redis: %w", err)
	}
	if err := writeRecord(r.record, runRecord{Folder: r.folder}); err != nil {
		os.RemoveAll(r.folder)
		return nil, fmt.Errorf("note the folder of Redis: %w", err)
	}
	first := make(chan error, 1)
	go r.keep(first)
	if err := <-first; err != nil {
		r.Stop()
		return nil, fmt.Errorf("start redis-server: %w", err)
	}
	if err := r.ready(ctx); err != nil {
		r.Stop()
		return nil, fmt.Errorf("wait for redis-server: %w", err)
	}
	return r, nil
}

// Options are for clients.
func (r *PrivateRedis) Options() *redis.Options {
	return &redis.Options{Network: "unix", Addr: r.socket(), ClientName: "pratica"}
}

// Stop ends Redis and removes its folder. It may be called again.
func (r *PrivateRedis) Stop() {
	r.stopOnce.Do(func() { close(r.stop) })
	<-r.ended
	os.RemoveAll(r.folder)
	os.Remove(r.record)
}

func (r *PrivateRedis) socket() string { return filepath.Join(r.folder, "redis.sock") }

// runtimeFolder makes a folder with a path short enough for a socket.
func runtimeFolder() (string, error) {
	var errs error
	for _, base := range []string{os.Getenv("XDG_RUNTIME_DIR"), os.TempDir(), "/tmp"} {
		if base == "" || len(base)+len("/pratica-1234567890/redis.sock") > socketPathBytes {
			continue
		}
		folder, err := os.MkdirTemp(base, folderPrefix) // mode 0700
		if err == nil {
			return folder, nil
		}
		errs = errors.Join(errs, err)
	}
	return "", errors.Join(errs, errors.New("no writable folder with a short path in XDG_RUNTIME_DIR, TMPDIR or /tmp"))
}

// keep runs redis-server until Stop, again and again if it dies. It tells first how the first start went.
//
// All starts happen on one locked thread, which lives as long as this goroutine: the parent-death signal
// fires when the thread that forked ends.
func (r *PrivateRedis) keep(first chan<- error) {
	defer close(r.ended)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		began := time.Now()
		stopped, err := r.run(first)
		if stopped {
			return
		}
		first = nil
		if time.Since(began) > time.Minute {
			pause = firstPause
		}
		r.log.Warn("redis-server ended by itself and is started again", "cause", err)
		select {
		case <-r.stop:
			return
		case <-time.After(pause):
		}
	}
}

// run is one life of redis-server; stopped tells that it ended because Stop asked for it, or never began.
func (r *PrivateRedis) run(first chan<- error) (stopped bool, err error) {
	cmd := exec.Command(r.program, r.arguments()...)
	cmd.Dir = r.folder
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}
	// A group of its own: the terminal's Ctrl-C is for us, who drain first.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.WaitDelay = time.Second
	output, err := cmd.StdoutPipe()
	if err == nil {
		cmd.Stderr = cmd.Stdout
		os.Remove(r.socket())
		if err = cmd.Start(); err == nil {
			if err = r.note(cmd.Process.Pid); err != nil {
				cmd.Process.Kill()
				cmd.Wait()
			}
		}
	}
	if first != nil {
		first <- err
		if err != nil {
			return true, err
		}
	}
	if err != nil {
		return false, err
	}
	ended := make(chan error, 1)
	go func() {
		r.listen(output)
		ended <- cmd.Wait()
	}()
	select {
	case err := <-ended:
		if err == nil {
			err = errors.New("exit without an error")
		}
		return false, err
	case <-r.stop:
	}
	cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(redisStopWithin):
		cmd.Process.Kill()
		<-ended
	}
	return true, nil
}

func (r *PrivateRedis) arguments() []string {
	return []string{
		"--port", "0", "--unixsocket", r.socket(), "--unixsocketperm", "600",
		"--save", "", "--appendonly", "no", "--dir", r.folder,
		"--daemonize", "no", "--databases", "1", "--loglevel", "warning", "--logfile", "",
		// The command line stays as it is, so that endStale recognises it.
		"--set-proc-title", "no",
	}
}

func (r *PrivateRedis) note(pid int) error {
	start, err := startTime(pid)
	if err != nil {
		return err
	}
	return writeRecord(r.record, runRecord{Folder: r.folder, PID: pid, StartTime: start})
}

// listen passes what Redis says to the log: lines of bounded length about itself.
func (r *PrivateRedis) listen(output io.Reader) {
	lines := bufio.NewReaderSize(output, 256)
	for {
		line, prefix, err := lines.ReadLine()
		if text := strings.TrimSpace(string(line)); text != "" {
			r.log.Debug("redis-server: " + text)
		}
		for prefix && err == nil { // the rest of a long line
			_, prefix, err = lines.ReadLine()
		}
		if err != nil {
			return
		}
	}
}

// ready waits until Redis answers, and empties it.
func (r *PrivateRedis) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, redisReadyWithin)
	defer cancel()
	options := r.Options()
	options.MaxRetries = -1
	client := redis.NewClient(options)
	defer client.Close()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		err := client.FlushAll(ctx).Err()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-r.ended:
			return errors.New("it ended at once")
		case <-again.C:
		}
	}
}
