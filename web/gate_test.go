package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pratica/claim"
)

func TestAGateLetsInOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1, 10*time.Second)
		leave, err := g.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := g.enter(t.Context()); !errors.Is(err, errBusy) || time.Since(start) != 10*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := g.enter(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who went away: %v", err)
		}
		time.AfterFunc(9*time.Second, leave)
		again, err := g.enter(t.Context())
		if err != nil {
			t.Fatalf("after a place was given back: %v", err)
		}
		again()
		if leave, err = g.enter(t.Context()); err != nil {
			t.Error(err)
		}
		leave()
	})
}

func TestSoManyChecksAtATimeAndTheOthersAreToldWhenToAskAgain(t *testing.T) {
	d := openDesk(t, impatient)
	asked, release := make(chan struct{}), make(chan struct{})
	d.verdict = func(string, string) (claim.Legibility, error) {
		asked <- struct{}{}
		<-release
		return claim.Legibility{Good: true}, nil
	}
	first := make(chan error, 1)
	go func() {
		response, err := http.Post(d.URL+"/api/v1/check", "image/jpeg", strings.NewReader("RAW"))
		if err == nil {
			response.Body.Close()
		}
		first <- err
	}()
	<-asked
	for range 3 { // each is refused, and leaves its place
		status, header, body := d.do(http.MethodPost, "/api/v1/check", strings.NewReader("RAW"), "Content-Type", "image/jpeg")
		if status != http.StatusServiceUnavailable || header.Get("Retry-After") != retryAfter || !strings.Contains(body, errBusy.Message) || !strings.Contains(body, claim.EUNAVAILABLE) {
			t.Errorf("%d %v %s", status, header, body)
		}
	}
	release <- struct{}{}
	d.must(<-first)
	go func() { <-asked; release <- struct{}{} }()
	if status, body := d.askAbout("file", file{"a.jpg", "x"}); status != http.StatusOK {
		t.Errorf("when the place is free: %d %s", status, body)
	}
	left, err := os.ReadDir(d.temp)
	d.must(err)
	if len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

func TestOnlySoManyFilesLieThereToBeChecked(t *testing.T) {
	d := openDesk(t, impatient)
	ended := make(chan error, mostToCheck)
	var bodies []*io.PipeWriter
	for range mostToCheck {
		reader, writer := io.Pipe()
		bodies = append(bodies, writer)
		go func() {
			response, err := http.Post(d.URL+"/api/v1/check", "image/jpeg", reader)
			if err == nil {
				response.Body.Close()
			}
			ended <- err
		}()
	}
	for end := time.Now().Add(30 * time.Second); ; { // until all lie there: a folder tells nobody
		files, err := os.ReadDir(d.temp)
		d.must(err)
		if len(files) == mostToCheck {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%d files", len(files))
		}
		time.Sleep(time.Millisecond)
	}
	status, header, body := d.do(http.MethodPost, "/api/v1/check", strings.NewReader("RAW"), "Content-Type", "image/jpeg")
	if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
		t.Errorf("one more: %d %s", status, body)
	}
	for _, body := range bodies {
		d.must(body.Close())
		d.must(<-ended)
	}
	if status, body := d.askAbout("file", file{"a.jpg", "x"}); status != http.StatusOK {
		t.Errorf("afterwards: %d %s", status, body)
	}
}
