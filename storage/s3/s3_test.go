package s3

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/storage"
	"pratica/storage/storagetest"
	"pratica/storage/storagetest/versitygw"
)

func TestObjects(t *testing.T) {
	server := versitygw.Start(t)
	storagetest.Objects(t, func(t *testing.T) storagetest.ObjectStore {
		c := config(t, server)
		return storagetest.ObjectStore{Objects: open(t, c), File: func(key string) string {
			return filepath.Join(server.Dir, c.Bucket, name(key))
		}}
	})
}

func TestAMissingBucketIsMadeAndAnotherInstanceSeesItsObjects(t *testing.T) {
	c := config(t, versitygw.Start(t))
	first := open(t, c)
	key, _, err := first.Put(t.Context(), strings.NewReader("busta"))
	if err != nil {
		t.Fatal(err)
	}
	c.CacheDir = filepath.Join(t.TempDir(), "another")
	if err := open(t, c).Verify(t.Context(), key); err != nil {
		t.Error(err)
	}
}

func TestTheServerRefusesBytesThatDoNotMatchTheirKey(t *testing.T) {
	s := open(t, config(t, versitygw.Start(t)))
	body, err := s.cache.spool()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := body.WriteString("other bytes"); err != nil {
		t.Fatal(err)
	}
	key := storage.Key(make([]byte, 32))
	if err := s.send(t.Context(), key, body, int64(len("other bytes"))); err == nil {
		t.Error("sent without error")
	}
	if _, err := s.Stat(t.Context(), key); claim.ErrorCode(err) != claim.ENOTFOUND {
		t.Errorf("stat gives %v, want not found", err)
	}
}

func TestWhatKeepsTheStoreFromWorkingIsSaid(t *testing.T) {
	server := versitygw.Start(t)
	for name, c := range map[string]struct {
		change   func(*Config)
		code     string
		sentence string
	}{
		"a wrong secret key":    {func(c *Config) { c.SecretKey = "wrong" }, claim.EUNAVAILABLE, "PRATICA_S3_SECRET_KEY"},
		"an unknown access key": {func(c *Config) { c.AccessKey = "nobody" }, claim.EUNAVAILABLE, "PRATICA_S3_ACCESS_KEY"},
		"nobody there":          {func(c *Config) { c.Endpoint = "http://127.0.0.1:1" }, claim.EUNAVAILABLE, "non risponde"},
		"no bucket":             {func(c *Config) { c.Bucket = "" }, claim.EINVALID, "bucket"},
		"no address":            {func(c *Config) { c.Endpoint = "" }, claim.EINVALID, "https://s3.example.org:9000"},
		"an address with path":  {func(c *Config) { c.Endpoint += "/bucket" }, claim.EINVALID, "https://s3.example.org:9000"},
		"an odd scheme":         {func(c *Config) { c.Endpoint = "ftp://127.0.0.1" }, claim.EINVALID, "https://s3.example.org:9000"},
	} {
		t.Run(name, func(t *testing.T) {
			config := config(t, server)
			c.change(&config)
			_, err := Open(t.Context(), config)
			if claim.ErrorCode(err) != c.code || !strings.Contains(claim.ErrorMessage(err), c.sentence) {
				t.Errorf("error is %v, want %s: … %s …", err, c.code, c.sentence)
			}
		})
	}
}

func TestAddress(t *testing.T) {
	for endpoint, want := range map[string]string{"http://s3:7070": "s3:7070 false", "https://s3.example.org": "s3.example.org true",
		"s3.example.org:9000": "s3.example.org:9000 true", "localhost": "localhost true", "http://[::1]:7070/": "[::1]:7070 false"} {
		host, secure, err := address(endpoint)
		if got := fmt.Sprint(host, " ", secure); err != nil || got != want {
			t.Errorf("%s is %s, %v, want %s", endpoint, got, err, want)
		}
	}
}

func TestTheCacheKeepsWhatIsUsedAndWhatFits(t *testing.T) {
	c := config(t, versitygw.Start(t))
	c.CacheBytes = 2500
	s := open(t, c)
	var keys, paths []string
	var releases []func()
	for i := range 4 {
		key, _, err := s.Put(t.Context(), strings.NewReader(strings.Repeat(fmt.Sprint(i), 1000)))
		if err != nil {
			t.Fatal(err)
		}
		path, release, err := s.Local(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		keys, paths, releases = append(keys, key), append(paths, path), append(releases, release)
	}
	exist := func() (which string) {
		for i, path := range paths {
			if _, err := os.Stat(path); err == nil {
				which += fmt.Sprint(i)
			}
		}
		return which
	}
	if got := exist(); got != "0123" {
		t.Errorf("of four in use there are %s", got)
	}
	for _, i := range []int{2, 0, 3} {
		releases[i]()
		releases[i]() // releasing twice is releasing once
	}
	if got := exist(); got != "13" {
		t.Errorf("of two and a half that fit, one in use and three last released in the order 2, 0, 3, there are %s", got)
	}
	_, release, err := s.Local(t.Context(), keys[0]) // fetched again
	if err != nil {
		t.Fatal(err)
	}
	if got := exist(); got != "01" {
		t.Errorf("with 0 and 1 in use there are %s", got)
	}
	release()
	releases[1]()
	left, err := os.ReadDir(c.CacheDir)
	if err != nil || len(left) != 2 {
		t.Errorf("%d files in the cache, want 2: %v", len(left), err)
	}
}

func TestAnAbandonedFetchDoesNotFailOthers(t *testing.T) {
	c, err := newCache(filepath.Join(t.TempDir(), "cache"), 1000)
	if err != nil {
		t.Fatal(err)
	}
	fetching, give := make(chan struct{}), make(chan struct{})
	first := make(chan error)
	go func() {
		_, _, err := c.get(t.Context(), "a", func(io.Writer) error {
			close(fetching)
			<-give
			return fmt.Errorf("read object: %w", context.Canceled)
		})
		first <- err
	}()
	<-fetching
	second := make(chan error)
	go func() {
		_, _, err := c.get(t.Context(), "a", func(w io.Writer) error {
			_, err := io.WriteString(w, "bytes")
			return err
		})
		second <- err
	}()
	close(give)
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the one who gave up gets %v", err)
	}
	if err := <-second; err != nil {
		t.Errorf("the other gets %v", err)
	}
	if left, err := os.ReadDir(c.dir); err != nil || len(left) != 1 {
		t.Errorf("%d files in the cache, want 1: %v", len(left), err)
	}
}

func config(t *testing.T, server *versitygw.Server) Config {
	return Config{Endpoint: server.Endpoint, Bucket: bucketName(t), AccessKey: server.AccessKey, SecretKey: server.SecretKey,
		Region: server.Region, CacheDir: filepath.Join(t.TempDir(), "cache")}
}

func open(t *testing.T, c Config) *Store {
	t.Helper()
	s, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// bucketName makes a bucket of its own for each test.
func bucketName(t *testing.T) string {
	return fmt.Sprintf("test-%x", sha256.Sum256([]byte(t.Name())))[:20]
}
