package pdf

import (
	"context"
	"errors"
	"fmt"
)

// Page is a leaf of the page tree with what it inherits (ISO 32000-1, 7.7.3).
type Page struct {
	Ref       Ref
	Inherited *Inherited
}

// Inherited are the attributes a page takes from the nodes above it, where it has none itself.
type Inherited struct{ Resources, MediaBox, CropBox, Rotate any }

// maxTreeDepth bounds the page tree; balanced trees of a million pages have about seven levels.
const maxTreeDepth = 60

// Pages lists the pages in order, but stops after more than limit.
func (f *File) Pages(ctx context.Context, limit int) ([]Page, error) {
	root, err := f.Dict(f.trailer["Root"])
	if err != nil {
		return nil, err
	}
	top, ok := root["Pages"].(Ref)
	if !ok {
		return nil, errors.New("no page tree")
	}
	w := treeWalk{file: f, ctx: ctx, limit: limit, seen: map[int]bool{}}
	if err := w.node(top, &Inherited{}, 0); err != nil && !errors.Is(err, errEnough) {
		return nil, fmt.Errorf("page tree: %w", err)
	}
	return w.pages, nil
}

type treeWalk struct {
	file  *File
	ctx   context.Context
	limit int
	seen  map[int]bool
	pages []Page
}

var errEnough = errors.New("more pages than asked for")

func (w *treeWalk) node(ref Ref, above *Inherited, depth int) error {
	switch {
	case depth > maxTreeDepth:
		return errors.New("too deep")
	case w.seen[ref.Num]:
		return errors.New("a loop")
	case len(w.seen) > 4*w.limit+1000:
		return errors.New("too many nodes")
	case len(w.pages) > w.limit:
		return errEnough
	}
	w.seen[ref.Num] = true
	if err := w.ctx.Err(); err != nil {
		return err
	}
	d, err := w.file.Dict(ref)
	if err != nil {
		return err
	}
	if d == nil {
		return fmt.Errorf("object %d is no node", ref.Num)
	}
	kids, err := w.file.Array(d["Kids"])
	if err != nil {
		return err
	}
	kind, err := w.file.Name(d["Type"])
	if err != nil {
		return err
	}
	switch {
	case kind == "Page" && kids == nil:
		w.pages = append(w.pages, Page{ref, above})
		return nil
	case kind != "Pages" || kids == nil:
		return fmt.Errorf("object %d is no node", ref.Num)
	}
	below := above.with(d)
	for _, kid := range kids {
		next, ok := kid.(Ref)
		if !ok {
			return errors.New("a page that is no indirect object")
		}
		if err := w.node(next, below, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// with gives the attributes below a node; the same ones if it has none.
func (i *Inherited) with(d Dict) *Inherited {
	below := *i
	for key, to := range map[Name]*any{"Resources": &below.Resources, "MediaBox": &below.MediaBox, "CropBox": &below.CropBox, "Rotate": &below.Rotate} {
		if v, ok := d[key]; ok {
			*to = v
		}
	}
	return &below
}
