package claim

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// Set writes the value at a JSON pointer (RFC 6901) from its JSON text form without quotes: "87.50",
// "2026-05-10", "true", "ROSSI". The empty string makes the value absent. Slices grow as the pointer
// asks, by at most one element; absent objects are made.
func (c *Claim) Set(pointer, value string) error {
	field, err := locate(reflect.ValueOf(c).Elem(), pointer, true)
	if err != nil {
		return fmt.Errorf("set %s: %w", pointer, err)
	}
	if err := assign(field, value); err != nil {
		return fmt.Errorf("set %s: %w", pointer, err)
	}
	return nil
}

// Get is the value at a JSON pointer in its JSON text form without quotes; "" when it is absent. It knows the days
// that IssuedOnPointer names too.
func (c *Claim) Get(pointer string) (string, error) {
	if i, ok := issuedOn(pointer); ok && i < len(c.Documents) {
		return c.IssuedOn(i).String(), nil
	}
	field, err := locate(reflect.ValueOf(c).Elem(), pointer, false)
	if err != nil {
		return "", fmt.Errorf("get %s: %w", pointer, err)
	}
	if !field.IsValid() {
		return "", nil
	}
	return textOf(field)
}

func locate(v reflect.Value, pointer string, grow bool) (reflect.Value, error) {
	if !strings.HasPrefix(pointer, "/") {
		return reflect.Value{}, fmt.Errorf("not a JSON pointer")
	}
	for _, step := range strings.Split(pointer[1:], "/") {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !grow {
					return reflect.Value{}, nil
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		switch v.Kind() {
		case reflect.Slice:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || strconv.Itoa(i) != step { // RFC 6901, 4: no sign, no leading zeros
				return reflect.Value{}, fmt.Errorf("%q is no index", step)
			}
			if i >= v.Len() {
				if !grow {
					return reflect.Value{}, nil
				}
				if i > v.Len() {
					return reflect.Value{}, fmt.Errorf("index %d leaves a gap", i)
				}
				v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			}
			v = v.Index(i)
		case reflect.Struct:
			next, ok := fieldByTag(v, step)
			if !ok {
				return reflect.Value{}, fmt.Errorf("no member %q", step)
			}
			v = next
		default:
			return reflect.Value{}, fmt.Errorf("nothing below %q", step)
		}
	}
	return v, nil
}

func fieldByTag(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if tag == name {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// assign lets the type's own JSON form decide what is a valid value.
func assign(field reflect.Value, value string) error {
	if value == "" {
		field.SetZero()
		return nil
	}
	kind := field.Type()
	if kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	text := []byte(value)
	switch kind.Kind() {
	case reflect.Bool, reflect.Int:
	default:
		quoted, err := json.Marshal(value)
		if err != nil {
			return err
		}
		text = quoted
	}
	return json.Unmarshal(text, field.Addr().Interface())
}

func textOf(field reflect.Value) (string, error) {
	data, err := json.Marshal(field.Interface())
	if err != nil {
		return "", err
	}
	var text string
	if json.Unmarshal(data, &text) == nil {
		return text, nil
	}
	if string(data) == "null" {
		return "", nil
	}
	return string(data), nil
}

// Leaves lists every scalar value of a claim, or of any subset of its JSON, by JSON pointer in its text
// form; null is "". Empty arrays and objects have no leaves.
func Leaves(data []byte) (map[string]string, error) {
	var tree any
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("leaves: %w", err)
	}
	leaves := map[string]string{}
	collect(leaves, "", tree)
	return leaves, nil
}

func collect(leaves map[string]string, pointer string, node any) {
	switch node := node.(type) {
	case map[string]any:
		for key, child := range node {
			collect(leaves, pointer+"/"+EscapePointer(key), child)
		}
	case []any:
		for i, child := range node {
			collect(leaves, pointer+"/"+strconv.Itoa(i), child)
		}
	case nil:
		leaves[pointer] = ""
	default:
		leaves[pointer] = fmt.Sprint(node)
	}
}

// EscapePointer escapes one step of a JSON pointer (RFC 6901).
func EscapePointer(step string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(step)
}

// ProvenancePointers lists the pointers of a claim's provenance in order.
func (c *Claim) ProvenancePointers() []string {
	pointers := make([]string, 0, len(c.Provenance))
	for pointer := range c.Provenance {
		pointers = append(pointers, pointer)
	}
	sort.Strings(pointers)
	return pointers
}
