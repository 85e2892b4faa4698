package eval_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pratica/claim"
	"pratica/eval"
	"pratica/pipeline"
)

// reportFolder is a report on three cases: one all right, one with a wrong accepted and a missing value and
// a picture of its page, and one that failed.
func reportFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	report, err := eval.NewReport(dir)
	if err != nil {
		t.Fatal(err)
	}
	page := image.NewGray(image.Rect(0, 0, 1240, 1754))
	draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(page, image.Rect(300, 500, 420, 530), image.Black, image.Point{}, draw.Src)
	var picture bytes.Buffer
	if err := png.Encode(&picture, page); err != nil {
		t.Fatal(err)
	}
	for n, name := range []string{"right", "up to/no good <b>", "failed"} {
		c, claims := planted(t)
		c.Name = name
		pages := eval.NewPageSet()
		for i := 1; i <= 7; i++ {
			if err := pages.Keep(pipeline.PageRef{File: "e.pdf", FilePage: i}, "", picture.Bytes(), "image/png"); err != nil {
				t.Fatal(err)
			}
		}
		switch n {
		case 1:
			for i := range claims[0].Documents {
				claims[0].Documents[i].ID = "d" + string(rune('1'+i))
			}
			claims[0].Member.Surname, claims[0].Member.Phone = "<script>alert(1)</script>", ""
			claims[0].Provenance["/member/surname"] = claim.Provenance{Document: "d1", Page: 1, Box: claim.Box{X: 300, Y: 500, W: 120, H: 30}, Confidence: 0.999, Accepted: claim.AcceptedAuto}
			delete(claims[0].Provenance, "/member/phone")
		case 2:
			claims = nil
		}
		r, err := eval.Score(c, claims)
		if err != nil {
			t.Fatal(err)
		}
		if n == 2 {
			r.Failure = "it broke"
		}
		if err := report.Add(r, pages); err != nil {
			t.Fatal(err)
		}
	}
	if err := report.Finish(); err != nil {
		t.Fatal(err)
	}
	return dir
}

var reference = regexp.MustCompile(`(?:src|href)="([^"#]*)(?:#[^"]*)?"`)

func TestEveryPageOfAReportIsWholeWithoutANetwork(t *testing.T) {
	dir := reportFolder(t)
	pages, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := filepath.Glob(filepath.Join(dir, "cases", "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 1 || len(cases) != 3 {
		t.Fatalf("%d pages and %d cases", len(pages), len(cases))
	}
	seen := 0
	for _, page := range append(pages, cases...) {
		html := string(read(t, page))
		for _, foreign := range []string{"http:", "https:", "<script", "ZgotmplZ", "url("} {
			if strings.Contains(html, foreign) {
				t.Errorf("%s holds %q", page, foreign)
			}
		}
		for _, m := range reference.FindAllStringSubmatch(html, -1) {
			seen++
			if m[1] == "" {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s refers to %s: %v", page, m[1], err)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d references", seen)
	}
}

func TestAReportShowsWhereAWrongValueWasRead(t *testing.T) {
	dir := reportFolder(t)
	index := string(read(t, filepath.Join(dir, "index.html")))
	worst := index[strings.Index(index, `id="worst"`):]
	first, second := strings.Index(worst, "/member/surname"), strings.Index(worst, "/member/phone")
	if first < 0 || second < first {
		t.Errorf("the accepted error is at %d, the missing value at %d", first, second)
	}
	if !strings.Contains(index, "failed at 1 of them") {
		t.Error("the failed case is not told")
	}
	picture := regexp.MustCompile(`pictures/([^"]*-[0-9][0-9]\.jpg)`).FindStringSubmatch(worst)
	if picture == nil {
		t.Fatal("there is no picture of the place")
	}
	img, err := jpeg.Decode(bytes.NewReader(read(t, filepath.Join(dir, "pictures", picture[1]))))
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	dark, red := 0, 0
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
			if c.R < 60 {
				dark++
			} else if c.R > 150 && c.G < 120 {
				red++
			}
		}
	}
	if b.Dx() > 300 || b.Dy() > 120 || dark < 3000 || dark > 3900 || red < 100 {
		t.Errorf("the picture of a box of 120 × 30 is %v with %d dark and %d red pixels", b, dark, red)
	}
	if !strings.Contains(worst[second-600:second], "-page-e_pdf-1.jpg") {
		t.Error("beside the missing telephone stands no page of its form")
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestACurveFallsFromAcceptingAllToAcceptingWhatIsSure(t *testing.T) {
	c, claims := planted(t)
	claims[0].Member.Code = "1"
	from := claims[0].Provenance["/member/code"]
	from.Confidence = 0.6
	claims[0].Provenance["/member/code"] = from
	claims[0].Member.Phone = ""
	delete(claims[0].Provenance, "/member/phone")
	r, err := eval.Score(c, claims)
	if err != nil {
		t.Fatal(err)
	}
	curve := eval.Curve([]eval.Result{r})
	if len(curve) != 2 || curve[0] != (eval.Operating{Threshold: 1, Accepted: 36.0 / 38}) || curve[1] != (eval.Operating{Threshold: 0.6, Accepted: 37.0 / 38, Error: 1.0 / 37}) {
		t.Errorf("the curve is %+v", curve)
	}
}

func TestLikeErrorsAreOneCause(t *testing.T) {
	c, claims := planted(t)
	claims[0].Expenses[0].Total, claims[0].Expenses[1].Total, claims[1].Member.Code = claim.MustMoney("1.00"), claim.MustMoney("2.00"), ""
	causes := eval.Causes(score(t, c, claims).Errors)
	if len(causes) != 2 || causes[0].Field != "/expenses/*/total" || len(causes[0].Values) != 2 || causes[0].Quality != "scan" || causes[1].Verdict != eval.Missing {
		t.Errorf("the causes are %+v", causes)
	}
}

func TestTheTextOfAScoreFitsATerminal(t *testing.T) {
	c, claims := planted(t)
	c.Name = "a-folder-of-cases/with-a-name-that-is-far-too-long-for-a-line"
	claims[0].Expenses[0].Description = "Visita ortopedica con un seguito che nessuno ha scritto e che non finisce mai"
	claims[0].Expenses[1].Total = claim.MustMoney("1.00")
	var out bytes.Buffer
	s := score(t, c, claims)
	s.Print(&out)
	for _, line := range strings.Split(out.String(), "\n") {
		if n := utf8.RuneCountInString(line); n > 100 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	for _, want := range []string{"38 values", "worst causes (of 2)", "“1.00” for “20.00”", "“…pedica con un seguito", "scan", "NA1", "copayment_receipt", "form.unsigned"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
}
