package extract

import (
	"context"
	"testing"

	"github.com/tdewolff/canvas"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr/recognise"
)

// fill writes values into the zones of a page, as a typewriter or a printer does.
func fill(d *forms.Definition, page int, values map[string]string, face string, size, shiftX, shiftY float64) *canvas.Canvas {
	c := d.Draw(page)
	pen := canvas.NewContext(c)
	for id, text := range values {
		f, ok := d.Field(id)
		if !ok || f.Page != page {
			panic("no field " + id)
		}
		baseline := f.Rect.Y + f.Rect.H*0.5 + size*0.125 + shiftY
		switch f.Type {
		case forms.Comb:
			for i, r := range text {
				cell := f.Cell(i + len(f.Preprinted))
				pen.SetCoordSystem(canvas.CartesianIV)
				typedCentred(pen, cell.X+cell.W/2+shiftX, baseline, size, face, string(r))
			}
		case forms.Mark:
			typedCentred(pen, f.Rect.X+f.Rect.W/2+shiftX, baseline, size, face, text)
		case forms.Signature:
			signed(pen, f.Rect)
		default:
			if f.Frame == forms.Dots {
				baseline = f.Rect.Bottom() - 1 + shiftY
			}
			typed(pen, f.Rect.X+2+shiftX, baseline, size, face, text)
		}
	}
	return c
}

// signed draws a scrawl.
func signed(pen *canvas.Context, r forms.Rect) {
	pen.SetCoordSystem(canvas.CartesianIV)
	p := &canvas.Path{}
	p.MoveTo(2, r.H-2)
	for i := range 9 {
		x := 2 + float64(i)*4
		p.CubeTo(x+1, 1, x+3, 0.5, x+2.5, r.H-3)
		p.CubeTo(x+2, r.H-1, x+3.5, r.H-1, x+4, r.H-4)
	}
	pen.SetFill(canvas.Transparent)
	pen.SetStroke(canvas.Black)
	pen.SetStrokeWidth(0.45)
	pen.DrawPath(r.X, r.Y, p)
}

// dotted breaks what was typed in a zone into the dots of a needle printer.
func dotted(pen *canvas.Context, r forms.Rect) {
	const pitch, gap = 0.35, 0.09 // mm
	r = r.Inset(0.6)
	pen.SetFill(canvas.White)
	pen.SetStroke(canvas.Transparent)
	for x := r.X; x < r.Right(); x += pitch {
		pen.DrawPath(x, r.Y, canvas.Rectangle(gap, r.H))
	}
	for y := r.Y; y < r.Bottom(); y += pitch {
		pen.DrawPath(r.X, y, canvas.Rectangle(r.W, gap))
	}
}

// sample is what is written in the zones of a page, sampleValues what is to be read there.
var sample = map[string]string{
	"member.code": "1047823", "member.phone": "340 1278845", "member.surname": "BERTOLINI", "member.name": "MARIA GRAZIA",
	"family.surname": "ROSSI", "family.name": "LUCA",
	"row1.number": "2024/118", "row1.issuer": "Poliamb. San Marco", "row1.date": "12/03/2026", "row1.amount": "87,50",
	"row2.number": "45/A", "row2.issuer": "Dott.ssa Elena Fabbri", "row2.date": "02.04.26", "row2.amount": "1.234,56", "row2.third_party": "X",
	"row3.number": "FE-000731", "row3.issuer": "Centro Diagnostico Lombardo", "row3.date": "28-02-2026", "row3.amount": "36.15",
	"total": "1.358,21", "attachments": "prescrizione del medico", "return_record": "X", "iban": "60X0542811101000000123456",
	"signature.date": "10/05/2026", "signature.member": "~", "consent.date": "10.5.26", "consent.family": "~",
}

var sampleValues = map[string]string{
	"member.code": "1047823", "member.phone": "3401278845", "member.surname": "BERTOLINI", "member.name": "MARIA GRAZIA",
	"family.surname": "ROSSI", "family.name": "LUCA",
	"row1.number": "2024/118", "row1.issuer": "Poliamb. San Marco", "row1.date": "2026-03-12", "row1.amount": "87.50",
	"row2.number": "45/A", "row2.issuer": "Dott.ssa Elena Fabbri", "row2.date": "2026-04-02", "row2.amount": "1234.56", "row2.third_party": "true",
	"row3.number": "FE-000731", "row3.issuer": "Centro Diagnostico Lombardo", "row3.date": "2026-02-28", "row3.amount": "36.15",
	"total": "1358.21", "attachments": "prescrizione del medico", "return_record": "true", "iban": "IT60X0542811101000000123456",
	"signature.date": "2026-05-10", "signature.member": "true", "consent.date": "2026-05-10", "consent.family": "true",
}

func newEngine(t testing.TB) *recognise.Engine {
	t.Helper()
	engine, err := recognise.NewEngine("ita")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return engine
}

