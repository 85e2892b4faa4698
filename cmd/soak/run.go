package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

const (
	// mostWaiting is how many pages may wait at the server before more are sent.
	mostWaiting = 60
	// every is the time between two samples.
	every = 500 * time.Millisecond
	// standstill is how long the server may take for a page before the soak gives up.
	standstill = 3 * time.Minute
)

// run sends pages until so many are read, and prints what became of the processes.
func run(program string, pages, concurrency int, out io.Writer) error {
	dir, err := os.MkdirTemp("", "pratica-soak-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	papers, err := draw(program, filepath.Join(dir, "papers"), max(1, min(6, pages/40)))
	if err != nil {
		return err
	}
	server, err := start(program, filepath.Join(dir, "data"), concurrency)
	if err != nil {
		return err
	}
	defer server.end()
	begun := time.Now()
	log, err := feed(server, &sender{program: program, address: server.address, papers: papers, folder: filepath.Join(dir, "send")}, pages)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d pages in %.0f s\n", log.read, time.Since(begun).Seconds())
	log.print(out)
	return log.judge()
}

// feed keeps the server busy until it has read the pages, and samples its processes meanwhile.
func feed(server *server, sender *sender, pages int) (*history, error) {
	log := newHistory(pages)
	tick := time.NewTicker(every)
	defer tick.Stop()
	last := time.Now()
	for log.read < pages {
		<-tick.C
		m, err := server.metrics()
		if err != nil {
			return nil, err
		}
		if read := m.pagesRead(); read > log.read {
			log.read, last = read, time.Now()
		}
		if err := log.sample(server.pid(), m); err != nil {
			return nil, err
		}
		for sender.pages < pages && sender.pages-log.read < mostWaiting {
			if err := sender.send(); err != nil {
				return nil, err
			}
		}
		if time.Since(last) > standstill {
			return nil, fmt.Errorf("no page was read for %s; %d of %d sent are", standstill, log.read, sender.pages)
		}
	}
	return log, nil
}
