package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/claim"
	"pratica/pipeline"
)

// childMost is the most resident memory of a child on such papers, parentMost that of the program, in bytes.
const (
	childMost  = 350 << 20
	parentMost = 100 << 20
)

const goodPaper = "../../testdata/digital/01.pdf"

func reader(t *testing.T, c pipeline.Config) *pipeline.Pipeline {
	t.Helper()
	p, err := pipeline.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func processed(t *testing.T, p *pipeline.Pipeline, channel claim.Channel, files ...pipeline.File) claim.Claim {
	t.Helper()
	claims, err := p.Process(t.Context(), claim.Submission{Channel: channel}, files, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(claims) != 1 {
		t.Fatalf("%d claims", len(claims))
	}
	text, err := json.Marshal(claims[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := claim.ValidateJSON(text); err != nil {
		t.Errorf("no claim/v1: %v", err)
	}
	return claims[0]
}

// problems are the findings about files and pages, as "code file page".
func problems(c claim.Claim) []string {
	var list []string
	for _, f := range c.Findings {
		if !strings.HasPrefix(string(f.Code), "file.") && f.Code != "page.unreadable" {
			continue
		}
		text := string(f.Code)
		for _, key := range []string{"file", "page"} {
			if v, ok := f.Detail[key]; ok {
				value, _ := json.Marshal(v)
				text += " " + strings.Trim(string(value), `"`)
			}
		}
		list = append(list, text)
	}
	return list
}

// hasGoodPaper tells whether the sound invoice was read all the same.
func hasGoodPaper(c claim.Claim) bool {
	return slices.ContainsFunc(c.Expenses, func(e claim.Expense) bool { return e.Number == "FT21013" && e.Total.String() == "75.00" })
}

// TestBadFilesBecomeFindingsAndStopNoOtherFile sends every kind of bad file together with a sound invoice.
func TestBadFilesBecomeFindingsAndStopNoOtherFile(t *testing.T) {
	p := reader(t, pipeline.Config{Concurrency: 2, PageDeadline: 20 * time.Second})
	scan := fetch(t, "../../testdata/unsigned/envelope.tif")
	pdf := fetch(t, "../../testdata/sample/envelope.pdf")
	photo, drawing := asJPEG(stripes(600, 800)), asPNG(stripes(600, 800))
	good := fetch(t, goodPaper)
	for _, c := range []struct {
		name, file string
		data       []byte
		want       []string // of problems, without the file's name
	}{
		{"an empty file", "a.pdf", nil, []string{"file.empty"}},
		{"a PDF cut in the middle", "a.pdf", pdf[:len(pdf)/2], []string{"file.truncated"}},
		{"a JPEG cut in the middle", "a.jpg", photo[:len(photo)/2], []string{"page.unreadable 1"}},
		{"a JPEG cut in its head", "a.jpg", photo[:90], []string{"file.truncated"}},
		{"a PNG cut in the middle", "a.png", drawing[:len(drawing)/2], []string{"page.unreadable 1"}},
		{"a PNG cut in its head", "a.png", drawing[:20], []string{"file.truncated"}},
		{"a TIFF cut in its only page", "a.tif", tiffOf(2000, 2000, 1, make([]byte, 4_000_000))[:3_000_000], []string{"file.truncated"}},
		{"a TIFF cut before its first page", "a.tif", scan[:6], []string{"file.truncated"}},
		{"a PDF with a user password", "a.pdf", fetch(t, "../../ocr/decode/testdata/user_password.pdf"), []string{"file.encrypted"}},
		{"a PDF with an owner password", "a.pdf", fetch(t, "../../ocr/decode/testdata/owner_password.pdf"), nil},
		{"a PNG named PDF", "a.pdf", drawing, nil},
		{"a text", "a.pdf", []byte("Gentile signora, in allegato la fattura.\n"), []string{"file.unsupported"}},
		{"a web page", "a.htm", []byte("<!doctype html><html><body>Fattura n. 12</body></html>"), []string{"file.unsupported"}},
		{"a ZIP archive", "a.zip", append([]byte("PK\x03\x04"), make([]byte, 3000)...), []string{"file.unsupported"}},
		{"a program", "a.jpg", append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 3000)...), []string{"file.unsupported"}},
		{"a name with a newline and an escape", "a\x1b[31m\nb.pdf", []byte("x"), []string{"file.unsupported"}},
		{"a PDF without pages", "a.pdf", newDraft().bytes(), []string{"file.unsupported"}},
		{"201 pages online", "a.pdf", manyPages(201), []string{"file.too_many_pages"}},
		{"a PNG of 3.6 gigapixels", "a.png", pngOf(60_000, 60_000, deflated(make([]byte, 1000))), []string{"file.too_large"}},
		{"a JPEG of 4.3 gigapixels", "a.jpg", jpegHead(65_500, 65_500), []string{"file.too_large"}},
		{"a TIFF page of 3.6 gigapixels", "a.tif", tiffOf(60_000, 60_000, 8, deflated(make([]byte, 1000))), []string{"page.unreadable 1"}},
		{"a PDF page of 200 × 200 inches", "a.pdf", newDraft().page(14_400, 14_400, "0 0 9999 9999 re f", "", "").bytes(), []string{"page.unreadable 1"}},
		{"a TIFF strip that inflates to 10 GB", "a.tif", tiffOf(1000, 1000, 8, zeros("", 160)), []string{"page.unreadable 1"}},
		{"a small PNG that inflates to 10 GB", "a.png", pngOf(100, 100, zeros("", 160)), []string{"page.unreadable 1"}},
		{"a PDF object stream that inflates to 10 GB", "a.pdf", packed(zeros("1 0 2 99 ", 160), nil, ""), []string{"file.unsupported"}},
		{"a PDF cross-reference stream that inflates to 10 GB", "a.pdf", packed(deflated(nil), zeros("", 160), ""), []string{"file.unsupported"}},
		{"a PDF cross-reference table of two billion rows", "a.pdf", packed(deflated(nil), deflated(make([]byte, 5000)), "/Index[0 2000000000]"), []string{"file.unsupported"}},
		{"a PDF with scripts and programs to start", "a.pdf", hostileActions(good), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			name := c.file
			got := processed(t, p, claim.Online, pipeline.File{Name: name, Path: put(t, "in", c.data)}, pipeline.File{Name: "01.pdf", Path: goodPaper})
			t.Logf("%v: %v, %v, %s", time.Since(start).Round(10*time.Millisecond), problems(got), kinds(got), got.Outcome)
			var want []string
			for _, w := range c.want {
				quoted, _ := json.Marshal(name)
				code, page, paged := strings.Cut(w, " ")
				w = code + " " + strings.Trim(string(quoted), `"`)
				if paged {
					w += " " + page
				}
				want = append(want, w)
			}
			if !slices.Equal(problems(got), want) {
				t.Errorf("the problems are %q, want %q", problems(got), want)
			}
			if !hasGoodPaper(got) {
				t.Errorf("the sound invoice beside it was not read: %+v", got.Expenses)
			}
			if len(c.want) > 0 && got.Outcome == claim.Admissible {
				t.Error("admissible without all its papers")
			}
		})
	}
	_, peak := p.Children()
	t.Logf("a child took at most %d MB", peak>>20)
}

func kinds(c claim.Claim) (list []claim.DocumentKind) {
	for _, d := range c.Documents {
		list = append(list, d.Kind)
	}
	return list
}

// TestBombsInPicturesOfPDFsAreNamedAndCostLittle holds pictures whose streams inflate to 10 GB while their headers say
// 8 megapixels: neither reader may follow them.
func TestBombsInPicturesOfPDFsAreNamedAndCostLittle(t *testing.T) {
	p := reader(t, pipeline.Config{Concurrency: 1, PageDeadline: 20 * time.Second})
	a4 := "/Width 2480/Height 3508/ColorSpace/DeviceGray/BitsPerComponent 8/Filter"
	for name, data := range map[string][]byte{
		"inflated once":  newDraft().scan(a4+"/FlateDecode", zeros("", 160)).bytes(),
		"inflated twice": newDraft().scan(a4+"[/FlateDecode/FlateDecode]", deflated(zeros("", 160))).bytes(),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			got := processed(t, p, claim.Post, pipeline.File{Name: "a.pdf", Path: put(t, "in", data)}, pipeline.File{Name: "01.pdf", Path: goodPaper})
			if !hasGoodPaper(got) {
				t.Error("the sound invoice beside it was not read")
			}
			if !slices.Equal(problems(got), []string{"page.unreadable a.pdf 1"}) {
				t.Errorf("the problems are %q", problems(got))
			}
			_, peak := p.Children()
			t.Logf("%v, a child %d MB, %v %v", time.Since(start).Round(10*time.Millisecond), peak>>20, kinds(got), problems(got))
			if peak > childMost {
				t.Errorf("a child took %d MB", peak>>20)
			}
		})
	}
}

