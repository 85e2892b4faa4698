package main

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// batchPages is how many pages the mailroom's batch of these tests has.
const batchPages = 40

// TestAPhotoOvertakesABatchAndAWorkerMayDie posts forty pages to a server with a worker process beside it, then a
// member's photo, and kills the worker while it reads: the photo is read while most of the batch waits, and
// nothing of the batch is lost.
func TestAPhotoOvertakesABatchAndAWorkerMayDie(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	sockets := runtimeFolder(t)
	server := serve(t, data)
	worker, returned := work(t, server)
	batch := submitCommand{client: client{Server: server.address}, Files: []string{digitalBatch(t)}, Channel: "post", Sent: "2026-03-01"}
	if _, err := batch.send(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		<-returned
	}
	photo := submitCommand{client: client{Server: server.address}, Files: []string{photoFile(t)}, Channel: "online"}
	if _, err := photo.send(t.Context()); err != nil {
		t.Fatal(err)
	}
	left := 0
	server.until("the photo is read", func(l listed) bool {
		photo := 0
		for _, s := range l.Submissions {
			if s.Progress.Pages == 1 {
				photo = s.Progress.Read
			} else {
				left = s.Progress.Pages - s.Progress.Read
			}
		}
		return photo == 1
	})
	t.Logf("when the photo was read, %d pages of the batch were not", left)
	if left < batchPages/4 {
		t.Errorf("the photo waited until only %d of %d pages of the batch were left", left, batchPages)
	}
	metrics := server.metrics()
	for _, series := range []string{`pratica_pages_read_total{by="worker"} [1-9]`, `pratica_pages_read_total{by="server"} [1-9]`,
		`pratica_steps_pending{step="page:read",priority="batch",state="due"} [1-9]`, `pratica_page_cpu_seconds_total{stage="decode"} \d*\.\d`,
		`pratica_page_store_seconds_total \d`, `pratica_second_readings_total{result="refused"} 0`, `pratica_page_cpu_seconds_total{stage="encode"} \d`,
		`pratica_forms_registered_total \d`, `pratica_form_residual_millimetres_total \d`} {
		if !regexp.MustCompile(`(?m)^` + series).MatchString(metrics) {
			t.Errorf("the metrics have no %s:\n%s", series, metrics)
		}
	}
	if err := worker.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	server.until("both are delivered", func(l listed) bool {
		return len(l.Submissions) == 2 && delivered(l) >= 2 && pagesRead(l) == batchPages+1
	})
	server.stop()
	nothingLeft(t, data, sockets)
}

// metrics is what a collector gets.
func (i *instance) metrics() string {
	i.t.Helper()
	response, err := http.Get(i.address + "/metrics")
	if err != nil {
		i.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		i.t.Fatalf("metrics: %s, %v", response.Status, err)
	}
	return string(text)
}

// work starts `pratica worker` beside a server, and tells of each page that it returned.
func work(t *testing.T, server *instance) (*exec.Cmd, <-chan struct{}) {
	t.Helper()
	c, output := begun(t, "worker", "--server", server.address, "--data", server.data, "--concurrency", "1", "--verbose")
	returned := make(chan struct{}, batchPages+1)
	go func() {
		for lines := bufio.NewScanner(output); lines.Scan(); {
			if strings.Contains(lines.Text(), "page returned") {
				returned <- struct{}{}
			}
		}
	}()
	return c, returned
}

// digitalBatch is a folder of digital papers of forty pages, no two of the same bytes.
func digitalBatch(t *testing.T) string {
	t.Helper()
	paper, err := os.ReadFile("../../testdata/digital/01.pdf")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for n := range batchPages {
		other := fmt.Appendf(bytes.Clone(paper), "\n%% %d\n", n)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.pdf", n)), other, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func photoFile(t *testing.T) string {
	t.Helper()
	sheet := image.NewGray(image.Rect(0, 0, 827, 1169))
	draw.Draw(sheet, sheet.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(sheet, image.Rect(200, 200, 400, 500), image.Black, image.Point{}, draw.Src)
	path := filepath.Join(t.TempDir(), "photo.png")
	if err := os.WriteFile(path, pngPage(t, sheet), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
