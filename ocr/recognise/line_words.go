package recognise

import (
	"context"
	"image"
	"slices"
	"strings"
)

// Pages that a needle printer or a hand wrote. Tesseract reads every run of print first; the line network is shown what
// Tesseract is not sure of, and where it says that the page is no typed print, all of it.

const (
	// noPrint is how likely the unsure runs of a page must be needle print or handwriting, together, for the network's
	// word to count.
	noPrint = 0.6
	// surelyNoPrint is how likely a run must be so on a page of print, and surelyRead how sure the network of its letters:
	// what was filled in by hand.
	surelyNoPrint, surelyRead = 0.95, 0.85
	// fewestRuns are needed to say something of a page.
	fewestRuns = 4
	// networkAtMost is the most that a word of the network is believed.
	networkAtMost = 0.95
)

// unsureRun is a run that Tesseract read badly, and what the network makes of it.
type unsureRun struct {
	at    int // in page.runs, -1 where Tesseract read nothing
	area  image.Rectangle
	words []Word
	typed float64
}

// rewrite reads with the network what Tesseract read badly, and on a page that is no typed print the rest too. It stops
// where the page's budget of second readings is spent.
func (p *page) rewrite(ctx context.Context) error {
	var list []unsureRun
	var sure []int // of page.runs
	typed, width, all := 0.0, 0.0, 0.0
	for _, r := range p.single {
		if !wide(r, p.dpi) || repeats(p.clean, r, p.dpi) {
			continue
		}
		all += float64(r.Dx())
		at := slices.IndexFunc(p.runs, func(have run) bool { return have.Rectangle == r })
		if at >= 0 && sureness(p.runs[at].words) >= sureEnough {
			sure = append(sure, at)
			continue
		}
		if !p.engine.MayReadAgain() {
			break
		}
		u, err := p.seenAgain(ctx, r, at)
		if err != nil {
			return err
		}
		list = append(list, u)
		typed += u.typed * float64(r.Dx())
		width += float64(r.Dx())
	}
	worn := len(list) >= fewestRuns && 5*width > all && typed < (1-noPrint)*width
	if worn {
		for _, at := range sure {
			if !p.engine.MayReadAgain() {
				break
			}
			u, err := p.seenAgain(ctx, p.runs[at].Rectangle, at)
			if err != nil {
				return err
			}
			list = append(list, u)
		}
	}
	for _, u := range list {
		var had []Word
		if u.at >= 0 {
			had = p.runs[u.at].words
		}
		same := textsOf(u.words) == textsOf(had)
		p.engine.ReadAgain(same)
		for i := range u.words {
			if same {
				u.words[i].Seconded = 1
			}
		}
		own := sureness(u.words)
		least := 0.0
		if u.at < 0 {
			least = p.leastSure(u.area)
		}
		taken := own > max(sureness(had), least) && (worn || u.typed < 1-surelyNoPrint && own > surelyRead)
		switch {
		case !taken:
		case u.at >= 0:
			p.runs[u.at].words = u.words
		default:
			p.add(run{u.area, u.words, u.area})
		}
	}
	return nil
}

// seenAgain shows a run to the network, at full resolution where the page has more.
func (p *page) seenAgain(ctx context.Context, r image.Rectangle, at int) (unsureRun, error) {
	if p.sheet.dpi <= 1.1*p.dpi {
		w, err := p.engine.Written(ctx, p.clean, r, false, ZoneOptions{})
		return unsureRun{at, r, w.words(p.clean), w.Manners[Typed]}, err
	}
	part, line, _, around := p.sharp(r)
	w, err := p.engine.Written(ctx, part, line, false, ZoneOptions{})
	return unsureRun{at, r, p.from(w.words(part), part, around), w.Manners[Typed]}, err
}

// words are those of the likeliest text, each as sure as its least sure character, with boxes around their ink.
func (w Writing) words(g *image.Gray) []Word {
	var words []Word
	symbols := w.Symbols
	for _, text := range strings.Fields(w.Text) {
		word := Word{Text: text, Confidence: networkAtMost, network: true}
		for range len([]rune(text)) {
			if len(symbols) == 0 {
				return words
			}
			word.Box = word.Box.Union(symbols[0].Box)
			word.Confidence = min(word.Confidence, symbols[0].Confidence)
			symbols = symbols[1:]
		}
		word.Confidence = min(word.Confidence, w.shareWith(text))
		word.Text = asNumber(word.Text)
		words = append(words, word)
	}
	part := crop(g, w.Box)
	if len(words) == 0 || part.Rect.Empty() {
		return words
	}
	ink := inked{part, middleLevel(part)}
	for i := range words {
		// between two words the boundary is in the widest gap
		if i > 0 {
			from, to := middle(words[i-1].Box), middle(words[i].Box)
			start, end := widestGap(ink, from, to)
			words[i-1].Box.Max.X, words[i].Box.Min.X = start, end
		}
	}
	for i, word := range words {
		if tight := ink.bounds(word.Box); !tight.Empty() {
			words[i].Box = tight
		}
	}
	return words
}

// shareWith is how likely the guesses are that have a word, of all of them: a figure too many or too few leaves each figure sure.
func (w Writing) shareWith(word string) float64 {
	with, all := 0.0, 0.0
	for _, guess := range w.Guesses {
		all += guess.Confidence
		if slices.Contains(strings.Fields(guess.Text), word) {
			with += guess.Confidence
		}
	}
	if all == 0 {
		return 0
	}
	return with / all
}

// asNumber is a text with the letters that look like figures as such, where all the rest are figures.
func asNumber(text string) string {
	figures, lookalikes := 0, 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			figures++
		case strings.ContainsRune("OoIl", r):
			lookalikes++
		case !strings.ContainsRune(".,/-:", r):
			return text
		}
	}
	if figures < 2*lookalikes || lookalikes == 0 {
		return text
	}
	return strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1").Replace(text)
}

func middle(r image.Rectangle) int { return (r.Min.X + r.Max.X) / 2 }

// inked says where a picture is darker than halfway between its paper and its ink.
type inked struct {
	*image.Gray
	threshold uint8
}

func (k inked) column(x, top, bottom int) bool {
	for y := top; y < bottom; y++ {
		if k.Pix[k.PixOffset(x, y)] < k.threshold {
			return true
		}
	}
	return false
}

// bounds is the box around the ink in a box.
func (k inked) bounds(box image.Rectangle) image.Rectangle {
	box = box.Intersect(k.Rect)
	out := image.Rectangle{}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if k.Pix[k.PixOffset(x, y)] < k.threshold {
				out = out.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return out
}

// widestGap is the widest run of columns without ink between two places; where there is none, the middle.
func widestGap(k inked, from, to int) (start, end int) {
	from, to = max(from, k.Rect.Min.X), min(to, k.Rect.Max.X)
	start, end = (from+to)/2, (from+to)/2
	for x := from; x < to; x++ {
		first := x
		for x < to && !k.column(x, k.Rect.Min.Y, k.Rect.Max.Y) {
			x++
		}
		if x-first > end-start {
			start, end = first, x
		}
	}
	return start, end
}
