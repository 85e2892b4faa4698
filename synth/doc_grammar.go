package synth

import (
	"fmt"
	"math"
)

// The grammar puts a page together from parts that know nothing of each other: who issues, for whom, title with
// number and date, references, services, totals, foot. Each part has several forms, the order of the upper ones
// too; several thousand different pages come of it.

// plan is the choice of form for every part.
type plan struct {
	Scheme                                 scheme
	Issuer, Addressee, Title, Body, Totals int
	Rules                                  tableStyle
	Foot                                   int
	// Watermark is a large pale mark behind the text; Legal the line at the lower edge with REA and capital.
	Watermark, Legal, References bool
	// Low totals stand near the lower edge, whatever room is above.
	Low bool
}

func somePlan(d dice) plan {
	p := plan{Scheme: scheme(d.IntN(int(schemeCount))), Issuer: d.IntN(issuerForms), Addressee: d.IntN(addresseeForms), Title: d.IntN(titleForms),
		Totals: d.IntN(totalsForms), Foot: d.IntN(footForms), Rules: tableStyle(d.IntN(int(styleCount))), Watermark: d.chance(0.1), Legal: d.chance(0.45), References: d.chance(0.6), Low: d.chance(0.25)}
	p.Body = pick(d, tableBody, tableBody, tableBody, tableBody, leaderBody, proseBody, bulletBody)
	return p
}

// signature names what makes two pages different at first sight.
func (p plan) signature() string {
	rules := ""
	if p.Body == tableBody {
		rules = fmt.Sprint(p.Rules)
	}
	return fmt.Sprintf("%d-%d-%d-%d-%d%s-%d", p.Scheme, p.Issuer, p.Addressee, p.Title, p.Body, rules, p.Totals)
}

// scheme is the order of the upper parts.
type scheme int

const (
	headAcross      scheme = iota // issuer across; below it title left, addressee right
	headAcrossRight               // issuer across; below it addressee left, title right
	sideBySide                    // issuer left, addressee right; title below
	windowLeft                    // issuer right, addressee in a window left; title below
	titleBeside                   // issuer left, title right; addressee below, references right
	titleFirst                    // title across; issuer and addressee below
	stacked                       // issuer, title, addressee, one below the other
	issuerAtFoot                  // the issuer stands only at the lower edge
	addresseeFirst                // addressee left, title right, issuer across above in one line
	bannerHead                    // a coloured band with the issuer, then addressee and title
	schemeCount
)

// part draws something from y down in a column and gives the y below it.
type part func(x, y, w float64) float64

// beside draws two parts in columns and gives the y below the longer.
func beside(x, y, w, share float64, first, second part) float64 {
	gap := 6.0
	return math.Max(first(x, y, w*share-gap/2), second(x+w*share+gap/2, y, w*(1-share)-gap/2))
}

func nothing(_, y, _ float64) float64 { return y }

// drawGrammar draws the invoice by its plan, in smaller letters if the page is too short for it.
func drawGrammar(d *draft) {
	seed, size := d.Uint64(), d.look.Size
	defer func() { d.look.Size = size }()
	d.look.Size *= pick(d.dice, 0.95, 1, 1, 1.1, 1.2)
	for try := 0; ; try++ {
		page := newSheet(d.W, d.H, newDice(seed, "grammar"))
		end := (&draft{page, d.invoice}).grammar()
		if end < d.H-8 || try == 5 {
			*d.sheet = *page
			return
		}
		d.look.Size *= 0.93
	}
}

// grammar draws the page and gives the y below the lowest text above the foot's line.
func (d *draft) grammar() float64 {
	p := d.look.Plan
	x := d.between(13, 22)
	w := d.W - 2*x
	if p.Watermark {
		d.watermark()
	}
	y := d.upper(p, x, w)
	if p.Body == proseBody {
		y = d.prose(x, y+5, w)
	} else {
		if b := d.benefit(); b != "" {
			y = d.wrap(x, y+d.look.dark().leading(), w, d.look.dark(), b)
		}
		y = d.body(p, x, y+d.between(3, 7), w)
	}
	if p.Low && p.Body == tableBody {
		y = math.Max(y, d.between(165, 200))
	}
	y = d.sums(p, x, y+d.between(5, 9), w)
	y = d.footnotes(p, x, y+d.between(3, 7), w)
	bottom := 0.0
	if p.Scheme == issuerAtFoot {
		bottom = d.issuerFoot(x, w)
	} else if p.Legal {
		bottom = d.legalLine(x, w)
	}
	return y + bottom
}

// upper draws all above the services.
func (d *draft) upper(p plan, x, w float64) float64 {
	issuer, addressee, title, refs := d.issuerPart(p), d.addresseePart(p), d.titlePart(p), d.references(p)
	top := d.between(11, 20)
	gap := d.between(5, 10)
	switch p.Scheme {
	case headAcross, headAcrossRight:
		y := issuer(x, top, w)
		if d.chance(0.6) {
			d.rule(x, y+1, x+w, y+1, d.between(0.2, 0.9), d.look.Accent)
		}
		first, second := title, addressee
		if p.Scheme == headAcrossRight {
			first, second = addressee, title
		}
		y = beside(x, y+gap, w, 0.5, first, second)
		return refs(x, y+4, w)
	case sideBySide:
		y := beside(x, top, w, d.between(0.48, 0.56), issuer, func(x, y, w float64) float64 { return addressee(x, y+d.between(0, 14), w) })
		y = title(x, y+gap, w)
		return refs(x, y+3, w)
	case windowLeft:
		y := beside(x, top, w, 0.45, nothing, issuer)
		y = beside(x, math.Max(y+3, 42), w, 0.52, addressee, refs)
		return title(x, y+gap, w)
	case titleBeside:
		y := beside(x, top, w, d.between(0.5, 0.58), issuer, title)
		return beside(x, y+gap, w, 0.54, addressee, refs)
	case titleFirst:
		y := title(x, top, w)
		y = beside(x, y+gap, w, 0.5, issuer, addressee)
		return refs(x, y+3, w)
	case stacked:
		y := issuer(x, top, w)
		y = title(x, y+gap, w)
		y = addressee(x, y+gap*0.7, w*pick(d.dice, 1, 0.6))
		return refs(x, y+3, w)
	case issuerAtFoot:
		y := beside(x, d.between(22, 34), w, 0.52, title, addressee)
		return refs(x, y+4, w)
	case addresseeFirst:
		y := issuer(x, top, w)
		y = beside(x, y+gap, w, 0.5, addressee, title)
		return refs(x, y+4, w)
	}
	y := d.banner(x, w) + gap
	y = beside(x, y, w, 0.5, addressee, title)
	return refs(x, y+3, w)
}

// watermark is a large mark in a pale colour behind the page.
func (d *draft) watermark() {
	c := d.look.Accent
	pale := func(v uint8) uint8 { return uint8(255 - (255-int(v))/9) }
	accent := d.look.Accent
	d.look.Accent.R, d.look.Accent.G, d.look.Accent.B = pale(c.R), pale(c.G), pale(c.B)
	size := d.between(70, 120)
	d.mark(d.W/2-size/2, d.H*d.between(0.42, 0.55)-size/2, size)
	d.look.Accent = accent
}
