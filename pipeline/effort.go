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
	// all else that reading takes: finding and flattening papers, laying and cleaning pictures, registering forms, parting lines and
	// zones; Encode writing the upright picture that is stored.
	Decode    time.Duration `json:"decode_ns"`
	Recognise time.Duration `json:"recognise_ns"`
	Prepare   time.Duration `json:"prepare_ns"`
	Encode    time.Duration `json:"encode_ns"`
	// Again are the second readings.
	Again recognise.Again `json:"again"`
	// Forms is how many pages were registered on the blank of a form, Residual the sum of what was left of the distances between
	// their anchors and where the registration puts them, mm (extract.FormMatch).
	Forms    int     `json:"forms,omitempty"`
	Residual float64 `json:"residual_mm,omitempty"`
}

// Add is the sum.
func (e Effort) Add(b Effort) Effort {
	return Effort{e.Pages + b.Pages, e.Decode + b.Decode, e.Recognise + b.Recognise, e.Prepare + b.Prepare, e.Encode + b.Encode, e.Again.Add(b.Again), e.Forms + b.Forms, e.Residual + b.Residual}
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
type watch struct{ begun, decoded, encode time.Duration }

func startWatch() *watch { return &watch{begun: processTime()} }

// pageDecoded parts decoding from reading.
func (w *watch) pageDecoded() { w.decoded = processTime() }

// encoding counts until stop is called.
func (w *watch) encoding() (stop func()) {
	begun := processTime()
	return func() { w.encode += processTime() - begun }
}

// effort is the blob for the parent.
func (w *watch) effort(reading *Reading, account recognise.Account) []byte {
	e := Effort{Pages: 1, Decode: w.decoded - w.begun, Recognise: account.CPU, Encode: w.encode, Again: account.Again}
	e.Prepare = max(0, processTime()-w.decoded-e.Recognise-e.Encode)
	if reading.KindOfPage == formPage {
		e.Forms, e.Residual = 1, reading.Registration
	}
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // a struct of numbers
	}
	return data
}
