// Package pdf reads the structure of well-made PDF files lazily and strictly: cross-references, indirect
// objects, the page tree, and streams in the filters that are not pictures. It reads what it is asked for and
// nothing else, repairs nothing, and knows no encryption: for whatever it refuses there is PDFium.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// The bounds of what is read. Files beyond them are left to PDFium.
const (
	maxObjects      = 1 << 20
	maxSections     = 256      // of cross-references: one an incremental update
	maxObjectBytes  = 4 << 20  // of one object without its stream
	maxObjectStream = 16 << 20 // inflated
	cachedStreams   = 8
	maxDepth        = 16
)

// The errors that callers tell apart.
var (
	ErrEncrypted = errors.New("the file is encrypted")
	ErrNoXref    = errors.New("no startxref at the end of the file")
)

// File is an opened PDF. It is not safe for concurrent use.
type File struct {
	r       io.ReaderAt
	size    int64
	objects map[int]place
	trailer Dict
	// streams caches unpacked object streams by their number, in order of use.
	streams []*objectStream
	// depth counts the objects being read for each other: a stream, its length, the object stream of that …
	depth int
}

// A place says where an object is: at an offset, or inside an object stream.
type place struct {
	offset int64 // 0: free, or in a stream
	gen    int
	stream int
}

type objectStream struct {
	num     int
	data    []byte
	offsets map[int]int // by object number
}

// Open reads the cross-references.
func Open(r io.ReaderAt, size int64) (*File, error) {
	head := make([]byte, min(size, 1024))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	start := bytes.Index(head, []byte("%PDF-"))
	if start < 0 {
		return nil, errors.New("no %PDF header")
	}
	// Offsets count from the header, whatever stands before it.
	f := &File{r: io.NewSectionReader(r, int64(start), size-int64(start)), size: size - int64(start), objects: map[int]place{}}
	offset, err := f.startXref()
	if err != nil {
		return nil, err
	}
	if err := f.readXrefs(offset); err != nil {
		return nil, err
	}
	if _, ok := f.trailer["Encrypt"]; ok {
		return nil, ErrEncrypted
	}
	return f, nil
}

func (f *File) startXref() (int64, error) {
	tail := make([]byte, min(f.size, 2048))
	if _, err := f.r.ReadAt(tail, f.size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return 0, ErrNoXref
	}
	l := Lexer{Data: tail, At: i + len("startxref"), NoRefs: true}
	offset, err := l.Next()
	if n, ok := offset.(int64); err == nil && ok && n > 0 && n < f.size {
		return n, nil
	}
	return 0, fmt.Errorf("startxref %v", offset)
}

// Get gives the object a reference leads to, or the object itself; nil for a missing one.
func (f *File) Get(o any) (any, error) {
	for range 8 {
		ref, ok := o.(Ref)
		if !ok {
			return o, nil
		}
		var err error
		if o, err = f.object(ref); err != nil {
			return nil, fmt.Errorf("object %d: %w", ref.Num, err)
		}
	}
	return nil, errors.New("a reference to a reference to …")
}

// Dict gives a dictionary, following references; nil if there is none, or if it is a stream's.
func (f *File) Dict(o any) (Dict, error) {
	v, err := f.Get(o)
	if err != nil {
		return nil, err
	}
	d, _ := v.(Dict)
	return d, nil
}

// Array gives an array, following references; nil if there is none.
func (f *File) Array(o any) (Array, error) {
	v, err := f.Get(o)
	if err != nil {
		return nil, err
	}
	a, _ := v.(Array)
	return a, nil
}

// Name gives a name, following references; "" if there is none.
func (f *File) Name(o any) (Name, error) {
	v, err := f.Get(o)
	if err != nil {
		return "", err
	}
	n, _ := v.(Name)
	return n, nil
}

// Number gives a number, following references, or otherwise if there is none.
func (f *File) Number(o any, otherwise float64) (float64, error) {
	v, err := f.Get(o)
	if err != nil {
		return 0, err
	}
	switch n := v.(type) {
	case int64:
		return float64(n), nil
	case float64:
		return n, nil
	}
	return otherwise, nil
}

