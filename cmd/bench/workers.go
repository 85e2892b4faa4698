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

// secondWorker reads all files with a server that reads a page at a time, and again with a worker process beside it that does the
// same, twice in turn. What two cores of this machine give at that time is said by bare tesseract with one and with two processes.
func secondWorker(program, dir string, files []string) error {
	pictures, err := upright(program, every(5, files), filepath.Join(dir, "pictures"))
	if err != nil {
		return err
	}
	bare, took := [2]float64{}, [2]float64{}
	for _, workers := range []int{0, 1, 1, 0} {
		u, err := eachOf(pictures, bareTesseract, workers+1)
		if err != nil {
			return err
		}
		bare[workers] += u.wall
		data, err := os.MkdirTemp(dir, "data-")
		if err != nil {
			return err
		}
		wall, err := serveAndRead(program, data, files, workers)
		if err != nil {
			return fmt.Errorf("%d workers beside the server: %w", workers, err)
		}
		took[workers] += wall.Seconds()
	}
	fmt.Printf("\n%d pages through a server with --concurrency 1: %.1f s; with a worker with --concurrency 1 beside it: %.1f s; ratio %.2f (goal at least 1.7 on two cores)\n",
		len(files), took[0]/2, took[1]/2, took[0]/took[1])
	fmt.Printf("%d pictures with bare tesseract in turn with these, one at a time: %.1f s; two at a time: %.1f s; ratio %.2f\n", len(pictures), bare[0]/2, bare[1]/2, bare[0]/bare[1])
	return nil
}

// every is each n-th of a list.
func every(n int, list []string) (some []string) {
	for i := 0; i < len(list); i += n {
		some = append(some, list[i])
	}
	return some
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
