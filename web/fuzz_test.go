package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pratica/claim"
)

// counted takes objects as a store would, and keeps how many bytes they had.
type counted struct{ bytes int64 }

func (c *counted) Put(_ context.Context, r io.Reader) (string, int64, error) {
	h := sha256.New()
	n, err := io.Copy(h, r)
	c.bytes += n
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), n, err
}

// FuzzUpload takes any body as the parts of a request: it gives an arrival that says what came, under names that are
// safe and each by itself, or an error that a client can be told.
func FuzzUpload(f *testing.F) {
	body := func(write func(w *multipart.Writer)) string {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		_ = w.SetBoundary("x")
		write(w)
		_ = w.Close()
		return b.String()
	}
	file := func(w *multipart.Writer, name, data string) {
		part, _ := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}})
		_, _ = io.WriteString(part, data)
	}
	f.Add(body(func(w *multipart.Writer) {
		_ = w.WriteField("channel", "post")
		file(w, "image.jpg", "one")
		file(w, `C:\scan\image.jpg`, "two")
		file(w, "../../etc/passwd\u202e\x00", "")
		_ = w.WriteField("sent_on", "2026-05-10")
		_ = w.WriteField("external_number", "A/1")
	}))
	f.Add(body(func(w *multipart.Writer) {
		file(w, strings.Repeat("à", 300)+".pdf", "%PDF-")
		file(w, "", "x")
		file(w, "", "")
	}))
	f.Add(body(func(w *multipart.Writer) { _ = w.WriteField("other", strings.Repeat("x", 5000)) }))
	f.Add("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhalf")
	f.Fuzz(func(t *testing.T, body string) {
		store := &counted{}
		form := uploadForm{objects: store, channel: claim.API, names: map[string]bool{}}
		err := form.read(t.Context(), multipart.NewReader(strings.NewReader(body), "x"))
		var arrival claim.Arrival
		if err == nil {
			arrival, err = form.arrival(noon, "key")
		}
		if err != nil {
			told(t, err, body)
			return
		}
		if form.bytes != store.bytes || len(arrival.Files) == 0 || form.bytes > int64(len(body)) {
			t.Errorf("%d bytes in %d files, stored are %d", form.bytes, len(arrival.Files), store.bytes)
		}
		names := map[string]bool{}
		for _, file := range arrival.Files {
			safe(t, file.Name)
			if names[file.Name] {
				t.Errorf("two files are named %q", file.Name)
			}
			names[file.Name] = true
		}
		if d := arrival.SentOn; !d.IsZero() && (d.After(claim.DateIn(noon)) || d.Before(earliestSent)) || d.IsZero() != (arrival.SentEvidence == "") {
			t.Errorf("sent on %s by %q", d, arrival.SentEvidence)
		}
		if strings.ContainsFunc(string(arrival.ExternalNumber), unicode.IsControl) || utf8.RuneCountInString(string(arrival.ExternalNumber)) > 64 {
			t.Errorf("the external number is %q", arrival.ExternalNumber)
		}
	})
}

// told reports an error of which a client would only learn that something is wrong with us.
func told(t *testing.T, err error, body string) {
	t.Helper()
	var known *claim.Error
	if !errors.As(err, &known) || claim.ErrorCode(err) == claim.EINTERNAL {
		t.Errorf("%q: %v", body, err)
	}
}

func safe(t *testing.T, name string) {
	t.Helper()
	if name == "" || name == "." || name == ".." || len(name) > 255 || !utf8.ValidString(name) || strings.ContainsAny(name, "/\\\x00\n") || name != filepath.Base(name) {
		t.Errorf("a file is named %q", name)
	}
}

// FuzzName cleans any name of a file; a clean one stays as it is.
func FuzzName(f *testing.F) {
	for _, s := range []string{"scan.pdf", `..\..\x`, "a/b/", "..", " . ", "\u202efdp.exe", strings.Repeat("é", 150) + ".jpeg", "x." + strings.Repeat("y", 300), "\xff.pdf", "...", ". ."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		cleaned := cleanName(name)
		if again := cleanName(cleaned); again != cleaned {
			t.Errorf("%q is %q and then %q", name, cleaned, again)
		}
		form := uploadForm{names: map[string]bool{}}
		one, two := form.uniqueName(name), form.uniqueName(name)
		safe(t, one)
		safe(t, two)
		if one == two {
			t.Errorf("twice %q", one)
		}
	})
}

// FuzzContentType takes any head of a request: only a form with a boundary is read.
func FuzzContentType(f *testing.F) {
	f.Add("multipart/form-data; boundary=x")
	f.Add("multipart/form-data; boundary=\"\"")
	f.Add("multipart/mixed; boundary=x; charset=\xff")
	f.Fuzz(func(t *testing.T, kind string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("--x--\r\n"))
		r.Header["Content-Type"] = []string{kind}
		reader, err := multipartReader(httptest.NewRecorder(), r)
		if err != nil {
			told(t, err, kind)
			return
		}
		form := uploadForm{objects: &counted{}, channel: claim.Online, names: map[string]bool{}}
		if err := form.read(t.Context(), reader.parts); err == nil {
			t.Errorf("%q: a request without files is taken", kind)
		} else {
			told(t, err, kind)
		}
	})
}
