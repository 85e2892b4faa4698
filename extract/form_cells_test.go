package extract

import (
	"context"
	"image"
	"testing"

	"pratica/extract/forms"
	"pratica/ocr/recognise"
)

func TestCellsOfACombAreComparedWithItsLine(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	var field forms.Field
	for _, f := range d.Pages[0].Fields {
		if f.Type == forms.Comb && f.Content == forms.Digits {
			field = f
			break
		}
	}
	const code = "1047823"
	written := code[:field.Cells-len(field.Preprinted)]
	picture, _ := scanned(fill(d, 1, map[string]string{field.ID: written}, "sans", 11, 0, 0), 300, damage{})
	match, ok := RecogniseForm(picture, 300)
	if !ok {
		t.Fatal("not recognised")
	}
	z := newSheet(picture, match).cut(field)
	var cells []image.Rectangle
	for i := len(field.Preprinted); i < field.Cells; i++ {
		cells = append(cells, z.pixels(field.Cell(i)))
	}
	options := recognise.ZoneOptions{Whitelist: alphabets[alphabetOf(field)]}
	read := func() (recognise.Reading, value) {
		r, err := engine.Comb(context.Background(), z.clean, zoneDPI, cells, options)
		if err != nil {
			t.Fatal(err)
		}
		r.Text = field.Preprinted + r.Text
		return r, combValue(field, r)
	}
	compare := func(r recognise.Reading, v value) (recognise.Reading, value) {
		r, v, err := z.compareCells(context.Background(), engine, cells, options, r, v)
		if err != nil {
			t.Fatal(err)
		}
		return r, v
	}

	r, v := read()
	if v.text != field.Preprinted+written {
		t.Fatalf("read %q", v.text)
	}
	t.Run("a doubt that the cell resolves", func(t *testing.T) {
		r, v := read()
		r.Symbols[2].Confidence = 0.6
		before := engine.Account().Again
		r, v = compare(r, v)
		if !v.confirmed || v.text != field.Preprinted+written || r.Symbols[2].Confidence != 0.6 {
			t.Errorf("%+v %v", v, r.Symbols[2])
		}
		if after := engine.Account().Again; after.Made != before.Made+1 || after.Agreed != before.Agreed+1 {
			t.Errorf("second readings: %+v, before %+v", after, before)
		}
	})
	t.Run("a character that its cell contradicts", func(t *testing.T) {
		wrong := r
		wrong.Symbols = append([]recognise.Symbol(nil), r.Symbols...)
		wrong.Symbols[2].Text, wrong.Symbols[2].Confidence = "9", 0.9
		got, after := compare(wrong, v)
		if after.confirmed || got.Symbols[2].Confidence > contradicted {
			t.Errorf("%+v %v", after, got.Symbols[2])
		}
	})
	t.Run("a character that is sure is not read again", func(t *testing.T) {
		before := engine.Account().Again
		sure := r
		sure.Symbols = append([]recognise.Symbol(nil), r.Symbols...)
		for i := range sure.Symbols {
			sure.Symbols[i].Confidence = 0.99
		}
		if _, after := compare(sure, v); after.confirmed != v.confirmed || engine.Account().Again != before {
			t.Errorf("%+v", after)
		}
	})
}
