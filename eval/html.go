package eval

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"image"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pratica/claim"
)

//go:embed report/*
var reportFiles embed.FS

var reportPages = template.Must(template.New("").Funcs(template.FuncMap{
	"percent": percent, "seconds": seconds, "share": share, "add": func(a, b float64) float64 { return a + b },
	"ratio": func(f float64) string { return fmt.Sprintf("%.2f %%", 100*f) },
	"conf":  func(f float64) string { return fmt.Sprintf("%.4g", f) },
	"clip":  func(n int, s string) string { return clip(s, n) },
}).ParseFS(reportFiles, "report/*.html"))

// Report writes a folder of plain HTML that a browser opens without a server and without a network.
type Report struct {
	dir     string
	results []Result
	errors  []reportError
	pages   []casePage
}

// reportError is an error with its picture.
type reportError struct {
	Value
	Slug    string
	Picture string // of the report's folder "pictures"; "" when there is none
	Whole   bool   // the picture is the whole page: nothing was read
}

// InReport is the error with its picture as a page that far from it names it.
func (e reportError) InReport(folder string) reportError {
	if e.Picture != "" {
		e.Picture = folder + e.Picture
	}
	return e
}

type casePage struct {
	Result
	Slug                           string
	Wrong, Missing, Invented, Kept int
	AcceptedWrong                  int
}

// NewReport makes the folder. Files of an earlier report there are written over.
func NewReport(dir string) (*Report, error) {
	for _, sub := range []string{"cases", "pictures"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return nil, fmt.Errorf("create report: %w", err)
		}
	}
	style, err := reportFiles.ReadFile("report/style.css")
	if err != nil {
		return nil, fmt.Errorf("create report: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "style.css"), style, 0o644); err != nil {
		return nil, fmt.Errorf("create report: %w", err)
	}
	return &Report{dir: dir}, nil
}

// mostPictures is the greatest number of pictures of one case.
const mostPictures = 80

// Add writes the page of a case.
func (r *Report) Add(result Result, pages *PageSet) error {
	slug := fmt.Sprintf("%04d-%s", len(r.results)+1, strings.Map(func(c rune) rune {
		if c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return c
		}
		return '_'
	}, result.Case.Name))
	page := casePage{Result: result, Slug: slug}
	var errors []reportError
	for _, v := range result.Values {
		if v.Class != Paper {
			continue
		}
		switch v.Verdict {
		case Exact:
			page.Kept++
			continue
		case Wrong:
			page.Wrong++
		case Missing:
			page.Missing++
		case Invented:
			page.Invented++
		}
		if v.Accepted() {
			page.AcceptedWrong++
		}
		e := reportError{Value: v, Slug: slug}
		if len(errors) < mostPictures {
			var err error
			if e.Picture, e.Whole, err = r.picture(result, v, pages, slug, len(errors)); err != nil {
				return err
			}
		}
		errors = append(errors, e)
	}
	sortWorst(errors)
	thumbs, err := r.thumbs(result, pages, slug)
	if err != nil {
		return err
	}
	r.results, r.errors, r.pages = append(r.results, result), append(r.errors, errors...), append(r.pages, page)
	return r.write(filepath.Join("cases", slug+".html"), "case.html", struct {
		casePage
		Errors []reportError
		Thumbs []thumb
	}{page, errors, thumbs})
}

// picture writes the picture of an error: the place it was read at, or the small page.
func (r *Report) picture(result Result, v Value, pages *PageSet, slug string, n int) (file string, whole bool, err error) {
	key, box, ok := placeOf(result, v)
	if !ok {
		return "", false, nil
	}
	page, img := pages.picture(key)
	if img == nil {
		return "", false, nil
	}
	var cut image.Image
	if !box.Empty() {
		cut = snippet(img, box)
	}
	if cut == nil {
		file, err := r.thumb(page, img, slug, key)
		return file, true, err
	}
	file = fmt.Sprintf("%s-%02d.jpg", slug, n)
	return file, false, writeJPEG(filepath.Join(r.dir, "pictures", file), cut)
}

