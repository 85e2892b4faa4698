package extract

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/gob"
	"fmt"

	"pratica/extract/forms"
)

// The profiles of all blank pages, measured once for all: drawing them costs half a second, and every child
// process would. `go test ./extract -run Profiles -update` writes the file again when a form was changed.
//
//go:embed profiles.gob.gz
var profileData []byte

// profileFile is what profiles.gob.gz holds: profiles by profileKey.
type profileFile map[string]pageProfiles

type pageProfiles struct{ Rows, Columns []float64 }

// profileKey names a page of a definition as it is now.
func profileKey(form *forms.Definition, page int) string {
	return fmt.Sprintf("%s %s %d", form.Name(), form.Digest(), page)
}

// keptProfiles gives the profiles that were kept; pages that are not among them must be measured.
func keptProfiles() profileFile {
	var file profileFile
	unpacked, err := gzip.NewReader(bytes.NewReader(profileData))
	if err == nil {
		err = gob.NewDecoder(unpacked).Decode(&file)
	}
	if err != nil {
		panic("extract: profiles.gob.gz: " + err.Error()) // part of the program; a test reads it
	}
	return file
}

// packProfiles writes the profiles of all pages as keptProfiles reads them, to a thousandth of a grey level.
func packProfiles() ([]byte, error) {
	file := profileFile{}
	for _, form := range forms.All() {
		for page := range form.Pages {
			rows, columns := blankProfiles(form, page+1)
			file[profileKey(form, page+1)] = pageProfiles{rounded(rows), rounded(columns)}
		}
	}
	var out bytes.Buffer
	packed := gzip.NewWriter(&out)
	if err := gob.NewEncoder(packed).Encode(file); err != nil {
		return nil, fmt.Errorf("pack the profiles: %w", err)
	}
	if err := packed.Close(); err != nil {
		return nil, fmt.Errorf("pack the profiles: %w", err)
	}
	return out.Bytes(), nil
}

func rounded(list []float64) []float64 {
	out := make([]float64, len(list))
	for i, v := range list {
		out[i] = float64(int(v*1024)) / 1024
	}
	return out
}
