//go:build nodynamic

package decode

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"pratica/claim"
)

func TestAPhotoOfAPhoneIsDecoded(t *testing.T) {
	s := open(t, "testdata/colour.heic")
	page := decodePage(t, s, 0)
	if d := difference(t, page.Image, truth(t, "colour")); d > 6 {
		t.Errorf("differs from colour.png by %.2f a channel", d)
	}
	if size, err := s.PageSize(context.Background(), 0); err != nil || size.Width != 100 || size.Height != 64 {
		t.Errorf("the boxes say %+v, %v; want the size before the coder's filling of 4 rows is cut off", size, err)
	}
}

func TestBadPhotosOfPhonesSayWhatIsWrong(t *testing.T) {
	photo := read(t, "colour.heic")
	extent := bytes.Index(photo, []byte("ispe"))
	huge := bytes.Clone(photo)
	binary.BigEndian.PutUint32(huge[extent+8:], 60_000)
	binary.BigEndian.PutUint32(huge[extent+12:], 60_000)
	for _, c := range []struct {
		name string
		data []byte
		code claim.Code
	}{
		{"larger than 100 megapixels by its boxes", huge, CodeTooLarge},
		{"cut in its first box", photo[:20], CodeTruncated},
		{"cut in its description", photo[:extent], CodeTruncated},
		{"without a description", photo[:binary.BigEndian.Uint32(photo)], CodeTruncated},
		{"cut in its picture", photo[:len(photo)-200], CodeUnreadable},
		{"with an extent of nothing", bytes.Replace(photo, photo[extent:extent+16], make([]byte, 16), 1), CodeUnreadable},
	} {
		t.Run("a HEIC file "+c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "photo.heic")
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), path, Limits{})
			if err == nil {
				defer s.Close()
				_, err = s.Page(t.Context(), 0)
			}
			var fe *FileError
			if !errors.As(err, &fe) || fe.Code != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
		})
	}
}

// FuzzHEIC decodes photos of telephones.
func FuzzHEIC(f *testing.F) {
	addSamples(f, "*.heic")
	path := filepath.Join(f.TempDir(), "file")
	warm(f, read(f, "colour.heic"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if isHEIC(data) {
			decodeAll(t, path, data)
		}
	})
}
