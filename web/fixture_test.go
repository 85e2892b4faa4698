package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pratica/claim"
	"pratica/storage"
	"pratica/storage/files"
	"pratica/storage/sqlite"
)

// noon is the clock of the tests: Thursday 14 May 2026, noon in Rome.
var noon = time.Date(2026, 5, 14, 10, 0, 0, 0, time.UTC)

// desk is a server over real storage, and what its workers were told.
type desk struct {
	*httptest.Server
	t       *testing.T
	records *sqlite.Store
	objects *files.Store
	log     *bytes.Buffer
	dir     string // of the objects
	temp    string // of files that are checked

	mutex sync.Mutex
	told  []storage.Step
	fail  error // of Notify

	verdict func(name, path string) (claim.Legibility, error) // of Check
}

// impatient is of a desk that checks one file at a time and has nobody wait.
func impatient(c *Config) { c.Checks, c.CheckWait = 1, time.Millisecond }

// Check says what the test put down, and that all is well without it.
func (d *desk) Check(_ context.Context, name, path string) (claim.Legibility, error) {
	if d.verdict != nil {
		return d.verdict(name, path)
	}
	return claim.Legibility{Good: true, Message: "Va bene così."}, nil
}

func (d *desk) Notify(_ context.Context, steps ...storage.Step) error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.told = append(d.told, steps...)
	return d.fail
}

func openDesk(t *testing.T, settings ...func(*Config)) *desk {
	t.Helper()
	dir := t.TempDir()
	now := func() time.Time { return noon }
	records, err := sqlite.Open(t.Context(), filepath.Join(dir, "records.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	objects, err := files.Open(filepath.Join(dir, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	d := &desk{t: t, records: records, objects: objects, log: &bytes.Buffer{}, dir: filepath.Join(dir, "objects"), temp: temp}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(&lockedWriter{w: d.log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	config := Config{Records: records, Objects: objects, Notify: d, Check: d, Temp: temp, Now: now, Listen: listener.Addr().String(), Version: "test", Logger: logger}
	for _, set := range settings {
		set(&config)
	}
	handler, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	d.Server = &httptest.Server{Listener: listener, Config: NewServer(handler, logger)}
	d.Start()
	t.Cleanup(func() {
		d.Close()
		if err := records.Close(); err != nil {
			t.Error(err)
		}
		if err := objects.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

type lockedWriter struct {
	mutex sync.Mutex
	w     io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.w.Write(p)
}

// put stores bytes and returns their key.
func (d *desk) put(data []byte) string {
	d.t.Helper()
	key, _, err := d.objects.Put(d.t.Context(), bytes.NewReader(data))
	if err != nil {
		d.t.Fatal(err)
	}
	return key
}

// arrive registers a file of n pages and splits it into one submission, as the workers would.
func (d *desk) arrive(name string, pages int, external claim.Text) storage.Submission {
	d.t.Helper()
	key := d.put([]byte("file " + name))
	arrival, _, step, err := d.records.CreateArrival(d.t.Context(), claim.Arrival{Channel: claim.Post, ReceivedAt: noon, SentOn: claim.MustDate("2026-05-10"),
		SentEvidence: claim.Postmark, ExternalNumber: external, Files: []claim.File{{Name: name, Object: key, Size: 10}}})
	d.must(err)
	envelope := storage.Envelope{}
	for n := range pages {
		envelope.Pages = append(envelope.Pages, storage.PageRef{File: name, FilePage: n + 1})
	}
	_, err = d.records.FinishSplit(d.t.Context(), step.StepRef, []storage.Envelope{envelope})
	d.must(err)
	arrival, err = d.records.Arrival(d.t.Context(), arrival.ID)
	d.must(err)
	found, err := d.records.Submission(d.t.Context(), arrival.Submissions[0])
	d.must(err)
	return found
}

// read finishes the reading of a page with its picture.
func (d *desk) read(submission string, number int, picture []byte) {
	d.t.Helper()
	reading := storage.Reading{ReaderVersion: "test", Body: []byte(`{}`)}
	if picture != nil {
		reading.Picture, reading.MediaType = d.put(picture), "image/png"
	}
	for _, step := range d.steps(storage.ReadPage) {
		page, err := d.records.Page(d.t.Context(), step.Subject)
		d.must(err)
		if page.Submission == submission && page.Number == number {
			_, err := d.records.FinishRead(d.t.Context(), step.StepRef, reading)
			d.must(err)
			return
		}
	}
	d.t.Fatalf("submission %s waits for no page %d", submission, number)
}

// assemble stores the claims of a submission whose pages are all read.
func (d *desk) assemble(submission string, claims ...claim.Claim) {
	d.t.Helper()
	for _, step := range d.steps(storage.AssembleSubmission) {
		if step.Subject != submission {
			continue
		}
		var assembled []storage.AssembledClaim
		for _, c := range claims {
			assembled = append(assembled, storage.AssembledClaim{Claim: c, State: claim.Ready})
		}
		_, err := d.records.FinishAssemble(d.t.Context(), step.StepRef, assembled)
		d.must(err)
		return
	}
	d.t.Fatalf("submission %s waits for no assembling", submission)
}

// steps are the pending ones of a kind.
func (d *desk) steps(kind storage.StepKind) []storage.Step {
	d.t.Helper()
	all, err := d.records.Stalled(d.t.Context(), noon.AddDate(1, 0, 0), 0)
	d.must(err)
	var found []storage.Step
	for _, step := range all {
		if step.Kind == kind {
			found = append(found, step)
		}
	}
	return found
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// get asks for a path and gives the status, the header and the whole body.
func (d *desk) get(path string, header ...string) (int, http.Header, string) {
	d.t.Helper()
	return d.do(http.MethodGet, path, nil, header...)
}

// do sends a request; header holds names and values in turn, "Host" included.
func (d *desk) do(method, path string, body io.Reader, header ...string) (int, http.Header, string) {
	d.t.Helper()
	request, err := http.NewRequestWithContext(d.t.Context(), method, d.URL+path, body)
	d.must(err)
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			request.Host = header[i+1]
		} else {
			request.Header.Set(header[i], header[i+1])
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	d.must(err)
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	d.must(err)
	return response.StatusCode, response.Header, string(data)
}

// receive brings an envelope the whole way to a claim, and returns its submission and claim.
func (d *desk) receive(e *envelope, external claim.Text) (storage.Submission, storage.StoredClaim) {
	d.t.Helper()
	found := d.arrive("busta.pdf", len(e.pictures), external)
	for i, picture := range e.pictures {
		d.read(found.ID, i+1, picture)
		e.claim.Documents[i].Pages[0].Object = claim.Text(d.put(picture))
	}
	e.claim.Submission, e.claim.ProtocolNumber = found.ID, claim.Text(found.ProtocolNumber)
	d.assemble(found.ID, e.claim)
	claims, err := d.records.ClaimsOf(d.t.Context(), found.ID)
	d.must(err)
	found, err = d.records.Submission(d.t.Context(), found.ID)
	d.must(err)
	return found, claims[0]
}

func contains(t *testing.T, body string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(body, w) {
			t.Errorf("%q is missing from:\n%.2000s", w, body)
		}
	}
}

func patchNote(note string) storage.Patch {
	text := claim.Text(note)
	return storage.Patch{Note: &text}
}
