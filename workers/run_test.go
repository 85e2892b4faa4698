package workers

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"pratica/claim"
	"pratica/storage"
)

func TestAPageThatAlwaysFailsIsUnreadableAndTheRestGoesOn(t *testing.T) {
	for name, fail := range map[string]func() error{
		"with an error": func() error { return errors.New("no such file: /home/rossi/tessera.pdf") },
		"with a panic":  func() error { panic("BERTOLINI MARIA GRAZIA") },
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			var tries atomic.Int64
			o.stages.onRead = func(_ context.Context, text string) error {
				if text == "bad" {
					tries.Add(1)
					return fail()
				}
				return nil
			}
			o.serve()
			a, _ := o.arrive("R01\fbad\finvoice")
			o.awaitDelivery(a)
			c := o.deliveredOnce(a)
			if len(c.Findings) != 1 || c.Findings[0].Code != "page.unreadable" {
				t.Errorf("findings are %v", c.Findings)
			}
			if n := tries.Load(); n != 3 {
				t.Errorf("tried %d times, want 3", n)
			}
			// It is no reading to be used again.
			o.stages.onRead = nil
			again, _ := o.arrive("R01\fbad\finvoice")
			o.awaitDelivery(again)
			if c := o.deliveredOnce(again); c.Member.Surname != "R01 bad invoice" {
				t.Errorf("sent again, the page gives %q", c.Member.Surname)
			}
		})
	}
}

func TestStepsThatAlwaysFailEndWithASentence(t *testing.T) {
	broken := errors.New("broken")
	t.Run("splitting", func(t *testing.T) {
		o := newOffice(t)
		o.stages.onSplit = func() error { return broken }
		o.serve()
		a, _ := o.arrive("R01")
		o.awaitEvent(storage.SplitArrival, GivenUp)
		if s, ok := o.submissionOf(a); !ok || s.State != claim.Failed || s.ProtocolNumber == "" || s.Failure == "" {
			t.Errorf("submission is %+v", s)
		}
	})
	t.Run("assembling", func(t *testing.T) {
		o := newOffice(t)
		o.stages.onAssemble = func() error { return broken }
		o.serve()
		a, _ := o.arrive("R01")
		o.awaitEvent(storage.AssembleSubmission, GivenUp)
		if s, _ := o.submissionOf(a); s.State != claim.Failed || s.Failure == "" {
			t.Errorf("submission is %+v", s)
		}
	})
	t.Run("a delivery that is refused", func(t *testing.T) {
		o := newOffice(t)
		o.config.Deliverer = deliverFunc(func(context.Context, storage.Delivery, string) (string, error) {
			return "", &Refused{Code: "webhook.status_422"}
		})
		o.serve()
		a, _ := o.arrive("R01")
		if e := o.awaitEvent(storage.DeliverClaim, GivenUp); e.Step.Attempts != 1 {
			t.Errorf("given up after %d attempts, want 1", e.Step.Attempts)
		}
		s, _ := o.submissionOf(a)
		deliveries, err := o.records.Deliveries(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		if s.State != claim.Assembled || deliveries[0].State != storage.StepFailed || deliveries[0].LastError != "webhook.status_422" {
			t.Errorf("submission %s, delivery %+v", s.State, deliveries[0])
		}
	})
}

func TestStorageOutOfReachIsNoReasonToGiveUp(t *testing.T) {
	o := newOffice(t)
	var tries atomic.Int64
	o.stages.onRead = func(context.Context, string) error {
		if tries.Add(1) < 8 {
			return claim.Errorf(claim.EUNAVAILABLE, "Il disco è pieno.")
		}
		return nil
	}
	o.serve()
	a, _ := o.arrive("R01")
	o.awaitDelivery(a)
	if c := o.deliveredOnce(a); len(c.Findings) != 0 || tries.Load() != 8 {
		t.Errorf("findings %v after %d tries", c.Findings, tries.Load())
	}
}

func TestPausesGrowToTheirMost(t *testing.T) {
	p := Policy{First: 5 * time.Second, Most: time.Hour, Factor: 4}
	for attempts, want := range map[int]time.Duration{0: 5 * time.Second, 1: 5 * time.Second, 2: 20 * time.Second, 3: 80 * time.Second, 6: time.Hour, 1000: time.Hour} {
		if got := p.pause(attempts); got != want {
			t.Errorf("after %d attempts %v, want %v", attempts, got, want)
		}
	}
	var sum time.Duration
	delivery := DefaultPolicies[storage.DeliverClaim]
	for n := 1; n < delivery.Attempts; n++ {
		sum += delivery.pause(n)
	}
	if sum < 72*time.Hour || sum > 96*time.Hour {
		t.Errorf("deliveries are tried for %v, want three to four days", sum)
	}
}
