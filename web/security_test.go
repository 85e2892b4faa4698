package web

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"pratica/claim"
)

func TestOnlyOurOwnHostsAndOriginsAreAnswered(t *testing.T) {
	d := openDesk(t)
	_, port, err := net.SplitHostPort(d.Listener.Addr().String())
	d.must(err)
	found := d.arrive("busta.pdf", 1, "")
	patch := "/api/v1/submissions/" + found.ID
	for _, c := range []struct {
		name, method, path string
		header             []string
		want               int
	}{
		{"the loopback address", http.MethodGet, "/", nil, 200},
		{"localhost", http.MethodGet, "/", []string{"Host", "localhost:" + port}, 200},
		{"IPv6 loopback", http.MethodGet, "/", []string{"Host", "[::1]:" + port}, 200},
		{"localhost in capitals", http.MethodGet, "/", []string{"Host", "LOCALHOST:" + port}, 200},
		{"a name of an attacker that resolves to 127.0.0.1", http.MethodGet, "/", []string{"Host", "evil.example:" + port}, 403},
		{"such a name for a static file", http.MethodGet, "/static/x/pratica.css", []string{"Host", "evil.example"}, 403},
		{"such a name for health", http.MethodGet, "/healthz", []string{"Host", "evil.example"}, 403},
		{"another port", http.MethodGet, "/", []string{"Host", "127.0.0.1:1"}, 403},
		{"no port", http.MethodGet, "/", []string{"Host", "localhost"}, 403},
		{"a name that ends like ours", http.MethodGet, "/", []string{"Host", "localhost.evil.example:" + port}, 403},
		{"a page of another site that reads", http.MethodGet, patch, []string{"Origin", "https://evil.example"}, 403},
		{"a page of another site that writes", http.MethodPatch, patch, []string{"Origin", "https://evil.example"}, 403},
		{"a page of another port that writes", http.MethodPatch, patch, []string{"Origin", "http://127.0.0.1:1"}, 403},
		{"a sandboxed page", http.MethodPatch, patch, []string{"Origin", "null"}, 403},
		{"a cross-site write without Origin", http.MethodPatch, patch, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a same-site write", http.MethodPatch, patch, []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"our own page", http.MethodPatch, patch, []string{"Origin", d.URL, "Sec-Fetch-Site", "same-origin"}, 200},
		{"a program", http.MethodPatch, patch, nil, 200},
	} {
		status, _, body := d.do(c.method, c.path, strings.NewReader(`{"note":"x"}`), c.header...)
		if status != c.want {
			t.Errorf("%s: %d, want %d: %.200s", c.name, status, c.want, body)
		}
		if c.want == 403 && strings.Contains(body, found.ProtocolNumber) {
			t.Errorf("%s was told something", c.name)
		}
	}
}

func TestConfiguredHostsAreAnsweredToo(t *testing.T) {
	hosts, err := newHostSet("127.0.0.1:8080", []string{"pratica.example", " Desk.Example:8443 "})
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]bool{"pratica.example": true, "pratica.example:99": true, "desk.example:8443": true, "desk.example": false, "desk.example:8080": false, "": false} {
		if hosts.allows(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
	if _, err := newHostSet("nonsense", nil); err == nil {
		t.Error("an address without a port was accepted")
	}
}

func TestEveryAnswerCarriesItsProtection(t *testing.T) {
	d := openDesk(t)
	_, stored := d.receive(sampleEnvelope("BERTOLINI"), "")
	for _, path := range []string{"/", "/claims/" + stored.ID, "/submissions/" + stored.Claim.Submission, "/nothing", "/api/v1/submissions", "/api/v1/nothing", "/static/" + staticVersion + "/live.js"} {
		_, header, _ := d.get(path)
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": contentPolicy} {
			if header.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, header.Get(name))
			}
		}
		if cache := header.Get("Cache-Control"); cache != "no-store" && !strings.HasPrefix(path, "/static/") {
			t.Errorf("%s may be cached: %s", path, cache)
		}
		if len(header.Values("Access-Control-Allow-Origin")) > 0 {
			t.Errorf("%s is shared with other sites", path)
		}
	}
	for _, unsafe := range []string{"unsafe", "*", "http:", "data:"} {
		if strings.Contains(contentPolicy, unsafe) {
			t.Errorf("the policy allows %s", unsafe)
		}
	}
}

// inline finds what the content policy would forbid: a script or style in the page, a handler or style
// in an attribute, a javascript: link.
var inline = regexp.MustCompile(`(?i)<script(?:>| [^>]*>[^<])|<style|\son[a-z]+\s*=|\sstyle\s*=|javascript:`)

