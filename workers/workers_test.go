package workers

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"pratica/claim"
	"pratica/storage"
)

func TestASubmissionBecomesADeliveredClaim(t *testing.T) {
	o := newOffice(t)
	s := o.serve()
	a, step := o.arrive("R01\fconsent", "", "invoice")
	if err := s.Notify(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	o.awaitDelivery(a)
	c := o.deliveredOnce(a)
	if c.Member.Surname != "R01 consent invoice" {
		t.Errorf("read %q", c.Member.Surname)
	}
	if len(c.Findings) != 1 || c.Findings[0].Code != "file.empty" {
		t.Errorf("findings are %v", c.Findings)
	}
	sub, _ := o.submissionOf(a)
	pages, err := o.records.Pages(t.Context(), sub.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 3 || pages[0].MediaType != "image/png" {
		t.Fatalf("pages are %+v", pages)
	}
	path, release, err := o.objects.Local(t.Context(), string(pages[1].Picture))
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if picture, _ := os.ReadFile(path); string(picture) != "picture of consent" {
		t.Errorf("picture of page 2 is %q", picture)
	}
}

func TestAnArrivalNobodyWasToldOfIsFound(t *testing.T) {
	t.Run("at the start", func(t *testing.T) {
		o := newOffice(t)
		a, _ := o.arrive("R01")
		o.serve()
		o.awaitDelivery(a)
		o.deliveredOnce(a)
	})
	t.Run("while serving", func(t *testing.T) {
		o := newOffice(t)
		o.serve()
		a, _ := o.arrive("R01")
		o.awaitDelivery(a)
		o.deliveredOnce(a)
	})
}

func TestThePageOfTheSameBytesIsReadOnce(t *testing.T) {
	o := newOffice(t)
	o.serve()
	first, _ := o.arrive("R01\finvoice")
	o.awaitDelivery(first)
	second, _ := o.arrive("R01\finvoice")
	o.awaitDelivery(second)
	if n := o.stages.reads.Load(); n != 2 {
		t.Errorf("%d pages read, want 2: the second submission has the same", n)
	}
	sub, _ := o.submissionOf(second)
	if _, err := o.records.Reprocess(t.Context(), sub.ID, "operator"); err != nil {
		t.Fatal(err)
	}
	o.await("reading again", func() bool { s, _ := o.submissionOf(second); return s.State == claim.Assembled })
	if n := o.stages.reads.Load(); n != 4 {
		t.Errorf("%d pages read, want 4: who reprocesses wants no cached reading", n)
	}
}

func TestRedisMayBeEmptiedAtAnyTime(t *testing.T) {
	o := newOffice(t)
	client := redis.NewClient(o.redis.Options())
	defer client.Close()
	flush := func() error { return client.FlushAll(context.Background()).Err() }
	o.stages.onSplit = flush
	o.stages.onRead = func(context.Context, string) error { return flush() }
	o.stages.onAssemble = flush
	deliverer := o.config.Deliverer
	o.config.Deliverer = deliverFunc(func(ctx context.Context, d storage.Delivery, number string) (string, error) {
		return both(deliverer.Deliver(ctx, d, number))(flush())
	})
	o.serve()
	var arrivals []storage.Arrival
	for range 5 {
		a, _ := o.arrive("R01\fconsent", "invoice")
		arrivals = append(arrivals, a)
	}
	for _, a := range arrivals {
		o.awaitDelivery(a)
	}
	for _, a := range arrivals {
		o.deliveredOnce(a)
	}
}

func TestQueuesAreNamedAgainAfterRedisWasEmptied(t *testing.T) {
	o := newOffice(t)
	q := NewQueue(o.redis.Options())
	defer q.Close()
	step := storage.Step{StepRef: storage.StepRef{Kind: storage.ReadPage, Subject: "x", Generation: 1}}
	for range 2 {
		if err := q.Notify(t.Context(), step); err != nil {
			t.Fatal(err)
		}
		names, err := q.inspector.Queues()
		if err != nil || len(names) != 5 {
			t.Errorf("queues are %v (%v)", names, err)
		}
		if !q.waits(step) {
			t.Error("the task does not wait in its queue")
		}
		q.redis.FlushAll(t.Context())
	}
}

type deliverFunc func(context.Context, storage.Delivery, string) (string, error)

func (f deliverFunc) Deliver(ctx context.Context, d storage.Delivery, number string) (string, error) {
	return f(ctx, d, number)
}

// both joins the error of a result with another.
func both(target string, err error) func(error) (string, error) {
	return func(other error) (string, error) { return target, errors.Join(err, other) }
}

func TestRedisMayDieAndComeBack(t *testing.T) {
	o := newOffice(t)
	var once sync.Once
	o.stages.onRead = func(context.Context, string) error {
		once.Do(func() { endAndWait(t, redisPID(t, o.dir)) })
		return nil
	}
	o.serve()
	a, _ := o.arrive("R01\fconsent\fpage 3\fpage 4")
	o.awaitDelivery(a)
	o.deliveredOnce(a)
}

func TestDoubledTasksFinishOnce(t *testing.T) {
	o := newOffice(t)
	a, step := o.arrive("R01")
	s, err := New(o.config)
	if err != nil {
		t.Fatal(err)
	}
	defer s.queue.Close()
	for range 4 { // split, read, assemble, deliver
		var twins sync.WaitGroup
		for range 3 {
			twins.Go(func() { s.run(step.StepRef) })
		}
		twins.Wait()
		s.run(step.StepRef) // and one that comes late
		due, err := o.records.Stalled(t.Context(), time.Now().Add(time.Hour), 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(due) > 1 {
			t.Fatalf("steps to do: %+v, want one", due)
		}
		if len(due) == 1 {
			step = due[0]
		}
	}
	o.deliveredOnce(a)
}

func TestAVoidSubmissionIsWorkedOnNoMore(t *testing.T) {
	o := newOffice(t)
	reached, release := make(chan struct{}), make(chan struct{})
	o.stages.onRead = func(context.Context, string) error {
		reached <- struct{}{}
		<-release
		return nil
	}
	o.serve()
	a, _ := o.arrive("R01")
	<-reached
	s, _ := o.submissionOf(a)
	if _, err := o.records.Void(t.Context(), s.ID, "spedita due volte", "operator"); err != nil {
		t.Fatal(err)
	}
	close(release)
	o.awaitEvent(storage.ReadPage, Stale)
	due, err := o.records.Stalled(t.Context(), time.Now().Add(time.Hour), 0)
	if err != nil || len(due) != 0 {
		t.Errorf("still to do: %+v (%v)", due, err)
	}
	if s, _ := o.submissionOf(a); len(s.Claims) != 0 {
		t.Errorf("claims are %+v", s.Claims)
	}
}

func TestAVoidAfterDeliveryIsDeliveredToo(t *testing.T) {
	o := newOffice(t)
	server := o.serve()
	a, _ := o.arrive("R01")
	o.awaitDelivery(a)
	s, _ := o.submissionOf(a)
	steps, err := o.records.Void(t.Context(), s.ID, "spedita due volte", "operator")
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Notify(t.Context(), steps...); err != nil {
		t.Fatal(err)
	}
	o.awaitEvent(storage.DeliverClaim, Finished)
	data, err := os.ReadFile(o.outbox() + "/" + s.ProtocolNumber + "-" + s.Claims[0].ID + "-v1-void.json")
	if err != nil {
		t.Fatal(err)
	}
	want := `{"schema":"claim-void/v1","id":"` + s.Claims[0].ID + `","version":1,"submission":"` + s.ID + `","protocol_number":"` + s.ProtocolNumber +
		`","reason":"spedita due volte"}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
}

func TestWaitingTasksKeepTheirGenerationLostOnesGetANewOne(t *testing.T) {
	o := newOffice(t)
	o.config.Standstill = time.Nanosecond
	o.config.Alone = false
	a, _ := o.arrive("R01")
	s, err := New(o.config)
	if err != nil {
		t.Fatal(err)
	}
	defer s.queue.Close()
	generation := func() int {
		t.Helper()
		if err := s.round(t.Context()); err != nil {
			t.Fatal(err)
		}
		due, err := o.records.Stalled(t.Context(), time.Now().Add(time.Hour), 0)
		if err != nil || len(due) != 1 {
			t.Fatalf("%+v (%v)", due, err)
		}
		return due[0].Generation
	}
	for range 3 {
		if g := generation(); g != 1 {
			t.Fatalf("a task that waits got generation %d", g)
		}
	}
	// A worker of another machine takes the task and is killed: asynq holds it as active.
	id := storage.StepRef{Kind: storage.SplitArrival, Subject: a.ID, Generation: 1}.TaskID()
	s.queue.redis.RPopLPush(t.Context(), "asynq:{steps}:pending", "asynq:{steps}:active")
	s.queue.redis.HSet(t.Context(), "asynq:{steps}:t:"+id, "state", "active")
	if g := generation(); g != 2 {
		t.Errorf("a task that is lost has generation %d, want 2", g)
	}
	o.serve()
	o.awaitDelivery(a)
	o.deliveredOnce(a)
}

func TestWhoWaitsForAHumanIsNotDelivered(t *testing.T) {
	for _, c := range []struct {
		outcome    claim.Outcome
		unreviewed bool
		want       claim.State
	}{
		{claim.Admissible, false, claim.Ready},
		{claim.Inadmissible, false, claim.Ready},
		{claim.NeedsReview, false, claim.InReview},
		{claim.Suspended, false, claim.WaitingForMember},
		{claim.NeedsReview, true, claim.Ready},
		{claim.Suspended, true, claim.Ready},
	} {
		s := &Server{Config: Config{DeliverUnreviewed: c.unreviewed}}
		if got := s.stateOf(c.outcome); got != c.want {
			t.Errorf("%s, unreviewed %t: %s, want %s", c.outcome, c.unreviewed, got, c.want)
		}
	}
}
