package workers

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"sync"
	"time"

	"github.com/hibiken/asynq"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/storage"
)

// Event is the end of one attempt.
type Event struct {
	Step     storage.Step
	Result   Result
	Code     string // of the error, if there was one
	Duration time.Duration
}

// Result is how an attempt ended.
type Result string

// The results of an attempt.
const (
	Finished   Result = "finished"
	Retried    Result = "retried"     // put off
	GivenUp    Result = "given_up"    // for good
	HandedBack Result = "handed_back" // the server stops
	Stale      Result = "stale"       // somebody else finished it, or it is void
)

// process is the handler of all tasks. It never returns an error: the database decides what is tried
// again, and asynq would keep errors in Redis.
//
// The task's context is not used: asynq ends it when Redis has been out of reach for half a minute, which
// is no reason to break off the reading of a page.
func (s *Server) process(_ context.Context, task *asynq.Task) error {
	ref, err := parseTask(task)
	if err != nil {
		s.Log.Warn("task without a step", "type", task.Type())
		return nil
	}
	if !s.enter() {
		return nil // the step stays due in the database
	}
	defer s.running.Done()
	s.run(ref)
	return nil
}

// enter counts a step in, unless the server stops.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		return false
	}
	s.running.Add(1)
	return true
}

// bookkeeping is the time the database has to note the end of an attempt, also while the server stops.
const bookkeeping = 30 * time.Second

// run makes one attempt at a step and notes how it ended.
func (s *Server) run(ref storage.StepRef) {
	policy := s.Policies[ref.Kind]
	begun := s.Now()
	step, err := s.Records.Begin(s.work, ref, begun.Add(s.Lease))
	switch {
	case errors.Is(err, storage.ErrStale), claim.ErrorCode(err) == claim.ENOTFOUND:
		return // an old or doubled task
	case err != nil:
		s.Log.Warn("step cannot begin", "step", ref.TaskID(), "code", codeOf(err))
		s.Log.Debug("step cannot begin", "cause", err)
		return
	}

	var next []storage.Step
	if exhausted(step, policy) {
		err = errDied
	} else {
		work, cancel := context.WithTimeout(s.work, policy.Limit)
		if step.Urgent {
			work = pipeline.Urgent(work)
		}
		release := s.hold(step)
		next, err = s.attempt(work, step)
		release()
		cancel()
	}

	s.end(step, begun, next, err)
}

// end notes how an attempt ended, even if the work was broken off, and tells of the steps that follow.
func (s *Server) end(step storage.Step, begun time.Time, next []storage.Step, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.work), bookkeeping)
	defer cancel()
	event := Event{Step: step, Code: codeOf(err)}
	event.Result, next, err = s.conclude(ctx, step, s.Policies[step.Kind], next, err)
	if err != nil {
		s.Log.Warn("end of step not noted", "step", step.TaskID(), "code", codeOf(err))
		s.Log.Debug("end of step not noted", "cause", err)
	}
	if err := s.queue.Notify(ctx, next...); err != nil {
		s.Log.Debug("following steps wait for the reconciler", "cause", err)
	}
	event.Duration = s.Now().Sub(begun)
	s.counters.attempt(event)
	if s.Observe != nil {
		s.Observe(event)
	}
}

// hold keeps a step from being due again while it is worked on, until release. A database that does not
// answer is asked again; a step that has moved on is noticed at its end.
func (s *Server) hold(step storage.Step) (release func()) {
	done := make(chan struct{})
	var holding sync.WaitGroup
	holding.Go(func() {
		tick := time.NewTicker(s.Lease / 4)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			if err := s.Records.Hold(s.work, step.StepRef, s.Now().Add(s.Lease)); err != nil {
				s.Log.Debug("step not held", "step", step.TaskID(), "cause", err)
			}
		}
	})
	return func() {
		close(done)
		holding.Wait()
	}
}

// attempt does the work of a step; a panic is an error like any other.
func (s *Server) attempt(ctx context.Context, step storage.Step) (next []storage.Step, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			// The value of a panic may be text of a page; the stack holds none.
			s.Log.Error("panic", "step", step.TaskID(), "type", fmt.Sprintf("%T", cause), "stack", string(debug.Stack()))
			next, err = nil, errPanic
		}
	}()
	switch step.Kind {
	case storage.SplitArrival:
		return s.split(ctx, step)
	case storage.ReadPage:
		return s.readPage(ctx, step)
	case storage.AssembleSubmission:
		return s.assemble(ctx, step)
	case storage.DeliverClaim:
		return nil, s.deliver(ctx, step)
	}
	return nil, &Refused{Code: "step.unknown_kind"}
}

