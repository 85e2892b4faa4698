package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"pratica/claim"
)

// askAbout posts one file to be checked, as a form.
func (d *desk) askAbout(field string, files ...file) (int, string) {
	d.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range files {
		part, err := form.CreateFormFile(field, f.name)
		d.must(err)
		_, err = part.Write([]byte(f.content))
		d.must(err)
	}
	d.must(form.Close())
	status, _, answer := d.do(http.MethodPost, "/api/v1/check", &body, "Content-Type", form.FormDataContentType())
	return status, answer
}

func TestACheckAnswersAndKeepsNothing(t *testing.T) {
	d := openDesk(t)
	d.verdict = func(name, path string) (claim.Legibility, error) {
		data, err := os.ReadFile(path)
		info, statErr := os.Stat(path)
		d.must(errors.Join(err, statErr))
		if info.Mode().Perm() != 0o600 {
			t.Errorf("others may read it: %v", info.Mode())
		}
		return claim.Legibility{Message: name + ": " + string(data)}, nil
	}
	if status, body := d.askAbout("file", file{"../scontrino rossi.jpg", "JPEG"}); status != http.StatusOK || !strings.Contains(body, `"message":"scontrino rossi.jpg: JPEG"`) {
		t.Errorf("%d %s", status, body)
	}
	if status, _, body := d.do(http.MethodPost, "/api/v1/check", strings.NewReader("RAW"), "Content-Type", "image/jpeg"); status != http.StatusOK || !strings.Contains(body, `"message":"documento: RAW"`) {
		t.Errorf("%d %s", status, body)
	}
	left, err := os.ReadDir(d.temp)
	d.must(err)
	if len(left) > 0 || len(d.arrivals()) > 0 {
		t.Errorf("%v is left, and %v", left, d.arrivals())
	}
	if log := d.log.String(); strings.Contains(log, "rossi") {
		t.Errorf("logged: %s", log)
	}
}

func TestACheckRefusesWhatItCannotTake(t *testing.T) {
	d := openDesk(t)
	for name, c := range map[string]struct {
		field  string
		files  []file
		status int
	}{
		"two files":   {"file", []file{{"a.jpg", "x"}, {"b.jpg", "y"}}, http.StatusBadRequest},
		"no file":     {"file", nil, http.StatusBadRequest},
		"other field": {"channel", []file{{"a.jpg", "x"}}, http.StatusBadRequest},
	} {
		if status, body := d.askAbout(c.field, c.files...); status != c.status || !strings.Contains(body, "un solo documento") {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	endless := io.LimitReader(zeros{}, limits[claim.Online].bytes+maxOverhead+1)
	if status, _, body := d.do(http.MethodPost, "/api/v1/check", endless, "Content-Type", "image/jpeg"); status != http.StatusRequestEntityTooLarge || !strings.Contains(body, "50 MB") {
		t.Errorf("too much: %d %s", status, body)
	}
	d.verdict = func(string, string) (claim.Legibility, error) {
		return claim.Legibility{}, errors.New("no child starts")
	}
	if status, body := d.askAbout("file", file{"a.jpg", "x"}); status != http.StatusInternalServerError || strings.Contains(body, "child") {
		t.Errorf("a fault of the machine: %d %s", status, body)
	}
	left, err := os.ReadDir(d.temp)
	d.must(err)
	if len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestAPhotoIsJudgedBesideItsNameAndCanBeSentAnyway(t *testing.T) {
	d := openDesk(t)
	blurred := claim.Legibility{Message: "Foto sfocata in basso: tocchi lo schermo sul testo per mettere a fuoco e rifaccia la foto."}
	d.verdict = func(name, _ string) (claim.Legibility, error) {
		if name == "scontrino della farmacia.jpg" {
			return blurred, nil
		}
		return claim.Legibility{Good: true, Message: "Va bene così."}, nil
	}
	folder := t.TempDir()
	var paths []string
	for _, name := range []string{"scontrino della farmacia.jpg", "fattura.heic", "busta.pdf"} {
		path := filepath.Join(folder, name)
		d.must(os.WriteFile(path, []byte("x"), 0o600))
		paths = append(paths, path)
	}
	browser := openBrowser(t)
	const said = `[...document.querySelectorAll('#chosen .photo-verdict')].map(p => p.textContent)`
	for _, w := range []window{{1920, 1080, "light"}, {360, 740, "dark"}, {360, 740, "light"}} {
		do(t, browser, size(w.width, w.height, w.scheme), chromedp.Navigate(d.URL+"/"), settled(),
			chromedp.SetUploadFiles(chromedp.ID("files"), paths), await(said+`[1] === 'Va bene così.'`))
		got := ask[[]string](t, browser, said)
		if len(got) != 3 || got[0] != blurred.Message+" Si può inviare anche così." || got[2] != "" {
			t.Errorf("said %q", got)
		}
		for rule, elements := range ask[map[string][]string](t, browser, allRules()) {
			for _, element := range elements {
				t.Errorf("at %d px: %s: %s", w.width, rule, element)
			}
		}
		picture(t, browser, fmt.Sprintf("checked-%d-%s", w.width, w.scheme))
	}
	do(t, browser, chromedp.Click(chromedp.CSS(`#upload button.primary`)), await(`document.getElementById('upload-status').textContent.includes('Ricevuto')`))
	if stored := d.arrivals(); len(stored) != 1 || len(stored[0].Files) != 3 {
		t.Errorf("stored %+v", stored)
	}
}

func TestACheckThatHangsDoesNotHoldUpSending(t *testing.T) {
	d := openDesk(t)
	release := make(chan struct{})
	asked := make(chan struct{}, 1)
	d.verdict = func(string, string) (claim.Legibility, error) {
		asked <- struct{}{}
		<-release
		return claim.Legibility{Good: true}, nil
	}
	t.Cleanup(func() { close(release) })
	path := filepath.Join(t.TempDir(), "scontrino.jpg")
	d.must(os.WriteFile(path, []byte("x"), 0o600))
	browser := openBrowser(t)
	do(t, browser, size(1280, 800, "light"), chromedp.Navigate(d.URL+"/"), settled(), chromedp.SetUploadFiles(chromedp.ID("files"), []string{path}))
	<-asked
	do(t, browser, chromedp.Click(chromedp.CSS(`#upload button.primary`)), await(`document.getElementById('upload-status').textContent.includes('Ricevuto')`))
}
