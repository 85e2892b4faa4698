package forms

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"pratica/claim"
)

//go:embed *.yaml
var files embed.FS

// all are the definitions that are part of the program, sorted by code and edition: a faulty one panics
// here (and fails the test that loads them).
var all = sync.OnceValue(func() []*Definition {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	var list []*Definition
	for _, entry := range entries {
		data, err := files.ReadFile(path.Join(".", entry.Name()))
		if err != nil {
			panic(err)
		}
		d, err := Parse(data)
		if err != nil {
			panic(fmt.Errorf("form definition %s: %w", entry.Name(), err))
		}
		list = append(list, d)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	return list
})

// Find gives a definition by code ("R01") and edition ("2012-06"); an empty edition means the latest of
// the program's own.
func Find(code claim.DocumentKind, edition string) (*Definition, bool) {
	var found *Definition
	for _, d := range All() {
		if d.Code == code && (edition == "" && !d.foreign || d.Edition == edition) {
			found = d
		}
	}
	return found, found != nil
}

// Digest names the set of definitions in use, for produced_by.forms: "sha256:" and the first 12
// hexadecimal digits of the hash over all of them.
func Digest() string {
	h := sha256.New()
	for _, d := range All() {
		h.Write(d.digest[:])
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))[:12]
}

// Digest names what this definition says and draws: 12 hexadecimal digits.
func (d *Definition) Digest() string { return hex.EncodeToString(d.digest[:])[:12] }

// Parse reads a definition from YAML, expands its rows and checks it (Validate).
func Parse(data []byte) (*Definition, error) {
	d := &Definition{digest: sha256.Sum256(data)}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(d); err != nil {
		return nil, err
	}
	rowsBefore := 0
	for i := range d.Pages {
		p := &d.Pages[i]
		for _, rows := range p.Rows {
			if rows.count() > maxRows {
				return nil, fmt.Errorf("page %d: a table of %d rows", i+1, rows.count())
			}
			print, fields := rows.expand(rowsBefore)
			p.Print, p.Fields = append(p.Print, print...), append(p.Fields, fields...)
			rowsBefore += rows.count()
		}
		p.Rows = nil
		for j := range p.Fields {
			f := &p.Fields[j]
			f.Page = i + 1
			if f.Frame == "" {
				f.Frame = Box
			}
		}
		inReadingOrder(p.Fields)
	}
	if err := d.Validate(); err != nil {
		return nil, err
	}
	return d, nil
}

// maxRows bounds a table: more rows than fit a sheet of paper are a slip of the keyboard.
const maxRows = 200

func (r Rows) count() int { return max(r.Count, len(r.Of)) }

func (r Rows) expand(rowsBefore int) (print []Print, fields []Field) {
	for i := range r.count() {
		var row Row
		if i < len(r.Of) {
			row = r.Of[i]
		}
		fill := strings.NewReplacer("{n}", strconv.Itoa(i+1), "{i}", strconv.Itoa(i), "{key}", row.Key, "{words}", row.Words)
		down := float64(i) * r.Pitch
		for _, p := range r.Print {
			p.Text = fill.Replace(p.Text)
			print = append(print, p.moved(down))
		}
		for _, f := range r.Fields {
			f.ID, f.Label, f.Pointer = fill.Replace(f.ID), fill.Replace(f.Label), fill.Replace(f.Pointer)
			f.Rect.Y += down
			f.Row, f.Words = rowsBefore+i+1, row.Words
			fields = append(fields, f)
		}
	}
	return print, fields
}

// inReadingOrder sorts zones row by row: what begins above the middle of the topmost stands in its row.
func inReadingOrder(fields []Field) {
	slices.SortStableFunc(fields, func(a, b Field) int { return cmp.Compare(a.Rect.Y, b.Rect.Y) })
	for len(fields) > 0 {
		n := 1
		for n < len(fields) && fields[n].Rect.Y < fields[0].Rect.Y+fields[0].Rect.H/2 {
			n++
		}
		slices.SortStableFunc(fields[:n], func(a, b Field) int { return cmp.Compare(a.Rect.X, b.Rect.X) })
		fields = fields[n:]
	}
}
