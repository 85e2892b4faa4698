// Package ocr holds what reading a page gives, whatever the way it was read: words with their places.
// Its folders do the work: decode turns files into page pictures, recognise turns pictures into words,
// child runs both in processes that may die.
package ocr

import "pratica/claim"

// Word is one word of a page.
type Word struct {
	Text string `json:"t"`
	// Box is in pixels of the levelled page: upright, with its skew removed.
	Box claim.Box `json:"b"`
	// Confidence is the engine's, 0 to 1; words of a visible text layer have 1.
	Confidence float64 `json:"c"`
	// Checked tells that it was read again as a code, and is the one that the check characters hold of.
	Checked bool `json:"k,omitempty"`
	// Seconded is how likely a second reader finds the text, beside what it would read itself, 0 to 1; 0 where it was not asked.
	Seconded float64 `json:"s,omitempty"`
}
