package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"pratica/claim"
	"pratica/synth"
)

// photograph writes a drawn photo into a file and gives its path.
func photograph(t *testing.T, name string, faults synth.PhotoFaults) string {
	t.Helper()
	data, err := synth.Photograph(1, faults)
	if err != nil {
		t.Fatal(err)
	}
	return put(t, name, data)
}

func TestCheckSaysInWordsWhatIsWrongWithAPhoto(t *testing.T) {
	good := photograph(t, "scontrino.jpg", synth.PhotoFaults{})
	if run := execute(t, "process", "--check", good); run.code != 0 || run.stdout != "scontrino.jpg: Va bene così.\n" {
		t.Errorf("%d %q %q", run.code, run.stdout, run.stderr)
	}
	blurred := photograph(t, "mosso.jpg", synth.PhotoFaults{Defocus: [2]float64{0, 8}})
	run := execute(t, "process", "--check", good, blurred)
	if run.code != exitRetake || !strings.Contains(run.stdout, "mosso.jpg: Foto sfocata in basso") || run.stderr != "" {
		t.Errorf("%d %q %q", run.code, run.stdout, run.stderr)
	}
	run = execute(t, "process", "--check", "--json", blurred)
	var files []struct {
		File string
		claim.Legibility
	}
	if err := json.Unmarshal([]byte(run.stdout), &files); err != nil {
		t.Fatalf("%v: %s", err, run.stdout)
	}
	if len(files) != 1 || files[0].File != "mosso.jpg" || files[0].Good || len(files[0].Pages) != 1 || files[0].Pages[0].Problems[0].Code != claim.PhotoBlurred ||
		files[0].Pages[0].Problems[0].Where != claim.SideBottom || files[0].Pages[0].Measures.Width != 3024 || run.code != exitRetake {
		t.Errorf("%d %+v", run.code, files)
	}
}

func TestCheckAnswersEveryPageOfADocument(t *testing.T) {
	run := execute(t, "process", "--check", "../../testdata/sample/envelope.pdf")
	if run.code != 0 || strings.Count(run.stdout, "Va bene così.") != 5 || !strings.Contains(run.stdout, "envelope.pdf, pagina 5: ") {
		t.Errorf("%d %q %q", run.code, run.stdout, run.stderr)
	}
}

func TestCheckOfWhatIsNoPictureSaysSo(t *testing.T) {
	data, err := synth.Photograph(1, synth.PhotoFaults{})
	if err != nil {
		t.Fatal(err)
	}
	huge := []byte("\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9")
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"vuoto.jpg":    {nil, "è vuoto"},
		"testo.jpg":    {[]byte("no picture at all"), "non è un documento leggibile"},
		"tagliato.jpg": {data[:len(data)/2], "è incompleto"},
		"enorme.jpg":   {huge, "è troppo grande"},
		"guasto.jpg":   {append(data[:2000:2000], make([]byte, 5000)...), "guasto.jpg"},
	} {
		run := execute(t, "process", "--check", put(t, name, c.data))
		if run.code != exitUnreadable || !strings.Contains(run.stdout, c.want) {
			t.Errorf("%s: %d %q %q", name, run.code, run.stdout, run.stderr)
		}
	}
}

// What a member's telephone asks the server: the picture is judged as by the command, of JPEG and of HEIC.
func TestTheServerChecksAPhotoLikeTheCommand(t *testing.T) {
	server := serve(t, t.TempDir())
	ask := func(path, mediaType string) (answer claim.Legibility) {
		t.Helper()
		begun := time.Now()
		response, err := http.Post(server.address+"/api/v1/check", mediaType, bytes.NewReader(fetch(t, path)))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %v", path, response.Status, err)
		}
		t.Logf("%s: %v", path, time.Since(begun))
		return answer
	}
	if good := ask(photograph(t, "scontrino.jpg", synth.PhotoFaults{}), "image/jpeg"); !good.Good || good.Message != "Va bene così." {
		t.Errorf("%+v", good)
	}
	if blurred := ask(photograph(t, "mosso.jpg", synth.PhotoFaults{Defocus: [2]float64{0, 8}}), "image/jpeg"); blurred.Good ||
		!strings.Contains(blurred.Message, "Foto sfocata in basso") {
		t.Errorf("%+v", blurred)
	}
	tiny := ask("../../ocr/decode/testdata/colour.heic", "image/heic")
	if tiny.Good || len(tiny.Pages) != 1 || tiny.Pages[0].Measures == nil || tiny.Pages[0].Measures.Width == 0 {
		t.Errorf("%+v %+v", tiny, tiny.Pages)
	}
	server.stop()
}
