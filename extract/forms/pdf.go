package forms

import (
	"bytes"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"github.com/tdewolff/canvas"
	"github.com/tdewolff/canvas/renderers/pdf"
)

// WritePDF writes the blank form as a vector PDF with its fonts embedded, all pages, with their codes and
// with fields to type in (AcroName). The PDF says that it is in Italian, for screen readers.
func (d *Definition) WritePDF(w io.Writer) error {
	return d.write(w, d.DrawCoded, addAcroForm)
}

// write draws the pages into a PDF, has finish add to it, and checks its structure on the way.
func (d *Definition) write(w io.Writer, draw func(page int) *canvas.Canvas, finish func(*Definition, *model.Context) error) error {
	var drawn bytes.Buffer
	if err := d.drawPDF(&drawn, draw); err != nil {
		return fmt.Errorf("draw form %s: %w", d.Name(), err)
	}
	api.DisableConfigDir()
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(drawn.Bytes()), model.NewDefaultConfiguration())
	if err == nil {
		err = inItalian(ctx)
	}
	if err == nil {
		err = finish(d, ctx)
	}
	if err == nil {
		err = api.WriteContext(ctx, w)
	}
	if err != nil {
		return fmt.Errorf("write form %s: %w", d.Name(), err)
	}
	return nil
}

func (d *Definition) drawPDF(w io.Writer, draw func(page int) *canvas.Canvas) error {
	var out *pdf.PDF
	for i, p := range d.Pages {
		if out == nil {
			out = pdf.New(w, p.Width, p.Height, nil)
			out.SetInfo(fmt.Sprintf("Mod. %s - %s", d.Code, d.Title), d.Subject, d.keywords(), "", "pratica")
		} else {
			out.NewPage(p.Width, p.Height)
		}
		draw(i + 1).RenderTo(out)
	}
	return out.Close()
}

// Info is what a PDF says of itself.
type Info struct{ Title, Subject, Keywords string }

// WritePages writes pages, at least one, as a vector PDF with its fonts embedded. The PDF says that it is in
// Italian, for screen readers.
func WritePages(w io.Writer, info Info, pages ...*canvas.Canvas) error {
	var drawn bytes.Buffer
	var out *pdf.PDF
	for _, page := range pages {
		width, height := page.Size()
		if out == nil {
			out = pdf.New(&drawn, width, height, nil)
			out.SetInfo(info.Title, info.Subject, info.Keywords, "", "pratica")
		} else {
			out.NewPage(width, height)
		}
		page.RenderTo(out)
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	api.DisableConfigDir()
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(drawn.Bytes()), model.NewDefaultConfiguration())
	if err == nil {
		err = inItalian(ctx)
	}
	if err == nil {
		err = api.WriteContext(ctx, w)
	}
	return err
}

// inItalian sets the natural language of a document (ISO 32000-1, 14.9.2), which the drawing library
// cannot.
func inItalian(ctx *model.Context) error {
	catalog, err := ctx.Catalog()
	if err != nil {
		return err
	}
	catalog["Lang"] = types.StringLiteral("it-IT")
	return nil
}
