package extract

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"testing"
)

// TestAZoneThatIsNotOnThePageIsNotBlankForSure takes zones off a page with all that is printed in them, as torn paper
// does: what was written there nobody knows. All other zones are blank.
func TestAZoneThatIsNotOnThePageIsNotBlankForSure(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	gone := map[string]bool{"row1.amount": true, "row3.number": true, "member.surname": true, "row2.third_party": true, "iban": true}
	for _, behind := range []uint8{255, 200, 5} {
		picture, to := scanned(d.Draw(1), 200, damage{noise: 6})
		for id := range gone {
			f, _ := d.Field(id)
			r := f.Rect.Inset(-2)
			x0, y0 := to.Apply(r.X, r.Y)
			x1, y1 := to.Apply(r.Right(), r.Bottom())
			draw.Draw(picture, image.Rect(int(x0), int(y0), int(x1), int(y1)), image.NewUniform(color.Gray{Y: behind}), image.Point{}, draw.Src)
		}
		match, ok := RecogniseForm(picture, 200)
		if !ok {
			t.Fatal("not recognised")
		}
		for _, zone := range d.Pages[0].Fields {
			f, err := newSheet(picture, match).read(context.Background(), engine, zone)
			if err != nil {
				t.Fatal(err)
			}
			if gone[zone.ID] && f.From.Confidence > 0.9 {
				t.Errorf("%s behind %d is gone: %q, blank %v, with %.3f", zone.ID, behind, f.Value, f.Blank, f.From.Confidence)
			}
			if beside := zone.Row == 0 || zone.ID == "total"; !gone[zone.ID] && beside && f.Blank && behind == 255 && f.From.Confidence < 0.98 {
				t.Errorf("%s is there and blank with %.3f", zone.ID, f.From.Confidence)
			}
		}
	}
}

// TestValuesFarFromTheirAnchorsAreDoubted lowers what is read where the page does not fit.
func TestValuesFarFromTheirAnchorsAreDoubted(t *testing.T) {
	m := FormMatch{Residual: 0.02, residuals: []residual{{10, 10, 0.7}, {20, 10, 0.6}, {10, 20, 0.8}, {200, 200, 0.01}, {190, 200, 0.02}, {200, 190, 0.01}}}
	at := func(x, y float64) float64 { return zone{off: m.residualNear(x, y)}.misplaced(0.99) }
	if here, there := at(10, 12), at(198, 199); here > 0.75 || there != 0.99 {
		t.Errorf("0.7 mm off gives %.3f, 0.02 mm %.3f", here, there)
	}
}
