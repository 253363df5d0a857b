package targeting

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// position gives the line and column at which a node begins.
func position(n ast.Node) (line, column int) {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return position(n.Values[0])
		}
	case *ast.MappingValueNode:
		return position(n.Key)
	}
	t := n.GetToken()
	if t == nil || t.Position == nil {
		return 1, 1
	}
	return t.Position.Line, max(t.Position.Column, 1)
}

// entry is one key of a map.
type entry struct {
	name  string
	key   ast.Node
	value ast.Node
}

// given is what a map holds, by key.
type given map[string]entry

// has tells whether a key is there with a value; one with nothing after its
// colon counts as left out.
func (g given) has(key string) bool {
	_, ok := g[key]
	return ok
}

// entries gives the keys of a map in their order, without those left empty. A
// key that stands twice is noted and counts once; ok is false when at is no
// map, or when enough is wrong already.
func (r *reader) entries(at ast.Node, what string) (list []entry, ok bool) {
	if r.full() {
		return nil, false
	}
	values, ok := mapValues(at)
	if !ok {
		r.wrong(at, "%s is a map of keys and values here, and this is %s. Write it as key: value.", subject(what), describe(at))
		return nil, false
	}
	seen := map[string]bool{}
	for _, v := range values {
		name, plain := scalar(v.Key)
		switch {
		case !plain:
			r.wrong(v.Key, "A key is one word, and this is not.")
		case seen[name]:
			r.wrong(v.Key, "%q stands twice in %s. Keep one of them.", name, what)
		case v.Value != nil && v.Value.Type() != ast.NullType:
			list = append(list, entry{name, v.Key, v.Value})
		}
		seen[name] = true
	}
	return list, true
}

func mapValues(at ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := at.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	default:
		return nil, false
	}
}

// items gives the members of a list; a single value is a list of one.
func (r *reader) items(at ast.Node) []ast.Node {
	if n, ok := at.(*ast.SequenceNode); ok {
		return n.Values
	}
	return []ast.Node{at}
}

// maps gives the members of a list of maps; anything else is noted.
func (r *reader) maps(at ast.Node, what, example string) []ast.Node {
	n, ok := at.(*ast.SequenceNode)
	if !ok {
		r.wrong(at, "%s is a list here, and this is %s. Start each member with a dash, as in %q.", subject(what), describe(at), example)
		return nil
	}
	return n.Values
}

// text reads one value as it is written.
func (r *reader) text(at ast.Node) (string, bool) {
	s, ok := scalar(at)
	if !ok {
		r.wrong(at, "One value belongs here, and this is %s. Write it as text.", describe(at))
	}
	return s, ok
}

// scalar gives the text of a single value, whatever YAML takes it for: a name
// may be 24 or true.
func scalar(at ast.Node) (text string, ok bool) {
	switch n := at.(type) {
	case *ast.StringNode:
		return strings.TrimSpace(n.Value), true
	case *ast.LiteralNode:
		return strings.TrimSpace(n.Value.Value), true
	case *ast.NullNode:
		return "", true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return strings.TrimSpace(n.GetToken().Value), true
	default:
		return "", false
	}
}

// describe names what a node is to the person who wrote it.
func describe(at ast.Node) string {
	if _, ok := mapValues(at); ok {
		return "a map"
	}
	if _, ok := at.(*ast.SequenceNode); ok {
		return "a list"
	}
	if s, ok := scalar(at); ok && s != "" {
		return fmt.Sprintf("%q", s)
	}
	return "empty"
}

// subject begins a sentence with what it is about; a key stays as the file has
// it.
func subject(what string) string {
	if strings.Contains(what, " ") {
		return capital(what)
	}
	return what
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
