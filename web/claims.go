package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"pratica/claim"
	"pratica/storage"
)

// getClaim answers the claim itself, exactly as adjudication receives it, so that it can be checked
// against the schema. Its state, which is no part of the contract, is in a header. With ?download it is
// offered as a file.
func (s *server) getClaim(w http.ResponseWriter, r *http.Request) {
	stored, err := s.storedClaim(r)
	if err != nil {
		s.logInternal(r, err)
		writeError(w, err)
		return
	}
	w.Header().Set("Claim-State", string(stored.State))
	if r.URL.Query().Has("download") {
		w.Header().Set("Content-Disposition", `attachment; filename="pratica-`+stored.ID+"-v"+strconv.Itoa(stored.Version)+`.json"`)
	}
	writeJSON(w, http.StatusOK, stored.Claim)
}

// storedClaim is the claim of the path, in the version of ?version= or the current one.
func (s *server) storedClaim(r *http.Request) (storage.StoredClaim, error) {
	version := 0
	if text := r.URL.Query().Get("version"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return storage.StoredClaim{}, claim.Errorf(claim.EINVALID, "version è un numero da 1.")
		}
		version = n
	}
	return s.Records.Claim(r.Context(), r.PathValue("id"), version)
}

type versionBody struct {
	Version   int           `json:"version"`
	CreatedAt string        `json:"created_at"`
	Outcome   claim.Outcome `json:"outcome"`
	Current   bool          `json:"current"`
}

func (s *server) claimVersions(_ http.ResponseWriter, r *http.Request) (any, error) {
	current, err := s.Records.Claim(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return nil, err
	}
	body := struct {
		ID       string        `json:"id"`
		State    claim.State   `json:"state"`
		Versions []versionBody `json:"versions"`
	}{current.ID, current.State, []versionBody{}}
	for n := 1; n <= current.Current; n++ {
		stored, err := s.Records.Claim(r.Context(), current.ID, n)
		if err != nil {
			return nil, err
		}
		body.Versions = append(body.Versions, versionBody{n, instant(&stored.CreatedAt), stored.Outcome, n == current.Current})
	}
	return body, nil
}

// instant is RFC 3339 in UTC; "" for nil.
func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

const maxFreeText = 2000 // characters

// freeText is a note or a reason: several lines, no other control characters; nil is none. name begins
// the message.
func freeText(text *string, name string) (claim.Text, error) {
	if text == nil {
		return "", nil
	}
	clean := strings.TrimSpace(strings.ReplaceAll(*text, "\r\n", "\n"))
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	if utf8.RuneCountInString(clean) > maxFreeText || strings.ContainsFunc(clean, control) {
		return "", claim.Errorf(claim.EINVALID, "%s può avere al massimo %d caratteri, senza caratteri di controllo.", name, maxFreeText)
	}
	return claim.Text(clean), nil
}
