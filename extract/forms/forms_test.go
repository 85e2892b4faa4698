package forms

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pratica/claim"
)

func r01(t *testing.T) *Definition {
	t.Helper()
	d, ok := Find(claim.R01Document, "2012-06")
	if !ok {
		t.Fatal("there is no R01 of 2012-06")
	}
	return d
}

func TestR01HoldsEveryFieldOfTheGuide(t *testing.T) {
	d := r01(t)
	want := map[string]string{
		"member.code": "/member/code", "member.phone": "/member/phone", "member.surname": "/member/surname", "member.name": "/member/name",
		"family.surname": "/patient/surname", "family.name": "/patient/name",
		"row1.number": "/expenses/0/declared/number", "row7.amount": "/expenses/6/declared/amount", "row7.date": "/expenses/6/declared/date",
		"row3.issuer": "/expenses/2/declared/issuer", "row2.third_party": "/expenses/1/third_party/marked",
		"total": "/declared_total", "attachments": "", "return_record": "/return_medical_record", "iban": "/member/iban",
		"signature.date": "/signatures/date", "signature.member": "/signatures/member",
		"consent.date": "", "consent.member": "/signatures/privacy_member", "consent.family": "/signatures/privacy_family",
	}
	for id, pointer := range want {
		f, ok := d.Field(id)
		if !ok || f.Pointer != pointer {
			t.Errorf("field %q: found %v, pointer %q, want %q", id, ok, f.Pointer, pointer)
		}
	}
	if n := len(d.Fields()); n != 15+7*5 {
		t.Errorf("%d fields, want 50", n)
	}
	row, _ := d.Field("row4.date")
	if row.Row != 4 || row.Rect.Y != 116+3*8 || row.Page != 1 {
		t.Errorf("row 4 is not where the table puts it: %+v", row)
	}
	iban, _ := d.Field("iban")
	if last := iban.Cell(26); iban.Cells != 27 || last.Right()-iban.Rect.Right() > 1e-9 || iban.Preprinted != "IT" {
		t.Errorf("the IBAN comb is not 27 cells with IT printed: %+v", iban)
	}
}

