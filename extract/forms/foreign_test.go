package forms

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const foreignForm = `
code: R01
edition: "1999-01"
title: Rimborso
subject: Modulo di prova
pages:
  - width: 210
    height: 297
    picture: blank.png
    print: [{text: Rimborso, at: [20, 20], size: 12, role: title}]
    fields: [{id: total, label: Totale, type: amount, frame: none, rect: [20, 50, 40, 8], pointer: /declared_total}]
`

// foreignFolder writes a definition and its picture, a black square in the middle of white paper.
func foreignFolder(t *testing.T, definition string, w, h int) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "foreign.yaml"), []byte(definition), 0o600); err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		x, y := i%w, i/w
		if x < w/4 || x >= 3*w/4 || y < h/4 || y >= 3*h/4 {
			g.Pix[i] = 255
		}
	}
	f, err := os.Create(filepath.Join(folder, "blank.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, g); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestAddedDefinitionsAreReadButNotOurs(t *testing.T) {
	before, digest := All(), Digest()
	t.Cleanup(func() { known.list = before })
	if err := Add(foreignFolder(t, foreignForm, 420, 594)); err != nil {
		t.Fatal(err)
	}
	d, ok := Find("R01", "1999-01")
	if !ok || !d.Foreign() || len(All()) != len(before)+1 {
		t.Fatalf("the added form is not among the %d known", len(All()))
	}
	if own, _ := Find("R01", ""); own.Foreign() {
		t.Error("the latest R01 of the program is a foreign one")
	}
	if Digest() == digest {
		t.Error("the digest of the definitions is what it was without the added one")
	}
	g := d.Raster(1, 100)
	if g.Rect.Dx() != 827 || g.Rect.Dy() != 1169 {
		t.Errorf("the picture at 100 dpi has %v", g.Rect)
	}
	for _, p := range []struct {
		name string
		x, y int
		want uint8
	}{{"paper", 100, 100, 255}, {"print", 413, 584, 0}, {"paper right of the print", 640, 584, 255}, {"print within its edge", 615, 584, 0}} {
		if got := g.GrayAt(p.x, p.y).Y; got != p.want {
			t.Errorf("%s at %d, %d is %d, want %d", p.name, p.x, p.y, got, p.want)
		}
	}
}

func TestAFaultyFolderAddsNothing(t *testing.T) {
	for _, c := range []struct {
		name, definition, says string
		w, h                   int
	}{
		{"the edition of our own form", strings.Replace(foreignForm, "1999-01", "2012-06", 1), "known already", 420, 594},
		{"a picture of another shape", foreignForm, "proportions", 420, 420},
		{"a picture elsewhere", strings.Replace(foreignForm, "blank.png", "../blank.png", 1), "beside", 420, 594},
		{"no picture", strings.Replace(foreignForm, "blank.png", "gone.png", 1), "gone.png", 420, 594},
		{"no YAML", "{", "foreign.yaml", 420, 594},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := len(All())
			err := Add(foreignFolder(t, c.definition, c.w, c.h))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v", err)
			}
			if len(All()) != before {
				t.Error("something was added")
			}
		})
	}
	if err := Add(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that is not there is no error")
	}
}
