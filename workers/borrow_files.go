package workers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"pratica/claim"
)

// borrowedFiles keeps files of a server while pages of them are read, and a few afterwards: the pages of one file
// come one after the other.
type borrowedFiles struct {
	folder string
	fetch  func(ctx context.Context, key string, to io.Writer) error

	mu    sync.Mutex
	files map[string]*borrowedFile
	idle  []string // keys nobody uses, the one longest unused first
}

// mostIdle is how many files nobody uses are kept.
const mostIdle = 3

type borrowedFile struct {
	users int
	ready chan struct{} // closed when err and the file are there
	err   error
}

// get gives the path of an object's file, fetched if it is not there; release it once.
func (f *borrowedFiles) get(ctx context.Context, key string) (path string, release func(), err error) {
	f.mu.Lock()
	if f.files == nil {
		f.files = map[string]*borrowedFile{}
	}
	file, known := f.files[key]
	if !known {
		file = &borrowedFile{ready: make(chan struct{})}
		f.files[key] = file
	}
	file.users++
	f.mu.Unlock()
	path = filepath.Join(f.folder, fileName(key))
	if !known {
		file.err = f.store(ctx, key, path)
		close(file.ready)
	}
	select {
	case <-file.ready:
		err = file.err
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		f.release(key, file)
		return "", nil, err
	}
	return path, func() { f.release(key, file) }, nil
}

func fileName(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// store fetches an object and makes sure that it is what its key says.
func (f *borrowedFiles) store(ctx context.Context, key, path string) error {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	hash := sha256.New()
	if err := f.fetch(ctx, key, io.MultiWriter(out, hash)); err != nil {
		return err
	}
	if got := "sha256:" + hex.EncodeToString(hash.Sum(nil)); got != key {
		return claim.Errorf(claim.EUNAVAILABLE, "Il documento ricevuto non è quello richiesto.")
	}
	return out.Close()
}

// release gives a file up: one that could not be fetched is forgotten, others are kept for a while.
func (f *borrowedFiles) release(key string, file *borrowedFile) {
	f.mu.Lock()
	defer f.mu.Unlock()
	file.users--
	if file.users > 0 || f.files[key] != file {
		return
	}
	f.idle = append(slices.DeleteFunc(f.idle, func(k string) bool { return k == key }), key)
	failed := false
	select {
	case <-file.ready:
		failed = file.err != nil
	default:
	}
	for len(f.idle) > 0 && (len(f.idle) > mostIdle || failed) {
		oldest := f.idle[0]
		f.idle = f.idle[1:]
		if other, ok := f.files[oldest]; ok && other.users == 0 {
			delete(f.files, oldest)
			os.Remove(filepath.Join(f.folder, fileName(oldest)))
		}
	}
}

// fetch is borrowedFiles.fetch over HTTP.
func (b *Borrower) fetch(ctx context.Context, key string, to io.Writer) error {
	if err := b.send(ctx, http.MethodGet, "objects/"+key, nil, to); err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	return nil
}
