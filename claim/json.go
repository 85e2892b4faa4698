package claim

import (
	"encoding/json"
	"reflect"
)

// MarshalJSON writes every array and map, even if empty. The claim itself is not changed.
func (c Claim) MarshalJSON() ([]byte, error) {
	type plain Claim
	return json.Marshal(plain(complete(reflect.ValueOf(c)).Interface().(Claim)))
}

// complete copies a value with its nil slices and maps made empty ones.
func complete(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if out.Field(i).CanSet() {
				out.Field(i).Set(complete(v.Field(i)))
			}
		}
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(complete(v.Index(i)))
		}
	case reflect.Map:
		if v.IsNil() {
			out.Set(reflect.MakeMap(v.Type()))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(complete(v.Elem()))
		}
	}
	return out
}
