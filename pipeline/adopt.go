package pipeline

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"pratica/claim"
	"pratica/extract/adopt"
	"pratica/extract/forms"
	"pratica/ocr/child"
	"pratica/ocr/decode"
)

// adoptDeadline is the longest that drafting a definition may take; a page takes a second, a scanned one a
// few.
const adoptDeadline = 5 * time.Minute

// AdoptForm drafts a definition from a blank form that somebody else printed, in a child process. code is the
// form's, or "" to read it. For each page it gives a picture and a preview of the zones over it, as PNG.
func (p *Pipeline) AdoptForm(ctx context.Context, path string, code claim.DocumentKind) (*adopt.Draft, [][]byte, error) {
	draft, pictures, err := adopt.Adopt(ctx, p.pool, adopt.Request{Path: path, Limits: decode.Limits{MaxPages: 20}, Code: code}, child.Within(adoptDeadline))
	if err != nil {
		return nil, nil, fmt.Errorf("adopt form: %w", err)
	}
	return draft, pictures, nil
}

// addForms makes the definitions of the folder of foreign forms known in a child, once.
func (p *pageReader) addForms() error {
	folder := os.Getenv(forms.FolderVariable)
	if p.formsAdded || folder == "" {
		return nil
	}
	if err := forms.Add(folder); err != nil {
		return err
	}
	p.formsAdded = true
	return nil
}

// foreignForms tells whether there are forms that do not name the fund as its own do.
func foreignForms() bool { return slices.ContainsFunc(forms.All(), (*forms.Definition).Foreign) }
