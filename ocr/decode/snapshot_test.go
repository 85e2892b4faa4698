package decode

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// stored is a JPEG with an EXIF orientation: red above and grey below as it is stored.
func stored(t *testing.T, orientation byte, ratio image.YCbCrSubsampleRatio) string {
	t.Helper()
	p := image.NewYCbCr(image.Rect(0, 0, 300, 200), ratio)
	for y := range 200 {
		for x := range 300 {
			c := color.YCbCr{Y: 150, Cb: 128, Cr: 128}
			if y < 100 {
				c = color.YCbCr{Y: 76, Cb: 85, Cr: 255}
			}
			p.Y[p.YOffset(x, y)], p.Cb[p.COffset(x, y)], p.Cr[p.COffset(x, y)] = c.Y, c.Cb, c.Cr
		}
	}
	var body bytes.Buffer
	if err := jpeg.Encode(&body, p, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	exif[28] = orientation
	path := filepath.Join(t.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, append(append([]byte("\xff\xd8"), exif...), body.Bytes()[2:]...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestASnapshotIsUprightAndColoured(t *testing.T) {
	for orientation, red := range map[byte]image.Point{1: {50, 10}, 3: {50, 60}, 6: {55, 50}, 8: {10, 50}} {
		source, err := Open(t.Context(), stored(t, orientation, image.YCbCrSubsampleRatio420), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		defer source.Close()
		shot, err := source.Snapshot(t.Context(), 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		if b := shot.Small.Bounds(); max(b.Dx(), b.Dy()) != 100 || (b.Dx() < b.Dy()) != (orientation >= 5) {
			t.Fatalf("orientation %d: the small one is %v", orientation, b)
		}
		r, g, _, _ := shot.Small.At(red.X, red.Y).RGBA()
		if r>>8 < 200 || g>>8 > 60 {
			t.Errorf("orientation %d: at %v it is not red", orientation, red)
		}
		if v := shot.Luma.GrayAt(3*red.X, 3*red.Y).Y; math.Abs(float64(v)-76) > 4 {
			t.Errorf("orientation %d: the brightness there is %d", orientation, v)
		}
	}
}

func TestASnapshotOfADamagedPhotoSaysSo(t *testing.T) {
	path := stored(t, 6, image.YCbCrSubsampleRatio420)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data[:len(data)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := Open(t.Context(), path, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	var fe *FileError
	if _, err := source.Snapshot(t.Context(), 0, 100); !errors.As(err, &fe) || fe.Code != CodeTruncated {
		t.Errorf("%v", err)
	}
}
