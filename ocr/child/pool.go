package child

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Config sets up a pool; zero values mean the defaults named. Sizes are bytes.
type Config struct {
	// Size is the number of children working at the same time; default: one per core.
	Size int
	// Deadline is what a call may take once a child works on it, unless Within says otherwise; default 60 s.
	Deadline time.Duration
	// MaxResidentBytes is the resident memory at which a child is killed; default 600 MB.
	MaxResidentBytes int64
	// RecycleBytes is the resident memory above which a child is replaced after its call; default 350 MB.
	RecycleBytes int64
	// MaxCalls is the number of calls after which a child is replaced; default 200.
	MaxCalls int
	// MaxResponseBytes and MaxBlobBytes bound one answer: its JSON (default 16 MB) and all its blobs
	// together (default 64 MB). A child that says more is killed: ErrCrashed.
	MaxResponseBytes int64
	MaxBlobBytes     int64
	// Env is added to the minimal environment of the children ("NAME=value"; a later one wins).
	Env []string
	// Stderr receives what children print, line by line, bounded and without anything that may be text of
	// a page; nil drops it.
	Stderr io.Writer
}

const megabyte = 1 << 20

func (c Config) withDefaults() Config {
	def := func(value *int64, standard int64) {
		if *value <= 0 {
			*value = standard
		}
	}
	if c.Size <= 0 {
		c.Size = runtime.NumCPU()
	}
	if c.Deadline <= 0 {
		c.Deadline = 60 * time.Second
	}
	if c.MaxCalls <= 0 {
		c.MaxCalls = 200
	}
	def(&c.MaxResidentBytes, 600*megabyte)
	def(&c.RecycleBytes, 350*megabyte)
	def(&c.MaxResponseBytes, 16*megabyte)
	def(&c.MaxBlobBytes, 64*megabyte)
	return c
}

// passed are the variables of the parent that children see. Nothing else passes: the parent's environment
// holds secrets.
var passed = []string{"PATH", "HOME", "TMPDIR", "TZ", "XDG_CACHE_HOME", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "GOCOVERDIR"}

func (c Config) environment() []string {
	env := []string{
		variable + "=1",
		// One page is read by one thread: 2.3 s of CPU instead of 6.0 s on an A4 page at 300 dpi. OpenMP
		// reads it before main, so it cannot be set later.
		"OMP_THREAD_LIMIT=1",
		"LC_ALL=C",
		// A child does one thing at a time: a second processor would only spin for the collector.
		"GOMAXPROCS=1",
		// Pictures are few and large: the collector may run less often, and the limit keeps dead ones from
		// piling up below RecycleBytes.
		"GOGC=200",
		fmt.Sprintf("GOMEMLIMIT=%dMiB", max(c.RecycleBytes/2/megabyte, 32)),
		"MALLOC_ARENA_MAX=1",
	}
	for _, name := range passed {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return append(env, c.Env...)
}

// Pool hands calls to children, which it starts when they are first needed and keeps. It is safe for use
// by several goroutines.
type Pool struct {
	Config
	environment []string
	launcher    *launcher
	log         io.Writer

	closing chan struct{}
	calls   sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	free    []*slot           // the last one used is taken first: it is warm
	waiting [2][]chan<- *slot // urgent ones, others; first come, first served
	// overtaken is how many urgent calls in a row went before others that wait.
	overtaken int
	live      map[*process]bool
	cpu       time.Duration // of children that ended
	peak      int64
}

// slot is the right to work; its process is nil before it is needed and after it ended.
type slot struct{ process *process }

// NewPool makes a pool; no child is started yet. It fails if Main was not called in this process (children
// would run the whole program again) or if this is itself a child.
func NewPool(c Config) (*Pool, error) {
	if !mainCalled.Load() {
		return nil, errors.New("child: Main must be called first thing in main")
	}
	if isChild() || os.Getenv(variable) != "" {
		return nil, errors.New("child: a child has no children")
	}
	c = c.withDefaults()
	p := &Pool{
		Config:      c,
		environment: c.environment(),
		launcher:    newLauncher(),
		closing:     make(chan struct{}),
		live:        map[*process]bool{},
	}
	if c.Stderr != nil {
		p.log = &lockedWriter{w: c.Stderr}
	}
	for range c.Size {
		p.free = append(p.free, &slot{})
	}
	return p, nil
}

// Option changes one call.
type Option func(*call)

type call struct {
	timeout time.Duration
	urgent  bool
}

// Within sets the deadline of one call.
func Within(d time.Duration) Option { return func(c *call) { c.timeout = d } }

// Urgent lets a call overtake those waiting that are not: somebody sits before a screen. Of five turns one is
// left to the others, so that they come to an end whatever goes on.
func Urgent() Option { return func(c *call) { c.urgent = true } }

// Call has a child answer op. The request is sent as JSON (at most 4 MB), the answer decoded into response
// (nil: dropped); the blobs are the caller's. Waiting for a child does not count towards the deadline.
//
// Errors: *RemoteError from the handler; ErrCrashed, ErrDeadline, ErrMemory (see Died); ErrClosed; the
// context's, whose end kills the child at work; any other is about this machine.
func (p *Pool) Call(ctx context.Context, op string, request, response any, options ...Option) ([][]byte, error) {
	c := call{timeout: p.Deadline}
	for _, option := range options {
		option(&c)
	}
	body, err := json.Marshal(request)
	if err != nil {
		return nil, fmt.Errorf("child: request of %s: %w", op, err)
	}
	if len(body) > maxRequestBytes/2 {
		return nil, fmt.Errorf("child: request of %s has %d bytes", op, len(body))
	}
	s, err := p.acquire(ctx, c.urgent)
	if err != nil {
		return nil, err
	}
	defer p.release(s)
	if err := p.ensure(s); err != nil {
		return nil, err
	}
	a, blobs, err := s.process.call(ctx, p.closing, op, body, &p.Config, c.timeout)
	p.after(s)
	if err != nil {
		return nil, err
	}
	if a.Error != nil {
		return nil, a.Error
	}
	if response != nil {
		if err := json.Unmarshal(a.Response, response); err != nil {
			return nil, fmt.Errorf("%w: %s: answer is not of the expected form: %v", ErrCrashed, op, err)
		}
	}
	return blobs, nil
}

// Close ends the pool: no call begins any more, calls in flight end with ErrClosed, all children are ended
// and reaped when it returns. To let work finish, wait for the calls before closing. It may be called again.
func (p *Pool) Close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		p.calls.Wait()
		return nil
	}
	p.closed = true
	close(p.closing)
	p.mu.Unlock()
	p.calls.Wait()

	for _, s := range p.free {
		if s.process != nil {
			s.process.requests.Close()
		}
	}
	for _, s := range p.free {
		p.retire(s)
	}
	p.launcher.close()
	return nil
}

