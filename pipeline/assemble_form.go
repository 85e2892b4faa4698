package pipeline

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
)

// choice is one of several crosses that share a pointer; value is what the pointer's value is if it is made.
type choice struct {
	formValue
	value string
}

// collectForm gathers the values of all pages of the form that opens the claim, and of the D01 with it.
func (a *assembly) collectForm() {
	a.fields, a.choices = map[string]formValue{}, map[string][]choice{}
	for i, paper := range a.batch {
		document := "d" + strconv.Itoa(i+1)
		if paper.copyOf != nil {
			continue
		}
		if ids := holdFields(paper); len(ids) > 0 {
			a.claim.Findings = append(a.claim.Findings, heldFinding(paper, document, ids))
		}
		if paper.kind == claim.D01Document {
			a.dental = append(a.dental, newDentalForm(paper, document))
			continue
		}
		if !opensClaim(paper.kind) {
			continue
		}
		a.claim.Form = claim.Form(paper.kind)
		if form, ok := paper.definition(); ok {
			a.claim.FormEdition = claim.Text(form.Edition)
		}
		paper.values(document, func(zone forms.Field, v formValue) {
			switch {
			case zone.Pointer == "":
			case zone.Value != "":
				a.choices[zone.Pointer] = append(a.choices[zone.Pointer], choice{v, zone.Value})
			default:
				a.fields[zone.Pointer] = a.withYear(v, zone.Pointer)
			}
		})
	}
}

// values goes through the values of all pages of a form, with a definition or without.
func (p *paper) values(document string, see func(forms.Field, formValue)) {
	if form, ok := p.definition(); ok {
		p.eachValue(document, form, see)
	} else {
		p.eachForeignValue(document, see)
	}
}

// eachValue goes through the values of all pages of a form.
func (p *paper) eachValue(document string, form *forms.Definition, see func(forms.Field, formValue)) {
	for n := range p.pages {
		reading := p.pages[n].reading
		for _, f := range reading.Fields {
			if zone, ok := form.Field(f.ID); ok {
				see(zone, formValue{f, document, n + 1, reading})
			}
		}
	}
}

// heldFinding says that a form holds other values than it shows. It points to the value if it is one, outside
// tables: a row need not be that of the claim.
func heldFinding(p *paper, document string, ids []string) claim.Finding {
	form, _ := p.definition()
	var labels []string
	pointer := ""
	for _, id := range ids {
		zone, _ := form.Field(id)
		labels = append(labels, "«"+zone.Label+"»")
		if zone.Row == 0 {
			pointer = zone.Pointer
		}
	}
	if len(ids) > 1 {
		pointer = ""
	}
	const most = 4 // labels in a sentence
	if len(labels) > most {
		labels = append(labels[:most], "…")
	}
	return claim.NewFinding("fiscal.text_differs_from_picture", pointer,
		"Sul modulo "+string(p.kind)+" ciò che è registrato nel file o nel codice stampato non corrisponde a ciò che si vede ("+strings.Join(labels, ", ")+"): va controllato.").
		With("document", document).With("values", ids)
}

const rowPrefix = "/expenses/"

// setFormValues writes what the form says outside its table.
func (a *assembly) setFormValues() {
	for pointer, v := range a.fields {
		if !strings.HasPrefix(pointer, rowPrefix) {
			a.put(pointer, v)
		}
	}
	for pointer, list := range a.choices {
		a.putChoice(pointer, list)
	}
	if a.claim.Form != "" {
		a.setRelation()
	}
}

// corrected is how sure a choice is of which another box is blackened.
const corrected = 0.97

// putChoice writes the value of the one cross that is made; none leaves it absent, several leave it unread,
// unless all but one are blackened. It is as sure as the least sure of the boxes.
func (a *assembly) putChoice(pointer string, list []choice) {
	surest := func(x, y choice) int { return cmp.Compare(x.Field.From.Confidence, y.Field.From.Confidence) }
	least := slices.MinFunc(list, surest)
	var made []choice
	for _, c := range list {
		if c.Field.Value == "true" {
			made = append(made, c)
		}
		if c.contested {
			a.contested = append(a.contested, pointer)
		}
	}
	sure := least.Field.From.Confidence
	isFilled := func(c choice) bool { return c.Filled }
	if open := slices.DeleteFunc(slices.Clone(made), isFilled); len(made) > 1 && len(open) == 1 {
		// which of the two is meant is told by the cross: how sure the blackened one is says nothing
		others := slices.DeleteFunc(slices.Clone(list), isFilled)
		made, sure = open, min(slices.MinFunc(others, surest).Field.From.Confidence, corrected)
	}
	one := choice{formValue: least.formValue}
	var crossed []string
	for _, c := range made {
		one = c
		crossed = append(crossed, c.value)
	}
	from := one.Field.From
	from.Document, from.Page, from.Confidence = claim.Text(one.document), claim.Count(one.page), sure
	value := one.value
	if len(made) != 1 {
		value, from.Text = "", claim.Text(strings.Join(crossed, ", "))
		for _, c := range list {
			from.Box = from.Box.Union(c.Field.From.Box)
		}
	}
	if len(made) > 1 {
		from.Confidence = 0
	}
	if err := a.claim.Set(pointer, value); err != nil {
		return // no value of the contract: a faulty definition, which its own test finds
	}
	a.claim.Provenance[pointer] = from
}

// setKind is the kind of the form, or the one that all expenses share; dental only on its own form. An allowance whose kind is for a
// reviewer is another kind than any expense's.
func (a *assembly) setKind() {
	switch a.claim.Form {
	case claim.NA1:
		a.claim.Kind = claim.DependencyAid
		return
	case claim.GM01, claim.RGM01:
		a.claim.Kind = claim.SeriousIllnessCare
		return
	case claim.R02:
		a.claim.Kind = claim.Dental
	}
	for i := range a.claim.Expenses {
		e := &a.claim.Expenses[i]
		if e.Kind == claim.Dental && a.claim.Form == claim.R01 {
			e.Kind = claim.Private
		}
		if a.claim.Form == claim.R02 {
			a.setDental(i)
		}
		switch {
		case e.Kind == "" || e.Kind == a.claim.Kind:
		case a.claim.Kind == "":
			a.claim.Kind = e.Kind
		default:
			a.claim.Kind = claim.Mixed
		}
	}
	switch {
	case a.claim.Kind == "" && len(a.dental) > 0:
		a.claim.Kind = claim.Dental
	case a.claim.Kind == "":
		a.claim.Kind = a.allowanceKind // asked for without a row
	case a.claim.Allowance != nil && a.allowanceKind == "":
		a.claim.Kind = claim.Mixed
	}
}
