// Command bench measures a pratica program against the bare tesseract program and OCRmyPDF on the same drawn
// pages: CPU seconds a page (children included), wall time and peak memory; and what a second worker adds. Its
// table is the one of docs/performance.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// rounds is how often each measurement is repeated; the median is printed. OCRmyPDF, which takes ten times as
// long as all others together, runs once.
const rounds = 3

func main() {
	count := flag.Int("count", 20, "pages of each set")
	only := flag.String("only", "", "measure only what has this in its name; \"workers\" for the second worker")
	flag.Parse()
	if flag.NArg() != 1 || *count < 1 {
		fmt.Fprintln(os.Stderr, "usage: bench [-count N] [-only NAME] PROGRAM")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *count, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(program string, count int, only string) error {
	dir, err := os.MkdirTemp("", "pratica-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	load, _ := os.ReadFile("/proc/loadavg") // only for whoever reads the table
	fmt.Printf("Load before: %s\n", strings.TrimSpace(string(load)))
	fmt.Printf("CPU is seconds a page with children, wall seconds a page with a page on every core, MB the peak of parent + largest child.\n")
	fmt.Printf("\"not engine\" is the share of pratica's CPU outside Tesseract and the line network, \"not reading\" outside the reading of decoded pages: decoding, writing pictures, joining, checking, starting.\n\n")
	fmt.Printf("%-16s %5s | %-24s %12s %13s | %-22s | %-22s | %s\n", "pages", "count", "pratica CPU  wall    MB", "not engine %", "not reading %",
		"tesseract CPU wall  MB", "OCRmyPDF CPU wall   MB", "pratica to tesseract (goal), to OCRmyPDF (goal)")
	var all []string
	for _, s := range sets(count) {
		if !strings.Contains(s.name, only) && only != "workers" {
			continue
		}
		files, err := s.measure(program, filepath.Join(dir, strings.ReplaceAll(s.name, " ", "-")), only == "workers")
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if !s.whole {
			all = append(all, files...)
		}
	}
	if only != "" && only != "workers" {
		return nil
	}
	return secondWorker(program, dir, all)
}

// measure draws the pages, reads them with the programs in turn, and prints the medians. It gives the files drawn.
func (s set) measure(program, dir string, drawOnly bool) ([]string, error) {
	files, err := s.draw(program, dir)
	if err != nil || drawOnly {
		return files, err
	}
	pictures, err := upright(program, files, filepath.Join(dir, "pictures"))
	if err != nil {
		return nil, err
	}
	n := float64(len(pictures))
	var ours, theirs []usage
	for range rounds {
		mine, err := process(program, files)
		if err != nil {
			return nil, err
		}
		bare, err := tesseract(pictures)
		if err != nil {
			return nil, err
		}
		ours, theirs = append(ours, mine), append(theirs, bare)
	}
	a, b := middle(ours), middle(theirs)
	fmt.Printf("%-16s %5d | %11.3f %5.2f %6.0f %12.1f %13.1f | %13.3f %5.2f %3.0f | ", s.name, len(pictures),
		a.cpu/n, a.wall/n, a.megabytes, 100*(1-a.recognise/a.cpu), 100*(1-a.reading/a.cpu), b.cpu/n, b.wall/n, b.megabytes)
	if s.whole {
		fmt.Printf("%-22s | %.2f (%s)\n", "", a.cpu/b.cpu, s.goal)
		return files, nil
	}
	c, err := ocrmypdf(pictures, filepath.Join(dir, "ocrmypdf"))
	if err != nil {
		return nil, err
	}
	fmt.Printf("%12.3f %5.2f %4.0f | %.2f (%s), %.3f (at most 0.2)\n", c.cpu/n, c.wall/n, c.megabytes, a.cpu/b.cpu, s.goal, a.cpu/c.cpu)
	return files, nil
}

// middle is the usage with the median CPU time.
func middle(list []usage) usage {
	sort.Slice(list, func(i, j int) bool { return list[i].cpu < list[j].cpu })
	return list[len(list)/2]
}
