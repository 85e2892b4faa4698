package pipeline

import (
	"context"

	"pratica/ocr/child"
)

type urgentKey struct{}

// Urgent marks what is done under the context as waited for by a person: it goes before other pages that wait
// for a child process (child.Urgent).
func Urgent(ctx context.Context) context.Context { return context.WithValue(ctx, urgentKey{}, true) }

// turn is the place of a call in the line for a child.
func turn(ctx context.Context) []child.Option {
	if ctx.Value(urgentKey{}) == nil {
		return nil
	}
	return []child.Option{child.Urgent()}
}
