package workers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"time"

	"pratica/claim"
	"pratica/pipeline"
)

// Reader is the part of Stages that a worker process needs.
type Reader interface {
	ReadPage(ctx context.Context, file pipeline.File, filePage int) (pipeline.PageResult, error)
	ReaderVersion() string
}

// Borrower reads pages for a server in another process, on this or another machine.
type Borrower struct {
	// Server is the address of the server, "http://127.0.0.1:8080", and Key the one it was given.
	Server, Key string
	Reader      Reader
	// Folder is where files of pages are kept while they are read; it is the caller's to make and remove.
	Folder string
	// Concurrency is the number of pages the Reader reads at once; default: one per core. One more is
	// fetched or stored meanwhile.
	Concurrency int
	// Idle is the pause before a server that had nothing to do is asked again; default 300 ms. After an error it
	// is ten times as long.
	Idle time.Duration
	// Drain is the most Run waits for pages at work when its context ends, before it hands them back; default 20 s.
	Drain time.Duration
	// Client is for the requests; default: one without a limit on the whole request.
	Client *http.Client
	// Log receives what happens, with codes and ids only; default: nothing.
	Log *slog.Logger

	files *borrowedFiles
}

// ErrRefused is returned by Run when the server does not take this worker: a wrong key, or another reader.
var ErrRefused = errors.New("the server does not take this worker")

// Run reads pages until its context ends; then it finishes those at work. A server out of reach is asked again.
func (b Borrower) Run(ctx context.Context) error {
	b.Server = strings.TrimRight(b.Server, "/")
	b.Concurrency = orDefault(b.Concurrency, runtime.NumCPU())
	b.Idle, b.Drain = orDefault(b.Idle, 300*time.Millisecond), orDefault(b.Drain, 20*time.Second)
	if b.Client == nil {
		b.Client = &http.Client{}
	}
	if b.Log == nil {
		b.Log = slog.New(slog.DiscardHandler)
	}
	b.files = &borrowedFiles{folder: b.Folder, fetch: b.fetch}

	asking, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	work, handBack := context.WithCancel(context.WithoutCancel(ctx))
	defer handBack()
	context.AfterFunc(asking, func() { time.AfterFunc(b.Drain, handBack) })
	var all sync.WaitGroup
	for range b.Concurrency + 1 {
		all.Go(func() {
			if err := b.ask(asking, work); err != nil {
				stop(err)
			}
		})
	}
	all.Wait()
	if cause := context.Cause(asking); errors.Is(cause, ErrRefused) {
		return cause
	}
	return nil
}

// ask takes and reads pages one after the other.
func (b *Borrower) ask(asking, work context.Context) error {
	for asking.Err() == nil {
		var l loan
		found, err := b.post(work, "take", taking{b.Reader.ReaderVersion()}, &l)
		pause := b.Idle
		switch {
		case errors.Is(err, ErrRefused):
			return err
		case err != nil:
			b.Log.Warn("server not reached", "code", codeOf(err))
			b.Log.Debug("server not reached", "cause", err)
			pause = 10 * b.Idle
		case found:
			b.handle(work, l)
			continue
		}
		select {
		case <-asking.Done():
		case <-time.After(pause):
		}
	}
	return nil
}

// handle reads a page, tells the server meanwhile that it is at work, and returns it.
func (b *Borrower) handle(work context.Context, l loan) {
	ctx, cancel := context.WithTimeout(work, DefaultPolicies["page:read"].Limit)
	defer cancel()
	done := make(chan struct{})
	var holding sync.WaitGroup
	holding.Go(func() { b.hold(ctx, l, done) })
	back, err := b.read(ctx, l)
	close(done)
	holding.Wait()
	if err != nil {
		b.Log.Debug("page not read", "page", l.Page, "cause", err)
		back = returned{loan: l, Code: codeOf(err)}
		if work.Err() != nil {
			back.Code = handedBack
		}
	}
	b.giveBack(work, back)
}

func (b *Borrower) hold(ctx context.Context, l loan, done <-chan struct{}) {
	tick := time.NewTicker(max(time.Duration(l.HoldMS)*time.Millisecond, 10*time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
		}
		if _, err := b.post(ctx, "hold", l, nil); err != nil {
			b.Log.Debug("page not held", "page", l.Page, "cause", err)
		}
	}
}

func (b *Borrower) read(ctx context.Context, l loan) (returned, error) {
	path, release, err := b.files.get(ctx, l.Object)
	if err != nil {
		return returned{}, fmt.Errorf("file of the page: %w", err)
	}
	defer release()
	if l.Urgent {
		ctx = pipeline.Urgent(ctx)
	}
	result, err := b.Reader.ReadPage(ctx, pipeline.File{Name: l.File, Path: path}, l.FilePage)
	if err != nil {
		return returned{}, err
	}
	back := returned{loan: l, Reading: result.Reading, Effort: result.Effort}
	if len(result.Picture) > 0 {
		var put stored
		if err := b.send(ctx, http.MethodPost, "objects", bytes.NewReader(result.Picture), &put); err != nil {
			return returned{}, fmt.Errorf("picture of the page: %w", err)
		}
		back.Picture, back.MediaType = put.Object, result.MediaType
	}
	return back, nil
}

// giveBack tells how the reading ended, for a while if the server does not answer; else the lease ends.
func (b *Borrower) giveBack(work context.Context, back returned) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(work), bookkeeping)
	defer cancel()
	for {
		_, err := b.post(ctx, "return", back, nil)
		if err == nil {
			b.Log.Debug("page returned", "page", back.Page, "code", back.Code)
			return
		}
		b.Log.Debug("page not returned", "page", back.Page, "cause", err)
		select {
		case <-ctx.Done():
			return
		case <-work.Done():
			return
		case <-time.After(b.Idle):
		}
	}
}

// post sends JSON; found is false for an answer without content.
func (b *Borrower) post(ctx context.Context, operation string, request, response any) (found bool, err error) {
	body, err := json.Marshal(request)
	if err != nil {
		return false, err
	}
	if response == nil {
		response = &struct{}{}
	}
	err = b.send(ctx, http.MethodPost, operation, bytes.NewReader(body), response)
	if errors.Is(err, errNothing) {
		return false, nil
	}
	return err == nil, err
}

// errNothing is an answer without content.
var errNothing = errors.New("nothing")

// send makes a request; response is a value for JSON or an io.Writer for bytes.
func (b *Borrower) send(ctx context.Context, method, address string, body io.Reader, response any) error {
	request, err := http.NewRequestWithContext(ctx, method, b.Server+WorkPath+address, body)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", bearer(b.Key))
	answer, err := b.Client.Do(request)
	if err != nil {
		return claim.WrapError(claim.EUNAVAILABLE, err, "Il servizio non risponde.")
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNoContent, http.StatusGone:
		return errNothing
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict, http.StatusNotFound:
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 1000)) // as much as came
		return fmt.Errorf("%w: %s", ErrRefused, bytes.TrimSpace(said))
	default:
		return claim.Errorf(claim.EUNAVAILABLE, "Il servizio ha risposto %s.", answer.Status)
	}
	if to, ok := response.(io.Writer); ok {
		_, err = io.Copy(to, answer.Body)
		return err
	}
	return json.NewDecoder(answer.Body).Decode(response)
}
