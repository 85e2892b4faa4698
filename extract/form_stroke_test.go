package extract

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"pratica/extract/forms"
)

// stroked draws an upright stroke half way down a zone, so many mm from the zone's left side.
func stroked(picture *image.Gray, to Homography, r forms.Rect, right, width, height float64, grey uint8) {
	left, top := to.Apply(r.X+right, r.Y+r.H/2-height/2)
	end, bottom := to.Apply(r.X+right+width, r.Y+r.H/2+height/2)
	box := image.Rect(int(left), int(top), int(end+0.5), int(bottom+0.5))
	draw.Draw(picture, box, image.NewUniform(color.Gray{Y: grey}), image.Point{}, draw.Src)
}

func TestAnUprightStrokeThatVanishesLeavesADoubt(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	for _, c := range []struct {
		name, zone, text string
		size             float64 // points
		apart            float64 // mm from the writing to the stroke; 0 for a stroke at 80 % of the zone's width
		width            float64 // mm
		heights          []float64
		grey             uint8
		noise            float64
	}{
		{"a bare 1 behind a large number", "row2.number", "24", 14, 1.2, 0.4, []float64{4.4, 4.6, 4.8}, 50, 0},
		{"a bare 1 behind a number", "row2.number", "24", 11, 1.2, 0.4, []float64{4.5, 5, 5.5}, 50, 0},
		{"a bare 1 that touches a number", "row2.number", "24", 11, 0.1, 0.4, []float64{4.5, 5.5}, 50, 0},
		{"a bare 1 behind a number of letters", "row2.number", "FE-24", 14, 1.2, 0.4, []float64{4.5, 5}, 120, 0},
		{"a bare 1 behind an issuer", "row3.issuer", "Rossi", 14, 1.2, 0.4, []float64{5, 5.5}, 120, 0},
		{"a bare 1 behind an amount", "row2.amount", "24,00", 11, 1.2, 0.4, []float64{4, 4.5, 5.5}, 50, 5},
		{"a bare 1 behind a date", "row1.date", "12/03/2026", 11, 1.2, 0.4, []float64{4, 4.5}, 50, 5},
		{"a stroke far behind a number", "row1.number", "24", 11, 0, 0.35, []float64{4, 4.5, 5}, 60, 0},
		{"a stroke far behind a number on a page with noise", "row1.number", "24", 11, 0, 0.35, []float64{4, 4.5, 5}, 60, 5},
		{"a stroke in a zone for an issuer, and nothing else", "row3.issuer", "", 11, 0, 0.4, []float64{3, 4, 5}, 60, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			picture, to := scanned(fill(d, 1, map[string]string{c.zone: c.text}, "sans", c.size, 0, 0), 300, damage{noise: c.noise})
			match, ok := RecogniseForm(picture, 300)
			if !ok {
				t.Fatal("not recognised")
			}
			field, _ := d.Field(c.zone)
			z := newSheet(picture, match).cut(field)
			plain, err := newSheet(picture, match).read(context.Background(), engine, field)
			if err != nil || c.noise == 0 && plain.From.Confidence < 0.99 {
				t.Fatalf("without a stroke it is %q with a confidence of %.4f, %v", plain.Value, plain.From.Confidence, err)
			}
			at := 0.8 * field.Rect.W
			if c.apart > 0 {
				at = float64(z.writing.Max.X+z.origin.X)/zonePerMM - field.Rect.X + c.apart
			}
			for _, height := range c.heights {
				marked := image.NewGray(picture.Rect)
				copy(marked.Pix, picture.Pix)
				stroked(marked, to, field.Rect, at, c.width, height, c.grey)
				f, err := newSheet(marked, match).read(context.Background(), engine, field)
				if err != nil {
					t.Fatal(err)
				}
				if f.From.Confidence >= 0.98 {
					t.Errorf("with a stroke of %.1f mm it is %q, blank %v, with a confidence of %.4f", height, f.Value, f.Blank, f.From.Confidence)
				}
			}
		})
	}
}

func TestWhatIsWrittenAndReadIsNotCountedAsUnread(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	for _, damage := range []damage{{}, {skew: 1.2, noise: 8, blur: 0.7}, {skew: -0.7, noise: 20, blur: 0.5, bitonal: true}} {
		for _, face := range []string{"sans", "mono", "serif"} {
			picture, _ := scanned(fill(d, 1, sample, face, 10, 0, 0), 300, damage)
			match, ok := RecogniseForm(picture, 300)
			if !ok {
				t.Fatal("not recognised")
			}
			fields, err := ReadForm(context.Background(), engine, picture, 300, match)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range fields {
				if f.Value == sampleValues[f.Zone.ID] && f.Features["unread"] > 0 {
					t.Errorf("%s, %+v: something beside %s, %q, was not read", face, damage, f.Zone.ID, f.From.Text)
				}
			}
		}
	}
}
