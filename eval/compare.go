// Package eval scores the pipeline on labelled papers.
package eval

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/pipeline"
)

// Verdict is what became of one value of the truth.
type Verdict string

// The verdicts.
const (
	Exact    Verdict = "exact"
	Wrong    Verdict = "wrong"
	Missing  Verdict = "missing"
	Invented Verdict = "invented" // the truth says that there is none
)

// Value is one scored leaf of the truth.
type Value struct {
	Case    string  `json:"case,omitempty"`
	Pointer string  `json:"pointer"` // in the claim that was read
	Truth   string  `json:"truth"`
	Read    string  `json:"read"`
	Verdict Verdict `json:"verdict"`
	// Confidence and Accepted are those of the value read; Derived tells that it was not read from paper.
	Confidence float64 `json:"confidence"`
	Accepted   bool    `json:"accepted"`
	Derived    bool    `json:"derived,omitempty"`
	// FieldType is what it is calibrated as; empty for a value without provenance.
	FieldType string `json:"field_type,omitempty"`
}

// notScored are the members of a truth claim that nobody reads from paper.
var notScored = []string{"/schema", "/id", "/version", "/submission", "/created_at", "/produced_by", "/documents", "/findings", "/provenance",
	"/channel", "/received_on", "/sent_on", "/sent_at", "/sent_evidence", "/attachments", "/protocol_number", "/external_number"}

// Compare scores every leaf that the truth holds against the claim that was read. Expenses are matched by
// likeness, not by order.
func Compare(truth json.RawMessage, read claim.Claim) ([]Value, error) {
	readJSON, err := json.Marshal(read)
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	truthLeaves, err := claim.Leaves(truth)
	if err != nil {
		return nil, fmt.Errorf("compare: truth: %w", err)
	}
	readLeaves, err := claim.Leaves(readJSON)
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	order := matchExpenses(truthLeaves, readLeaves)
	var values []Value
	for pointer, want := range truthLeaves {
		if skipped(pointer) {
			continue
		}
		values = append(values, score(moved(pointer, order), want, readLeaves, read))
	}
	sort.Slice(values, func(i, j int) bool { return values[i].Pointer < values[j].Pointer })
	return values, nil
}

func skipped(pointer string) bool {
	for _, prefix := range notScored {
		if pointer == prefix || strings.HasPrefix(pointer, prefix+"/") {
			return true
		}
	}
	return false
}

func score(pointer, want string, leaves map[string]string, read claim.Claim) Value {
	got := leaves[pointer]
	from, known := read.Provenance[pointer]
	v := Value{Pointer: pointer, Truth: want, Read: got, Confidence: from.Confidence, Accepted: from.Accepted != "",
		Derived: !known || from.Method == claim.FromRule}
	if known {
		v.FieldType = pipeline.FieldTypeOf(got, pointer, from.Method)
	}
	switch {
	case Normal(pointer, got) == Normal(pointer, want):
		v.Verdict = Exact
	case want == "" || want == "false" || want == "0.00":
		v.Verdict = Invented
	case got == "":
		v.Verdict = Missing
	default:
		v.Verdict = Wrong
	}
	return v
}

// Normal is the form in which two values are the same: names without case, accents and marks; numbers
// and codes without spaces and separators; descriptions without case and spacing.
func Normal(pointer, value string) string {
	last := pointer[strings.LastIndexByte(pointer, '/')+1:]
	switch last {
	case "surname", "name", "issuer", "hospital":
		return claim.FoldName(value)
	case "code", "iban", "phone", "tax_code", "vat_number", "number", "invoice_number":
		return claim.CompactIdentifier(value)
	case "description", "diagnosis":
		return strings.Join(strings.Fields(strings.ToLower(claim.FoldName(value))), " ")
	}
	return value
}

// moved is a pointer of the truth with the index its expense has in the claim that was read.
func moved(pointer string, order map[int]int) string {
	rest, ok := strings.CutPrefix(pointer, "/expenses/")
	if !ok {
		return pointer
	}
	index, tail, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(index)
	if err != nil {
		return pointer
	}
	return fmt.Sprintf("/expenses/%d/%s", order[i], tail)
}

// matchExpenses pairs the expenses of the truth with those read so that most leaves agree, greedily by
// the number of agreeing leaves; one without a partner gets an index that does not exist.
func matchExpenses(truth, read map[string]string) map[int]int {
	truths, reads := expenseLeaves(truth), expenseLeaves(read)
	type pair struct{ t, r, agree int }
	var pairs []pair
	for t, wanted := range truths {
		for r, got := range reads {
			agree := 0
			for tail, want := range wanted {
				if want != "" && Normal(tail, want) == Normal(tail, got[tail]) {
					agree++
				}
			}
			pairs = append(pairs, pair{t, r, agree})
		}
	}
	sort.Slice(pairs, func(i, j int) bool {
		a, b := pairs[i], pairs[j]
		if a.agree != b.agree {
			return a.agree > b.agree
		}
		return a.t < b.t || a.t == b.t && a.r < b.r
	})
	order, taken := map[int]int{}, map[int]bool{}
	for _, p := range pairs {
		if _, done := order[p.t]; !done && !taken[p.r] {
			order[p.t], taken[p.r] = p.r, true
		}
	}
	for t := range truths {
		if _, done := order[t]; !done {
			order[t] = 1000 + t
		}
	}
	return order
}

func expenseLeaves(leaves map[string]string) map[int]map[string]string {
	expenses := map[int]map[string]string{}
	for pointer, value := range leaves {
		rest, ok := strings.CutPrefix(pointer, "/expenses/")
		if !ok {
			continue
		}
		index, tail, _ := strings.Cut(rest, "/")
		i, err := strconv.Atoi(index)
		if err != nil {
			continue
		}
		if expenses[i] == nil {
			expenses[i] = map[string]string{}
		}
		expenses[i]["/"+tail] = value
	}
	return expenses
}
