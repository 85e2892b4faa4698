package adopt

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"pratica/extract/forms"
)

// hues tell the types of zones apart on a preview.
var hues = map[forms.FieldType]color.RGBA{
	forms.Line: {0, 90, 220, 255}, forms.Comb: {0, 140, 60, 255}, forms.Date: {190, 90, 0, 255}, forms.Amount: {150, 0, 160, 255},
	forms.Mark: {220, 0, 0, 255}, forms.Signature: {0, 140, 150, 255}, forms.Multiline: {90, 70, 200, 255},
}

// Preview draws the zones of a page over its picture, with their ids.
func Preview(p Page, picture Picture) *image.RGBA {
	b := picture.Grey.Rect
	out := image.NewRGBA(b)
	draw.Draw(out, b, picture.Grey, b.Min, draw.Src)
	show := func(z Zone, r forms.Rect) {
		hue := hues[z.Type]
		mm := picture.DPI / 25.4
		box := image.Rect(int(r.X*mm), int(r.Y*mm), int(r.Right()*mm)+1, int(r.Bottom()*mm)+1)
		tint := image.NewUniform(color.RGBA{uint8(int(hue.R) * 50 / 255), uint8(int(hue.G) * 50 / 255), uint8(int(hue.B) * 50 / 255), 50})
		draw.Draw(out, box, tint, image.Point{}, draw.Over)
		for _, edge := range []image.Rectangle{{box.Min, image.Pt(box.Max.X, box.Min.Y+2)}, {image.Pt(box.Min.X, box.Max.Y-2), box.Max},
			{box.Min, image.Pt(box.Min.X+2, box.Max.Y)}, {image.Pt(box.Max.X-2, box.Min.Y), box.Max}} {
			draw.Draw(out, edge, image.NewUniform(hue), image.Point{}, draw.Src)
		}
		pen := font.Drawer{Dst: out, Src: image.NewUniform(hue), Face: basicfont.Face7x13, Dot: fixed.P(box.Min.X+3, box.Min.Y+12)}
		pen.DrawString(z.ID)
	}
	for _, z := range p.Zones {
		show(z, z.Rect)
	}
	for _, t := range p.Tables {
		for i := range t.Count {
			for _, z := range t.Zones {
				r := z.Rect
				r.Y += float64(i) * t.Pitch
				show(z, r)
			}
		}
	}
	return out
}
