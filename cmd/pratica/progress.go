package main

import (
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress is a bar on a terminal and nothing elsewhere. It is safe for use by several goroutines.
type progress struct {
	title    string
	to       io.Writer
	terminal bool

	mutex sync.Mutex
	bar   *progressbar.ProgressBar
	pages int // of submissions read side by side
}

func newProgress(title string) *progress {
	return &progress{title: title, to: os.Stderr, terminal: term.IsTerminal(int(os.Stderr.Fd()))}
}

func (p *progress) show(done, total int) {
	if !p.terminal {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.bar == nil {
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetDescription(p.title), progressbar.OptionSetWriter(p.to),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	}
	if err := p.bar.Set(done); err != nil {
		p.bar = nil // a bar that cannot be drawn is no reason to stop
	}
}

// page says that one more page was read, while the bar counts submissions: how many pages they have is not known yet.
func (p *progress) page() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.pages++
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%s (pages: %d)", p.title, p.pages))
	}
}

func (p *progress) finish() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish() // as above
	}
}
