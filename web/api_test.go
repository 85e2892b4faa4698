package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"pratica/claim"
	"pratica/storage"
)

func decode[T any](t *testing.T, body string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return v
}

func TestASubmissionIsFoundByItsIdItsNumberOrItsArrival(t *testing.T) {
	d := openDesk(t)
	found, stored := d.receive(sampleEnvelope("BERTOLINI"), "AP-0077")
	for _, name := range []string{found.ID, found.ProtocolNumber, found.Arrival} {
		status, header, body := d.get("/api/v1/submissions/" + name)
		if status != http.StatusOK || header.Get("Cache-Control") != "no-store" {
			t.Fatalf("%s: status %d, %v", name, status, header)
		}
		got := decode[submissionBody](t, body)
		if got.ID != claim.Text(found.ID) || got.ProtocolNumber != "2026-000001" || got.State != claim.Assembled || got.Progress != (progressBody{4, 4}) {
			t.Errorf("%s gives %s", name, body)
		}
		if len(got.Pages) != 4 || got.Pages[3] != (pageBody{4, "busta.pdf", 4, pageRead}) {
			t.Errorf("pages are %+v", got.Pages)
		}
		if len(got.Claims) != 1 || got.Claims[0].ID != stored.ID || *got.Claims[0].Findings != 4 || got.Claims[0].Outcome != claim.NeedsReview {
			t.Errorf("claims are %s", body)
		}
	}
}

func TestProgressIsToldPageByPage(t *testing.T) {
	d := openDesk(t)
	found := d.arrive("scansione.pdf", 3, "")
	d.read(found.ID, 1, newSheet().png())
	d.read(found.ID, 2, nil)
	_, _, body := d.get("/api/v1/submissions/" + found.ID)
	got := decode[submissionBody](t, body)
	if got.State != claim.Reading || got.Progress != (progressBody{3, 2}) {
		t.Errorf("progress is %s", body)
	}
	for i, want := range []pageState{pageRead, pageUnreadable, pageWaiting} {
		if got.Pages[i].State != want {
			t.Errorf("page %d is %s, want %s", i+1, got.Pages[i].State, want)
		}
	}
}

func TestAnArrivalNotYetOpenedShowsAsASubmissionWithoutANumber(t *testing.T) {
	d := openDesk(t)
	_, _, body := d.send("", file{"busta.pdf", "%PDF"})
	id := decode[submissionAnswer](t, body).Arrival
	status, _, body := d.get("/api/v1/submissions/" + id)
	contains(t, body, `"id":null`, `"protocol_number":null`, `"state":"received"`, `"claims":[]`)
	if status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	if status, _, _ = d.do(http.MethodPatch, "/api/v1/submissions/"+id, strings.NewReader(`{"note":"x"}`)); status != http.StatusConflict {
		t.Errorf("it could be changed: %d", status)
	}
	_, _, page := d.get("/")
	contains(t, page, "in arrivo", "data-busy")
	_, _, page = d.get("/submissions/" + id)
	contains(t, page, "I file sono al sicuro")
}

func TestAnArrivalOfTwoEnvelopesAsksWhichOne(t *testing.T) {
	d := openDesk(t)
	_, _, body := d.send("", file{"lotto.pdf", "%PDF"})
	id := decode[submissionAnswer](t, body).Arrival
	_, err := d.records.FinishSplit(t.Context(), d.steps(storage.SplitArrival)[0].StepRef, []storage.Envelope{
		{Pages: []storage.PageRef{{File: "lotto.pdf", FilePage: 1}}}, {Pages: []storage.PageRef{{File: "lotto.pdf", FilePage: 2}}}})
	d.must(err)
	status, _, body := d.get("/api/v1/submissions/" + id)
	contains(t, body, "2 plichi", "/api/v1/arrivals/"+id)
	if status != http.StatusConflict {
		t.Errorf("status %d", status)
	}
	_, _, body = d.get("/api/v1/arrivals/" + id)
	if got := decode[arrivalBody](t, body); len(got.Submissions) != 2 || got.Files[0].Name != "lotto.pdf" {
		t.Errorf("arrival is %s", body)
	}
	status, header, _ := d.get("/submissions/" + id)
	if status != http.StatusSeeOther || header.Get("Location") != "/?arrival="+id {
		t.Errorf("the page answers %d to %s", status, header.Get("Location"))
	}
}

