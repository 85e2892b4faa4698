// Package workers carries submissions through their durable steps: split, read page, assemble, deliver.
//
// The database is the truth: steps, their attempts and what follows from them live in storage, each
// completion one transaction. Redis, through asynq, is only the hint that makes things quick: a task holds
// the name of one generation of a step and nothing else, asynq retries nothing, and a reconciler queues
// whatever the database says is due. So Redis may be emptied or killed at any time, tasks may be doubled,
// and a worker may be killed between any two instructions: nothing is lost and nothing is done twice.
package workers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"pratica/storage"
)

// Config sets up a server. Records, Objects, Stages, Deliverer and Redis are required; zero values of the
// others mean the defaults named.
type Config struct {
	Records   storage.Records
	Objects   storage.Objects
	Stages    Stages
	Deliverer Deliverer

	// Redis is where the queue is: Redis.Options of a private one, or redis.ParseURL's.
	Redis *redis.Options

	// Concurrency is the number of pages the Stages read at once; default: one per core. One more is begun, so
	// that no reader waits while what it read is stored, and as many again of those somebody waits for: the
	// Stages let these go first (pipeline.Urgent). Deliveries, which wait for others more than they work, have
	// DeliveryConcurrency beside it; default 4.
	Concurrency         int
	DeliveryConcurrency int

	// Alone tells that no other process works on these records (the data folder is locked). Then steps that
	// were begun before Start are nobody's and are taken up at once, not only when they are due.
	Alone bool

	// DeliverUnreviewed delivers claims that need a review or are suspended too (PRATICA_DELIVER_UNREVIEWED).
	DeliverUnreviewed bool

	// ReconcileEvery is the period of the reconciler; default 3 s.
	ReconcileEvery time.Duration
	// Standstill is how long after it was due a step whose task Redis still knows, but not as waiting,
	// gets a new generation; default 30 s. (asynq holds the id of a killed task for up to two minutes.)
	Standstill time.Duration
	// Lease is how long after its process died a step is due again; default 20 s. While its worker lives, it
	// says so every quarter of that.
	Lease time.Duration
	// Poll is how often an idle worker looks for tasks; default 100 ms.
	Poll time.Duration
	// AfterDeath is how long a step whose attempts died waits after a start, for each of those but the last; default 2 s.
	AfterDeath time.Duration
	// Drain is the most Stop waits for steps at work before it hands them back; default 20 s.
	Drain time.Duration

	// Policies overrides how kinds of steps are tried; see DefaultPolicies.
	Policies map[storage.StepKind]Policy

	// Now is the clock; default time.Now. It must agree with that of Records.
	Now func() time.Time
	// Log receives what happens, with codes and ids only; default: nothing.
	Log *slog.Logger
	// Observe, if not nil, is told of every attempt that ended. It must be quick and safe for concurrent use.
	Observe func(Event)
}

// Policy is how a kind of step is tried.
type Policy struct {
	// Limit is the time one attempt may take.
	Limit time.Duration
	// Attempts is the number after which the step is given up: a page becomes unreadable, any other step
	// fails. Storage out of reach is never a reason to give up.
	Attempts int
	// Deaths is the number of attempts that may die with their whole process: a step beyond it is held to be what kills it, and given up.
	// Default: that of DefaultPolicies.
	Deaths int
	// First is the pause after the first failed attempt; each later one is Factor times longer, up to Most.
	First, Most time.Duration
	Factor      float64
}

// DefaultPolicies are what Config.Policies overrides. A delivery is tried for about three and a half days.
var DefaultPolicies = map[storage.StepKind]Policy{
	storage.SplitArrival:       {Limit: 10 * time.Minute, Attempts: 3, Deaths: 10, First: time.Second, Most: time.Minute, Factor: 5},
	storage.ReadPage:           {Limit: 5 * time.Minute, Attempts: 3, Deaths: 10, First: time.Second, Most: time.Minute, Factor: 5},
	storage.AssembleSubmission: {Limit: 2 * time.Minute, Attempts: 3, Deaths: 10, First: time.Second, Most: time.Minute, Factor: 5},
	storage.DeliverClaim:       {Limit: time.Minute, Attempts: 20, Deaths: 20, First: 5 * time.Second, Most: 6 * time.Hour, Factor: 4},
}

