package workers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// folderPrefix begins the names of runtime folders.
const folderPrefix = "pratica-"

// runRecord is what a run notes of its Redis for the run after it. Normally Redis dies with its parent (a
// parent-death signal) and only the folder is left; OCR children die by the same signal and by their pipes.
type runRecord struct {
	Folder string `json:"folder"`
	PID    int    `json:"pid,omitempty"`
	// StartTime is in clock ticks since boot (proc_pid_stat(5), field 22): a pid may be somebody else's by now.
	StartTime string `json:"start_time,omitempty"`
}

func writeRecord(path string, r runRecord) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	temp := path + ".tmp"
	if err := os.WriteFile(temp, data, 0o600); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// endStale ends the Redis of an earlier run and removes its folder. It kills only what is certainly that
// process, and removes only a folder of ours.
func endStale(record string, log *slog.Logger) error {
	data, err := os.ReadFile(record)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var r runRecord
	if err := json.Unmarshal(data, &r); err != nil || r.Folder == "" {
		return os.Remove(record) // half written by a power cut: names nothing
	}
	if r.PID > 1 {
		if err := endProcess(r, log); err != nil {
			return err
		}
	}
	if err := removeFolder(r.Folder); err != nil {
		return err
	}
	return os.Remove(record)
}

// endProcess kills the recorded Redis and waits for its end. The handle is taken before the check, so that
// what is checked is what is killed.
func endProcess(r runRecord, log *slog.Logger) error {
	handle, err := unix.PidfdOpen(r.PID, 0)
	if errors.Is(err, unix.ESRCH) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unix.Close(handle)
	start, err := startTime(r.PID)
	if err != nil || start != r.StartTime || !isOurRedis(r) {
		return nil // gone, or somebody else's
	}
	log.Warn("the redis-server of an earlier run is still there and is ended", "pid", r.PID)
	if err := unix.PidfdSendSignal(handle, unix.SIGKILL, nil, 0); err != nil && !errors.Is(err, unix.ESRCH) {
		return err
	}
	poll := []unix.PollFd{{Fd: int32(handle), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(poll, int(redisStopWithin.Milliseconds()))
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err == nil && n == 0 {
			err = fmt.Errorf("process %d does not end", r.PID)
		}
		return err
	}
}

func isOurRedis(r runRecord) bool {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", r.PID))
	return err == nil && bytes.Contains(line, []byte("redis-server")) && bytes.Contains(line, []byte(r.Folder))
}

// startTime is field 22 of /proc/<pid>/stat.
func startTime(pid int) (string, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", err
	}
	// The second field is the name in parentheses and may hold anything; the third follows.
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	if len(fields) < 20 {
		return "", fmt.Errorf("process %d has no start time", pid)
	}
	return fields[19], nil
}

// removeFolder removes a runtime folder: a real folder of this user with our prefix.
func removeFolder(folder string) error {
	if !strings.HasPrefix(filepath.Base(folder), folderPrefix) {
		return nil
	}
	info, err := os.Lstat(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || !ok || int(owner.Uid) != os.Getuid() {
		return nil
	}
	return os.RemoveAll(folder)
}
