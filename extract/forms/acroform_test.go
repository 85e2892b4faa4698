package forms

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	pdfform "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/form"
)

func blankPDF(t *testing.T, d *Definition) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.WritePDF(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEveryZoneButSignaturesCanBeTypedIn(t *testing.T) {
	for _, d := range All() {
		t.Run(d.Name(), func(t *testing.T) {
			fields, err := api.FormFields(bytes.NewReader(blankPDF(t, d)), nil)
			if err != nil {
				t.Fatal(err)
			}
			typed := map[string]pdfform.Field{}
			for _, f := range fields {
				if _, twice := typed[f.Name]; twice {
					t.Errorf("field %q is there twice", f.Name)
				}
				typed[f.Name] = f
			}
			used := map[string]bool{}
			for _, f := range d.Fields() {
				if f.Type == Signature {
					continue
				}
				name, state := d.AcroName(f)
				used[name] = true
				got, ok := typed[name]
				if !ok {
					t.Errorf("zone %q has no field %q", f.ID, name)
					continue
				}
				kind := map[FieldType]string{Mark: "CheckBox", Multiline: "Textfield"}[f.Type]
				if d.inChoice(f) {
					kind = "RadioBGr."
				}
				if got.AltName == "" || kind != "" && got.Typ.String() != kind {
					t.Errorf("field %q is a %s with the tooltip %q", name, got.Typ, got.AltName)
				}
				back, text, ok := d.FromAcro(name, state)
				if !ok || back.ID != f.ID || f.Type == Mark && text != "X" {
					t.Errorf("field %q in state %q is zone %q, %v, not %q", name, state, back.ID, ok, f.ID)
				}
			}
			if len(used) != len(typed) {
				t.Errorf("%d fields for %d names", len(typed), len(used))
			}
		})
	}
}

func TestAButtonThatIsOffIsNoCross(t *testing.T) {
	d := r01(t)
	for _, state := range []string{"", "Off"} {
		if f, _, ok := d.FromAcro("return_record", state); ok {
			t.Errorf("state %q crosses %q", state, f.ID)
		}
	}
	if f, _, ok := d.FromAcro("signature.member", "x"); ok {
		t.Errorf("%q can be typed", f.ID)
	}
}

func TestValidatorsAcceptTheBlanks(t *testing.T) {
	for _, d := range All() {
		t.Run(d.Name(), func(t *testing.T) {
			data := blankPDF(t, d)
			if err := api.Validate(bytes.NewReader(data), nil); err != nil {
				t.Errorf("pdfcpu: %v", err)
			}
			name := filepath.Join(t.TempDir(), "blank.pdf")
			if err := os.WriteFile(name, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command("qpdf", "--check", name).CombinedOutput(); err != nil {
				t.Errorf("qpdf: %v\n%s", err, out)
			}
			info, err := exec.Command("pdfinfo", name).Output()
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range []string{"AcroForm", fmt.Sprintf("Mod. %s - %s", d.Code, d.Title), "edizione " + d.Edition, fmt.Sprintf("Pages:           %d", len(d.Pages))} {
				if !bytes.Contains(info, []byte(line)) {
					t.Errorf("pdfinfo does not say %q:\n%s", line, info)
				}
			}
			fonts, err := exec.Command("pdffonts", name).Output()
			if err != nil || bytes.Count(fonts, []byte("LiberationSans")) == 0 {
				t.Errorf("no font of the print is embedded: %v\n%s", err, fonts)
			}
		})
	}
}
