package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"time"

	"pratica/claim"
)

// postCheck says whether the pictures of one file are good enough, before it is sent. The file lies in a temporary file
// while it is looked at, and nowhere afterwards.
func (s *server) postCheck(w http.ResponseWriter, r *http.Request) {
	answer, err := s.check(w, r)
	if err != nil {
		if errors.Is(err, errBusy) {
			w.Header().Set("Retry-After", retryAfter)
		}
		s.refuseUpload(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

const (
	// mostToCheck is how many files lie in the temporary folder at a time, of 50 MB each at most.
	mostToCheck = 32
	// checkWait is how long a request waits for its turn: whoever asks holds a telephone over a paper.
	checkWait = 10 * time.Second
	// retryAfter is in seconds.
	retryAfter = "5"
	// checkGrace and checkMinBps are uploadGrace and uploadMinBps of a file to check: it holds one of few places.
	checkGrace  = time.Minute
	checkMinBps = 64 << 10
)

func (s *server) check(w http.ResponseWriter, r *http.Request) (answer claim.Legibility, err error) {
	if s.Check == nil {
		return answer, claim.Errorf(claim.EUNAVAILABLE, "Il controllo delle foto non è disponibile.")
	}
	allowed := limits[claim.Online]
	if r.ContentLength > allowed.bytes+maxOverhead {
		return answer, tooLarge(allowed)
	}
	leave, err := s.toCheck.enter(r.Context())
	if err != nil {
		return answer, err
	}
	defer leave()
	temp, err := os.CreateTemp(s.Temp, "check-")
	if err != nil {
		return answer, fmt.Errorf("store a file to check: %w", err)
	}
	defer func() { err = errors.Join(err, temp.Close(), os.Remove(temp.Name())) }()
	body := newSteadyBody(w, r.Body)
	body.grace, body.rate = checkGrace, checkMinBps
	r.Body = body // as in multipartReader
	name, err := checkedFile(r, temp, &boundedReader{r: body, left: allowed.bytes + maxOverhead, over: tooLarge(allowed)})
	if err != nil {
		return answer, err
	}
	body.done()
	leave, err = s.checking.enter(r.Context())
	if err != nil {
		return answer, err
	}
	defer leave()
	answer, err = s.Check.Check(r.Context(), name, temp.Name())
	if err != nil {
		return answer, fmt.Errorf("check a file: %w", err)
	}
	return answer, nil
}

// checkedFile writes the one file of a request, the field "file" of a form or the whole body, and gives its name.
func checkedFile(r *http.Request, to io.Writer, body io.Reader) (name string, err error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		if _, err := io.Copy(to, body); err != nil {
			return "", cutShort(err)
		}
		return "documento", nil
	}
	parts := multipart.NewReader(body, params["boundary"])
	part, err := parts.NextPart()
	switch {
	case errors.Is(err, io.EOF), err == nil && part.FormName() != "file":
		return "", claim.Errorf(claim.EINVALID, "Per il controllo si invia un solo documento, nel campo «file».")
	case err != nil:
		return "", cutShort(err)
	}
	if _, err := io.Copy(to, part); err != nil {
		return "", cutShort(err)
	}
	name = cleanName(part.FileName())
	if name == "" {
		name = "documento"
	}
	switch _, err := parts.NextPart(); {
	case err == nil:
		return "", claim.Errorf(claim.EINVALID, "Per il controllo si invia un solo documento, nel campo «file».")
	case !errors.Is(err, io.EOF):
		return "", cutShort(err)
	}
	return name, nil
}
