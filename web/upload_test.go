package web

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"pratica/claim"
	"pratica/storage"
)

// arrivals are all those stored and not yet split.
func (d *desk) arrivals() []storage.Arrival {
	d.t.Helper()
	all, err := d.records.WaitingArrivals(d.t.Context())
	d.must(err)
	return all
}

func TestAnUploadIsStoredBeforeItIsAcknowledged(t *testing.T) {
	d := openDesk(t)
	status, header, body := d.send("channel=post sent_on=2026-05-10 external_number=AP-77", file{"modulo.pdf", "%PDF-1"}, file{"fattura.jpg", "JPEG"})
	got := decode[submissionAnswer](t, body)
	if status != http.StatusAccepted || header.Get("Location") != "/api/v1/arrivals/"+got.Arrival || got.State != claim.Received {
		t.Fatalf("%d %v %s", status, header, body)
	}
	contains(t, body, `"submissions":[]`)
	stored, err := d.records.Arrival(t.Context(), got.Arrival)
	d.must(err)
	if stored.Channel != claim.Post || stored.SentOn != claim.MustDate("2026-05-10") || stored.SentEvidence != claim.Postmark || stored.ExternalNumber != "AP-77" {
		t.Errorf("stored %+v", stored)
	}
	for i, want := range []file{{"modulo.pdf", "%PDF-1"}, {"fattura.jpg", "JPEG"}} {
		f := stored.Files[i]
		object, err := d.objects.Open(t.Context(), f.Object)
		d.must(err)
		data, err := io.ReadAll(object)
		d.must(errors.Join(err, object.Close()))
		if f.Name != want.name || string(data) != want.content || f.Size != int64(len(want.content)) {
			t.Errorf("file %d is %+v with %q", i, f, data)
		}
	}
	if len(d.told) != 1 || d.told[0].Kind != storage.SplitArrival || d.told[0].Subject != got.Arrival {
		t.Errorf("the workers were told %+v", d.told)
	}
}

func TestWorkersThatCannotBeToldDoNotMatter(t *testing.T) {
	d := openDesk(t)
	d.fail = errors.New("redis is away")
	if status, _, body := d.send("", file{"a.pdf", "x"}); status != http.StatusAccepted {
		t.Errorf("%d %s", status, body)
	}
	if len(d.steps(storage.SplitArrival)) != 1 {
		t.Error("the step is lost")
	}
}

func TestTheSentDateOfAnOnlineSendIsTheMomentItArrives(t *testing.T) {
	d := openDesk(t)
	for _, c := range []struct {
		fields   string
		on       string
		evidence claim.SentEvidence
		instant  bool
	}{
		{"channel=online", "2026-05-14", claim.OnlineSubmission, true},
		{"channel=online sent_on=2026-05-01", "2026-05-01", claim.Operator, false},
		{"channel=provider sent_on=2026-05-01", "2026-05-01", claim.Operator, false},
		{"channel=post", "", "", false},
		{"", "", "", false},
	} {
		_, _, body := d.send(c.fields, file{"a.pdf", c.fields})
		stored, err := d.records.Arrival(t.Context(), decode[submissionAnswer](t, body).Arrival)
		d.must(err)
		if stored.SentOn.String() != c.on || stored.SentEvidence != c.evidence || (stored.SentAt != nil) != c.instant {
			t.Errorf("%q: sent on %s, %q, %v", c.fields, stored.SentOn, stored.SentEvidence, stored.SentAt)
		}
	}
}

func TestRefusedUploadsLeaveNothingBehindAndSayWhy(t *testing.T) {
	d := openDesk(t)
	one := []file{{"a.pdf", "x"}}
	for _, c := range []struct {
		name, fields string
		files        []file
		status       int
		want         string
	}{
		{"no file", "channel=post", nil, 400, "nessun file"},
		{"an empty file field of a browser", "channel=post", []file{{"", ""}}, 400, "nessun file"},
		{"a channel that does not exist", "channel=fax", one, 400, "«fax» non esiste"},
		{"a sent date in the future", "sent_on=2026-05-15", one, 400, "nel futuro"},
		{"an absurd sent date", "sent_on=1926-05-10", one, 400, "troppo lontana"},
		{"a sent date of another form", "sent_on=10/05/2026", one, 400, "2026-05-10"},
		{"a field that does not exist", "sent-on=2026-05-10", one, 400, "«sent-on» non esiste"},
		{"a field without end", "external_number=" + strings.Repeat("9", 5000), one, 400, "troppo lungo"},
		{"a number too long", "external_number=" + strings.Repeat("9", 65), one, 400, "64 caratteri"},
		{"too much for a member", "channel=online", []file{{"a.pdf", strings.Repeat("x", 30_000_000)}, {"b.pdf", strings.Repeat("y", 20_000_001)}}, 413, "50 MB"},
		{"too many files for a member", "channel=online", slices.Repeat(one, 201), 413, "al massimo 200"},
	} {
		status, _, body := d.send(c.fields, c.files...)
		if status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d %s", c.name, status, body)
		}
	}
	for header, value := range map[string]string{"Content-Type": "application/json", "Idempotency-Key": strings.Repeat("k", 201)} {
		if status, _, body := d.do(http.MethodPost, "/api/v1/submissions", strings.NewReader("{}"), header, value); status != http.StatusBadRequest {
			t.Errorf("%s %.20s: %d %s", header, value, status, body)
		}
	}
	if left := d.arrivals(); len(left) != 0 {
		t.Errorf("%d arrivals were registered", len(left))
	}
}

