package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pratica/claim"
)

const webhookSecret = "not-a-secret-either"

// adjudication receives what is delivered, as the office of adjudication would.
type adjudication struct {
	t        *testing.T
	mu       sync.Mutex
	keys     []string
	bodies   map[string][]byte
	received chan struct{}
}

func startAdjudication(t *testing.T) *adjudication {
	a := &adjudication{t: t, bodies: map[string][]byte{}, received: make(chan struct{}, 100)}
	s := httptest.NewServer(a)
	t.Cleanup(s.Close)
	t.Setenv("PRATICA_WEBHOOK_URL", s.URL+"/pratiche")
	t.Setenv("PRATICA_WEBHOOK_SECRET", webhookSecret)
	return a
}

func (a *adjudication) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	stamp, signature, _ := strings.Cut(r.Header.Get("Pratica-Signature"), ",v1=")
	stamp = strings.TrimPrefix(stamp, "t=")
	mac := hmac.New(sha256.New, []byte(webhookSecret))
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	if got, decodeErr := hex.DecodeString(signature); err != nil || decodeErr != nil || !hmac.Equal(got, mac.Sum(nil)) {
		a.t.Errorf("a delivery without a valid signature: %v %v %q", err, decodeErr, r.Header.Get("Pratica-Signature"))
	}
	a.mu.Lock()
	key := r.Header.Get("Pratica-Event") + " " + r.Header.Get("Idempotency-Key")
	a.keys = append(a.keys, key)
	a.bodies[key] = body
	a.mu.Unlock()
	a.received <- struct{}{}
}

// wait gives what was delivered once it is n messages.
func (a *adjudication) wait(n int) []string {
	a.t.Helper()
	for {
		a.mu.Lock()
		keys := slices.Clone(a.keys)
		a.mu.Unlock()
		if len(keys) >= n {
			return keys
		}
		select {
		case <-a.received:
		case <-time.After(time.Minute):
			a.t.Fatalf("%d of %d deliveries came: %v", len(keys), n, keys)
		}
	}
}

func (a *adjudication) body(key string) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.bodies[key]
}

