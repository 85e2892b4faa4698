package adopt

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	"github.com/tdewolff/canvas"
	"github.com/tdewolff/canvas/renderers/pdf"

	"pratica/claim"
	"pratica/extract/forms"
)

// drawing is a form that somebody else might have printed, with the truth about its zones.
type drawing struct {
	*canvas.Canvas
	pen           *canvas.Context
	regular, bold *canvas.Font
	fields        []forms.Field
}

func newDrawing(t *testing.T, regular, bold []byte) *drawing {
	t.Helper()
	d := &drawing{Canvas: canvas.New(210, 297)}
	var err error
	if d.regular, err = canvas.LoadFont(regular, 0, canvas.FontRegular); err != nil {
		t.Fatal(err)
	}
	if d.bold, err = canvas.LoadFont(bold, 0, canvas.FontRegular); err != nil {
		t.Fatal(err)
	}
	d.pen = canvas.NewContext(d.Canvas)
	d.pen.SetCoordSystem(canvas.CartesianIV)
	return d
}

func (d *drawing) text(x, y, size float64, text string) {
	d.pen.DrawText(x, y, canvas.NewTextLine(d.regular.Face(size, canvas.Black), text, canvas.Left))
}

func (d *drawing) strong(x, y, size float64, text string) {
	d.pen.DrawText(x, y, canvas.NewTextLine(d.bold.Face(size, canvas.Black), text, canvas.Left))
}

func (d *drawing) rule(x1, y1, x2, y2, width float64) {
	d.pen.SetFill(canvas.Transparent)
	d.pen.SetStroke(canvas.Black)
	d.pen.SetStrokeWidth(width)
	d.pen.DrawPath(x1, y1, canvas.Line(x2-x1, y2-y1))
}

func (d *drawing) box(x, y, w, h, width float64, fill color.RGBA) {
	d.pen.SetFill(fill)
	d.pen.SetStroke(canvas.Black)
	d.pen.SetStrokeWidth(width)
	d.pen.DrawPath(x, y, canvas.Rectangle(w, h))
}

func (d *drawing) zone(id string, kind forms.FieldType, pointer string, x, y, w, h float64) {
	f := forms.Field{ID: id, Label: id, Type: kind, Pointer: pointer, Rect: forms.Rect{X: x, Y: y, W: w, H: h}, Page: 1, Frame: forms.Box}
	d.fields = append(d.fields, f)
}

// line is a rule to write on, with a label left of it, and the zone above it.
func (d *drawing) line(label, id string, kind forms.FieldType, pointer string, x, y, from, to float64) {
	d.text(x, y, 10.5, label)
	d.rule(from, y+0.8, to, y+0.8, 0.2)
	d.zone(id, kind, pointer, from, y+0.8-7.5, to-from, 7.5)
	d.fields[len(d.fields)-1].Frame = forms.None
}

