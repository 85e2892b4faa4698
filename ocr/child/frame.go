package child

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A frame is the magic, the length of the JSON header (uint32, big endian), the header, and the blobs one
// after the other, whose lengths the header tells. Both sides bound what they accept before they allocate.

var magic = [4]byte{'P', 'R', 'C', '1'}

const (
	// maxRequestBytes bounds a request: paths, page numbers and parameters.
	maxRequestBytes = 4 << 20
	// maxBlobs bounds the number of blobs of one answer.
	maxBlobs = 256
)

var errFrame = errors.New("not a frame")

// request is the header of a frame to the child. The nonce comes back with the answer, so that no answer
// can be prepared before its question is known.
type request struct {
	Nonce     string          `json:"nonce"`
	Op        string          `json:"op"`
	TimeoutMS int64           `json:"timeout_ms"`
	Request   json.RawMessage `json:"request"`
}

func (request) blobSizes() []int { return nil }

// answer is the header of a frame from the child.
type answer struct {
	Nonce    string          `json:"nonce"`
	Response json.RawMessage `json:"response,omitempty"`
	Error    *RemoteError    `json:"error,omitempty"`
	Blobs    []int           `json:"blobs,omitempty"`
}

func (a answer) blobSizes() []int { return a.Blobs }

// limits bound a frame in bytes: its header, and the sum of its blobs.
type limits struct{ header, blobs int64 }

func writeFrame(w io.Writer, header any, blobs [][]byte) error {
	body, err := json.Marshal(header)
	if err != nil {
		return err
	}
	prefix := binary.BigEndian.AppendUint32(magic[:], uint32(len(body)))
	if _, err := w.Write(append(prefix, body...)); err != nil {
		return err
	}
	for _, blob := range blobs {
		if _, err := w.Write(blob); err != nil {
			return err
		}
	}
	return nil
}

// readFrame reads one frame into header. It gives io.EOF only between frames; whatever is no frame, or
// larger than the limits, is errFrame.
func readFrame(r io.Reader, header interface{ blobSizes() []int }, max limits) ([][]byte, error) {
	var prefix [8]byte
	if _, err := io.ReadFull(r, prefix[:]); err != nil {
		return nil, err
	}
	if [4]byte(prefix[:4]) != magic {
		return nil, fmt.Errorf("%w: it starts with other bytes", errFrame)
	}
	size := int64(binary.BigEndian.Uint32(prefix[4:]))
	if size > max.header {
		return nil, fmt.Errorf("%w: header of %d bytes, allowed are %d", errFrame, size, max.header)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, unexpected(err)
	}
	if err := json.Unmarshal(body, header); err != nil {
		return nil, fmt.Errorf("%w: %v", errFrame, err)
	}
	return readBlobs(r, header.blobSizes(), max.blobs)
}

func readBlobs(r io.Reader, sizes []int, allowed int64) ([][]byte, error) {
	if len(sizes) > maxBlobs {
		return nil, fmt.Errorf("%w: %d blobs, allowed are %d", errFrame, len(sizes), maxBlobs)
	}
	for _, size := range sizes {
		if size < 0 || int64(size) > allowed {
			return nil, fmt.Errorf("%w: blobs of more bytes than allowed", errFrame)
		}
		allowed -= int64(size)
	}
	var blobs [][]byte
	for _, size := range sizes {
		blob := make([]byte, size)
		if _, err := io.ReadFull(r, blob); err != nil {
			return nil, unexpected(err)
		}
		blobs = append(blobs, blob)
	}
	return blobs, nil
}

// unexpected turns an end inside a frame into an error that is not io.EOF.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