func TestTheListIsPagedSearchedAndFiltered(t *testing.T) {
	d := openDesk(t)
	for n := range 5 {
		d.arrive(fmt.Sprintf("f%d.pdf", n), 1, claim.Text(fmt.Sprintf("AP-%d", n)))
	}
	read, _ := d.receive(sampleEnvelope("BERTOLINI"), "ZZ-9")
	seen, path := map[claim.Text]bool{}, "/api/v1/submissions?limit=2"
	for path != "" {
		_, _, body := d.get(path)
		list := decode[listBody](t, body)
		if list.Total != 6 || len(list.Submissions) != 2 {
			t.Fatalf("%s gives %s", path, body)
		}
		for _, s := range list.Submissions {
			seen[s.ID] = true
		}
		path = ""
		if list.Next != "" {
			path = "/api/v1/submissions?limit=2&cursor=" + string(list.Next)
		}
	}
	if len(seen) != 6 {
		t.Errorf("paging showed %d of 6", len(seen))
	}
	for query, want := range map[string]int{"q=ap-3": 1, "q=000006": 1, "state=assembled": 1, "state=reading": 5, "arrival=" + read.Arrival: 1, "voided=true": 0, "q=%25": 0} {
		_, _, body := d.get("/api/v1/submissions?" + query)
		if list := decode[listBody](t, body); list.Total != want {
			t.Errorf("%s gives %d, want %d", query, list.Total, want)
		}
	}
	for _, query := range []string{"state=lost", "limit=0", "limit=501", "limit=x", "voided=maybe"} {
		if status, _, body := d.get("/api/v1/submissions?" + query); status != http.StatusBadRequest {
			t.Errorf("%s gives %d %s", query, status, body)
		}
	}
}

func TestACorrectedSentDateAssemblesAgainAndIsAudited(t *testing.T) {
	d := openDesk(t)
	found, _ := d.receive(sampleEnvelope("BERTOLINI"), "")
	status, _, body := d.do(http.MethodPatch, "/api/v1/submissions/"+found.ID, strings.NewReader(`{"sent_on":"2026-04-15","note":"timbro poco leggibile"}`))
	if status != http.StatusOK {
		t.Fatalf("status %d: %s", status, body)
	}
	got := decode[submissionBody](t, body)
	if got.SentOn.String() != "2026-04-15" || got.SentEvidence != claim.Postmark || got.Note != "timbro poco leggibile" || got.State != claim.Assembling {
		t.Errorf("patched to %s", body)
	}
	if len(d.told) != 1 || d.told[0].Kind != storage.AssembleSubmission {
		t.Errorf("the workers were told %+v", d.told)
	}
	_, _, page := d.get("/submissions/" + found.ID)
	contains(t, page, "<del>10/05/2026</del>", "15/04/2026", "timbro poco leggibile")
}

func TestChangesThatMakeNoSenseAreRefusedWithAReason(t *testing.T) {
	d := openDesk(t)
	found := d.arrive("busta.pdf", 1, "")
	for _, c := range []struct{ name, method, path, body, want string }{
		{"a sent date tomorrow", http.MethodPatch, "", `{"sent_on":"2026-05-15"}`, "nel futuro"},
		{"a sent date of another century", http.MethodPatch, "", `{"sent_on":"1926-05-10"}`, "troppo lontana"},
		{"a day that does not exist", http.MethodPatch, "", `{"sent_on":"2026-02-30"}`, "non è un giorno"},
		{"no sent date any more", http.MethodPatch, "", `{"sent_on":null}`, "non togliere"},
		{"a misspelt field", http.MethodPatch, "", `{"senton":"2026-05-10"}`, "JSON atteso"},
		{"two objects", http.MethodPatch, "", `{"note":"a"}{"note":"b"}`, "contiene altro"},
		{"a note that is a number", http.MethodPatch, "", `{"note":7}`, "deve essere un testo"},
		{"a note without end", http.MethodPatch, "", `{"note":"` + strings.Repeat("a", 2001) + `"}`, "al massimo 2000"},
		{"a note with control characters", http.MethodPatch, "", `{"note":"a\u0000b"}`, "caratteri di controllo"},
		{"void without a reason", http.MethodPost, "/void", `{}`, "serve un motivo"},
		{"void with a blank reason", http.MethodPost, "/void", `{"reason":"  "}`, "serve un motivo"},
	} {
		status, _, body := d.do(c.method, "/api/v1/submissions/"+found.ID+c.path, strings.NewReader(c.body))
		if status != http.StatusBadRequest || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d %s", c.name, status, body)
		}
	}
	for path, want := range map[string]int{"/api/v1/submissions/01K9ZV6J4W8Q2M7T5R3X1N0BCD": 404, "/api/v1/submissions/2026-000099": 404, "/api/v1/claims/x": 404,
		"/api/v1/claims/x/versions": 404, "/api/v1/arrivals/x": 404, "/api/v1/nothing": 404, "/nothing": 404, "/submissions/x": 404, "/claims/x": 404} {
		if status, _, _ := d.get(path); status != want {
			t.Errorf("%s gives %d, want %d", path, status, want)
		}
	}
	status, header, _ := d.do(http.MethodDelete, "/api/v1/submissions/"+found.ID, nil)
	if allow := strings.Join(header.Values("Allow"), " "); status != http.StatusMethodNotAllowed || allow != "GET PATCH" {
		t.Errorf("DELETE gives %d, Allow %q", status, allow)
	}
}

