package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"pratica/claim"
)

// api adapts a handler that returns its answer: a value for JSON, or an error that becomes one.
func (s *server) api(handle func(w http.ResponseWriter, r *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer, err := handle(w, r)
		if err != nil {
			s.logInternal(r, err)
			writeError(w, err)
			return
		}
		writeJSON(w, http.StatusOK, answer)
	}
}

// statuses maps the codes of claim.Error to HTTP.
var statuses = map[string]int{
	claim.EINVALID:     http.StatusBadRequest,
	claim.ENOTFOUND:    http.StatusNotFound,
	claim.ECONFLICT:    http.StatusConflict,
	claim.EFORBIDDEN:   http.StatusForbidden,
	claim.ETOOLARGE:    http.StatusRequestEntityTooLarge,
	claim.EUNAVAILABLE: http.StatusServiceUnavailable,
	claim.EINTERNAL:    http.StatusInternalServerError,
}

func statusOf(err error) int {
	if status, ok := statuses[claim.ErrorCode(err)]; ok {
		return status
	}
	return http.StatusInternalServerError
}

type errorBody struct {
	Error errorDetail `json:"error"`
}

type errorDetail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func writeError(w http.ResponseWriter, err error) {
	code := claim.ErrorCode(err)
	if _, known := statuses[code]; !known {
		code = claim.EINTERNAL
	}
	writeJSON(w, statusOf(err), errorBody{errorDetail{code, claim.ErrorMessage(err)}})
}

// writeJSON writes status and v; a header already set, Location for one, stays.
func writeJSON(w http.ResponseWriter, status int, v any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	if err := encoder.Encode(v); err != nil {
		status = http.StatusInternalServerError
		body.Reset()
		_ = encoder.Encode(errorBody{errorDetail{claim.EINTERNAL, claim.ErrorMessage(err)}})
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the client may have gone
}

// readJSON reads one small JSON object into v and refuses names it does not know: a misspelt field
// must not pass for a change that was made.
func readJSON(w http.ResponseWriter, r *http.Request, v any) error {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return claim.WrapError(claim.EINVALID, err, "Il corpo della richiesta non è l'oggetto JSON atteso.")
	}
	if err := decoder.Decode(new(struct{})); !errors.Is(err, io.EOF) {
		return claim.Errorf(claim.EINVALID, "Il corpo della richiesta contiene altro dopo l'oggetto JSON.")
	}
	return nil
}

// logged writes one line a request: method, route pattern, status, milliseconds. Never the path, the
// query or a header: they carry numbers and names of people. A panic becomes a 500.
func logged(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		recorder := &statusRecorder{ResponseWriter: w}
		defer func() {
			if cause := recover(); cause != nil {
				if cause == http.ErrAbortHandler {
					panic(cause)
				}
				var fault runtime.Error // its text names no value of ours; that of another panic may
				if err, ok := cause.(error); ok {
					errors.As(err, &fault)
				}
				logger.Error("request panicked", "method", r.Method, "route", r.Pattern, "type", fmt.Sprintf("%T", cause), "fault", fault, "stack", string(debug.Stack()))
				if recorder.status == 0 {
					writeError(recorder, errors.New("panic"))
				}
			}
			level := slog.LevelDebug
			if recorder.status >= http.StatusInternalServerError {
				level = slog.LevelError
			}
			logger.Log(r.Context(), level, "request", "method", r.Method, "route", r.Pattern, "status", recorder.status,
				"ms", time.Since(start).Milliseconds())
		}()
		next.ServeHTTP(recorder, r)
	})
}

// logInternal logs the cause of an error nobody is told.
func (s *server) logInternal(r *http.Request, err error) {
	if statusOf(err) == http.StatusInternalServerError && r.Context().Err() == nil {
		s.logger.Error("request failed", "method", r.Method, "route", r.Pattern, "cause", err.Error())
	}
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (w *statusRecorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusRecorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusRecorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
