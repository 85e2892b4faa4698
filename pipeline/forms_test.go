package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr/child"
)

func TestMain(m *testing.M) {
	child.Main(Handlers())
	os.Exit(m.Run())
}

// typedForm is a form filled in on a screen: what is typed by field id, and what the claim then says.
type typedForm struct {
	code  claim.DocumentKind
	typed map[string]string
	want  map[string]string
}

var member = map[string]string{"member.code": "1047823", "member.surname": "BERTOLINI", "member.name": "MARIA GRAZIA", "member.phone": "3401278845",
	"family.surname": "ROSSI", "family.name": "LUCA", "signature.date": "10/05/2026"}

var memberWant = map[string]string{"/member/code": "1047823", "/member/surname": "BERTOLINI", "/member/name": "MARIA GRAZIA", "/member/phone": "3401278845",
	"/patient/surname": "ROSSI", "/patient/name": "LUCA", "/patient/relation": "family", "/signatures/date": "2026-05-10"}

var carer = map[string]string{"carer.surname": "ROSSI", "carer.name": "ANNA", "carer.relation": "figlia", "carer.phone": "3331234567"}

func carerWant(at string) map[string]string {
	return map[string]string{at + "/surname": "ROSSI", at + "/name": "ANNA", at + "/relation": "figlia", at + "/phone": "3331234567"}
}

func joined(maps ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range maps {
		for k, v := range m {
			all[k] = v
		}
	}
	return all
}

var rows = map[string]string{"row1.number": "2024/118", "row1.issuer": "Poliamb. San Marco", "row1.date": "12/03/2026", "row1.amount": "87,50",
	"row2.number": "45/A", "row2.issuer": "Dott.ssa Elena Fabbri", "row2.date": "02/04/2026", "row2.amount": "1.234,56", "row2.third_party": "X",
	"total": "1.322,06", "iban": "IT60X0542811101000000123456"}

var rowsWant = map[string]string{"/expenses/0/declared/number": "2024/118", "/expenses/0/declared/issuer": "Poliamb. San Marco",
	"/expenses/0/declared/date": "2026-03-12", "/expenses/0/declared/amount": "87.50", "/expenses/1/declared/number": "45/A",
	"/expenses/1/declared/issuer": "Dott.ssa Elena Fabbri", "/expenses/1/declared/date": "2026-04-02", "/expenses/1/declared/amount": "1234.56",
	"/expenses/1/third_party/marked": "true", "/declared_total": "1322.06", "/member/iban": "IT60X0542811101000000123456"}

var typedForms = []typedForm{
	{claim.R01Document, joined(member, rows, map[string]string{"return_record": "X"}),
		joined(memberWant, rowsWant, map[string]string{"/form": "R01", "/return_medical_record": "true"})},
	{claim.R02Document, joined(member, rows, map[string]string{"attachment.d01": "X", "attachment.d01.pieces": "1"}),
		joined(memberWant, rowsWant, map[string]string{"/form": "R02", "/kind": "dental"})},
	{claim.D01Document, map[string]string{"patient.surname": "ROSSI", "patient.name": "LUCA", "ref1.number": "45/A", "ref1.date": "02/04/2026",
		"c6131.count": "1", "c6131.amount": "80,00", "c2588.arch": "sup. dx", "c2588.amount": "150,00", "c2605.tooth": "36", "c2605.amount": "120,00",
		"c2620.tooth": "11", "c2620.amount": "884,56", "dentist.date": "02/04/2026"},
		map[string]string{"/form": "", "/kind": "dental", "/patient/surname": "ROSSI", "/patient/name": "LUCA",
			"/treatments/0/code": "6131", "/treatments/0/quantity": "1", "/treatments/0/amount": "80.00", "/treatments/0/invoice_number": "45/A",
			"/treatments/1/code": "2588", "/treatments/1/arch": "upper_right", "/treatments/1/amount": "150.00",
			"/treatments/2/code": "2605", "/treatments/2/tooth": "36", "/treatments/2/amount": "120.00",
			"/treatments/3/code": "2620", "/treatments/3/tooth": "11", "/treatments/3/amount": "884.56"}},
	{claim.NA1Document, joined(member, carer, map[string]string{"accident.no": "X", "diagnosis": "Morbo di Parkinson con grave compromissione motoria",
		"score.bathing.10": "X", "score.dressing.5": "X", "score.hygiene.5": "X", "score.mobility.10": "X", "score.continence.0": "X", "score.eating.5": "X",
		"score.total": "35"}),
		joined(memberWant, carerWant("/dependency/carer"), map[string]string{"/form": "NA1", "/kind": "dependency", "/dependency/accident": "false",
			"/dependency/diagnosis":      "Morbo di Parkinson con grave compromissione motoria",
			"/dependency/scores/bathing": "10", "/dependency/scores/dressing": "5", "/dependency/scores/hygiene": "5", "/dependency/scores/mobility": "10",
			"/dependency/scores/continence": "0", "/dependency/scores/eating": "5", "/dependency/total": "35"})},
	{claim.GM01Document, joined(member, carer, map[string]string{"member.email": "maria.bertolini@posta.it", "illness.stroke": "X",
		"diagnosis": "Ictus ischemico", "discharge.date": "10/01/2026"}),
		joined(memberWant, carerWant("/serious_illness/carer"), map[string]string{"/form": "GM01", "/kind": "serious_illness",
			"/member/email": "maria.bertolini@posta.it", "/serious_illness/illness": "stroke", "/serious_illness/diagnosis": "Ictus ischemico",
			"/serious_illness/discharged_on": "2026-01-10"})},
}

