package language

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// How frames are read from the lexicon, and where they are looked for.

// questionNode is a part of a frame without slots: a word, a sequence or a
// choice.
type questionNode struct {
	id       int32
	number   int32 // of those that forms need
	sequence []*questionNode
	choice   []*questionNode
	nullable bool
	first    []int32           // the words it can begin with, some of them twice
	choices  bool              // any of choice
	starts   []choiceStarts    // of a choice: what it can begin with, 64 words each
	by       [][]*questionNode // its longer choices by first word, in the order of the bits of starts
	empty    []*questionNode   // those that can be nothing
}

// choiceStarts are bits for 64 words of the vocabulary.
type choiceStarts struct {
	words  uint64 // each is a choice of its own
	longer uint64 // each begins longer ones
	before int32  // how many bits of longer stand before these
}

// questionItem is a part of a form: a node or a slot.
type questionItem struct {
	node   *questionNode
	slot   byte
	starts wordSet // what the node can begin with
}

// anchoredForm is a form filed under a word, with what else it needs: parts by
// their numbers, so that most are passed over without a look at the form.
type anchoredForm struct {
	form  int32
	needs []int32
}

// wordSet holds words by the last bits of their ids: a word that is not in it
// is none of them, one that is may be another. It says most often, and without
// a look at the node, that a node has no word at some place.
type wordSet [4]uint64

func (s *wordSet) add(id int32)      { s[id>>6&3] |= 1 << (id & 63) }
func (s *wordSet) has(id int32) bool { return s[id>>6&3]>>(id&63)&1 == 1 }

// questionForm is one way through a frame: choices that hold slots are taken
// apart.
type questionForm struct {
	intent string
	role   string
	bonus  int
	items  []questionItem
	label  string // language and frame, as a span names it
	loose  bool   // rests on a name: tried only where nothing else fits
}

func (x *questionLexicon) addForm(lang, intent, frame string) {
	intent, bonus, _ := strings.Cut(intent, "*")
	intent, role, _ := strings.Cut(intent, ":")
	f := questionForm{intent: intent, role: role, label: lang + " " + frame}
	f.bonus, _ = strconv.Atoi(bonus)
	if intent == "lead" || intent == "trail" {
		n := x.node(frame)
		if intent == "lead" {
			x.leads = append(x.leads, n)
		} else {
			x.trails = append(x.trails, n)
		}
		return
	}
	for _, items := range x.expand(frame) {
		f.items = items
		f.loose = slices.ContainsFunc(items, func(i questionItem) bool { return i.slot == 'K' })
		x.forms = append(x.forms, f)
	}
}

