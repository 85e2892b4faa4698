// Package versitygw gives tests a real S3 server: github.com/versity/versitygw (Apache-2.0) in front of a
// temporary directory. It is built once from the Go module proxy, apart from this module's dependencies.
package versitygw

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// Version of versitygw that tests run against.
const Version = "v1.8.0"

// Server is a running S3 server with one account.
type Server struct {
	Endpoint             string // http://127.0.0.1:port
	AccessKey, SecretKey string
	Region               string
	// Dir holds a directory per bucket and in it a file per object.
	Dir string
}

// Start runs a server until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	binary, err := Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := &Server{AccessKey: "pratica-test", SecretKey: "not-a-secret-0123456789", Region: "eu-south-1", Dir: filepath.Join(dir, "buckets")}
	for _, d := range []string{s.Dir, filepath.Join(dir, "meta")} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 { // the free port found may be taken by another before the server has it
		if err = s.run(t, binary, filepath.Join(dir, "meta")); err == nil {
			return s
		}
	}
	t.Fatal(err)
	return nil
}

func (s *Server) run(t testing.TB, binary, meta string) error {
	address, err := freeAddress()
	if err != nil {
		return err
	}
	var output strings.Builder
	server := exec.Command(binary, "--access", s.AccessKey, "--secret", s.SecretKey, "--region", s.Region, "--port", address,
		"--health", "/health", "--quiet", "posix", "--sidecar", meta, s.Dir)
	server.Stdout, server.Stderr = &output, &output
	server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // nothing is left over of a killed test
	if err := server.Start(); err != nil {
		return fmt.Errorf("start versitygw: %w", err)
	}
	ended := make(chan struct{})
	go func() {
		server.Wait()
		close(ended)
	}()
	s.Endpoint = "http://" + address
	if err := s.ready(ended); err != nil {
		server.Process.Kill()
		<-ended
		return fmt.Errorf("%w: %s", err, output.String())
	}
	t.Cleanup(func() {
		server.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			server.Process.Kill()
			<-ended
		}
	})
	return nil
}

// ready asks until the server answers, ends, or half a minute is over.
func (s *Server) ready(ended <-chan struct{}) error {
	deadline := time.After(30 * time.Second)
	for {
		if answer, err := http.Get(s.Endpoint + "/health"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ended:
			return errors.New("versitygw ended before it was ready")
		case <-deadline:
			return errors.New("versitygw is not ready after 30 seconds")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// Build gives the path of the versitygw binary, built (about 90 seconds of CPU on two cores) if it is not
// there: in $PRATICA_TEST_TOOLS, else in pratica-test/versitygw-<Version> of the user's cache folder.
// Several processes may call it at once; one builds.
func Build(ctx context.Context) (string, error) {
	dir, err := toolDir()
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "versitygw")
	lock := flock.New(filepath.Join(dir, "lock"))
	if _, err := lock.TryLockContext(ctx, 100*time.Millisecond); err != nil {
		return "", fmt.Errorf("wait for another build of versitygw: %w", err)
	}
	defer lock.Unlock()
	if info, err := os.Stat(binary); err == nil && info.Mode().IsRegular() {
		return binary, nil
	}
	// A folder of its own, so that a killed build leaves no half binary under the final name.
	scratch, err := os.MkdirTemp(dir, "build-*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(scratch)
	install := exec.CommandContext(ctx, "go", "install", "github.com/versity/versitygw/cmd/versitygw@"+Version)
	install.Dir = scratch
	// GOFLAGS=-mod=mod or -mod=vendor are about this module, not versitygw's.
	install.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GOFLAGS=") }),
		"GOFLAGS=", "GOBIN="+scratch)
	if output, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build versitygw %s: %w\n%s", Version, err, output)
	}
	if err := os.Rename(filepath.Join(scratch, "versitygw"), binary); err != nil {
		return "", err
	}
	return binary, nil
}

func toolDir() (string, error) {
	base := os.Getenv("PRATICA_TEST_TOOLS")
	if base == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		base = filepath.Join(cache, "pratica-test")
	}
	dir := filepath.Join(base, "versitygw-"+Version)
	return dir, os.MkdirAll(dir, 0o755)
}
