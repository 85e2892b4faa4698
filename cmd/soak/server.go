package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// server is a running `pratica serve`.
type server struct {
	command *exec.Cmd
	address string
}

var announced = regexp.MustCompile(`serves on (http://\S+)`)

func start(program, data string, concurrency int) (*server, error) {
	command := exec.Command(program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--concurrency", strconv.Itoa(concurrency))
	output, err := command.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &server{command: command}
	lines := bufio.NewScanner(output)
	for s.address == "" && lines.Scan() {
		if m := announced.FindStringSubmatch(lines.Text()); m != nil {
			s.address = m[1]
		}
	}
	if s.address == "" {
		s.end()
		return nil, errors.New("the server did not start")
	}
	go func() { // until the server ends
		for lines.Scan() {
			fmt.Fprintln(os.Stderr, "serve:", lines.Text())
		}
	}()
	return s, nil
}

func (s *server) pid() int { return s.command.Process.Pid }

// end stops it as Ctrl-C does.
func (s *server) end() {
	_ = s.command.Process.Signal(os.Interrupt) // it may have ended, which Wait says
	_ = s.command.Wait()
}

// metrics are the values of /metrics by series.
type metrics map[string]float64

func (s *server) metrics() (metrics, error) {
	response, err := http.Get(s.address + "/metrics")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("metrics: %s", response.Status)
	}
	m := metrics{}
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		if series, text, ok := strings.Cut(lines.Text(), " "); ok {
			value, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return nil, fmt.Errorf("metrics: %q: %w", lines.Text(), err)
			}
			m[series] = value
		}
	}
	return m, nil
}

func (m metrics) pagesRead() int { return int(m[`pratica_pages_read_total{by="server"}`]) }
