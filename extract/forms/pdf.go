package forms

import (
	"bytes"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"github.com/tdewolff/canvas/renderers/pdf"
)

// WritePDF writes the blank form as a vector PDF with its fonts embedded, all pages. The PDF says that it
// is in Italian, for screen readers.
func (d *Definition) WritePDF(w io.Writer) error {
	var drawn bytes.Buffer
	if err := d.drawPDF(&drawn); err != nil {
		return fmt.Errorf("draw form %s: %w", d.Name(), err)
	}
	if err := inItalian(&drawn, w); err != nil {
		return fmt.Errorf("write form %s: %w", d.Name(), err)
	}
	return nil
}

func (d *Definition) drawPDF(w io.Writer) error {
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
	return out.Close()
}

// inItalian sets the natural language of a document (ISO 32000-1, 14.9.2), which the drawing library
// cannot, and checks its structure on the way.
func inItalian(drawn *bytes.Buffer, w io.Writer) error {
	api.DisableConfigDir()
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(drawn.Bytes()), model.NewDefaultConfiguration())
	if err != nil {
		return err
	}
	catalog, err := ctx.Catalog()
	if err != nil {
		return err
	}
	catalog["Lang"] = types.StringLiteral("it-IT")
	return api.WriteContext(ctx, w)
}
