package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"pratica/ocr/child"
	"pratica/pipeline"
	"pratica/storage"
	"pratica/storage/sqlite"
)

// TestMain lets the test binary be the program: as a child that reads pages, and, when asked, as the
// command itself, so that tests can kill it.
func TestMain(m *testing.M) {
	child.Main(pipeline.Handlers())
	if os.Getenv("PRATICA_TEST_RUN") == "1" {
		main()
	}
	os.Exit(m.Run())
}

// runtimeFolder is where the servers of a test keep their sockets; a socket's path must be short.
func runtimeFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "pk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	t.Setenv("XDG_RUNTIME_DIR", folder)
	return folder
}

// instance is a running `pratica serve`.
type instance struct {
	t       *testing.T
	command *exec.Cmd
	address string
	data    string
}

var announced = regexp.MustCompile(`serves on (http://\S+)`)

// begun starts the program, which ends with the test at the latest, and gives what it writes to stderr.
func begun(t *testing.T, args ...string) (*exec.Cmd, io.Reader) {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), "PRATICA_TEST_RUN=1", "OMP_THREAD_LIMIT=1")
	output, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill() // it may have ended as the test wanted
		_ = c.Wait()
	})
	return c, output
}

func serve(t *testing.T, data string) *instance {
	t.Helper()
	c, output := begun(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--concurrency", "2")
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if m := announced.FindStringSubmatch(lines.Text()); m != nil {
			go func() {
				for lines.Scan() {
					fmt.Fprintln(os.Stderr, "serve:", lines.Text())
				}
			}()
			return &instance{t, c, m[1], data}
		}
		t.Log(lines.Text())
	}
	t.Fatal("the server did not start")
	return nil
}

// kill ends the whole process at once, as a power cut would, and waits for its end.
func (i *instance) kill() {
	if err := i.command.Process.Kill(); err != nil {
		i.t.Fatal(err)
	}
	_ = i.command.Wait() // killed: its error is the signal
}

// stop ends it as Ctrl-C does.
func (i *instance) stop() {
	i.t.Helper()
	if err := i.command.Process.Signal(os.Interrupt); err != nil {
		i.t.Fatal(err)
	}
	if err := i.command.Wait(); err != nil {
		i.t.Errorf("the server did not stop cleanly: %v", err)
	}
}

func (i *instance) submit(dir string) string {
	i.t.Helper()
	c := submitCommand{client: client{Server: i.address}, Files: []string{dir}, Sent: "2026-03-01", Channel: "post", Key: filepath.Base(dir)}
	arrival, err := c.send(i.t.Context())
	if err != nil {
		i.t.Fatal(err)
	}
	return arrival
}

type listed struct {
	Submissions []struct {
		ID       string `json:"id"`
		State    string `json:"state"`
		Progress struct {
			Pages int `json:"pages"`
			Read  int `json:"read"`
		} `json:"progress"`
		Claims []struct {
			ID    string `json:"id"`
			State string `json:"state"`
		} `json:"claims"`
	} `json:"submissions"`
}

// until polls the server till the list of submissions is as wanted.
func (i *instance) until(what string, reached func(listed) bool) {
	i.t.Helper()
	deadline := time.Now().Add(4 * time.Minute)
	for {
		var list listed
		c := client{Server: i.address}
		if err := c.get(i.t.Context(), "/api/v1/submissions", &list); err != nil {
			i.t.Fatalf("waiting until %s: %v", what, err)
		}
		if reached(list) {
			return
		}
		if time.Now().After(deadline) {
			i.t.Fatalf("never reached: %s; now %+v", what, list)
		}
		<-time.After(10 * time.Millisecond)
	}
}

func pagesRead(l listed) (n int) {
	for _, s := range l.Submissions {
		n += s.Progress.Read
	}
	return n
}

func delivered(l listed) (n int) {
	for _, s := range l.Submissions {
		for _, c := range s.Claims {
			if c.State == "delivered" {
				n++
			}
		}
	}
	return n
}

// TestKilledAtAnyMomentEverySubmissionIsDeliveredOnce sends envelopes, kills an OCR child, empties Redis,
// and kills the whole process at five moments. After each restart the work goes on, and at the end every
// accepted submission has exactly one delivered claim version and nothing is left running.
func TestKilledAtAnyMomentEverySubmissionIsDeliveredOnce(t *testing.T) {
	data, sockets := filepath.Join(t.TempDir(), "data"), runtimeFolder(t)
	envelopes := []string{"late-invoice", "unsigned", "invalid-iban"}
	arrivals := map[string]bool{}
	send := func(i *instance, name string) {
		arrivals[i.submit(filepath.Join("../../testdata", name))] = true
	}

	one := serve(t, data)
	send(one, envelopes[0])
	one.kill() // just accepted

	two := serve(t, data)
	two.until("the first page is being read", func(l listed) bool { return len(l.Submissions) == 1 })
	killChild(t, two)
	two.kill() // while pages are read

	three := serve(t, data)
	send(three, envelopes[1])
	three.until("a page is read", func(l listed) bool { return pagesRead(l) >= 1 })
	emptyRedis(t, three)
	three.until("two pages are read", func(l listed) bool { return pagesRead(l) >= 2 })
	three.kill() // between pages

	four := serve(t, data)
	send(four, envelopes[2])
	send(four, envelopes[2]) // everything twice: the key makes it one
	four.until("all pages of the first are read", func(l listed) bool { return pagesRead(l) >= 3 })
	four.kill() // about to assemble

	five := serve(t, data)
	five.until("a claim is delivered", func(l listed) bool { return delivered(l) >= 1 })
	five.kill() // while others are delivered

	last := serve(t, data)
	killChild(t, last)
	emptyRedis(t, last)
	last.until("all are delivered", func(l listed) bool { return len(l.Submissions) == len(envelopes) && delivered(l) == len(envelopes) })
	last.stop()

	if len(arrivals) != len(envelopes) {
		t.Errorf("%d arrivals for %d envelopes", len(arrivals), len(envelopes))
	}
	deliveredOnce(t, data, len(envelopes))
	nothingLeft(t, data, sockets)
}

