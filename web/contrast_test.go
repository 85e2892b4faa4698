package web

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

// The pairs of pratica.css that must be told apart, WCAG 2.2: 1.4.3 for text, 1.4.11 for the edges of
// controls and for marks.
var contrasts = []struct {
	front, back string
	least       float64
}{
	{"ink", "ground", 4.5}, {"ink", "paper", 4.5}, {"ink", "tint", 4.5}, {"soft", "ground", 4.5}, {"soft", "paper", 4.5}, {"soft", "tint", 4.5}, {"soft", "sunk", 4.5},
	{"accent", "paper", 4.5}, {"accent", "ground", 4.5}, {"accent", "tint", 4.5}, {"on-accent", "accent", 4.5}, {"paper", "bad", 4.5},
	{"good", "good-tint", 4.5}, {"warn", "warn-tint", 4.5}, {"bad", "bad-tint", 4.5}, {"calm", "calm-tint", 4.5},
	{"good", "paper", 4.5}, {"warn", "paper", 4.5}, {"bad", "paper", 4.5}, {"bad", "tint", 4.5}, {"warn", "tint", 4.5}, {"good", "tint", 4.5}, {"warn", "ground", 4.5},
	{"edge", "paper", 3}, {"edge", "ground", 3}, {"focus", "paper", 3}, {"focus", "ground", 3}, {"focus", "sunk", 3}, {"accent", "line", 3},
	{"box-auto", "#ffffff", 3}, {"box-check", "#ffffff", 3}, {"box-now", "#ffffff", 3}, {"box-check", "paper", 3},
}

var (
	blocks    = regexp.MustCompile(`(?s):root \{(.*?)\}`)
	variables = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)
)

func TestColoursCanBeToldApartInLightAndDark(t *testing.T) {
	css, err := staticFS.ReadFile("static/pratica.css")
	if err != nil {
		t.Fatal(err)
	}
	schemes := blocks.FindAllStringSubmatch(string(css), -1)
	if len(schemes) != 2 {
		t.Fatalf("%d colour schemes, want light and dark", len(schemes))
	}
	colours := map[string]string{}
	for i, scheme := range schemes { // dark changes what it names and keeps the rest
		for _, variable := range variables.FindAllStringSubmatch(scheme[1], -1) {
			colours[variable[1]] = variable[2]
		}
		colour := func(name string) string {
			if name[0] == '#' {
				return name
			}
			if colours[name] == "" {
				t.Fatalf("the colour %s is not there", name)
			}
			return colours[name]
		}
		for _, c := range contrasts {
			if got := contrast(colour(c.front), colour(c.back)); got < c.least {
				t.Errorf("%s: %s on %s has %.2f, want %.1f", []string{"light", "dark"}[i], c.front, c.back, got, c.least)
			}
		}
	}
}

// contrast is the ratio of WCAG 2.2, "contrast ratio", of two colours #rrggbb.
func contrast(a, b string) float64 {
	first, second := luminance(a), luminance(b)
	return (max(first, second) + .05) / (min(first, second) + .05)
}

// luminance is WCAG's relative luminance.
func luminance(colour string) float64 {
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			panic(err)
		}
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