// ask sends a request to the server and gives status, header and body.
func (i *instance) ask(method, path, body string, change func(*http.Request)) (int, http.Header, string) {
	i.t.Helper()
	request, err := http.NewRequestWithContext(i.t.Context(), method, i.address+path, strings.NewReader(body))
	if err != nil {
		i.t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if change != nil {
		change(request)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		i.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		i.t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(text)
}

// upload is a multipart body and its type.
func upload(t *testing.T, channel, sent string, files map[string][]byte) (string, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("channel", channel) // a buffer takes everything
	_ = form.WriteField("sent_on", sent)
	for name, data := range files {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(data)
	}
	_ = form.Close()
	return body.String(), form.FormDataContentType()
}

// TestALateClaimIsReadCorrectedAndTakenBack follows one submission over its life, told by what adjudication gets.
func TestALateClaimIsReadCorrectedAndTakenBack(t *testing.T) {
	runtimeFolder(t)
	office := startAdjudication(t)
	i := serve(t, filepath.Join(t.TempDir(), "data"))
	body, kind := upload(t, "post", "2026-05-18", map[string][]byte{"plico.pdf": fetch(t, "../../testdata/late-invoice/envelope.pdf")})
	send := func(r *http.Request) {
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Idempotency-Key", "plico 1")
	}
	var arrival struct {
		Arrival string `json:"arrival"`
	}
	for n := range 2 { // the second time says the same and makes nothing
		status, header, text := i.ask("POST", "/api/v1/submissions", body, send)
		first := arrival.Arrival
		if err := json.Unmarshal([]byte(text), &arrival); err != nil || status != http.StatusAccepted {
			t.Fatalf("%d %s", status, text)
		}
		if n == 1 && (arrival.Arrival != first || header.Get("Idempotent-Replay") != "true") {
			t.Errorf("the repeat gave %s after %s, %v", arrival.Arrival, first, header)
		}
	}
	other, otherKind := upload(t, "post", "2026-05-18", map[string][]byte{"altro.pdf": fetch(t, goodPaper)})
	if status, _, text := i.ask("POST", "/api/v1/submissions", other, func(r *http.Request) { send(r); r.Header.Set("Content-Type", otherKind) }); status != http.StatusConflict {
		t.Errorf("other papers under the same key: %d %s", status, text)
	}

	late := i.claimsOf(arrival.Arrival)[0]
	if !hasFinding(late, "deadline.lapsed") || late.Version != 1 {
		t.Fatalf("version %d, %s, findings %v", late.Version, late.Outcome, late.Findings)
	}
	one, two, taken := "claim "+late.ID+":1", "claim "+late.ID+":2", "claim.void "+late.ID+":2:void"
	office.expect(one)

	if run := execute(t, "reprocess", "--server", i.address, string(late.ProtocolNumber)); run.code != 0 {
		t.Fatalf("reprocess: %d %s", run.code, run.stderr)
	}
	if again := i.claimsOf(arrival.Arrival)[0]; again.Version != 1 || again.ID != late.ID {
		t.Errorf("read again, nothing changed: version %d of %s", again.Version, again.ID)
	}

	if status, _, text := i.ask("PATCH", "/api/v1/submissions/"+string(late.ProtocolNumber), `{"sent_on":"2026-04-20","note":"Timbro letto male."}`, nil); status != http.StatusOK {
		t.Fatalf("patch: %d %s", status, text)
	}
	intime := i.claimsOf(arrival.Arrival)[0]
	if intime.Version != 2 || intime.ID != late.ID || intime.SentOn.String() != "2026-04-20" || hasFinding(intime, "deadline.lapsed") ||
		intime.Outcome == claim.Inadmissible {
		t.Errorf("after the correction: version %d, sent %s, %s, findings %v", intime.Version, intime.SentOn, intime.Outcome, intime.Findings)
	}
	office.expect(one, two)
	if _, header, _ := i.ask("GET", "/api/v1/claims/"+late.ID+"?version=1", "", nil); header.Get("Claim-State") == "" {
		t.Error("version 1 is not to be had any more")
	}

	if run := execute(t, "void", "--server", i.address, string(late.ProtocolNumber)); run.code != exitUsage {
		t.Errorf("void without a reason: %d %s", run.code, run.stderr)
	}
	if run := execute(t, "void", "--server", i.address, "--reason", "Inviato per errore.", string(late.ProtocolNumber)); run.code != 0 {
		t.Fatalf("void: %d %s", run.code, run.stderr)
	}
	office.expect(one, two, taken)
	if run := execute(t, "reprocess", "--server", i.address, string(late.ProtocolNumber)); run.code == 0 || !strings.Contains(run.stderr, "annullat") {
		t.Errorf("reprocess of what was taken back: %d %s", run.code, run.stderr)
	}
	var void struct {
		ID, Reason string
	}
	if err := json.Unmarshal(office.body(taken), &void); err != nil || void.ID != late.ID || void.Reason != "Inviato per errore." {
		t.Errorf("the message of the void is %s", office.body(taken))
	}
	i.stop()
	office.expect(one, two, taken) // nothing came twice
	for n, key := range []string{one, two} {
		var delivered claim.Claim
		if err := json.Unmarshal(office.body(key), &delivered); err != nil || delivered.Version != n+1 || claim.ValidateJSON(office.body(key)) != nil {
			t.Errorf("%s holds version %d: %v", key, delivered.Version, err)
		}
	}
}

// expect waits for as many messages, and wants just these.
func (a *adjudication) expect(keys ...string) {
	a.t.Helper()
	if got := a.wait(len(keys)); !slices.Equal(got, keys) {
		a.t.Errorf("adjudication got %q, want %q", got, keys)
	}
}

func hasFinding(c claim.Claim, code claim.Code) bool {
	return slices.ContainsFunc(c.Findings, func(f claim.Finding) bool { return f.Code == code })
}

func TestARunningServerAnswersItsOwnSiteOnlyAndNonsenseWithReasons(t *testing.T) {
	runtimeFolder(t)
	i := serve(t, filepath.Join(t.TempDir(), "data"))
	for _, c := range []struct {
		name, method, path, body string
		change                   func(*http.Request)
		status                   int
	}{
		{"a foreign host", "GET", "/api/v1/submissions", "", func(r *http.Request) { r.Host = "attacker.example" }, 403},
		{"a foreign host for the page", "GET", "/", "", func(r *http.Request) { r.Host = "attacker.example:8080" }, 403},
		{"a foreign origin", "POST", "/api/v1/submissions/x/void", `{"reason":"x"}`, func(r *http.Request) { r.Header.Set("Origin", "https://attacker.example") }, 403},
		{"a foreign origin that reads", "GET", "/api/v1/submissions", "", func(r *http.Request) { r.Header.Set("Origin", "https://attacker.example") }, 403},
		{"a form of another site", "POST", "/api/v1/submissions", "", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"no files", "POST", "/api/v1/submissions", `{"file":"x"}`, nil, 400},
		{"noise as multipart", "POST", "/api/v1/submissions", "\x00\xff\x00noise", func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data; boundary=x") }, 400},
		{"no boundary", "POST", "/api/v1/submissions", "noise", func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data") }, 400},
		{"a submission that is not there", "GET", "/api/v1/submissions/2026-000001", "", nil, 404},
		{"a path that leads out", "GET", "/api/v1/claims/..%2f..%2f..%2fetc%2fpasswd", "", nil, 404},
		{"a claim named by noise", "GET", "/api/v1/claims/%00%ff", "", nil, 404},
		{"a page that is no number", "GET", "/api/v1/submissions/x/pages/-1", "", nil, 404},
		{"a correction that is no object", "PATCH", "/api/v1/submissions/x", `[[[[[[`, nil, 400},
		{"a correction of what cannot be corrected", "PATCH", "/api/v1/submissions/x", `{"state":"assembled"}`, nil, 400},
		{"a void without reason", "POST", "/api/v1/submissions/x/void", `{}`, nil, 400},
		{"reading again what is not there", "POST", "/api/v1/submissions/x/reprocess", `{}`, nil, 404},
		{"a list from nonsense", "GET", "/api/v1/submissions?limit=-1&cursor=%27%22;drop", "", nil, 400},
		{"a method that is not for it", "DELETE", "/api/v1/submissions", "", nil, 405},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, _, text := i.ask(c.method, c.path, c.body, c.change)
			var failure struct {
				Error struct{ Code, Message string }
			}
			if err := json.Unmarshal([]byte(text), &failure); status != c.status || err != nil || failure.Error.Message == "" {
				t.Errorf("%d, want %d: %.200s", status, c.status, text)
			}
		})
	}
	if status, _, text := i.ask("GET", "/api/v1/submissions", "", nil); status != 200 || !strings.Contains(text, `"total":0`) {
		t.Errorf("something was stored: %d %s", status, text)
	}
	i.stop()
}
