package extract

import (
	"context"
	"fmt"
	"image"
	"math"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr/recognise"
)

// FormField is one zone of a form as it was read.
type FormField struct {
	// Zone is the field in the form's definition; its Pointer says which value of the claim it fills.
	Zone forms.Field
	// Field is the value in the claim's form (dates YYYY-MM-DD, amounts "87.50", marks and signatures
	// "true" or "false", identifiers without spaces) and where it was read. Its Value is empty when the
	// zone is blank, and when what is written there has not the form it must have: then From.Text says
	// what was read. Its Box is that of the writing, or of the zone where it is blank.
	claim.Field
	// Blank reports a zone with nothing written in it. A mark or signature that is not there is blank
	// and "false".
	Blank bool
	// Filled reports a mark whose box is blackened and not crossed. Beside a crossed one it is how people take a cross
	// back; alone it may be that or a mark, so that its confidence is low.
	Filled bool
	// Features is what the confidence was made of, for calibration; nil for a blank zone.
	Features map[string]float64
}

// ReadForm reads the zones of a form page that RecogniseForm matched, in the order of the definition.
// page is the very picture that was matched, upright (FormMatch.Turned), at dpi. Boxes are pixels of it.
// The error is the context's or the engine's; what cannot be read is a field without a value.
func ReadForm(ctx context.Context, engine *recognise.Engine, page *image.Gray, dpi float64, match *FormMatch) ([]FormField, error) {
	zones := match.Form.Pages[match.Page-1].Fields
	if len(zones) == 0 {
		return nil, nil
	}
	sheet := newSheet(page, match)
	var fields []FormField
	for _, f := range zones {
		read, err := sheet.read(ctx, engine, f)
		if err != nil {
			return nil, fmt.Errorf("read field %s of %s: %w", f.ID, match.Form.Name(), err)
		}
		read.From.Confidence = math.Round(read.From.Confidence*1000) / 1000
		fields = append(fields, read)
	}
	return fields, nil
}

// read reads one zone with the recogniser of its type.
func (s *sheet) read(ctx context.Context, engine *recognise.Engine, f forms.Field) (FormField, error) {
	z := s.cut(f)
	out := FormField{Zone: f, Blank: z.writing.Empty()}
	out.From = claim.Provenance{Box: s.box(z, z.writing), Method: methods[f.Type], Confidence: z.blankness()}
	if out.Blank {
		out.From.Box = s.zoneBox(f.Rect)
		if f.Type == forms.Mark || f.Type == forms.Signature {
			out.Value = "false"
		}
		return out, nil
	}
	out.Features = map[string]float64{"residual": s.match.Residual, "ink": z.ink, "touched": z.touched, "streaked": flag(z.streaked), "off": z.off, "lost": flag(z.lost)}
	switch f.Type {
	case forms.Mark:
		out.Value, out.From.Confidence = z.mark()
		out.From.Confidence = z.misplaced(out.From.Confidence)
		out.Filled = z.ink > filledShare*f.Rect.W*f.Rect.H
		if out.Value == "true" && z.runsIn() {
			out.Value, out.From.Confidence = "false", math.Min(out.From.Confidence, doubtfulMark)
		}
		if out.Filled || s.reworked(z) {
			out.From.Confidence = math.Min(out.From.Confidence, doubtfulMark)
		}
	case forms.Signature:
		out.Value, out.From.Confidence = z.signature()
		out.From.Confidence = z.misplaced(out.From.Confidence)
	case forms.Comb:
		return s.readComb(ctx, engine, z, out)
	default:
		return s.readText(ctx, engine, z, out)
	}
	return out, nil
}

var methods = map[forms.FieldType]claim.Method{
	forms.Line: claim.FromLine, forms.Multiline: claim.FromLine, forms.Date: claim.FromLine, forms.Amount: claim.FromLine,
	forms.Comb: claim.FromComb, forms.Mark: claim.FromMark, forms.Signature: claim.FromMark,
}

