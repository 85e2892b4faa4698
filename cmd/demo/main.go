// Command demo shows the whole way on this machine: it starts `pratica serve` on a fresh data folder,
// sends the sample envelope, prints the claim that comes of it, says where it can be seen, and keeps
// serving until Ctrl-C. With DEMO_ONCE=1 it stops after the claim.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"pratica/storage"
)

const (
	dataFolder = "data/demo"
	sample     = "testdata/sample/envelope.pdf"
	sentOn     = "2026-05-02" // the postmark of the sample
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: demo PROGRAM")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, program string) error {
	if err := freshFolder(); err != nil {
		return err
	}
	server, address, err := serve(program)
	if err != nil {
		return err
	}
	fmt.Printf("Sending the sample envelope: an R01 form with three invoices, scanned askew, one page upside down.\n\n")
	submit := exec.CommandContext(ctx, program, "submit", "--server", address, "--sent", sentOn, "--wait", sample)
	submit.Stdout, submit.Stderr = os.Stdout, os.Stderr
	failure := submit.Run()
	if failure == nil {
		fmt.Printf("\nThe claim is above. See it beside its pages: %s\nThe delivered file: %s\n", address, delivered())
	}
	if failure == nil && os.Getenv("DEMO_ONCE") == "" {
		fmt.Println("Serving until Ctrl-C.")
		select {
		case <-ctx.Done():
		case err := <-server.ended:
			return fmt.Errorf("the server ended: %w", err)
		}
	}
	if err := server.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	if err := <-server.ended; err != nil && failure == nil {
		return fmt.Errorf("the server did not stop cleanly: %w", err)
	}
	return failure
}

// freshFolder empties the demo's data folder, unless another demo uses it.
func freshFolder() error {
	unlock, err := storage.Lock(dataFolder)
	if err != nil {
		return fmt.Errorf("%s is in use by another demo: %w", dataFolder, err)
	}
	return errors.Join(os.RemoveAll(dataFolder), unlock())
}

// server is `pratica serve`; ended gives what became of it, once.
type server struct {
	*exec.Cmd
	ended chan error
}

// plainEnvironment leaves out settings of pratica: the sample must not reach anybody's real services.
func plainEnvironment() []string {
	var plain []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "PRATICA_") || strings.HasPrefix(variable, "PRATICA_CACHE=") {
			plain = append(plain, variable)
		}
	}
	return plain
}

var served = regexp.MustCompile(`serves on (http://\S+)`)

// serve starts the server and gives the address it announces.
func serve(program string) (*server, string, error) {
	listen := os.Getenv("PRATICA_LISTEN")
	if listen == "" {
		listen = "127.0.0.1:8080"
	}
	s := &server{exec.Command(program, "serve", "--data", dataFolder, "--listen", listen), make(chan error, 1)}
	s.Env = plainEnvironment()
	s.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C reaches it through us, once
	output, err := s.StderrPipe()
	if err != nil {
		return nil, "", err
	}
	if err := s.Start(); err != nil {
		return nil, "", err
	}
	lines := bufio.NewScanner(output)
	found := make(chan string, 1)
	go func() {
		for lines.Scan() {
			fmt.Fprintln(os.Stderr, lines.Text())
			if m := served.FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
			}
		}
		close(found)
		_, _ = io.Copy(io.Discard, output) // a line too long for the scanner must not block the server
		s.ended <- s.Wait()
	}()
	select {
	case address, ok := <-found:
		if !ok {
			return nil, "", fmt.Errorf("the server did not start: %w", <-s.ended)
		}
		return s, address, nil
	case <-time.After(3 * time.Minute):
		return nil, "", errors.Join(fmt.Errorf("the server did not start within three minutes"), s.Process.Kill(), <-s.ended)
	}
}

// delivered names the files that adjudication would collect; the delivery follows the claim at once.
func delivered() string {
	for range 50 {
		names, _ := filepath.Glob(filepath.Join(dataFolder, "outbox", "*.json"))
		if len(names) > 0 {
			return strings.Join(names, " ")
		}
		time.Sleep(100 * time.Millisecond) // a file has nobody to tell of it; the demo waits 5 s at most
	}
	return filepath.Join(dataFolder, "outbox")
}
