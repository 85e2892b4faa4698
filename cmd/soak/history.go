package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// history is what was seen of the processes, by tenths of the pages.
type history struct {
	pages, read int
	// resident is in bytes: of the server, of its Redis, and of each child as a sample.
	resident map[string]*[10]extremes
	// ages are the most calls each child had, by its process id; limit is the most it may have.
	ages  map[string]int
	limit int
}

// extremes of the samples of a tenth.
type extremes struct {
	least, most int64
	samples     []int64
}

func newHistory(pages int) *history {
	return &history{pages: pages, resident: map[string]*[10]extremes{"server": {}, "redis": {}, "children": {}}, ages: map[string]int{}}
}

// sample looks at the server, and at the processes it started.
func (h *history) sample(pid int, m metrics) error {
	h.limit = int(m["pratica_child_calls_limit"])
	for series, value := range m {
		if child, ok := strings.CutPrefix(series, `pratica_child_calls{pid="`); ok {
			child = strings.TrimSuffix(child, `"}`)
			h.ages[child] = max(h.ages[child], int(value))
		}
	}
	h.note("server", pid)
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return err
	}
	for _, path := range stats {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it has just ended
		}
		// The second field is the name in parentheses and may hold anything (proc_pid_stat(5)).
		end := bytes.LastIndexByte(data, ')')
		fields := bytes.Fields(data[end+1:])
		if parent, err := strconv.Atoi(string(fields[1])); err != nil || parent != pid {
			continue
		}
		child, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err != nil {
			return err
		}
		if bytes.Contains(data[:end], []byte("redis-server")) {
			h.note("redis", child)
		} else {
			h.note("children", child)
		}
	}
	return nil
}

// note keeps the resident memory of a process (proc_pid_statm(5), second field, in pages).
func (h *history) note(kind string, pid int) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return // it has just ended
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return
	}
	count, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil || count == 0 {
		return
	}
	h.resident[kind][min(9, 10*h.read/h.pages)].add(count * int64(os.Getpagesize()))
}

func (e *extremes) add(bytes int64) {
	if len(e.samples) == 0 {
		e.least, e.most = bytes, bytes
	}
	e.least, e.most = min(e.least, bytes), max(e.most, bytes)
	e.samples = append(e.samples, bytes)
}

func (h *history) print(out io.Writer) {
	fmt.Fprintf(out, "resident memory in MB, least to most, by tenths of the pages:\n")
	for _, kind := range []string{"server", "redis", "children"} {
		fmt.Fprintf(out, "  %-9s", kind)
		for _, e := range h.resident[kind] {
			fmt.Fprintf(out, " %4.0f-%-4.0f", float64(e.least)/1e6, float64(e.most)/1e6)
		}
		fmt.Fprintln(out)
	}
	var ages []int
	for _, age := range h.ages {
		ages = append(ages, age)
	}
	slices.Sort(ages)
	fmt.Fprintf(out, "calls each of %d children was seen with, of %d allowed: %v\n", len(ages), h.limit, ages)
}

// grownBy and grownTo are how much higher the memory of the last third may lie than that of what follows the
// first tenth: collectors and caches breathe.
const (
	grownBy = 20e6 // bytes
	grownTo = 1.15
	longRun = 400 // pages from which on a tenth is enough to warm up
)

// judge says what was wrong.
func (h *history) judge() error {
	var errs []error
	warm := 1
	if h.pages < longRun {
		warm = 4 // children load what they need when a page first needs it
	}
	for kind, tenths := range h.resident {
		early, late := middle(tenths[warm:warm+3]), middle(tenths[7:])
		if early == 0 || late == 0 {
			continue // a run too short to tell
		}
		if float64(late) > grownTo*float64(early)+grownBy {
			errs = append(errs, fmt.Errorf("memory of %s grew from %.0f to %.0f MB", kind, float64(early)/1e6, float64(late)/1e6))
		}
	}
	if len(h.ages) == 0 || h.limit == 0 {
		errs = append(errs, errors.New("no child was seen"))
	}
	for child, age := range h.ages {
		if age > h.limit {
			errs = append(errs, fmt.Errorf("child %s had %d calls, %d are allowed", child, age, h.limit))
		}
	}
	return errors.Join(errs...)
}

// middle is the median of all samples of some tenths; 0 without any.
func middle(tenths []extremes) int64 {
	var all []int64
	for _, e := range tenths {
		all = append(all, e.samples...)
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}
