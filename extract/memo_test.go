package extract

import (
	"strconv"
	"strings"
	"testing"
)

func TestAMemoAsksOnceAndKeepsOnlySoMuch(t *testing.T) {
	asked := 0
	m := newMemo(func(text string) int { asked++; return len(text) })
	for range 2 {
		if n := m.of("Totale 12,00"); n != 12 || asked != 1 {
			t.Errorf("answered %d, asked %d times", n, asked)
		}
	}
	long := strings.Repeat("x", longestKept+1)
	if n := m.of(long); n != len(long) || len(m.known) != 1 {
		t.Errorf("answered %d; %d are kept", n, len(m.known))
	}
	for i := range 3 * mostKnown {
		if text := strconv.Itoa(i); m.of(text) != len(text) || len(m.known) > mostKnown {
			t.Fatalf("%s: %d are kept", text, len(m.known))
		}
	}
}
