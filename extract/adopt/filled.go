package adopt

import (
	"image"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr"
)

// FilledPage is what Filled finds: the places to write on a form that is filled in already.
type FilledPage struct {
	Page
	// Blank is the page without what was written on it, levelled; a pixel is 25.4/dpi mm wide.
	Blank *image.Gray
	// Angle in radians, clockwise, by which the picture given had to be turned about its middle to lie level.
	Angle float64
}

// Filled finds the zones of a page of a form that is filled in. Nobody has its blank, so it is made: of the
// ink only rules and boxes stay, of the words those that are labels or stand where nobody writes. grey is a
// page that lies upright and nearly level, at dpi; the words lie on it. code is the form's. A table of
// treatments whose code is written gives the ids row{n}.code, row{n}.description, row{n}.tooth (also the arch),
// row{n}.count and row{n}.amount.
func Filled(grey *image.Gray, dpi float64, words []ocr.Word, code claim.DocumentKind) FilledPage {
	s := &sheet{grey: ocr.Grey(grey), dpi: dpi, recognised: true}
	s.width, s.height = float64(s.grey.Rect.Dx())*25.4/dpi, float64(s.grey.Rect.Dy())*25.4/dpi
	angle := findInk(s.grey, dpi).lean()
	s.grey = rotated(s.grey, angle)
	s.words = levelWords(words, angle, s.grey.Rect.Dx(), s.grey.Rect.Dy(), dpi)
	full := s.grey
	all := phrasesOf(s.words)

	ruled, ink := withoutWriting(full, dpi, s.words)
	print := surePrint(all, s.width)
	draft := func() []shape {
		s.words = print
		s.grey = withWords(ruled, full, ink, print, dpi)
		s.ink = findInk(s.grey, s.dpi)
		s.dropLetters()
		s.ink.across = s.rejoined(s.ink.across)
		s.phrases = phrasesOf(s.words)
		s.faces = s.findFaces()
		return s.withoutHoles(s.withoutBars(withoutHeadings(s.findShapes(), all)))
	}
	shapes := draft()
	loose := s.looseShapes(all, print, shapes)
	print = append(print, besideShapes(all, print, slices.Concat(shapes, loose))...)
	shapes, lost := s.headed(s.fitColumns(s.scoreGrid(s.withLoose(draft(), loose), code), all), all, code)
	for _, strip := range lost { // what is written there was taken for print
		s.copyFrom(ruled, strip)
	}
	n := newNames(code)
	n.filled = true
	zones, tables := s.nameShapes(shapes, n)
	zones = n.accidents(s.signatures(zones, n))
	for _, z := range zones {
		if z.Type == forms.Signature { // strokes may have been taken for printed words
			s.copyFrom(ruled, z.Rect)
		}
	}
	return FilledPage{
		Page:  Page{Width: s.width, Height: s.height, Recognised: true, Zones: zones, Tables: tables},
		Blank: s.grey, Angle: angle,
	}
}

// copyFrom takes a rectangle of the page from another picture of it.
func (s *sheet) copyFrom(g *image.Gray, r forms.Rect) {
	mm := s.dpi / 25.4
	box := image.Rect(int(r.X*mm), int(r.Y*mm), int(r.Right()*mm)+1, int(r.Bottom()*mm)+1).Intersect(g.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		copy(s.grey.Pix[s.grey.PixOffset(box.Min.X, y):][:box.Dx()], g.Pix[g.PixOffset(box.Min.X, y):][:box.Dx()])
	}
}

// levelWords gives the words in mm on a picture that is turned by an angle about its middle.
func levelWords(words []ocr.Word, angle float64, w, h int, dpi float64) []word {
	mm := 25.4 / dpi
	cx, cy := float64(w)/2, float64(h)/2
	sin, cos := math.Sincos(-angle)
	var list []word
	for _, o := range words {
		b := o.Box
		if b.Empty() || drawnWord(o.Text) || !legible(o.Text) && !strings.Contains(o.Text, "€") { // dust is read as signs
			continue
		}
		x, y := float64(b.X)+float64(b.W)/2-cx, float64(b.Y)+float64(b.H)/2-cy
		x, y = cos*x-sin*y+cx, sin*x+cos*y+cy
		width, height := float64(b.W)*mm, float64(b.H)*mm
		if strings.Contains("OoDQU0□☐■[]", o.Text) && width > 2.7 && height > 2.7 && width < 1.4*height && height < 1.4*width {
			continue // a check box
		}
		list = append(list, word{o.Text, forms.Rect{X: x*mm - width/2, Y: y*mm - height/2, W: width, H: height}, 0})
	}
	return list
}

