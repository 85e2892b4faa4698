package adopt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"pratica/claim"
	"pratica/ocr/child"
	"pratica/ocr/decode"
	"pratica/ocr/recognise"
)

// Operation is the name under which a child process serves Handler.
const Operation = "adopt"

// Request asks for the draft of a file.
type Request struct {
	Path   string        `json:"path"`
	Limits decode.Limits `json:"limits"`
	// Code is the form's if it is known; else it is read.
	Code claim.DocumentKind `json:"code"`
}

// Answer is a draft. The blobs beside it are, for each page, its picture and its preview as PNG.
type Answer struct {
	Draft *Draft `json:"draft"`
	// Problem is the finding code when the file, or a page of it, cannot be read; Draft is then nil.
	Problem claim.Code `json:"problem,omitempty"`
}

// Handler answers Request in a child process.
func Handler(ctx context.Context, request json.RawMessage) (any, [][]byte, error) {
	var r Request
	if err := json.Unmarshal(request, &r); err != nil {
		return nil, nil, err
	}
	draft, pictures, err := document(ctx, r)
	var fault *decode.FileError
	if errors.As(err, &fault) {
		return Answer{Problem: fault.Code}, nil, nil
	}
	if errors.Is(err, recognise.ErrMissingLanguage) {
		return nil, nil, claim.WrapError(claim.EUNAVAILABLE, err, "Manca ciò che serve a leggere le pagine: installare tesseract-ocr-ita e tesseract-ocr-osd.")
	}
	if err != nil {
		return nil, nil, err
	}
	var blobs [][]byte
	for i, p := range draft.Pages {
		for _, picture := range []image.Image{pictures[i].blank(), Preview(p, pictures[i])} {
			var b bytes.Buffer
			if err := png.Encode(&b, picture); err != nil {
				return nil, nil, fmt.Errorf("encode page %d: %w", i+1, err)
			}
			blobs = append(blobs, b.Bytes())
		}
	}
	return Answer{Draft: draft}, blobs, nil
}

func document(ctx context.Context, r Request) (*Draft, []Picture, error) {
	source, err := decode.Open(ctx, r.Path, r.Limits)
	if err != nil {
		return nil, nil, err
	}
	defer source.Close()
	var engine *recognise.Engine
	defer func() {
		if engine != nil {
			engine.Close()
		}
	}()
	return Document(ctx, source, r.Code, func() (*recognise.Engine, error) {
		if engine != nil {
			return engine, nil
		}
		var err error
		engine, err = recognise.NewEngine("ita")
		return engine, err
	})
}

// blank is the picture as the reader of forms wants it: paper white, thin rules dark, in 16 greys so that
// its file is small.
func (p Picture) blank() *image.Paletted {
	paper, dark := levelsOf(p.Grey)
	ink := inkLevel(paper, dark)
	const middle = 130 // the reader takes what is darker than 150 for print
	var table [256]uint8
	for v := range table {
		level := 255
		switch {
		case v <= int(dark):
			level = 0
		case v < int(ink):
			level = (v - int(dark)) * middle / max(1, int(ink)-int(dark))
		case v < int(paper)-12:
			level = middle + (v-int(ink))*(255-middle)/max(1, int(paper)-12-int(ink))
		}
		table[v] = uint8(level / 16)
	}
	greys := make(color.Palette, 16)
	for i := range greys {
		greys[i] = color.Gray{Y: uint8(i * 17)}
	}
	b := p.Grey.Rect
	out := image.NewPaletted(b, greys)
	for y := range b.Dy() {
		for x, v := range p.Grey.Pix[y*p.Grey.Stride:][:b.Dx()] {
			out.Pix[y*out.Stride+x] = table[v]
		}
	}
	return out
}

// Adopt has a child of the pool draft the definition of a file. Its blobs are those of Answer.
func Adopt(ctx context.Context, pool *child.Pool, r Request, options ...child.Option) (*Draft, [][]byte, error) {
	var a Answer
	blobs, err := pool.Call(ctx, Operation, r, &a, options...)
	switch {
	case child.Died(err):
		return nil, nil, fmt.Errorf("the file cannot be read: %w", err)
	case err != nil:
		return nil, nil, err
	case a.Problem != "":
		return nil, nil, fmt.Errorf("the file cannot be read: %s", a.Problem)
	case a.Draft == nil || len(blobs) != 2*len(a.Draft.Pages):
		return nil, nil, errors.New("adopt: the child's answer is not complete")
	}
	return a.Draft, blobs, nil
}