func TestAVoidSubmissionSaysWhyAndCannotChange(t *testing.T) {
	d := openDesk(t)
	found, stored := d.receive(sampleEnvelope("BERTOLINI"), "")
	path := "/api/v1/submissions/" + found.ProtocolNumber
	status, _, body := d.do(http.MethodPost, path+"/void", strings.NewReader(`{"reason":"inviato due volte"}`))
	if got := decode[submissionBody](t, body); status != http.StatusOK || got.VoidReason != "inviato due volte" || got.VoidedAt == "" || got.Claims[0].State != claim.Void {
		t.Errorf("void gives %d %s", status, body)
	}
	for method, suffix := range map[string]string{http.MethodPost: "/void", http.MethodPatch: ""} {
		if status, _, _ := d.do(method, path+suffix, strings.NewReader(map[string]string{"/void": `{"reason":"di nuovo"}`, "": `{"note":"x"}`}[suffix])); status != http.StatusConflict {
			t.Errorf("%s%s afterwards gives %d", method, suffix, status)
		}
	}
	_, header, _ := d.get("/api/v1/claims/" + stored.ID)
	if header.Get("Claim-State") != "void" {
		t.Errorf("the claim is %s", header.Get("Claim-State"))
	}
	_, _, page := d.get("/")
	if strings.Contains(page, found.ProtocolNumber) {
		t.Error("the list shows a void submission unasked")
	}
	_, _, page = d.get("/?voided=true")
	contains(t, page, found.ProtocolNumber)
}

func TestAClaimIsAnsweredAsTheContractSays(t *testing.T) {
	d := openDesk(t)
	found, first := d.receive(sampleEnvelope("BERTOLINI"), "AP-0077")
	_, _, body := d.get("/api/v1/claims/" + first.ID)
	if err := claim.ValidateJSON([]byte(body)); err != nil {
		t.Errorf("not claim/v1: %v", err)
	}
	// Another reading finds another name: a second version.
	if status, _, body := d.do("POST", "/api/v1/submissions/"+found.ProtocolNumber+"/reprocess", nil); status != 200 {
		t.Fatalf("reprocess: %d %s", status, body)
	}
	_, err := d.records.FinishSplit(t.Context(), d.steps(storage.SplitArrival)[0].StepRef, []storage.Envelope{{Pages: []storage.PageRef{{File: "busta.pdf", FilePage: 1}}}})
	d.must(err)
	d.read(found.ID, 1, newSheet().png())
	second := sampleEnvelope("BERTOLONI").claim
	second.Submission = found.ID
	d.assemble(found.ID, second)

	_, _, body = d.get("/api/v1/claims/" + first.ID + "/versions")
	contains(t, body, `"version":1`, `"version":2`, `"current":true`)
	for query, want := range map[string]string{"": "BERTOLONI", "?version=1": "BERTOLINI", "?version=2": "BERTOLONI"} {
		_, _, body = d.get("/api/v1/claims/" + first.ID + query)
		contains(t, body, `"surname":"`+want+`"`)
	}
	for query, want := range map[string]int{"?version=3": 404, "?version=0": 400, "?version=a": 400} {
		if status, _, _ := d.get("/api/v1/claims/" + first.ID + query); status != want {
			t.Errorf("%s gives %d, want %d", query, status, want)
		}
	}
	_, header, _ := d.get("/api/v1/claims/" + first.ID + "?download")
	if got := header.Get("Content-Disposition"); got != `attachment; filename="pratica-`+first.ID+`-v2.json"` {
		t.Errorf("offered as %s", got)
	}
	_, _, page := d.get("/claims/" + first.ID + "?version=1")
	contains(t, page, "versione 1 (superata)", "BERTOLINI", "?version=2")
}

