package extract

import "sync"

// memo remembers what a function answered to a text. A page is read by itself, as a half of two receipts and within its
// document, and every reading asks the same of the same lines; nearly all of the time of a reading goes into that.
type memo[T any] struct {
	answer func(text string) T

	mutex sync.Mutex
	known map[string]T
}

// mostKnown is how many answers are kept: those to the lines of a few long documents.
const mostKnown = 4096

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
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if len(m.known) >= mostKnown {
		clear(m.known)
	}
	m.known[text] = answer
	return answer
}
