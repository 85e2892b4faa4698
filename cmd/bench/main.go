// Command bench measures pratica against the bare engine on the same pages, in one run: CPU seconds a
// page with children, wall time and peak resident memory. It prints numbers and judges nothing.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// rounds is how often each measurement is repeated; the median is printed.
const rounds = 3

// set is a kind of pages that is measured together.
type set struct {
	name string
	goal string
	// papers are the cases drawn for it.
	kind, quality string
	count         int
	// wanted selects papers by their kind.
	wanted func(kind string) bool
	// whole takes files as they are, not page by page: digital papers are a file each.
	whole bool
}

var sets = []set{
	{"invoice scans", "at most 1.15 of tesseract", "R01", "scan", 4, func(kind string) bool { return kind != "R01" }, false},
	{"R01 scans", "at most 0.6 of tesseract", "R01", "scan", 4, func(kind string) bool { return kind == "R01" }, false},
	// a digital prescription carries handwriting as a picture: it has no text layer of what it says
	{"text-layer PDFs", "at most 0.2 s a page", "invoice", "clean", 60, func(kind string) bool { return kind != "prescription" }, true},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: bench PROGRAM")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(program string) error {
	dir, err := os.MkdirTemp("", "pratica-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("%-16s %6s %14s %16s %7s %10s %9s  %s\n", "pages", "count", "pratica CPU s", "tesseract CPU s", "ratio", "parent MB", "child MB", "goal")
	for _, s := range sets {
		if err := s.measure(program, filepath.Join(dir, strings.ReplaceAll(s.name, " ", "-"))); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// measure draws the pages, reads them with both programs in turn, and prints the medians.
func (s set) measure(program, dir string) error {
	files, err := s.draw(program, dir)
	if err != nil {
		return err
	}
	pictures := filepath.Join(dir, "pictures")
	pages, err := split(program, files, pictures)
	if err != nil {
		return err
	}
	var ours, theirs []float64
	var parent, child int64
	for range rounds {
		mine, err := process(program, files)
		if err != nil {
			return err
		}
		parent, child = max(parent, mine.parent), max(child, mine.child)
		bare, err := tesseract(pages)
		if err != nil {
			return err
		}
		ours, theirs = append(ours, mine.cpu/float64(len(pages))), append(theirs, bare/float64(len(pages)))
	}
	a, b := median(ours), median(theirs)
	fmt.Printf("%-16s %6d %14.3f %16.3f %7.2f %10.0f %9.0f  %s\n", s.name, len(pages), a, b, a/b, float64(parent)/1e6, float64(child)/1e6, s.goal)
	return nil
}

// draw makes one file for each paper of the wanted kinds.
func (s set) draw(program, dir string) ([]string, error) {
	corpus := filepath.Join(dir, "corpus")
	command := exec.Command(program, "corpus", "-o", corpus, "--seed", "90210", "--count", strconv.Itoa(s.count), "--kind", s.kind, "--quality", s.quality)
	if out, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("draw: %w: %s", err, out)
	}
	cases, err := filepath.Glob(filepath.Join(corpus, "*"))
	if err != nil {
		return nil, err
	}
	var files []string
	for _, c := range cases {
		more, err := s.papers(c, filepath.Join(dir, "papers"))
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
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
		in := filepath.Join(caseDir, d.File)
		if s.whole {
			name := filepath.Join(out, filepath.Base(caseDir)+"-"+d.File)
			if err := os.Link(in, name); err != nil && !errors.Is(err, os.ErrExist) {
				return nil, err
			}
			files = append(files, name)
			continue
		}
		for _, page := range d.Pages {
			name := filepath.Join(out, fmt.Sprintf("%s-%d%s", filepath.Base(caseDir), page, filepath.Ext(d.File)))
			if err := onePage(in, page, name); err != nil {
				return nil, err
			}
			files = append(files, name)
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// onePage cuts a page out of a PDF (qpdf) or a TIFF (tiffcp).
func onePage(file string, page int, out string) error {
	command := exec.Command("qpdf", "--empty", "--pages", file, strconv.Itoa(page), "--", out)
	if strings.HasPrefix(filepath.Ext(file), ".tif") {
		command = exec.Command("tiffcp", fmt.Sprintf("%s,%d", file, page-1), out)
	}
	if text, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("cut page: %w: %s", err, text)
	}
	return nil
}

// split writes the upright pictures of all pages, which the bare engine then reads.
func split(program string, files []string, pictures string) ([]string, error) {
	command := exec.Command(program, append([]string{"process", "--each", "--pages", pictures}, files...)...)
	if out, err := command.Output(); err != nil {
		return nil, fmt.Errorf("pictures: %w: %.300s", err, out)
	}
	return filepath.Glob(filepath.Join(pictures, "*"))
}

// usage is what reading some pages took: CPU seconds with children, and the peak resident memory of the
// program and of its largest child, in bytes.
type usage struct {
	cpu           float64
	parent, child int64
}

// process reads the files with the program, all in one run.
func process(program string, files []string) (usage, error) {
	var u usage
	command := exec.Command(program, append([]string{"process", "--each", "--jsonl", "--stats"}, files...)...)
	var stats strings.Builder
	command.Stderr = &stats
	cpu, err := timed(command)
	if err != nil {
		return u, fmt.Errorf("%w: %s", err, stats.String())
	}
	u.cpu = cpu
	_, line, _ := strings.Cut(stats.String(), "stats: ")
	var children float64
	if _, err := fmt.Sscanf(line, "children_cpu_seconds=%f parent_peak_bytes=%d child_peak_bytes=%d", &children, &u.parent, &u.child); err != nil {
		return u, fmt.Errorf("no statistics in %q: %w", stats.String(), err)
	}
	return u, nil
}

func tesseract(pages []string) (float64, error) {
	total := 0.0
	for _, page := range pages {
		command := exec.Command("tesseract", page, "-", "-l", "ita")
		command.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
		cpu, err := timed(command)
		if err != nil {
			return 0, fmt.Errorf("tesseract: %w", err)
		}
		total += cpu
	}
	return total, nil
}

// timed runs a command and reads the CPU seconds that the kernel counted for it and the children it
// waited for.
func timed(command *exec.Cmd) (float64, error) {
	if err := command.Run(); err != nil {
		return 0, err
	}
	spent, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, fmt.Errorf("no resource usage on this system")
	}
	return time.Duration(spent.Utime.Nano() + spent.Stime.Nano()).Seconds(), nil
}

func median(list []float64) float64 {
	sort.Float64s(list)
	return list[len(list)/2]
}
