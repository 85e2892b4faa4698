package workers

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"golang.org/x/sys/unix"
)

func startRedis(t *testing.T, dir string) *PrivateRedis {
	t.Helper()
	r, err := StartRedis(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	return r
}

func TestRedisIsPrivateAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	r := startRedis(t, dir)
	record := readRecord(t, dir)
	if !alive(record) {
		t.Fatalf("the record %+v names no Redis that runs", record)
	}
	if info, err := os.Stat(r.folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v (%v), want mode 0700", info.Mode(), err)
	}
	client := redis.NewClient(r.Options())
	defer client.Close()
	for name, want := range map[string]string{"port": "0", "save": "", "appendonly": "no"} {
		got, err := client.ConfigGet(t.Context(), name).Result()
		if err != nil || got[name] != want {
			t.Errorf("%s is %q (%v), want %q", name, got[name], err, want)
		}
	}
	awaitEnd(t, record.PID, r.Stop)
	for _, path := range []string{r.folder, r.record} {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s is still there", path)
		}
	}
}

func TestRedisThatDiesIsStartedAgainAtTheSameSocket(t *testing.T) {
	dir := t.TempDir()
	r := startRedis(t, dir)
	endAndWait(t, redisPID(t, dir))
	if err := r.ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWithoutRedisTheMessageSaysHowToGetIt(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := StartRedis(t.Context(), t.TempDir(), nil)
	if !errors.Is(err, ErrNoRedis) || !strings.Contains(err.Error(), "apt-get install redis-server") {
		t.Errorf("got %v", err)
	}
}

func TestARedisThatCannotStartIsAnError(t *testing.T) {
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "redis-server"), []byte("#!/bin/sh\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	ctx, cancel := context.WithTimeout(t.Context(), redisReadyWithin/20)
	defer cancel()
	dir := t.TempDir()
	if _, err := StartRedis(ctx, dir, nil); err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(filepath.Join(dir, "redis.json")); err == nil {
		t.Error("its record is still there")
	}
}

func TestASocketPathStaysShort(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("x", 100))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", long)
	r := startRedis(t, t.TempDir())
	if len(r.socket()) > socketPathBytes {
		t.Errorf("the path %s has %d bytes", r.socket(), len(r.socket()))
	}
}

func TestWhatAnEarlierRunLeftIsEnded(t *testing.T) {
	left := func(t *testing.T) (dir string, r runRecord) {
		dir = t.TempDir()
		folder, err := os.MkdirTemp("/tmp", folderPrefix)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(folder) })
		return dir, runRecord{Folder: folder}
	}
	run := func(t *testing.T, name string, args ...string) (pid int, start string) {
		cmd := exec.Command(name, args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
		start, err := startTime(cmd.Process.Pid)
		if err != nil {
			t.Fatal(err)
		}
		return cmd.Process.Pid, start
	}
	record := func(t *testing.T, dir string, r runRecord) {
		if err := writeRecord(filepath.Join(dir, "redis.json"), r); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("a redis-server and its folder", func(t *testing.T) {
		dir, r := left(t)
		r.PID, r.StartTime = run(t, "redis-server", "--port", "0", "--unixsocket", r.Folder+"/redis.sock", "--save", "", "--set-proc-title", "no")
		record(t, dir, r)
		awaitEnd(t, r.PID, func() { startRedis(t, dir) })
		if _, err := os.Stat(r.Folder); err == nil {
			t.Error("the folder is still there")
		}
	})
	t.Run("but no process that took over the number", func(t *testing.T) {
		other := t.TempDir()
		startRedis(t, other)
		r := readRecord(t, other)
		r.StartTime = "1"
		dir := t.TempDir()
		record(t, dir, r)
		startRedis(t, dir)
		if hasEnded(t, r.PID) {
			t.Error("another process was ended")
		}
	})
	t.Run("but no process of another kind", func(t *testing.T) {
		dir, r := left(t)
		r.PID, r.StartTime = run(t, "sleep", "60")
		record(t, dir, r)
		startRedis(t, dir)
		if hasEnded(t, r.PID) {
			t.Error("another process was ended")
		}
	})
	t.Run("but no folder of somebody else's", func(t *testing.T) {
		dir := t.TempDir()
		precious := t.TempDir()
		record(t, dir, runRecord{Folder: precious})
		startRedis(t, dir)
		if _, err := os.Stat(precious); err != nil {
			t.Errorf("it was removed: %v", err)
		}
	})
	t.Run("and a record cut off by a power cut stops nobody", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "redis.json"), []byte(`{"folder":"/t`), 0o600); err != nil {
			t.Fatal(err)
		}
		startRedis(t, dir)
	})
}

// hasEnded is true of a zombie too.
func hasEnded(t *testing.T, pid int) bool {
	t.Helper()
	handle, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return true
	}
	defer unix.Close(handle)
	n, err := unix.Poll([]unix.PollFd{{Fd: int32(handle), Events: unix.POLLIN}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return n == 1
}

func TestRedisDiesWithItsParent(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	parent := exec.Command(binary)
	parent.Env = append(os.Environ(), "WORKERS_TEST_REDIS="+dir)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	defer parent.Wait()
	defer parent.Process.Kill()
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("%q (%v)", line, err)
	}
	r := readRecord(t, dir)
	t.Cleanup(func() { os.RemoveAll(r.Folder) })
	awaitEnd(t, r.PID, func() { parent.Process.Kill() })
}

func TestTheRecordIsReadable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "redis.json")
	want := runRecord{Folder: "/tmp/pratica-1", PID: 7, StartTime: "12345"}
	if err := writeRecord(path, want); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got runRecord
	if err := json.Unmarshal(data, &got); err != nil || got != want {
		t.Errorf("got %+v (%v)", got, err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}
