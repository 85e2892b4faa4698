package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The kinds of objects, besides nil, bool, int64 and float64 (ISO 32000-1, 7.3).
type (
	Name   string
	String string
	Array  []any
	Dict   map[Name]any
	// Ref is a reference to an indirect object.
	Ref struct{ Num, Gen int }
	// Keyword is any other word: an operator of a content stream, "obj", "stream" …
	Keyword string
)

// maxNesting bounds arrays in dictionaries in arrays …
const maxNesting = 40

var (
	errShort   = errors.New("the object goes on after the bytes that were read")
	errNesting = errors.New("objects nested too deeply")
)

// A Lexer reads objects from bytes: of a file, an object stream or a content stream.
type Lexer struct {
	Data []byte
	At   int
	// NoRefs is set for content streams, where "1 0 R" is not a reference.
	NoRefs bool
}

// classes of bytes: 1 white space, 2 delimiter.
var classes = func() (c [256]byte) {
	for _, b := range "\x00\t\n\f\r " {
		c[b] = 1
	}
	for _, b := range "()<>[]{}/%" {
		c[b] = 2
	}
	return c
}()

func (l *Lexer) skipSpace() {
	for l.At < len(l.Data) {
		switch b := l.Data[l.At]; {
		case classes[b] == 1:
			l.At++
		case b == '%':
			for l.At < len(l.Data) && l.Data[l.At] != '\n' && l.Data[l.At] != '\r' {
				l.At++
			}
		default:
			return
		}
	}
}

// Next reads one object or keyword. At the end of the data it gives errShort; see Ended.
func (l *Lexer) Next() (any, error) { return l.object(0) }

// Ended reports that only white space is left.
func (l *Lexer) Ended() bool {
	l.skipSpace()
	return l.At >= len(l.Data)
}

func (l *Lexer) object(depth int) (any, error) {
	if depth > maxNesting {
		return nil, errNesting
	}
	l.skipSpace()
	if l.At >= len(l.Data) {
		return nil, errShort
	}
	switch b := l.Data[l.At]; b {
	case '/':
		return l.name()
	case '(':
		return l.literal()
	case '[':
		l.At++
		return l.array(depth)
	case '<':
		if l.At+1 >= len(l.Data) {
			return nil, errShort
		}
		if l.Data[l.At+1] == '<' {
			l.At += 2
			return l.dict(depth)
		}
		return l.hex()
	case ']', '>', ')', '{', '}':
		l.At++
		if b == '>' && l.At < len(l.Data) && l.Data[l.At] == '>' {
			l.At++
			return Keyword(">>"), nil
		}
		return Keyword(b), nil
	}
	return l.word()
}

// word reads a number, a reference or a keyword.
func (l *Lexer) word() (any, error) {
	token, err := l.regular()
	if err != nil {
		return nil, err
	}
	switch token {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	if c := token[0]; c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
		return Keyword(token), nil
	}
	n, err := strconv.ParseInt(token, 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(token, 64)
		if err != nil {
			return nil, fmt.Errorf("the number %q", token)
		}
		return f, nil
	}
	if l.NoRefs || n < 0 || n > 1<<31 {
		return n, nil
	}
	return l.maybeRef(n)
}

// maybeRef looks whether a whole number begins a reference, "12 0 R".
func (l *Lexer) maybeRef(n int64) (any, error) {
	back := l.At
	l.skipSpace()
	start := l.At
	for l.At < len(l.Data) && l.Data[l.At] >= '0' && l.Data[l.At] <= '9' {
		l.At++
	}
	if l.At == start || l.At-start > 5 {
		if l.At >= len(l.Data) {
			return nil, errShort
		}
		l.At = back
		return n, nil
	}
	gen, _ := strconv.Atoi(string(l.Data[start:l.At]))
	l.skipSpace()
	if l.At+1 >= len(l.Data) {
		return nil, errShort
	}
	if l.Data[l.At] == 'R' && classes[l.Data[l.At+1]] != 0 {
		l.At++
		return Ref{int(n), gen}, nil
	}
	l.At = back
	return n, nil
}

