package playground

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Slack's words, from its validator.
const (
	wantObject  = "must provide an object"
	wantArray   = "must provide an array"
	wantString  = "must provide a string"
	wantInteger = "must provide an integer"
	wantBoolean = "must be a boolean"
	wantEnum    = "must be a valid enum value"

	tooLong  = "must be less than %d characters"
	tooShort = "must be more than %d characters"
	tooMany  = "no more than %d items allowed"
	tooFew   = "must provide at least %d items"
	tooBig   = "must be less than %d"
	tooSmall = "must be greater than %d"

	unknownType  = "unsupported type: %s"
	unknownField = "invalid additional property: %s"
	missingField = "missing required field: %s"
)

// kind is what a JSON value is.
type kind int

const (
	isNull kind = iota
	isBool
	isNumber
	isString
	isArray
	isObject
)

// node is a JSON value that remembers the order it was written in, which a map
// does not.
type node struct {
	kind  kind
	order int      // position in the document
	text  string   // a string, or a number's digits
	names []string // an object's members, in step with items
	items []*node  // an object's or an array's values
}

// deepest is how far values may nest; Block Kit's own go to a dozen.
const deepest = 64

// readNode reads one JSON value; a string that itself holds an array or an
// object, as forms send them, is opened. Nothing else may follow.
func readNode(raw json.RawMessage) (*node, bool) {
	if !json.Valid(raw) {
		return nil, false
	}
	r := reader{dec: json.NewDecoder(bytes.NewReader(raw))}
	r.dec.UseNumber()
	root := r.value()
	inner := strings.TrimSpace(root.text)
	if root.kind == isString && (strings.HasPrefix(inner, "[") || strings.HasPrefix(inner, "{")) {
		return readNode(json.RawMessage(inner))
	}
	return root, !r.tooDeep
}

// reader builds nodes from JSON that is known to be valid, so no token fails.
type reader struct {
	dec     *json.Decoder
	order   int
	depth   int
	tooDeep bool
}

func (r *reader) value() *node {
	token, err := r.dec.Token()
	r.order++
	n := &node{order: r.order}
	if err != nil {
		return n
	}
	switch v := token.(type) {
	case bool:
		n.kind = isBool
	case json.Number:
		n.kind, n.text = isNumber, v.String()
	case string:
		n.kind, n.text = isString, v
	case json.Delim:
		n.kind = isArray
		if v == '{' {
			n.kind = isObject
		}
		r.fill(n)
	}
	return n
}

// fill reads an array's or an object's values up to its closing bracket.
func (r *reader) fill(n *node) {
	r.depth++
	r.tooDeep = r.tooDeep || r.depth > deepest
	for !r.tooDeep && r.dec.More() {
		if n.kind == isObject {
			n.names = append(n.names, r.value().text)
		}
		n.items = append(n.items, r.value())
	}
	r.depth--
	_, _ = r.dec.Token() // the closing bracket
}

// member is an object's member; of two with one name the later counts.
func (n *node) member(name string) (*node, bool) {
	for i, have := range slices.Backward(n.names) {
		if have == name {
			return n.items[i], true
		}
	}
	return nil, false
}

// length counts a string in characters, as Slack does.
func (n *node) length() int { return utf8.RuneCountInString(n.text) }

// spot is a value and where it stands.
type spot struct {
	pointer string
	*node
}

// child is an object's member, where it stands.
func (s spot) child(name string) (spot, bool) {
	if s.node == nil {
		return spot{}, false
	}
	n, ok := s.member(name)
	return spot{s.pointer + "/" + name, n}, ok
}

// each is every value of an array or an object, where it stands.
func (s spot) each() []spot {
	if s.node == nil {
		return nil
	}
	all := make([]spot, len(s.items))
	for i, item := range s.items {
		name := strconv.Itoa(i)
		if s.kind == isObject {
			name = s.names[i]
		}
		all[i] = spot{s.pointer + "/" + name, item}
	}
	return all
}

// typeName is what an object says it is, "" when it does not.
func (s spot) typeName() string {
	if t, ok := s.child("type"); ok && t.kind == isString {
		return t.text
	}
	return ""
}

// walk goes over a document and keeps what is wrong with it.
type walk struct {
	where surface
	found []finding
}

type finding struct {
	order int
	problem
}

func (w *walk) report(at spot, message string, values ...any) {
	if len(values) > 0 {
		message = fmt.Sprintf(message, values...)
	}
	w.found = append(w.found, finding{at.order, problem{at.pointer, message}})
}

// problems is what was found, in the order of the document.
func (w *walk) problems() []problem {
	slices.SortStableFunc(w.found, func(a, b finding) int { return cmp.Compare(a.order, b.order) })
	var all []problem
	for _, f := range w.found {
		all = append(all, f.problem)
	}
	return all
}

// want reports a value of the wrong kind. Slack takes null for a wrong kind,
// not for a field left out.
func (w *walk) want(at spot, k kind, otherwise string) bool {
	if at.kind != k {
		w.report(at, otherwise)
		return false
	}
	return true
}

// shape is what a value may be.
type shape interface {
	check(w *walk, at spot)
}

// field is one member of an object.
type field struct {
	name     string
	value    shape
	required bool
}

func need(name string, value shape) field { return field{name, value, true} }
func may(name string, value shape) field  { return field{name, value, false} }

