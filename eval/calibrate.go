package eval

import (
	"maps"
	"math"
	"sort"

	"pratica/claim"
	"pratica/pipeline"
)

// Observation is one reading with its raw confidence and whether it was right.
type Observation struct {
	FieldType string
	Raw       float64
	Right     bool
}

// Fit makes the curve of each field type by isotonic regression (pool adjacent violators: Ayer et al.
// 1955) of posterior means: the raw confidence is the prior of each step, with the weight of priorWeight
// readings. A small sample moves it a little, a large one replaces it; and a few right readings of low raw
// confidence do not borrow the certainty of the many above them.
func Fit(observations []Observation) map[string][]pipeline.CurvePoint {
	byType := map[string][]Observation{}
	for _, o := range observations {
		byType[o.FieldType] = append(byType[o.FieldType], o)
	}
	curves := map[string][]pipeline.CurvePoint{}
	for fieldType, list := range byType {
		if len(list) >= leastSample {
			curves[fieldType] = isotonic(list)
		}
	}
	return curves
}

// Unfitted counts the readings of the field types that are too few for a curve: those keep the raw confidence.
func Unfitted(observations []Observation) map[string]int {
	few := map[string]int{}
	for _, o := range observations {
		few[o.FieldType]++
	}
	maps.DeleteFunc(few, func(_ string, n int) bool { return n >= leastSample })
	return few
}

// leastSample is the number of readings below which a field type gets no curve; priorWeight that of the
// readings the prior counts for.
const (
	leastSample = 20
	priorWeight = 20
)

type pool struct {
	raw   float64 // the least of the pool
	sum   float64 // of raw confidences
	right int
	n     int
}

// surestPrior is the most a reader's own word counts for: a target of 99.5 % then takes at least eight right readings.
const surestPrior = 0.993

// probability is the posterior mean.
func (p pool) probability() float64 {
	prior := min(p.sum/float64(p.n), surestPrior)
	return (float64(p.right) + priorWeight*prior) / (float64(p.n) + priorWeight)
}

func isotonic(list []Observation) []pipeline.CurvePoint {
	var pools []pool
	for _, bin := range bins(list) {
		pools = append(pools, bin)
		for len(pools) > 1 && pools[len(pools)-2].probability() > pools[len(pools)-1].probability() {
			pools = merge(pools)
		}
	}
	var curve []pipeline.CurvePoint
	for _, p := range pools {
		probability := math.Round(10000*p.probability()) / 10000
		if last := len(curve) - 1; last >= 0 && probability <= curve[last].Probability {
			curve[last].Values += p.n // no more certain than the step below
			continue
		}
		curve = append(curve, pipeline.CurvePoint{Raw: p.raw, Probability: probability, Values: p.n})
	}
	return curve
}

// binSize is the least number of readings that speak together: one alone could say little against its prior.
const binSize = 25

// bands part raw confidences whose readers mean different things by them: a contradiction, a guess, a doubt, a reading, a
// reading that something else confirms. Readings of different bands do not speak for each other.
var bands = []float64{0.4, 0.9, 0.98, 0.995}

func band(raw float64) int {
	return sort.Search(len(bands), func(i int) bool { return bands[i] > raw })
}

// bins parts the readings, in rising order of raw confidence, into groups of at least binSize in each band.
// Equal raw confidences stay together; where they are many they are a group of their own, however few lie
// below.
func bins(list []Observation) []pool {
	var pools []pool
	for _, same := range levels(list) {
		last := len(pools) - 1
		if last < 0 || pools[last].n >= binSize || same.n >= binSize || band(same.raw) != band(pools[last].raw) {
			pools = append(pools, same)
			continue
		}
		pools[last] = pool{raw: pools[last].raw, sum: pools[last].sum + same.sum, right: pools[last].right + same.right, n: pools[last].n + same.n}
	}
	return pools
}

// levels counts the readings of each raw confidence, rising.
func levels(list []Observation) []pool {
	sort.Slice(list, func(i, j int) bool { return list[i].Raw < list[j].Raw })
	var pools []pool
	for i, o := range list {
		if i == 0 || o.Raw > list[i-1].Raw {
			pools = append(pools, pool{raw: o.Raw})
		}
		last := &pools[len(pools)-1]
		last.n++
		last.sum += o.Raw
		if o.Right {
			last.right++
		}
	}
	return pools
}

func merge(pools []pool) []pool {
	last, before := pools[len(pools)-1], pools[len(pools)-2]
	pools = pools[:len(pools)-1]
	pools[len(pools)-1] = pool{raw: before.raw, sum: before.sum + last.sum, right: before.right + last.right, n: before.n + last.n}
	return pools
}

// Observe collects what the pipeline read on labelled cases, kinds of documents too, with the raw confidences it gave. Values of
// elements that the truth does not have say nothing of how well they were read.
func Observe(results []Result) []Observation {
	var list []Observation
	for _, r := range results {
		for _, v := range r.Values {
			if v.FieldType != "" && v.Pointer != "" {
				list = append(list, Observation{v.FieldType, v.Confidence(), v.Verdict == Exact})
			}
		}
		for _, d := range r.Documents {
			if d.ReadKind != "" {
				list = append(list, Observation{pipeline.FieldTypeOf(string(d.ReadKind), "/documents/0/kind", claim.FromRule), d.Confidence, d.KindRight()})
			}
		}
	}
	return list
}
