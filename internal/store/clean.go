package store

import (
	"reflect"
	"slices"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

// cleaned gives a copy of v that says after a round through either database
// what it said before: texts without what PostgreSQL refuses, moments in UTC
// and whole microseconds. The caller's own stays as it is.
func cleaned[T any](v T) T {
	scrub(reflect.ValueOf(&v).Elem())
	return v
}

// cleanedChanges is cleaned for changes. A file is mostly accounts, which are
// worth a way of their own, without reflection.
func cleanedChanges(changes []models.Change) []models.Change {
	own := make([]models.Change, len(changes))
	for i, c := range changes {
		if facts, ok := c.(models.AccountFacts); ok {
			own[i] = cleanedFacts(facts)
		} else {
			own[i] = cleaned(c)
		}
	}
	return own
}

func cleanedFacts(c models.AccountFacts) models.AccountFacts {
	c.Domain, c.Name, c.Country = models.CleanText(c.Domain), models.CleanText(c.Name), models.CleanText(c.Country)
	c.Source, c.Observed = models.CleanText(c.Source), moment(c.Observed)
	c.Aliases, c.Domains = cleanedWords(c.Aliases), cleanedWords(c.Domains)
	c.Facts = slices.Clone(c.Facts)
	for i := range c.Facts {
		f := &c.Facts[i]
		f.Attribute = scoring.Attribute(models.CleanText(string(f.Attribute)))
		f.Value.Words, f.Value.Currency = cleanedWords(f.Value.Words), models.CleanText(f.Value.Currency)
	}
	return c
}

func cleanedWords(words []string) []string {
	words = slices.Clone(words)
	for i, w := range words {
		words[i] = models.CleanText(w)
	}
	return words
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
