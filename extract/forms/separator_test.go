package forms

import (
	"bytes"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/pdfcpu/pdfcpu/pkg/api"
)

func TestTheSeparatorSheetIsFrontAndBackWithTheCode(t *testing.T) {
	var out bytes.Buffer
	if err := WriteSeparator(&out); err != nil {
		t.Fatal(err)
	}
	if pages, err := api.PageCount(bytes.NewReader(out.Bytes()), nil); err != nil || pages != 2 {
		t.Errorf("the PDF has %d pages: %v", pages, err)
	}
	const dpi = 75
	picture := Rasterise(DrawSeparator(), dpi)
	if text := seen(t, picture, dpi, Rect{X: 50, Y: 82, W: separatorSide, H: separatorSide}, qrcode.NewQRCodeReader()); text != SeparatorCode {
		t.Errorf("the code says %q", text)
	}
}