// ruled is a form of rules instead of boxes, set in a serif: labels before the lines, an IBAN on a rake, a
// table without vertical rules, labels under the signatures.
func ruled(t *testing.T) *drawing {
	d := newDrawing(t, liberationserifregular.TTF, liberationserifbold.TTF)
	d.strong(20, 20, 17, "Richiesta di rimborso delle spese mediche")
	d.text(20, 26, 9, "Fondo di assistenza - stampato in proprio - Mod. R01 - rev. 3 del 03/2018")
	d.rule(20, 30, 190, 30, 0.7)
	d.strong(20, 38, 12, "1. Dati dell’associato")
	d.line("Cognome", "member.surname", forms.Line, "/member/surname", 20, 47, 38, 102)
	d.line("Nome", "member.name", forms.Line, "/member/name", 108, 47, 120, 190)
	d.line("Numero di tessera", "member.code", forms.Line, "/member/code", 20, 57, 51, 102)
	d.line("Cell.", "member.phone", forms.Line, "/member/phone", 108, 57, 118, 190)
	d.strong(20, 69, 12, "2. Dati del beneficiario, se diverso")
	d.line("Cognome", "family.surname", forms.Line, "/patient/surname", 20, 78, 38, 102)
	d.line("Nome", "family.name", forms.Line, "/patient/name", 108, 78, 120, 190)
	d.strong(20, 90, 12, "3. Documenti di spesa")
	heads := []struct {
		x    float64
		text string
		id   string
		kind forms.FieldType
	}{{20, "Data", "date", forms.Date}, {48, "N. fattura", "number", forms.Line}, {85, "Medico o struttura", "issuer", forms.Line}, {160, "Importo in euro", "amount", forms.Amount}}
	for i, h := range heads {
		d.text(h.x+1, 97, 9.5, h.text)
		right := 190.0
		if i+1 < len(heads) {
			right = heads[i+1].x
		}
		for row := range 5 {
			id := "row" + string(rune('1'+row)) + "." + h.id
			d.zone(id, h.kind, "/expenses/"+string(rune('0'+row))+"/declared/"+h.id, h.x, 99+float64(row)*9+1, right-h.x, 8)
			d.fields[len(d.fields)-1].Frame = forms.None
		}
	}
	d.rule(20, 99, 190, 99, 0.4)
	for row := range 5 {
		d.rule(20, 108+float64(row)*9, 190, 108+float64(row)*9, 0.2)
	}
	d.line("Totale", "total", forms.Amount, "/declared_total", 140, 153, 160, 190)
	d.strong(20, 166, 12, "4. Coordinate bancarie")
	d.text(20, 173, 10.5, "IBAN")
	d.rule(34, 174, 34+27*5.6, 174, 0.25)
	for i := range 28 {
		d.rule(34+float64(i)*5.6, 170.5, 34+float64(i)*5.6, 174, 0.25)
	}
	d.zone("iban", forms.Comb, "/member/iban", 34, 168.5, 27*5.6, 5.5)
	d.fields[len(d.fields)-1].Frame, d.fields[len(d.fields)-1].Cells = forms.None, 27
	d.strong(20, 190, 12, "5. Firma")
	d.line("Data", "signature.date", forms.Date, "/signatures/date", 20, 205, 30, 75)
	d.rule(100, 205.8, 190, 205.8, 0.2)
	d.text(128, 209.5, 8.5, "Firma dell’associato")
	d.zone("signature.member", forms.Signature, "/signatures/member", 100, 196.8, 90, 9)
	d.fields[len(d.fields)-1].Frame = forms.None
	d.strong(20, 222, 12, "6. Consenso al trattamento dei dati personali")
	d.text(20, 228, 9, "Presto il consenso al trattamento dei dati che riguardano la salute, ai soli fini del rimborso richiesto con questo modulo.")
	d.rule(20, 245, 95, 245, 0.2)
	d.text(36, 248.7, 8.5, "Firma dell’associato")
	d.zone("consent.member", forms.Signature, "/signatures/privacy_member", 20, 236, 75, 9)
	d.fields[len(d.fields)-1].Frame = forms.None
	d.rule(115, 245, 190, 245, 0.2)
	d.text(121, 248.7, 8.5, "Firma del beneficiario (o di un genitore)")
	d.zone("consent.family", forms.Signature, "/signatures/privacy_family", 115, 236, 75, 9)
	d.fields[len(d.fields)-1].Frame = forms.None
	d.rule(20, 280, 190, 280, 0.3)
	d.text(20, 284, 8, "Pagina 1 di 1")
	return d
}

// cells are boxes for one character each, with a gap between them.
func (d *drawing) cells(x, y, w, h, gap float64, n int) {
	for i := range n {
		d.box(x+float64(i)*(w+gap), y, w, h, 0.2, canvas.Transparent)
	}
}

// labelledBox is a box with a small label in its upper left corner; its zone is what is left below.
func (d *drawing) labelledBox(label, id string, kind forms.FieldType, pointer string, x, y, w float64) {
	const h, top = 11.0, 3.4
	d.box(x, y, w, h, 0.25, canvas.Transparent)
	d.text(x+1, y+2.7, 6.5, label)
	d.zone(id, kind, pointer, x, y+top, w, h-top)
}

