package s3

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"testing"

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
