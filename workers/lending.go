package workers

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/storage"
)

// Worker processes on this or other machines read pages for a server. They speak HTTP to it and know neither
// database nor objects nor queue: SQLite has one process that writes, and a machine that reads pages needs to be
// trusted with those pages only. A page is lent under a lease; one that does not come back is due again.

// WorkPath is where Lending is mounted.
const WorkPath = "/work/v1/"

// loan is a page handed to a worker process.
type loan struct {
	Page       string `json:"page"`
	Generation int    `json:"generation"`
	Attempts   int    `json:"attempts"`
	Urgent     bool   `json:"urgent"`
	File       string `json:"file"` // its name
	Object     string `json:"object"`
	FilePage   int    `json:"file_page"`
	// HoldMS is how often the worker is to say that it is still at work.
	HoldMS int64 `json:"hold_ms"`
}

func (l loan) ref() storage.StepRef {
	return storage.StepRef{Kind: storage.ReadPage, Subject: l.Page, Generation: l.Generation}
}

// returned is what comes back of a loan.
type returned struct {
	loan
	Reading   json.RawMessage `json:"reading,omitempty"`
	Picture   string          `json:"picture,omitempty"` // object
	MediaType string          `json:"media_type,omitempty"`
	// Effort is what the reading took.
	Effort pipeline.Effort `json:"effort"`
	// Code is of the error if the page was not read; handedBack if its worker stops.
	Code string `json:"code,omitempty"`
}

const handedBack = "handed_back"

// taking is a request for a page.
type taking struct {
	ReaderVersion string `json:"reader_version"`
}

// stored names an object that was put.
type stored struct {
	Object string `json:"object"`
}

// Lending answers worker processes that bear the key, which is not empty. Mount it at WorkPath.
func (s *Server) Lending(key string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+WorkPath+"take", s.lend)
	mux.HandleFunc("POST "+WorkPath+"hold", s.holdLoan)
	mux.HandleFunc("POST "+WorkPath+"return", s.takeBack)
	mux.HandleFunc("GET "+WorkPath+"objects/{key}", s.giveObject)
	mux.HandleFunc("POST "+WorkPath+"objects", s.takeObject)
	want := []byte("Bearer " + key)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if key == "" || subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), want) != 1 {
			http.Error(w, "the worker's key is missing or wrong", http.StatusUnauthorized)
			return
		}
		// Files may be large and lines slow; who bears the key is no stranger.
		control := http.NewResponseController(w)
		_ = control.SetReadDeadline(time.Time{}) // a test's recorder has none
		_ = control.SetWriteDeadline(time.Time{})
		mux.ServeHTTP(w, r)
	})
}

func (s *Server) lend(w http.ResponseWriter, r *http.Request) {
	var asked taking
	if !decode(w, r, &asked) {
		return
	}
	if own := s.Stages.ReaderVersion(); asked.ReaderVersion != own {
		http.Error(w, fmt.Sprintf("this server reads as %s, the worker as %s: run the same version with the same forms", own, asked.ReaderVersion), http.StatusConflict)
		return
	}
	l, err := s.nextLoan(r.Context())
	switch {
	case claim.ErrorCode(err) == claim.ENOTFOUND:
		w.WriteHeader(http.StatusNoContent)
	case err != nil:
		s.refuse(w, err)
	default:
		answer(w, l)
	}
}

// nextLoan takes the page whose turn it is. Pages that need not be read any more are settled on the way.
func (s *Server) nextLoan(ctx context.Context) (loan, error) {
	for {
		if !s.enter() {
			return loan{}, claim.Errorf(claim.ENOTFOUND, "Il servizio si sta fermando.")
		}
		l, settled, err := s.tryLoan(ctx)
		s.running.Done()
		if err != nil || !settled {
			return l, err
		}
	}
}

func (s *Server) tryLoan(ctx context.Context) (l loan, settled bool, err error) {
	step, err := s.Records.Take(ctx, storage.ReadPage, s.Now().Add(s.Lease))
	if err != nil {
		return l, false, err
	}
	if exhausted(step, s.Policies[storage.ReadPage]) {
		s.end(step, s.Now(), nil, errDied)
		return l, true, nil
	}
	page, err := s.Records.Page(ctx, step.Subject)
	if err != nil {
		_, back := s.Records.HandBack(ctx, step.StepRef, s.Now())
		return l, false, errors.Join(err, ignoreStale(back))
	}
	next, known, err := s.finishKnown(ctx, step, page)
	if known || err != nil {
		s.end(step, s.Now(), next, err)
		return l, true, nil
	}
	return loan{Page: step.Subject, Generation: step.Generation, Attempts: step.Attempts, Urgent: step.Urgent,
		File: page.File.Name, Object: page.File.Object, FilePage: page.FilePage, HoldMS: (s.Lease / 4).Milliseconds()}, false, nil
}