// rule is about several members of one object.
type rule func(w *walk, at spot)

// record is an object. Slack refuses members it does not know, so do we, but
// for the open ones, whose members we do not list.
type record struct {
	where  surface // where it may stand; 0 is everywhere
	fields []field
	rules  []rule
	open   bool
}

func (r record) check(w *walk, at spot) { r.checkBut(w, at, "") }

// checkBut leaves one member to the caller, who has checked it.
func (r record) checkBut(w *walk, at spot, done string) {
	if !w.want(at, isObject, wantObject) {
		return
	}
	for i, child := range at.each() {
		if name := at.names[i]; name != done {
			r.member(w, at, child, name)
		}
	}
	for _, f := range r.fields {
		if _, ok := at.child(f.name); f.required && !ok {
			w.report(at, missingField, f.name)
		}
	}
	for _, holds := range r.rules {
		holds(w, at)
	}
}

func (r record) member(w *walk, at, child spot, name string) {
	for _, f := range r.fields {
		if f.name == name {
			f.value.check(w, child)
			return
		}
	}
	if !r.open {
		w.report(spot{at.pointer, child.node}, unknownField, name)
	}
}

// oneOf is an object that says by its type which of several it is.
type oneOf map[string]record

func (o oneOf) check(w *walk, at spot) {
	w.typed(at, len(o) == 1, func(name string) (record, bool) {
		r, ok := o[name]
		return r, ok
	})
}

// family is a table of objects, for those that can hold each other: such tables
// can only be named, not written into one another.
type family int

const (
	blockFamily family = iota
	elementFamily
	richTextFamily
)

func (f family) record(name string) (record, bool) {
	tables := [...]map[string]record{blockFamily: blockKinds, elementFamily: elementKinds, richTextFamily: richTextKinds}
	r, ok := tables[f][name]
	return r, ok
}

// named is an object of a family: one of the names, or any when there are none.
type named struct {
	family family
	names  []string
}

func (n named) check(w *walk, at spot) {
	w.typed(at, len(n.names) == 1, func(name string) (record, bool) {
		if len(n.names) > 0 && !slices.Contains(n.names, name) {
			return record{}, false
		}
		return n.family.record(name)
	})
}

// typed checks an object as the one that its type names. Slack words it
// differently when there was only one to choose.
func (w *walk) typed(at spot, single bool, find func(string) (record, bool)) {
	if !w.want(at, isObject, wantObject) {
		return
	}
	name, ok := at.child("type")
	if !ok {
		w.report(at, missingField, "type")
		return
	}
	if !w.want(name, isString, wantString) {
		return
	}
	r, known := find(name.text)
	switch {
	case !known && single:
		w.report(name, wantEnum)
	case !known, r.where != 0 && r.where&w.where == 0:
		w.report(name, unknownType, name.text)
	default:
		r.checkBut(w, at, "type")
	}
}

// list is an array of like things; max 0 is any number.
type list struct {
	of       shape
	min, max int
}

func (l list) check(w *walk, at spot) {
	if !w.want(at, isArray, wantArray) {
		return
	}
	n := len(at.items)
	if l.max > 0 && n > l.max {
		w.report(at, tooMany, l.max)
		return
	}
	if n < l.min {
		w.report(at, tooFew, l.min)
	}
	for _, item := range at.each() {
		l.of.check(w, item)
	}
}

// str is a string of min to max characters; max 0 is any length.
type str struct{ min, max int }

func (s str) check(w *walk, at spot) {
	if !w.want(at, isString, wantString) {
		return
	}
	if n := at.length(); n < s.min {
		w.report(at, tooShort, s.min-1)
	} else if s.max > 0 && n > s.max {
		w.report(at, tooLong, s.max+1)
	}
}

// id is a block_id, an action_id and the like.
var id = str{1, 255}

// enum is one of a few words.
type enum []string

func (e enum) check(w *walk, at spot) {
	if w.want(at, isString, wantString) && !slices.Contains(e, at.text) {
		w.report(at, wantEnum)
	}
}

// flag is true or false.
type flag struct{}

func (flag) check(w *walk, at spot) { w.want(at, isBool, wantBoolean) }

// integer is a whole number from min to max. Slack says "greater than" and
// "less than", and means that the limit itself is allowed.
type integer struct{ min, max int }

func (i integer) check(w *walk, at spot) {
	if !w.want(at, isNumber, wantInteger) {
		return
	}
	n, err := strconv.Atoi(at.text)
	switch {
	case err != nil:
		w.report(at, wantInteger)
	case n < i.min:
		w.report(at, tooSmall, i.min)
	case n > i.max:
		w.report(at, tooBig, i.max)
	}
}

// number is any number.
type number struct{}

func (number) check(w *walk, at spot) { w.want(at, isNumber, "must provide a number") }

// written is a string in a form of its own: a date, a URL.
type written struct {
	max       int // characters; 0 is any length
	ok        func(string) bool
	otherwise string
}

func (f written) check(w *walk, at spot) {
	before := len(w.found)
	str{1, f.max}.check(w, at)
	if len(w.found) == before && !f.ok(at.text) {
		w.report(at, f.otherwise)
	}
}

// orNull also takes null.
type orNull struct{ of shape }

func (o orNull) check(w *walk, at spot) {
	if at.kind != isNull {
		o.of.check(w, at)
	}
}
