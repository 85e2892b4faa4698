package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"pratica/claim"
	"pratica/storage/storagetest/versitygw"
)

// TestTheCommandAndTheServerGiveEqualClaims sends the same papers, one file of them no document, through
// `pratica process` and through `pratica serve`: with its own Redis and a folder, and with a Redis and an S3
// store of their own.
func TestTheCommandAndTheServerGiveEqualClaims(t *testing.T) {
	papers := t.TempDir()
	for name, from := range map[string]string{"1.tif": "../../testdata/sum-wrong/envelope.tif", "2.pdf": goodPaper, "3.pdf": "../../testdata/README.md"} {
		if err := os.WriteFile(filepath.Join(papers, name), fetch(t, from), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	local := execute(t, "process", "--channel", "post", "--sent", "2026-05-10", papers)
	if local.code != exitUnreadable {
		t.Fatalf("exit code %d: %s", local.code, local.stderr)
	}
	want := lasting(t, local.claims(t))

	t.Run("with a folder", func(t *testing.T) {
		runtimeFolder(t)
		i := serve(t, filepath.Join(t.TempDir(), "data"))
		sameClaims(t, want, i.read(papers))
		i.stop()
	})
	t.Run("with Redis and S3", func(t *testing.T) {
		store := versitygw.Start(t)
		if err := os.Mkdir(filepath.Join(store.Dir, "papers"), 0o700); err != nil {
			t.Fatal(err)
		}
		queue := startRedis(t)
		for name, value := range map[string]string{"S3_ENDPOINT": store.Endpoint, "S3_BUCKET": "papers", "S3_ACCESS_KEY": store.AccessKey,
			"S3_SECRET_KEY": store.SecretKey, "S3_REGION": store.Region, "REDIS_URL": "redis://" + queue + "/0"} {
			t.Setenv("PRATICA_"+name, value)
		}
		data := filepath.Join(t.TempDir(), "data")
		i := serve(t, data)
		sameClaims(t, want, i.read(papers))
		if status := i.readiness(); status != http.StatusOK {
			t.Errorf("a server at work has readiness %d", status)
		}
		db := redis.NewClient(&redis.Options{Addr: queue})
		defer db.Close()
		if keys, err := db.Keys(t.Context(), "asynq:*").Result(); err != nil || len(keys) == 0 {
			t.Errorf("the Redis named was not used: %v", err)
		}
		shutOut(t, db, func() {
			if status := i.readiness(); status != http.StatusServiceUnavailable {
				t.Errorf("a server that its Redis refuses has readiness %d", status)
			}
		})
		i.stop()
		if stored, err := filepath.Glob(filepath.Join(data, "objects", "*")); err != nil || len(stored) > 0 {
			t.Errorf("objects lie in the data folder: %v %v", stored, err)
		}
		if err := db.Ping(t.Context()).Err(); err != nil {
			t.Errorf("a Redis that is not the server's was ended: %v", err)
		}
	})
}

// shutOut has Redis refuse every client but db meanwhile.
func shutOut(t *testing.T, db *redis.Client, meanwhile func()) {
	t.Helper()
	only := db.Conn()
	defer only.Close()
	if err := errors.Join(only.ConfigSet(t.Context(), "requirepass", "nobody knows").Err(),
		only.ClientKillByFilter(t.Context(), "TYPE", "normal", "SKIPME", "yes").Err()); err != nil {
		t.Fatal(err)
	}
	meanwhile()
	if err := only.ConfigSet(t.Context(), "requirepass", "").Err(); err != nil {
		t.Fatal(err)
	}
}

func (i *instance) readiness() int {
	i.t.Helper()
	response, err := http.Get(i.address + "/readyz")
	if err != nil {
		i.t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// read sends papers as the post and gives their claims.
func (i *instance) read(papers string) []claim.Claim {
	i.t.Helper()
	c := submitCommand{client: client{Server: i.address}, Files: []string{papers}, Sent: "2026-05-10", Channel: "post"}
	arrival, err := c.send(i.t.Context())
	if err != nil {
		i.t.Fatal(err)
	}
	return i.claimsOf(arrival)
}

// claimsOf waits for the claims of an arrival.
func (i *instance) claimsOf(arrival string) []claim.Claim {
	i.t.Helper()
	ctx, cancel := context.WithTimeout(i.t.Context(), 2*time.Minute)
	defer cancel()
	c := submitCommand{client: client{Server: i.address}}
	submissions, err := c.wait(ctx, arrival)
	if err != nil {
		i.t.Fatal(err)
	}
	var list []claim.Claim
	for _, s := range submissions {
		if s.State != string(claim.Assembled) {
			i.t.Errorf("submission %s is %s", s.ProtocolNumber, s.State)
		}
		for _, head := range s.Claims {
			list = append(list, i.claim(head.ID))
		}
	}
	return list
}

func (i *instance) claim(id string) (c claim.Claim) {
	i.t.Helper()
	var raw json.RawMessage
	if err := (&client{Server: i.address}).get(i.t.Context(), "/api/v1/claims/"+id, &raw); err != nil {
		i.t.Fatal(err)
	}
	if err := claim.ValidateJSON(raw); err != nil {
		i.t.Errorf("no claim/v1: %v", err)
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		i.t.Fatal(err)
	}
	return c
}

// lasting are claims without what is another each time: ids, times and the protocol number.
func lasting(t *testing.T, claims []claim.Claim) []map[string]any {
	t.Helper()
	var list []map[string]any
	for _, c := range claims {
		// the server knows what came before, the command does not
		c.Findings = slices.DeleteFunc(slices.Clone(c.Findings), func(f claim.Finding) bool { return f.Code == "check.not_run" && f.Detail["check"] == "ledger" })
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var values map[string]any
		if err := json.Unmarshal(text, &values); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"id", "submission", "protocol_number", "created_at", "sent_at"} {
			delete(values, name)
		}
		list = append(list, values)
	}
	return list
}

func sameClaims(t *testing.T, want []map[string]any, claims []claim.Claim) {
	t.Helper()
	got := lasting(t, claims)
	if len(got) != len(want) {
		t.Fatalf("%d claims, want %d", len(got), len(want))
	}
	for i := range want {
		for name := range want[i] {
			if !reflect.DeepEqual(got[i][name], want[i][name]) {
				t.Errorf("%s differs:\nserver  %v\nprocess %v", name, got[i][name], want[i][name])
			}
		}
	}
}

// startRedis runs a Redis on a loopback port until the test ends, and gives its address.
func startRedis(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	socket := filepath.Join(runtimeFolder(t), "r")
	// Port 0 would mean none: Redis is asked on its socket which port it could have.
	for port := 20_000 + os.Getpid()%20_000; ; port++ {
		address := "127.0.0.1:" + strconv.Itoa(port)
		var output strings.Builder
		server := exec.Command("redis-server", "--bind", "127.0.0.1", "--port", strconv.Itoa(port), "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", dir)
		server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		server.Stdout = &output
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- server.Wait() }()
		db := redis.NewClient(&redis.Options{Network: "unix", Addr: socket})
		for db.Ping(t.Context()).Err() != nil && len(ended) == 0 {
			<-time.After(10 * time.Millisecond)
		}
		db.Close()
		if len(ended) > 0 { // the port is somebody's
			continue
		}
		t.Cleanup(func() {
			_ = server.Process.Kill() // nothing is kept
			<-ended
		})
		return address
	}
}
