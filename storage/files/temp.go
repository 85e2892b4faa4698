package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// temp is a file being written. Its writer holds a flock on it, which the kernel releases when the process
// dies: that is how an abandoned one is told from one in use.
type temp struct {
	*os.File
	published bool
}

func newTemp(dir string) (*temp, error) {
	for {
		f, err := os.CreateTemp(dir, "put-*") // mode 0600
		if err != nil {
			return nil, err
		}
		t := &temp{File: f}
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil && t.linked() {
			return t, nil
		}
		t.discard()
		if err != nil && !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("lock %s: %w", f.Name(), err)
		}
		// A cleaner came between creating and locking: take another.
	}
}

// linked tells that no cleaner has removed the file.
func (t *temp) linked() bool {
	mine, err1 := t.Stat()
	named, err2 := os.Stat(t.Name())
	return err1 == nil && err2 == nil && os.SameFile(mine, named)
}

// publish makes the file durable under path and closes it.
func (t *temp) publish(path string) error {
	if err := t.Sync(); err != nil {
		return err
	}
	if err := os.Rename(t.Name(), path); err != nil {
		return err
	}
	t.published = true
	return errors.Join(t.File.Close(), syncDir(filepath.Dir(path)))
}

// discard removes the file unless it was published; calling it after publish does nothing.
func (t *temp) discard() {
	if t.published {
		return // the name may be another writer's by now
	}
	os.Remove(t.Name())
	t.File.Close()
}

// removeAbandoned removes the files in dir that nobody has locked.
func removeAbandoned(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		f, err := os.Open(filepath.Join(dir, entry.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // its writer has published or discarded it
		}
		if err != nil {
			return err
		}
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			if err := os.Remove(f.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
				f.Close()
				return err
			}
		}
		f.Close()
	}
	return nil
}

// makeDirs makes directories of mode 0700 with their parents, all durable.
func makeDirs(dirs ...string) error {
	parents := map[string]bool{}
	for _, dir := range dirs {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		parents[filepath.Dir(dir)] = true
	}
	for parent := range parents {
		if err := syncDir(parent); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
