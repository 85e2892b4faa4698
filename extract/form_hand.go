package extract

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/extract/likeness"
	"pratica/extract/pattern"
	"pratica/ocr/recognise"
)

// What people write by hand is read by the line network of recognise: Tesseract knows print only. A zone is seen by the
// network first, which tells by the way how it was filled; what is print goes to Tesseract.

// byHand tells whether a zone was filled by hand, by what the network thinks of it and of the zones of the page before it:
// people fill a form with one pen, but a printed form may have been dated by hand.
func (s *sheet) byHand(w recognise.Writing) bool {
	const zoneAtMost, pageAtMost, share = 4, 2.5, 0.5
	typed := w.Manners[recognise.Typed]
	logit := clamped(math.Log((1-typed)/typed), zoneAtMost)
	before := clamped(s.hand, pageAtMost)
	s.hand += share * logit
	return logit+before > 0
}

// typed tells that the zones read so far were surely filled by a machine: then the others are shown to the network only
// where Tesseract cannot make a value of them.
func (s *sheet) typed() bool {
	const surely = -3
	return s.hand < surely
}

// clamped is x, but no farther from nothing than bound.
func clamped(x, bound float64) float64 { return max(-bound, min(x, bound)) }

// written reads a zone that was filled by hand; ok is false for print.
func (s *sheet) written(ctx context.Context, engine *recognise.Engine, z zone, out FormField) (field FormField, ok bool, err error) {
	f := z.field
	if f.Type == forms.Multiline {
		return s.writtenLines(ctx, engine, z, out)
	}
	w, err := engine.Written(ctx, z.clean, z.writing, true, recognise.ZoneOptions{Whitelist: alphabets[alphabetOf(f)]})
	if err != nil || w.Text == "" || !s.byHand(w) {
		return out, false, err
	}
	if f.Type == forms.Date && letters(w.Plain) >= 3 {
		w = w.Within(alphabets[dateContent] + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	}
	best, text, share := valueOfGuesses(w.Guesses, z.writtenValue)
	r := w.Reading
	if text != "" {
		r.Text = text
	}
	best.miscounted, best.unread = z.miscounted(r), z.unread(r)
	out.From.Box = s.box(z, z.writing)
	return s.weighed(out, r, best, share), true, nil
}

// writtenLines reads a zone of several lines.
func (s *sheet) writtenLines(ctx context.Context, engine *recognise.Engine, z zone, out FormField) (field FormField, ok bool, err error) {
	var all recognise.Reading
	share := 1.0
	var texts []string
	for _, line := range z.lines() {
		w, err := engine.Written(ctx, z.clean, line, true, recognise.ZoneOptions{Whitelist: alphabets[alphabetOf(z.field)]})
		if err != nil {
			return out, false, err
		}
		if w.Text == "" { // dirt, a rest of a line
			continue
		}
		if len(texts) == 0 && !s.byHand(w) {
			return out, false, nil
		}
		texts = append(texts, w.Text)
		all.Symbols = append(all.Symbols, w.Symbols...)
		share *= w.Guesses[0].Confidence
	}
	if len(texts) == 0 {
		return out, false, nil
	}
	all.Text = strings.Join(texts, "\n")
	v := textValue(z.field, all.Text)
	v.unread = z.unread(all)
	out.From.Box = s.box(z, z.writing)
	return s.weighed(out, all, v, share), true, nil
}

// lines are the boxes of the lines of writing in a zone, from top to bottom: pieces whose middles lie within each other's
// heights.
func (z zone) lines() []image.Rectangle {
	var lines []image.Rectangle
	pieces := slices.Clone(z.pieces)
	slices.SortFunc(pieces, func(a, b piece) int { return cmp.Compare(b.box.Dy(), a.box.Dy()) }) // the tallest make the lines
	for _, p := range pieces {
		middle := (p.box.Min.Y + p.box.Max.Y) / 2
		i := slices.IndexFunc(lines, func(l image.Rectangle) bool {
			return middle >= l.Min.Y && middle < l.Max.Y || l.Min.Y+l.Max.Y >= 2*p.box.Min.Y && l.Min.Y+l.Max.Y < 2*p.box.Max.Y
		})
		if i < 0 {
			lines = append(lines, p.box)
			continue
		}
		lines[i].Min.X, lines[i].Max.X = min(lines[i].Min.X, p.box.Min.X), max(lines[i].Max.X, p.box.Max.X)
	}
	slices.SortFunc(lines, func(a, b image.Rectangle) int { return cmp.Compare(a.Min.Y, b.Min.Y) })
	return slices.DeleteFunc(lines, func(l image.Rectangle) bool { return float64(l.Dy()) < leastWriting*zonePerMM })
}

// valueOfGuesses is the value that most of what a line may say comes to, the likeliest text for it, and its share of all that
// is possible: the texts that come to some value, and those that were not guessed.
func valueOfGuesses(guesses []recognise.Alternative, valueOf func(string) value) (best value, text string, share float64) {
	type reading struct {
		value
		text   string
		likely float64
	}
	var readings []reading
	possible := 1.0
	for _, guess := range guesses {
		v := valueOf(guess.Text)
		if v.text == "" {
			possible -= guess.Confidence
			continue
		}
		i := slices.IndexFunc(readings, func(r reading) bool { return r.value.text == v.text })
		if i < 0 {
			i = len(readings)
			readings = append(readings, reading{v, guess.Text, 0})
		}
		readings[i].likely += guess.Confidence
	}
	if len(readings) == 0 {
		return value{}, "", 0
	}
	r := slices.MaxFunc(readings, func(a, b reading) int { return cmp.Compare(a.likely, b.likely) })
	return r.value, r.text, min(r.likely/max(possible, r.likely), 1)
}

// writtenValue is the value of a line that was written by hand.
func (z zone) writtenValue(text string) value {
	v := textValue(z.field, text)
	switch {
	case z.field.Type == forms.Amount:
		return withLostComma(v, text)
	case z.field.Type == forms.Date && v.text == "":
		return writtenMonth(text)
	}
	return v
}

var dayOfMonth = pattern.Must(`^\W*(\d{1,2})[ .]*(\pL{3,})[ .]*(\d{4}|\d\d)\W*$`)

// writtenMonth is a date with its month in Italian words, of which a letter or two may be misread.
func writtenMonth(text string) value {
	m := dayOfMonth.FindStringSubmatch(text)
	if m == nil {
		return value{}
	}
	written := strings.ToLower(m[2])
	closest, second, month := 100, 100, 0
	for i, name := range []string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"} {
		switch d := likeness.Distance(written, name); {
		case d < closest:
			closest, second, month = d, closest, i+1
		case d < second:
			second = d
		}
	}
	if 2*closest > len(written) || closest == second {
		return value{}
	}
	d, ok := civilDate(m[3], strconv.Itoa(month), m[1])
	if !ok {
		return value{}
	}
	return value{text: d.String(), shaped: true, repaired: closest > 2}
}

