// Package web is the HTTP API and the pages of pratica. It stores what is sent, shows what was made of
// it, and reads nothing itself: the workers do, and a Notifier tells them that there is something to do.
//
// There are no accounts yet, so only the machine itself may reach it: see security.go for what keeps
// other sites out. The API is described in openapi.yaml, served at /api/v1/openapi.yaml.
package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"pratica/claim"
	"pratica/letters"
	"pratica/storage"
)

// Notifier tells the workers of new steps. An error costs only time: the steps are durable, and the
// reconciler finds those nobody was told of.
type Notifier interface {
	Notify(ctx context.Context, steps ...storage.Step) error
}

// Checker says whether the pictures in a file are good enough to be read: at once, without recognising text, and without
// keeping anything of the file. Name is what the file was sent as, for its messages; an error is about this machine.
type Checker interface {
	Check(ctx context.Context, name, path string) (claim.Legibility, error)
}

// Config is what a handler needs. Records, Objects and Listen are required.
type Config struct {
	Records storage.Records
	Objects storage.Objects

	// Notify may be nil: then new steps wait for the reconciler.
	Notify Notifier

	// Check may be nil: then pictures cannot be checked before they are sent.
	Check Checker
	// Checks is how many files are checked at a time, one a core if 0; others wait for CheckWait, 10 s if 0, and are then
	// refused.
	Checks    int
	CheckWait time.Duration
	// Temp is the folder where a file lies while it is checked; that of the system if empty.
	Temp string

	// Explain may be nil: then the page of a claim does not say why its outcome is what it is.
	Explain Explainer

	// Listen is the host:port that clients see, with the real port. The loopback names on this port are
	// the hosts answered to. AllowedHosts adds others, "name" on any port or "name:port".
	Listen       string
	AllowedHosts []string

	// Now is the clock, time.Now if nil.
	Now func() time.Time

	// Version is the software's, for the foot of the pages; may be empty.
	Version string

	// Ready adds a check to /readyz, of the queue for one; may be nil.
	Ready func(ctx context.Context) error

	// Work answers worker processes at /work/v1/ (workers.Server.Lending), Metrics a collector of metrics at
	// /metrics; each may be nil: then there is nothing there.
	Work, Metrics http.Handler

	// Letters is the fund's letterhead; the zero value is a neutral one.
	Letters letters.Config

	// Logger gets one line a request without personal data; nil discards them.
	Logger *slog.Logger
}