// belowHeading is how far, in mm, the first label may be under what is written over it.
const belowHeading = 9.0

// surePrint are the words that are labels or headings wherever they stand.
func surePrint(all []phrase, width float64) []word {
	var list []word
	first := math.Inf(1)
	labels := map[forms.Rect]bool{}
	for _, p := range all {
		if n := labelWords(p); n > 0 && !goesOn(all, p) && !beforeNumber(all, p) {
			labels[p.box] = true
			first = math.Min(first, p.box.Y)
			list = append(list, p.words[:n]...)
		}
	}
	left := width
	for _, p := range all {
		left = math.Min(left, p.box.X)
	}
	for _, p := range all {
		if labels[p.box] {
			continue
		}
		line := onLine(all, p)
		_, heads := sectionOf(p.folded)
		switch {
		case p.box.Bottom() < first-belowHeading, prose(p), columnLine(line):
			list = append(list, p.words...)
		case heads && len(line) == 1 && p.box.X < left+12 && len(p.words) < 10:
			list = append(list, p.words...)
		}
	}
	return list
}

// nextWord is the most mm between a word and the one that it goes on from.
const nextWord = 3.5

// goesOn reports that other text that is no label ends right before a phrase: wide letters part it.
func goesOn(all []phrase, p phrase) bool {
	return slices.ContainsFunc(onLine(all, p), func(o phrase) bool {
		gap := p.box.X - o.box.Right()
		return o.box != p.box && gap > -0.5 && gap < nextWord && len([]rune(o.text)) > 1 && labelWords(o) == 0
	})
}

// beforeNumber reports a currency that was written, or is printed, before an amount.
func beforeNumber(all []phrase, p phrase) bool {
	if !currency.MatchString(fold(p.words[0].text)) {
		return false
	}
	return len(p.words) > 1 || slices.ContainsFunc(onLine(all, p), func(o phrase) bool {
		gap := o.box.X - p.box.Right()
		return gap > -0.5 && gap < looseGap && digits.MatchString(o.text)
	})
}

// onLine are the phrases of one line with one of them.
func onLine(all []phrase, of phrase) []phrase {
	var line []phrase
	middle := of.box.Y + of.box.H/2
	for _, p := range all {
		if m := p.box.Y + p.box.H/2; math.Abs(m-middle) < 1.8 {
			line = append(line, p)
		}
	}
	return line
}

// leastProse is the number of words of a sentence that is printed: people write fewer.
const leastProse = 8

var currency = regexp.MustCompile(`^(€|euro|eur)[.:]?$`)

var function = regexp.MustCompile(`^(al|ai|di|dei|del|della|dell'.*|che|per|con|il|la|le|i|si|non|sensi|in|a|e|o)$`)

func prose(p phrase) bool {
	small := 0
	for _, w := range p.words {
		if function.MatchString(w.text) {
			small++
		}
	}
	return len(p.words) >= leastProse && small >= 3
}

var digits = regexp.MustCompile(`\d`)

// columnLine reports the headings of a table: at least three columns that are known, and no number.
func columnLine(line []phrase) bool {
	known := map[string]bool{}
	for _, p := range line {
		if digits.MatchString(p.text) || len(p.words) > 7 {
			return false
		}
		if m, ok := look(columns, p.folded); ok {
			known[m.id] = true
		}
		if m, ok := look(filledTreatments, p.folded); ok {
			known["treatment."+m.id] = true
		}
	}
	return len(known) >= 3 && len(line) >= 3
}

