package workers

import (
	"context"
	"errors"
	"time"

	"pratica/storage"
)

// batch is how many steps one round looks at; those due longest come first.
const batch = 1000

// reconcile keeps the queue in line with the database until the context ends.
func (s *Server) reconcile(ctx context.Context) {
	period := time.NewTicker(s.ReconcileEvery)
	defer period.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-period.C:
		}
		if err := s.round(ctx); err != nil && ctx.Err() == nil {
			s.Log.Warn("reconciler: round broken off", "code", codeOf(err))
			s.Log.Debug("reconciler: round broken off", "cause", err)
		}
	}
}

// round queues every step that is due. What Redis knows already is left alone while it waits in its queue;
// else somebody had it and is late: it gets a new generation, and whoever had it can finish nothing.
func (s *Server) round(ctx context.Context) error {
	now := s.Now()
	due, err := s.Records.Stalled(ctx, now, batch)
	if err != nil || len(due) == 0 {
		return err
	}
	if err := s.queue.announce(ctx); err != nil {
		return err
	}
	for _, step := range due {
		queued, err := s.queue.enqueue(ctx, step)
		if err != nil {
			return err
		}
		if queued || now.Sub(step.DueAt) < s.Standstill || s.queue.waits(step) {
			continue
		}
		if err := s.renew(ctx, step, now); errors.Is(err, storage.ErrStale) {
			continue // it was taken up while this round looked at it
		} else if err != nil {
			return err
		}
		s.Log.Info("step stood still", "step", step.TaskID(), "attempts", step.Attempts)
	}
	return nil
}

// takeUp is the first round of a server. If it is alone, steps begun or put off by an earlier process are
// due at once.
func (s *Server) takeUp(ctx context.Context) error {
	if s.Alone {
		now := s.Now()
		pending, err := s.Records.Stalled(ctx, now.AddDate(100, 0, 0), everything)
		if err != nil {
			return err
		}
		for _, step := range pending {
			if step.DueAt.Before(now) {
				continue
			}
			due := now.Add(-time.Microsecond)
			if step.Deaths > 0 { // it may be what brings the process down: the others are done before it is begun again
				due = now.Add(time.Duration(step.Deaths) * s.AfterDeath)
			}
			if _, err := s.Records.Renew(ctx, step.StepRef, due); ignoreStale(err) != nil {
				return err
			}
		}
	}
	return s.round(ctx)
}

// everything is more than any database holds.
const everything = 1 << 30

// renew gives an overdue step a new generation, due at once, and queues it.
func (s *Server) renew(ctx context.Context, step storage.Step, now time.Time) error {
	renewed, err := s.Records.RenewOverdue(ctx, step.StepRef, now)
	if err != nil {
		return err
	}
	_, err = s.queue.enqueue(ctx, renewed)
	return err
}