// New makes the handler. Run it in a server of NewServer.
func New(config Config) (http.Handler, error) {
	if config.Records == nil || config.Objects == nil {
		return nil, errors.New("web: records and objects are required")
	}
	hosts, err := newHostSet(config.Listen, config.AllowedHosts)
	if err != nil {
		return nil, err
	}
	s := &server{Config: config, logger: config.Logger, pictures: newPreviews(previewCount)}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Checks <= 0 {
		s.Checks = runtime.NumCPU()
	}
	if s.CheckWait <= 0 {
		s.CheckWait = checkWait
	}
	s.toCheck, s.checking = newGate(max(mostToCheck, s.Checks), s.CheckWait), newGate(s.Checks, s.CheckWait)
	if s.logger == nil {
		s.logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if s.templates, err = parseTemplates(config.Version); err != nil {
		return nil, err
	}
	return logged(s.logger, secured(hosts, s.routes())), nil
}

type server struct {
	Config
	logger    *slog.Logger
	templates pageTemplates
	pictures  *previews

	toCheck, checking *gate // files in the temporary folder, and those of them being looked at
}

// route is a pattern of http.ServeMux and its handler.
type route struct {
	pattern string
	handler http.Handler
}

// apiRoutes are those openapi.yaml describes; a test compares the two.
func (s *server) apiRoutes() []route {
	return []route{
		{"POST /api/v1/submissions", http.HandlerFunc(s.postSubmission)},
		{"POST /api/v1/check", http.HandlerFunc(s.postCheck)},
		{"GET /api/v1/submissions", s.api(s.listSubmissions)},
		{"GET /api/v1/submissions/{id}", s.api(s.getSubmission)},
		{"PATCH /api/v1/submissions/{id}", s.api(s.patchSubmission)},
		{"POST /api/v1/submissions/{id}/reprocess", s.api(s.reprocessSubmission)},
		{"POST /api/v1/submissions/{id}/void", s.api(s.voidSubmission)},
		{"POST /api/v1/submissions/{id}/join", s.api(s.joinSubmission)},
		{"GET /api/v1/submissions/{id}/pages/{page}", http.HandlerFunc(s.submissionPicture)},
		{"GET /api/v1/arrivals/{id}", s.api(s.getArrival)},
		{"GET /api/v1/claims/{id}", http.HandlerFunc(s.getClaim)},
		{"GET /api/v1/claims/{id}/versions", s.api(s.claimVersions)},
		{"GET /api/v1/claims/{id}/documents/{document}/pages/{page}", http.HandlerFunc(s.claimPicture)},
		{"GET /api/v1/schema/claim-v1.json", document("application/schema+json", claim.Schema)},
		{"GET /api/v1/openapi.yaml", document("application/yaml", func() []byte { return openAPI })},
		{"GET /healthz", s.api(s.healthy)},
		{"GET /readyz", s.api(s.ready)},
	}
}

func (s *server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for _, r := range s.apiRoutes() {
		mux.Handle(r.pattern, r.handler)
	}
	mux.Handle("/api/", s.apiNotFound(mux))
	if s.Work != nil {
		mux.Handle("/work/v1/", s.Work)
	}
	if s.Metrics != nil {
		mux.Handle("GET /metrics", s.Metrics)
	}
	mux.HandleFunc("GET /{$}", s.listPage)
	mux.HandleFunc("GET /submissions/{id}", s.submissionPage)
	mux.HandleFunc("GET /claims/{id}", s.claimPage)
	mux.HandleFunc("GET /claims/{id}/letter", s.letterPage)
	mux.HandleFunc("POST /claims/{id}/letter", s.postLetter)
	mux.Handle("GET /static/{version}/{name}", staticFiles())
	mux.HandleFunc("/", s.pageNotFound)
	return mux
}

func (s *server) healthy(http.ResponseWriter, *http.Request) (any, error) {
	return map[string]string{"status": "ok"}, nil
}

func (s *server) ready(_ http.ResponseWriter, r *http.Request) (any, error) {
	if _, err := s.Records.Submissions(r.Context(), storage.Query{Limit: 1}); err != nil {
		return nil, claim.WrapError(claim.EUNAVAILABLE, err, "L'archivio non risponde.")
	}
	if s.Ready != nil {
		if err := s.Ready(r.Context()); err != nil {
			return nil, claim.WrapError(claim.EUNAVAILABLE, err, "Un servizio necessario non risponde.")
		}
	}
	return map[string]string{"status": "ok"}, nil
}

// notify tells the workers; that it failed is logged and is no error of the request.
func (s *server) notify(ctx context.Context, steps ...storage.Step) {
	if s.Notify == nil || len(steps) == 0 {
		return
	}
	if err := s.Notify.Notify(ctx, steps...); err != nil {
		s.logger.Warn("workers not told of new steps; the reconciler will", "steps", len(steps), "cause", err.Error())
	}
}

// apiNotFound tells an unknown address (404) from a known one with another method (405).
func (s *server) apiNotFound(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPatch} {
			other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
			if _, pattern := mux.Handler(other); pattern != "/api/" {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 {
			writeError(w, claim.Errorf(claim.ENOTFOUND, "Questo indirizzo non esiste."))
			return
		}
		for _, method := range allowed {
			w.Header().Add("Allow", method)
		}
		writeJSON(w, http.StatusMethodNotAllowed, errorBody{errorDetail{claim.EINVALID, "Questo indirizzo non accetta il metodo " + r.Method + "."}})
	}
}

func document(contentType string, data func() []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(data())
	}
}
