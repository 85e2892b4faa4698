package pipeline

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"pratica/claim"
)

// Sending is one submission of several: what was sent together.
type Sending struct {
	// Name is what its failure is told under.
	Name string
	claim.Submission
	Files []File
	// Pictures is that of Process; it may be nil. Those of several sendings are called at the same time.
	Pictures PictureFunc
}

// ProcessEach is Process for submissions that have nothing to do with each other, several at a time: while one waits for
// its last page, is looked through for separators or assembled, the children read pages of others. Read is called after
// each page and may be nil; done is called with the claims or the failure of each, in the order of the sendings. One that
// fails stops no other. An error is that of done, or the context's: done was then not called for the rest.
func (p *Pipeline) ProcessEach(ctx context.Context, sendings []Sending, read func(), done func(i int, claims []claim.Claim, err error) error) error {
	var mutex sync.Mutex
	work := func(ctx context.Context, i int) (claims []claim.Claim, err error) {
		s := sendings[i]
		defer func() {
			// A fault of ours in understanding the papers of one; the others are no worse for it. Pages are read in children.
			if cause := recover(); cause != nil {
				err = fmt.Errorf("the pipeline broke down: %v\n%s", cause, debug.Stack())
			}
			if err != nil {
				err = fmt.Errorf("%s: %w", s.Name, err)
			}
		}()
		return p.Process(ctx, s.Submission, s.Files, func(int, int) {
			mutex.Lock()
			defer mutex.Unlock()
			if read != nil {
				read()
			}
		}, s.Pictures)
	}
	// One more than there are children, so that they have work while one is assembled.
	return inOrder(ctx, len(sendings), p.pool.Size+1, work, done)
}

// ahead is how many results wait for an earlier one, at most, for each that is worked on at a time: then nothing new
// begins, so that memory does not grow behind a file of two thousand pages.
const ahead = 8

// inOrder does n pieces of work, some at once, and hands out the results in their order, one at a time. It ends when all
// is done, when done gives an error or the context ends, and never before all work has.
func inOrder[T any](ctx context.Context, n, atOnce int, work func(context.Context, int) (T, error), done func(int, T, error) error) error {
	type result struct {
		value T
		err   error
	}
	inner, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()
	line := make(chan chan result, ahead*atOnce)
	slots := make(chan struct{}, atOnce)
	group.Go(func() {
		defer close(line)
		for i := range n {
			place := make(chan result, 1)
			select {
			case line <- place:
			case <-inner.Done():
				return
			}
			select {
			case slots <- struct{}{}:
			case <-inner.Done():
				return
			}
			group.Go(func() {
				value, err := work(inner, i)
				<-slots
				place <- result{value, err}
			})
		}
	})
	for i := range n {
		select {
		case place := <-line:
			select {
			case r := <-place:
				if ctx.Err() != nil {
					return ctx.Err() // what fails now fails for this
				}
				if err := done(i, r.value, r.err); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
