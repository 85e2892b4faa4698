package forms

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode"

	"pratica/claim"
)

func form(t *testing.T, code claim.DocumentKind) *Definition {
	t.Helper()
	d, ok := Find(code, "2012-06")
	if !ok {
		t.Fatalf("there is no %s of 2012-06", code)
	}
	return d
}

func TestValuesArePrintedAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		name            string
		form            claim.DocumentKind
		id, value, want string
	}{
		{"a date of the contract", "R01", "row1.date", "2026-03-12", "12/03/2026"},
		{"a date with points", "R01", "row1.date", "1.2.2026", "01/02/2026"},
		{"an amount with a point", "R01", "total", "1207.5", "1.207,50"},
		{"an amount in Italian", "R01", "total", "€ 1.207,5", "1.207,50"},
		{"a whole amount", "R01", "total", "90", "90,00"},
		{"an IBAN in groups", "R01", "iban", "it60 X054 2811 1010 0000 0123 456", "IT60X0542811101000000123456"},
		{"a cross", "R01", "return_record", "true", "X"},
		{"no cross", "R01", "return_record", "false", ""},
		{"spaces around", "R01", "member.surname", "  DE   LUCA ", "DE LUCA"},
		{"an accent", "R01", "member.surname", "D’ALÌ", "D’ALÌ"},
		{"two teeth", "D01", "c2605.tooth", "36, 37", "36, 37"},
		{"a score", "NA1", "score.bathing.10", "true", "X"},
		{"an e-mail address", "GM01", "member.email", "maria@example.it", "maria@example.it"},
		{"nothing", "GM01", "member.email", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			filled, err := form(t, c.form).Fill(map[string]string{c.id: c.value})
			if err != nil {
				t.Fatal(err)
			}
			if got := filled.Values[c.id]; got != c.want {
				t.Errorf("%q is printed as %q, want %q", c.value, got, c.want)
			}
		})
	}
}

func TestWrongValuesAreRefusedWithWhatToDo(t *testing.T) {
	for _, c := range []struct {
		name            string
		form            claim.DocumentKind
		id, value, want string
	}{
		{"a day that does not exist", "R01", "row1.date", "31/02/2026", "31/12/2026"},
		{"a year of two digits", "R01", "row1.date", "12/03/26", "31/12/2026"},
		{"words for an amount", "R01", "total", "cento", "1234,50"},
		{"three places", "R01", "total", "1,505", "1234,50"},
		{"an amount below nothing", "R01", "total", "-5", "1234,50"},
		{"an amount that does not fit", "R01", "total", "123456789012345678901234567890", "non sta"},
		{"a short comb", "R01", "member.code", "12345", "servono 7 caratteri"},
		{"letters in a comb of digits", "R01", "member.code", "12345AB", "solo cifre"},
		{"an IBAN with a slip", "R01", "iban", "IT60X0542811101000000123457", "IBAN valido"},
		{"an IBAN of another country", "R01", "iban", "DE89370400440532013000", "comincia con IT"},
		{"a long name", "R01", "member.name", strings.Repeat("MARIA ", 20), "abbreviarlo"},
		{"a line end in a line", "R01", "member.name", "MARIA\nGRAZIA", "su una riga"},
		{"a character no font has", "R01", "member.name", "MARIA 😀", "sostituirlo"},
		{"a signature", "R01", "signature.member", "M. Bertolini", "a mano"},
		{"neither yes nor no", "R01", "return_record", "forse", "true o false"},
		{"a field of another form", "R01", "score.total", "30", "non ha un campo"},
		{"a tooth nobody has", "D01", "c2605.tooth", "19", "FDI"},
		{"a milk tooth that nobody has", "D01", "c2605.tooth", "56", "FDI"},
		{"a count in words", "D01", "c6130.count", "due", "numero intero"},
		{"four lines for three", "NA1", "diagnosis", "a\nb\nc\nd", "occupa 4 righe"},
		{"no address", "GM01", "member.email", "maria", "e-mail"},
		{"no number", "GM01", "member.phone", "casa", "telefono"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := form(t, c.form).Fill(map[string]string{c.id: c.value})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.id) {
				t.Errorf("error %v, want one of %s with %q", err, c.id, c.want)
			}
			if claim.ErrorCode(err) != claim.EINVALID {
				t.Errorf("its code is %q", claim.ErrorCode(err))
			}
		})
	}
}

func TestOnlyOneOfAChoiceCanBeCrossed(t *testing.T) {
	_, err := form(t, "NA1").Fill(map[string]string{"score.bathing.5": "true", "score.bathing.10": "true", "score.eating.5": "true"})
	if err == nil || !strings.Contains(err.Error(), "score.bathing.10") || strings.Contains(err.Error(), "eating") {
		t.Errorf("two crosses in one section: %v", err)
	}
}

