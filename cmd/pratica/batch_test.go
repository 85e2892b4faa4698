package main

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/storage"
	"pratica/storage/sqlite"
)

// TestABatchOf120PagesGives20Submissions sends a mailroom's scan of 20 envelopes behind separator sheets to the
// server, and kills it while it splits and while it reads: every page is in one submission, in that of its
// envelope, and the submissions are numbered in the order of the envelopes.
func TestABatchOf120PagesGives20Submissions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "scan")
	want := writeBatch(t, dir, 20, 120)
	data, sockets := filepath.Join(t.TempDir(), "data"), runtimeFolder(t)

	one := serve(t, data)
	one.submit(dir)
	one.kill() // accepted, perhaps being split

	two := serve(t, data)
	two.until("a few pages are read", func(l listed) bool { return pagesRead(l) > 30 })
	two.kill() // while pages are read

	last := serve(t, data)
	last.submit(dir) // the scanner folder sends it again: the key makes it one
	last.until("all are delivered", func(l listed) bool { return delivered(l) == len(want) })
	last.stop()
	deliveredOnce(t, data, len(want))
	nothingLeft(t, data, sockets)

	records, err := sqlite.Open(t.Context(), filepath.Join(data, "pratica.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	for n, pages := range want {
		number := storage.ProtocolNumber(claim.DateIn(time.Now()).Year, n+1)
		list, err := records.Submissions(t.Context(), storage.Query{Search: number})
		if err != nil || len(list.Submissions) != 1 {
			t.Fatalf("submission %s: %+v, %v", number, list, err)
		}
		claims, err := records.ClaimsOf(t.Context(), list.Submissions[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, c := range claims {
			for _, d := range c.Claim.Documents {
				for _, p := range d.Pages {
					got = append(got, p.FilePage)
				}
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, pages) {
			t.Errorf("submission %s has the pages %v, want %v", number, got, pages)
		}
	}
}

// writeBatch writes a PDF of so many envelopes and pages, and gives the pages of each envelope: a separator, a
// sheet with a picture, and blanks.
func writeBatch(t *testing.T, dir string, envelopes, pages int) (want [][]int) {
	t.Helper()
	const dpi = 100
	separator := pngPage(t, forms.Rasterise(forms.DrawSeparator(), dpi))
	blank := image.NewGray(image.Rect(0, 0, 827, 1169))
	draw.Draw(blank, blank.Rect, image.White, image.Point{}, draw.Src)
	empty := pngPage(t, blank)
	var images []io.Reader
	for n := range envelopes {
		first := len(images) + 1
		draw.Draw(blank, image.Rect(200, 200, 300+20*n, 500), image.Black, image.Point{}, draw.Src)
		images = append(images, bytes.NewReader(separator), bytes.NewReader(pngPage(t, blank)))
		last := first + pages/envelopes - 1 + []int{0, -2, 2, 0, 0}[n%5]
		for len(images) < last {
			images = append(images, bytes.NewReader(empty))
		}
		var numbers []int
		for page := first; page <= last; page++ {
			numbers = append(numbers, page)
		}
		want = append(want, numbers)
	}
	if len(images) != pages {
		t.Fatalf("the batch has %d pages", len(images))
	}
	var file bytes.Buffer
	layout := pdfcpu.DefaultImportConfig()
	layout.Pos, layout.DPI = types.Full, dpi
	if err := api.ImportImages(nil, &file, images, layout, nil); err != nil {
		t.Fatal(fmt.Errorf("write batch: %w", err))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "batch.pdf"), file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return want
}

func pngPage(t *testing.T, g *image.Gray) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, g); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
