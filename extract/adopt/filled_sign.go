package adopt

import (
	"math"

	"pratica/extract/forms"
)

const (
	signatureReach = 10.0 // mm a label may be above or below the middle of the line for the date beside it
	leastSign      = 20.0 // mm, the least room for a signature
)

// signatures finds the rooms for signatures by their labels: the strokes of a signature break the line under it,
// but the date beside it shows how high it is, and the next label where it ends.
func (s *sheet) signatures(zones []Zone, n *names) []Zone {
	margin := s.width / 4
	for _, p := range s.phrases {
		margin = math.Min(margin, math.Max(0, p.box.X))
	}
	right := s.width - margin // as on the left
	for _, z := range zones {
		right = math.Max(right, z.Rect.Right())
	}
	for _, p := range s.phrases {
		if n := labelWords(p); n > 0 && n < len(p.words) { // strokes may have been taken for words of its line
			p.words, p.box = p.words[:n], p.words[0].box
			for _, w := range p.words {
				p.box = around(p.box, w.box)
			}
			p.finish()
		}
		if m, known := look(vocabulary, p.folded); !known || m.id != "signature" || len(p.words) > 6 {
			continue
		}
		middle := p.box.Y + p.box.H/2
		var date *Zone
		for i := range zones {
			z := &zones[i]
			if z.Type == forms.Date && z.Rect.Right() < p.box.Right() && math.Abs(z.Rect.Y+z.Rect.H/2-middle) < signatureReach && (date == nil || z.Rect.X > date.Rect.X) {
				date = z
			}
		}
		if date == nil {
			continue
		}
		room := forms.Rect{X: p.box.X, Y: date.Rect.Y, H: date.Rect.H}
		if middle > room.Y && middle < room.Bottom() {
			room.X = p.box.Right() + 1
		}
		end := right
		for _, o := range s.phrases {
			if m, known := look(vocabulary, o.folded); known && m.id == "signature" && o.box.X > p.box.Right() && math.Abs(o.box.Y-p.box.Y) < 3 {
				end = math.Min(end, o.box.X-1)
			}
		}
		if room.W = end - room.X; room.W < leastSign {
			continue
		}
		zones = s.signIn(zones, room, p, date.ID == "consent.date", n)
	}
	return zones
}

// signIn makes one zone of what was found in a room for a signature.
func (s *sheet) signIn(zones []Zone, room forms.Rect, label phrase, consent bool, n *names) []Zone {
	var kept []Zone
	z := Zone{Field: forms.Field{Label: label.text, Type: forms.Signature, Frame: forms.None, Rect: round(room)}}
	for _, o := range zones {
		middle := o.Rect.X + o.Rect.W/2
		if !o.Rect.Overlaps(room) || middle < room.X || middle > room.Right() || o.Type == forms.Date {
			kept = append(kept, o)
			continue
		}
		if o.Type == forms.Signature && o.Pointer != "" && z.ID == "" {
			if o.Rect.W > 0.8*room.W {
				return zones
			}
			z.ID, z.Pointer = o.ID, o.Pointer
		}
	}
	if z.ID == "" {
		part := otherSection
		if consent {
			part = consentSection
		}
		z.ID = n.unique(&z, n.signature(&z, label.folded, part))
	}
	return append(kept, z)
}
