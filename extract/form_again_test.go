package extract

import (
	"image"
	"testing"

	"pratica/extract/forms"
	"pratica/ocr/recognise"
)

// reads is a reading of a line of print, 20 pixels for a character.
func reads(text string, confidence float64) recognise.Reading {
	r := recognise.Reading{Text: text, Confidence: confidence}
	for i, c := range []rune(text) {
		if c != ' ' {
			r.Symbols = append(r.Symbols, recognise.Symbol{Text: string(c), Confidence: confidence, Box: image.Rect(20*i, 0, 20*i+20, 30)})
		}
	}
	return r
}

func TestReadingsOfOneZoneAreSettled(t *testing.T) {
	const surely, unsurely = 0.99, 0.9
	for _, c := range []struct {
		name    string
		content forms.Content
		texts   []string
		sure    []float64
		unread  []bool
		want    string
		agreed  bool
	}{
		{"two readings agree", forms.Name, []string{"BARONE", "BARONE"}, []float64{unsurely, unsurely}, nil, "BARONE", true},
		{"two of three outvote the surest", forms.Name, []string{"PAGLO", "PAOLO", "PAOLO"}, []float64{surely, unsurely, unsurely}, nil, "PAOLO", true},
		{"words in other capitals are the same words", forms.Issuer, []string{"Studio Rossi", "STUDIO ROSSI", ""}, []float64{surely, unsurely, 0}, nil, "Studio Rossi", true},
		{"numbers in other capitals are not the same", forms.Number, []string{"12/a", "12/A", "12/A"}, []float64{surely, unsurely, unsurely}, nil, "12/A", true},
		{"a line that was lost twice does not outvote one that was read", forms.Name, []string{"", "BARONE", ""}, []float64{0, unsurely, 0}, nil, "BARONE", false},
		{"what leaves ink unread does not outvote what reads it", forms.Number, []string{"64/FE", "64", "64"}, []float64{unsurely, surely, surely}, []bool{false, true, true}, "64/FE", false},
		{"what two have otherwise is changed, put in and dropped", forms.Words, []string{"cura cansle 22", "cura canale 2", "curo canale 2"}, []float64{surely, unsurely, unsurely}, nil, "cura canale 2", false},
		{"what differs everywhere is the surest", forms.Number, []string{"118", "178"}, []float64{unsurely, surely}, nil, "178", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			z := zone{field: forms.Field{Type: forms.Line, Content: c.content}}
			var tries []attempt
			for i, text := range c.texts {
				a := attempt{Reading: reads(text, c.sure[i]), value: textValue(z.field, text)}
				a.unread = c.unread != nil && c.unread[i]
				tries = append(tries, a)
			}
			v := z.settled(tries).value
			if agreed := v.confirmed || v.voted; v.text != c.want || agreed != c.agreed || v.repaired == agreed {
				t.Errorf("it is %+v, want %q, agreed %v", v, c.want, c.agreed)
			}
		})
	}
}

func TestOnlyGapsInTheInkAreSpaces(t *testing.T) {
	for _, c := range []struct {
		name, text string
		gaps       []int // before each letter, in pixels; letters are 30 high and 16 wide
		want       string
	}{
		{"a typewriter's even letters are one word", "PAO LO", []int{0, 6, 7, 7, 6}, "PAOLO"},
		{"letters that lean apart are two words", "MARIA ANNA", []int{0, 3, 2, 2, 3, 8, 2, 3, 2}, "MARIA ANNA"},
		{"wide gaps stay", "DI MEO", []int{0, 6, 20, 6, 6}, "DI MEO"},
		{"of two letters nothing is known", "A B", []int{0, 4}, "A B"},
	} {
		t.Run(c.name, func(t *testing.T) {
			z := zone{field: forms.Field{Type: forms.Line, Content: forms.Name}}
			r := recognise.Reading{Text: c.text}
			x, n := 0, 0
			for _, letter := range c.text {
				if letter == ' ' {
					continue
				}
				x += c.gaps[n]
				box := image.Rect(x, 0, x+16, 30)
				x, n = x+16, n+1
				z.pieces, z.writing = append(z.pieces, piece{box: box}), z.writing.Union(box)
				r.Symbols = append(r.Symbols, recognise.Symbol{Text: string(letter), Box: box})
			}
			if got := z.spaced(r); got != c.want {
				t.Errorf("%q is %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestDirtAboveAndBelowALineIsNoneOfIt(t *testing.T) {
	letters := []piece{{box: image.Rect(0, 100, 20, 130)}, {box: image.Rect(30, 102, 50, 132)}}
	for _, c := range []struct {
		name string
		kind forms.FieldType
		box  image.Rectangle
		want bool
	}{
		{"a speck below a line", forms.Date, image.Rect(20, 150, 26, 156), true},
		{"a speck above a line", forms.Line, image.Rect(20, 70, 26, 76), true},
		{"the tail of a comma", forms.Amount, image.Rect(20, 130, 26, 138), false},
		{"an accent", forms.Line, image.Rect(30, 90, 38, 97), false},
		{"what is as large as a letter", forms.Line, image.Rect(20, 150, 40, 156), false},
		{"a point in the second of two lines", forms.Multiline, image.Rect(20, 150, 26, 156), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			z := zone{field: forms.Field{Type: c.kind}}
			p := piece{box: c.box}
			if got := off(p, z.line(append([]piece{p}, letters...))); got != c.want {
				t.Errorf("off the line is %v, want %v", got, c.want)
			}
		})
	}
}