// killChild waits for an OCR child of the server and kills it.
func killChild(t *testing.T, i *instance) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		for _, p := range processes(t) {
			if p.parent == i.command.Process.Pid && !strings.Contains(p.command, "redis-server") {
				if err := syscall.Kill(p.id, syscall.SIGKILL); err == nil {
					return
				}
			}
		}
	}
	t.Fatal("no OCR child came up")
}

// emptyRedis throws the whole queue away.
func emptyRedis(t *testing.T, i *instance) {
	t.Helper()
	for _, p := range processes(t) {
		if p.parent != i.command.Process.Pid || !strings.Contains(p.command, "redis-server") {
			continue
		}
		socket := regexp.MustCompile(`/\S+\.sock\w*`).FindString(p.command)
		db := redis.NewClient(&redis.Options{Network: "unix", Addr: socket})
		defer db.Close()
		if err := db.FlushAll(context.Background()).Err(); err != nil {
			t.Fatalf("empty Redis at %q: %v", socket, err)
		}
		return
	}
	t.Fatal("the server's Redis was not found")
}

func deliveredOnce(t *testing.T, data string, want int) {
	t.Helper()
	records, err := sqlite.Open(t.Context(), filepath.Join(data, "pratica.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	list, err := records.Submissions(t.Context(), storage.Query{})
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]bool{}
	for _, s := range list.Submissions {
		numbers[s.ProtocolNumber] = true
		claims, err := records.ClaimsOf(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		deliveries, err := records.Deliveries(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(claims) != 1 || claims[0].Claim.Version != 1 || len(deliveries) != 1 || deliveries[0].DeliveredAt == nil {
			t.Errorf("submission %s: %d claims, %d deliveries", s.ProtocolNumber, len(claims), len(deliveries))
		}
	}
	if len(numbers) != want || len(list.Submissions) != want {
		t.Errorf("%d submissions, %d protocol numbers, want %d", len(list.Submissions), len(numbers), want)
	}
	for n := 1; n <= want; n++ {
		if number := storage.ProtocolNumber(time.Now().Year(), n); !numbers[number] {
			t.Errorf("no submission has the number %s", number)
		}
	}
	files, err := filepath.Glob(filepath.Join(data, "outbox", "*"))
	if err != nil || len(files) != want {
		t.Errorf("the outbox holds %v (%v), want %d files", files, err, want)
	}
	for _, f := range files {
		var c struct {
			Schema string `json:"schema"`
		}
		text, err := os.ReadFile(f)
		if err != nil || json.Unmarshal(text, &c) != nil || c.Schema != "claim/v1" {
			t.Errorf("%s is no claim: %v", f, err)
		}
	}
}

// nothingLeft looks for processes of the killed and stopped servers, and for their sockets.
func nothingLeft(t *testing.T, data, sockets string) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second) // orphans end by their parent-death signal
	for {
		var left []string
		for _, p := range processes(t) {
			if p.parent != os.Getpid() && p.id != os.Getpid() && (strings.Contains(p.command, data) || strings.HasPrefix(p.command, os.Args[0]+" ") && p.parent == 1) {
				left = append(left, p.command)
			}
		}
		entries, err := os.ReadDir(sockets)
		if err != nil {
			t.Fatal(err)
		}
		if len(left) == 0 && len(entries) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("left over: processes %q, sockets %v", left, entries)
		}
		<-time.After(20 * time.Millisecond)
	}
}

type process struct {
	id, parent int
	command    string
}

func processes(t *testing.T) []process {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var list []process
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		command, err := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
		if err != nil || len(command) == 0 {
			continue
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		id, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		parent, _ := strconv.Atoi(fields[1])
		list = append(list, process{id, parent, strings.ReplaceAll(string(command), "\x00", " ")})
	}
	return list
}

func TestOnlyOneServerUsesADataFolder(t *testing.T) {
	data, sockets := filepath.Join(t.TempDir(), "data"), runtimeFolder(t)
	first := serve(t, data)
	second := exec.Command(os.Args[0], "serve", "--data", data, "--listen", "127.0.0.1:0")
	second.Env = append(os.Environ(), "PRATICA_TEST_RUN=1")
	out, err := second.CombinedOutput()
	if err == nil {
		t.Errorf("a second server started: %s", out)
	}
	response, err := http.Get(first.address + "/healthz")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("the first suffered: %v", err)
	}
	if err == nil {
		response.Body.Close()
	}
	first.stop()
	nothingLeft(t, data, sockets)
}
