package extract

import (
	"math"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/adopt"
	"pratica/extract/forms"
	"pratica/extract/pattern"
)

// settleForeign makes of zones what a claim takes: the column "dente o arcata" of a table of treatments becomes
// a tooth or an arch. Ink that looks like no signature leaves the question open: the room for one is a guess, and
// what is missing is asked of the member.
func settleForeign(fields []FormField, kind claim.DocumentKind) []FormField {
	for i := range fields {
		if f := &fields[i]; f.Zone.Type == forms.Signature && !f.Blank && f.Value == "false" {
			f.Value = ""
		}
	}
	withoutHeadings(fields)
	withoutRowNumbers(fields)
	settleChoices(fields)
	settleEmail(fields)
	if kind != claim.D01Document {
		return fields
	}
	for i := range fields {
		f := &fields[i]
		row, ok := strings.CutSuffix(f.Zone.ID, ".tooth")
		if !ok || f.Blank || f.Zone.Content != forms.Words {
			continue
		}
		text := f.Value
		if v := toothValue(text); v.text != "" {
			f.Value = v.text
			continue
		}
		if m := toothAndCount.FindStringSubmatch(text); m != nil && toothValue(m[1]).text != "" {
			f.Value, f.From.Confidence = m[1], math.Min(f.From.Confidence, twoColumns)
			continue
		}
		v := archValue(text)
		if v.text == "" {
			f.Value = ""
			continue
		}
		f.Value, f.Zone.ID = v.text, row+".arch"
	}
	return fields
}

// aHeading is how sure it is that nothing is written where the heading of the next part of a form was read for a name.
const aHeading = 0.6

// withoutHeadings empties the places of names in which the heading of the next part of the form was read.
func withoutHeadings(fields []FormField) {
	for i := range fields {
		if f := &fields[i]; f.Zone.Content == forms.Name && f.Zone.Row == 0 && adopt.IsHeading(f.Value) {
			f.Value, f.Blank, f.From.Confidence = "", true, aHeading
		}
	}
}

// withoutRowNumbers takes the printed numbers of the rows of a table (1, 2, 3 …) from the start of a column that they were
// taken for a part of: all rows of it have theirs, the blank ones nothing else.
func withoutRowNumbers(fields []FormField) {
	rows := map[string][]*FormField{} // of columns
	for i := range fields {
		if f := &fields[i]; f.Zone.Row > 0 && f.Zone.Type == forms.Line {
			_, column, _ := strings.Cut(f.Zone.ID, ".")
			rows[column] = append(rows[column], f)
		}
	}
	for _, column := range rows {
		numbered, more := 0, false
		for _, f := range column {
			first, _, others := strings.Cut(f.Value, " ")
			if first == strconv.Itoa(f.Zone.Row) {
				numbered++
				more = more || others
			}
		}
		if numbered < leastNumbered || numbered < len(column)-1 || !more {
			continue
		}
		for _, f := range column {
			if rest, ok := strings.CutPrefix(f.Value, strconv.Itoa(f.Zone.Row)); ok && (rest == "" || rest[0] == ' ') {
				f.Value = strings.TrimSpace(rest)
				f.Blank = f.Blank || f.Value == ""
			}
		}
	}
}

// leastNumbered is how many rows must begin with their number.
const leastNumbered = 3

// toothAndCount is what stands in two columns whose edge was not found; twoColumns is how sure the first then is.
var toothAndCount = pattern.Must(`^(\d\d) (\d)$`)

const twoColumns = 0.9

// fainter is the share of the ink of the darkest box of a choice below which another is not crossed: what is in it
// is left of its own outline.
const fainter = 0.5

// settleChoices makes one cross of several boxes of a choice with ink in them, if one has by far the most. The
// outlines of boxes are guessed, and parts of them may be left.
func settleChoices(fields []FormField) {
	darkest := map[string]*FormField{}
	for i := range fields {
		f := &fields[i]
		if f.Zone.Value == "" || f.Value != "true" || f.Filled { // a blackened box takes its cross back
			continue
		}
		if best := darkest[f.Zone.Pointer]; best == nil || f.Features["ink"] > best.Features["ink"] {
			darkest[f.Zone.Pointer] = f
		}
	}
	for i := range fields {
		f := &fields[i]
		best := darkest[f.Zone.Pointer]
		if f.Zone.Value == "" || f.Value != "true" || f.Filled || best == nil || f == best || f.Features["ink"] > fainter*best.Features["ink"] {
			continue
		}
		f.Value, f.Blank, f.Filled = "false", true, false
		f.From.Confidence = math.Min(f.From.Confidence, leftOver)
		best.From.Confidence = math.Min(best.From.Confidence, leftOver)
	}
}

// leftOver is how sure a choice is of which another box is not quite empty.
const leftOver = 0.95

// mendedEmail is how sure an address is of which the sign @ was put where the recogniser saw another.
const mendedEmail = 0.6

// mailHosts are the commonest providers of Italian addresses: what stands before one of them is the name.
var mailHosts = pattern.Must(`^([a-z0-9._+-]{2,}?)[GQOC0a8&]((?:gmail|hotmail|libero|alice|yahoo|outlook|live|tiscali|virgilio|tin|icloud|fastwebnet|email|pec|aruba)\.(?:it|com|net))$`)

// settleEmail puts the sign @ back that a recogniser took for a letter.
func settleEmail(fields []FormField) {
	for i := range fields {
		f := &fields[i]
		if f.Zone.Content != forms.Email || f.Blank || strings.Contains(f.Value, "@") {
			continue
		}
		if m := mailHosts.FindStringSubmatch(f.Value); m != nil {
			f.Value = m[1] + "@" + m[2]
			f.From.Confidence = math.Min(f.From.Confidence, mendedEmail)
		}
	}
}