func (s *Server) holdLoan(w http.ResponseWriter, r *http.Request) {
	var l loan
	if !decode(w, r, &l) {
		return
	}
	if err := s.Records.Hold(r.Context(), l.ref(), s.Now().Add(s.Lease)); err != nil {
		s.refuse(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// takeBack notes how the reading of a lent page ended. It ends well for a page that has moved on: there is
// nothing left to do.
func (s *Server) takeBack(w http.ResponseWriter, r *http.Request) {
	var back returned
	if !decode(w, r, &back) {
		return
	}
	if !s.enter() {
		s.refuse(w, claim.Errorf(claim.EUNAVAILABLE, "Il servizio si sta fermando."))
		return
	}
	defer s.running.Done()
	step := storage.Step{StepRef: back.ref(), State: storage.Pending, Attempts: back.Attempts, Urgent: back.Urgent}
	var next []storage.Step
	var err error
	switch back.Code {
	case "":
		begun := s.Now()
		next, err = s.Records.FinishRead(r.Context(), step.StepRef, storage.Reading{ReaderVersion: s.Stages.ReaderVersion(),
			Body: back.Reading, Picture: back.Picture, MediaType: back.MediaType})
		if err == nil {
			s.counters.page(byWorker, back.Effort, s.Now().Sub(begun))
		}
	case handedBack:
		_, err = s.Records.HandBack(r.Context(), step.StepRef, s.Now())
		if ignoreStale(err) != nil {
			s.refuse(w, err)
			return
		}
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		err = lentFailure(back.Code)
	}
	if claim.ErrorCode(err) == claim.EUNAVAILABLE { // the worker tries to return it again
		s.refuse(w, err)
		return
	}
	s.end(step, s.Now(), next, err)
	w.WriteHeader(http.StatusNoContent)
}

// lentFailure is the code of an error in a worker process.
type lentFailure string

func (f lentFailure) Error() string     { return "worker process: " + string(f) }
func (f lentFailure) ErrorCode() string { return string(f) }

func (s *Server) giveObject(w http.ResponseWriter, r *http.Request) {
	object, err := s.Objects.Open(r.Context(), r.PathValue("key"))
	if err != nil {
		s.refuse(w, err)
		return
	}
	defer object.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	if _, err := io.Copy(w, object); err != nil {
		s.Log.Debug("object not given", "cause", err)
		panic(http.ErrAbortHandler) // what was sent is not whole, and must not look so
	}
}

// maxPicture is the most bytes of a page's picture: child.Config.MaxBlobBytes.
const maxPicture = 64 << 20

func (s *Server) takeObject(w http.ResponseWriter, r *http.Request) {
	key, _, err := s.Objects.Put(r.Context(), http.MaxBytesReader(w, r.Body, maxPicture))
	if err != nil {
		s.refuse(w, err)
		return
	}
	answer(w, stored{key})
}

// refuse tells a worker process a code, for its log.
func (s *Server) refuse(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, storage.ErrStale), claim.ErrorCode(err) == claim.ENOTFOUND:
		status = http.StatusGone
	case claim.ErrorCode(err) == claim.EUNAVAILABLE:
		status = http.StatusServiceUnavailable
	case errors.Is(err, context.Canceled): // the worker is gone
		status = http.StatusRequestTimeout
	}
	s.Log.Debug("worker process refused", "cause", err)
	http.Error(w, codeOf(err), status)
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	const most = 32 << 20 // a reading: child.Config.MaxResponseBytes, and what JSON adds
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, most)).Decode(into)
	if err != nil {
		http.Error(w, "the request is not of the expected form", http.StatusBadRequest)
	}
	return err == nil
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) // the line broke: the lease ends
}

// bearer is what a worker process puts into its requests.
func bearer(key string) string { return "Bearer " + strings.TrimSpace(key) }