type thumb struct {
	Picture, Title string
}

// thumbs writes the small pictures of all pages, in the order of the claims.
func (r *Report) thumbs(result Result, pages *PageSet, slug string) ([]thumb, error) {
	var list []thumb
	for _, c := range result.Claims {
		for _, d := range c.Documents {
			for _, p := range d.Pages {
				key := pageKey{p.File, p.FilePage}
				page, img := pages.picture(key)
				if img == nil {
					continue
				}
				file, err := r.thumb(page, img, slug, key)
				if err != nil {
					return nil, err
				}
				list = append(list, thumb{file, fmt.Sprintf("%s %d: %s", p.File, p.FilePage, d.Kind)})
			}
		}
	}
	return list, nil
}

func (r *Report) thumb(page *pagePicture, img image.Image, slug string, key pageKey) (string, error) {
	if page.thumb != "" {
		return page.thumb, nil
	}
	small := shrunk(img, img.Bounds(), thumbWidth, 2*thumbWidth)
	page.thumb = fmt.Sprintf("%s-page-%s-%d.jpg", slug, strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return c
		}
		return '_'
	}, key.file), key.page)
	return page.thumb, writeJPEG(filepath.Join(r.dir, "pictures", page.thumb), small)
}

// sortWorst puts first what the machine stands for, and then what it was surest of.
func sortWorst(errors []reportError) {
	slices.SortStableFunc(errors, func(a, b reportError) int {
		if a.Accepted() != b.Accepted() {
			return map[bool]int{true: -1, false: 1}[a.Accepted()]
		}
		return cmp.Compare(b.Confidence(), a.Confidence())
	})
}

// mostWorst is how many errors the first page shows.
const mostWorst = 60

type reportPart struct {
	Title string
	Rows  []reportRow
}

type reportRow struct {
	Name string
	T    Tally
	M    Measures
}

// Finish writes the first page.
func (r *Report) Finish() error {
	s := Summarise(r.results)
	sortWorst(r.errors)
	curve := Curve(r.results)
	var operating []Operating
	for _, threshold := range []float64{0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999} {
		operating = append(operating, at(curve, threshold))
	}
	return r.write("index.html", "index.html", struct {
		All         Tally
		M           Measures
		Failed      []string
		Parts       []reportPart
		Fields      []reportRow
		Findings    map[claim.Code]*FindingTally
		Reliability chart
		Curve       chart
		Bands       []Band
		Operating   []Operating
		Causes      []Cause
		Worst       []reportError
		Errors      int
		Cases       []casePage
	}{s.All, s.All.Measures(), s.Failed, []reportPart{{"Quality", rows(s.ByQuality)}, {"Form", rows(s.ByForm)}, {"Kind of document", rows(s.ByDocumentKind)},
		{"Tag", rows(s.ByTag)}}, rows(s.ByField), s.ByFinding, reliabilityChart(s.All.Reliability), curveChart(curve, s.All), bandsOf(r.results), operating,
		firstOf(Causes(s.Errors), 2*mostCauses), firstOf(r.errors, mostWorst), len(r.errors), r.pages})
}

func rows(parts map[string]*Tally) []reportRow {
	var list []reportRow
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		list = append(list, reportRow{name, *parts[name], parts[name].Measures()})
	}
	return list
}

func firstOf[T any](list []T, n int) []T { return list[:min(n, len(list))] }

func (r *Report) write(path, page string, data any) error {
	f, err := os.Create(filepath.Join(r.dir, path))
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	if err := reportPages.ExecuteTemplate(f, page, data); err != nil {
		f.Close()
		return fmt.Errorf("write report: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// Outcomes are those of the claims read, for the page of a case.
func (p casePage) Outcomes() []claim.Outcome {
	var list []claim.Outcome
	for _, c := range p.Claims {
		list = append(list, c.Outcome)
	}
	return list
}
