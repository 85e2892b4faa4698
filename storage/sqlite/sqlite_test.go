package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"pratica/storage"
	"pratica/storage/storagetest"
)

func TestRecords(t *testing.T) {
	storagetest.Records(t, func(t *testing.T, now func() time.Time) storage.Records {
		return open(t, filepath.Join(t.TempDir(), "records.db"), now)
	})
}

func open(t *testing.T, path string, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, now)
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
