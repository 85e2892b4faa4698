//go:build !nodynamic

package decode

import (
	"errors"
	"image"
)

func decodeHEIC([]byte) (image.Image, error) {
	return nil, fileError(CodeUnsupported, errors.New("this program was built without HEIC; build with the tag nodynamic"))
}
