package pipeline

import (
	"context"
	"fmt"
	"image"
	"strconv"
	"strings"

	"pratica/extract"
	"pratica/extract/forms"
	"pratica/ocr/recognise"
)

// readForeign reads the values of a page that is headed as a form of the fund, or holds the end of one, and has no
// definition.
func (p *pageReader) readForeign(ctx context.Context, dpi float64, grey *image.Gray, turns int, reading *Reading) error {
	kind := extract.HeadedForm(reading.invoicePage())
	if !extract.HasZones(kind) {
		if !extract.ContinuesForm(reading.invoicePage()) {
			return nil
		}
		kind = "" // the page before tells
	}
	if err := p.needEngine(); err != nil {
		return err
	}
	upright := recognise.Turn(grey, turns)
	fields, err := extract.ReadForeign(ctx, p.engine, upright, dpi, reading.Level, reading.LevelWidth, reading.LevelHeight, reading.Words, kind)
	if err != nil {
		return fmt.Errorf("read form without definition: %w", err)
	}
	for _, f := range fields {
		f.From.Confidence = probability(f.From.Confidence)
		reading.Fields = append(reading.Fields, field{ID: f.Zone.ID, Pointer: f.Zone.Pointer, Row: f.Zone.Row, Choice: f.Zone.Value, Blank: f.Blank, Filled: f.Filled, Field: f.Field})
	}
	return nil
}

// eachForeignValue goes through the values of all pages of a form without a definition.
func (p *paper) eachForeignValue(document string, see func(forms.Field, formValue)) {
	for n := range p.pages {
		reading := p.pages[n].reading
		for _, f := range reading.Fields {
			see(forms.Field{ID: f.ID, Pointer: f.Pointer, Value: f.Choice, Row: f.Row}, formValue{f, document, n + 1, reading})
		}
	}
}

// foreignDental gathers a D01 whose codes are written in a table, or printed before its rows.
func (p *paper) foreignDental(d dentalForm, document string) dentalForm {
	codes := map[string]string{}
	p.eachForeignValue(document, func(zone forms.Field, v formValue) {
		d.zones[zone.ID] = v
		row, column, _ := strings.Cut(zone.ID, ".")
		switch {
		case column == "code" && strings.HasPrefix(row, "row"):
			codes[row] = v.Field.Value
		case column == "amount" && strings.HasPrefix(row, "c"):
			d.rows = append(d.rows, dentalRow{code: row})
		}
	})
	words := treatmentWords()
	for n := 1; codes["row"+strconv.Itoa(n)] != "" || n == 1; n++ {
		row := "row" + strconv.Itoa(n)
		if code := codes[row]; code != "" {
			d.rows = append(d.rows, dentalRow{code: row, written: code, words: words[code]})
		}
	}
	return d
}

// treatmentWords are the treatments by code, as the fund's own D01 names them.
func treatmentWords() map[string]string {
	words := map[string]string{}
	for _, form := range forms.All() {
		for _, zone := range form.Fields() {
			if code, ok := strings.CutSuffix(strings.TrimPrefix(zone.ID, "c"), ".amount"); ok && zone.Words != "" {
				words[code] = zone.Words
			}
		}
	}
	return words
}