func TestEveryWrongValueIsNamedAtOnce(t *testing.T) {
	_, err := form(t, "R01").Fill(map[string]string{"total": "x", "member.code": "1", "zz": "1"})
	if err == nil {
		t.Fatal("no error")
	}
	for _, id := range []string{"total", "member.code", "zz"} {
		if !strings.Contains(err.Error(), id) {
			t.Errorf("the error does not name %s: %v", id, err)
		}
	}
}

func TestValuesComeFromJSON(t *testing.T) {
	got, err := ParseValues([]byte(`{"total": 87.50, "return_record": true, "member.name": "ANNA", "iban": null}`))
	want := map[string]string{"total": "87.50", "return_record": "true", "member.name": "ANNA", "iban": ""}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{``, `[]`, `{"total": {}}`, `{"total": [1]}`, `{} {}`, `{"total": 1`} {
		if _, err := ParseValues([]byte(text)); claim.ErrorCode(err) != claim.EINVALID {
			t.Errorf("%q gives %v", text, err)
		}
	}
}

func TestAFilledFormShowsItsValuesAndCarriesThem(t *testing.T) {
	d := form(t, "R01")
	filled, err := d.Fill(filledR01())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "filled.pdf")
	var b bytes.Buffer
	if err := filled.WritePDF(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
	text, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"BERTOLINI D’ALÌ", "1.234,50", "Dott.ssa Anna Verdi", "21/03/2026", "Questo codice contiene i dati"} {
		if !bytes.Contains(text, []byte(words)) {
			t.Errorf("the PDF does not say %q", words)
		}
	}

	const dpi = 200
	page := Rasterise(filled.Draw(2), dpi)
	printed, err := ParseCode(seen(t, page, dpi, *d.Pages[1].Values, qrcode.NewQRCodeReader()))
	if err != nil || !maps.Equal(printed.Values, filled.Values) {
		t.Errorf("the code says %+v, %v", printed, err)
	}
}

// The largest code that a form is printed with must be read from a scan at 200 dpi whose grey levels are noisy
// and blurred as a scanner's are.
func TestTheLargestCodeSurvivesAScan(t *testing.T) {
	const dpi = 200
	tried := map[float64]bool{}
	for _, d := range All() {
		for n, p := range d.Pages {
			if p.Values == nil || tried[p.Values.W] {
				continue
			}
			tried[p.Values.W] = true
			t.Run(d.Name(), func(t *testing.T) {
				text, random := "V:R01:2012-06:", rand.New(rand.NewPCG(1, 2))
				for {
					longer := text
					for range 50 {
						longer += string(base45[random.IntN(45)])
					}
					if _, ok := qr(longer, maxModules(*p.Values)); !ok {
						break
					}
					text = longer
				}
				if len(text) < 900 {
					t.Errorf("only %d characters fit", len(text))
				}
				page := blurred(Rasterise(d.drawFilled(n+1, nil, text), dpi))
				if got := seen(t, page, dpi, *p.Values, qrcode.NewQRCodeReader()); got != text {
					t.Errorf("the code of %d characters says %q, want %q", len(text), got, text)
				}
			})
		}
	}
}

func TestValuesThatAreTooManyArePrintedWithoutACode(t *testing.T) {
	d := form(t, "D01")
	random := rand.New(rand.NewPCG(3, 4))
	values := map[string]string{}
	for _, f := range d.Fields() {
		switch {
		case f.Content == Number || f.Content == Arch || f.Content == Name:
			for range 14 {
				values[f.ID] += string(rune('A' + random.IntN(26)))
			}
		case f.Content == Tooth:
			values[f.ID] = fmt.Sprintf("%d%d, %d%d", 1+random.IntN(4), 1+random.IntN(8), 1+random.IntN(4), 1+random.IntN(8))
		case f.Type == Amount:
			values[f.ID] = claim.Cents(random.Int64N(1e8)).String()
		}
	}
	filled, err := d.Fill(values)
	if err != nil {
		t.Fatal(err)
	}
	if len(filled.Values) != len(values) {
		t.Errorf("%d of %d values", len(filled.Values), len(values))
	}
	if filled.Code != "" {
		t.Errorf("a code of %d characters is printed too small to be read", len(filled.Code))
	}
	if err := filled.WritePDF(io.Discard); err != nil {
		t.Error(err)
	}
}

// blurred averages each pixel with its eight neighbours, half as much as itself, and adds noise.
func blurred(g *image.Gray) *image.Gray {
	out := image.NewGray(g.Rect)
	seed := uint32(1)
	for y := 1; y < g.Rect.Dy()-1; y++ {
		for x := 1; x < g.Rect.Dx()-1; x++ {
			sum := 0
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					sum += int(g.Pix[(y+dy)*g.Stride+x+dx])
				}
			}
			seed = seed*1664525 + 1013904223 // Numerical Recipes
			noise := int(seed>>24)%41 - 20
			v := (sum+int(g.Pix[y*g.Stride+x]))/10 + noise
			out.Pix[y*out.Stride+x] = uint8(min(255, max(0, v)))
		}
	}
	return out
}
