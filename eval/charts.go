package eval

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Operating is what a threshold of confidence would give.
type Operating struct {
	Threshold float64
	// Accepted is the share of values at or above it, Error the share of those that are not exact.
	Accepted, Error float64
}

// Curve is automation against error over all thresholds, from the strictest to the loosest. Values without
// a confidence are never accepted, but count.
func Curve(results []Result) []Operating {
	type reading struct {
		confidence float64
		right      bool
	}
	var readings []reading
	all := 0
	for _, r := range results {
		for _, v := range r.Values {
			if v.Class != Paper {
				continue
			}
			all++
			if v.From != nil {
				readings = append(readings, reading{v.From.Confidence, v.Verdict == Exact})
			}
		}
	}
	slices.SortFunc(readings, func(a, b reading) int { return cmp.Compare(b.confidence, a.confidence) })
	var curve []Operating
	wrong := 0
	for i, r := range readings {
		if !r.right {
			wrong++
		}
		if i+1 == len(readings) || readings[i+1].confidence < r.confidence {
			curve = append(curve, Operating{r.confidence, float64(i+1) / float64(all), float64(wrong) / float64(i+1)})
		}
	}
	return curve
}

// at is what the curve gives at a threshold.
func at(curve []Operating, threshold float64) Operating {
	best := Operating{Threshold: threshold}
	for _, o := range curve {
		if o.Threshold >= threshold {
			best.Accepted, best.Error = o.Accepted, o.Error
		}
	}
	return best
}

// The drawing area of a chart, in the units of its viewBox.
const (
	chartLeft, chartTop, chartWidth, chartHeight = 56, 12, 400, 300
)

// chart is a drawing with two axes.
type chart struct {
	XTitle, YTitle, Label string
	XTicks, YTicks        []tick
	Lines                 []chartLine
	Dots                  []dot
}

type tick struct {
	At    float64
	Label string
}

type chartLine struct{ Class, Path string }

type dot struct {
	X, Y, R float64
	Class   string
	Title   string
}

func chartX(share float64) float64 { return chartLeft + chartWidth*share }
func chartY(share float64) float64 { return chartTop + chartHeight*(1-share) }

// reliabilityChart draws the bins: what was promised to the right, what was kept upwards.
func reliabilityChart(r Reliability) chart {
	c := chart{XTitle: "mean confidence of the bin", YTitle: "share of right values", Label: "Reliability diagram: confidence against share of right values"}
	for i := 0; i <= 5; i++ {
		share := float64(i) / 5
		label := fmt.Sprintf("%d %%", 20*i)
		c.XTicks, c.YTicks = append(c.XTicks, tick{chartX(share), label}), append(c.YTicks, tick{chartY(share), label})
	}
	c.Lines = append(c.Lines, chartLine{"ideal", fmt.Sprintf("M%.1f %.1f L%.1f %.1f", chartX(0), chartY(0), chartX(1), chartY(1))})
	most := 0
	for _, b := range r {
		most = max(most, b.Values)
	}
	for _, b := range r {
		if b.Values == 0 {
			continue
		}
		mean, right := b.Confidence/float64(b.Values), float64(b.Right)/float64(b.Values)
		c.Lines = append(c.Lines, chartLine{"gap", fmt.Sprintf("M%.1f %.1f V%.1f", chartX(mean), chartY(mean), chartY(right))})
		c.Dots = append(c.Dots, dot{chartX(mean), chartY(right), 3 + 11*math.Sqrt(float64(b.Values)/float64(most)), "bin",
			fmt.Sprintf("%d values: mean confidence %.1f %%, right %.1f %%", b.Values, 100*mean, 100*right)})
	}
	return c
}

// curveChart draws automation to the right, error upwards; the operating point is what was accepted.
func curveChart(curve []Operating, all Tally) chart {
	top := 0.01
	for _, o := range curve {
		top = max(top, o.Error)
	}
	step := niceStep(top / 5)
	top = step * math.Ceil(top/step)
	c := chart{XTitle: "share of values accepted", YTitle: "error among the accepted", Label: "Automation against error over all thresholds of confidence"}
	for i := 0; i <= 5; i++ {
		c.XTicks = append(c.XTicks, tick{chartX(float64(i) / 5), fmt.Sprintf("%d %%", 20*i)})
	}
	for e := 0.0; e <= top+step/2; e += step {
		c.YTicks = append(c.YTicks, tick{chartY(e / top), fmt.Sprintf("%.3g %%", 100*e)})
	}
	var path strings.Builder
	for i, o := range curve {
		fmt.Fprintf(&path, "%s%.1f %.1f ", map[bool]string{true: "M", false: "L"}[i == 0], chartX(o.Accepted), chartY(o.Error/top))
	}
	c.Lines = append(c.Lines, chartLine{"kept", path.String()})
	if all.Accepted > 0 {
		m := all.Measures()
		c.Dots = append(c.Dots, dot{chartX(*m.Automation), chartY(min(1, *m.AcceptedError/top)), 6, "now",
			fmt.Sprintf("accepted now: %.1f %%, of them wrong %.2f %%", 100**m.Automation, 100**m.AcceptedError)})
	}
	return c
}

// niceStep is 1, 2 or 5 times a power of ten, at least s.
func niceStep(s float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(s)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= s {
			return m * power
		}
	}
	return 10 * power
}

// confidenceBands part confidences where thresholds lie, for a table.
var confidenceBands = []float64{0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 1.0000001}

// Band is a row of the table of confidences.
type Band struct {
	From, To      float64
	Values, Right int
	Mean          float64
}

func bandsOf(results []Result) []Band {
	list := make([]Band, len(confidenceBands)-1)
	for i := range list {
		list[i].From, list[i].To = confidenceBands[i], min(1, confidenceBands[i+1])
	}
	for _, r := range results {
		for _, v := range r.Values {
			if v.Class != Paper || v.From == nil || v.Read == "" {
				continue
			}
			i, exact := slices.BinarySearch(confidenceBands, v.From.Confidence)
			if !exact {
				i--
			}
			b := &list[min(max(i, 0), len(list)-1)]
			b.Mean = (b.Mean*float64(b.Values) + v.From.Confidence) / float64(b.Values+1)
			b.Values++
			if v.Verdict == Exact {
				b.Right++
			}
		}
	}
	return list
}
