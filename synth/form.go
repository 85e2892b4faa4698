package synth

import (
	"pratica/claim"
	"pratica/extract/forms"
)

// The fillings of forms.
const (
	Typed     = "typed"     // a typewriter, or a printer that misses the zones a little
	Printed   = "printed"   // filled on a screen: crisp letters in their places
	Handprint = "handprint" // written by hand
)

// filler puts values into the zones of a form. What it writes is a matter of habit: the same for all the
// papers somebody fills.
type filler interface {
	// date, amount and name are how values are written; name is for anything that is not a number.
	date(day claim.Date, room float64) string
	amount(cents int64) string
	name(text string) string
	// fill writes a value into a zone that is neither mark nor signature.
	fill(s *sheet, f forms.Field, value string)
	// mark crosses a zone; unmark takes a wrong cross back.
	mark(s *sheet, f forms.Field)
	unmark(s *sheet, f forms.Field)
	// sign signs by hand, whoever filled the form.
	sign(s *sheet, f forms.Field)
}

// someFiller draws how a form is filled; hand is whose pen signs it.
func someFiller(d dice, filling string, hand *writer) filler {
	switch filling {
	case Handprint:
		return someScribe(d, hand)
	case Printed:
		return somePrinter(d, hand)
	}
	return someTypist(d, hand)
}

// blankForm is a form before it is filled: pages with what is printed, and their zones.
type blankForm []blankPage

type blankPage struct {
	*sheet
	fields []forms.Field
}

// blankOf is the form of a definition, with the code that names its pages or, as printed elsewhere, without.
func blankOf(definition *forms.Definition, d dice, coded bool) blankForm {
	var b blankForm
	for n, page := range definition.Pages {
		c := definition.Draw(n + 1)
		if coded {
			c = definition.DrawCoded(n + 1)
		}
		b = append(b, blankPage{onCanvas(c, d), page.Fields})
	}
	return b
}

// entries are what is written on a form, by zone: texts, crosses (any text), and signatures (any text).
// Wrong are the marks that are set and taken back.
type entries struct {
	text  map[string]string
	wrong map[string]bool
}

// fill fills a form and gives its pages.
func (b blankForm) fill(e entries, by filler) []*sheet {
	var pages []*sheet
	for _, page := range b {
		for _, field := range page.fields {
			value := e.text[field.ID]
			switch {
			case e.wrong[field.ID]:
				by.unmark(page.sheet, field)
			case value == "":
			case field.Type == forms.Mark:
				by.mark(page.sheet, field)
			case field.Type == forms.Signature:
				by.sign(page.sheet, field)
			default:
				by.fill(page.sheet, field, value)
			}
		}
		pages = append(pages, page.sheet)
	}
	return pages
}

// field finds a zone by its id.
func (b blankForm) field(id string) (forms.Field, bool) {
	for _, page := range b {
		for _, f := range page.fields {
			if f.ID == id {
				return f, true
			}
		}
	}
	return forms.Field{}, false
}

// middle is the baseline that centres capitals in a zone.
func middle(r forms.Rect, i ink) float64 { return r.Y + r.H/2 + i.size*25.4/72*0.36 }
