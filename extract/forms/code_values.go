package forms

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
)

// ValuesCode is the text of the code that carries the values of a filled form: "V:R01:2012-06:" and, in
// base45 (RFC 9285: what the alphanumeric mode of QR holds best), the packed values. Values are texts by
// field id; an unknown id is an error, an empty text is left out.
//
// Packed means: a byte that tells how, 0 as it is and 1 deflated (RFC 1951); the values; the CRC-32 (IEEE,
// big endian) of the form's name, the ids of its fields and the values. The values follow each other in the
// order of their ids sorted by bytes: how many ids were passed over since the last one, the length of the
// text in bytes, both as unsigned varints, and the text in UTF-8. So the ids of an edition that was once
// printed must stay as they are; a code made with others fails its checksum.
func (d *Definition) ValuesCode(values map[string]string) (string, error) {
	ids := d.valueIDs()
	var plain []byte
	passed, used := 0, 0
	for _, id := range ids {
		text := values[id]
		if text == "" {
			passed++
			continue
		}
		plain = binary.AppendUvarint(plain, uint64(passed))
		plain = binary.AppendUvarint(plain, uint64(len(text)))
		plain = append(plain, text...)
		passed = 0
		used++
	}
	for id, text := range values {
		if _, known := slices.BinarySearch(ids, id); !known && text != "" {
			return "", fmt.Errorf("form %s has no field %q", d.Name(), id)
		}
	}
	packed := append([]byte{0}, plain...)
	if deflated := deflate(plain); len(deflated) < len(plain) {
		packed = append([]byte{1}, deflated...)
	}
	packed = binary.BigEndian.AppendUint32(packed, d.valuesSum(ids, plain))
	return fmt.Sprintf("%s:%s:%s:%s", valuesCode, d.Code, d.Edition, encodeBase45(packed)), nil
}

// errDamaged is a code whose checksum does not fit what it holds.
var errDamaged = errors.New("the code is damaged or of other fields")

// maxValues bounds what a code may unpack to; the largest QR code holds less than 4 300 characters.
const maxValues = 1 << 16

func (d *Definition) decodeValues(text string) (map[string]string, error) {
	packed, err := decodeBase45(text)
	if err != nil || len(packed) < 5 {
		return nil, errDamaged
	}
	body, sum := packed[1:len(packed)-4], binary.BigEndian.Uint32(packed[len(packed)-4:])
	plain := body
	if packed[0] == 1 {
		plain, err = io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(body)), maxValues))
	}
	ids := d.valueIDs()
	if err != nil || packed[0] > 1 || d.valuesSum(ids, plain) != sum {
		return nil, errDamaged
	}
	values := map[string]string{}
	next := 0
	for len(plain) > 0 {
		passed, n := binary.Uvarint(plain)
		if n <= 0 || passed >= uint64(len(ids)-next) {
			return nil, errDamaged
		}
		plain = plain[n:]
		length, n := binary.Uvarint(plain)
		if n <= 0 || length > uint64(len(plain)-n) {
			return nil, errDamaged
		}
		next += int(passed)
		values[ids[next]] = string(plain[n:][:length])
		plain = plain[n+int(length):]
		if next++; next == len(ids) && len(plain) > 0 {
			return nil, errDamaged
		}
	}
	return values, nil
}

// valueIDs are the ids of the zones that can carry a value, sorted; a signature carries none.
func (d *Definition) valueIDs() []string {
	var ids []string
	for _, f := range d.Fields() {
		if f.Type != Signature {
			ids = append(ids, f.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func (d *Definition) valuesSum(ids []string, plain []byte) uint32 {
	return crc32.ChecksumIEEE(append([]byte(d.Name()+"\n"+strings.Join(ids, "\n")+"\n"), plain...))
}

func deflate(plain []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		panic(err) // the level is valid
	}
	if _, err := w.Write(plain); err != nil {
		panic(err) // a buffer takes all
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// base45 is the alphabet of RFC 9285 and of the alphanumeric mode of QR (ISO/IEC 18004, table 5).
const base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

func encodeBase45(data []byte) string {
	var out strings.Builder
	for len(data) >= 2 {
		v := int(data[0])<<8 | int(data[1])
		out.Write([]byte{base45[v%45], base45[v/45%45], base45[v/2025]})
		data = data[2:]
	}
	if len(data) == 1 {
		out.Write([]byte{base45[data[0]%45], base45[data[0]/45]})
	}
	return out.String()
}

func decodeBase45(text string) ([]byte, error) {
	var out []byte
	for len(text) > 0 {
		n := min(3, len(text))
		v, weight := 0, 1
		for i := range n {
			digit := strings.IndexByte(base45, text[i])
			if digit < 0 {
				return nil, fmt.Errorf("%q is not base45", text[i])
			}
			v += digit * weight
			weight *= 45
		}
		text = text[n:]
		switch {
		case n == 3 && v <= 0xffff:
			out = append(out, byte(v>>8), byte(v))
		case n == 2 && v <= 0xff:
			out = append(out, byte(v))
		default:
			return nil, errors.New("not base45")
		}
	}
	return out, nil
}
