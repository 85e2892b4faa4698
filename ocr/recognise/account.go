package recognise

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// Account is what reading one page took of the engine.
type Account struct {
	// CPU is the time inside Tesseract and the line network, of the thread that called them.
	CPU time.Duration `json:"cpu_ns"`
	// Readings is how many pictures they read, second readings included.
	Readings int   `json:"readings"`
	Again    Again `json:"again"`
}

// Again counts second readings: of a zone at another scale, of a line at another resolution or in another
// mode. Each that was made either agreed with one before it or differed; a refused one was not made, because
// the budget of its page was spent.
type Again struct {
	Made     int `json:"made,omitempty"`
	Agreed   int `json:"agreed,omitempty"`
	Differed int `json:"differed,omitempty"`
	Refused  int `json:"refused,omitempty"`
}

// Add is the sum.
func (a Again) Add(b Again) Again {
	return Again{a.Made + b.Made, a.Agreed + b.Agreed, a.Differed + b.Differed, a.Refused + b.Refused}
}

// The budget of a page counts readings and not seconds, so that a page is read alike on a busy machine. Both
// bounds are beyond what ordinary pages need (docs/performance.md): they are for pages of dirt, where a
// thousand specks would be read twice.
const (
	// MostAgain is how many second readings a page may have.
	MostAgain = 300
	// againPerReading is how many second readings there may be for each first one, beyond freeAgain of them: a
	// zone is read twice, and where that differs three times.
	againPerReading = 2
	freeAgain       = 20
)

// BeginPage opens a new account; from then on second readings have a budget.
func (e *Engine) BeginPage() { e.account, e.budgeted = Account{}, true }

// Account is that of the page since BeginPage, or of the engine's life without one.
func (e *Engine) Account() Account { return e.account }

// MayReadAgain asks for a second reading, and counts it as made or refused. One that was made is followed by
// ReadAgain.
func (e *Engine) MayReadAgain() bool {
	a := &e.account
	first := a.Readings - a.Again.Made
	if e.budgeted && a.Again.Made >= min(MostAgain, freeAgain+againPerReading*first) {
		a.Again.Refused++
		return false
	}
	a.Again.Made++
	return true
}

// ReadAgain tells whether a second reading says the same as one before it.
func (e *Engine) ReadAgain(agreed bool) {
	if agreed {
		e.account.Again.Agreed++
	} else {
		e.account.Again.Differed++
	}
}

// clock counts a reading until stop is called.
func (e *Engine) clock() (stop func()) {
	timed := e.timed()
	return func() {
		timed()
		e.account.Readings++
	}
}

// timed counts the time until stop is called: of a further look at what is counted already.
func (e *Engine) timed() (stop func()) {
	runtime.LockOSThread()
	begun := threadTime()
	return func() {
		e.account.CPU += threadTime() - begun
		runtime.UnlockOSThread()
	}
}

// threadTime is the CPU time of the calling thread (clock_gettime(2)).
func threadTime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return 0 // no Linux lacks it
	}
	return time.Duration(t.Nano())
}