func TestPagePicturesAreShownOnlyAsPictures(t *testing.T) {
	d := openDesk(t)
	e := sampleEnvelope("BERTOLINI")
	found, stored := d.receive(e, "")
	path := "/api/v1/claims/" + stored.ID + "/documents/d2/pages/1"
	status, header, body := d.get(path)
	if status != http.StatusOK || body != string(e.pictures[1]) || header.Get("Content-Type") != "image/png" {
		t.Fatalf("%d %s, %d bytes", status, header.Get("Content-Type"), len(body))
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600",
		"Content-Security-Policy": picturePolicy, "ETag": `"` + strings.TrimPrefix(d.put(e.pictures[1]), "sha256:") + `-0"`} {
		if header.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, header.Get(name), want)
		}
	}
	if status, _, body = d.get(path, "If-None-Match", header.Get("ETag")); status != http.StatusNotModified || body != "" {
		t.Errorf("the same tag gives %d", status)
	}
	for range 2 { // made, then kept
		_, header, body = d.get(path + "?width=160")
		small, err := jpeg.Decode(strings.NewReader(body))
		if err != nil || small.Bounds().Dx() != 160 || small.Bounds().Dy() != 226 || header.Get("Content-Type") != "image/jpeg" {
			t.Fatalf("the preview is %v, %v", small, err)
		}
	}
	if status, _, body = d.get("/api/v1/submissions/" + found.ID + "/pages/2"); status != http.StatusOK || body != string(e.pictures[1]) {
		t.Errorf("the submission's page gives %d", status)
	}
	for _, missing := range []string{"documents/d2/pages/2", "documents/d2/pages/0", "documents/d2/pages/-1", "documents/d9/pages/1", "documents/d2/pages/x",
		"documents/..%2f..%2fetc/pages/1", "documents/d2/pages/..%2f..%2f1"} {
		if status, _, _ := d.get("/api/v1/claims/" + stored.ID + "/" + missing); status != http.StatusNotFound {
			t.Errorf("%s gives %d", missing, status)
		}
	}
	if status, _, _ := d.get(path + "?width=99999"); status != http.StatusBadRequest {
		t.Errorf("a huge preview gives %d", status)
	}
}

func TestAnObjectThatIsNoPictureIsNeverAnsweredAsAPage(t *testing.T) {
	d := openDesk(t)
	e := sampleEnvelope("BERTOLINI")
	e.pictures[0] = []byte("<html><script>alert(1)</script>")
	_, stored := d.receive(e, "")
	for _, query := range []string{"", "?width=160"} {
		status, header, body := d.get("/api/v1/claims/" + stored.ID + "/documents/d1/pages/1" + query)
		if status != http.StatusNotFound || strings.Contains(body, "script") || header.Get("ETag") != "" {
			t.Errorf("%q gives %d %s", query, status, body)
		}
	}
}

func TestTheOpenAPIDocumentDescribesEveryRouteAndNoOther(t *testing.T) {
	var spec struct {
		Paths map[string]map[string]any `yaml:"paths"`
	}
	if err := yaml.Unmarshal(openAPI, &spec); err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for path, methods := range spec.Paths {
		for method := range methods {
			if method != "parameters" {
				described[strings.ToUpper(method)+" "+path] = true
			}
		}
	}
	for _, r := range new(server).apiRoutes() {
		if !described[r.pattern] {
			t.Errorf("%s is not described", r.pattern)
		}
		delete(described, r.pattern)
	}
	for pattern := range described {
		t.Errorf("%s is described and does not exist", pattern)
	}
}

func TestReadinessAsksTheRecords(t *testing.T) {
	d := openDesk(t)
	for _, path := range []string{"/healthz", "/readyz", "/api/v1/schema/claim-v1.json", "/api/v1/openapi.yaml"} {
		if status, _, body := d.get(path); status != http.StatusOK || body == "" {
			t.Errorf("%s gives %d", path, status)
		}
	}
	d.must(d.records.Close())
	if status, _, _ := d.get("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("without a database readiness is %d", status)
	}
	if status, _, _ := d.get("/healthz"); status != http.StatusOK {
		t.Errorf("without a database the process is dead: %d", status)
	}
}

type file struct{ name, content string }

// send posts files; fields is "name=value" in lines and comes first.
func (d *desk) send(fields string, files ...file) (int, http.Header, string) {
	d.t.Helper()
	return d.sendWithKey("", fields, files...)
}

func (d *desk) sendWithKey(key, fields string, files ...file) (int, http.Header, string) {
	d.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, line := range strings.Fields(fields) {
		name, value, _ := strings.Cut(line, "=")
		d.must(form.WriteField(name, value))
	}
	for _, f := range files {
		part, err := form.CreateFormFile("file", f.name)
		d.must(err)
		_, err = part.Write([]byte(f.content))
		d.must(err)
	}
	d.must(form.Close())
	header := []string{"Content-Type", form.FormDataContentType()}
	if key != "" {
		header = append(header, "Idempotency-Key", key)
	}
	return d.do(http.MethodPost, "/api/v1/submissions", &body, header...)
}
