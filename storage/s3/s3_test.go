package s3

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

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
	c.CacheBytes = 3500
	s := open(t, c)
	var paths []string
	var releases []func()
	local := func(i int) {
		t.Helper()
		key, _, err := s.Put(t.Context(), strings.NewReader(strings.Repeat(fmt.Sprint(i), 1000)))
		if err != nil {
			t.Fatal(err)
		}
		path, release, err := s.Local(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if i < len(paths) && paths[i] != path {
			t.Errorf("%d is at %s now and was at %s", i, path, paths[i])
		} else if i == len(paths) {
			paths, releases = append(paths, path), append(releases, release)
		}
	}
	exist := func(when, want string) {
		t.Helper()
		got := ""
		for i, path := range paths {
			if _, err := os.Stat(path); err == nil {
				got += fmt.Sprint(i)
			}
		}
		if left, err := os.ReadDir(c.CacheDir); got != want || err != nil || len(left) != len(want) {
			t.Errorf("%s there are %s in %d files, %v, want %s", when, got, len(left), err, want)
		}
	}
	for i := range 4 {
		local(i)
	}
	exist("of four in use, where three fit,", "0123")
	releases[2]()
	exist("after one was released", "013")
	releases[0]()
	releases[0]() // releasing twice is releasing once
	releases[3]()
	exist("of three that fit", "013")
	local(4)
	exist("after a new one took the place of the longest unused", "134")
	local(0)
	exist("after the one unused made room for the first again", "014")
}

func TestAnAbandonedFetchDoesNotFailOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := newCache(filepath.Join(t.TempDir(), "cache"), 1000)
		if err != nil {
			t.Fatal(err)
		}
		give := make(chan struct{})
		first, second := make(chan error, 1), make(chan error, 1)
		go func() {
			_, _, err := c.get(t.Context(), "a", func(io.Writer) error {
				<-give
				return fmt.Errorf("read object: %w", context.Canceled)
			})
			first <- err
		}()
		synctest.Wait() // the first is fetching
		go func() {
			_, _, err := c.get(t.Context(), "a", func(w io.Writer) error {
				_, err := io.WriteString(w, "bytes")
				return err
			})
			second <- err
		}()
		synctest.Wait() // the second waits for the first
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
	})
}

func config(t testing.TB, server *versitygw.Server) Config {
	return Config{Endpoint: server.Endpoint, Bucket: bucketName(t), AccessKey: server.AccessKey, SecretKey: server.SecretKey,
		Region: server.Region, CacheDir: filepath.Join(t.TempDir(), "cache")}
}

func open(t testing.TB, c Config) *Store {
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
func bucketName(t testing.TB) string {
	return fmt.Sprintf("test-%x", sha256.Sum256([]byte(t.Name())))[:20]
}

func BenchmarkPut(b *testing.B) {
	server := versitygw.Start(b)
	for _, size := range []int{100_000, 10_000_000} {
		b.Run(fmt.Sprintf("%d bytes", size), func(b *testing.B) {
			s := open(b, config(b, server))
			content := make([]byte, size)
			b.SetBytes(int64(size))
			for i := 0; b.Loop(); i++ {
				copy(content, fmt.Sprint(i))
				if _, _, err := s.Put(b.Context(), bytes.NewReader(content)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