// TestAPageThatHangsIsUnreadableInTimeAndTheOthersAreRead gives PDFium a page to draw that takes an hour.
func TestAPageThatHangsIsUnreadableInTimeAndTheOthersAreRead(t *testing.T) {
	const deadline = 3 * time.Second
	p := reader(t, pipeline.Config{Concurrency: 2, PageDeadline: deadline})
	start := time.Now()
	got := processed(t, p, claim.Post, pipeline.File{Name: "a.pdf", Path: put(t, "in", endless())}, pipeline.File{Name: "01.pdf", Path: goodPaper})
	took := time.Since(start)
	t.Logf("%v %v %v", took, problems(got), kinds(got))
	if !slices.Equal(problems(got), []string{"page.unreadable a.pdf 1"}) || !hasGoodPaper(got) {
		t.Errorf("the problems are %q, the documents %v", problems(got), kinds(got))
	}
	if took > 3*deadline+5*time.Second { // a look and two readings; to start children, and for a busy machine
		t.Errorf("took %v", took)
	}
	if again := processed(t, p, claim.Post, pipeline.File{Name: "01.pdf", Path: goodPaper}); !hasGoodPaper(again) {
		t.Error("the pool does not live on")
	}
}

// sparse is a sound picture with nothing behind it up to that many bytes.
func sparse(t *testing.T, size int64) string {
	t.Helper()
	path := put(t, "in", asPNG(stripes(300, 400)))
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilesBeyondTheLimitOfTheChannelAreLeftOut(t *testing.T) {
	p := reader(t, pipeline.Config{Concurrency: 1})
	good := pipeline.File{Name: "01.pdf", Path: goodPaper}
	for _, c := range []struct {
		name    string
		channel claim.Channel
		files   []pipeline.File
		want    []string
	}{
		{"more than 50 MB online", claim.Online, []pipeline.File{{Name: "a.png", Path: sparse(t, 50e6+1)}, good}, []string{"file.too_large a.png"}},
		{"more than 50 MB online in two files", claim.Online, []pipeline.File{{Name: "a.png", Path: sparse(t, 30e6)}, {Name: "b.png", Path: sparse(t, 30e6)}, good},
			[]string{"file.too_large b.png"}},
		{"the same by post", claim.Post, []pipeline.File{{Name: "a.png", Path: sparse(t, 30e6)}, {Name: "b.png", Path: sparse(t, 30e6)}, good}, nil},
		{"more than 2 GB by post", claim.Post, []pipeline.File{{Name: "a.png", Path: sparse(t, 2e9+1)}, good}, []string{"file.too_large a.png"}},
		{"201 pages from a provider in two files", claim.Provider, []pipeline.File{good, {Name: "a.pdf", Path: put(t, "a.pdf", manyPages(200))}},
			[]string{"file.too_many_pages a.pdf"}},
		{"2001 pages by post", claim.Post, []pipeline.File{{Name: "a.pdf", Path: put(t, "a.pdf", manyPages(2001))}, good}, []string{"file.too_many_pages a.pdf"}},
		{"a file that is gone", claim.Post, []pipeline.File{{Name: "a.pdf", Path: "/nowhere/a.pdf"}, good}, []string{"file.unsupported a.pdf"}},
		{"a folder", claim.Post, []pipeline.File{{Name: "a", Path: t.TempDir()}, good}, []string{"file.unsupported a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := processed(t, p, c.channel, c.files...)
			if !slices.Equal(problems(got), c.want) || !hasGoodPaper(got) {
				t.Errorf("the problems are %q, want %q; documents %v", problems(got), c.want, kinds(got))
			}
		})
	}
}
