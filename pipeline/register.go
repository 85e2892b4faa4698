package pipeline

import (
	"context"
	"fmt"
	"slices"

	"pratica/claim"
	"pratica/validate"
)

// How much less likely an error is where form and register say the same, and how sure a code is that was corrected by it. A code
// read wrong is another member's of the same name once in many thousands; a name that is letter for letter that of the register is
// not misread.
const (
	registerConfirmed = 0.001
	codeCorrected     = 0.996
	// codeOfAnother is for a code that is another member's as it was read: a reviewer sees which of the two is meant.
	codeOfAnother = 0.9
)

// weighMember holds the form's member and patient against the register: what both say is believed more. A misread digit of the
// code is corrected if exactly one member of that name has a code that differs in one digit; what was read stays in the provenance.
func (a *assembly) weighMember(ctx context.Context, register validate.MemberRegister) error {
	m := &a.claim.Member
	if register == nil || m.Code == "" || m.Surname == "" || m.Name == "" {
		return nil
	}
	known, found, err := register.Member(ctx, string(m.Code))
	if err != nil {
		return fmt.Errorf("look up the member: %w", err)
	}
	if !found || !validate.SameMember(m.Surname, m.Name, known.Member) {
		if known, err = a.correctCode(ctx, register, found); err != nil || known.Code == "" {
			return err
		}
	} else {
		a.believe("/member/code")
	}
	a.believeName("/member", m.Surname, m.Name, known.Member)
	if m.IBAN != "" && m.IBAN == known.IBAN {
		a.believe("/member/iban")
	}
	p := &a.claim.Patient
	for _, relative := range known.Everybody() {
		if validate.SameMember(p.Surname, p.Name, relative) {
			a.believeName("/patient", p.Surname, p.Name, relative)
			break
		}
	}
	return nil
}

// correctCode looks for the one member of the name whose code differs in one digit; the enrolment is empty if there is none, or
// more than one. taken tells that the code as read is another member's.
func (a *assembly) correctCode(ctx context.Context, register validate.MemberRegister, taken bool) (claim.Enrolment, error) {
	m := &a.claim.Member
	near, err := register.MembersOf(ctx, oneDigitOff(string(m.Code)))
	if err != nil {
		return claim.Enrolment{}, fmt.Errorf("look up the codes beside: %w", err)
	}
	name := claim.NameKey(m.Surname, m.Name)
	near = slices.DeleteFunc(near, func(e claim.Enrolment) bool { return claim.NameKey(e.Member.Surname, e.Member.Name) != name })
	from, read := a.claim.Provenance["/member/code"]
	if len(near) != 1 || !read || from.Accepted != "" {
		return claim.Enrolment{}, nil
	}
	if from.Text == "" {
		from.Text = m.Code
	}
	m.Code = claim.Text(near[0].Code)
	from.Method, from.Confidence = claim.FromRule, codeCorrected
	if taken {
		from.Confidence = codeOfAnother
	}
	a.claim.Provenance["/member/code"] = from
	return near[0], nil
}

// longestCode is more digits than a codice FASCHIM has: what is longer is none with a digit misread.
const longestCode = 20

// oneDigitOff are the codes that differ from one in a single digit.
func oneDigitOff(code string) (codes []string) {
	if len(code) > longestCode {
		return nil
	}
	for i := range len(code) {
		for digit := '0'; digit <= '9'; digit++ {
			if other := code[:i] + string(digit) + code[i+1:]; other != code {
				codes = append(codes, other)
			}
		}
	}
	return codes
}

// believe counts a value that the register says too.
func (a *assembly) believe(pointer string) {
	if from, read := a.claim.Provenance[pointer]; read {
		raise(&a.claim, pointer, (1-from.Confidence)*registerConfirmed)
	}
}

// believeName counts names that are letter for letter those of the register; one that differs in a letter may be misread.
func (a *assembly) believeName(at string, surname, name claim.Text, known claim.Enrolled) {
	if claim.FoldName(string(surname)) == claim.FoldName(string(known.Surname)) {
		a.believe(at + "/surname")
	}
	if claim.FoldName(string(name)) == claim.FoldName(string(known.Name)) {
		a.believe(at + "/name")
	}
}
