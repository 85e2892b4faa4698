package claim

// Tooth reads a tooth in FDI notation (ISO 3950), a quadrant and a place in it counted from the middle: permanent 11-18 to 41-48,
// deciduous 51-55 to 81-85. Places 1 and 2 are incisors, 3 the canine.
func Tooth(s string) (quadrant, place int, ok bool) {
	if len(s) != 2 {
		return 0, 0, false
	}
	quadrant, place = int(s[0])-'0', int(s[1])-'0'
	last := 8
	if quadrant > 4 {
		last = 5
	}
	return quadrant, place, quadrant >= 1 && quadrant <= 8 && place >= 1 && place <= last
}
