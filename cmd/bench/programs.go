package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// usage is what reading some pages took.
type usage struct {
	cpu       float64 // seconds, with children
	wall      float64 // seconds
	megabytes float64 // peak resident memory: of pratica its parent and its largest child, of others the largest process
	recognise float64 // CPU seconds inside Tesseract and the line network; of pratica only
	reading   float64 // CPU seconds from the decoded page to its values: recognise, and what prepares for it; of pratica only
}

// process reads the files with the program, all in one run.
func process(program string, files []string) (usage, error) {
	command := exec.Command(program, append([]string{"process", "--each", "--jsonl", "--stats"}, files...)...)
	var said strings.Builder
	command.Stderr = &said
	u, err := timed(command)
	if err != nil {
		return u, fmt.Errorf("%w: %s", err, said.String())
	}
	_, line, _ := strings.Cut(said.String(), "stats: ")
	stats := map[string]float64{}
	for _, pair := range strings.Fields(line) {
		name, value, _ := strings.Cut(pair, "=")
		var number float64
		if _, err := fmt.Sscan(value, &number); err != nil {
			return u, fmt.Errorf("statistics in %q: %w", line, err)
		}
		stats[name] = number
	}
	if stats["pages"] == 0 {
		return u, fmt.Errorf("no statistics in %q", said.String())
	}
	u.megabytes = (stats["parent_peak_bytes"] + stats["child_peak_bytes"]) / 1e6
	u.recognise = stats["recognise_cpu_seconds"]
	u.reading = u.recognise + stats["prepare_cpu_seconds"]
	return u, nil
}

// tesseract reads pictures with the bare program, one process each.
func tesseract(pictures []string) (usage, error) {
	return each(pictures, bareTesseract)
}

func bareTesseract(picture string) *exec.Cmd {
	return exec.Command("tesseract", picture, "-", "-l", "ita")
}

// ocrmypdf makes a searchable PDF of each picture.
func ocrmypdf(pictures []string, out string) (usage, error) {
	if err := os.MkdirAll(out, 0o700); err != nil {
		return usage{}, err
	}
	return each(pictures, func(picture string) *exec.Cmd {
		return exec.Command("ocrmypdf", "--quiet", "--deskew", "--rotate-pages", "-l", "ita", "--jobs", "1", "--image-dpi", "300",
			"--output-type", "pdf", picture, filepath.Join(out, filepath.Base(picture)+".pdf"))
	})
}

// each runs a command for every picture, as many at once as there are cores, and adds up.
func each(pictures []string, make func(picture string) *exec.Cmd) (usage, error) {
	return eachOf(pictures, make, runtime.NumCPU())
}

// eachOf runs so many at once.
func eachOf(pictures []string, make func(picture string) *exec.Cmd, atOnce int) (usage, error) {
	var sum usage
	var mu sync.Mutex
	var failure error
	next := queue(pictures)
	var group sync.WaitGroup
	begun := time.Now()
	for range atOnce {
		group.Go(func() {
			for picture := range next {
				command := make(picture)
				command.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
				var said strings.Builder
				command.Stderr = &said
				u, err := timed(command)
				mu.Lock()
				sum.cpu += u.cpu
				sum.megabytes = max(sum.megabytes, u.megabytes)
				if err != nil {
					failure = errors.Join(failure, fmt.Errorf("%s of %s: %w: %.300s", command.Args[0], picture, err, said.String()))
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	sum.wall = time.Since(begun).Seconds()
	return sum, failure
}

func queue(list []string) <-chan string {
	next := make(chan string, len(list))
	for _, item := range list {
		next <- item
	}
	close(next)
	return next
}

// timed runs a command and reads what the kernel counted for it and the children it waited for.
func timed(command *exec.Cmd) (usage, error) {
	begun := time.Now()
	if err := command.Run(); err != nil {
		return usage{}, err
	}
	spent, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return usage{}, errors.New("no resource usage on this system")
	}
	return usage{cpu: time.Duration(spent.Utime.Nano() + spent.Stime.Nano()).Seconds(), wall: time.Since(begun).Seconds(),
		megabytes: float64(spent.Maxrss) * 1024 / 1e6}, nil
}
