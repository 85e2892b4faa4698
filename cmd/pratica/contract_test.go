package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image"
	"slices"
	"testing"

	"pratica/claim"
	"pratica/eval"
	"pratica/pipeline"
)

// TestEveryClaimOfTheSamplesKeepsTheContract holds what claim/v1 says of every claim, whatever was read.
func TestEveryClaimOfTheSamplesKeepsTheContract(t *testing.T) {
	p := reader(t, pipeline.Config{Concurrency: 2})
	cases, err := eval.Cases("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			pictures := map[pipeline.PageRef]picture{}
			keep := func(ref pipeline.PageRef, object string, data []byte, mediaType string) error {
				hash := sha256.Sum256(data)
				config, format, err := image.DecodeConfig(bytes.NewReader(data))
				pictures[ref] = picture{"sha256:" + hex.EncodeToString(hash[:]), config.Width, config.Height}
				if mediaType != "image/"+format || object != pictures[ref].object {
					t.Errorf("%v: a picture %s of type %s was named %s of type %s", ref, pictures[ref].object, format, object, mediaType)
				}
				return err
			}
			s := claim.Submission{Channel: c.Truth.Channel, SentOn: c.Truth.SentOn, SentEvidence: claim.Operator, ReceivedAt: c.Truth.ReceivedOn.Noon()}
			claims, err := p.Process(t.Context(), s, c.Files, nil, keep)
			if err != nil {
				t.Fatal(err)
			}
			envelopes, err := p.Split(t.Context(), c.Files, c.Truth.Channel)
			if err != nil {
				t.Fatal(err)
			}
			keepsContract(t, claims, envelopes, pictures)
		})
	}
}

type picture struct {
	object        string
	width, height int
}

func keepsContract(t *testing.T, claims []claim.Claim, envelopes []pipeline.Envelope, pictures map[pipeline.PageRef]picture) {
	t.Helper()
	places := map[pipeline.PageRef]int{}
	for _, c := range claims {
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if err := claim.ValidateJSON(text); err != nil {
			t.Errorf("no claim/v1: %v", err)
		}
		for _, d := range c.Documents {
			for _, page := range d.Pages {
				ref := pipeline.PageRef{File: page.File, FilePage: page.FilePage}
				places[ref]++
				if got := (picture{string(page.Object), page.Width, page.Height}); got != pictures[ref] {
					t.Errorf("%v is said to be %v and was %v", ref, got, pictures[ref])
				}
				leadsBack(t, page)
			}
		}
		for pointer, from := range c.Provenance {
			provenanceHolds(t, c, pointer, from)
		}
		for _, f := range c.Findings {
			if f.Message == "" || f.Severity == "" {
				t.Errorf("a finding without words: %+v", f)
			}
		}
	}
	for _, e := range envelopes {
		for _, ref := range e.Pages {
			if places[ref] != 1 {
				t.Errorf("%v is in %d documents", ref, places[ref])
			}
			delete(places, ref)
		}
	}
	if len(places) > 0 {
		t.Errorf("pages that were not sent: %v", places)
	}
}

// leadsBack checks that the transform maps the corners of the upright picture to those of the page as it
// came, turned as the rotation says.
func leadsBack(t *testing.T, page claim.Page) {
	t.Helper()
	w, h := float64(page.Width), float64(page.Height)
	upright := [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}} // clockwise
	if page.Rotation%180 != 0 {
		w, h = h, w
	}
	received := [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}}
	m := page.Transform
	for i, corner := range upright {
		x, y := corner[0], corner[1]
		z := m[6]*x + m[7]*y + m[8]
		// A page turned clockwise by one quarter has at its top left what was at the bottom left.
		want := received[(i+4-page.Rotation/90)%4]
		if got := [2]float64{(m[0]*x + m[1]*y + m[2]) / z, (m[3]*x + m[4]*y + m[5]) / z}; got != want {
			t.Errorf("%s page %d, rotation %d: the corner %v comes from %v, want %v", page.File, page.FilePage, page.Rotation, corner, got, want)
		}
	}
}

func provenanceHolds(t *testing.T, c claim.Claim, pointer string, from claim.Provenance) {
	t.Helper()
	if from.Confidence < 0 || from.Confidence > 1 {
		t.Errorf("%s: confidence %v", pointer, from.Confidence)
	}
	if from.Document == "" {
		if from.Method != claim.FromRule || !from.Box.Empty() {
			t.Errorf("%s: from no document, by %s at %v", pointer, from.Method, from.Box)
		}
		return
	}
	i := slices.IndexFunc(c.Documents, func(d claim.Document) bool { return d.ID == string(from.Document) })
	if i < 0 || from.Page < 1 || int(from.Page) > len(c.Documents[i].Pages) {
		t.Errorf("%s: page %d of document %s does not exist", pointer, from.Page, from.Document)
		return
	}
	page := c.Documents[i].Pages[from.Page-1]
	if b := from.Box; b.X < 0 || b.Y < 0 || b.W < 0 || b.H < 0 || b.X+b.W > page.Width || b.Y+b.H > page.Height {
		t.Errorf("%s: the box %v lies outside its page of %d × %d", pointer, b, page.Width, page.Height)
	}
}
