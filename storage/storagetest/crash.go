package storagetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pratica/claim"
	"pratica/storage"
)

// Work is what a process does that will be killed: it sends envelopes all the way to delivery and tells after
// each transaction, as "<what> <id>", what is stored. It returns only with an error.
func Work(ctx context.Context, r storage.Records, worker int, tell func(string)) error {
	for i := 0; ; i++ {
		a := arrival("scan.pdf")
		a.IdempotencyKey = claim.Text(fmt.Sprintf("%d of worker %d at %d", i, worker, time.Now().UnixNano()))
		stored, _, step, err := r.CreateArrival(ctx, a)
		if err != nil {
			return err
		}
		tell("arrival " + stored.ID)
		if err := follow(ctx, r, step, tell); err != nil {
			return err
		}
	}
}

// follow does a step and all that follow it, as a worker would.
func follow(ctx context.Context, r storage.Records, step storage.Step, tell func(string)) error {
	step, err := r.Begin(ctx, step.StepRef, time.Now().Add(time.Minute))
	if errors.Is(err, storage.ErrStale) {
		return nil
	}
	if err != nil {
		return err
	}
	var next []storage.Step
	switch step.Kind {
	case storage.SplitArrival:
		next, err = r.FinishSplit(ctx, step.StepRef, []storage.Envelope{pages("scan.pdf", 2)})
	case storage.ReadPage:
		next, err = r.FinishRead(ctx, step.StepRef, reading)
	case storage.AssembleSubmission:
		var a storage.Assembly
		if a, err = r.Assembly(ctx, step.Subject); err == nil {
			next, err = r.FinishAssemble(ctx, step.StepRef, []storage.AssembledClaim{{Claim: claimOf(a.Submission, "scan.pdf", 1, 2), State: claim.Ready}})
		}
	case storage.DeliverClaim:
		err = r.FinishDelivery(ctx, step.StepRef, "outbox")
	}
	if err != nil {
		return err
	}
	tell(string(step.Kind) + " " + step.Subject)
	for _, s := range next {
		if err := follow(ctx, r, s, tell); err != nil {
			return err
		}
	}
	return nil
}

// AfterCrash checks a store that was opened again: what Work told is there, numbers have no gap, every
// envelope can be taken to its end by the steps that are pending, and none has two claims.
func AfterCrash(t *testing.T, r storage.Records, told []string) {
	t.Helper()
	ctx := t.Context()
	for _, line := range told {
		what, id, _ := strings.Cut(line, " ")
		if err := done(ctx, r, what, id); err != nil {
			t.Errorf("told %q, but: %v", line, err)
		}
	}
	pending, err := r.Stalled(ctx, time.Now().AddDate(1, 0, 0), 100_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range pending {
		if step, err = r.Renew(ctx, step.StepRef, time.Now()); err != nil {
			t.Fatal(err)
		}
		if err := follow(ctx, r, step, func(string) {}); err != nil {
			t.Fatal(err)
		}
	}
	numbers := map[string]bool{}
	q := storage.Query{Limit: 500}
	for {
		list, err := r.Submissions(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list.Submissions {
			numbers[s.ProtocolNumber] = true
			if s.State != claim.Assembled || len(s.Claims) != 1 || s.Claims[0].State != claim.Delivered || s.Claims[0].Version != 1 || s.PagesRead != 2 {
				t.Errorf("a submission ends as %+v", s)
			}
		}
		if q.Before = list.Next; q.Before == "" {
			break
		}
	}
	year := claim.DateIn(time.Now()).Year
	for i := range numbers {
		var n int
		if _, err := fmt.Sscanf(i, fmt.Sprintf("%d-%%d", year), &n); err != nil || n < 1 || n > len(numbers) {
			t.Errorf("number %s among %d submissions", i, len(numbers))
		}
	}
	if waiting, err := r.WaitingArrivals(ctx); err != nil || len(waiting) != 0 {
		t.Errorf("%d arrivals wait at the end, %v", len(waiting), err)
	}
}

// done is nil if what was told is stored.
func done(ctx context.Context, r storage.Records, what, id string) error {
	switch storage.StepKind(what) {
	case storage.SplitArrival:
		a, err := r.Arrival(ctx, id)
		if err == nil && len(a.Submissions) != 1 {
			err = fmt.Errorf("%d submissions", len(a.Submissions))
		}
		return err
	case storage.ReadPage:
		p, err := r.Page(ctx, id)
		if err == nil && !p.Read {
			err = errors.New("the page is not read")
		}
		return err
	case storage.AssembleSubmission:
		s, err := r.Submission(ctx, id)
		if err == nil && (s.State != claim.Assembled || len(s.Claims) != 1) {
			err = fmt.Errorf("it is %s with %d claims", s.State, len(s.Claims))
		}
		return err
	case storage.DeliverClaim:
		d, err := r.Delivery(ctx, id)
		if err == nil && (d.DeliveredAt == nil || !json.Valid(d.Body)) {
			err = errors.New("it is not delivered")
		}
		return err
	}
	_, err := r.Arrival(ctx, id)
	return err
}
