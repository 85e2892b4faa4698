package recognise

import (
	"image"
	"testing"
)

func TestALineOfWhichAPartWasLeftOutIsKnown(t *testing.T) {
	run := image.Rect(1455, 727, 1532, 746)
	for name, c := range map[string]struct {
		words []Word
		want  bool
	}{
		"three figures of seven":   {[]Word{{Text: "009", Box: image.Rect(1493, 731, 1518, 742)}}, true},
		"the end is missing":       {[]Word{{Text: "FT20", Box: image.Rect(1455, 727, 1500, 746)}}, true},
		"all of it":                {[]Word{{Text: "FT20094", Box: image.Rect(1457, 728, 1530, 746)}}, false},
		"two words with a space":   {[]Word{{Text: "FT", Box: image.Rect(1455, 727, 1470, 746)}, {Text: "94", Box: image.Rect(1515, 727, 1532, 746)}}, false},
		"a stop that was left out": {[]Word{{Text: "FT2009", Box: image.Rect(1455, 727, 1520, 746)}}, false},
	} {
		if got := unread(c.words, run); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
