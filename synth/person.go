package synth

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"pratica/claim"
)

// person is somebody who is member, patient or professional.
type person struct {
	Surname, Name string
	Woman         bool
	Born          claim.Date
	Birthplace    town
	TaxCode       string
	Address       address
	Phone         string
}

type address struct {
	Street, Postcode string
	Town             town
	// Abroad is postcode and town as another country writes them; empty in Italy.
	Abroad string
}

// place is "20121 Milano (MI)".
func (a address) place() string {
	if a.Abroad != "" {
		return a.Abroad
	}
	return fmt.Sprintf("%s %s (%s)", a.Postcode, a.Town.name, a.Town.province)
}

// nation is a country of birth abroad (its place code begins with Z) and the names of people from there.
type nation struct {
	town
	surnames, men, women []string
}

// somePerson draws a person born between two years: seven in a hundred born abroad, some of them with
// Italian names (emigrants' children), a few Italians with foreign ones.
func somePerson(d dice, from, to int) person {
	p := person{Woman: d.chance(0.52)}
	p.Birthplace = someTown(d)
	p.Born = someDate(d, claim.NewDate(from, 1, 1), claim.NewDate(to, 12, 31))
	family, men, women := surnames, menNames, womenNames
	if d.chance(0.07) {
		n := pick(d, countries...)
		if d.chance(0.8) {
			family, men, women = n.surnames, n.men, n.women
		}
		if d.chance(0.85) {
			p.Birthplace = town{name: n.name, province: "EE", code: n.code}
		}
	}
	p.Surname = pick(d, family...)
	if d.chance(0.02) && !strings.Contains(p.Surname, " ") {
		p.Surname += " " + pick(d, surnames...)
	}
	p.Name = pick(d, men...)
	if woman := pick(d, women...); p.Woman {
		p.Name = woman
	}
	omocodia := 0
	if d.chance(0.04) {
		omocodia = d.whole(1, 3)
	}
	p.TaxCode = p.taxCode(omocodia)
	p.Address = someAddress(d)
	p.Phone = pick(d, "320", "328", "333", "335", "338", "340", "347", "348", "349", "366", "389", "392") + d.digits(7)
	return p
}

// someForeigner draws somebody born abroad with a name of that country.
func someForeigner(d dice, from, to int) person {
	p := somePerson(d, from, to)
	n := pick(d, countries...)
	p.Surname, p.Name = pick(d, n.surnames...), pick(d, n.men...)
	if p.Woman {
		p.Name = pick(d, n.women...)
	}
	p.Birthplace = town{name: n.name, province: "EE", code: n.code}
	p.TaxCode = p.taxCode(0)
	return p
}

func (p person) taxCode(omocodia int) string {
	return taxCode(p.Surname, p.Name, p.Born, p.Woman, p.Birthplace.code, omocodia)
}

// relative draws somebody of the member's family: a partner, or a child with the member's surname. Of
// newborns a few have a provisional code.
func relative(d dice, member person) person {
	p := somePerson(d, 1960, 1998)
	if d.chance(0.6) {
		p = somePerson(d, 2004, 2025)
		p.Surname = member.Surname
		p.TaxCode = p.taxCode(0)
		if p.Born.Year >= 2023 && d.chance(0.3) {
			p.TaxCode = provisionalCode(d)
		}
	}
	p.Address = member.Address
	return p
}

// provisional reports a tax code of eleven digits, which tells nothing of its owner.
func (p person) provisional() bool { return len(p.TaxCode) == 11 }

func someTown(d dice) town {
	if d.chance(0.4) {
		return pick(d, cities...)
	}
	return pick(d, towns...)
}

// cities are the towns with more than one postal code.
var cities = slices.DeleteFunc(slices.Clone(towns), func(t town) bool { return len(t.postcode) == 5 })

func someAddress(d dice) address { return addressIn(d, someTown(d)) }

func addressIn(d dice, t town) address {
	postcode := t.postcode + fmt.Sprint(d.whole(21, 58))
	number := fmt.Sprint(d.whole(1, 160)) + pick(d, "", "", "", "", "/A", "/B", " bis")
	return address{Street: pick(d, streets...) + pick(d, ", ", ", ", " ", " n. ") + number, Postcode: postcode[:5], Town: t}
}

// minor reports an age under 18 on a day.
func (p person) minor(on claim.Date) bool {
	return on.Before(p.Born.AddMonths(18 * 12))
}

// salutation is "Gent.ma Sig.ra" and the like.
func (p person) salutation(d dice) string {
	if p.Woman {
		return pick(d, "Gent.ma Sig.ra", "Gentile Signora", "Sig.ra", "Egr. Sig.ra", "Gent. Sig.ra")
	}
	return pick(d, "Egr. Sig.", "Gent. Sig.", "Egregio Signor", "Sig.", "Gent.mo Sig.")
}

// upper is the text in capitals, as programs print names: accents either kept or as apostrophes.
func upper(s string, apostrophes bool) string {
	s = strings.ToUpper(s)
	if !apostrophes {
		return s
	}
	return strings.NewReplacer("À", "A'", "È", "E'", "É", "E'", "Ì", "I'", "Ò", "O'", "Ù", "U'").Replace(s)
}

// claimPerson is the person as an invoice names it; withCode tells whether the tax code is printed.
func (p person) claimPerson(withCode bool) claim.Person {
	out := claim.Person{Surname: claim.Text(p.Surname), Name: claim.Text(p.Name)}
	if withCode {
		out.TaxCode = claim.Text(p.TaxCode)
	}
	return out
}

// mailbox is a name as it stands in a mail address.
func mailbox(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) && r < unicode.MaxASCII {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
