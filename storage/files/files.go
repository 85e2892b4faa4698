// Package files keeps objects in a directory:
//
//	<dir>/sha256/ab/abcdef…   an object under its hash, mode 0600
//	<dir>/tmp/…               objects being written
//
// The directory must lie on one local file system with flock.
package files

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"pratica/storage"
)

// Store implements storage.Objects.
type Store struct{ dir string }

var _ storage.Objects = (*Store)(nil)

// Open makes the directory (mode 0700) if it is missing and removes what killed processes left in tmp; what
// living ones write there stays.
func Open(dir string) (*Store, error) {
	s := &Store{dir}
	dirs := []string{dir, s.tmp(), filepath.Join(dir, "sha256")}
	for i := range 256 {
		dirs = append(dirs, filepath.Join(dir, "sha256", fmt.Sprintf("%02x", i)))
	}
	if err := makeDirs(dirs...); err != nil {
		return nil, fmt.Errorf("open the object directory: %w", storage.DiskError(err))
	}
	if err := removeAbandoned(s.tmp()); err != nil {
		return nil, fmt.Errorf("clean the object directory: %w", storage.DiskError(err))
	}
	return s, nil
}

// Put implements storage.Objects: temporary name in the same file system, fsync, rename, fsync of the folder.
// A file already there under the hash is replaced, which heals it if it was damaged.
func (s *Store) Put(ctx context.Context, r io.Reader) (key string, size int64, err error) {
	temp, err := newTemp(s.tmp())
	if err != nil {
		return "", 0, fmt.Errorf("put object: %w", storage.DiskError(err))
	}
	defer temp.discard()
	sum := sha256.New()
	if size, err = storage.Copy(ctx, io.MultiWriter(sum, temp), r); err != nil {
		return "", 0, fmt.Errorf("put object: %w", storage.DiskError(err))
	}
	key = storage.Key(sum.Sum(nil))
	if err := temp.publish(s.path(key)); err != nil {
		return "", 0, fmt.Errorf("put object: %w", storage.DiskError(err))
	}
	return key, size, nil
}

// Open implements storage.Objects.
func (s *Store) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	f, err := s.open(ctx, key)
	if err != nil {
		return nil, err
	}
	return storage.Checked(f, key), nil
}

// Stat implements storage.Objects.
func (s *Store) Stat(ctx context.Context, key string) (int64, error) {
	f, err := s.open(ctx, key)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, fmt.Errorf("stat object: %w", storage.DiskError(err))
	}
	return info.Size(), nil
}

// Local implements storage.Objects with the object's own path.
func (s *Store) Local(ctx context.Context, key string) (string, func(), error) {
	f, err := s.open(ctx, key)
	if err != nil {
		return "", nil, err
	}
	return s.path(key), func() {}, f.Close()
}

// Verify implements storage.Objects.
func (s *Store) Verify(ctx context.Context, key string) error {
	f, err := s.Open(ctx, key)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := storage.Copy(ctx, io.Discard, f); err != nil {
		return fmt.Errorf("verify object: %w", storage.DiskError(err))
	}
	return nil
}

// Close implements storage.Objects; there is nothing to free.
func (s *Store) Close() error { return nil }

func (s *Store) open(ctx context.Context, key string) (*os.File, error) {
	if _, err := storage.ParseKey(key); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.Open(s.path(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, storage.NotFound(key)
	}
	if err != nil {
		return nil, fmt.Errorf("open object: %w", storage.DiskError(err))
	}
	return f, nil
}

func (s *Store) tmp() string { return filepath.Join(s.dir, "tmp") }

// path of a valid key; 256 folders keep a million objects at four thousand a folder.
func (s *Store) path(key string) string {
	digits, err := storage.ParseKey(key)
	if err != nil {
		panic(err) // keys are parsed where they come in
	}
	return filepath.Join(s.dir, "sha256", digits[:2], digits)
}
