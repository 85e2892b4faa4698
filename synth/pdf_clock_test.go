package synth

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/tdewolff/canvas"
)

func TestADigitalPDFHoldsNoClock(t *testing.T) {
	file, err := writeDigitalPDF([]*canvas.Canvas{testSheet().c, testSheet().c})
	if err != nil {
		t.Fatal(err)
	}
	if dates := creationDate.FindAll(file, -1); len(dates) != 1 || string(dates[0]) != "(D:20260101120000Z)" {
		t.Errorf("the dates of the document are %q", dates)
	}
	fonts := 0
	for _, at := range regexp.MustCompile(`/FlateDecode/Length \d+>>stream\n`).FindAllIndex(file, -1) {
		packed, err := zlib.NewReader(bytes.NewReader(file[at[1]:]))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(packed)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) < 12 || binary.BigEndian.Uint32(data) != 0x00010000 {
			continue
		}
		fonts++
		if sum := fontChecksum(data); sum != 0xB1B0AFBA {
			t.Errorf("the checksum of a font is %08X", sum)
		}
		record := data[bytes.Index(data, []byte("head")):]
		head := data[binary.BigEndian.Uint32(record[8:]):]
		if !bytes.Equal(head[20:28], head[28:36]) {
			t.Errorf("a font was changed at % X", head[28:36])
		}
	}
	if fonts == 0 {
		t.Error("no font was found")
	}
	path := filepath.Join(t.TempDir(), "digital.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}
