package forms

import (
	"fmt"
	"io"

	"github.com/tdewolff/canvas/renderers/pdf"
)

// WritePDF writes the blank form as a vector PDF with its fonts embedded, all pages.
func (d *Definition) WritePDF(w io.Writer) error {
	var out *pdf.PDF
	for i, p := range d.Pages {
		if out == nil {
			out = pdf.New(w, p.Width, p.Height, nil)
			out.SetInfo(fmt.Sprintf("Mod. %s - %s", d.Code, d.Title), d.Subject, fmt.Sprintf("modulo %s, edizione %s", d.Code, d.Edition), "", "pratica")
		} else {
			out.NewPage(p.Width, p.Height)
		}
		d.Draw(i + 1).RenderTo(out)
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write form %s: %w", d.Name(), err)
	}
	return nil
}
