package pipeline

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestWorkSideBySideComesOutInItsOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		broken := errors.New("broken")
		var order []int
		var failed []int
		var running, most atomic.Int32
		err := inOrder(t.Context(), 9, 3, func(_ context.Context, i int) (int, error) {
			now := running.Add(1)
			defer running.Add(-1)
			for m := most.Load(); now > m && !most.CompareAndSwap(m, now); m = most.Load() {
			}
			time.Sleep(time.Duration(9-i) * time.Second) // earlier ones take longer
			if i == 4 {
				return 0, broken
			}
			return 10 * i, nil
		}, func(i, value int, err error) error {
			if err != nil {
				failed = append(failed, i)
				return nil
			}
			order = append(order, value)
			return nil
		})
		if err != nil || !slices.Equal(order, []int{0, 10, 20, 30, 50, 60, 70, 80}) || !slices.Equal(failed, []int{4}) {
			t.Errorf("%v, %v failed, %v", order, failed, err)
		}
		if most.Load() != 3 {
			t.Errorf("%d at once", most.Load())
		}
		if took := time.Since(start); took > 20*time.Second { // one after the other: 45 s
			t.Errorf("took %v", took)
		}
	})
}

func TestBehindALongPieceOfWorkOnlySoMuchIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var begun atomic.Int32
		ended := make(chan error, 1)
		go func() {
			ended <- inOrder(t.Context(), 1000, 2, func(_ context.Context, i int) (int, error) {
				begun.Add(1)
				if i == 0 {
					<-release
				}
				return i, nil
			}, func(int, int, error) error { return nil })
		}()
		synctest.Wait()
		if n := begun.Load(); n < 3 || n > ahead*2+2 {
			t.Errorf("%d were begun behind one that goes on", n)
		}
		close(release)
		if err := <-ended; err != nil || begun.Load() != 1000 {
			t.Errorf("%d of 1000 done: %v", begun.Load(), err)
		}
	})
}

func TestWorkEndsWhenItIsStopped(t *testing.T) {
	full := errors.New("disk full")
	for name, c := range map[string]struct {
		done func(stop func()) error
		want error
	}{
		"interrupted": {func(stop func()) error { stop(); return nil }, context.Canceled},
		"no room":     {func(func()) error { return full }, full},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				var running, begun atomic.Int32
				calls := 0
				err := inOrder(ctx, 100, 2, func(ctx context.Context, i int) (int, error) {
					begun.Add(1)
					running.Add(1)
					defer running.Add(-1)
					if i > 0 {
						<-ctx.Done()
						time.Sleep(time.Second) // a child is ended
					}
					return i, ctx.Err()
				}, func(int, int, error) error { calls++; return c.done(stop) })
				if !errors.Is(err, c.want) || calls != 1 {
					t.Errorf("%v after %d results", err, calls)
				}
				if running.Load() != 0 || begun.Load() > 4 {
					t.Errorf("%d still at work of %d begun", running.Load(), begun.Load())
				}
			})
		})
	}
}
