package eval

import (
	"math"
	"sort"

	"pratica/pipeline"
)

// Observation is one reading with its raw confidence and whether it was right.
type Observation struct {
	FieldType string
	Raw       float64
	Right     bool
}

// Fit makes the curve of each field type by isotonic regression (pool adjacent violators: Ayer et al.
// 1955). The raw confidence is the prior of each step, with the weight of priorWeight readings: a small
// sample moves it a little, a large one replaces it.
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

// leastSample is the number of readings below which a field type gets no curve; priorWeight that of the
// readings the prior counts for.
const (
	leastSample = 20
	priorWeight = 4
)

type pool struct {
	raw   float64 // the least of the pool
	sum   float64 // of raw confidences
	right int
	n     int
}

// probability is the posterior mean.
func (p pool) probability() float64 {
	prior := p.sum / float64(p.n)
	return math.Round(10000*(float64(p.right)+priorWeight*prior)/(float64(p.n)+priorWeight)) / 10000
}

func (p pool) share() float64 { return float64(p.right) / float64(p.n) }

func isotonic(list []Observation) []pipeline.CurvePoint {
	var pools []pool
	for _, bin := range bins(list) {
		pools = append(pools, bin)
		for len(pools) > 1 && pools[len(pools)-2].share() > pools[len(pools)-1].share() {
			pools = merge(pools)
		}
	}
	var curve []pipeline.CurvePoint
	for _, p := range pools {
		probability := p.probability()
		if last := len(curve) - 1; last >= 0 && probability <= curve[last].Probability {
			curve[last].Values += p.n // no more certain than the step below
			continue
		}
		curve = append(curve, pipeline.CurvePoint{Raw: p.raw, Probability: probability, Values: p.n})
	}
	return curve
}

// binSize is the least number of readings that speak together: one alone could say little against its prior.
// Groups of equal share are not joined, or a few right readings of low raw confidence would borrow the
// certainty of the many above them.
const binSize = 15

// bins parts the readings, in rising order of raw confidence, into groups of at least binSize; equal raw
// confidences stay together.
func bins(list []Observation) []pool {
	sort.Slice(list, func(i, j int) bool { return list[i].Raw < list[j].Raw })
	var pools []pool
	for i, o := range list {
		last := len(pools) - 1
		if last < 0 || pools[last].n >= binSize && o.Raw > list[i-1].Raw {
			pools = append(pools, pool{raw: o.Raw})
			last++
		}
		pools[last].n++
		pools[last].sum += o.Raw
		if o.Right {
			pools[last].right++
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

// Observe collects what the pipeline read on labelled cases, with the raw confidences it gave.
func Observe(results []Result) []Observation {
	var list []Observation
	for _, r := range results {
		for _, v := range r.Values {
			if v.FieldType != "" {
				list = append(list, Observation{v.FieldType, v.Confidence, v.Verdict == Exact})
			}
		}
	}
	return list
}
