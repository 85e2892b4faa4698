package pipeline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	_ "image/png"
	"maps"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"pratica/ocr"
	"pratica/ocr/likeness"
	"pratica/synth"
)

// pictured is a paper as it was read from one picture.
type pictured struct {
	likeness.Fingerprint
	picture uint64 // perceptualHash
}

// readRetakes reads pictures of papers, as many at a time as there are children.
func readRetakes(t *testing.T, list []synth.Retake) map[synth.Retake]pictured {
	t.Helper()
	p, err := New(Config{PageDeadline: 2 * time.Minute, Stderr: os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	folder := t.TempDir()
	read := map[synth.Retake]pictured{}
	var mutex sync.Mutex
	var group sync.WaitGroup
	next := make(chan synth.Retake)
	one := func(r synth.Retake) error {
		name, data, err := r.File()
		if err != nil {
			return err
		}
		path := filepath.Join(folder, fmt.Sprintf("%d-%d-%s-%d%s", r.Paper, r.Sibling, r.Way, r.Again, filepath.Ext(name)))
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return err
		}
		defer os.Remove(path)
		result, err := p.ReadPage(t.Context(), File{name, path}, 1)
		if err != nil {
			return err
		}
		var reading Reading
		if err := json.Unmarshal(result.Reading, &reading); err != nil {
			return err
		}
		img, _, err := image.Decode(bytes.NewReader(result.Picture))
		if err != nil {
			return err
		}
		mutex.Lock()
		defer mutex.Unlock()
		read[r] = pictured{reading.Likeness, perceptualHash(img)}
		return nil
	}
	for range p.pool.Size {
		group.Go(func() {
			for r := range next {
				if err := one(r); err != nil {
					t.Errorf("%+v: %v", r, err)
				}
			}
		})
	}
	for _, r := range list {
		next <- r
	}
	close(next)
	group.Wait()
	return read
}

// perceptualHash is the 64-bit hash of the low frequencies of a picture (Zauner 2010, "Implementation and Benchmarking of
// Perceptual Image Hash Functions"), of what lies within the box of its ink: what the fingerprint is compared with.
func perceptualHash(img image.Image) uint64 {
	const n, low = 32, 8
	g := ocr.Grey(img)
	box := image.Rectangle{}
	for y := 0; y < g.Rect.Dy(); y += 8 {
		for x := 0; x < g.Rect.Dx(); x += 8 {
			if g.Pix[y*g.Stride+x] < 128 {
				box = box.Union(image.Rect(x, y, x+8, y+8))
			}
		}
	}
	box = box.Intersect(g.Rect)
	if box.Empty() {
		return 0
	}
	var cells, rows, freq [n][n]float64
	for y := range n {
		for x := range n {
			c := image.Rect(box.Min.X+x*box.Dx()/n, box.Min.Y+y*box.Dy()/n, box.Min.X+(x+1)*box.Dx()/n, box.Min.Y+(y+1)*box.Dy()/n)
			sum, count := 0.0, 1e-9
			for j := c.Min.Y; j < c.Max.Y; j += 2 {
				for i := c.Min.X; i < c.Max.X; i += 2 {
					sum, count = sum+float64(g.Pix[j*g.Stride+i]), count+1
				}
			}
			cells[y][x] = sum / count
		}
	}
	for k := range n {
		for x := range n {
			wave := math.Cos(math.Pi / n * (float64(x) + 0.5) * float64(k))
			for y := range n {
				rows[y][k] += cells[y][x] * wave
			}
		}
	}
	var values []float64
	for l := range low {
		for k := range low {
			for y := range n {
				freq[l][k] += rows[y][k] * math.Cos(math.Pi/n*(float64(y)+0.5)*float64(l))
			}
			values = append(values, freq[l][k])
		}
	}
	sorted := slices.Clone(values[1:])
	slices.Sort(sorted)
	var hash uint64
	for i, v := range values {
		if v > sorted[len(sorted)/2] {
			hash |= 1 << i
		}
	}
	return hash
}

func TestAPaperIsKnownAgainFromAnotherScanAndAPhoto(t *testing.T) {
	grey, bilevel, photo := synth.Retake{Paper: 7004, Way: synth.GreyScan}, synth.Retake{Paper: 7004, Way: synth.BilevelScan}, synth.Retake{Paper: 7004, Way: synth.Photo}
	digital, next := synth.Retake{Paper: 7004, Way: synth.Clean}, synth.Retake{Paper: 7004, Way: synth.GreyScan, Sibling: 2}
	read := readRetakes(t, []synth.Retake{grey, bilevel, photo, digital, next})
	for _, again := range []synth.Retake{bilevel, photo, digital, next} {
		want := likeness.Same
		if again == next {
			want = likeness.CannotTell
		}
		a, b := read[grey].Fingerprint, read[again].Fingerprint
		if score, got := likeness.Compare(a, b); got != want || !sharesBand(a, b) {
			t.Errorf("%+v: %v (%.2f), bands %x and %x", again, got, score, a.Bands(), b.Bands())
		}
	}
}

func sharesBand(a, b likeness.Fingerprint) bool {
	return slices.ContainsFunc(a.Bands(), func(band uint64) bool { return slices.Contains(b.Bands(), band) })
}

// TestLikenessOnManyPapers reads as many papers as PRATICA_LIKENESS says, each from six pictures; its log is for docs/accuracy.md.
func TestLikenessOnManyPapers(t *testing.T) {
	papers, err := strconv.Atoi(os.Getenv("PRATICA_LIKENESS"))
	if err != nil {
		t.Skip("PRATICA_LIKENESS is not the number of papers to read")
	}
	first := func(n int) synth.Retake { return synth.Retake{Paper: 81000 + uint64(n), Way: synth.GreyScan} }
	others := map[string]func(n int) synth.Retake{
		"a second grey scan":             func(n int) synth.Retake { r := first(n); r.Again = 1; return r },
		"a scan in black and white":      func(n int) synth.Retake { r := first(n); r.Way = synth.BilevelScan; return r },
		"a photo":                        func(n int) synth.Retake { r := first(n); r.Way = synth.Photo; return r },
		"another photo":                  func(n int) synth.Retake { r := first(n); r.Way, r.Again = synth.Photo, 1; return r },
		"other document of its template": func(n int) synth.Retake { r := first(n); r.Sibling = 1 + n%5; return r },
		"paper that differs in number":   func(n int) synth.Retake { r := first(n); r.Sibling = 2; return r },
	}
	var list []synth.Retake
	for n := range papers {
		list = append(list, first(n))
		for _, other := range others {
			if r := other(n); !slices.Contains(list, r) {
				list = append(list, r)
			}
		}
	}
	read := readRetakes(t, list)
	for _, what := range slices.Sorted(maps.Keys(others)) {
		verdicts, found, none := map[likeness.Verdict]int{}, 0, 0
		var distances []int
		for n := range papers {
			a, b := read[first(n)], read[others[what](n)]
			distances = append(distances, bits.OnesCount64(a.picture^b.picture))
			if a.IsZero() || b.IsZero() {
				none++
				continue
			}
			if sharesBand(a.Fingerprint, b.Fingerprint) {
				found++
			}
			score, verdict := likeness.Compare(a.Fingerprint, b.Fingerprint)
			verdicts[verdict]++
			if other := others[what](n); verdict == likeness.Same && other.Sibling > 0 {
				t.Errorf("%+v is the same as its first (%.2f)", other, score)
			}
		}
		slices.Sort(distances)
		t.Logf("%s: %d without, %d found, %v; bits of the picture's hash that differ: median %d, nine in ten at most %d, one in ten at most %d", what, none, found, verdicts,
			distances[papers/2], distances[papers*9/10], distances[papers/10])
	}
}
