package pipeline

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"sync"

	"pratica/claim"
	"pratica/extract"
)

// calibrationData is the fit of confidences, made by `pratica calibrate` on a drawn corpus.
//
//go:embed calibration.json
var calibrationData []byte

// Calibration turns the raw confidence of a reading into the probability that it is right.
type Calibration struct {
	// Name is stated in produced_by: the day of the fit.
	Name string `json:"name"`
	// Cases and Seed say what it was fitted on.
	Corpus string `json:"corpus"`
	// Curves are by FieldType: points of raw confidence and probability, both rising. Between two points
	// the probability is that of the lower one. A field type without a curve keeps its raw confidence, but of a
	// recogniser of letters, or of a form without a definition, no more than unfitted.
	Curves map[string][]CurvePoint `json:"curves"`
}

// CurvePoint says that from this raw confidence on, readings are right with this probability.
type CurvePoint struct {
	Raw         float64 `json:"raw"`
	Probability float64 `json:"p"`
	// Values is how many readings of the corpus the step rests on.
	Values int `json:"n"`
}

var calibration = sync.OnceValue(func() Calibration {
	var c Calibration
	if err := json.Unmarshal(calibrationData, &c); err != nil {
		panic("pipeline: calibration.json: " + err.Error()) // part of the program; a test loads it
	}
	return c
})

// FieldTypeOf is what a value is calibrated as: its pointer without indexes and kinds of fees, how it was read, and whether
// it is stated to be absent.
func FieldTypeOf(value, pointer string, method claim.Method) string {
	steps := strings.Split(pointer, "/")
	for i, step := range steps {
		if step != "" && strings.Trim(step, "0123456789") == "" || i > 0 && steps[i-1] == "excluded" { // fees are rare, and read alike
			steps[i] = "*"
		}
	}
	fieldType := strings.Join(steps, "/") + " " + string(method)
	if value == "" || value == "false" {
		fieldType += " absent"
	}
	return fieldType
}

// ReadBy tells whether a field type is of values that were read in a way.
func ReadBy(fieldType string, method claim.Method) bool {
	_, rest, _ := strings.Cut(fieldType, " ")
	first, _, _ := strings.Cut(rest, " ")
	return first == string(method)
}

// PresentCalibration is the fit that this program has in it.
func PresentCalibration() Calibration { return calibration() }

// FieldTypeIn is FieldTypeOf a value of a claim, apart for a form that no definition describes: its zones are found
// by their labels, and what confidences mean there says nothing of forms whose zones are known, nor they of it.
func FieldTypeIn(c *claim.Claim, value, pointer string) string {
	from := c.Provenance[pointer]
	fieldType := FieldTypeOf(value, pointer, from.Method)
	if c.Form == "" || c.FormEdition != "" || strings.HasPrefix(pointer, "/documents/") {
		return fieldType
	}
	for _, d := range c.Documents {
		if d.ID == string(from.Document) && extract.HasZones(d.Kind) {
			return fieldType + foreignType
		}
	}
	return fieldType
}

const foreignType = " foreign"

// unfitted is the most that a value is believed whose kind no corpus has measured: a hand-printed 3 is read as a
// 2 with much confidence.
const unfitted = 0.99

// ThinStep is a step of a curve from which on values are accepted, with the readings it rests on.
type ThinStep struct {
	FieldType string
	CurvePoint
}

// Thin lists the steps that reach the default target on fewer readings than least, those with fewest first: there values
// are accepted mostly on the reader's own word, which is the prior of the fit.
func (c Calibration) Thin(least int) []ThinStep {
	var steps []ThinStep
	for fieldType, curve := range c.Curves {
		for _, point := range curve {
			if point.Probability >= DefaultTargetAccuracy && point.Values < least {
				steps = append(steps, ThinStep{fieldType, point})
			}
		}
	}
	slices.SortFunc(steps, func(a, b ThinStep) int {
		return cmp.Or(cmp.Compare(a.Values, b.Values), cmp.Compare(a.FieldType, b.FieldType), cmp.Compare(a.Raw, b.Raw))
	})
	return steps
}

// apply gives the probability for a raw confidence.
func (c Calibration) apply(fieldType string, raw float64) float64 {
	curve, fitted := c.Curves[fieldType]
	if !fitted {
		kind, foreign := strings.CutSuffix(fieldType, foreignType)
		if foreign || strings.HasSuffix(kind, " "+string(claim.FromLine)) || strings.HasSuffix(kind, " "+string(claim.FromComb)) {
			return min(raw, unfitted)
		}
		return raw
	}
	i := sort.Search(len(curve), func(i int) bool { return curve[i].Raw > raw })
	if i == 0 {
		return min(raw, curve[0].Probability)
	}
	return curve[i-1].Probability
}

// calibrate replaces the raw confidences of a claim by probabilities, which it gives by pointer.
func (c Calibration) calibrate(one *claim.Claim) map[string]float64 {
	fitted := map[string]float64{}
	for pointer, from := range one.Provenance {
		value, err := one.Get(pointer)
		if err != nil {
			continue
		}
		from.Confidence = c.apply(FieldTypeIn(one, value, pointer), from.Confidence)
		one.Provenance[pointer] = from
		fitted[pointer] = from.Confidence
	}
	return fitted
}
