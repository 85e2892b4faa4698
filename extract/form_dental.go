package extract

import (
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

// countValue is a small whole number: pieces, sessions, a score. More than three digits are no count.
func countValue(text string) value {
	digits := onlyDigits(text)
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) > 3 {
		return value{}
	}
	return value{text: strconv.Itoa(n), repaired: strings.Trim(text, "0123456789 .-_/()") != ""}
}

var emailShape = pattern.Must(`^[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$`)

// emailValue is an address without the spaces that wide letters are read with. One that is no address is kept
// as read: a person can correct it.
func emailValue(text string) value {
	text = strings.Trim(strings.ReplaceAll(text, " ", ""), "._-,;:")
	return value{text: text, shaped: emailShape.MatchString(text), repaired: text != "" && !emailShape.MatchString(text)}
}

var toothRun = pattern.Must(`\d+`)

// toothValue lists teeth, each once: "36", "36, 37". A dentist may write them with points ("3.6"), and signs
// that stand for a quadrant are not read. One number that is no tooth, and nothing is read.
func toothValue(text string) value {
	text = dottedTooth.ReplaceAllString(text, "$1$2")
	var teeth []string
	for _, run := range toothRun.FindAllString(text, -1) {
		if len(run)%2 != 0 {
			return value{}
		}
		for ; run != ""; run = run[2:] {
			if _, _, ok := claim.Tooth(run[:2]); !ok {
				return value{}
			}
			if !slices.Contains(teeth, run[:2]) {
				teeth = append(teeth, run[:2])
			}
		}
	}
	return value{text: strings.Join(teeth, ", "), shaped: len(teeth) > 0}
}

var dottedTooth = pattern.Must(`\b([1-8])[.]([1-8])\b`)

var (
	upperJaw  = pattern.Must(`\bsup|\bmascell|\balta?\b|\bs$|^s\b`)
	lowerJaw  = pattern.Must(`\binf|\bmandib|\bbass[ao]?\b|^i\b`)
	rightSide = pattern.Must(`\bd(e?s?t?r?a|x|es)?\b|\bdestr`)
	leftSide  = pattern.Must(`\bs(in|x|n|inistr[ao])\b|\bsinistr`)
	quadrant  = pattern.Must(`\b(?:q\.?|quad(?:r|rante)?\.?)\s*([1-4]|[il|]{1,3}|[il|]v)\b|(?:^|\s)([1-4]|[il|]{1,3}|[il|]v)\s*[°^ºo*]?\s*q(?:uad|\b)|^([1-4])\s*[°^ºo]?$`)
)

// asOnes makes what is read for the strokes of a Roman number strokes: "Il quadrante" is the second.
var asOnes = strings.NewReplacer("l", "i", "|", "i")

var quadrants = map[string]claim.Arch{"1": claim.UpperRight, "i": claim.UpperRight, "2": claim.UpperLeft, "ii": claim.UpperLeft,
	"3": claim.LowerLeft, "iii": claim.LowerLeft, "4": claim.LowerRight, "iv": claim.LowerRight}

// archValue tells an arch or a quadrant by its words or its number (the quadrants of FDI notation): "sup.",
// "inf. dx", "arcata superiore", "3° quadrante". The patient's right is meant, as dentists do.
func archValue(text string) value {
	text = fold(text)
	if m := quadrant.FindStringSubmatch(text); m != nil {
		return value{text: string(quadrants[asOnes.Replace(m[1]+m[2]+m[3])]), shaped: true}
	}
	upper, lower := upperJaw.MatchString(text), lowerJaw.MatchString(text)
	right, left := rightSide.MatchString(text), leftSide.MatchString(text)
	if upper == lower || right && left {
		return value{}
	}
	jaw := "lower"
	if upper {
		jaw = "upper"
	}
	switch {
	case right:
		jaw += "_right"
	case left:
		jaw += "_left"
	}
	return value{text: jaw, shaped: true}
}