// CPU is the user and system time of all children, living and ended, to 10 ms.
func (p *Pool) CPU() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	sum := p.cpu
	for c := range p.live {
		sum += cpuTime(c.pid)
	}
	return sum
}

// PeakResident is the most resident memory one child has had, in bytes, as seen at the end of its calls.
func (p *Pool) PeakResident() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.peak
}

// acquire waits for a free slot. The call counts as in flight until release.
func (p *Pool) acquire(ctx context.Context, urgent bool) (*slot, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	queue := 1
	if urgent {
		queue = 0
	}
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, ErrClosed
	}
	p.calls.Add(1)
	if n := len(p.free); n > 0 {
		s := p.free[n-1]
		p.free = p.free[:n-1]
		p.mu.Unlock()
		return s, nil
	}
	turn := make(chan *slot, 1)
	p.waiting[queue] = append(p.waiting[queue], turn)
	p.mu.Unlock()

	var cause error
	select {
	case s := <-turn:
		return s, nil
	case <-ctx.Done():
		cause = ctx.Err()
	case <-p.closing:
		cause = ErrClosed
	}
	p.mu.Lock()
	before := len(p.waiting[queue])
	p.waiting[queue] = slices.DeleteFunc(p.waiting[queue], func(c chan<- *slot) bool { return c == turn })
	handed := len(p.waiting[queue]) == before
	p.mu.Unlock()
	if handed {
		p.release(<-turn)
	} else {
		p.calls.Done()
	}
	return nil, cause
}

// release gives the slot to the next in line.
func (p *Pool) release(s *slot) {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.calls.Done()
	queue := p.nextQueue()
	line := p.waiting[queue]
	if len(line) == 0 {
		p.free = append(p.free, s)
		return
	}
	p.waiting[queue] = line[1:]
	line[0] <- s
}

// mostOvertaken is how many urgent calls in a row go before others that wait.
const mostOvertaken = 4

// nextQueue is the index of the line whose turn it is: urgent calls', but for every fifth turn.
func (p *Pool) nextQueue() int {
	urgent, others := len(p.waiting[0]) > 0, len(p.waiting[1]) > 0
	if urgent && !(others && p.overtaken == mostOvertaken) {
		if others {
			p.overtaken++
		}
		return 0
	}
	p.overtaken = 0
	return 1
}

// ensure gives the slot a living process.
func (p *Pool) ensure(s *slot) error {
	if s.process != nil && s.process.gone() {
		p.bury(s)
	}
	if s.process != nil {
		return nil
	}
	c, err := p.startProcess()
	if err != nil {
		return err
	}
	s.process = c
	p.mu.Lock()
	p.live[c] = true
	p.mu.Unlock()
	return nil
}

// after takes stock at the end of a call, and replaces a child that died, grew or has served its time.
func (p *Pool) after(s *slot) {
	c := s.process
	p.mu.Lock()
	p.peak = max(p.peak, peakBytes(c.pid))
	p.mu.Unlock()
	switch {
	case c.gone():
		p.bury(s)
	case c.answers.Buffered() > 0:
		// It said more than it was asked; the next call must not pay for it.
		c.kill()
		p.bury(s)
	case int(c.calls.Load()) >= p.MaxCalls || residentBytes(c.pid) > p.RecycleBytes:
		p.retire(s)
	}
}

// retireWithin is the time an idle child has to see its pipe closed and exit.
const retireWithin = time.Second

// retire ends an idle child.
func (p *Pool) retire(s *slot) {
	if s.process == nil {
		return
	}
	s.process.requests.Close()
	patience := time.NewTimer(retireWithin)
	defer patience.Stop()
	select {
	case <-s.process.exited:
	case <-patience.C:
		s.process.kill()
	}
	p.bury(s)
}

// bury waits until the child is reaped and keeps its account.
func (p *Pool) bury(s *slot) {
	c := s.process
	<-c.exited
	s.process = nil
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.live, c)
	if state := c.cmd.ProcessState; state != nil {
		p.cpu += state.UserTime() + state.SystemTime()
	}
}

// Busy is the number of calls that children work on now.
func (p *Pool) Busy() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.Size - len(p.free)
}

// Waiting is the number of calls waiting for a child.
func (p *Pool) Waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.waiting[0]) + len(p.waiting[1])
}
