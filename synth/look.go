package synth

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"pratica/claim"
)

// look is how an issuer's papers are set: layout, fonts, and the way of writing dates and amounts.
type look struct {
	Layout     layout
	Body, Head typeface
	Size       float64 // points
	Ink        color.RGBA
	Accent     color.RGBA
	DateForm   int
	Thousands  bool // "1.234,50" rather than "1234,50"
	Point      bool // "1234.50"
	Euro       int  // where the euro sign stands
	Capitals   bool // names in capitals
	Apostrophe bool // capitals with "O'" instead of "Ò"
	NameFirst  bool // "Luca Rossi" rather than "Rossi Luca"
	// Language is it, en or de; Currency an ISO 4217 code, empty for euro. Swiss writes 1'234.50.
	Language, Currency string
	Swiss              bool
	// Plan is how a page of the grammar is put together.
	Plan plan
	// Hand pads are filled by hand, with a hand of the set Writers (see Options).
	Hand    bool
	Writers string
	// Title heads the paper ("FATTURA"); NumberSign stands before its number.
	Title, NumberSign string
}

func someLook(d dice, i *invoice) look {
	l := look{
		Layout: pick(d, ordinaryLayouts(i.Issuer.trade)...),
		Plan:   somePlan(newDice(d.Uint64(), "plan")),
		Body:   pick(d, sans, sans, serif, lucid, verdana, narrow, sans, slab),
		Size:   d.between(8.6, 10.6),
		Ink:    greyInk(uint8(d.whole(0, 55))),
		Accent: pick(d, color.RGBA{20, 70, 130, 255}, color.RGBA{0, 110, 90, 255}, color.RGBA{140, 20, 40, 255}, color.RGBA{60, 60, 60, 255}, color.RGBA{0, 90, 160, 255},
			color.RGBA{190, 60, 20, 255}, color.RGBA{100, 40, 130, 255}, color.RGBA{0, 130, 60, 255}, color.RGBA{0, 140, 160, 255}, color.RGBA{120, 90, 40, 255}),
		DateForm:   pick(d, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5),
		Thousands:  d.chance(0.7),
		Point:      d.chance(0.06),
		Euro:       d.IntN(5),
		Capitals:   d.chance(0.45),
		Apostrophe: d.chance(0.6),
		NameFirst:  d.chance(0.4),
		Hand:       d.chance(0.4),
		Title:      pick(d, "Fattura", "FATTURA", "Fattura sanitaria", "FATTURA", "Ricevuta sanitaria", "RICEVUTA FISCALE SANITARIA"),
		NumberSign: pick(d, "n.", "N.", "n°", "N°", "nr.", "Nr.", "num."),
	}
	l.Head = pick(d, l.Body, serif, sans, l.Body)
	if i.Issuer.Person != nil {
		l.Title = pick(d, "Fattura", "FATTURA", "Parcella", "PARCELLA", "Ricevuta sanitaria", "Fattura", "NOTA ONORARIO")
	}
	if l.Body == verdana || l.Body == slab {
		l.Size -= 0.8 // these run wide
	}
	if region, ok := ticketLayouts[i.Issuer.Address.Town.region]; ok && i.Issuer.trade == publicHealth {
		l.Layout = pick(d, region, region, region, region, receiptLayout, counterLayout)
	} else if i.Issuer.trade == publicHealth {
		l.Layout = pick(d, receiptLayout, counterLayout)
	}
	if d.chance(0.6) && slices.Contains(layouts[grammarLayout].trades, i.Issuer.trade) {
		l.Layout = grammarLayout
	}
	return l
}

// money is an amount without currency.
func (l look) money(cents int64) string {
	m := claim.Cents(cents)
	switch {
	case l.Swiss:
		return strings.NewReplacer(".", "'", ",", ".").Replace(m.Italian())
	case l.Point && l.Thousands && l.Language == "en":
		return strings.NewReplacer(".", ",", ",", ".").Replace(m.Italian())
	case l.Point:
		return m.String()
	case l.Thousands:
		return m.Italian()
	}
	return strings.ReplaceAll(m.String(), ".", ",")
}

// euro is an amount with its currency.
func (l look) euro(cents int64) string {
	switch l.Currency {
	case "CHF":
		return [...]string{"CHF ", "CHF ", "SFr. ", "Fr. ", "CHF "}[l.Euro] + l.money(cents)
	case "GBP":
		return [...]string{"£", "£", "GBP ", "£ ", "£"}[l.Euro] + l.money(cents)
	case "USD":
		return [...]string{"$", "US$ ", "USD ", "$ ", "$"}[l.Euro] + l.money(cents)
	}
	switch l.Euro {
	case 0, 1:
		return "€ " + l.money(cents)
	case 2:
		return l.money(cents) + " €"
	case 3:
		return "Euro " + l.money(cents)
	}
	return "EUR " + l.money(cents)
}

// date is a date as this issuer writes it.
func (l look) date(d claim.Date) string {
	switch {
	case l.Language == "en" && l.DateForm%2 == 0 && l.Currency == "USD":
		return fmt.Sprintf("%s %d, %d", strings.Fields(englishMonths)[d.Month-1], d.Day, d.Year)
	case l.Language == "en" && l.DateForm < 4:
		return written(d, englishMonths, "%d %s %d")
	case l.Language == "de" && l.DateForm == 3:
		return written(d, germanMonths, "%d. %s %d")
	case l.Language == "de":
		return fmt.Sprintf("%02d.%02d.%d", d.Day, d.Month, d.Year)
	}
	switch l.DateForm {
	case 1:
		return fmt.Sprintf("%02d-%02d-%d", d.Day, d.Month, d.Year)
	case 2:
		return fmt.Sprintf("%02d.%02d.%d", d.Day, d.Month, d.Year)
	case 3:
		return d.Italian()
	case 4:
		return fmt.Sprintf("%d/%d/%d", d.Day, d.Month, d.Year)
	case 5:
		return fmt.Sprintf("%02d/%02d/%02d", d.Day, d.Month, d.Year%100)
	}
	return numeric(d)
}

// numeric is 05/03/2026.
func numeric(d claim.Date) string { return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year) }

// name is a person's name as this issuer writes it.
func (l look) name(p person) string {
	name := p.Surname + " " + p.Name
	if l.NameFirst {
		name = p.Name + " " + p.Surname
	}
	if l.Capitals {
		return upper(name, l.Apostrophe)
	}
	return name
}

// dark is the text's ink, pale a lighter one for small print.
func (l look) dark() ink  { return ink{face: l.Body, size: l.Size, color: l.Ink} }
func (l look) pale() ink  { return l.dark().times(0.8).in(greyInk(l.Ink.R + 40)) }
func (l look) heads() ink { return ink{face: l.Head, size: l.Size, bold: true, color: l.Ink} }