func TestWhatPapersSayIsNeverMarkup(t *testing.T) {
	d := openDesk(t)
	const attack = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	e := sampleEnvelope("BERTOLINI")
	for _, pointer := range []string{"/member/surname", "/expenses/0/issuer/name", "/expenses/1/description", "/expenses/1/lines/0/description", "/expenses/0/currency"} {
		e.must(e.claim.Set(pointer, attack))
	}
	for i := range e.claim.Documents {
		e.claim.Documents[i].ID = "d" + fmt.Sprint(i+1)
		e.claim.Documents[i].Pages[0].File = "busta.pdf"
	}
	e.claim.Documents[0].Kind = attack
	e.claim.Findings[0].Message, e.claim.Findings[0].Pointer, e.claim.Findings[0].Article = attack, "/expenses/0/"+attack, attack
	from := e.claim.Provenance["/member/surname"]
	from.Text = attack
	e.claim.Provenance["/member/surname"] = from
	_, stored := d.receive(e, attack)
	found := d.arrive(attack+".pdf", 1, attack)
	note := attack
	if _, _, err := d.records.Patch(t.Context(), found.ID, patchNote(note), operator); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/?q=" + "%3Cscript%3Ealert(1)%3C/script%3E", "/?state=%3Cscript%3E", "/claims/" + stored.ID, "/submissions/" + stored.Claim.Submission,
		"/submissions/" + found.ID, "/submissions/%3Cscript%3Ealert(1)%3C%2Fscript%3E"} {
		_, header, body := d.get(path)
		if found := inline.FindString(strings.ReplaceAll(body, " onerror=alert(2)&gt;", "")); found != "" {
			t.Errorf("%s holds %q", path, found)
		}
		if strings.Contains(body, "<script>") || !strings.HasPrefix(header.Get("Content-Type"), "text/html") {
			t.Errorf("%s repeats markup: %s", path, header.Get("Content-Type"))
		}
	}
	_, header, body := d.get("/api/v1/submissions/" + found.ID)
	if strings.Contains(body, "<script>") || !strings.HasPrefix(header.Get("Content-Type"), "application/json") {
		t.Errorf("JSON is %s: %s", header.Get("Content-Type"), body)
	}
}

func TestPathsLeadNowhereElse(t *testing.T) {
	d := openDesk(t)
	for _, path := range []string{"/static/" + staticVersion + "/..%2f..%2fgo.mod", "/static/" + staticVersion + "/%2e%2e/web.go", "/static/..%2f/web.go", "/static/" + staticVersion + "/",
		"/static/old/live.js", "/api/v1/arrivals/..%2f..%2fetc%2fpasswd", "/claims/..%2f..%2fetc", "/static/" + staticVersion + "/.%00.css"} {
		if status, _, body := d.get(path); status != http.StatusNotFound && status != http.StatusBadRequest && status/100 != 3 {
			t.Errorf("%s gives %d %.80s", path, status, body)
		}
	}
	if status, header, _ := d.get("/static/" + staticVersion + "/viewer.js"); status != 200 || header.Get("Content-Type") != "text/javascript; charset=utf-8" || !strings.Contains(header.Get("Cache-Control"), "immutable") {
		t.Errorf("a static file gives %d %v", status, header)
	}
}

func TestHugeHeadersAreRefused(t *testing.T) {
	d := openDesk(t)
	if status, _, _ := d.get("/", "X-Large", strings.Repeat("a", 64<<10)); status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("64 kB of header give %d", status)
	}
}

func TestTheLogKnowsNobody(t *testing.T) {
	d := openDesk(t)
	found, stored := d.receive(sampleEnvelope("BERTOLINI"), "AP-0077")
	d.send("external_number=SEGRETO-1", file{"ricetta-Bertolini.pdf", "x"})
	d.get("/?q=BERTOLINI")
	d.get("/claims/" + stored.ID)
	d.get("/BERTOLINI")
	d.do(http.MethodPatch, "/api/v1/submissions/"+found.ID, strings.NewReader(`{"note":"parlato con Bertolini"}`))
	d.do(http.MethodPatch, "/api/v1/submissions/"+found.ID, strings.NewReader(`{"Bertolini":1}`))
	d.Close() // every line is written
	logged := d.log.String()
	contains(t, logged, "GET /claims/{id}", "PATCH /api/v1/submissions/{id}", "status=202", "status=400", "status=404")
	for _, secret := range []string{"ertolini", "BERTOLINI", "AP-0077", "SEGRETO", found.ProtocolNumber} {
		if strings.Contains(logged, secret) {
			t.Errorf("the log tells %s:\n%s", secret, logged)
		}
	}
}

func TestAPanicIsAnsweredAsAnInternalError(t *testing.T) {
	var lines strings.Builder
	handler := logged(slog.New(slog.NewTextHandler(&lines, nil)), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("Bertolini") }))
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/", nil))
	if answer.Code != http.StatusInternalServerError || !strings.Contains(answer.Body.String(), claim.EINTERNAL) || strings.Contains(answer.Body.String()+lines.String(), "Bertolini") {
		t.Errorf("%d %s\n%s", answer.Code, answer.Body, lines.String())
	}
	contains(t, lines.String(), "request panicked", "security_test.go")
}
