package pdf

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"

	tifflzw "golang.org/x/image/tiff/lzw"
)

// Stream is a stream object; its bytes are read when asked for.
type Stream struct {
	Dict   Dict
	file   *File
	offset int64
	length int64
}

// Filter is one step of decoding a stream, with its parameters (nil if it has none).
type Filter struct {
	Name  Name
	Parms Dict
}

// ErrBomb says that a stream inflates to more than it should.
var ErrBomb = errors.New("the stream inflates to more than its header says")

// Len is the number of encoded bytes.
func (s *Stream) Len() int64 { return s.length }

// Raw reads the encoded bytes, at most limit.
func (s *Stream) Raw(limit int64) ([]byte, error) {
	if s.length > limit {
		return nil, fmt.Errorf("a stream of %d bytes; at most %d are read here", s.length, limit)
	}
	data := make([]byte, s.length)
	if n, err := s.file.r.ReadAt(data, s.offset); int64(n) < s.length {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return data, nil
}

// Filters lists the filters in the order of decoding, with long names (ISO 32000-1, tables 6 and 94).
func (s *Stream) Filters() ([]Filter, error) {
	if s.Dict["F"] != nil {
		return nil, errors.New("the data are in another file")
	}
	names, err := s.oneOrMore("Filter")
	if err != nil {
		return nil, err
	}
	parms, err := s.oneOrMore("DecodeParms")
	if err != nil {
		return nil, err
	}
	list := make([]Filter, len(names))
	for i, o := range names {
		name, err := s.file.Name(o)
		if err != nil {
			return nil, err
		}
		list[i].Name = name
		if i < len(parms) {
			if list[i].Parms, err = s.file.Dict(parms[i]); err != nil {
				return nil, err
			}
		}
	}
	if len(list) > 4 {
		return nil, fmt.Errorf("%d filters", len(list))
	}
	return list, nil
}

func (s *Stream) oneOrMore(key Name) (Array, error) {
	o, err := s.file.Get(s.Dict[key])
	if err != nil || o == nil {
		return nil, err
	}
	if list, ok := o.(Array); ok {
		return list, nil
	}
	return Array{o}, nil
}

// Decode gives the decoded bytes; more than limit of them is ErrBomb.
func (s *Stream) Decode(limit int64) ([]byte, error) {
	filters, err := s.Filters()
	if err != nil {
		return nil, err
	}
	data, err := s.Raw(2*limit + 1<<20)
	if err != nil {
		return nil, err
	}
	return s.Apply(filters, data, limit)
}

// Apply undoes filters that are not of pictures; no step may give more than limit bytes.
func (s *Stream) Apply(filters []Filter, data []byte, limit int64) ([]byte, error) {
	for _, filter := range filters {
		var err error
		if data, err = s.apply(filter, data, limit); err != nil {
			return nil, fmt.Errorf("filter %s: %w", filter.Name, err)
		}
	}
	return data, nil
}

func (s *Stream) apply(filter Filter, data []byte, limit int64) ([]byte, error) {
	var out []byte
	switch filter.Name {
	case "FlateDecode", "Fl":
		r, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		if out, err = readAll(r, limit); err != nil {
			return nil, err
		}
	case "LZWDecode", "LZW":
		early, err := s.file.Number(filter.Parms["EarlyChange"], 1)
		if err != nil {
			return nil, err
		}
		var r io.Reader = tifflzw.NewReader(bytes.NewReader(data), tifflzw.MSB, 8)
		if early == 0 {
			r = lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8)
		}
		if out, err = readAll(r, limit); err != nil {
			return nil, err
		}
	case "ASCII85Decode", "A85":
		end := bytes.Index(data, []byte("~>"))
		if end < 0 {
			end = len(data)
		}
		return readAll(ascii85.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data[:end], []byte("<~")))), limit)
	case "ASCIIHexDecode", "AHx":
		l := Lexer{Data: append(append([]byte("<"), data...), '>')}
		text, err := l.hex()
		if err != nil {
			return nil, err
		}
		return []byte(text.(String)), nil
	case "RunLengthDecode", "RL":
		return runLength(data, limit)
	default:
		return nil, errors.New("not known here")
	}
	return s.unpredict(filter.Parms, out)
}

func readAll(r io.Reader, limit int64) ([]byte, error) {
	var buf bytes.Buffer
	n, err := buf.ReadFrom(io.LimitReader(r, limit+1))
	if n > limit {
		return nil, ErrBomb
	}
	return buf.Bytes(), err
}

// runLength undoes RunLengthDecode (ISO 32000-1, 7.4.5).
func runLength(data []byte, limit int64) ([]byte, error) {
	var out []byte
	for len(data) > 0 && data[0] != 128 {
		n := int(data[0])
		data = data[1:]
		switch {
		case n < 128 && n+1 <= len(data):
			out, data = append(out, data[:n+1]...), data[n+1:]
		case n > 128 && len(data) > 0:
			out, data = append(out, bytes.Repeat(data[:1], 257-n)...), data[1:]
		default:
			return nil, io.ErrUnexpectedEOF
		}
		if int64(len(out)) > limit {
			return nil, ErrBomb
		}
	}
	return out, nil
}

// unpredict undoes the predictors of Flate and LZW (ISO 32000-1, 7.4.4.4).
func (s *Stream) unpredict(parms Dict, data []byte) ([]byte, error) {
	var v [4]int
	for i, key := range []Name{"Predictor", "Colors", "BitsPerComponent", "Columns"} {
		n, err := s.file.Number(parms[key], []float64{1, 1, 8, 1}[i])
		if err != nil {
			return nil, err
		}
		if n < 1 || n > 1<<20 {
			return nil, fmt.Errorf("the predictor parameter %s %v", key, n)
		}
		v[i] = int(n)
	}
	predictor, colours, bits, columns := v[0], v[1], v[2], v[3]
	if predictor == 1 {
		return data, nil
	}
	if colours > 32 || bits > 16 {
		return nil, fmt.Errorf("a predictor of %d × %d bits", colours, bits)
	}
	row, pixel := (columns*colours*bits+7)/8, max(1, colours*bits/8)
	if predictor == 2 {
		if bits != 8 {
			return nil, fmt.Errorf("a TIFF predictor of %d bits", bits)
		}
		for ; len(data) >= row; data = data[row:] {
			for i := pixel; i < row; i++ {
				data[i] += data[i-pixel]
			}
		}
		return data, nil
	}
	return unPNG(data, row, pixel)
}

// unPNG undoes the filters of PNG rows, each with its filter type in front (PNG 1.2, 9).
func unPNG(data []byte, row, pixel int) ([]byte, error) {
	out := make([]byte, 0, len(data))
	above := make([]byte, row)
	for len(data) > 1 {
		kind, line := data[0], data[1:min(1+row, len(data))]
		data = data[1+len(line):]
		for i := range line {
			var left, corner byte
			if i >= pixel {
				left, corner = line[i-pixel], above[i-pixel]
			}
			switch kind {
			case 0:
			case 1:
				line[i] += left
			case 2:
				line[i] += above[i]
			case 3:
				line[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				line[i] += paeth(int(left), int(above[i]), int(corner))
			default:
				return nil, fmt.Errorf("the PNG filter %d", kind)
			}
		}
		out = append(out, line...)
		above = line
		if len(line) < row {
			break
		}
	}
	return out, nil
}

func paeth(a, b, c int) byte {
	pa, pb, pc := abs(b-c), abs(a-c), abs(a+b-2*c)
	switch {
	case pa <= pb && pa <= pc:
		return byte(a)
	case pb <= pc:
		return byte(b)
	}
	return byte(c)
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