// typeIn fills the fields of a blank form's PDF as a viewer does.
func typeIn(t *testing.T, d *forms.Definition, typed map[string]string) string {
	t.Helper()
	var blank, exported, filled bytes.Buffer
	if err := d.WritePDF(&blank); err != nil {
		t.Fatal(err)
	}
	if err := api.ExportFormJSON(bytes.NewReader(blank.Bytes()), &exported, "test", nil); err != nil {
		t.Fatal(err)
	}
	values, states := map[string]string{}, map[string]string{}
	for id, text := range typed {
		f, ok := d.Field(id)
		if !ok {
			t.Fatalf("no field %q", id)
		}
		name, state := d.AcroName(f)
		values[name], states[name] = text, state
	}
	var form map[string]any
	if err := json.Unmarshal(exported.Bytes(), &form); err != nil {
		t.Fatal(err)
	}
	done := 0
	for kind, list := range form["forms"].([]any)[0].(map[string]any) {
		for _, e := range list.([]any) {
			field := e.(map[string]any)
			name := field["name"].(string)
			if _, ok := values[name]; !ok {
				continue
			}
			done++
			switch kind {
			case "checkbox":
				field["value"] = true
			case "radiobuttongroup":
				field["value"] = states[name]
			default:
				field["value"] = values[name]
			}
		}
	}
	if done != len(values) {
		t.Fatalf("%d of %d fields were found", done, len(values))
	}
	changed, err := json.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	if err := api.FillForm(bytes.NewReader(blank.Bytes()), bytes.NewReader(changed), &filled, nil); err != nil {
		t.Fatal(err)
	}
	return written(t, string(d.Code)+".pdf", filled.Bytes())
}

