//go:build nodynamic

package decode

import (
	"bytes"
	"image"

	"github.com/gen2brain/heic"
)

// decodeHEIC decodes the primary picture of a HEIC file, upright: libheif and libde265 as WebAssembly, which
// cannot reach anything outside their own memory. Without the build tag the library would rather load native
// code of the system, which is no place for untrusted files.
func decodeHEIC(data []byte) (image.Image, error) { return heic.Decode(bytes.NewReader(data)) }