// questionParts splits a frame at the spaces outside brackets.
func questionParts(frame string, sep byte) []string {
	var parts []string
	depth, start := 0, 0
	for i := 0; i <= len(frame); i++ {
		if i == len(frame) || frame[i] == sep && depth == 0 {
			if part := strings.TrimSpace(frame[start:i]); part != "" || sep == '|' {
				parts = append(parts, part)
			}
			start = i + 1
			continue
		}
		switch frame[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
	}
	if depth != 0 {
		panic("unbalanced frame: " + frame)
	}
	return parts
}

// expand gives every sequence of items that a frame stands for.
func (x *questionLexicon) expand(frame string) [][]questionItem {
	ways := [][]questionItem{nil}
	for _, part := range questionParts(frame, ' ') {
		var next [][]questionItem
		for _, tail := range x.expandPart(part) {
			for _, way := range ways {
				next = append(next, append(append([]questionItem{}, way...), tail...))
			}
		}
		ways = next
	}
	return ways
}

func (x *questionLexicon) expandPart(part string) [][]questionItem {
	switch {
	case part[0] == '{':
		return [][]questionItem{{{slot: part[1]}}}
	case !strings.Contains(part, "{"):
		item := questionItem{node: x.node(part)}
		for _, id := range item.node.first {
			item.starts.add(id)
		}
		return [][]questionItem{{item}}
	}
	var ways [][]questionItem
	if part[0] == '[' {
		ways = append(ways, nil)
	}
	for _, choice := range questionParts(part[1:len(part)-1], '|') {
		ways = append(ways, x.expand(choice)...)
	}
	return ways
}

// node makes the node of a part without slots; equal parts share one.
func (x *questionLexicon) node(part string) *questionNode {
	if n := x.nodes[part]; n != nil {
		return n
	}
	n := x.makeNode(part)
	x.nodes[part] = n
	return n
}

func (x *questionLexicon) makeNode(part string) *questionNode {
	parts := questionParts(part, ' ')
	switch {
	case len(parts) != 1:
		n := &questionNode{}
		for _, p := range parts {
			n.sequence = append(n.sequence, x.node(p))
		}
		return n.close()
	case parts[0] != part:
		return x.node(parts[0])
	case part[0] == '@':
		class, ok := x.classes[part[1:]]
		if !ok {
			panic("no class " + part)
		}
		return x.choice(class)
	case part[0] == '(':
		return x.choice(part[1 : len(part)-1])
	case part[0] == '[':
		return x.choice(part[1:len(part)-1] + "|")
	}
	if strings.ContainsAny(part, "()[]{}|") {
		panic("bad part of a frame: " + part)
	}
	n := &questionNode{id: x.id(part)}
	n.first = []int32{n.id}
	return n
}

func (x *questionLexicon) choice(choices string) *questionNode {
	n := &questionNode{choices: true}
	for _, c := range questionParts(choices, '|') {
		if c == "" {
			n.nullable = true
			continue
		}
		n.choice = append(n.choice, x.node(c))
	}
	return n.close()
}

// close works out what a node can begin with.
func (n *questionNode) close() *questionNode {
	if !n.choices {
		n.nullable = true
		for _, k := range n.sequence {
			n.first = append(n.first, k.first...)
			if !k.nullable {
				n.nullable = false
				break
			}
		}
		return n
	}
	by := map[int32][]*questionNode{}
	for _, k := range n.choice {
		n.first = append(n.first, k.first...)
		switch {
		case k.nullable:
			n.nullable = true
			n.empty = append(n.empty, k)
		case k.id != 0:
			n.startsOf(k.id).words |= 1 << (k.id % 64)
		default:
			for _, id := range k.first {
				if kids := by[id]; len(kids) == 0 || kids[len(kids)-1] != k {
					by[id] = append(kids, k)
					n.startsOf(id).longer |= 1 << (id % 64)
				}
			}
		}
	}
	n.file(by)
	return n
}

// startsOf gives the bits among which that of a word is.
func (n *questionNode) startsOf(id int32) *choiceStarts {
	for int(id/64) >= len(n.starts) {
		n.starts = append(n.starts, choiceStarts{})
	}
	return &n.starts[id/64]
}

// file puts the longer choices by first word into one list, to be found by
// counting bits: most of a reading is looking here.
func (n *questionNode) file(by map[int32][]*questionNode) {
	for i := range n.starts {
		s := &n.starts[i]
		s.before = int32(len(n.by))
		for set := s.longer; set != 0; set &= set - 1 {
			n.by = append(n.by, by[int32(64*i+bits.TrailingZeros64(set))])
		}
	}
}

// chosen tells whether a word is a choice of its own, and gives the longer ones
// that can begin with it.
func (n *questionNode) chosen(id int32) (word bool, longer []*questionNode) {
	if int(id/64) >= len(n.starts) {
		return false, nil
	}
	s, bit := &n.starts[id/64], uint64(1)<<(id%64)
	if s.longer&bit != 0 {
		longer = n.by[int(s.before)+bits.OnesCount64(s.longer&(bit-1))]
	}
	return s.words&bit != 0, longer
}

// index files every form under the rarest words it cannot do without, and the
// parts that forms need under the words they can begin with.
func (x *questionLexicon) index() {
	x.byAnchor = make([][]anchoredForm, len(x.ids)+1)
	x.neededBy = make([][]int32, len(x.ids)+1)
	x.leadBy, x.trailBy = x.byFirst(x.leads), x.byFirst(x.trails)
	for i := range x.forms {
		needed := x.needed(x.forms[i].items)
		if len(needed) == 0 {
			continue
		}
		a := anchoredForm{form: int32(i)}
		for _, n := range needed[1:] {
			a.needs = append(a.needs, n.number)
		}
		for _, id := range needed[0].first {
			if by := x.byAnchor[id]; len(by) == 0 || by[len(by)-1].form != a.form {
				x.byAnchor[id] = append(by, a)
			}
		}
	}
}

// needed gives the parts that cannot be nothing, the rarest first.
func (x *questionLexicon) needed(items []questionItem) []*questionNode {
	var needed []*questionNode
	for _, item := range items {
		if n := item.node; n != nil && !n.nullable {
			x.numberNode(n)
			needed = append(needed, n)
		}
	}
	slices.SortStableFunc(needed, func(a, b *questionNode) int { return x.cost(a.first) - x.cost(b.first) })
	return needed
}

func (x *questionLexicon) numberNode(n *questionNode) {
	if n.number > 0 {
		return
	}
	x.numbered++
	n.number = x.numbered
	for _, id := range n.first {
		x.neededBy[id] = append(x.neededBy[id], n.number)
	}
}

// byFirst files nodes under the words they can begin with.
func (x *questionLexicon) byFirst(nodes []*questionNode) [][]*questionNode {
	by := make([][]*questionNode, len(x.ids)+1)
	for _, n := range nodes {
		for _, id := range n.first {
			if k := len(by[id]); k == 0 || by[id][k-1] != n {
				by[id] = append(by[id], n)
			}
		}
	}
	return by
}

// cost says how often a set of words is to be met.
func (x *questionLexicon) cost(ids []int32) int {
	c := 0
	for _, id := range ids {
		if x.weak[id] || x.filler[id] {
			c += 30
		} else {
			c++
		}
	}
	return c
}
