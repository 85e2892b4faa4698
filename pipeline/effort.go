package pipeline

import (
	"encoding/json"
	"sync"
	"syscall"
	"time"

	"pratica/ocr/recognise"
)

// Effort is what reading pages took: CPU time of child processes, by what it was for. The rest of the children's
// time (Pipeline.Children) went into starting, answering and looking for separators.
type Effort struct {
	Pages int `json:"pages"`
	// Decode is opening files and making pictures of their pages; Recognise the time inside Tesseract and the line network; Prepare
	// all else that reading takes: cleaning and laying pictures, finding forms, judging, encoding the picture.
	Decode    time.Duration `json:"decode_ns"`
	Recognise time.Duration `json:"recognise_ns"`
	Prepare   time.Duration `json:"prepare_ns"`
	// Again are the second readings.
	Again recognise.Again `json:"again"`
}

// Add is the sum.
func (e Effort) Add(b Effort) Effort {
	return Effort{e.Pages + b.Pages, e.Decode + b.Decode, e.Recognise + b.Recognise, e.Prepare + b.Prepare, e.Again.Add(b.Again)}
}

// effortSum adds up efforts of several goroutines.
type effortSum struct {
	mu  sync.Mutex
	sum Effort
}

func (s *effortSum) add(e Effort) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sum = s.sum.Add(e)
}

// Effort is what all pages read so far took. Pages taken from kept readings took nothing.
func (p *Pipeline) Effort() Effort {
	p.effort.mu.Lock()
	defer p.effort.mu.Unlock()
	return p.effort.sum
}

// ChildAges tells by process id how many calls each living child has had; at limit it is replaced.
func (p *Pipeline) ChildAges() (calls map[int]int, limit int) { return p.pool.Ages(), p.pool.MaxCalls }

// parseEffort is what a child says of a page; nothing of one that says nothing.
func parseEffort(blob []byte) (e Effort) {
	if json.Unmarshal(blob, &e) != nil {
		return Effort{}
	}
	return e
}

// processTime is the user and system time of this process, which as a child does one thing at a time
// (getrusage(2)).
func processTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0 // RUSAGE_SELF never fails
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// watch measures one page in a child.
type watch struct{ begun, decoded time.Duration }

func startWatch() *watch { return &watch{begun: processTime()} }

// pageDecoded parts decoding from reading.
func (w *watch) pageDecoded() { w.decoded = processTime() }

// effort is the blob for the parent.
func (w *watch) effort(account recognise.Account) []byte {
	e := Effort{Pages: 1, Decode: w.decoded - w.begun, Recognise: account.CPU, Again: account.Again}
	e.Prepare = max(0, processTime()-w.decoded-e.Recognise)
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // a struct of numbers
	}
	return data
}
