package eval

import (
	"hash/fnv"
	"io"
	"maps"
	"math"
	"sort"

	"pratica/claim"
	"pratica/pipeline"
)

// Observation is one reading with its raw confidence and whether it was right.
type Observation struct {
	Case      string
	FieldType string
	Raw       float64
	Right     bool
}

// Fit makes the curve of each field type in two steps. A logistic curve of the log-odds of the raw confidence (Platt
// 1999) says what readers mean by it in this field. It is the prior, with the weight of priorWeight readings, of
// isotonic regression (pool adjacent violators: Ayer et al. 1955) of posterior means: a small sample moves it a
// little, a large one replaces it; and a few right readings of low raw confidence do not borrow the certainty of
// the many above them.
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

// CrossValidation counts what fits accept of papers they were not made from.
type CrossValidation struct{ Values, Accepted, Wrong int }

// CrossValidate parts the cases, fits the confidences on all parts but one, and counts what of that one would be
// accepted at the default target. Cases stay whole: values of one paper are read alike.
func CrossValidate(observations []Observation, parts int) CrossValidation {
	partOf := func(o Observation) int {
		h := fnv.New32a()
		io.WriteString(h, o.Case)
		return int(h.Sum32() % uint32(parts))
	}
	var count CrossValidation
	for part := range parts {
		var others []Observation
		for _, o := range observations {
			if partOf(o) != part {
				others = append(others, o)
			}
		}
		fit := pipeline.Calibration{Curves: Fit(others)}
		thresholds := fit.Thresholds(pipeline.DefaultTargetAccuracy)
		for _, o := range observations {
			if partOf(o) != part {
				continue
			}
			count.Values++
			if fit.Accepts(o.FieldType, o.Raw, thresholds) {
				count.Accepted++
				if !o.Right {
					count.Wrong++
				}
			}
		}
	}
	return count
}

// leastSample is the number of readings below which a field type gets no curve; priorWeight that of the
// readings the prior counts for.
const (
	leastSample = 20
	priorWeight = 10
)

type pool struct {
	raw   float64 // the least of the pool
	sum   float64 // of priors
	right int
	n     int
}

// surestPrior is the most that the prior counts for: a target of 99.5 % then takes at least eight right readings.
const surestPrior = 0.991

// probability is the posterior mean.
func (p pool) probability() float64 {
	prior := min(p.sum/float64(p.n), surestPrior)
	return (float64(p.right) + priorWeight*prior) / (float64(p.n) + priorWeight)
}

// logistic is a curve of probability over the log-odds of raw confidence.
type logistic struct{ slope, offset float64 }

// The weights that draw a logistic curve to the raw confidence itself, in readings of even odds: what little a small
// sample says bends it little.
const (
	slopeWeight  = 5
	offsetWeight = 0.2
)

// logOdds of a confidence that is never quite sure.
func logOdds(p float64) float64 {
	p = min(max(p, 0.001), 0.9995)
	return math.Log(p / (1 - p))
}

func (l logistic) at(raw float64) float64 {
	return 1 / (1 + math.Exp(-min(max(l.slope*logOdds(raw)+l.offset, -20), 20)))
}

