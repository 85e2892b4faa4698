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

// Value is one compared leaf.
type Value struct {
	Case, Quality string
	// Claim is the index of the claim in the truth, Read that of its partner in what was read; -1 without.
	Claim, ReadClaim int
	// Pointer is where the truth has it, ReadPointer where the claim that was read does. Of an expense (line,
	// treatment) without a partner one of the two is "".
	Pointer, ReadPointer string
	// Truth and Read are values in their JSON text form; "" is null.
	Truth, Read string
	Verdict     Verdict
	Class       Class
	// From is where the value read comes from; nil when the claim does not say.
	From *claim.Provenance
	// Document is the kind of paper that shows the value, Form that of its claim ("none" without).
	Document, Form string
	// FieldType is what it is calibrated as; "" for a value without provenance.
	FieldType string
}

// Confidence is the probability given for the value read; 0 when none was given.
func (v Value) Confidence() float64 {
	if v.From == nil {
		return 0
	}
	return v.From.Confidence
}

// Accepted reports whether the machine stands for the value.
func (v Value) Accepted() bool { return v.From != nil && v.From.Accepted != "" }

// Field is the pointer without indexes.
func (v Value) Field() string {
	if v.Pointer == "" {
		return pattern(v.ReadPointer)
	}
	return pattern(v.Pointer)
}

// compareClaims scores every leaf that the truth, the tree of a claim or of any part of one, holds against the claim that was
// read, in the order of the pointers. Elements of arrays (expenses, lines, treatments) are matched by best assignment, not by
// order; what was read beyond an array of the truth is invented. A nil read tree is a claim that was not
// found, a nil truth one that should not be.
func compareClaims(truth, read any, of *claim.Claim) []Value {
	c := comparison{claim: of, form: formOf(truth), self: textAt(truth, "patient", "relation") == "self"}
	if truth == nil {
		c.form = formOf(read)
	}
	c.node(place{}, truth, place{}, read)
	sort.SliceStable(c.values, func(i, j int) bool { return c.values[i].order() < c.values[j].order() })
	return c.values
}

func (v Value) order() string {
	if v.Pointer == "" {
		return "~" + v.ReadPointer // after those of the truth
	}
	return v.Pointer
}

// comparison walks over two trees of JSON at once.
type comparison struct {
	claim   *claim.Claim
	form    string
	self    bool   // the patient repeats the member
	expense string // document_type of the expense walked over
	values  []Value
}

// place is a pointer, with and without its indexes; absent is on the side that has no such element.
type place struct {
	pointer, pattern string
	absent           bool
}

func (p place) key(k string) place {
	step := "/" + claim.EscapePointer(k)
	return place{p.pointer + step, p.pattern + step, p.absent}
}

func (p place) index(i int) place {
	return place{p.pointer + "/" + strconv.Itoa(i), p.pattern + "/*", p.absent || i < 0}
}

func (c *comparison) node(at place, truth any, from place, read any) {
	if !compared(at.pattern) {
		return
	}
	switch t := truth.(type) {
	case map[string]any:
		r, _ := read.(map[string]any)
		for _, key := range sortedKeys(t) {
			c.node(at.key(key), t[key], from.key(key), r[key])
		}
	case []any:
		r, _ := read.([]any)
		c.array(at, t, from, r)
	default:
		if truth == nil && isTree(read) {
			c.beyond(at, from, read, nil)
			return
		}
		if isTree(read) {
			read = nil // the truth has a scalar where the claim has none: a labelling of another shape
		}
		c.leaf(at, scalar(truth), from, scalar(read))
	}
}

// array pairs the elements so that most values agree. Elements of the truth without a partner are missing;
// of read ones without, the members that the truth's elements have are invented.
func (c *comparison) array(at place, truth []any, from place, read []any) {
	partner := assign(c.agreements(at, truth, from, read))
	var halves map[int]int
	if at.pattern == "/expenses" {
		halves = c.otherHalves(at, truth, from, read, partner)
	}
	taken := map[int]bool{}
	members := map[string]bool{}
	outer := c.expense
	defer func() { c.expense = outer }()
	for i, t := range truth {
		c.enter(at, t)
		collectMembers(members, at.pattern+"/*", t)
		if partner[i] < 0 {
			c.node(at.index(i), t, from.index(-1), nil)
			continue
		}
		taken[partner[i]] = true
		if half, torn := halves[i]; torn {
			taken[half] = true
			c.torn(at.index(i), t, from, read, partner[i], half)
			continue
		}
		c.node(at.index(i), t, from.index(partner[i]), read[partner[i]])
	}
	if len(truth) == 0 {
		members = nil
	}
	for j, r := range read {
		if !taken[j] {
			c.enter(at, r)
			c.beyond(at.index(-1), from.index(j), r, members)
		}
	}
}