func (c Config) withDefaults() (Config, error) {
	if c.Records == nil || c.Objects == nil || c.Stages == nil || c.Deliverer == nil || c.Redis == nil {
		return c, errors.New("workers: Records, Objects, Stages, Deliverer and Redis are required")
	}
	c.Concurrency = orDefault(c.Concurrency, runtime.NumCPU())
	c.DeliveryConcurrency = orDefault(c.DeliveryConcurrency, 4)
	c.ReconcileEvery = orDefault(c.ReconcileEvery, 3*time.Second)
	c.Standstill = orDefault(c.Standstill, 30*time.Second)
	c.Lease = orDefault(c.Lease, 20*time.Second)
	c.Poll = orDefault(c.Poll, 100*time.Millisecond)
	c.AfterDeath = orDefault(c.AfterDeath, 2*time.Second)
	c.Drain = orDefault(c.Drain, 20*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	policies := map[storage.StepKind]Policy{}
	for kind, p := range DefaultPolicies {
		if own, ok := c.Policies[kind]; ok {
			p = own
			p.Deaths = orDefault(own.Deaths, DefaultPolicies[kind].Deaths)
		}
		policies[kind] = p
	}
	c.Policies = policies
	return c, nil
}

func orDefault[T int | time.Duration](value, standard T) T {
	if value <= 0 {
		return standard
	}
	return value
}

// Server works on steps until it is stopped.
type Server struct {
	Config
	queue    *Queue
	tasks    []*asynq.Server
	counters *counters

	// work is the context of steps; handBack ends it, and each step is handed back to the database.
	work     context.Context
	handBack context.CancelFunc

	stopReconciler context.CancelFunc
	reconciler     sync.WaitGroup

	mu       sync.Mutex
	stopping bool
	running  sync.WaitGroup
}

// Ready tells whether the queue can be reached. Without it what arrives is kept, and read when it is back.
func (s *Server) Ready(ctx context.Context) error { return s.queue.Ready(ctx) }

// New makes a server; nothing runs before Start.
func New(c Config) (*Server, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Server{Config: c, queue: NewQueue(c.Redis), counters: newCounters()}
	s.work, s.handBack = context.WithCancel(context.Background())
	s.tasks = []*asynq.Server{
		s.newTaskServer(c.Concurrency+1, map[string]int{queueUrgentSteps: 2, queueUrgentPages: 1}),
		s.newTaskServer(c.Concurrency+1, map[string]int{queueSteps: 2, queuePages: 1}),
		s.newTaskServer(c.DeliveryConcurrency, map[string]int{queueDeliveries: 1}),
	}
	return s, nil
}

func (s *Server) newTaskServer(concurrency int, queues map[string]int) *asynq.Server {
	return asynq.NewServerFromRedisClient(s.queue.redis, asynq.Config{
		Concurrency:       concurrency,
		Queues:            queues,
		StrictPriority:    true, // a small envelope's split and assembling do not wait for a large one's pages
		TaskCheckInterval: s.Poll,
		ShutdownTimeout:   time.Second, // Stop has waited before
		Logger:            taskLogger{s.Log},
		LogLevel:          asynq.WarnLevel,
	})
}

// Start takes up what the database says is to be done, and goes on until Stop. It returns once the first
// round of reconciling is over; an error means that nothing runs.
func (s *Server) Start(ctx context.Context) error {
	if err := s.takeUp(ctx); err != nil {
		return fmt.Errorf("take up pending steps: %w", err)
	}
	for i, tasks := range s.tasks {
		if err := tasks.Start(asynq.HandlerFunc(s.process)); err != nil {
			for _, started := range s.tasks[:i] {
				started.Shutdown()
			}
			return fmt.Errorf("start workers: %w", err)
		}
	}
	reconciling, stop := context.WithCancel(context.Background())
	s.stopReconciler = stop
	s.reconciler.Go(func() { s.reconcile(reconciling) })
	return nil
}

// Notify queues steps that storage has just returned, so that nobody waits for the reconciler. An error
// may be ignored: the reconciler finds them.
func (s *Server) Notify(ctx context.Context, steps ...storage.Step) error {
	return s.queue.Notify(ctx, steps...)
}

// Stop drains: nothing new is begun, steps at work are finished. After Config.Drain, or as soon as ctx
// ends (a second Ctrl-C), those still at work are broken off and handed back to the database, due at once.
// When Stop returns nothing of the server runs any more. Call it once, after Start returned nil.
func (s *Server) Stop(ctx context.Context) {
	s.stopReconciler()
	s.reconciler.Wait()
	var stopped sync.WaitGroup
	for _, tasks := range s.tasks {
		stopped.Go(tasks.Stop) // takes no more tasks from the queue
	}
	stopped.Wait()
	s.mu.Lock()
	s.stopping = true
	s.mu.Unlock()

	finished := make(chan struct{})
	go func() {
		s.running.Wait()
		close(finished)
	}()
	patience := time.NewTimer(s.Drain)
	defer patience.Stop()
	select {
	case <-finished:
	case <-patience.C:
		s.Log.Warn("steps still at work are handed back")
	case <-ctx.Done():
	}
	s.handBack()
	<-finished
	var closing sync.WaitGroup
	for _, tasks := range s.tasks {
		closing.Go(tasks.Shutdown)
	}
	closing.Wait()
	s.queue.Close()
}
