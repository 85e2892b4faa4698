package recognise

import (
	"image"
	"math"
	"testing"
)

func TestMarkTellsMarkedBoxesFromEmptyOnes(t *testing.T) {
	for _, c := range []struct {
		name   string
		draw   func(p paper)
		filled bool
	}{
		{"empty", func(paper) {}, false},
		{"a cross", func(p paper) {
			p.stroke(0.4, [2]float64{5.8, 5.8}, [2]float64{9.2, 9.2})
			p.stroke(0.4, [2]float64{9.2, 5.8}, [2]float64{5.8, 9.2})
		}, true},
		{"a typed X", func(p paper) { p.text(6, 8.9, face{"sans", 10, 0}, "X") }, true},
		{"a tick that leaves the box", func(p paper) {
			p.stroke(0.4, [2]float64{5.9, 7.5}, [2]float64{7, 9}, [2]float64{10.8, 4})
		}, true},
		{"a thin small tick", func(p paper) {
			p.stroke(0.25, [2]float64{6.4, 7.6}, [2]float64{7.2, 8.6}, [2]float64{8.8, 6.2})
		}, true},
		{"filled", func(p paper) { p.fill(5.2, 5.2, 4.6, 4.6, 30) }, true},
		{"a line of the neighbour below", func(p paper) { p.fill(4, 10.8, 9, 0.3, 0) }, false},
		{"the label beside it", func(p paper) { p.text(11.2, 9, face{"sans", 9, 0}, "SI") }, false},
	} {
		for kind, degrees := range map[string]float64{"straight": 0, "leaning by 0.4°": 0.4} {
			t.Run(c.name+", "+kind, func(t *testing.T) {
				p := newPaper(20, 16, 300)
				p.box(5, 5, 5, 5, 0.3)
				c.draw(p)
				scan := p.scanned(degrees, 7, 12, 2)
				for _, off := range []image.Point{{}, {5, 4}, {-5, -4}} {
					filled, ratio, confidence := Mark(scan.Gray, p.rect(5, 5, 5, 5).Add(off), 300)
					t.Logf("off by %v: ratio %.3f, confidence %.2f", off, ratio, confidence)
					if filled != c.filled || confidence < 0.6 {
						t.Errorf("off by %v: filled %v (ratio %.3f, confidence %.2f), want %v", off, filled, ratio, confidence, c.filled)
					}
				}
			})
		}
	}
}

func TestSignatureTellsHandwritingFromPrintAndRules(t *testing.T) {
	dotted := func(p paper) {
		for x := 4.0; x < 66; x += 1 {
			p.fill(x, 16, 0.35, 0.35, 0)
		}
	}
	for _, c := range []struct {
		name    string
		draw    func(p paper)
		present bool
	}{
		{"a blank zone", func(paper) {}, false},
		{"a dotted line", dotted, false},
		{"a ruled line", func(p paper) { p.fill(4, 16, 62, 0.3, 0) }, false},
		{"a printed label over a dotted line", func(p paper) { dotted(p); p.text(5, 8, face{"sans", 8, 0}, "firma dell'iscritto") }, false},
		{"a signature over a dotted line", func(p paper) { dotted(p); p.sign(10, 12, 40) }, true},
		{"a short signature", func(p paper) { p.sign(20, 12, 14) }, true},
		{"a signature through a ruled line", func(p paper) { p.fill(4, 14, 62, 0.3, 0); p.sign(10, 13, 40) }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPaper(70, 20, 300)
			c.draw(p)
			scan := p.scanned(0.2, 7, 40, 3)
			present, confidence := Signature(scan.Gray, scan.Rect, 300)
			t.Logf("confidence %.2f", confidence)
			if present != c.present || confidence < 0.6 {
				t.Errorf("present %v (confidence %.2f), want %v", present, confidence, c.present)
			}
		})
	}
}

// sign draws loops as a pen does, about width millimetres wide.
func (p paper) sign(x, y, width float64) {
	var points [][2]float64
	for i := 0.0; i <= 60; i++ {
		a := i / 60 * 10 * math.Pi
		points = append(points, [2]float64{x + width*i/60 + 2*math.Cos(a), y + (2.5+1.5*math.Sin(i/7))*math.Sin(a)})
	}
	p.stroke(0.45, points...)
}