// enlarged is a box of a picture in pixels of one that is larger by a factor.
func enlarged(r image.Rectangle, factor float64) image.Rectangle {
	scale := func(x int) int { return int(math.Round(float64(x) * factor)) }
	return image.Rect(scale(r.Min.X), scale(r.Min.Y), scale(r.Max.X), scale(r.Max.Y))
}

// valueOf is the value of a line of the zone.
func (z zone) valueOf(r recognise.Reading) value {
	switch {
	case z.field.Content == forms.Number, z.field.Type == forms.Date:
		return textValue(z.field, z.withSlashes(r))
	case z.field.Type == forms.Amount:
		return withLostComma(textValue(z.field, r.Text), r.Text)
	}
	return textValue(z.field, r.Text)
}

// least is the confidence of the least sure symbol; 0 if there is none.
func least(r recognise.Reading) float64 {
	if len(r.Symbols) == 0 {
		return 0
	}
	lowest := 1.0
	for _, symbol := range r.Symbols {
		if symbol.Text != "" || symbol.Confidence == 0 { // blank cells of a comb are sure of another thing
			lowest = math.Min(lowest, symbol.Confidence)
		}
	}
	return lowest
}

func (s *sheet) readComb(ctx context.Context, engine *recognise.Engine, z zone, out FormField) (FormField, error) {
	f := z.field
	var cells []image.Rectangle
	for i := len(f.Preprinted); i < f.Cells; i++ {
		cells = append(cells, z.pixels(f.Cell(i)))
	}
	options := recognise.ZoneOptions{Whitelist: alphabets[alphabetOf(f)]}
	if f.Content == forms.IBAN {
		options.Cells = ibanCells(f)
	}
	typed := s.typed()
	if !typed {
		if field, ok, err := s.writtenComb(ctx, engine, z, cells, options, out); ok || err != nil {
			return field, err
		}
	}
	r, err := engine.Comb(ctx, z.clean, zoneDPI, cells, options)
	if err != nil {
		return out, err
	}
	if r.Blank {
		out.Blank, out.Features = true, nil
		out.From.Box, out.From.Confidence = s.zoneBox(f.Rect), z.misplaced(r.Confidence)
		return out, nil
	}
	r.Text = f.Preprinted + r.Text
	v := combValue(f, r)
	if typed && !v.shaped && !v.proved {
		if field, ok, err := s.writtenComb(ctx, engine, z, cells, options, out); ok || err != nil {
			return field, err
		}
	}
	if !v.proved || v.repaired {
		if r, v, err = z.compareCells(ctx, engine, cells, options, r, v); err != nil {
			return out, err
		}
	}
	v.unread = z.unread(r)
	return s.judged(out, r, v), nil
}

// judged sets the value and a confidence from what the recogniser says of its symbols, from the format or
// checksum of the value, and from the fit of the page. Its numbers are hand-set: calibration maps them to
// probabilities.
func (s *sheet) judged(out FormField, r recognise.Reading, v value) FormField {
	lowest := least(r)
	confidence := 0.6*r.Confidence + 0.4*lowest
	switch {
	case v.text == "":
		confidence *= 0.1
	case v.proved && !v.repaired: // a checksum leaves one chance in a thousand or less to a wrong reading
		confidence = 1 - 0.02*(1-confidence)
	case v.proved:
		confidence = 0.75 + 0.2*confidence
	case v.repaired:
		confidence *= 0.6
	case v.voted:
		confidence *= 0.8
	case v.miscounted && v.confirmed:
		confidence *= 0.97
	case v.miscounted:
		confidence *= 0.85
	case v.confirmed:
		confidence = 1 - 0.5*(1-confidence)
	case v.shaped: // a format that a wrong reading often breaks
		confidence = 1 - 0.6*(1-confidence)
	}
	out.Value, out.From.Text = v.text, claim.Text(r.Text)
	out.From.Confidence = spoilt(out, v, confidence)
	for name, x := range map[string]float64{"engine": r.Confidence, "least": lowest, "shaped": flag(v.shaped), "proved": flag(v.proved), "repaired": flag(v.repaired), "confirmed": flag(v.confirmed), "voted": flag(v.voted), "miscounted": flag(v.miscounted), "unread": flag(v.unread)} {
		out.Features[name] = x
	}
	return out
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