// writtenComb reads a comb that was filled by hand.
func (s *sheet) writtenComb(ctx context.Context, engine *recognise.Engine, z zone, cells []image.Rectangle, options recognise.ZoneOptions, out FormField) (field FormField, ok bool, err error) {
	f := z.field
	w, err := engine.WrittenComb(ctx, z.clean, zoneDPI, cells, options)
	if err != nil || w.Blank || !s.byHand(w) {
		return out, false, err
	}
	r := w.Reading
	r.Text = f.Preprinted + r.Text
	v := combValue(f, r)
	all := 1.0
	for _, symbol := range r.Symbols {
		if symbol.Text != "" {
			all *= symbol.Confidence
		}
	}
	v.unread = z.unread(r)
	return s.weighed(out, r, v, all), true, nil
}

// weighed sets the value of a zone filled by hand. likely is the share of all the network holds possible that comes to
// this value.
func (s *sheet) weighed(out FormField, r recognise.Reading, v value, likely float64) FormField {
	confidence := likely
	switch {
	case v.text == "":
		confidence = 0.1 * least(r)
	case v.proved && !v.repaired:
		confidence = 1 - 0.02*(1-confidence)
	case v.proved:
		confidence = 0.75 + 0.2*confidence
	case v.repaired:
		confidence *= 0.6
	}
	out.Value, out.From.Text = v.text, claim.Text(r.Text)
	out.From.Confidence = spoilt(out, v, confidence)
	for name, x := range map[string]float64{"hand": 1, "likely": likely, "least": least(r), "shaped": flag(v.shaped), "proved": flag(v.proved), "repaired": flag(v.repaired), "miscounted": flag(v.miscounted), "unread": flag(v.unread)} {
		out.Features[name] = x
	}
	return out
}

// mostRefuted is the confidence below which a value whose checksum does not hold is misread and not miswritten: of eleven such accounts that
// drawn members wrote by hand none was as read, above it twelve of thirteen (seeds 55201 to 57402).
const mostRefuted = 0.13

// spoilt lowers the confidence of a value for what happened to its zone: strokes cut with the lines they touch, streaks,
// ink that was not read, a zone that lies off its place.
func spoilt(out FormField, v value, confidence float64) float64 {
	proof := v.proved && !v.repaired
	switch touched := out.Features["touched"]; { // strokes on a printed line are cut with it
	case touched > 2:
		confidence *= 0.5
	case touched > 0.7:
		confidence *= 0.75
	}
	if out.Features["streaked"] > 0 && !proof { // strokes under a streak are cut or changed by it
		confidence *= 0.95
	}
	if v.unread && !proof { // something stands there that the value has not
		confidence = math.Min(confidence, 0.9)
	}
	if v.refuted && confidence < mostRefuted {
		confidence *= 0.1
	}
	return zone{lost: out.Features["lost"] > 0, off: out.Features["off"]}.misplaced(confidence)
}