func (l *Lexer) regular() (string, error) {
	start := l.At
	for l.At < len(l.Data) && classes[l.Data[l.At]] == 0 {
		l.At++
	}
	if l.At >= len(l.Data) && !l.NoRefs {
		return "", errShort
	}
	return string(l.Data[start:l.At]), nil
}

func (l *Lexer) name() (any, error) {
	l.At++
	token, err := l.regular()
	if err != nil {
		return nil, err
	}
	if !bytes.Contains([]byte(token), []byte("#")) {
		return Name(token), nil
	}
	var out []byte
	for i := 0; i < len(token); i++ {
		if token[i] == '#' && i+2 < len(token) {
			if v, err := strconv.ParseUint(token[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, token[i])
	}
	return Name(out), nil
}

func (l *Lexer) literal() (any, error) {
	l.At++
	var out []byte
	for depth := 1; l.At < len(l.Data); l.At++ {
		switch b := l.Data[l.At]; b {
		case '\\':
			out = l.escape(out)
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.At++
				return String(out), nil
			}
		}
		out = append(out, l.Data[l.At])
	}
	return nil, errShort
}

// escape reads what follows a backslash (ISO 32000-1, table 3), up to its last byte.
func (l *Lexer) escape(out []byte) []byte {
	l.At++
	if l.At >= len(l.Data) {
		return out
	}
	b := l.Data[l.At]
	if i := strings.IndexByte("nrtbf", b); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case b >= '0' && b <= '7':
		v := 0
		for n := 0; n < 3 && l.At < len(l.Data) && l.Data[l.At] >= '0' && l.Data[l.At] <= '7'; n++ {
			v = v<<3 | int(l.Data[l.At]-'0')
			l.At++
		}
		l.At--
		return append(out, byte(v))
	case b == '\r' && l.At+1 < len(l.Data) && l.Data[l.At+1] == '\n':
		l.At++
		return out
	case b == '\r' || b == '\n':
		return out
	}
	return append(out, b)
}

func (l *Lexer) hex() (any, error) {
	l.At++
	var out []byte
	high, half := byte(0), false
	for ; l.At < len(l.Data); l.At++ {
		b := l.Data[l.At]
		if b == '>' {
			l.At++
			if half {
				out = append(out, high<<4)
			}
			return String(out), nil
		}
		v, ok := hexDigit(b)
		if !ok {
			if classes[b] == 1 {
				continue
			}
			return nil, fmt.Errorf("byte %#x in a hexadecimal string", b)
		}
		if half {
			out = append(out, high<<4|v)
		}
		high, half = v, !half
	}
	return nil, errShort
}

func hexDigit(b byte) (byte, bool) {
	switch {
	case b >= '0' && b <= '9':
		return b - '0', true
	case b >= 'a' && b <= 'f':
		return b - 'a' + 10, true
	case b >= 'A' && b <= 'F':
		return b - 'A' + 10, true
	}
	return 0, false
}

func (l *Lexer) array(depth int) (any, error) {
	list := Array{}
	for {
		o, err := l.object(depth + 1)
		if err != nil {
			return nil, err
		}
		if k, ok := o.(Keyword); ok {
			if k == "]" {
				return list, nil
			}
			return nil, fmt.Errorf("the word %q in an array", k)
		}
		list = append(list, o)
	}
}

func (l *Lexer) dict(depth int) (any, error) {
	d := Dict{}
	for {
		key, err := l.object(depth + 1)
		if err != nil {
			return nil, err
		}
		if key == Keyword(">>") {
			return d, nil
		}
		name, ok := key.(Name)
		if !ok {
			return nil, fmt.Errorf("the key %v of a dictionary", key)
		}
		value, err := l.object(depth + 1)
		if err != nil {
			return nil, err
		}
		if k, ok := value.(Keyword); ok {
			return nil, fmt.Errorf("the word %q in a dictionary", k)
		}
		d[name] = value
	}
}
