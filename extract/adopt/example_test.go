package adopt

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"github.com/tdewolff/canvas"

	"pratica/extract/forms"
)

var update = flag.Bool("update", false, "draw the files of docs/adopt again")

const exampleFolder = "../../docs/adopt"

// exampleValues are what somebody typed into the example.
var exampleValues = map[string]string{
	"member.surname": "BERTOLINI", "member.name": "MARIA GRAZIA", "member.code": "1047823", "member.phone": "340 1278845",
	"family.surname": "ROSSI", "family.name": "LUCA",
	"row1.issuer": "Poliambulatorio San Marco", "row1.number": "2024/118", "row1.date": "12/03/2026", "row1.amount": "87,50",
	"row2.issuer": "Dott. Anna Ferri", "row2.number": "31", "row2.date": "27/03/2026", "row2.amount": "120,00",
	"total": "207,50", "iban": "IT60X0542811101000000123456", "signature.date": "10042026", "signature.member": "~", "return_record": "X",
}

// filled is the form with values typed into its zones, and a scrawl where it is signed.
func (d *drawing) filled(t *testing.T, values map[string]string) *drawing {
	t.Helper()
	font, err := canvas.LoadFont(liberationmonoregular.TTF, 0, canvas.FontRegular)
	if err != nil {
		t.Fatal(err)
	}
	face := font.Face(11, canvas.Black)
	letter := func(x, y float64, text string, align canvas.TextAlign) {
		d.pen.DrawText(x, y, canvas.NewTextLine(face, text, align))
	}
	for _, f := range d.fields {
		text, ok := values[f.ID]
		baseline := f.Rect.Bottom() - f.Rect.H/2 + 1.3
		switch {
		case !ok:
		case f.Type == forms.Signature:
			p := &canvas.Path{}
			p.MoveTo(4, 7)
			for i := range 9 {
				x := 4 + float64(i)*4
				p.CubeTo(x+1, 1, x+3, 0.5, x+2.5, 6)
				p.CubeTo(x+2, 8, x+3.5, 8, x+4, 5)
			}
			d.pen.SetFill(canvas.Transparent)
			d.pen.SetStroke(canvas.Black)
			d.pen.SetStrokeWidth(0.45)
			d.pen.DrawPath(f.Rect.X, f.Rect.Y, p)
		case f.Cells > 0:
			for i, r := range text {
				cell := f.Cell(i)
				letter(cell.X+cell.W/2, baseline, string(r), canvas.Center)
			}
		case f.ID == "signature.date" && len(f.Preprinted) == 0 && f.Rect.W == 46: // cells of 5 mm in three groups
			for i, x := range []float64{26, 31, 39, 44, 52, 57, 62, 67} {
				letter(x+2.5, baseline, text[i:i+1], canvas.Center)
			}
		case f.Type == forms.Mark:
			letter(f.Rect.X+f.Rect.W/2, baseline, text, canvas.Center)
		default:
			letter(f.Rect.X+2, baseline, text, canvas.Left)
		}
	}
	return d
}

// The example of docs/adopt.md is drawn here: a blank form as the printer's PDF, and a scan of one that was
// filled in.
func TestTheExampleIsAdopted(t *testing.T) {
	if *update {
		move(t, columned(t).writePDF(t), "blank.pdf")
		move(t, columned(t).filled(t, exampleValues).writeBitonal(t, 200), "filled.png")
	}
	draft, pictures := adopted(t, filepath.Join(exampleFolder, "blank.pdf"))
	var b bytes.Buffer
	if err := draft.YAML(&b, Note{File: "blank.pdf", Pictures: []string{"draft-1.png"}}); err != nil {
		t.Fatal(err)
	}
	if *update {
		write(t, "draft.yaml", b.Bytes())
		writePicture(t, "draft-1.png", pictures[0].blank())
		writePicture(t, "preview.png", Preview(draft.Pages[0], pictures[0]))
	}
	want, err := os.ReadFile(filepath.Join(exampleFolder, "draft.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Error("the draft is not the one that docs/adopt.md shows; go test ./extract/adopt -run Example -update writes it anew")
	}
}

func move(t *testing.T, from, name string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, name, data)
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(exampleFolder, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func writePicture(t *testing.T, name string, img image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	write(t, name, b.Bytes())
}