func written(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func newPipeline(t *testing.T) *Pipeline {
	t.Helper()
	p, err := New(Config{Concurrency: 1, PageDeadline: 2 * time.Minute, Stderr: os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// processed is the one claim of some files.
func processed(t *testing.T, p *Pipeline, paths ...string) claim.Claim {
	t.Helper()
	var files []File
	for _, path := range paths {
		files = append(files, File{filepath.Base(path), path})
	}
	s := claim.Submission{Channel: claim.Online, SentOn: claim.MustDate("2026-05-10"), SentEvidence: claim.OnlineSubmission}
	claims, err := p.Process(context.Background(), s, DistinctNames(files), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(claims) != 1 {
		t.Fatalf("%d claims", len(claims))
	}
	return claims[0]
}

func check(t *testing.T, c claim.Claim, want map[string]string) {
	t.Helper()
	for pointer, value := range want {
		got, err := c.Get(pointer)
		if err != nil {
			t.Error(err)
		}
		if got != value {
			t.Errorf("%s is %q, want %q (%+v)", pointer, got, value, c.Provenance[pointer])
		}
	}
}

func codesOf(c claim.Claim) []string {
	var list []string
	for _, f := range c.Findings {
		list = append(list, string(f.Code))
	}
	return list
}

func TestAFormFilledOnAScreenComesBackAsItWasTyped(t *testing.T) {
	p := newPipeline(t)
	for _, form := range typedForms {
		t.Run(string(form.code), func(t *testing.T) {
			d, _ := forms.Find(form.code, "")
			c := processed(t, p, typeIn(t, d, form.typed))
			check(t, c, form.want)
			if codes := codesOf(c); slices.Contains(codes, "fiscal.text_differs_from_picture") {
				t.Errorf("%v", codes)
			}
			if n := readBy(c, claim.FromFormField); n < len(form.typed)*2/3 {
				t.Errorf("%d of %d values come from fields", n, len(form.typed))
			}
		})
	}
}

func readBy(c claim.Claim, method claim.Method) (n int) {
	for _, from := range c.Provenance {
		if from.Method == method {
			n++
		}
	}
	return n
}

// TestWhatThePageDoesNotShowIsNotBelieved changes the value of a field without its picture.
func TestWhatThePageDoesNotShowIsNotBelieved(t *testing.T) {
	d, _ := forms.Find(claim.R01Document, "")
	c := processed(t, newPipeline(t), withValue(t, typeIn(t, d, typedForms[0].typed), "total", "9.322,06"))
	check(t, c, map[string]string{"/declared_total": "1322.06"})
	if from := c.Provenance["/declared_total"]; from.Accepted != "" || from.Method != claim.FromLine {
		t.Errorf("the total is accepted by %q, read by %s", from.Accepted, from.Method)
	}
	if !slices.Contains(codesOf(c), "fiscal.text_differs_from_picture") {
		t.Errorf("%v", codesOf(c))
	}
}

// withValue changes the value of a field that lies below no other, and leaves what it looks like.
func withValue(t *testing.T, path, name, value string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(data), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for _, entry := range ctx.Table {
		if dict, ok := entry.Object.(types.Dict); ok {
			if text := dict.StringLiteralEntry("T"); text != nil && text.Value() == name || dict.HexLiteralEntry("T") != nil && hexText(dict.HexLiteralEntry("T")) == name {
				dict["V"] = types.StringLiteral(value)
				changed++
			}
		}
	}
	if changed != 1 {
		t.Fatalf("%d fields are called %q", changed, name)
	}
	var out bytes.Buffer
	if err := api.WriteContext(ctx, &out); err != nil {
		t.Fatal(err)
	}
	return written(t, "changed.pdf", out.Bytes())
}

func hexText(h *types.HexLiteral) string {
	text, err := types.HexLiteralToString(*h)
	if err != nil {
		return ""
	}
	return text
}

// scannedPages draws the pages of a filled form that hold values, or their code, as a scanner sees them, at 200 dpi.
func scannedPages(t *testing.T, f *forms.Filled) []string {
	t.Helper()
	var paths []string
	random := rand.New(rand.NewPCG(3, 9))
	for page, of := range f.Form.Pages {
		if of.Values == nil && !slices.ContainsFunc(of.Fields, func(zone forms.Field) bool { return f.Values[zone.ID] != "" }) {
			continue
		}
		out := scanned(forms.Rasterise(f.Draw(page+1), 200), (random.Float64()-0.5)*0.03, random)
		var data bytes.Buffer
		if err := png.Encode(&data, out); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, written(t, string(f.Form.Code)+"-"+string(rune('1'+page))+".png", data.Bytes()))
	}
	return paths
}

// scanned is a drawn page turned about its middle by an angle in radians, a little soft and noisy.
func scanned(g *image.Gray, angle float64, random *rand.Rand) *image.Gray {
	sin, cos := math.Sincos(angle)
	out := image.NewGray(g.Rect)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for y := range h {
		for x := range w {
			u, v := float64(x-w/2), float64(y-h/2)
			sx, sy := int(cos*u-sin*v)+w/2, int(sin*u+cos*v)+h/2
			grey := 250.0
			if image.Pt(sx, sy).In(image.Rect(0, 0, w-1, h-1)) {
				i := sy*g.Stride + sx
				grey = (float64(g.Pix[i])*2 + float64(g.Pix[i+1]) + float64(g.Pix[i+g.Stride])) / 4
			}
			out.Pix[y*out.Stride+x] = uint8(max(0, min(255, grey+8*random.NormFloat64())))
		}
	}
	return out
}

func TestAPrintedFormWithACodeIsReadFromIt(t *testing.T) {
	p := newPipeline(t)
	for _, form := range typedForms {
		t.Run(string(form.code), func(t *testing.T) {
			d, _ := forms.Find(form.code, "")
			filled, err := d.Fill(form.typed)
			if err != nil {
				t.Fatal(err)
			}
			if filled.Code == "" {
				t.Fatal("the values do not fit the code")
			}
			c := processed(t, p, scannedPages(t, filled)...)
			check(t, c, form.want)
			if n := readBy(c, claim.FromCode); n < len(form.typed)*2/3 {
				t.Errorf("%d of %d values come from the code; findings %v", n, len(form.typed), codesOf(c))
			}
			if codes := strings.Join(codesOf(c), " "); strings.Contains(codes, "differs") {
				t.Errorf("findings %s", codes)
			}
		})
	}
}
