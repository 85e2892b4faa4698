package synth

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
)

// heicEncoder is the program that writes HEIC (Debian: libheif-examples); empty where it is not installed.
func heicEncoder() string {
	path, err := exec.LookPath("heif-enc")
	if err != nil {
		return ""
	}
	return path
}

// Notes says, in Italian, what cannot be drawn on this machine because a program is not installed; empty if
// nothing is missing.
func Notes() []string {
	if heicEncoder() == "" {
		return []string{"heif-enc non è installato (su Debian: apt install libheif-examples): al posto delle foto HEIC si disegnano foto JPEG."}
	}
	return nil
}

// encodeHEIC writes the picture by heif-enc, in a folder of its own that is removed again.
func encodeHEIC(picture *image.YCbCr, quality int) ([]byte, error) {
	dir, err := os.MkdirTemp("", "heic")
	if err != nil {
		return nil, fmt.Errorf("encode heic: %w", err)
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "in.png"), filepath.Join(dir, "out.heic")
	file, err := os.Create(in)
	if err != nil {
		return nil, fmt.Errorf("encode heic: %w", err)
	}
	err = (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(file, opaque(picture))
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, fmt.Errorf("encode heic: %w", err)
	}
	// x265's quality scale runs lower than JPEG's for the same look
	command := exec.Command(heicEncoder(), "-q", fmt.Sprint(quality/2), "-p", "preset=ultrafast", "-o", out, in)
	if message, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("encode heic: %w: %s", err, message)
	}
	return os.ReadFile(out)
}
