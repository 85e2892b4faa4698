package workers

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"pratica/claim"
	"pratica/storage"
)

// photo stores what a member sends from a page.
func (o *office) photo(text string) (storage.Arrival, storage.Step) {
	o.Helper()
	key, size, err := o.objects.Put(o.Context(), bytes.NewReader([]byte(text)))
	if err != nil {
		o.Fatal(err)
	}
	a, _, step, err := o.records.CreateArrival(o.Context(), claim.Arrival{Channel: claim.Online, SentOn: claim.MustDate("2026-05-10"),
		SentEvidence: claim.OnlineSubmission, Files: []claim.File{{Name: "photo.jpg", Object: key, Size: size}}})
	if err != nil {
		o.Fatal(err)
	}
	return a, step
}

func TestAPhotoDoesNotWaitForABatch(t *testing.T) {
	for name, tell := range map[string]func(*office, *Server, storage.Step) error{
		"told of":               func(o *office, s *Server, step storage.Step) error { return s.Notify(o.Context(), step) },
		"found in the database": func(*office, *Server, storage.Step) error { return nil },
		"after the queue was lost": func(o *office, s *Server, step storage.Step) error {
			client := redis.NewClient(o.redis.Options())
			defer client.Close()
			if err := s.Notify(o.Context(), step); err != nil {
				return err
			}
			return client.FlushAll(o.Context()).Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.config.Concurrency = 1
			gate, reached := make(chan struct{}), make(chan struct{}, 100)
			o.stages.onRead = func(ctx context.Context, text string) error {
				if text == "photo" {
					return nil
				}
				reached <- struct{}{}
				return waitFor(gate)(ctx, text)
			}
			s := o.serve()
			batch, _ := o.arrive(strings.Repeat("page\f", 39) + "last page")
			<-reached
			a, step := o.photo("photo")
			if err := tell(o, s, step); err != nil {
				t.Fatal(err)
			}
			o.awaitDelivery(a)
			if sub, _ := o.submissionOf(batch); sub.PagesRead != 0 {
				t.Errorf("%d pages of the batch are read", sub.PagesRead)
			}
			close(gate)
			o.awaitDelivery(batch)
		})
	}
}

func TestAStepIsHeldWhileItsWorkerLives(t *testing.T) {
	o := newOffice(t)
	o.config.Lease, o.config.Standstill = 2*time.Second, time.Millisecond
	enough := make(chan struct{})
	o.stages.onRead = waitFor(enough)
	o.serve()
	a, _ := o.arrive("slow")
	held := map[time.Time]bool{} // until when
	for limit := time.Now().Add(patience); len(held) < 4 && time.Now().Before(limit); runtime.Gosched() {
		pending, err := o.records.Stalled(t.Context(), time.Now().AddDate(1, 0, 0), 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range pending {
			if step.Kind == storage.ReadPage && step.Attempts > 0 {
				held[step.DueAt] = true
			}
		}
	}
	close(enough)
	o.awaitDelivery(a)
	if n := o.stages.reads.Load(); n != 1 || len(held) < 4 {
		t.Errorf("the page was read %d times and held %d times", n, len(held))
	}
}

// waitFor is a reading that takes until the channel is closed.
func waitFor(gate <-chan struct{}) func(context.Context, string) error {
	return func(ctx context.Context, _ string) error {
		select {
		case <-gate:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
