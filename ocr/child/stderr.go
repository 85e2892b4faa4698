package child

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
)

const (
	// maxLineBytes and maxLines bound what one child may write to the log in its life.
	maxLineBytes = 200
	maxLines     = 100
)

// lineFilter passes what a child prints on to the log: bounded in lines and length, printable ASCII, and
// without what may be text of a page (anything in quotes, long runs of digits).
type lineFilter struct {
	out   io.Writer
	mu    sync.Mutex
	line  []byte
	lines int
}

func (f *lineFilter) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for part := range bytes.Lines(p) {
		text, whole := bytes.CutSuffix(part, []byte("\n"))
		if room := maxLineBytes - len(f.line); room > 0 {
			f.line = append(f.line, text[:min(room, len(text))]...)
		}
		if whole {
			f.emit()
		}
	}
	return len(p), nil
}

// flush passes on a last line without an end.
func (f *lineFilter) flush() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.line) > 0 {
		f.emit()
	}
}

func (f *lineFilter) emit() {
	text := redact(f.line)
	f.line = f.line[:0]
	if text == "" || f.lines > maxLines {
		return
	}
	f.lines++
	if f.lines > maxLines {
		text = "(more lines are left out)"
	}
	fmt.Fprintf(f.out, "child: %s\n", text)
}

var (
	quoted = regexp.MustCompile("\"[^\"]*\"?|'[^']*'|`[^`]*`?")
	digits = regexp.MustCompile(`[0-9]{5,}`)
)

func redact(line []byte) string {
	// The value of a panic may be text of a page.
	if bytes.HasPrefix(line, []byte("panic: ")) && !bytes.Contains(line, []byte("runtime error")) {
		return "panic: (value left out)"
	}
	text := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, string(line))
	return strings.TrimSpace(digits.ReplaceAllString(quoted.ReplaceAllString(text, `"…"`), "#"))
}

// lockedWriter lets the filters of several children share one log.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