var (
	// labelGoesOn are words that follow the word that makes a label one.
	labelGoesOn = regexp.MustCompile(`^(\W*|e|o|di|d'\w*|del|della|dell'?\w*|dall'?\w*|degli|al|alla|all'?\w*|per|con|in|il|la|nome|cognome|iscritt\w+|associat\w+|titolare|familiare|paziente|assistit\w|richiedente|richiesta|domanda|faschim|fondo|fiscale|nascita|dimissione|ultim\w|ricovero|complessiv\w|richiest\w|spese|totale|euro|eur|telefonico|abitazione|cellulare|elettronica|parentela|rapporto|fattura|fatture|ricevuta|ricevute|documento|odontoiatra|dentista|medico|curante|professionista|timbro|firma|leggibile|compilazione|presentazione|conto|corrente|bancario|tessera|iscrizione|posizione|sanitaria|punteggio|clinica|accompagnatore|genitore|minore|mail|tel\.?|cell\.?|n\.?|n[°º]\.?|€)[.:)]*$`)
	// labelBegins are words before it.
	labelBegins = regexp.MustCompile(`^([a-h][.)]|numero|num\.?|n\.?|n[°º]\.?|luogo|grado|codice|cod\.?|data|importo|indirizzo|recapito|lavoratore|posta|eventuale|altri|elenco|documenti|malattia|somma|totale|luogo)[.:)]*$`)
	valueText   = regexp.MustCompile(`@|\d{2}`)
)

// labelWords is how many words at the beginning of a phrase are a label that is known, 0 if none.
func labelWords(p phrase) int {
	const most = 7
	n := 0
	text := ""
	for i, w := range p.words {
		if i == most || valueText.MatchString(w.text) {
			return 0
		}
		text = strings.TrimSpace(text + " " + fold(w.text))
		if _, known := look(vocabulary, strings.Trim(text, " :.…_*")); known || strings.HasSuffix(text, ":") && oneWord(text) {
			n = i + 1
			break
		}
		if one := fold(w.text); !labelBegins.MatchString(one) && !labelGoesOn.MatchString(one) {
			return 0
		}
	}
	if n == 0 {
		return 0
	}
	lower := !capitals(p.words[n-1].text)
	for _, w := range p.words[n:] {
		if strings.HasSuffix(p.words[n-1].text, ":") {
			break
		}
		if lower && len([]rune(w.text)) > 2 && capitals(w.text) && !labelGoesOn.MatchString(fold(w.text)) {
			break
		}
		if colon := slices.IndexFunc(p.words[n:], func(w word) bool { return strings.HasSuffix(w.text, ":") }); colon >= 0 && colon < 5 {
			return n + colon + 1
		}
		if !labelGoesOn.MatchString(fold(w.text)) {
			break
		}
		n++
	}
	return n
}

func oneWord(text string) bool {
	_, known := meaningOf(text)
	return known
}

func capitals(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}

// besideShapes are the words not yet known to be print that stand where nobody writes.
func besideShapes(all []phrase, known []word, shapes []shape) []word {
	taken := map[forms.Rect]bool{}
	for _, w := range known {
		taken[w.box] = true
	}
	var places []forms.Rect
	for _, sh := range shapes {
		for k := range max(1, sh.rows) {
			r := sh.rect
			r.Y += float64(k) * sh.pitch
			places = append(places, r)
		}
	}
	var list []word
	for _, p := range all {
		for _, w := range p.words {
			x, y := w.box.X+w.box.W/2, w.box.Y+w.box.H/2
			inside := slices.ContainsFunc(places, func(r forms.Rect) bool {
				return x > r.X-0.5 && x < r.Right()+0.5 && y > r.Y-0.5 && y < r.Bottom()+0.8
			})
			if !inside && !taken[w.box] && legible(w.text) {
				list = append(list, w)
			}
		}
	}
	return list
}

// legible reports that a text is more than what the recogniser makes of strokes.
func legible(text string) bool {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n > 0 && 2*n >= len([]rune(text))
}

// filledTreatments are the columns of a table of treatments whose code the dentist writes.
var filledTreatments = []struct {
	pattern *regexp.Regexp
	meaning
}{
	{pattern(`importo|euro\b|€|costo|onorario|prezzo`), meaning{"amount", forms.Amount, "", false}},
	{pattern(`\bcod(ice|\.)?\b|nomenclat`), meaning{"code", forms.Line, forms.Digits, false}},
	{pattern(`arcata|quadrante|element|\bdent[ei]\b|sede`), meaning{"tooth", forms.Line, forms.Words, false}},
	{pattern(`quantita|q\.? ?ta|\bnum|\bn[°º.]|sedute|pezzi`), meaning{"count", forms.Line, forms.Count, false}},
	{pattern(`prestazion|descrizion|cur[ae]\b|terapi|tipo`), meaning{"description", forms.Line, forms.Words, false}},
}
