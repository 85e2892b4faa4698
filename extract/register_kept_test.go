package extract

import (
	commandline "flag"
	"os"
	"testing"
)

var update = commandline.Bool("update", false, "write profiles.gob.gz again")

func TestTheKeptProfilesAreThoseOfTheForms(t *testing.T) {
	if *update {
		data, err := packProfiles()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("profiles.gob.gz", data, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept := keptProfiles()
	if len(kept) != len(printedPages()) {
		t.Errorf("profiles of %d pages are kept", len(kept))
	}
	for _, p := range printedPages() {
		k, ok := kept[profileKey(p.form, p.page)]
		if !ok {
			t.Fatalf("%s was changed: run go test ./extract -run Profiles -update", p.form.Name())
		}
		rows, columns := blankProfiles(p.form, p.page)
		if off := farthest(rows, k.Rows) + farthest(columns, k.Columns); off > 0.01 {
			t.Errorf("page %d of %s: up to %.3f off", p.page, p.form.Name(), off)
		}
	}
}

func farthest(a, b []float64) float64 {
	if len(a) != len(b) {
		return 1e9
	}
	most := 0.0
	for i := range a {
		most = max(most, a[i]-b[i], b[i]-a[i])
	}
	return most
}
