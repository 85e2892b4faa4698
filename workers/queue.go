package workers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"pratica/storage"
)

// The queues. Urgent steps, other steps and deliveries have workers of their own each.
const (
	queueUrgentSteps = "urgent-steps" // split, assemble, for somebody who waits
	queueUrgentPages = "urgent-pages"
	queueSteps       = "steps"
	queuePages       = "pages"
	queueDeliveries  = "deliveries"
)

// queueOf depends on what the database says of a step, so a queue that was lost is filled again alike.
func queueOf(step storage.Step) string {
	switch {
	case step.Kind == storage.DeliverClaim:
		return queueDeliveries
	case step.Kind == storage.ReadPage && step.Urgent:
		return queueUrgentPages
	case step.Kind == storage.ReadPage:
		return queuePages
	case step.Urgent:
		return queueUrgentSteps
	}
	return queueSteps
}

// go-redis prints every failed dial to stderr; the errors of the calls say the same, once.
func init() { redis.SetLogger(quiet{}) }

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// Queue tells workers of steps. What it holds is a hint: the database knows all of it.
type Queue struct {
	redis     redis.UniversalClient
	client    *asynq.Client
	inspector *asynq.Inspector
}

// NewQueue connects when it is first used. Close it.
func NewQueue(o *redis.Options) *Queue {
	options := *o
	// Patient enough for a private Redis that is started again.
	options.MinRetryBackoff = 50 * time.Millisecond
	client := redis.NewClient(&options)
	return &Queue{client, asynq.NewClientFromRedisClient(client), asynq.NewInspectorFromRedisClient(client)}
}

// Ready tells whether Redis takes commands.
func (q *Queue) Ready(ctx context.Context) error { return q.redis.Ping(ctx).Err() }

// Close closes the connections.
func (q *Queue) Close() error { return q.redis.Close() }

// Notify queues steps that are due; one that is queued already stays as it is. After an error the
// reconciler finds those not queued.
func (q *Queue) Notify(ctx context.Context, steps ...storage.Step) error {
	if len(steps) == 0 {
		return nil
	}
	if err := q.announce(ctx); err != nil {
		return err
	}
	for _, step := range steps {
		if _, err := q.enqueue(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// announce names the queues to asynq. Its client does that once in its life: after a FLUSHALL its
// Inspector, and every tool built on it, would not see the queues any more.
func (q *Queue) announce(ctx context.Context) error {
	if err := q.redis.SAdd(ctx, "asynq:queues", queueUrgentSteps, queueUrgentPages, queueSteps, queuePages, queueDeliveries).Err(); err != nil {
		return fmt.Errorf("announce the queues: %w", err)
	}
	return nil
}

// enqueue puts one generation of a step into its queue; queued is false if Redis knows it already, in
// whatever state.
func (q *Queue) enqueue(ctx context.Context, step storage.Step) (queued bool, err error) {
	payload, err := json.Marshal(reference(step.StepRef))
	if err != nil {
		return false, err
	}
	_, err = q.client.EnqueueContext(ctx, asynq.NewTask(string(step.Kind), payload),
		asynq.TaskID(step.TaskID()),
		asynq.Queue(queueOf(step)),
		asynq.MaxRetry(0),              // the database decides
		asynq.Timeout(longerThanSteps), // steps keep their own time
	)
	if errors.Is(err, asynq.ErrTaskIDConflict) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("queue a step: %w", err)
	}
	return true, nil
}

// longerThanSteps is beyond every policy's limit: asynq would leave a handler running alone.
const longerThanSteps = 24 * time.Hour

// waits tells that a task stands in its queue. False may also mean that nobody can tell.
func (q *Queue) waits(step storage.Step) bool {
	info, err := q.inspector.GetTaskInfo(queueOf(step), step.TaskID())
	return err == nil && info.State == asynq.TaskStatePending
}

// reference is the payload of a task: ids only.
type reference struct {
	Kind       storage.StepKind `json:"kind"`
	Subject    string           `json:"subject"`
	Generation int              `json:"generation"`
}

func parseTask(task *asynq.Task) (storage.StepRef, error) {
	var r reference
	if err := json.Unmarshal(task.Payload(), &r); err != nil {
		return storage.StepRef{}, err
	}
	if _, ok := DefaultPolicies[r.Kind]; !ok || r.Subject == "" {
		return storage.StepRef{}, errors.New("no step")
	}
	return storage.StepRef(r), nil
}

// taskLogger passes on what asynq says. It speaks of task ids and Redis only.
type taskLogger struct{ log *slog.Logger }

func (l taskLogger) Debug(args ...any) { l.log.Debug("asynq: " + fmt.Sprint(args...)) }
func (l taskLogger) Info(args ...any)  { l.log.Debug("asynq: " + fmt.Sprint(args...)) }
func (l taskLogger) Warn(args ...any)  { l.log.Debug("asynq: " + fmt.Sprint(args...)) }
func (l taskLogger) Error(args ...any) { l.log.Warn("asynq: " + fmt.Sprint(args...)) }
func (l taskLogger) Fatal(args ...any) { l.log.Error("asynq: " + fmt.Sprint(args...)) }
