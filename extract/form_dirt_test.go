package extract

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"pratica/extract/forms"
)

// dirty darkens a rectangle of the form, in mm, on a picture.
func dirty(picture *image.Gray, to Homography, x, y, w, h float64) {
	left, top := to.Apply(x, y)
	right, bottom := to.Apply(x+w, y+h)
	r := image.Rect(int(left), int(top), int(right+0.5), int(bottom+0.5))
	draw.Draw(picture, r, image.NewUniform(color.Gray{Y: 60}), image.Point{}, draw.Src)
}

func TestSpecksAndStreaksAreNoWriting(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	values := map[string]string{"member.surname": "ZANETTI", "row1.number": "1900", "row1.date": "3/1/2026", "signature.member": "~"}
	picture, to := scanned(fill(d, 1, values, "sans", 11, 0, 0), 300, damage{noise: 8})
	zone := func(id string) forms.Rect { f, _ := d.Field(id); return f.Rect }
	surname, number, issuer, date := zone("member.surname"), zone("row1.number"), zone("row3.issuer"), zone("row1.date")
	dirty(picture, to, surname.Right()-20, surname.Bottom()-2, 0.5, 0.5)
	dirty(picture, to, number.Right()-3, number.Bottom()-2, 0.5, 0.5)
	for i := range 4 {
		count := float64(i)
		dirty(picture, to, issuer.X+10+9*count, issuer.Y+2+count, 0.6, 0.6)
	}
	dirty(picture, to, date.X+1.2, 60, 0.18, 200)
	match, ok := RecogniseForm(picture, 300)
	if !ok {
		t.Fatal("not recognised")
	}
	fields, err := ReadForm(context.Background(), engine, picture, 300, match)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"member.surname": "ZANETTI", "row1.number": "1900", "row1.date": "2026-01-03", "signature.member": "true"}
	for _, f := range fields {
		if value, written := want[f.Zone.ID]; written && f.Value != value || written == f.Blank {
			t.Errorf("%s is %q, blank %v (read as %q), want %q", f.Zone.ID, f.Value, f.Blank, f.From.Text, value)
		}
		if f.Blank && f.From.Confidence < 0.997 {
			t.Errorf("%s is blank with a confidence of only %.3f", f.Zone.ID, f.From.Confidence)
		}
		if f.Zone.ID == "signature.member" && f.From.Confidence < 0.997 {
			t.Errorf("the signature has a confidence of only %.3f", f.From.Confidence)
		}
		if f.Zone.ID == "row1.date" && f.From.Confidence >= 0.995 {
			t.Errorf("a date under a streak has a confidence of %.3f", f.From.Confidence)
		}
	}
}

// shaded draws the pale streak of dust on a scanner's glass: a line 0.3 mm wide through the page at x mm.
func shaded(picture *image.Gray, to Homography, x float64, level uint8) {
	left, _ := to.Apply(x, 0)
	right, _ := to.Apply(x+0.3, 0)
	for y := range picture.Rect.Dy() {
		for px := int(left); px <= int(right); px++ {
			v := &picture.Pix[y*picture.Stride+px]
			*v = min(*v, level)
		}
	}
}

func TestAPaleStreakIsTakenOffAndLeavesADoubt(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	values := map[string]string{"row1.date": "27-01-2026", "row2.date": "11-02-2026", "row3.date": "09-01-2026", "row1.amount": "193,25", "row2.amount": "65,00"}
	for _, level := range []uint8{185, 205, 225} {
		picture, to := scanned(fill(d, 1, values, "mono", 11, 0, 0), 240, damage{noise: 4, blur: 0.6, fade: 0.2})
		// through the left side of the last figure of the dates
		date, _ := d.Field("row1.date")
		match, ok := RecogniseForm(picture, 240)
		if !ok {
			t.Fatal("not recognised")
		}
		clean := newSheet(picture, match).cut(date)
		last := float64(clean.writing.Max.X+clean.origin.X)/zonePerMM - 1.9
		shaded(picture, to, last, level)
		fields, err := ReadForm(context.Background(), engine, picture, 240, match)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"row1.date": "2026-01-27", "row2.date": "2026-02-11", "row3.date": "2026-01-09", "row1.amount": "193.25", "row2.amount": "65.00"}
		for _, f := range fields {
			value, written := want[f.Zone.ID]
			if !written {
				if f.Zone.Type == "date" && !f.Blank {
					t.Errorf("streak of %d: %s is no longer blank: %q", level, f.Zone.ID, f.From.Text)
				}
				continue
			}
			if f.Value != value {
				t.Errorf("streak of %d: %s is %q (read as %q), want %q", level, f.Zone.ID, f.Value, f.From.Text, value)
			}
			if under := f.Zone.Type == "date"; under && f.From.Confidence >= 0.995 {
				t.Errorf("streak of %d: %s under it has a confidence of %.3f", level, f.Zone.ID, f.From.Confidence)
			}
		}
	}
}

func TestPaleStreaksAreNoSignature(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	for _, level := range []uint8{160, 185, 205} {
		for _, want := range []string{"false", "true"} {
			values := map[string]string{}
			if want == "true" {
				values["signature.member"] = "~"
			}
			picture, to := scanned(fill(d, 1, values, "sans", 11, 0, 0), 240, damage{noise: 4, blur: 0.6, fade: 0.2})
			field, _ := d.Field("signature.member")
			shaded(picture, to, field.Rect.X+12, level)
			shaded(picture, to, field.Rect.X+38, level)
			match, ok := RecogniseForm(picture, 240)
			if !ok {
				t.Fatal("not recognised")
			}
			f, err := newSheet(picture, match).read(context.Background(), engine, field)
			if err != nil || f.Value != want {
				t.Errorf("streaks of %d: the signature is %s with a confidence of %.3f, want %s, %v", level, f.Value, f.From.Confidence, want, err)
			}
		}
	}
}