// columned is a form in two columns: labels in the boxes, cells that stand apart, a date of three groups of
// cells, check boxes before their words, a table in a grid, shaded headings, broken lines.
func columned(t *testing.T) *drawing {
	d := newDrawing(t, liberationsansregular.TTF, liberationsansbold.TTF)
	grey := color.RGBA{215, 215, 215, 255}
	d.strong(15, 18, 20, "SALUTE INSIEME")
	d.strong(110, 15, 13, "DOMANDA DI RIMBORSO")
	d.text(110, 20, 8, "spese sanitarie non odontoiatriche - edizione 11/2021")
	d.box(15, 26, 88, 6, 0.2, grey)
	d.strong(17, 30.3, 9, "DATI DEL LAVORATORE ISCRITTO")
	d.box(107, 26, 88, 6, 0.2, grey)
	d.strong(109, 30.3, 9, "PAZIENTE (SE FAMILIARE)")
	d.labelledBox("Cognome", "member.surname", forms.Line, "/member/surname", 15, 35, 88)
	d.labelledBox("Nome", "member.name", forms.Line, "/member/name", 15, 48, 88)
	d.labelledBox("Cognome", "family.surname", forms.Line, "/patient/surname", 107, 35, 88)
	d.labelledBox("Nome", "family.name", forms.Line, "/patient/name", 107, 48, 88)
	d.labelledBox("Telefono", "member.phone", forms.Line, "/member/phone", 15, 61, 88)
	d.labelledBox("Indirizzo di posta elettronica", "member.email", forms.Line, "/member/email", 107, 61, 88)
	d.text(107, 79, 8, "Sede di lavoro")
	d.rule(130, 80.5, 195, 80.5, 0.2)
	d.zone("sede_lavoro", forms.Line, "", 130, 73, 65, 7.5)
	d.fields[len(d.fields)-1].Frame = forms.None
	d.text(15, 79, 8, "Codice iscritto")
	d.cells(40, 74.5, 5.5, 7, 1.2, 7)
	d.zone("member.code", forms.Comb, "/member/code", 39.4, 74.5, 7*6.7, 7)
	d.fields[len(d.fields)-1].Cells = 7
	d.box(15, 88, 180, 6, 0.2, grey)
	d.strong(17, 92.3, 9, "FATTURE E RICEVUTE")
	columns := []struct {
		x, w float64
		text string
		id   string
		kind forms.FieldType
	}{{15, 70, "Emessa da", "issuer", forms.Line}, {85, 40, "Numero documento", "number", forms.Line}, {125, 35, "Data", "date", forms.Date}, {160, 35, "Importo €", "amount", forms.Amount}}
	for _, c := range columns {
		d.box(c.x, 96, c.w, 6, 0.2, canvas.Transparent)
		d.strong(c.x+2, 100.2, 8, c.text)
		for row := range 6 {
			y := 102 + 7.5*float64(row)
			d.box(c.x, y, c.w, 7.5, 0.2, canvas.Transparent)
			d.zone("row"+string(rune('1'+row))+"."+c.id, c.kind, "/expenses/"+string(rune('0'+row))+"/declared/"+c.id, c.x, y, c.w, 7.5)
		}
	}
	d.strong(132, 152.5, 9, "Totale richiesto")
	d.box(160, 148, 35, 7.5, 0.4, canvas.Transparent)
	d.zone("total", forms.Amount, "/declared_total", 160, 148, 35, 7.5)
	d.box(15, 163, 4, 4, 0.25, canvas.Transparent)
	d.text(21, 166.3, 8.5, "Chiedo la restituzione della cartella clinica con spese a mio carico")
	d.zone("return_record", forms.Mark, "/return_medical_record", 15, 163, 4, 4)
	d.box(15, 172, 180, 6, 0.2, grey)
	d.strong(17, 176.3, 9, "ACCREDITO SUL CONTO CORRENTE")
	d.text(15, 187, 8, "IBAN")
	d.cells(25, 182, 5.8, 7, 0, 27)
	d.zone("iban", forms.Comb, "/member/iban", 25, 182, 27*5.8, 7)
	d.fields[len(d.fields)-1].Cells = 27
	d.text(15, 209, 8.5, "Data")
	d.cells(26, 203, 5, 7, 0, 2)
	d.cells(39, 203, 5, 7, 0, 2)
	d.cells(52, 203, 5, 7, 0, 4)
	d.zone("signature.date", forms.Date, "/signatures/date", 26, 203, 46, 7)
	d.text(85, 209, 8.5, "Firma del lavoratore")
	for x := 118.0; x < 195; x += 2.4 {
		d.rule(x, 210, x+1.4, 210, 0.25)
	}
	d.zone("signature.member", forms.Signature, "/signatures/member", 118, 201, 78.2, 9)
	d.fields[len(d.fields)-1].Frame = forms.Dots
	d.box(15, 225, 180, 40, 0.2, canvas.Transparent)
	d.text(17, 229, 8, "Riservato al Fondo")
	return d
}