func TestTheLimitOfAChannelHoldsWhenItIsNamedAfterTheFiles(t *testing.T) {
	d := openDesk(t)
	body := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n" + strings.Repeat("x", 50_000_001) +
		"\r\n--b\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\nonline\r\n--b--\r\n"
	status, _, answer := d.do(http.MethodPost, "/api/v1/submissions", strings.NewReader(body), "Content-Type", "multipart/form-data; boundary=b")
	if status != http.StatusRequestEntityTooLarge || len(d.arrivals()) != 0 {
		t.Errorf("%d %s", status, answer)
	}
}

func TestAFileIsRefusedAtTheLimitAndNotAfterIt(t *testing.T) {
	d := openDesk(t)
	status, _, body := d.send("channel=online", file{"a.pdf", strings.Repeat("x", 50_000_001)})
	if left := filesBelow(t, d.dir); status != http.StatusRequestEntityTooLarge || len(left) != 0 {
		t.Errorf("%d %s; stored %v", status, body, left)
	}
	if status, _, body = d.send("channel=online", file{"a.pdf", strings.Repeat("x", 50_000_000)}); status != http.StatusAccepted {
		t.Errorf("just at the limit: %d %s", status, body)
	}
}

func TestFileNamesAreSafeAndUnique(t *testing.T) {
	d := openDesk(t)
	body := ""
	for _, name := range []string{"image.jpg", "image.jpg", `..\\..\\windows\\image.jpg`, "../../etc/passwd", "a\u202efdp.exe", "", "..", "<script>.pdf", strings.Repeat("è", 150) + ".pdf"} {
		body += "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\nx\r\n"
	}
	_, _, answer := d.do(http.MethodPost, "/api/v1/submissions", strings.NewReader(body+"--b--\r\n"), "Content-Type", "multipart/form-data; boundary=b")
	stored, err := d.records.Arrival(t.Context(), decode[submissionAnswer](t, answer).Arrival)
	d.must(err)
	want := []string{"image.jpg", "image (2).jpg", "image (3).jpg", "passwd", "afdp.exe", "documento-6", "documento-7", "<script>.pdf", strings.Repeat("è", 98) + ".pdf"}
	for i, f := range stored.Files {
		if f.Name != want[i] {
			t.Errorf("file %d is %q, want %q", i, f.Name, want[i])
		}
	}
}

func TestARepeatWithTheSameKeyReturnsTheFirstAnswer(t *testing.T) {
	d := openDesk(t)
	_, header, first := d.sendWithKey("k1", "channel=post sent_on=2026-05-10", file{"a.pdf", "x"})
	if header.Get("Idempotent-Replay") != "" {
		t.Error("the first send is called a replay")
	}
	status, header, again := d.sendWithKey("k1", "channel=post sent_on=2026-05-10", file{"a.pdf", "x"})
	if status != http.StatusAccepted || again != first || header.Get("Idempotent-Replay") != "true" {
		t.Errorf("the repeat gives %d %s, first was %s", status, again, first)
	}
	for name, f := range map[string]func() (int, http.Header, string){
		"other bytes": func() (int, http.Header, string) {
			return d.sendWithKey("k1", "channel=post sent_on=2026-05-10", file{"a.pdf", "y"})
		},
		"another date": func() (int, http.Header, string) {
			return d.sendWithKey("k1", "channel=post sent_on=2026-05-09", file{"a.pdf", "x"})
		},
		"one file more": func() (int, http.Header, string) {
			return d.sendWithKey("k1", "channel=post sent_on=2026-05-10", file{"a.pdf", "x"}, file{"b.pdf", "x"})
		},
	} {
		if status, _, body := f(); status != http.StatusConflict {
			t.Errorf("%s with the same key gives %d %s", name, status, body)
		}
	}
	if len(d.arrivals()) != 1 || len(d.told) != 1 {
		t.Errorf("%d arrivals, workers told %d times", len(d.arrivals()), len(d.told))
	}
}