func TestTheOtherFormsHoldEveryFieldOfTheGuide(t *testing.T) {
	for _, c := range []struct {
		form claim.DocumentKind
		// pages and fields of the form; at says page and pointer of some of them
		pages, fields int
		at            map[string]string
	}{
		{"R02", 2, 6 + 5*5 + 1 + 7*2 + 1 + 1 + 2 + 3, map[string]string{
			"member.code": "1 /member/code", "family.name": "1 /patient/name", "row5.amount": "1 /expenses/4/declared/amount", "row2.third_party": "1 /expenses/1/third_party/marked",
			"total": "1 /declared_total", "attachment.d01": "1 ", "attachment.laboratory.pieces": "1 ", "attachment.other.text": "1 ", "iban": "1 /member/iban",
			"signature.member": "1 /signatures/member", "consent.family": "1 /signatures/privacy_family"}},
		{"D01", 2, 2 + 5*2 + (2+7+12+8+2+5+9+2)*2 + 2, map[string]string{
			"patient.surname": "1 /patient/surname", "ref5.number": "1 ", "ref1.date": "1 ", "c6130.count": "1 ", "c6131.amount": "1 ", "c2583.arch": "1 ", "c2589.amount": "1 ",
			"c2591.tooth": "1 ", "c2645.tooth": "1 ", "c2597.arch": "1 ", "c2598.arch": "1 ", "c2605.tooth": "1 ", "c2609.amount": "1 ", "c2611.tooth": "1 ",
			"c2615.tooth": "2 ", "c2633.amount": "2 ", "c2648.arch": "2 ", "dentist.date": "2 ", "dentist.signature": "2 "}},
		{"NA1", 4, 4 + 2 + 4 + 2 + 1 + 6*3 + 1 + 2 + 3, map[string]string{
			"carer.relation": "1 /dependency/carer/relation", "accident.no": "1 /dependency/accident", "diagnosis": "1 /dependency/diagnosis",
			"score.bathing.0": "2 /dependency/scores/bathing", "score.hygiene.10": "2 /dependency/scores/hygiene", "score.mobility.5": "3 /dependency/scores/mobility",
			"score.eating.10": "3 /dependency/scores/eating", "score.total": "3 /dependency/total", "signature.date": "3 /signatures/date", "consent.member": "4 /signatures/privacy_member"}},
		{"GM01", 3, 5 + 2 + 4 + 7 + 1 + 1 + 2 + 3, map[string]string{
			"member.email": "1 /member/email", "carer.phone": "1 /serious_illness/carer/phone", "illness.stroke": "1 /serious_illness/illness", "illness.organ_transplant": "1 /serious_illness/illness",
			"diagnosis": "1 /serious_illness/diagnosis", "discharge.date": "1 /serious_illness/discharged_on", "signature.member": "2 /signatures/member", "consent.date": "2 "}},
	} {
		t.Run(string(c.form), func(t *testing.T) {
			d := form(t, c.form)
			if len(d.Pages) != c.pages || len(d.Fields()) != c.fields {
				t.Errorf("%d pages and %d fields, want %d and %d", len(d.Pages), len(d.Fields()), c.pages, c.fields)
			}
			for id, want := range c.at {
				f, ok := d.Field(id)
				if got := fmt.Sprintf("%d %s", f.Page, f.Pointer); !ok || got != want {
					t.Errorf("field %q: found %v, at %q, want %q", id, ok, got, want)
				}
			}
		})
	}
	score, _ := form(t, "NA1").Field("score.mobility.5")
	if score.Value != "5" || score.Type != Mark {
		t.Errorf("the score's cross means %q", score.Value)
	}
	first, _ := form(t, "D01").Field("c6130.amount")
	last, _ := form(t, "D01").Field("c2648.amount")
	if first.Row != 1 || last.Row != 47 {
		t.Errorf("rows of D01 count from %d to %d, want 1 to 47", first.Row, last.Row)
	}
}

func TestZonesComeRowByRow(t *testing.T) {
	var ids []string
	for _, f := range form(t, "R02").Fields() {
		ids = append(ids, f.ID)
	}
	order := strings.Join(ids, " ")
	for _, part := range []string{
		"member.code member.phone member.surname member.name", "row1.number row1.issuer row1.date row1.amount row1.third_party row2.number",
		"attachment.opt attachment.opt.pieces attachment.laboratory attachment.laboratory.pieces attachment.photo", "signature.date signature.member consent.date consent.member consent.family",
	} {
		if !strings.Contains(order, part) {
			t.Errorf("the order is %s, want in it %s", order, part)
		}
	}
}