// logisticOf fits by Newton's method, with steps halved as long as they make the fit worse. A field whose readers are right
// the less the surer they are has the same probability everywhere.
func logisticOf(list []Observation) logistic {
	const steps, enough, shortest = 50, 1e-6, 1e-4
	l := logistic{slope: 1}
	for free := true; ; free = false { // the slope, or the offset alone
		worth := l.worth(list)
		for range steps {
			g0, g1 := -slopeWeight*(l.slope-1), -offsetWeight*l.offset
			h00, h01, h11 := float64(slopeWeight), 0.0, offsetWeight
			for _, o := range list {
				x, p := logOdds(o.Raw), l.at(o.Raw)
				miss, weight := -p, p*(1-p)
				if o.Right {
					miss++
				}
				g0, g1 = g0+miss*x, g1+miss
				h00, h01, h11 = h00+weight*x*x, h01+weight*x, h11+weight
			}
			det := h00*h11 - h01*h01
			d0, d1 := (h11*g0-h01*g1)/det, (h00*g1-h01*g0)/det
			if !free {
				d0, d1 = 0, g1/h11
			}
			length := 1.0
			next := logistic{l.slope + d0, l.offset + d1}
			for next.worth(list) < worth && length > shortest {
				length /= 2
				next = logistic{l.slope + length*d0, l.offset + length*d1}
			}
			if length <= shortest {
				break
			}
			l, worth = next, next.worth(list)
			if length*(math.Abs(d0)+math.Abs(d1)) < enough {
				break
			}
		}
		if !free || l.slope >= 0 {
			return l
		}
		l.slope = 0
	}
}

// worth is the logarithm of the likelihood of readings, less what draws the curve to the raw confidence.
func (l logistic) worth(list []Observation) float64 {
	sum := -slopeWeight*(l.slope-1)*(l.slope-1)/2 - offsetWeight*l.offset*l.offset/2
	for _, o := range list {
		p := l.at(o.Raw)
		if !o.Right {
			p = 1 - p
		}
		sum += math.Log(p)
	}
	return sum
}

func isotonic(list []Observation) []pipeline.CurvePoint {
	prior := logisticOf(list)
	var pools []pool
	for _, bin := range bins(list, prior) {
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

// binSize is the least number of readings that speak together: fewer could say little against their prior.
const binSize = 50

// bands part raw confidences whose readers mean different things by them: a contradiction, a guess, a doubt, a reading, a
// reading that something else confirms. Readings of different bands do not speak for each other.
var bands = []float64{0.4, 0.9, 0.98, 0.995}

func band(raw float64) int {
	return sort.Search(len(bands), func(i int) bool { return bands[i] > raw })
}

// bandStart is the lower end of the band of a raw confidence; of the lowest band that confidence itself.
func bandStart(raw float64) float64 {
	if b := band(raw); b > 0 {
		return bands[b-1]
	}
	return raw
}

// bins parts the readings, in rising order of raw confidence, into groups of at least binSize in each band.
// Equal raw confidences stay together; where they are many they are a group of their own, however few lie
// below.
func bins(list []Observation, prior logistic) []pool {
	var pools []pool
	for _, same := range levels(list, prior) {
		last := len(pools) - 1
		if last < 0 || pools[last].n >= binSize || same.n >= binSize || band(same.raw) != band(pools[last].raw) {
			pools = append(pools, same)
			continue
		}
		pools[last] = pool{raw: pools[last].raw, sum: pools[last].sum + same.sum, right: pools[last].right + same.right, n: pools[last].n + same.n}
	}
	for i := range pools {
		if pools[i].n >= leastSample && (i == 0 || band(pools[i].raw) != band(pools[i-1].raw)) {
			pools[i].raw = bandStart(pools[i].raw) // readings of a band mean the same, also where none was seen
		}
	}
	return pools
}

// levels counts the readings of each raw confidence, rising.
func levels(list []Observation, prior logistic) []pool {
	sort.Slice(list, func(i, j int) bool { return list[i].Raw < list[j].Raw })
	var pools []pool
	for i, o := range list {
		if i == 0 || o.Raw > list[i-1].Raw {
			pools = append(pools, pool{raw: o.Raw})
		}
		last := &pools[len(pools)-1]
		last.n++
		last.sum += prior.at(o.Raw)
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
				list = append(list, Observation{v.Case, v.FieldType, v.Confidence(), v.Verdict == Exact})
			}
		}
		for _, d := range r.Documents {
			if d.ReadKind != "" {
				list = append(list, Observation{r.Case.Name, pipeline.FieldTypeOf(string(d.ReadKind), "/documents/0/kind", claim.FromRule), d.Confidence, d.KindRight()})
			}
		}
	}
	return list
}
