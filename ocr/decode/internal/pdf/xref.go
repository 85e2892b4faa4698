package pdf

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// readXrefs follows the chain of cross-reference sections, newest first (ISO 32000-1, 7.5.4 to 7.5.8).
func (f *File) readXrefs(offset int64) error {
	seen := map[int64]bool{}
	for {
		if seen[offset] {
			return errors.New("the cross-references are a loop")
		}
		if len(seen) >= maxSections {
			return fmt.Errorf("more than %d cross-reference sections", maxSections)
		}
		seen[offset] = true
		trailer, err := f.readXref(offset)
		if err != nil {
			return fmt.Errorf("cross-references at %d: %w", offset, err)
		}
		if f.trailer == nil {
			f.trailer = trailer
		}
		if hidden, ok := trailer["XRefStm"].(int64); ok && !seen[hidden] {
			seen[hidden] = true
			if hidden <= 0 || hidden >= f.size {
				return fmt.Errorf("cross-references at %d", hidden)
			}
			if _, err := f.readXrefStream(hidden); err != nil {
				return fmt.Errorf("cross-references at %d: %w", hidden, err)
			}
		}
		prev, ok := trailer["Prev"].(int64)
		if !ok {
			return nil
		}
		if prev <= 0 || prev >= f.size {
			return fmt.Errorf("cross-references at %d", prev)
		}
		offset = prev
	}
}

func (f *File) readXref(offset int64) (Dict, error) {
	head := make([]byte, 32)
	n, err := f.r.ReadAt(head, offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	l := Lexer{Data: head[:n], NoRefs: true}
	if word, _ := l.Next(); word == Keyword("xref") {
		return f.readXrefTable(offset + int64(l.At))
	}
	return f.readXrefStream(offset)
}

func (f *File) add(num int, at place) error {
	if _, ok := f.objects[num]; ok {
		return nil // a newer section has told
	}
	if len(f.objects) >= maxObjects {
		return fmt.Errorf("more than %d objects", maxObjects)
	}
	f.objects[num] = at
	return nil
}

func (f *File) readXrefTable(offset int64) (Dict, error) {
	r := bufio.NewReaderSize(io.NewSectionReader(f.r, offset, f.size-offset), 8<<10)
	read := int64(0)
	for {
		word, n, err := readWord(r)
		read += n
		if err != nil {
			return nil, err
		}
		if word == "trailer" {
			break
		}
		first, err := strconv.Atoi(word)
		if err != nil {
			return nil, fmt.Errorf("%q in the table", word)
		}
		word, n, err = readWord(r)
		read += n
		if err != nil {
			return nil, err
		}
		count, err := strconv.Atoi(word)
		if err != nil || count < 0 || count > maxObjects || first < 0 || first > maxObjects {
			return nil, fmt.Errorf("a section of %q objects", word)
		}
		for i := range count {
			var words [3]string
			for k := range words {
				words[k], n, err = readWord(r)
				read += n
				if err != nil {
					return nil, err
				}
			}
			at, err1 := strconv.ParseInt(words[0], 10, 64)
			gen, err2 := strconv.Atoi(words[1])
			if err1 != nil || err2 != nil || words[2] != "n" && words[2] != "f" || at >= f.size && words[2] == "n" {
				return nil, fmt.Errorf("the entry %q", words)
			}
			if words[2] == "f" {
				at = 0
			}
			if err := f.add(first+i, place{offset: at, gen: gen}); err != nil {
				return nil, err
			}
		}
	}
	data := make([]byte, min(64<<10, f.size-offset-read))
	if _, err := f.r.ReadAt(data, offset+read); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	l := Lexer{Data: data}
	o, err := l.Next()
	if err != nil {
		return nil, err
	}
	trailer, ok := o.(Dict)
	if !ok {
		return nil, errors.New("no trailer dictionary")
	}
	return trailer, nil
}

// readWord reads the next word of at most 20 bytes, and says how many bytes it took. The byte after the word
// is left unread.
func readWord(r *bufio.Reader) (string, int64, error) {
	var word []byte
	var n int64
	for {
		b, err := r.ReadByte()
		if err != nil {
			return "", n, io.ErrUnexpectedEOF
		}
		n++
		if class := classes[b]; class == 0 {
			if word = append(word, b); len(word) > 20 {
				return "", n, fmt.Errorf("%q in the table", word)
			}
			continue
		}
		if len(word) > 0 {
			return string(word), n - 1, r.UnreadByte()
		}
		if classes[b] == 2 {
			return "", n, fmt.Errorf("%q in the table", b)
		}
	}
}

func (f *File) readXrefStream(offset int64) (Dict, error) {
	o, err := f.at(offset, 0)
	if err != nil {
		return nil, err
	}
	s, ok := o.(*Stream)
	if !ok || s.Dict["Type"] != Name("XRef") {
		return nil, errors.New("neither a table nor a stream")
	}
	var w [3]int
	widths, _ := s.Dict["W"].(Array)
	if len(widths) != 3 {
		return nil, errors.New("no field widths")
	}
	for i := range w {
		n, ok := widths[i].(int64)
		if !ok || n < 0 || n > 8 {
			return nil, fmt.Errorf("the field width %v", widths[i])
		}
		w[i] = int(n)
	}
	size, _ := s.Dict["Size"].(int64)
	index, ok := s.Dict["Index"].(Array)
	if !ok {
		index = Array{int64(0), size}
	}
	entry := w[0] + w[1] + w[2]
	if entry == 0 {
		return nil, errors.New("fields without width")
	}
	data, err := s.Decode(int64(entry) * (maxObjects + 1))
	if err != nil {
		return nil, err
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := index[i].(int64)
		count, ok2 := index[i+1].(int64)
		if !ok1 || !ok2 || first < 0 || first > maxObjects || count < 0 || count*int64(entry) > int64(len(data)) {
			return nil, fmt.Errorf("the index %v", index)
		}
		for k := range int(count) {
			if err := f.addFromStream(int(first)+k, data[k*entry:(k+1)*entry], w); err != nil {
				return nil, err
			}
		}
		data = data[int(count)*entry:]
	}
	return s.Dict, nil
}

// addFromStream adds an entry of a cross-reference stream (ISO 32000-1, table 18).
func (f *File) addFromStream(num int, b []byte, w [3]int) error {
	field := func(n int) (v int64) {
		for _, c := range b[:n] {
			v = v<<8 | int64(c)
		}
		b = b[n:]
		return v
	}
	kind := int64(1)
	if w[0] > 0 {
		kind = field(w[0])
	}
	second, third := field(w[1]), field(w[2])
	switch {
	case kind == 0:
		return f.add(num, place{})
	case kind == 1 && second > 0 && second < f.size:
		return f.add(num, place{offset: second, gen: int(third)})
	case kind == 2 && second > 0 && second <= maxObjects:
		return f.add(num, place{stream: int(second)})
	}
	return fmt.Errorf("an entry of type %d at %d", kind, second)
}
