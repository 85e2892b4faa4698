package claim

import "testing"

func TestTeethAreThoseOfTheFDI(t *testing.T) {
	teeth := 0
	for n := range 100 {
		if _, _, ok := Tooth(string([]byte{byte('0' + n/10), byte('0' + n%10)})); ok {
			teeth++
		}
	}
	if teeth != 32+20 {
		t.Errorf("%d teeth", teeth)
	}
	if quadrant, place, ok := Tooth("36"); quadrant != 3 || place != 6 || !ok {
		t.Errorf("36 is place %d of %d: %v", place, quadrant, ok)
	}
	for _, no := range []string{"", "1", "19", "56", "91", "10", "118", "x1", "1x"} {
		if _, _, ok := Tooth(no); ok {
			t.Errorf("%q is a tooth", no)
		}
	}
}