func (d *drawing) definition() *forms.Definition {
	return &forms.Definition{Code: claim.R01Document, Pages: []forms.Page{{Width: 210, Height: 297, Fields: d.fields}}}
}

func (d *drawing) writePDF(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	out := pdf.New(&b, 210, 297, nil)
	d.RenderTo(out)
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "foreign.pdf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// writeScan writes the drawing as a scanner gives it: grey paper, noise, leaning by a degree.
func (d *drawing) writeScan(t *testing.T, dpi float64) string {
	t.Helper()
	const lean = 0.01745 // radians
	g := rotated(forms.Rasterise(d.Canvas, dpi), -lean)
	random := rand.New(rand.NewPCG(1, 2))
	for i, v := range g.Pix {
		g.Pix[i] = uint8(max(0, min(255, int(float64(v)*0.85+25+6*random.NormFloat64()))))
	}
	return writePNG(t, g, dpi)
}

// writeBitonal writes the drawing as a scanner in a mail room does: black and white, leaning the other way.
func (d *drawing) writeBitonal(t *testing.T, dpi float64) string {
	t.Helper()
	g := rotated(forms.Rasterise(d.Canvas, dpi), 0.012)
	out := image.NewPaletted(g.Rect, color.Palette{color.Gray{Y: 0}, color.Gray{Y: 255}})
	random := rand.New(rand.NewPCG(3, 4))
	for i, v := range g.Pix {
		if float64(v)+20*random.NormFloat64() > 140 {
			out.Pix[i] = 1
		}
	}
	return writePNG(t, out, dpi)
}

// writePNG writes a picture with its resolution (the chunk pHYs, ISO/IEC 15948, 11.3.5.3).
func writePNG(t *testing.T, img image.Image, dpi float64) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	chunk := []byte("pHYs")
	perMetre := uint32(dpi/0.0254 + 0.5)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1)
	const header = 8 + 25 // signature and IHDR
	data := append([]byte(nil), b.Bytes()[:header]...)
	data = binary.BigEndian.AppendUint32(data, 9)
	data = append(data, chunk...)
	data = binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(chunk))
	data = append(data, b.Bytes()[header:]...)
	path := filepath.Join(t.TempDir(), "scan.png")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFormsOfOthersAreDrafted(t *testing.T) {
	for _, c := range []struct {
		name    string
		draw    func(*testing.T) *drawing
		scan    bool
		code    claim.DocumentKind
		edition string
		// least of the zones in place, of the right type and with the right name
		placed, typed, named int
		extra                int // most zones that are none
	}{
		{"rules instead of boxes, as the printer's PDF", ruled, false, "R01", "2018-03", 32, 32, 32, 0},
		{"rules instead of boxes, scanned", ruled, true, "R01", "2018-03", 31, 31, 30, 1},
		{"two columns of boxes, as the printer's PDF", columned, false, "R01", "2021-11", 37, 37, 37, 0},
		{"two columns of boxes, scanned", columned, true, "R01", "2021-11", 36, 36, 35, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := c.draw(t)
			var path string
			if c.scan {
				path = d.writeScan(t, 200)
			} else {
				path = d.writePDF(t)
			}
			draft, _ := adopted(t, path)
			if draft.Code != c.code || draft.Edition != c.edition {
				t.Errorf("taken for %s %s", draft.Code, draft.Edition)
			}
			definition, err := draft.Definition()
			if err != nil {
				t.Fatalf("the draft is no definition: %v", err)
			}
			n := compare(t, d.definition(), definition)
			t.Logf("%d zones, %d placed, %d typed, %d named, %d too many", n.zones, n.placed, n.typed, n.named, n.extra)
			if n.placed < c.placed || n.typed < c.typed || n.named < c.named || n.extra > c.extra {
				t.Errorf("of %d zones %d are placed, %d typed and %d named; %d are too many", n.zones, n.placed, n.typed, n.named, n.extra)
			}
		})
	}
}
