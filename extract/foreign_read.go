package extract

import (
	"context"
	"fmt"
	"image"
	"math"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/adopt"
	"pratica/extract/forms"
	"pratica/extract/pattern"
	"pratica/ocr"
	"pratica/ocr/recognise"
)

// ForeignCap is the most a value of a form without a definition is believed, until a corpus has measured it:
// below what is accepted without a person.
const ForeignCap = 0.99

// HasZones tells the forms whose values a claim has places for.
func HasZones(kind claim.DocumentKind) bool {
	switch kind {
	case claim.R01Document, claim.R02Document, claim.D01Document, claim.NA1Document, claim.GM01Document:
		return true
	}
	return false
}

// LevelPage lays a page as its words lie: level maps points of the levelled page, which is w by h pixels, to
// points of the upright one.
func LevelPage(upright *image.Gray, level [9]float64, w, h int) *image.Gray {
	if level == claim.Identity && upright.Rect.Dx() == w && upright.Rect.Dy() == h {
		return atOrigin(upright)
	}
	return sampled(atOrigin(upright), Homography(level), 0, 0, w, h)
}

// ReadForeign reads a page of a form that no definition describes: labels are sought among the words, what
// stands beside, over or under them is read by the recognisers of zones. page is upright, at dpi. level maps
// points of the levelled page, on which the words lie and which is w by h pixels, to points of page. kind is ""
// where only the page before says which form it is. The boxes of the fields lie on page. No value is surer than
// ForeignCap.
func ReadForeign(ctx context.Context, engine *recognise.Engine, page *image.Gray, dpi float64, level [9]float64, w, h int, words []ocr.Word, kind claim.DocumentKind) ([]FormField, error) {
	page = withoutStreaks(atOrigin(page))
	levelled := LevelPage(page, level, w, h)
	perPixel := math.Hypot(level[0], level[3])
	levelDPI := sheetDPI(levelled, dpi/perPixel)
	found := adopt.Filled(levelled, levelDPI, words, kind)
	k := levelDPI / 25.4
	toLevelled := scaling(k).Then(leaning(found.Angle, levelled.Rect.Dx(), levelled.Rect.Dy()))
	s := &sheet{
		page:  page,
		blank: sampled(found.Blank, scaling(k/zonePerMM), 0, 0, int(found.Width*zonePerMM), int(found.Height*zonePerMM)),
		match: &FormMatch{ToPicture: toLevelled.Then(Homography(level)), Residual: 0.1},
		slack: slackAt(levelDPI, false),
	}
	var fields []FormField
	for _, f := range foreignZones(found.Page) {
		if !wanted(f) {
			continue
		}
		if f.Type == forms.Mark {
			fields = append(fields, s.foreignMark(f))
			continue
		}
		read, err := s.read(ctx, engine, f)
		if err != nil {
			return nil, fmt.Errorf("read field %s of a form without definition: %w", f.ID, err)
		}
		read = secondOpinion(read, wordsIn(words, f.Rect, toLevelled))
		fields = append(fields, read)
	}
	fields = settleForeign(fields, kind)
	for i := range fields {
		fields[i].From.Confidence = capped(fields[i].From.Confidence)
	}
	return fields, nil
}

// capped keeps a confidence at ForeignCap at most, and those below in their order: what is surest of a foreign form
// stays apart from what is merely sure.
func capped(confidence float64) float64 {
	const from = 0.9
	if confidence > from {
		confidence = from + (confidence-from)*(ForeignCap-from)/(1-from)
	}
	return math.Round(confidence*1000) / 1000
}

// sheetDPI is the resolution of a page of the shape of A4, which forms are printed on: what a file claims may be
// wrong by half.
func sheetDPI(page *image.Gray, dpi float64) float64 {
	const shape, width = 297.0 / 210, 210 / 25.4
	w, h := float64(page.Rect.Dx()), float64(page.Rect.Dy())
	if math.Abs(h/w-shape) > 0.03 || math.Abs(w/width-dpi) < 0.05*dpi {
		return dpi
	}
	return w / width
}

// leaning maps points of a picture that was turned about its middle by an angle to the picture as it was.
func leaning(angle float64, w, h int) Homography {
	sin, cos := math.Sincos(angle)
	cx, cy := float64(w)/2, float64(h)/2
	return Homography{cos, -sin, cx - cos*cx + sin*cy, sin, cos, cy - sin*cx - cos*cy, 0, 0, 1}
}

// wanted reports a zone that some value of a claim is made of.
func wanted(f forms.Field) bool {
	return f.Pointer != "" || dentalZone.MatchString(f.ID)
}

// dentalZone are the zones of a D01 that treatments are made of, which have no pointers.
var dentalZone = pattern.Must(`^(ref\d+\.|row\d+\.|c\d+\.|patient\.|dentist\.)`)

// foreignZones are the zones of a page, those of tables once for each row.
func foreignZones(page adopt.Page) []forms.Field {
	var list []forms.Field
	for _, z := range page.Zones {
		list = append(list, z.Field)
	}
	for _, t := range page.Tables {
		for row := range t.Count {
			fill := strings.NewReplacer("{n}", strconv.Itoa(row+1), "{i}", strconv.Itoa(row))
			for _, z := range t.Zones {
				f := z.Field
				f.ID, f.Pointer, f.Row = fill.Replace(f.ID), fill.Replace(f.Pointer), row+1
				f.Rect.Y += float64(row) * t.Pitch
				if last := len(list) - 1; last >= 0 && f.Pointer != "" && list[last].Pointer == f.Pointer && list[last].Row == f.Row && f.Type == forms.Line {
					list[last].Rect = list[last].Rect.Union(f.Rect) // a heading set in two parts
					continue
				}
				list = append(list, f)
			}
		}
	}
	for i := range list {
		if f := &list[i]; f.Content == forms.IBAN && f.Type == forms.Comb && f.Cells == claim.ItalianIBANLength && f.Preprinted == "" {
			f.Preprinted = "IT" // no other country's has as many characters (ISO 13616 registry) and is asked for here
		}
	}
	return list
}
