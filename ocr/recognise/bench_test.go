package recognise

import (
	"syscall"
	"testing"
)

// processor is the processor time this process has used, in seconds: wall time says little on a busy machine.
func processor(b *testing.B) float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}

// The times in the docs: A4 at 300 dpi, `go test -bench . -benchtime 5x`.
func BenchmarkAll(b *testing.B) {
	sheet, _ := invoice(b, 300)
	scan := sheet.scanned(0, 7, 300, 1)
	turned := scan.turned(2)
	leaning := sheet.scanned(1.5, 7, 300, 1)
	form := formPage(300).scanned(0, 7, 300, 1)
	ibanComb := newPaper(27*5.5+12, 19, 300)
	cells := ibanComb.comb(6, 6, 5.5, 6.5, face{"mono", 12, 0}, "IT60X0542811101000000123456", 27, false)
	e := engine(b)
	ctx := b.Context()
	for _, c := range []struct {
		name string
		run  func() error
	}{
		{"NewEngine", func() error { e, err := NewEngine("ita"); e.Close(); return err }},
		{"Normalise/clean", func() error { Normalise(sheet.Gray, 300); return nil }},
		{"Normalise/specks", func() error { Normalise(scan.Gray, 300); return nil }},
		{"lay/upside down", func() error { lay(turned.Gray, 300); return nil }},
		{"lay/leaning", func() error { lay(leaning.Gray, 300); return nil }},
		{"Turn", func() error { Turn(scan.Gray, 2); return nil }},
		{"RemoveLines", func() error { RemoveLines(scan.Gray, 300, PageRules); return nil }},
		{"Binarise", func() error { Binarise(scan.Gray, 300); return nil }},
		{"Page", func() error { _, err := e.Page(ctx, scan.Gray, 300); return err }},
		{"Page/capitals", func() error { _, err := e.Page(ctx, form.Gray, 300); return err }},
		{"Page/gosseract", func() error {
			_, err := e.readArea(cleanPage(scan.Gray, measure(scan.Gray, 300), 300), 300)
			return err
		}},
		{"Line", func() error {
			_, err := e.Line(ctx, crop(scan.Gray, scan.rect(15, 26, 110, 6)), 300, ZoneOptions{})
			return err
		}},
		{"Line/blank", func() error {
			_, err := e.Line(ctx, crop(scan.Gray, scan.rect(20, 230, 110, 8)), 300, ZoneOptions{})
			return err
		}},
		{"Comb of 27", func() error { _, err := e.Comb(ctx, ibanComb.Gray, 300, cells, ZoneOptions{}); return err }},
		{"Mark", func() error { Mark(scan.Gray, scan.rect(18, 84, 6, 6), 300); return nil }},
		{"Signature", func() error { Signature(scan.Gray, scan.rect(100, 230, 80, 20), 300); return nil }},
	} {
		b.Run(c.name, func(b *testing.B) {
			before := processor(b)
			for b.Loop() {
				if err := c.run(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((processor(b)-before)*1000/float64(b.N), "cpu-ms/op")
		})
	}
}