// conclude notes how an attempt ended. It returns the steps to queue now; an error means that the database
// could not be told: then the step is due again at the instant that Begin set.
func (s *Server) conclude(ctx context.Context, step storage.Step, policy Policy, next []storage.Step, cause error) (Result, []storage.Step, error) {
	code := codeOf(cause)
	switch {
	case cause == nil:
		return Finished, next, nil
	case errors.Is(cause, storage.ErrStale):
		return Stale, nil, nil
	case s.work.Err() != nil:
		_, err := s.Records.HandBack(ctx, step.StepRef, s.Now())
		return HandedBack, nil, ignoreStale(err)
	}
	s.Log.Debug("attempt failed", "step", step.TaskID(), "cause", cause)

	var refused *Refused
	if errors.As(cause, &refused) || code != claim.EUNAVAILABLE && step.Attempts >= policy.Attempts {
		s.Log.Warn("step given up", "step", step.TaskID(), "attempts", step.Attempts, "code", code)
		next, err := s.giveUp(ctx, step, code)
		return GivenUp, next, ignoreStale(err)
	}
	pause := policy.pause(step.Attempts)
	var later interface{ RetryAfter() time.Duration }
	if errors.As(cause, &later) {
		pause = min(max(pause, later.RetryAfter()), policy.Most)
	}
	s.Log.Info("step put off", "step", step.TaskID(), "attempts", step.Attempts, "code", code, "pause", pause)
	_, err := s.Records.Retry(ctx, step.StepRef, code, s.Now().Add(pause))
	return Retried, nil, ignoreStale(err)
}

// giveUp ends a step for good. A page that nobody can read is unreadable, and its submission goes on.
func (s *Server) giveUp(ctx context.Context, step storage.Step, code string) ([]storage.Step, error) {
	switch step.Kind {
	case storage.ReadPage:
		return s.finishUnreadable(ctx, step)
	case storage.SplitArrival:
		return nil, s.Records.Fail(ctx, step.StepRef, code,
			"Non è stato possibile aprire i documenti dell'invio. I documenti sono conservati: avvisare chi gestisce il sistema, poi rielaborare.")
	case storage.AssembleSubmission:
		return nil, s.Records.Fail(ctx, step.StepRef, code,
			"Non è stato possibile comporre la pratica dalle pagine lette. Nulla è perso: avvisare chi gestisce il sistema, poi rielaborare.")
	}
	return nil, s.Records.Fail(ctx, step.StepRef, code,
		"Non è stato possibile consegnare la pratica alla liquidazione: avvisare chi gestisce il sistema, poi rielaborare.")
}

// exhausted tells that too many attempts before this one ended with the whole process. A few prove nothing against the step: the power
// fails, somebody restarts the machine, or another step brought the process down.
func exhausted(step storage.Step, policy Policy) bool { return step.Deaths >= policy.Deaths }

// errDied ends a step that is exhausted.
var errDied error = &Refused{Code: "died"}

// pause after an attempt, the first being 1.
func (p Policy) pause(attempts int) time.Duration {
	pause := float64(p.First) * math.Pow(max(p.Factor, 1), float64(max(attempts-1, 0)))
	return time.Duration(min(pause, float64(p.Most)))
}

func ignoreStale(err error) error {
	if errors.Is(err, storage.ErrStale) {
		return nil
	}
	return err
}

// Refused is an error that no repetition mends. Its code holds no personal data.
type Refused struct{ Code string }

func (e *Refused) Error() string { return "refused for good: " + e.Code }

// ErrorCode is the code.
func (e *Refused) ErrorCode() string { return e.Code }

type panicError struct{}

func (panicError) Error() string     { return "panic" }
func (panicError) ErrorCode() string { return "panic" }

var errPanic error = panicError{}

// codeOf is what is kept and logged of an error: never its text, which may quote names and papers.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	var coded interface{ ErrorCode() string }
	switch {
	case errors.As(err, &coded):
		return coded.ErrorCode()
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return claim.ErrorCode(err)
}
