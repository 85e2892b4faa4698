package extract

import (
	"math"
	"regexp"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/extract/likeness"
)

// Held is what a form carries of a value beside its print: a field of its PDF (claim.FromFormField), or a
// printed code (claim.FromCode).
type Held struct {
	// Text is the value as a person types it; "X" for a cross. Empty: the form holds nothing for this zone.
	Text   string
	Method claim.Method
}

// How sure a value is that a form holds and shows. It was never recognised letter by letter: what is left is
// that file and page were changed in the same way.
const (
	shownAsHeld  = 0.9995 // the page shows the same
	nearlyAsHeld = 0.997  // but for letters that the recogniser takes for each other, in words
	unclearHeld  = 0.97   // what the page shows could not be read well enough to say
	notAsHeld    = 0.4    // the page shows something else
	alikeWords   = 0.8    // least similarity of words shown and held
	believedLine = 0.7    // least confidence of a reading that contradicts
	sureFigures  = 0.97   // and of a code that differs in nothing but figures that are misread for each other
)

// Hold compares a zone as it was read with what the form holds for it. What a human would see is what counts
// (design decision 4): where both agree, the value is the one held, its method says so and it is nearly sure;
// where they do not, the value stays what was read, nobody can rely on it, and differs is true. A zone for
// which the form holds nothing stays as it was read: written by hand after printing.
func Hold(f forms.Field, read claim.Field, blank bool, held Held) (value claim.Field, differs bool) {
	if held.Text == "" || f.Type == forms.Signature {
		return read, false
	}
	want := heldValue(f, held.Text)
	take := func(confidence float64) claim.Field {
		value := claim.Field{Value: want, From: read.From}
		value.From.Text, value.From.Method, value.From.Confidence = claim.Text(held.Text), held.Method, confidence
		return value
	}
	doubted := read
	doubted.From.Confidence = math.Min(read.From.Confidence, notAsHeld)
	switch {
	case want == "": // no date, no amount …: then the form says what the page says, and neither is a value
		return read, false
	case want == read.Value:
		return take(shownAsHeld), false
	case blank || f.Type == forms.Mark:
		return doubted, true
	case wordy(f) && likeness.Similarity(claim.FoldName(want), claim.FoldName(shownText(read))) >= alikeWords,
		f.Content == forms.Number && sameShapes(want, shownText(read)):
		return take(nearlyAsHeld), false
	case read.From.Confidence < believedLine || read.Value == "", f.Content == forms.Digits && read.From.Confidence < sureFigures && misreadFor(want, read.Value):
		return take(unclearHeld), false
	}
	return doubted, true
}

// misreadFor reports two values that differ only where one has a character that the other's is misread for.
func misreadFor(want, read string) bool {
	if len(want) != len(read) {
		return false
	}
	for i := range len(want) {
		if want[i] != read[i] && !strings.Contains(lookalikes[read[i:i+1]], want[i:i+1]) {
			return false
		}
	}
	return true
}

// sameShapes reports two numbers that look the same to a recogniser: letters and digits of one shape, a stroke that was seen as a 1 or
// not at all. No digit stands for another digit.
func sameShapes(a, b string) bool {
	b = doubledStroke.ReplaceAllString(b, "/")
	return asShapes(a, "") == asShapes(b, "") || asShapes(a, "1") == asShapes(b, "1")
}

// doubledStroke is a stroke that was seen as a letter and a stroke.
var doubledStroke = regexp.MustCompile(`[Il|]/|/[Il|]`)

// asShapes is a number with letters and digits of one shape made one, and each stroke what is given.
func asShapes(number, stroke string) string {
	number = strings.NewReplacer("/", stroke, "|", stroke).Replace(number)
	return strings.NewReplacer("O", "0", "I", "1", "L", "1", "T", "7", "S", "5", "B", "8", "Z", "2", "G", "6").Replace(claim.CompactIdentifier(number))
}

// shownText is what the page shows, as a value or as it was read.
func shownText(read claim.Field) string {
	if read.Value != "" {
		return read.Value
	}
	return string(read.From.Text)
}

// wordy reports zones of words, where a letter more or less changes nothing that counts.
func wordy(f forms.Field) bool {
	switch f.Content {
	case forms.Words, forms.Name, forms.Issuer, forms.Email:
		return true
	}
	return false
}

// heldValue brings a typed text to the claim's form. Nothing is repaired: it was not recognised.
func heldValue(f forms.Field, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case f.Type == forms.Mark:
		return "true"
	case f.Content == forms.IBAN:
		compact := claim.CompactIdentifier(text)
		if !strings.HasPrefix(compact, f.Preprinted) {
			compact = f.Preprinted + compact
		}
		return compact
	case f.Type == forms.Date:
		if d, err := claim.ParseDate(text); err == nil {
			return d.String()
		}
	}
	v := textValue(f, text)
	if v.repaired {
		return ""
	}
	return v.text
}
