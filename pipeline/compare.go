package pipeline

import (
	"context"
	"image"
	"strings"

	xdraw "golang.org/x/image/draw"

	"pratica/claim"
	"pratica/extract"
	"pratica/ocr/recognise"
	"pratica/validate"
)

// comparedPointers are the values of a text layer whose drawn box is also recognised: what a human would
// see is what counts.
var comparedPointers = []string{"/total", "/date", "/issuer/vat_number"}

// compareWithPicture recognises the boxes of the deciding values of a text layer and notes those whose
// picture says something else.
func (p *pageReader) compareWithPicture(ctx context.Context, dpi float64, grey *image.Gray, reading *Reading) error {
	invoice := extract.ReadInvoice([]extract.InvoicePage{reading.invoicePage()}, extract.Hints{})
	for _, pointer := range comparedPointers {
		f, ok := invoice.Fields[pointer]
		if !ok || f.Value == "" || f.From.Box.Empty() {
			continue
		}
		if err := p.needEngine(); err != nil {
			return err
		}
		differs, err := p.drawnOtherwise(ctx, dpi, grey, pointer, f)
		if err != nil {
			return err
		}
		if differs {
			reading.DifferentText = append(reading.DifferentText, pointer)
		}
	}
	return nil
}

// drawnOtherwise recognises the box of a value. What differs is recognised a second time, cut out wider and drawn larger, and counts only where both say the
// same, and that is a value too: under stamps the engine misreads a figure even twice, and then mostly makes no date of it, or a VAT number
// whose digits do not fit.
func (p *pageReader) drawnOtherwise(ctx context.Context, dpi float64, grey *image.Gray, pointer string, f claim.Field) (bool, error) {
	before := ""
	for _, cut := range []struct{ inches, scale float64 }{{1.0 / 40, 1}, {1.0 / 16, 1.4}} {
		margin := int(dpi * cut.inches)
		b := f.From.Box
		zone := image.Rect(b.X-margin, b.Y-margin, b.X+b.W+margin, b.Y+b.H+margin).Intersect(grey.Bounds())
		scaled := image.NewGray(image.Rect(0, 0, int(cut.scale*float64(zone.Dx())), int(cut.scale*float64(zone.Dy()))))
		xdraw.CatmullRom.Scale(scaled, scaled.Rect, grey, zone, xdraw.Src, nil)
		seen, err := p.engine.Line(ctx, scaled, cut.scale*dpi, recognise.ZoneOptions{})
		if err != nil {
			return false, err
		}
		least := 0.7
		if validate.OneFigureApart(digitsOf(strings.TrimPrefix(string(f.From.Text), "IT")), digitsOf(seen.Text)) { // as under a stamp
			least = 0.9
		}
		if seen.Confidence <= least || !extract.Holds(pointer, seen.Text) || sameDigits(string(f.From.Text), seen.Text) || before != "" && digitsOf(seen.Text) != before {
			return false, nil
		}
		before = digitsOf(seen.Text)
	}
	return before != "", nil
}

// sameDigits compares what matters in an amount, a date or a number, without the country before it: its digits. What is seen may have more.
func sameDigits(text, seen string) bool {
	return strings.Contains(digitsOf(seen), digitsOf(strings.TrimPrefix(text, "IT")))
}

// digitsOf are the digits of a text, with the letters that look like one.
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1").Replace(s))
}
