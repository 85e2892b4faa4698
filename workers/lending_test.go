package workers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pratica/pipeline"
	"pratica/storage"
)

const testKey = "0123456789abcdef0123456789abcdef"

// lends starts a server whose own readers never finish a page of these tests, and its address for workers.
func (o *office) lends() (address string) {
	o.Helper()
	o.config.Concurrency, o.config.Lease, o.config.Standstill = 1, 2*time.Second, 10*time.Second
	o.config.Drain = time.Millisecond
	s := o.serve()
	lending := httptest.NewServer(s.Lending(testKey))
	o.Cleanup(lending.Close)
	return lending.URL
}

// worker starts a worker process, as far as a goroutine can be one; it ends with the test.
func (o *office) worker(address string, stages *textStages, client *http.Client) {
	o.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	folder := o.TempDir()
	go func() {
		ended <- Borrower{Server: address, Key: testKey, Reader: stages, Folder: folder, Concurrency: 1, Idle: 10 * time.Millisecond,
			Drain: time.Millisecond, Client: client}.Run(ctx)
	}()
	o.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			o.Errorf("a worker ended with %v", err)
		}
	})
}

// eventually looks until the condition holds: what happens in workers is no event of the server.
func (o *office) eventually(what string, condition func() bool) {
	o.Helper()
	for limit := time.Now().Add(patience); !condition(); runtime.Gosched() {
		if time.Now().After(limit) {
			o.Fatalf("still waiting: %s", what)
		}
	}
}

// cut is a line that can be cut: as when a process or its machine dies.
type cut struct{ dead atomic.Bool }

func (c *cut) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.dead.Load() {
		return nil, errors.New("killed")
	}
	return http.DefaultTransport.RoundTrip(r)
}

func TestTwoWorkersShareABatchAndOneDies(t *testing.T) {
	o := newOffice(t)
	o.stages.onRead = waitFor(nil) // the server itself reads nothing
	address := o.lends()
	line, mortal, other := &cut{}, &textStages{}, &textStages{}
	mortal.onRead = func(ctx context.Context, text string) error {
		if mortal.reads.Load() > 8 {
			line.dead.Store(true)
			return waitFor(nil)(ctx, text)
		}
		return nil
	}
	var texts []string
	for n := range 40 {
		texts = append(texts, fmt.Sprintf("page%02d", n+1))
	}
	a, _ := o.arrive(strings.Join(texts, "\f"))
	o.worker(address, mortal, &http.Client{Transport: line})
	gate := make(chan struct{})
	other.onRead = waitFor(gate)
	o.worker(address, other, nil)
	o.eventually("the first worker's death", line.dead.Load)
	close(gate)
	// Two pages are in the hands of the server's own readers.
	o.eventually("38 pages", func() bool { s, _ := o.submissionOf(a); return s.PagesRead >= 38 })
	if n := mortal.reads.Load(); n < 9 {
		t.Errorf("the worker that died began %d pages", n)
	}
	if n := other.reads.Load(); n < 20 {
		t.Errorf("the other read %d pages", n)
	}
	sub, _ := o.submissionOf(a)
	pages, err := o.records.Pages(t.Context(), sub.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if p.Read && p.Picture == "" {
			t.Errorf("page %d has no picture", p.Number)
		}
	}
}

func TestAWorkerTellsWhatItCouldNotRead(t *testing.T) {
	o := newOffice(t)
	o.stages.onRead = waitFor(nil)
	address := o.lends()
	failing := &textStages{onRead: func(_ context.Context, text string) error {
		if text == "bad" {
			return errors.New("no reader can read it")
		}
		return nil
	}}
	// Two pages are in the hands of the server's own readers.
	a, _ := o.arrive("one\ftwo\fbad\ffour")
	o.eventually("two pages in work", func() bool {
		backlog, err := o.records.Backlog(t.Context())
		return err == nil && len(backlog) == 1 && backlog[0].Kind == storage.ReadPage && backlog[0].Later == 2
	})
	o.worker(address, failing, nil)
	o.eventually("the other two", func() bool { s, _ := o.submissionOf(a); return s.PagesRead >= 2 })
}

func TestStrangersGetNoPages(t *testing.T) {
	o := newOffice(t)
	address := o.lends()
	for name, b := range map[string]Borrower{
		"without the key":     {Key: ""},
		"with a wrong key":    {Key: "guessed"},
		"with another reader": {Key: testKey, Reader: otherReader{}},
	} {
		t.Run(name, func(t *testing.T) {
			b.Server, b.Folder, b.Concurrency = address, t.TempDir(), 1
			if b.Reader == nil {
				b.Reader = &textStages{}
			}
			if err := b.Run(t.Context()); !errors.Is(err, ErrRefused) {
				t.Errorf("ended with %v", err)
			}
		})
	}
	response, err := http.Get(address + WorkPath + "objects/any")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusUnauthorized {
		t.Errorf("an object without the key: %s", response.Status)
	}
}

type otherReader struct{}

func (otherReader) ReaderVersion() string { return "text-2" }

func (otherReader) ReadPage(context.Context, pipeline.File, int) (pipeline.PageResult, error) {
	panic("it is never asked")
}
