package photo_test

import (
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"testing"

	"pratica/claim"
	"pratica/ocr/decode"
	"pratica/ocr/photo"
	"pratica/synth"
)

// assessed is what is said of a photo with faults.
func assessed(t *testing.T, seed uint64, faults synth.PhotoFaults) (claim.LegibilityMeasures, []claim.LegibilityProblem) {
	t.Helper()
	data, err := synth.Photograph(seed, faults)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "photo")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := decode.Open(t.Context(), path, decode.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	shot, err := source.Snapshot(t.Context(), 0, photo.AssessSide)
	if err != nil {
		t.Fatal(err)
	}
	return photo.Assess(shot.Luma, shot.Small)
}

func TestAPhotoIsToldWhatIsWrongWithIt(t *testing.T) {
	type complaint struct {
		code  claim.LegibilityCode
		where claim.Side
	}
	for _, c := range []struct {
		name   string
		seed   uint64
		faults synth.PhotoFaults
		want   []complaint
	}{
		{"a good photo of an invoice", 2, synth.PhotoFaults{}, nil},
		{"a good photo of an invoice from farther away", 3, synth.PhotoFaults{Far: 1.6}, nil},
		{"a good photo of a receipt with large letters", 1, synth.PhotoFaults{}, nil},
		{"blur that a reader can bear", 3, synth.PhotoFaults{Defocus: [2]float64{2, 2}}, nil},
		{"blur all over", 2, synth.PhotoFaults{Defocus: [2]float64{5, 5}}, []complaint{{claim.PhotoBlurred, ""}}},
		{"so much blur that no letters are left", 2, synth.PhotoFaults{Defocus: [2]float64{12, 12}}, []complaint{{claim.PhotoBlurred, ""}}},
		{"a lens that was near the upper edge", 1, synth.PhotoFaults{Defocus: [2]float64{0, 8}}, []complaint{{claim.PhotoBlurred, claim.SideBottom}}},
		{"a hand that moved", 3, synth.PhotoFaults{Motion: [2]float64{12, 0}}, []complaint{{claim.PhotoShaken, ""}}},
		{"the reflection of a lamp", 2, synth.PhotoFaults{Glare: 0.12, Dark: 0.2}, []complaint{{claim.PhotoGlare, claim.SideTop}}},
		{"no light", 3, synth.PhotoFaults{Dark: 0.85}, []complaint{{claim.PhotoDark, ""}}},
		{"print that is gone", 2, synth.PhotoFaults{Pale: 0.88}, []complaint{{claim.PhotoPale, ""}}},
		{"a paper beyond the frame", 3, synth.PhotoFaults{Beyond: 0.2}, []complaint{{claim.PhotoCut, claim.SideBottom}}},
		{"a paper far away", 2, synth.PhotoFaults{Far: 3}, []complaint{{claim.PhotoSmall, ""}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			measures, problems := assessed(t, c.seed, c.faults)
			var got []complaint
			for _, p := range problems {
				got = append(got, complaint{p.Code, p.Where})
				if p.Message == "" {
					t.Errorf("%s without words", p.Code)
				}
			}
			if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
				t.Errorf("said %v, want %v; measured %+v", got, c.want, measures)
			}
		})
	}
}

func TestPicturesOfNothingAreNeitherSharpNorBlurred(t *testing.T) {
	for name, size := range map[string]image.Point{"an ordinary one": {1200, 1600}, "one of a pixel": {1, 1}, "a strip": {20000, 3}, "a line down": {2, 9000}} {
		for _, tone := range []uint8{0, 255} {
			g := image.NewGray(image.Rectangle{Max: size})
			draw.Draw(g, g.Rect, image.NewUniform(color.Gray{Y: tone}), image.Point{}, draw.Src)
			_, problems := photo.Assess(g, g)
			want := claim.PhotoNoText
			if tone == 0 && size.X > 1000 && size.Y > 1000 {
				want = claim.PhotoDark
			}
			if len(problems) != 1 || problems[0].Code != want {
				t.Errorf("%s of %d: %v", name, tone, problems)
			}
		}
	}
}

func TestASheetScannedToItsEdgesIsFine(t *testing.T) {
	const sample = "../../testdata/sample/envelope.pdf"
	source, err := decode.Open(t.Context(), sample, decode.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	for n := range source.PageCount() {
		shot, err := source.Snapshot(t.Context(), n, photo.AssessSide)
		if err != nil {
			t.Fatal(err)
		}
		if measures, problems := photo.Assess(shot.Luma, shot.Small); len(problems) > 0 {
			t.Errorf("page %d: %v; measured %+v", n+1, problems, measures)
		}
	}
}

func BenchmarkAssess(b *testing.B) {
	data, err := synth.Photograph(3, synth.PhotoFaults{})
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		source, err := decode.Open(b.Context(), path, decode.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		shot, err := source.Snapshot(b.Context(), 0, photo.AssessSide)
		if err != nil {
			b.Fatal(err)
		}
		photo.Assess(shot.Luma, shot.Small)
		source.Close()
	}
}
