package web

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// The time a client gets. An upload may last hours, but not stand still (see steadyBody); everything
// else is short.
const (
	headerTime   = 10 * time.Second
	idleTime     = 2 * time.Minute
	shortRead    = 30 * time.Second
	shortWrite   = 2 * time.Minute
	maxHeader    = 32 << 10 // bytes
	uploadGrace  = 30 * time.Second
	uploadMinBps = 8 << 10 // bytes a second, averaged from the first byte
)

// NewServer is the http.Server that a handler of New should run in: bounded headers, no idle
// connection for long, and no limit on the whole body (New limits it by channel and by rate).
func NewServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

// setDeadlines gives an ordinary request its short time; upload replaces it. A ResponseWriter without
// a connection (a test's recorder) has no deadlines.
func setDeadlines(w http.ResponseWriter) {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(shortRead))
	_ = control.SetWriteDeadline(time.Now().Add(shortWrite))
}

// steadyBody reads a long body as long as it keeps a minimum average rate, so that a client that
// trickles bytes cannot hold a connection for ever.
type steadyBody struct {
	body    io.ReadCloser
	control *http.ResponseController
	start   time.Time
	read    int64
	grace   time.Duration
	rate    int64 // bytes a second
}

func newSteadyBody(w http.ResponseWriter, body io.ReadCloser) *steadyBody {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{})
	return &steadyBody{body: body, control: control, start: time.Now(), grace: uploadGrace, rate: uploadMinBps}
}

func (s *steadyBody) Read(p []byte) (int, error) {
	due := s.start.Add(s.grace + time.Duration(s.read/s.rate)*time.Second)
	if err := s.control.SetReadDeadline(due); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	n, err := s.body.Read(p)
	s.read += int64(n)
	return n, err
}

func (s *steadyBody) Close() error { return s.body.Close() }

// done ends the rate rule once the body is read: storing it may take its own time.
func (s *steadyBody) done() {
	_ = s.control.SetReadDeadline(time.Time{})
	_ = s.control.SetWriteDeadline(time.Now().Add(shortWrite))
}
