package store

import (
	"reflect"
	"time"

	"rightdoor/models"
)

// cleaned gives a copy of v that says after a round through either database
// what it said before: texts without what PostgreSQL refuses, moments in UTC
// and whole microseconds. The caller's own stays as it is.
func cleaned[T any](v T) T {
	scrub(reflect.ValueOf(&v).Elem())
	return v
}

// scrub cleans what can be set, and copies what is shared before that.
func scrub(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(models.CleanText(v.String()))
	case reflect.Struct:
		scrubStruct(v)
	case reflect.Slice:
		if !v.IsNil() {
			scrubSlice(v)
		}
	case reflect.Map:
		if !v.IsNil() {
			scrubMap(v)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			scrubShared(v)
		}
	}
}

func scrubStruct(v reflect.Value) {
	if t, ok := v.Interface().(time.Time); ok {
		v.Set(reflect.ValueOf(moment(t)))
		return
	}
	for _, field := range v.Fields() {
		if field.CanSet() {
			scrub(field)
		}
	}
}

func scrubSlice(v reflect.Value) {
	own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(own, v)
	for i := range own.Len() {
		scrub(own.Index(i))
	}
	v.Set(own)
}

func scrubMap(v reflect.Value) {
	own := reflect.MakeMapWithSize(v.Type(), v.Len())
	for key, value := range v.Seq2() {
		own.SetMapIndex(scrubbed(key), scrubbed(value))
	}
	v.Set(own)
}

// scrubShared handles what stands behind a pointer or an interface.
func scrubShared(v reflect.Value) {
	own := scrubbed(v.Elem())
	if v.Kind() == reflect.Pointer {
		own = own.Addr()
	}
	v.Set(own)
}

func scrubbed(v reflect.Value) reflect.Value {
	own := reflect.New(v.Type()).Elem()
	own.Set(v)
	scrub(own)
	return own
}

// moment is a time as both databases keep it.
func moment(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