func TestAFaultyDefinitionIsRefused(t *testing.T) {
	source, err := os.ReadFile("r01_2012-06.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to, want string }{
		{"an unknown key", "edition: 2012-06", "editon: 2012-06", "not found"},
		{"a code that is no document kind", "code: R01", "code: R77", "no document kind"},
		{"an id used twice", "id: member.phone", "id: member.code", "twice"},
		{"zones over each other", "[137, 48, 61, 8]", "[94, 48, 61, 8]", "overlap"},
		{"a zone off the paper", "[137, 48, 61, 8]", "[150, 48, 61, 8]", "off the paper"},
		{"a pointer the claim does not know", "pointer: /member/phone", "pointer: /member/fax", "names no value"},
		{"a pointer below a value", "pointer: /declared_total", "pointer: /member/code/x", "names no value"},
		{"an unknown type", "type: comb, content: digits", "type: combs, content: digits", "unknown type"},
		{"an unknown content", "content: phone", "content: fone", "unknown content"},
		{"a comb without cells", "cells: 7, ", "", "has cells"},
		{"an unknown ink", "ink: accent}", "ink: acent}", "unknown ink"},
		{"a cross for what is no yes or no", "pointer: /return_medical_record", "pointer: /member/phone", "does not take"},
		{"a value for what is yes or no", "pointer: /return_medical_record", "pointer: /return_medical_record, value: maybe", "does not take"},
		{"a value where nothing is crossed", "content: phone,", "content: phone, value: x,", "only a mark"},
		{"lines in a line", "content: phone,", "content: phone, lines: 2,", "has lines"},
		{"a code on a zone", "code: [131, 21.5, 8, 8]", "code: [131, 42, 8, 8]", "stands on field"},
		{"a code that is no square", "code: [131, 21.5, 8, 8]", "code: [131, 21.5, 8, 7]", "no square"},
		{"a page without a title", "role: title}", "}", "no title patch"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := 1
			if strings.Contains(c.from, "role") {
				n = -1
			}
			text := strings.Replace(string(source), c.from, c.to, n)
			if text == string(source) {
				t.Fatalf("%q is not in the definition", c.from)
			}
			_, err := Parse([]byte(text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestTheDigestNamesTheDefinitions(t *testing.T) {
	if got := Digest(); !strings.HasPrefix(got, "sha256:") || len(got) != len("sha256:")+12 {
		t.Errorf("digest %q", got)
	}
}

func TestTheBlankIsAValidPDFWithItsWords(t *testing.T) {
	name := filepath.Join(t.TempDir(), "r01.pdf")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := r01(t).WritePDF(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", name).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
	text, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"DOMANDA DI RIMBORSO", "Mod. R01", "Spazio riservato al Fondo", "Codice FASCHIM", "Elenco Spese",
		"Dati per il Bonifico", "1 di 2", "INFORMATIVA SUL TRATTAMENTO", "2 di 2"} {
		if !bytes.Contains(text, []byte(words)) {
			t.Errorf("the PDF does not say %q", words)
		}
	}
	plain, err := exec.Command("qpdf", "--qdf", "--object-streams=disable", name, "-").Output()
	if err != nil || !bytes.Contains(plain, []byte("/Lang (it-IT)")) {
		t.Errorf("the PDF does not say that it is in Italian: %v", err)
	}
	info, err := exec.Command("pdfinfo", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"Mod. R01 - Domanda di rimborso per spese sanitarie", "Pages:           2", "(A4)"} {
		if !bytes.Contains(info, []byte(line)) {
			t.Errorf("pdfinfo does not say %q:\n%s", line, info)
		}
	}
}

func TestTheRasterIsTheDrawing(t *testing.T) {
	d := r01(t)
	g := d.Raster(1, 150)
	if b := g.Bounds(); b.Dx() != 1240 || b.Dy() != 1754 {
		t.Fatalf("A4 at 150 dpi is %v", b)
	}
	if d.Raster(1, 150) != g {
		t.Error("the raster is drawn again each time")
	}
	px := func(mm float64) int { return int(mm / 25.4 * 150) }
	for _, f := range d.Fields() {
		if f.Page != 1 || f.Preprinted != "" {
			continue
		}
		cell := f.Cell(0)
		if v := g.GrayAt(px(cell.X+cell.W/2), px(cell.Y+cell.H/2)).Y; v != 255 {
			t.Errorf("the middle of blank field %s is %d, not white", f.ID, v)
		}
		if v := g.GrayAt(px(f.Rect.X), px(f.Rect.Y+f.Rect.H/2)).Y; f.Frame == Box && v > 100 {
			t.Errorf("the left edge of field %s is %d, not printed", f.ID, v)
		}
	}
	for _, r := range d.Titles(1) {
		dark := 0
		for y := px(r.Y); y < px(r.Bottom()); y++ {
			for x := px(r.X); x < px(r.Right()); x++ {
				if g.GrayAt(x, y).Y < 128 {
					dark++
				}
			}
		}
		if share := float64(dark) / float64(px(r.W)*px(r.H)); share < 0.15 || share > 0.6 {
			t.Errorf("title patch %+v is %.0f %% ink", r, 100*share)
		}
	}
}
