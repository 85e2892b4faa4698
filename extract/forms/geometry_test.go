package forms

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestTheGeometryTellsHowToWriteOnTheBlank(t *testing.T) {
	g := form(t, "NA1").Geometry()
	if g.Form != "NA1" || g.Edition != "2012-06" || len(g.Pages) != 4 {
		t.Fatalf("%s %s with %d pages", g.Form, g.Edition, len(g.Pages))
	}
	find := func(page int, name string) FieldGeometry {
		for _, f := range g.Pages[page-1].Fields {
			if f.Name == name {
				return f
			}
		}
		t.Fatalf("page %d has no %s", page, name)
		return FieldGeometry{}
	}
	code := find(1, "member.code")
	if code.Place != (Place{46, 48, 49, 8}) || *code.Cells != 7 || *code.Pointer != "/member/code" || code.Acro.Name != "member.code" || code.Acro.State != nil || !code.Required {
		t.Errorf("member.code: %+v", code)
	}
	score := find(2, "score.bathing.10")
	if score.Value != "10" || *score.Acro.State != "10" || score.Acro.Name != "score.bathing" || !slices.Equal(score.Choice, []string{"score.bathing.0", "score.bathing.5", "score.bathing.10"}) {
		t.Errorf("score.bathing.10: %+v", score)
	}
	if diagnosis := find(1, "diagnosis"); *diagnosis.Lines != 3 {
		t.Errorf("diagnosis: %+v", diagnosis)
	}
	if signature := find(3, "signature.member"); signature.Acro != nil {
		t.Errorf("a signature can be typed: %+v", signature)
	}
	if g.Pages[0].Code.Text != "F:NA1:2012-06:1" || g.Pages[0].Values != nil || g.Pages[3].Values == nil {
		t.Errorf("codes: %+v, %v, %v", g.Pages[0].Code, g.Pages[0].Values, g.Pages[3].Values)
	}
	mark := form(t, "R01").Geometry()
	data, err := json.Marshal(mark)
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Pages []struct {
			Fields []struct {
				Name  string
				Value any
				Row   *int
			}
		}
	}
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	for _, f := range back.Pages[0].Fields {
		if f.Name == "row3.third_party" && (f.Value != true || f.Row == nil || *f.Row != 3) {
			t.Errorf("row3.third_party: %+v", f)
		}
	}
}