func TestEveryValueOfATypedFormIsRead(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	for _, c := range []struct {
		name string
		face string
		size float64 // points
		x, y float64 // mm beside the middle of the zone
		dots bool
		dpi  float64
		damage
	}{
		{name: "printed on the clean page", face: "sans", size: 11, dpi: 300},
		{name: "a typewriter, skewed and noisy", face: "mono", size: 10, x: 0.5, y: 0.5, dpi: 300, damage: damage{skew: 1.2, noise: 15, blur: 0.7}},
		{name: "a millimetre beside, skewed as far as is allowed", face: "serif", size: 11, x: 1, y: -1, dpi: 300, damage: damage{skew: -2.5, noise: 20}},
		{name: "a millimetre low on a bitonal scan of 200 dpi", face: "sans", size: 10, y: 1, dpi: 200, damage: damage{skew: 0.7, noise: 20, blur: 0.5, bitonal: true}},
		{name: "a needle printer", face: "mono", size: 11, dots: true, dpi: 300, damage: damage{skew: 0.6, noise: 10, blur: 0.9}},
		{name: "faded, enlarged, shifted, upside down", face: "sans", size: 10.5, dpi: 300, damage: damage{skew: -0.8, scale: 1.04, shiftX: 6, shiftY: -5, noise: 8, fade: 0.5, turn: 180}},
	} {
		t.Run(c.name, func(t *testing.T) {
			drawn := fill(d, 1, sample, c.face, c.size, c.x, c.y)
			if c.dots {
				pen := canvas.NewContext(drawn)
				pen.SetCoordSystem(canvas.CartesianIV)
				for id := range sample {
					if f, _ := d.Field(id); f.Type == forms.Line || f.Type == forms.Date || f.Type == forms.Amount {
						dotted(pen, f.Rect)
					}
				}
			}
			picture, truth := scanned(drawn, c.dpi, c.damage)
			match, ok := RecogniseForm(picture, c.dpi)
			if !ok {
				t.Fatal("not recognised")
			}
			if match.Turn != c.turn {
				t.Fatalf("to be turned by %d, want %d", match.Turn, c.turn)
			}
			size := picture.Bounds()
			upright := match.Turned(size.Dx(), size.Dy())
			truth = truth.Then(turning(c.turn, float64(size.Dx()), float64(size.Dy())))
			fields, err := ReadForm(context.Background(), engine, turned(picture, match.Turn), c.dpi, &upright)
			if err != nil {
				t.Fatal(err)
			}
			checkSample(t, d, fields)
			checkBoxes(t, fields, truth, c.dpi)
		})
	}
}

func checkSample(t *testing.T, d *forms.Definition, fields []FormField) {
	t.Helper()
	if len(fields) != len(d.Pages[0].Fields) {
		t.Fatalf("%d fields read, the page has %d", len(fields), len(d.Pages[0].Fields))
	}
	for _, f := range fields {
		want, written := sampleValues[f.Zone.ID]
		if !written && (f.Zone.Type == forms.Mark || f.Zone.Type == forms.Signature) {
			want = "false"
		}
		if f.Value != want || f.Blank == written {
			t.Errorf("%s is %q, blank %v; want %q (read as %q)", f.Zone.ID, f.Value, f.Blank, want, f.From.Text)
		}
		if f.From.Confidence < 0.4 || f.From.Confidence > 1 {
			t.Errorf("%s is right with a confidence of %.3f", f.Zone.ID, f.From.Confidence)
		}
	}
}

// checkBoxes requires the box of each field to lie on its zone, give or take a millimetre and a half.
func checkBoxes(t *testing.T, fields []FormField, truth Homography, dpi float64) {
	t.Helper()
	back := truth.Inverse()
	for _, f := range fields {
		b := f.From.Box
		x, y := back.Apply(float64(b.X)+float64(b.W)/2, float64(b.Y)+float64(b.H)/2)
		around := f.Zone.Rect.Inset(-1.5)
		if !(forms.Rect{X: x, Y: y}).Within(around) || float64(b.H)/dpi*25.4 > around.H+around.W*0.05 {
			t.Errorf("%s: the box %v is not on the zone", f.Zone.ID, b)
		}
	}
}

func TestNothingIsReadOnABlankForm(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	for _, damage := range []damage{{}, {skew: 2, noise: 25, blur: 1}, {skew: -1, noise: 30, bitonal: true}} {
		for page := 1; page <= 2; page++ {
			picture, _ := scanned(d.Draw(page), 300, damage)
			match, ok := RecogniseForm(picture, 300)
			if !ok {
				t.Fatal("not recognised")
			}
			fields, err := ReadForm(context.Background(), engine, picture, 300, match)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range fields {
				if !f.Blank || f.Value != "" && f.Value != "false" {
					t.Errorf("%+v: %s is %q, blank %v", damage, f.Zone.ID, f.Value, f.Blank)
				}
			}
		}
	}
}

