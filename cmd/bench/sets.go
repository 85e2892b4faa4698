package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// set is a kind of pages that is measured together.
type set struct {
	name string
	goal string // of CPU against bare tesseract
	// count is how many pages are measured, in equal parts of each kind of case.
	count   int
	kinds   []string
	quality string
	// wanted selects papers by their kind.
	wanted func(kind string) bool
	// whole takes files as they are, not page by page: digital papers are a file each.
	whole bool
}

func sets(count int) []set {
	form := func(kind string) bool { return kind == "R01" || kind == "R02" || kind == "D01" }
	// A digital prescription carries handwriting as a picture: it has no text layer of what it says.
	expense := func(kind string) bool { return kind != "prescription" && !form(kind) }
	return []set{
		{"form scans", "at most 0.35", count, []string{"R01", "R02", "D01"}, "scan", form, false},
		{"invoice scans", "at most 1.0", count, []string{"invoice"}, "scan", expense, false},
		{"invoice photos", "at most 1.2", count, []string{"invoice"}, "photo", expense, false},
		{"text-layer PDFs", "at most 0.2 s a page", 3 * count, []string{"invoice"}, "clean", expense, true},
	}
}

// draw makes one file for each page, in turn of each kind of case.
func (s set) draw(program, dir string) ([]string, error) {
	byKind := make([][]string, len(s.kinds))
	for i, kind := range s.kinds {
		var err error
		if byKind[i], err = s.drawKind(program, filepath.Join(dir, kind), kind); err != nil {
			return nil, err
		}
	}
	var files []string
	for n := 0; len(files) < s.count; n++ {
		before := len(files)
		for _, list := range byKind {
			if n < len(list) && len(files) < s.count {
				files = append(files, list[n])
			}
		}
		if len(files) == before {
			return nil, fmt.Errorf("only %d pages were drawn", before)
		}
	}
	slices.Sort(files)
	return files, nil
}

func (s set) drawKind(program, dir, kind string) ([]string, error) {
	corpus := filepath.Join(dir, "corpus")
	// Every case has a paper of each kind wanted, most have more pages.
	cases := (s.count + len(s.kinds) - 1) / len(s.kinds)
	command := exec.Command(program, "corpus", "-o", corpus, "--seed", "90210", "--count", strconv.Itoa(cases), "--kind", kind,
		"--quality", s.quality, "--filling", "typed")
	if out, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("draw: %w: %s", err, out)
	}
	list, err := filepath.Glob(filepath.Join(corpus, "*"))
	if err != nil {
		return nil, err
	}
	var files []string
	for _, c := range list {
		more, err := s.papers(c, filepath.Join(dir, "papers"))
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// papers gives the files of a case that are measured.
func (s set) papers(caseDir, out string) ([]string, error) {
	if err := os.MkdirAll(out, 0o700); err != nil {
		return nil, err
	}
	var truth struct {
		Documents []struct {
			File  string `json:"file"`
			Pages []int  `json:"pages"`
			Kind  string `json:"kind"`
		} `json:"documents"`
	}
	data, err := os.ReadFile(filepath.Join(caseDir, "truth.json"))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		return nil, err
	}
	var files []string
	for _, d := range truth.Documents {
		if !s.wanted(d.Kind) {
			continue
		}
		in, pages := filepath.Join(caseDir, d.File), d.Pages
		if s.whole {
			pages = pages[:1]
		}
		for _, page := range pages {
			name := filepath.Join(out, fmt.Sprintf("%s-%d-%s", filepath.Base(caseDir), page, d.File))
			if err := s.cut(in, page, name); err != nil {
				return nil, err
			}
			files = append(files, name)
		}
	}
	return files, nil
}

// cut makes a file of a page: of a PDF with qpdf, of a TIFF with tiffcp; a photo is one.
func (s set) cut(file string, page int, out string) error {
	var command *exec.Cmd
	switch ending := filepath.Ext(file); {
	case !s.whole && ending == ".pdf":
		command = exec.Command("qpdf", "--empty", "--pages", file, strconv.Itoa(page), "--", out)
	case !s.whole && strings.HasPrefix(ending, ".tif"):
		command = exec.Command("tiffcp", fmt.Sprintf("%s,%d", file, page-1), out)
	default:
		if err := os.Link(file, out); err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
		return nil
	}
	if text, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("cut page: %w: %s", err, text)
	}
	return nil
}

// upright writes the upright pictures of all pages, which the other programs then read.
func upright(program string, files []string, pictures string) ([]string, error) {
	command := exec.Command(program, append([]string{"process", "--each", "--pages", pictures}, files...)...)
	if out, err := command.Output(); err != nil {
		return nil, fmt.Errorf("pictures: %w: %.300s", err, out)
	}
	return filepath.Glob(filepath.Join(pictures, "*"))
}
