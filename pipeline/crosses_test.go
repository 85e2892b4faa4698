package pipeline

import (
	"encoding/json"
	"image"
	"image/draw"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tdewolff/canvas"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/forms"
)

// crossedPage is a page of a form, scanned without crosses and alike with some.
type crossedPage struct {
	reader      *pageReader
	match       *extract.FormMatch
	blank, full *image.Gray
}

// The resolution and the skew, in radians, of the scans.
const (
	crossDPI  = 200
	crossSkew = 0.012
)

// scanAlike scans every page with the same noise.
func scanAlike(c *canvas.Canvas) *image.Gray {
	return scanned(forms.Rasterise(c, crossDPI), crossSkew, rand.New(rand.NewPCG(3, 9)))
}

func newCrossedPage(t *testing.T, reader *pageReader, d *forms.Definition, page int) crossedPage {
	t.Helper()
	c := crossedPage{reader: reader, blank: scanAlike(d.Draw(page))}
	match, ok := extract.RecogniseForm(c.blank, crossDPI)
	if !ok || match.Page != page || match.Form != d {
		t.Fatalf("page %d is not recognised", page)
	}
	c.match = match
	return c
}

// cross makes the crosses of some boxes, of which with then takes one at a time.
func (c *crossedPage) cross(t *testing.T, ids []string) {
	t.Helper()
	boxes := map[string]string{}
	for _, id := range ids {
		boxes[id] = "X"
	}
	filled, err := c.match.Form.Fill(boxes)
	if err != nil {
		t.Fatal(err)
	}
	filled.Code = "" // the zones alone
	c.full = scanAlike(filled.Draw(c.match.Page))
}

// with reads the page with the cross of one box alone.
func (c crossedPage) with(t *testing.T, p *Pipeline, box forms.Field) claim.Claim {
	t.Helper()
	g := copied(c.blank)
	r, middle := box.Rect, image.Pt(g.Rect.Dx()/2, g.Rect.Dy()/2)
	sin, cos := math.Sincos(-crossSkew)
	const px, margin = crossDPI / 25.4, 2.0
	u, v := (r.X+r.W/2)*px-float64(middle.X), (r.Y+r.H/2)*px-float64(middle.Y)
	at := middle.Add(image.Pt(int(cos*u-sin*v), int(sin*u+cos*v)))
	half := image.Pt(int((r.W/2+margin)*px), int((r.H/2+margin)*px))
	draw.Draw(g, image.Rectangle{Min: at.Sub(half), Max: at.Add(half)}, c.full, at.Sub(half), draw.Src)
	reading := Reading{Version: readingVersion, Width: g.Rect.Dx(), Height: g.Rect.Dy(), DPI: crossDPI, Transform: claim.Identity, Level: claim.Identity}
	if _, err := c.reader.readForm(t.Context(), g, crossDPI, c.match, &reading); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(reading)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := p.Assemble(t.Context(), claim.Submission{Channel: claim.Post}, []ReadPage{{PageRef{"page.png", 1}, data}}, nil)
	if err != nil || len(claims) != 1 {
		t.Fatalf("%d claims, %v", len(claims), err)
	}
	return claims[0]
}

// TestEachCrossAloneGivesItsValue makes one cross at a time on NA1 and GM01.
func TestEachCrossAloneGivesItsValue(t *testing.T) {
	p, reader := newPipeline(t), &pageReader{}
	if err := reader.needEngine(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reader.engine.Close() })
	choices := []struct {
		code   claim.DocumentKind
		page   int
		prefix string
		sets   [][]string // boxes that are drawn together: one of each choice
	}{
		{claim.NA1Document, 2, "/dependency/scores/", scores("bathing", "dressing", "hygiene")},
		{claim.NA1Document, 3, "/dependency/scores/", scores("mobility", "continence", "eating")},
		{claim.GM01Document, 1, "/serious_illness/illness", [][]string{{"illness.tumour"}, {"illness.infarction"}, {"illness.coronary_bypass"},
			{"illness.heart_valve_surgery"}, {"illness.aortic_surgery"}, {"illness.organ_transplant"}, {"illness.stroke"}}},
	}
	for _, c := range choices {
		d, _ := forms.Find(c.code, "")
		page := newCrossedPage(t, reader, d, c.page)
		for _, set := range c.sets {
			page.cross(t, set)
			for _, id := range set {
				t.Run(id, func(t *testing.T) {
					box, _ := d.Field(id)
					got := page.with(t, p, box)
					for _, zone := range d.Fields() {
						if zone.Value == "" || !strings.HasPrefix(zone.Pointer, c.prefix) {
							continue
						}
						want := ""
						if zone.Pointer == box.Pointer {
							want = box.Value
						}
						if value, err := got.Get(zone.Pointer); err != nil || value != want {
							t.Errorf("%s is %q, want %q (%v, %+v)", zone.Pointer, value, want, err, got.Provenance[zone.Pointer])
						}
					}
					if from := got.Provenance[box.Pointer]; from.Method != claim.FromMark || from.Confidence < 0.9 {
						t.Errorf("read as %+v", from)
					}
				})
			}
		}
	}
}

// scores are the boxes of some sections, those of one score together.
func scores(sections ...string) (sets [][]string) {
	for _, score := range []string{"0", "5", "10"} {
		var set []string
		for _, section := range sections {
			set = append(set, "score."+section+"."+score)
		}
		sets = append(sets, set)
	}
	return sets
}
