package validate

import (
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// explained is a rule with its values, result and words, once the claim is checked.
func (k *check) explained(r *applied) claim.AppliedRule {
	rule := claim.AppliedRule{Rule: r.name, Title: r.title, Article: r.article, Pointer: claim.Text(r.of.pointer()), Subject: k.inWords(r.of),
		Inputs: []claim.RuleInput{}, Why: strings.Join(slices.DeleteFunc(slices.Clone(r.why), func(s string) bool { return s == "" }), "; "),
		Findings: []claim.RuleFinding{}, Open: append([]string{}, r.open...), From: r.from}
	looked := slices.Clone(r.looked)
	for _, n := range r.kept {
		k.addFinding(&rule, k.kept[n], n, &looked)
	}
	for _, n := range r.found {
		k.addFinding(&rule, k.found[n], len(k.kept)+n, &looked)
	}
	rule.Result = r.result(rule.Findings)
	for i, pointer := range looked {
		if slices.Contains(looked[:i], pointer) {
			continue
		}
		if _, err := k.c.Get(pointer); err != nil {
			continue // of a finding that is taken over from a changed claim
		}
		// a value that is not there and was not missed is no input
		if input := k.input(pointer); input.State != claim.InputUnread || rule.Result == claim.RuleFound || slices.Contains(r.open, pointer) || len(looked) == 1 {
			rule.Inputs = append(rule.Inputs, input)
		}
	}
	return rule
}

// addFinding shows a finding under its rule, with the values it doubts.
func (k *check) addFinding(rule *claim.AppliedRule, f claim.Finding, index int, looked *[]string) {
	shown := claim.RuleFinding{Index: index, Code: f.Code, Severity: f.Severity, Message: f.Message, Doubts: append([]string{}, k.doubtsInWords(f)...)}
	rule.Findings = append(rule.Findings, shown)
	if f.Article != "" {
		rule.Article = f.Article
	}
	for _, doubt := range doubtsOf(f) {
		if _, err := k.c.Get(doubt); err == nil {
			*looked = append(*looked, doubt)
		}
	}
}

// result is what came of a rule.
func (r *applied) result(findings []claim.RuleFinding) claim.RuleResult {
	noticed := slices.ContainsFunc(findings, func(f claim.RuleFinding) bool { return f.Code != "check.not_run" })
	switch {
	case noticed:
		return claim.RuleFound
	case len(r.open) > 0:
		return claim.RuleOpen
	case r.unapplied != "":
		return r.unapplied
	case len(findings) > 0:
		return claim.RuleNotRun
	default:
		return claim.RuleHolds
	}
}

// inWords names what a rule is applied to: "fattura 2024/118".
func (k *check) inWords(of subject) string {
	switch {
	case of.list == "expenses" && of.i < len(k.c.Expenses):
		e := &k.c.Expenses[of.i]
		if e.DocumentType == "" && e.Row > 0 {
			return fmt.Sprintf("riga %d del modulo", e.Row)
		}
		return named(e)
	case of.list == "treatments" && of.i < len(k.c.Treatments):
		return strings.TrimPrefix(cure(&k.c.Treatments[of.i]), "la ")
	case of.list == "documents" && of.i < len(k.c.Documents):
		return strings.ToLower(k.c.Documents[of.i].Kind.Italian()) + " (" + k.c.Documents[of.i].ID + ")"
	case k.c.Form != "":
		return "modulo " + string(k.c.Form)
	default:
		return "pratica"
	}
}

// doubtsInWords are the doubts of a finding.
func (k *check) doubtsInWords(f claim.Finding) (words []string) {
	for _, doubt := range doubtsOf(f) {
		switch _, err := k.c.Get(doubt); {
		case doubt == nearlySame:
			words = append(words, "un valore è diverso")
		case doubt == samePicture:
			words = append(words, "lo dice l'immagine, non i valori letti")
		case doubt == otherPages:
			words = append(words, "altre pagine del plico non lette")
		case doubt == everyRow:
			words = append(words, "ogni riga del modulo ha già la sua fattura")
		case strings.HasPrefix(doubt, "/documents/"):
			words = append(words, "un foglio di cui non si è sicuri, "+k.inWords(documentOf(doubt)))
		case err != nil:
			words = append(words, "pagine che non si sono potute leggere")
		default:
			words = append(words, fmt.Sprintf("%s (%s)", labelOf(doubt), k.input(doubt).Italian()))
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func documentOf(pointer string) subject { return reason{rests: []string{pointer}}.of() }

// input is a value and what is known of it, by the convention of Check.
func (k *check) input(pointer string) claim.RuleInput {
	raw, err := k.c.Get(pointer)
	if err != nil || raw == "[]" {
		raw = ""
	}
	p, stated := k.c.Provenance[pointer]
	in := claim.RuleInput{Pointer: pointer, Label: labelOf(pointer), Value: inItalian(pointer, raw), Accepted: p.Accepted, Confidence: p.Confidence}
	missing := raw == "" || raw == "false" && strings.HasPrefix(pointer, "/signatures/")
	switch {
	case !missing && !stated && strings.HasPrefix(pointer, "/documents/"):
		in.State = claim.InputNotAccepted
	case !missing && !stated:
		in.State = claim.InputGiven
	case !missing && p.Accepted != "":
		in.State = claim.InputAccepted
	case !missing:
		in.State = claim.InputNotAccepted
	case p.Accepted != "":
		in.State = claim.InputAbsent
	case stated && p.Text == "" && p.Confidence >= believedAbsent(pointer):
		in.State = claim.InputMaybeAbsent
	default:
		in.State = claim.InputUnread
	}
	return in
}

// labelOf tells the names of the member from those of the patient.
func labelOf(pointer string) string {
	label := claim.LabelInContext(pointer)
	for _, person := range []string{"/member", "/patient"} {
		if strings.HasPrefix(pointer, person+"/") {
			return claim.Label(person) + " · " + label
		}
	}
	return label
}

// inItalian writes a value as people here do.
func inItalian(pointer, raw string) string {
	steps := strings.Split(pointer, "/")
	switch member := steps[len(steps)-1]; member {
	case "iban":
		var groups []string
		for group := range slices.Chunk([]byte(raw), 4) {
			groups = append(groups, string(group))
		}
		return strings.Join(groups, " ")
	case "number", "code", "name", "surname", "description", "phone":
		return raw
	case "kind":
		if steps[1] == "documents" {
			return claim.DocumentKind(raw).Italian()
		}
		return claim.Kind(raw).Italian()
	case "document_type":
		return claim.DocumentType(raw).Italian()
	case "settlement":
		return claim.Settlement(raw).Italian()
	case "relation":
		if steps[1] == "patient" {
			return claim.Relation(raw).Italian()
		}
		return raw
	case "arch":
		return claim.Arch(raw).Italian()
	case "channel":
		return claim.Channel(raw).Italian()
	case "illness":
		return claim.IllnessItalian(claim.Text(raw))
	}
	switch signature := steps[1] == "signatures"; {
	case raw == "true" && signature:
		return "presente"
	case raw == "false" && signature:
		return "assente"
	case raw == "true":
		return "sì"
	case raw == "false":
		return "no"
	}
	if day, err := claim.ParseDate(raw); err == nil {
		return day.Italian()
	}
	if amount, err := claim.ParseMoney(raw); err == nil {
		return amount.Italian()
	}
	if strings.HasPrefix(raw, "[") || strings.HasPrefix(raw, "{") {
		return ""
	}
	return raw
}

// derivedMembers are what the checks set in an expense.
var derivedMembers = []string{"reimbursable", "exchange_rate", "reimbursable_eur", "deadline"}

// differences say in sentences what a claim says otherwise than the rules do: it was checked by another version of them, or changed
// since.
func differences(stored, now *claim.Claim) []string {
	list := []string{}
	if stored.Outcome != now.Outcome {
		list = append(list, fmt.Sprintf("Nella pratica l'esito è «%s», secondo queste regole è «%s».", stored.Outcome.Italian(), now.Outcome.Italian()))
	}
	pointers := []string{"/rule_set", "/allowance/deadline", "/serious_illness/deadline"}
	for i := range now.Expenses {
		for _, member := range derivedMembers {
			pointers = append(pointers, at(i, member))
		}
	}
	for _, pointer := range pointers {
		was, _ := stored.Get(pointer)
		is, _ := now.Get(pointer)
		if was != is {
			list = append(list, fmt.Sprintf("%s: nella pratica %s, secondo queste regole %s.", claim.LabelInContext(pointer), orNothing(inItalian(pointer, was)), orNothing(inItalian(pointer, is))))
		}
	}
	for _, f := range without(stored.Findings, now.Findings) {
		list = append(list, fmt.Sprintf("Queste regole non danno più un'osservazione che è nella pratica (%s): %s", f.Code, f.Message))
	}
	for _, f := range without(now.Findings, stored.Findings) {
		list = append(list, fmt.Sprintf("Queste regole danno un'osservazione che nella pratica non c'è (%s): %s", f.Code, f.Message))
	}
	return list
}

func orNothing(value string) string {
	if value == "" {
		return "niente"
	}
	return value
}

// without are the findings of a list that another has not.
func without(list, other []claim.Finding) (rest []claim.Finding) {
	left := slices.Clone(other)
	for _, f := range list {
		i := slices.IndexFunc(left, func(o claim.Finding) bool {
			return f.Code == o.Code && f.Severity == o.Severity && f.Pointer == o.Pointer && f.Message == o.Message && f.Article == o.Article
		})
		if i < 0 {
			rest = append(rest, f)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	return rest
}