// Numbers gives an array of numbers; nil if there is none.
func (f *File) Numbers(o any) ([]float64, error) {
	list, err := f.Array(o)
	if err != nil || list == nil {
		return nil, err
	}
	out := make([]float64, len(list))
	for i, v := range list {
		if out[i], err = f.Number(v, 0); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (f *File) object(ref Ref) (any, error) {
	if f.depth > maxDepth {
		return nil, errors.New("objects that need each other to be read")
	}
	f.depth++
	defer func() { f.depth-- }()
	at, ok := f.objects[ref.Num]
	switch {
	case !ok:
		return nil, nil
	case at.offset > 0 && at.gen == ref.Gen:
		return f.at(at.offset, ref.Num)
	case at.stream > 0 && ref.Gen == 0:
		return f.inStream(at.stream, ref.Num)
	}
	return nil, nil
}

// at reads the indirect object at an offset; num is its number, 0 for any.
func (f *File) at(offset int64, num int) (any, error) {
	for window := int64(2 << 10); ; window *= 8 {
		data := make([]byte, min(window, f.size-offset))
		if _, err := f.r.ReadAt(data, offset); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		o, err := f.indirect(data, offset, num)
		if !errors.Is(err, errShort) {
			return o, err
		}
		if int64(len(data)) == f.size-offset || window > maxObjectBytes {
			return nil, fmt.Errorf("the object does not end: %w", io.ErrUnexpectedEOF)
		}
	}
}

func (f *File) indirect(data []byte, offset int64, num int) (any, error) {
	l := Lexer{Data: data, NoRefs: true}
	var head [3]any
	for i := range head {
		var err error
		if head[i], err = l.Next(); err != nil {
			return nil, err
		}
		if l.At >= len(l.Data) {
			return nil, errShort
		}
	}
	if n, ok := head[0].(int64); !ok || head[2] != Keyword("obj") || num != 0 && n != int64(num) {
		return nil, fmt.Errorf("no object %d at %d", num, offset)
	}
	l.NoRefs = false
	o, err := l.Next()
	if err != nil {
		return nil, err
	}
	d, ok := o.(Dict)
	if !ok {
		return o, nil
	}
	word, err := l.Next()
	if err != nil {
		return nil, err
	}
	if word != Keyword("stream") {
		return d, nil
	}
	return f.stream(d, data, l.At, offset)
}

// stream makes a Stream of the dictionary before the keyword "stream", which ends at data[at].
func (f *File) stream(d Dict, data []byte, at int, offset int64) (any, error) {
	if at+2 > len(data) {
		return nil, errShort
	}
	if data[at] == '\r' {
		at++
	}
	if data[at] == '\n' {
		at++
	}
	length, err := f.Number(d["Length"], -1)
	if err != nil {
		return nil, err
	}
	s := &Stream{Dict: d, file: f, offset: offset + int64(at), length: int64(length)}
	if s.length < 0 || s.offset+s.length > f.size {
		return nil, fmt.Errorf("a stream of %v bytes: %w", length, io.ErrUnexpectedEOF)
	}
	tail := make([]byte, 16)
	n, _ := f.r.ReadAt(tail, s.offset+s.length)
	if !bytes.HasPrefix(bytes.TrimLeft(tail[:n], "\r\n \t\x00"), []byte("endstream")) {
		return nil, errors.New("a stream of another length than it says")
	}
	return s, nil
}

func (f *File) inStream(stream, num int) (any, error) {
	s, err := f.objectStream(stream)
	if err != nil {
		return nil, fmt.Errorf("object stream %d: %w", stream, err)
	}
	at, ok := s.offsets[num]
	if !ok {
		return nil, fmt.Errorf("not in object stream %d", stream)
	}
	l := Lexer{Data: s.data, At: at}
	return l.Next()
}

func (f *File) objectStream(num int) (*objectStream, error) {
	for i, s := range f.streams {
		if s.num == num {
			copy(f.streams[1:i+1], f.streams[:i])
			f.streams[0] = s
			return s, nil
		}
	}
	at := f.objects[num]
	if at.offset == 0 {
		return nil, errors.New("missing")
	}
	o, err := f.at(at.offset, num)
	if err != nil {
		return nil, err
	}
	raw, ok := o.(*Stream)
	if !ok {
		return nil, errors.New("not a stream")
	}
	s, err := f.parseObjectStream(num, raw)
	if err != nil {
		return nil, err
	}
	f.streams = append([]*objectStream{s}, f.streams[:min(len(f.streams), cachedStreams-1)]...)
	return s, nil
}

func (f *File) parseObjectStream(num int, raw *Stream) (*objectStream, error) {
	data, err := raw.Decode(maxObjectStream)
	if err != nil {
		return nil, err
	}
	count, _ := raw.Dict["N"].(int64)
	first, _ := raw.Dict["First"].(int64)
	if count < 0 || count > maxObjects || first < 0 || first > int64(len(data)) {
		return nil, errors.New("a bad header")
	}
	s := &objectStream{num: num, data: append(data, "\nendobj "...), offsets: make(map[int]int)}
	l := Lexer{Data: data[:first], NoRefs: true}
	for range count {
		n, err := l.Next()
		if err != nil {
			return nil, err
		}
		at, err := l.Next()
		if err != nil {
			return nil, err
		}
		number, ok1 := n.(int64)
		offset, ok2 := at.(int64)
		if !ok1 || !ok2 || offset < 0 || first+offset > int64(len(data)) {
			return nil, errors.New("a bad list of objects")
		}
		s.offsets[int(number)] = int(first + offset)
	}
	return s, nil
}
