package synth

import (
	"fmt"
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
}

// place is "20121 Milano (MI)".
func (a address) place() string {
	return fmt.Sprintf("%s %s (%s)", a.Postcode, a.Town.name, a.Town.province)
}

// somePerson draws a person born between two years.
func somePerson(d dice, from, to int) person {
	p := person{Surname: pick(d, surnames...), Woman: d.chance(0.52)}
	p.Name = pick(d, menNames...)
	if woman := pick(d, womenNames...); p.Woman {
		p.Name = woman
	}
	p.Birthplace = pick(d, towns...)
	p.Born = someDate(d, claim.NewDate(from, 1, 1), claim.NewDate(to, 12, 31))
	omocodia := 0
	if d.chance(0.04) {
		omocodia = d.whole(1, 3)
	}
	p.TaxCode = taxCode(p.Surname, p.Name, p.Born, p.Woman, p.Birthplace.code, omocodia)
	p.Address = someAddress(d)
	p.Phone = pick(d, "320", "328", "333", "335", "338", "340", "347", "348", "349", "366", "389", "392") + d.digits(7)
	return p
}

// relative draws somebody of the member's family: a partner, or a child with the member's surname.
func relative(d dice, member person) person {
	p := somePerson(d, 1960, 1998)
	if d.chance(0.6) {
		p = somePerson(d, 2004, 2023)
		p.Surname = member.Surname
		p.TaxCode = taxCode(p.Surname, p.Name, p.Born, p.Woman, p.Birthplace.code, 0)
	}
	p.Address = member.Address
	return p
}

func someAddress(d dice) address {
	t := pick(d, towns...)
	postcode := t.postcode + fmt.Sprint(d.whole(21, 58))
	if len(t.postcode) == 5 {
		postcode = t.postcode
		d.IntN(2)
	}
	number := fmt.Sprint(d.whole(1, 160)) + pick(d, "", "", "", "", "/A", "/B", " bis")
	return address{pick(d, streets...) + pick(d, ", ", ", ", " ", " n. ") + number, postcode[:5], t}
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
