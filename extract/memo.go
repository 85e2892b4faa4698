package extract

import (
	"strings"
	"sync"
)

// memo remembers what a function answered to a text. Its answers depend on the text alone, so that it may be shared by all that
// read in a process and nobody need empty it; mostKnown and longestKept bound what it holds. A page is read by itself, as a half of two receipts and within its
// document, and every reading asks the same of the same lines; nearly all of the time of a reading goes into that.
type memo[T any] struct {
	answer func(text string) T

	mutex sync.Mutex
	known map[string]T
}

const (
	// mostKnown is how many answers are kept: those to the lines of a few long documents.
	mostKnown = 4096
	// longestKept is the longest text, in bytes, of which the answer is kept; a line of print has some 100.
	longestKept = 1024
)

func newMemo[T any](answer func(text string) T) *memo[T] {
	return &memo[T]{answer: answer, known: map[string]T{}}
}

// of gives the answer, which is shared: nobody may change it.
func (m *memo[T]) of(text string) T {
	m.mutex.Lock()
	known, ok := m.known[text]
	m.mutex.Unlock()
	if ok {
		return known
	}
	answer := m.answer(text)
	if len(text) > longestKept {
		return answer
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if len(m.known) >= mostKnown {
		clear(m.known)
	}
	m.known[strings.Clone(text)] = answer // not the page that the text is part of
	return answer
}