func TestADashSaysThatAZoneIsLeftBlank(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	dashes := map[string]string{"family.surname": "-", "row2.number": "—", "row2.amount": "---", "row2.third_party": "-", "iban": "----"}
	picture, _ := scanned(fill(d, 1, dashes, "sans", 11, 0, 0), 300, damage{noise: 10})
	match, ok := RecogniseForm(picture, 300)
	if !ok {
		t.Fatal("not recognised")
	}
	fields, err := ReadForm(context.Background(), engine, picture, 300, match)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fields {
		if !f.Blank {
			t.Errorf("%s is %q", f.Zone.ID, f.Value)
		}
	}
}

func TestWritingOnAPrintedLineIsDoubtful(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	read := func(y float64) FormField {
		picture, _ := scanned(fill(d, 1, map[string]string{"member.surname": "BERTOLINI"}, "sans", 11, 0, y), 300, damage{})
		match, ok := RecogniseForm(picture, 300)
		if !ok {
			t.Fatal("not recognised")
		}
		fields, err := ReadForm(context.Background(), engine, picture, 300, match)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fields {
			if f.Zone.ID == "member.surname" {
				return f
			}
		}
		t.Fatal("no such field")
		return FormField{}
	}
	if f := read(0); f.Value != "BERTOLINI" || f.From.Confidence < 0.9 {
		t.Errorf("in the middle: %q, confidence %.3f", f.Value, f.From.Confidence)
	}
	if f := read(2.7); f.From.Confidence > 0.6 {
		t.Errorf("on the line: %q, confidence %.3f", f.Value, f.From.Confidence)
	}
}

func TestAnEndedContextStopsReading(t *testing.T) {
	engine, d := newEngine(t), r01(t)
	picture, _ := scanned(fill(d, 1, sample, "sans", 11, 0, 0), 200, damage{})
	match, ok := RecogniseForm(picture, 200)
	if !ok {
		t.Fatal("not recognised")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ReadForm(ctx, engine, picture, 200, match); err == nil {
		t.Error("no error")
	}
}

func TestTextIsBroughtToTheClaimsForm(t *testing.T) {
	field := func(kind forms.FieldType, content forms.Content) forms.Field {
		return forms.Field{Type: kind, Content: content}
	}
	date, amount := field(forms.Date, ""), field(forms.Amount, "")
	for _, c := range []struct {
		name     string
		field    forms.Field
		text     string
		want     string
		repaired bool
	}{
		{"slashes", date, "12/03/2026", "2026-03-12", false},
		{"points and two digits of the year", date, "2.4.26", "2026-04-02", false},
		{"dashes and spaces", date, "28 - 02 - 2026", "2026-02-28", false},
		{"no separators", date, "10052026", "2026-05-10", false},
		{"a slash read as 1", date, "12103/2026", "2026-03-12", true},
		{"both slashes read as 7", date, "1270372026", "2026-03-12", true},
		{"a year of the last century", date, "1/1/84", "1984-01-01", false},
		{"no such day", date, "31/02/2026", "", false},
		{"words", date, "domani", "", false},
		{"comma and cents", amount, "87,50", "87.50", false},
		{"thousands", amount, "1.234,56", "1234.56", false},
		{"thousands parted by a space", amount, "1 234,56", "1234.56", false},
		{"point and cents", amount, "36.15", "36.15", false},
		{"a euro sign before", amount, "€ 87,50", "87.50", false},
		{"EUR behind", amount, "87,50 EUR", "87.50", false},
		{"a euro sign before, and dirt", amount, "'€ 87,50", "87.50", false},
		{"cents alone", amount, ",50", "", false},
		{"a euro sign read as a digit", amount, "6 87,50", "87.50", true},
		{"whole euros", amount, "120", "120.00", false},
		{"whole euros with a dash", amount, "120,--", "120.00", false},
		{"one decimal", amount, "87,5", "87.50", true},
		{"no number", amount, "gratis", "", false},
		{"two numbers", amount, "87,50 12,00", "", false},
		{"a number with white around the slash", field(forms.Line, forms.Number), "2024 / 118", "2024/118", false},
		{"a telephone number", field(forms.Line, forms.Phone), "+39 340-12 78 845", "+393401278845", false},
		{"too short for a telephone number", field(forms.Line, forms.Phone), "12", "", false},
		{"a name", field(forms.Line, forms.Name), "D’Angelo ", "D'ANGELO", false},
		{"a valid IBAN", field(forms.Line, forms.IBAN), "IT60 X054 2811 1010 0000 0123 456", "IT60X0542811101000000123456", false},
		{"an O for a zero in an IBAN", field(forms.Line, forms.IBAN), "IT60X05428111O1000000123456", "IT60X0542811101000000123456", true},
		{"an IBAN that cannot be mended is kept as read", field(forms.Line, forms.IBAN), "IT60X0542811101000000123457", "IT60X0542811101000000123457", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := textValue(c.field, c.text)
			if v.text != c.want || v.repaired != c.repaired {
				t.Errorf("%q gives %q, repaired %v; want %q, %v", c.text, v.text, v.repaired, c.want, c.repaired)
			}
		})
	}
	if v := textValue(field(forms.Line, forms.IBAN), "IT60X0542811101000000123456"); !v.proved || !claim.ValidIBAN(v.text) {
		t.Error("a valid IBAN is not counted as proved")
	}
}
