package files

import (
	"testing"

	"pratica/storage/storagetest"
)

func TestObjects(t *testing.T) {
	storagetest.Objects(t, func(t *testing.T) storagetest.ObjectStore {
		s := open(t, t.TempDir())
		return storagetest.ObjectStore{Objects: s, File: s.path}
	})
}

func open(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
