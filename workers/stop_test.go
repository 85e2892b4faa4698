package workers

import (
	"context"
	"runtime"
	"testing"
	"time"

	"pratica/claim"
	"pratica/storage"
)

func TestStopDrains(t *testing.T) {
	t.Run("steps at work are finished", func(t *testing.T) {
		o := newOffice(t)
		reached, release := make(chan struct{}), make(chan struct{})
		o.stages.onRead = func(context.Context, string) error {
			close(reached)
			<-release
			return nil
		}
		s := o.serve()
		a, _ := o.arrive("R01")
		<-reached
		stopped := make(chan struct{})
		go func() { s.Stop(context.Background()); close(stopped) }()
		for stopping := false; !stopping; {
			s.mu.Lock()
			stopping = s.stopping
			s.mu.Unlock()
			runtime.Gosched()
		}
		close(release)
		<-stopped
		if sub, _ := o.submissionOf(a); sub.PagesRead != 1 || sub.State != claim.Assembling {
			t.Errorf("%d pages read, state %s; want the page finished and nothing more begun", sub.PagesRead, sub.State)
		}
		o.stages.onRead = nil
		o.serve()
		o.awaitDelivery(a)
		o.deliveredOnce(a)
	})
	t.Run("at the second signal they are handed back", func(t *testing.T) {
		o := newOffice(t)
		reached := make(chan struct{})
		o.stages.onRead = func(ctx context.Context, _ string) error {
			close(reached)
			<-ctx.Done()
			return ctx.Err()
		}
		s := o.serve()
		a, _ := o.arrive("R01")
		<-reached
		ctx, second := context.WithCancel(t.Context())
		second()
		s.Stop(ctx)
		o.awaitEvent(storage.ReadPage, HandedBack)
		due, err := o.records.Stalled(t.Context(), time.Now(), 0)
		if err != nil || len(due) != 1 {
			t.Fatalf("due at once: %+v (%v), want the page", due, err)
		}
		o.stages.onRead = nil
		o.config.Alone = false // it need not be: nothing is left in anybody's hands
		o.serve()
		o.awaitDelivery(a)
		o.deliveredOnce(a)
	})
}

func TestStopReturnsWhenRedisIsGone(t *testing.T) {
	o := newOffice(t)
	s := o.serve()
	o.redis.Stop()
	s.Stop(t.Context())
}