func TestARepeatIsKnownByWhatItAnswersAsItWasSent(t *testing.T) {
	d := openDesk(t)
	first, stored := d.receive(sampleEnvelope("BERTOLINI"), "")
	fields := "answers=" + first.ProtocolNumber + " copies=true"
	_, _, answer := d.sendWithKey("k1", fields, file{"a.pdf", "x"})
	replayed := func(when string) {
		t.Helper()
		if status, header, again := d.sendWithKey("k1", fields, file{"a.pdf", "x"}); status != http.StatusAccepted || again != answer || header.Get("Idempotent-Replay") != "true" {
			t.Errorf("%s the repeat gives %d %s, first was %s", when, status, again, answer)
		}
	}
	replayed("at once")
	for name, other := range map[string]string{
		"no claim":                 "copies=true",
		"a claim that is not":      "answers=2026-000999 copies=true",
		"no copies":                "answers=" + first.ProtocolNumber,
		"neither":                  "",
		"a name that is no number": "answers=xyz copies=true",
	} {
		if status, _, body := d.sendWithKey("k1", other, file{"a.pdf", "x"}); status != http.StatusConflict {
			t.Errorf("%s with the same key gives %d %s", name, status, body)
		}
	}
	_, err := d.records.Void(t.Context(), stored.Claim.Submission, "prova", "anna")
	d.must(err)
	replayed("once the claim is void")
	if status, _, body := d.sendWithKey("k2", fields, file{"a.pdf", "x"}); status != http.StatusBadRequest {
		t.Errorf("another send for a void claim gives %d %s", status, body)
	}
}

func TestTheSameKeyAtTheSameTimeRegistersOnce(t *testing.T) {
	d := openDesk(t)
	var group sync.WaitGroup
	answers := make([]string, 8)
	for i := range answers {
		group.Go(func() {
			_, _, body := d.sendWithKey("k", "", file{"a.pdf", "x"})
			answers[i] = body
		})
	}
	group.Wait()
	if slices.Sort(answers); answers[0] != answers[7] || len(d.arrivals()) != 1 {
		t.Errorf("%d arrivals, answers %v", len(d.arrivals()), answers)
	}
}

// A client that goes away in the middle of a file must leave no arrival, no object and no temporary file.
func TestAnUploadCutShortLeavesNothingVisible(t *testing.T) {
	d := openDesk(t)
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", d.Listener.Addr().String())
	d.must(err)
	_, err = fmt.Fprintf(connection, "POST /api/v1/submissions HTTP/1.1\r\nHost: %s\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n"+
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\nhalf a file", d.Listener.Addr())
	d.must(err)
	d.must(connection.(*net.TCPConn).CloseWrite()) // the answer can still be read, and says that the server is through
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	d.must(err)
	body, err := io.ReadAll(response.Body)
	d.must(errors.Join(err, connection.Close()))
	if response.StatusCode != http.StatusBadRequest || !bytes.Contains(body, []byte("Nulla è stato registrato")) {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if len(d.arrivals()) != 0 {
		t.Error("an arrival was registered")
	}
	if left := filesBelow(t, d.dir); len(left) != 0 {
		t.Errorf("files are left: %v", left)
	}
}

func filesBelow(t *testing.T, dir string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// measuredBody gives zeros, and weighs the heap shortly before their end.
type measuredBody struct {
	left int
	heap uint64
}

func (m *measuredBody) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), m.left)
	clear(p[:n])
	if before := m.left; before > 1<<20 && before-n <= 1<<20 {
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		m.heap = stats.HeapAlloc
	}
	m.left -= n
	return n, nil
}

func TestAFileIsNeverWholeInMemory(t *testing.T) {
	d := openDesk(t)
	content := &measuredBody{left: 128 << 20}
	body := io.MultiReader(strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.tif\"\r\n\r\n"), content, strings.NewReader("\r\n--b--\r\n"))
	status, _, answer := d.do(http.MethodPost, "/api/v1/submissions", body, "Content-Type", "multipart/form-data; boundary=b")
	if status != http.StatusAccepted {
		t.Fatalf("%d %s", status, answer)
	}
	if content.heap > 40<<20 {
		t.Errorf("near the end of a file of 128 MB the heap held %d MB", content.heap>>20)
	}
}

func TestASendThatTricklesIsRefused(t *testing.T) {
	refused := make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := newSteadyBody(w, r.Body)
		body.grace, body.rate = 1, 1<<40 // a patience of a nanosecond
		_, err := io.ReadAll(body)
		refused <- err
	}))
	defer server.Close()
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if _, err := io.WriteString(connection, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nsome bytes"); err != nil {
		t.Fatal(err)
	}
	if err := <-refused; !errors.Is(err, os.ErrDeadlineExceeded) || !strings.Contains(claim.ErrorMessage(cutShort(err)), "troppo lento") {
		t.Errorf("ended with %v", err)
	}
}
