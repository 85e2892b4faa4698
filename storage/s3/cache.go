package s3

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"

	"pratica/storage"
)

// cache keeps local copies of objects: those in use, and of the others as many as fit, the last used ones.
type cache struct {
	dir   string
	limit int64 // bytes

	mu     sync.Mutex
	copies map[string]*local
	size   int64
	clock  int64 // counts uses
}

// local is one copy, or the fetching of one.
type local struct {
	ready chan struct{} // closed when fetched, err then says whether
	err   error
	size  int64
	users int
	used  int64
}

func newCache(dir string, limit int64) (*cache, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &cache{dir: dir, limit: limit, copies: map[string]*local{}}, nil
}

// spool is a file without a name: it is gone with its last descriptor, whatever becomes of the process.
func (c *cache) spool() (*os.File, error) {
	f, err := os.CreateTemp(c.dir, "spool-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// get gives the path of the copy called name, fetched by the first who asks.
func (c *cache) get(ctx context.Context, name string, fetch func(io.Writer) error) (string, func(), error) {
	for {
		c.mu.Lock()
		l, ok := c.copies[name]
		if !ok {
			l = &local{ready: make(chan struct{})}
			c.copies[name] = l
		}
		l.users++
		c.mu.Unlock()
		if !ok {
			c.fetched(name, l, c.fetch(name, l, fetch))
		}
		select {
		case <-l.ready:
		case <-ctx.Done():
			c.release(l)
			return "", nil, ctx.Err()
		}
		if l.err == nil {
			return c.path(name), sync.OnceFunc(func() { c.release(l) }), nil
		}
		c.release(l)
		if !ok || !errors.Is(l.err, context.Canceled) && !errors.Is(l.err, context.DeadlineExceeded) {
			return "", nil, l.err
		}
		// The one who fetched gave up, which is no reason for us to.
	}
}

func (c *cache) fetch(name string, l *local, fetch func(io.Writer) error) error {
	f, err := os.CreateTemp(c.dir, "fetch-*")
	if err != nil {
		return storage.DiskError(err)
	}
	defer os.Remove(f.Name()) // does nothing once renamed
	err = fetch(f)
	if info, statErr := f.Stat(); statErr == nil {
		l.size = info.Size()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return storage.DiskError(os.Rename(f.Name(), c.path(name)))
}

func (c *cache) fetched(name string, l *local, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l.err = err; err != nil {
		delete(c.copies, name)
	} else {
		c.size += l.size
		c.evict()
	}
	close(l.ready)
}

func (c *cache) release(l *local) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	l.users, l.used = l.users-1, c.clock
	c.evict()
}

// evict removes copies nobody uses, the longest unused first, until the rest fits; c.mu is held.
func (c *cache) evict() {
	for c.size > c.limit {
		oldest := ""
		for name, l := range c.copies {
			if l.users == 0 && (oldest == "" || l.used < c.copies[oldest].used) {
				oldest = name
			}
		}
		if oldest == "" {
			return
		}
		c.size -= c.copies[oldest].size
		delete(c.copies, oldest)
		os.Remove(c.path(oldest)) // a copy that stays is fetched over
	}
}

func (c *cache) path(name string) string { return filepath.Join(c.dir, name) }
