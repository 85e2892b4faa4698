package pipeline

import "pratica/claim"

// setRelation reads the family block: blank means the member is the patient. Without the page it stands on
// nothing is known.
func (a *assembly) setRelation() {
	surname, hasSurname := a.fields["/patient/surname"]
	name, hasName := a.fields["/patient/name"]
	if !hasSurname || !hasName {
		return
	}
	if surname.Blank && name.Blank {
		a.claim.Patient = claim.Patient{Relation: claim.Self, Surname: a.claim.Member.Surname, Name: a.claim.Member.Name}
		for _, part := range []string{"surname", "name"} {
			from := a.claim.Provenance["/member/"+part]
			from.Method = claim.FromRule
			a.claim.Provenance["/patient/"+part] = from
		}
	} else {
		a.claim.Patient.Relation = claim.Family
	}
	from := surname.Field.From
	from.Document, from.Page, from.Method, from.Text = claim.Text(surname.document), claim.Count(surname.page), claim.FromRule, ""
	switch {
	case a.claim.Patient.Relation == claim.Self: // both zones must be blank
		from.Confidence = min(surname.Field.From.Confidence, name.Field.From.Confidence)
	case !surname.Blank && !name.Blank && surname.Field.Value != "" && name.Field.Value != "": // two zones hold writing
		from.Confidence = 0.998
	default: // one of two zones blank, or written in and not read: then neither is known to be empty
		from.Confidence = 0.5
		for _, part := range []string{"surname", "name"} {
			if v, err := a.claim.Get("/patient/" + part); err == nil && v == "" {
				blank := a.claim.Provenance["/patient/"+part]
				blank.Confidence = min(blank.Confidence, from.Confidence)
				a.claim.Provenance["/patient/"+part] = blank
			}
		}
	}
	a.claim.Provenance["/patient/relation"] = from
}
