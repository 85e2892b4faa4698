package recognise

import (
	"image"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
)

// resident is the process's resident memory in MB and its highest value so far (proc(5)).
func resident(t *testing.T) (now, peak float64) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		f := strings.Fields(line)
		switch f[0] {
		case "VmRSS:":
			now, _ = strconv.ParseFloat(f[1], 64)
		case "VmHWM:":
			peak, _ = strconv.ParseFloat(f[1], 64)
		}
	}
	return now / 1024, peak / 1024
}

// TestMemoryDoesNotGrowOverPagesAndZones runs itself in a process of its own with one arena of malloc: what other tests
// leave in pools, and an arena for each thread, would hide a leak or look like one.
func TestMemoryDoesNotGrowOverPagesAndZones(t *testing.T) {
	const alone = "PRATICA_TEST_ALONE"
	if os.Getenv(alone) == "" {
		again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		again.Env = append(os.Environ(), alone+"=1", "MALLOC_ARENA_MAX=1")
		out, err := again.CombinedOutput()
		if t.Logf("%s", out); err != nil {
			t.Fatal(err)
		}
		return
	}
	sheet, _ := parcel(t, 300)
	leaning := sheet.scanned(1, 6, 100, 1).turned(1)
	comb := newPaper(60, 20, 300)
	cells := comb.comb(6, 6, 6, 7, face{"sans", 12, 0}, "1047823", 7, false)
	e := engine(t)
	round := func() {
		if _, err := e.Page(t.Context(), sheet.Gray, 300); err != nil {
			t.Fatal(err)
		}
		if _, err := e.readArea(sheet.Gray, 300); err != nil {
			t.Fatal(err)
		}
		lay(leaning.Gray, 300).sharp(image.Rect(100, 100, 300, 200))
		for range 10 {
			if _, err := e.Line(t.Context(), crop(sheet.Gray, sheet.rect(15, 48, 60, 8)), 300, ZoneOptions{}); err != nil {
				t.Fatal(err)
			}
			if _, err := e.Comb(t.Context(), comb.Gray, 300, cells, ZoneOptions{}); err != nil {
				t.Fatal(err)
			}
			Mark(sheet.Gray, sheet.rect(120, 136, 6, 6), 300)
		}
		debug.FreeOSMemory()
		trim()
	}
	round()
	round() // Tesseract's and the C library's pools are filled now
	// A page of pixels that is not freed is 8.7 MB, three rounds of it 26 MB.
	before, _ := resident(t)
	for range 3 {
		round()
	}
	after, peak := resident(t)
	t.Logf("%.0f MB, then %.0f MB; peak %.0f MB", before, after, peak)
	if after-before > 4 {
		t.Fatalf("grew from %.0f to %.0f MB", before, after)
	}
}