func (c *comparison) enter(at place, expense any) {
	if at.pattern == "/expenses" {
		c.expense = textAt(expense, "document_type")
	}
}

// agreements weighs each pair of elements: what is exact counts most, then what is at least there, then
// the order.
func (c *comparison) agreements(at place, truth []any, from place, read []any) [][]int {
	weights := make([][]int, len(truth))
	for i, t := range truth {
		weights[i] = make([]int, len(read))
		for j, r := range read {
			trial := comparison{claim: noClaim, form: c.form, self: c.self, expense: c.expense}
			trial.node(at.index(i), t, from.index(j), r)
			weights[i][j] = 2 * agreement(trial.values)
			if i == j {
				weights[i][j]++
			}
		}
	}
	return weights
}

// noClaim has no provenance: a trial needs none.
var noClaim = &claim.Claim{}

func agreement(values []Value) int {
	sum := 0
	for _, v := range values {
		switch {
		case v.Class == Paper && v.Verdict == Exact:
			sum += 100
		case v.Class == Derived && v.Verdict == Exact && v.Truth != "":
			sum += 5
		case v.Class == Paper && v.Verdict == Wrong:
			sum++
		}
	}
	return sum
}

// beyond scores what was read where the truth has nothing. Members limits it to those patterns; nil does
// not.
func (c *comparison) beyond(at, from place, read any, members map[string]bool) {
	switch r := read.(type) {
	case map[string]any:
		for _, key := range sortedKeys(r) {
			c.beyond(at.key(key), from.key(key), r[key], members)
		}
	case []any:
		for i, element := range r {
			c.beyond(at.index(-1), from.index(i), element, members)
		}
	default:
		_, paper := fieldAt[from.pattern]
		if value := scalar(read); paper && (members == nil || members[from.pattern]) && !silentAt(from.pattern, value) {
			c.leaf(at, "", from, value)
		}
	}
}

// collectMembers notes the patterns of the leaves, and of the empty or null blocks, below a node.
func collectMembers(into map[string]bool, at string, node any) {
	switch n := node.(type) {
	case map[string]any:
		for key, child := range n {
			collectMembers(into, at+"/"+claim.EscapePointer(key), child)
		}
	case []any:
		for _, child := range n {
			collectMembers(into, at+"/*", child)
		}
	default:
		into[at] = true
		if node == nil { // "declared": null stands for all its members
			for _, f := range fields {
				if strings.HasPrefix(f.pointer, at+"/") {
					into[f.pointer] = true
				}
			}
		}
	}
}

// leaf compares two values.
func (c *comparison) leaf(at place, truth string, from place, read string) {
	if !compared(at.pattern) {
		return
	}
	f, paper := fieldAt[at.pattern]
	if c.self && (at.pattern == "/patient/surname" || at.pattern == "/patient/name") {
		paper = false // repeated from the member
	}
	v := Value{Truth: truth, Read: read, Class: Derived, Verdict: Wrong, Document: paperOf(at.pattern, c.form, c.expense), Form: formName(c.form)}
	if !at.absent {
		v.Pointer = at.pointer
	}
	if !from.absent {
		v.ReadPointer = from.pointer
		if p, known := c.claim.Provenance[from.pointer]; known {
			v.From = &p
			v.FieldType = pipeline.FieldTypeIn(c.claim, read, from.pointer)
		}
	}
	same := normal(f.alike, truth) == normal(f.alike, read)
	silent := silentAt(at.pattern, truth)
	switch {
	case same:
		v.Verdict = Exact
	case silent && !silentAt(at.pattern, read):
		v.Verdict = Invented
	case read == "":
		v.Verdict = Missing
	}
	switch {
	case same && truth == "":
		v.Class = Blank
	case paper && (!silent || v.Verdict == Invented):
		v.Class = Paper
	}
	c.values = append(c.values, v)
}

func formName(form string) string {
	if form == "" {
		return "none"
	}
	return form
}

// formOf is the form a claim says it came on; "" when it does not or came without.
func formOf(claim any) string { return textAt(claim, "form") }

// textAt is a string of a tree; "" when it is not there.
func textAt(node any, keys ...string) string {
	for _, key := range keys {
		object, _ := node.(map[string]any)
		node = object[key]
	}
	text, _ := node.(string)
	return text
}

func tree(data []byte) (any, error) {
	var node any
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	err := decoder.Decode(&node)
	return node, err
}

func readTree(c claim.Claim) (any, error) {
	data, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return tree(data)
}

func isTree(node any) bool {
	switch node.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

// scalar is a value in its JSON text form; null is "".
func scalar(node any) string {
	if node == nil {
		return ""
	}
	return fmt.Sprint(node)
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
