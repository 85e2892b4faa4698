package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"
)

// secondWorker reads all files with a server that reads a page at a time, and again with a worker process beside
// it that does the same.
func secondWorker(program, dir string, files []string) error {
	var took [2]time.Duration
	for workers := range took {
		var err error
		if took[workers], err = serveAndRead(program, filepath.Join(dir, fmt.Sprint(workers)), files, workers); err != nil {
			return fmt.Errorf("%d workers beside the server: %w", workers, err)
		}
	}
	fmt.Printf("\n%d pages through a server with --concurrency 1: %.1f s; with a worker with --concurrency 1 beside it: %.1f s; ratio %.2f (goal at least 1.7 on two cores)\n",
		len(files), took[0].Seconds(), took[1].Seconds(), took[0].Seconds()/took[1].Seconds())
	return nil
}

var announced = regexp.MustCompile(`serves on (http://\S+)`)

// serveAndRead gives the wall time from sending until the claims are there.
func serveAndRead(program, data string, files []string, workers int) (time.Duration, error) {
	server := exec.Command(program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--concurrency", "1")
	output, err := server.StderrPipe()
	if err != nil {
		return 0, err
	}
	if err := server.Start(); err != nil {
		return 0, err
	}
	defer end(server)
	address := ""
	for lines := bufio.NewScanner(output); address == "" && lines.Scan(); {
		if m := announced.FindStringSubmatch(lines.Text()); m != nil {
			address = m[1]
		}
	}
	if address == "" {
		return 0, fmt.Errorf("the server did not start")
	}
	for range workers {
		worker := exec.Command(program, "worker", "--server", address, "--data", data, "--concurrency", "1")
		said, err := worker.StderrPipe()
		if err != nil {
			return 0, err
		}
		if err := worker.Start(); err != nil {
			return 0, err
		}
		defer end(worker)
		bufio.NewScanner(said).Scan() // it is ready
	}
	begun := time.Now()
	for _, file := range files { // each a submission: one of many files would be glanced at for separators first
		if out, err := exec.Command(program, "submit", "--server", address, "--channel", "api", file).CombinedOutput(); err != nil {
			return 0, fmt.Errorf("submit: %w: %.300s", err, out)
		}
	}
	for {
		done, err := assembled(address)
		if err != nil || done == len(files) {
			return time.Since(begun), err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// assembled is how many submissions are read and assembled.
func assembled(address string) (int, error) {
	response, err := http.Get(address + "/api/v1/submissions?limit=500&state=assembled")
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	var list struct {
		Total int `json:"total"`
	}
	err = json.NewDecoder(response.Body).Decode(&list)
	return list.Total, err
}

// end stops a process as Ctrl-C does.
func end(c *exec.Cmd) {
	_ = c.Process.Signal(os.Interrupt) // it may have ended, which Wait says
	_ = c.Wait()
}
