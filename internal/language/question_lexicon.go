package language

import (
	"embed"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"sync"

	"rightdoor/scoring"
)

//go:embed lexicon/question*.tsv
var questionFiles embed.FS

// questionLexicon is what the data files say, made ready for matching. It does
// not change after it is loaded.
type questionLexicon struct {
	ids     map[string]int32 // the vocabulary; ids start at 1
	weak    []bool           // by id
	join    []bool
	filler  []bool
	elision map[string]bool
	legal   map[string]bool
	tail    map[string]bool
	plural  map[string]bool
	tld     map[string]bool
	given   map[string]bool

	function   map[string]bool         // functions by which people are called
	apostrophe map[string]bool         // names that end in "'s"
	places     map[string]questionFact // demonyms, and cities with the attribute city
	slips      map[string][]int32      // words with one letter left out, and whole

	roles [3]map[string]string // noun, verb, topic

	facts    map[string]questionFact
	numbers  map[string]int
	marks    map[string]questionMark
	longest  int // words of the longest phrase of facts
	classes  map[string]string
	nodes    map[string]*questionNode
	forms    []questionForm
	byAnchor [][]int32 // forms by the id of a word they cannot do without
	leads    []*questionNode
	trails   []*questionNode
	leadBy   [][]*questionNode // by first word
	trailBy  [][]*questionNode
	pronoun  *questionNode
	idle     []*questionNode // what says nothing about the accounts wanted
}

// questionFact is what a phrase says of the accounts wanted.
type questionFact struct{ attribute, value string }

// questionMark is what a word does to the filters beside it.
type questionMark uint8

const (
	markNot questionMark = 1 << iota
	markMissing
	markEnds
	markHeads
	markLimit
	markTech
)

var questionMarks = map[string]questionMark{
	"not": markNot, "missing": markMissing, "ends": markEnds, "heads": markHeads, "limit": markLimit, "tech": markTech,
}

var questionWords = sync.OnceValue(loadQuestions)

// questionRows calls fn with the cells of every row of a lexicon. It panics on
// a malformed file, which is part of the program.
func questionRows(name string, cells int, fn func(row []string)) {
	data, err := questionFiles.ReadFile(name)
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.SplitN(line, "\t", cells)
		if len(row) != cells {
			panic(fmt.Sprintf("%s: %q has %d cells, want %d", name, line, len(row), cells))
		}
		fn(row)
	}
}

func loadQuestions() *questionLexicon {
	x := &questionLexicon{
		ids: map[string]int32{}, elision: map[string]bool{}, legal: map[string]bool{}, tail: map[string]bool{},
		plural: map[string]bool{}, tld: map[string]bool{}, given: map[string]bool{}, slips: map[string][]int32{},
		facts: map[string]questionFact{}, numbers: map[string]int{}, marks: map[string]questionMark{},
		classes: map[string]string{}, nodes: map[string]*questionNode{},
		function: map[string]bool{}, apostrophe: map[string]bool{}, places: map[string]questionFact{},
	}
	x.loadPlaces()
	x.loadRoles()
	x.loadFacts()
	var rows [][]string
	questionRows("lexicon/questions.tsv", 3, func(row []string) {
		if row[0] == "class" {
			x.classes[row[1]] = row[2]
			return
		}
		rows = append(rows, row)
	})
	for _, row := range rows {
		x.addForm(row[1], row[0], row[2])
	}
	x.pronoun = x.node("@it")
	for _, class := range []string{"@dothem", "@when", "@best", "@list", "@accounts", "@should", "@we", "@verbing", "@worthit", "@fitnoun"} {
		x.idle = append(x.idle, x.node(class))
	}
	x.loadWords()
	x.index()
	return x
}

// loadPlaces reads what comes from a place, and the large cities, by their
// compact keys.
func (x *questionLexicon) loadPlaces() {
	for _, row := range profileRows("lexicon/profile_demonyms.tsv", 2) {
		for phrase := range strings.SplitSeq(row[1], "|") {
			x.places[strings.ReplaceAll(phrase, " ", "")] = questionFact{"", row[0]}
		}
	}
	for _, row := range profileRows("lexicon/profile_cities.tsv", 2) {
		for _, name := range append(strings.Split(row[1], "|"), Fold(row[0])) {
			if name != "" {
				x.places[strings.ReplaceAll(name, " ", "")] = questionFact{"city", row[0]}
			}
		}
	}
}

func (x *questionLexicon) loadRoles() {
	kinds := map[string]int{"noun": 0, "verb": 1, "topic": 2}
	for i := range x.roles {
		x.roles[i] = map[string]string{}
	}
	questionRows("lexicon/question_roles.tsv", 3, func(row []string) {
		for phrase := range strings.SplitSeq(row[2], "|") {
			if m := x.roles[kinds[row[1]]]; m[phrase] == "" {
				m[phrase] = row[0]
			}
		}
	})
}

func (x *questionLexicon) loadFacts() {
	questionRows("lexicon/question_filters.tsv", 3, func(row []string) {
		for phrase := range strings.SplitSeq(row[2], "|") {
			x.longest = max(x.longest, strings.Count(phrase, " ")+1)
			switch mark := questionMarks[row[0]]; {
			case mark != 0:
				x.marks[phrase] |= mark
			case row[0] == "number":
				x.numbers[phrase], _ = strconv.Atoi(row[1])
			default:
				x.facts[phrase] = questionFact{row[0], row[1]}
			}
		}
	})
}

// loadWords comes after the frames, whose words are the vocabulary.
func (x *questionLexicon) loadWords() {
	sets := map[string]map[string]bool{
		"elision": x.elision, "legal": x.legal, "tail": x.tail, "plural": x.plural, "tld": x.tld, "given": x.given, "apostrophe": x.apostrophe, "function": x.function,
	}
	var weak, join, filler []string
	questionRows("lexicon/question_words.tsv", 2, func(row []string) {
		words := strings.Split(row[1], "|")
		switch row[0] {
		case "weak":
			weak = append(weak, words...)
		case "join":
			join = append(join, words...)
		case "filler":
			filler = append(filler, words...)
		default:
			for _, w := range words {
				sets[row[0]][w] = true
			}
		}
	})
	strong := len(x.ids)
	for _, w := range append(append(append([]string{}, weak...), join...), filler...) {
		if !strings.Contains(w, " ") {
			x.id(w)
		}
	}
	x.weak, x.join, x.filler = x.set(weak), x.set(join), x.set(filler)
	words := make([]string, len(x.ids)+1)
	for word, id := range x.ids {
		words[id] = word
	}
	for id := 1; id <= strong; id++ { // in their order, so that every process reads the same
		if len(words[id]) >= 3 {
			x.addSlips(words[id], int32(id))
		}
	}
}

func (x *questionLexicon) set(words []string) []bool {
	s := make([]bool, len(x.ids)+1)
	for _, w := range words {
		s[x.ids[w]] = true
	}
	s[0] = false
	return s
}

func (x *questionLexicon) id(word string) int32 {
	if id, ok := x.ids[word]; ok {
		return id
	}
	x.ids[word] = int32(len(x.ids)) + 1
	return x.ids[word]
}

// addSlips files a word under itself with any one letter left out: two words
// that share such a form are at most one slip apart.
func (x *questionLexicon) addSlips(word string, id int32) {
	x.slips[word] = append(x.slips[word], id)
	for i := range word {
		short := word[:i] + strings.TrimLeft(word[i:], word[i:i+1])
		if len(short) != len(word)-1 {
			short = word[:i] + word[i+1:]
		}
		x.slips[short] = append(x.slips[short], id)
	}
}

// questionNode is a part of a frame without slots: a word, a sequence or a
// choice.
type questionNode struct {
	id       int32
	sequence []*questionNode
	choice   []*questionNode
	nullable bool
	first    []int32           // the words it can begin with
	choices  bool              // any of choice
	by       [][]*questionNode // of a choice: by first word, in the order of the bits of starts
	before   []int32           // how many bits of starts stand before each 64
	empty    []*questionNode   // those that can be nothing
	starts   []uint64          // the bits of first
}

// questionItem is a part of a form: a node or a slot.
type questionItem struct {
	node *questionNode
	slot byte
}

// questionForm is one way through a frame: choices that hold slots are taken
// apart.
type questionForm struct {
	intent string
	role   string
	bonus  int
	items  []questionItem
	frame  string
	lang   string
	loose  bool          // rests on a name: tried only where nothing else fits
	second *questionNode // another part of which one first word has to be there
}

func (x *questionLexicon) addForm(lang, intent, frame string) {
	intent, bonus, _ := strings.Cut(intent, "*")
	intent, role, _ := strings.Cut(intent, ":")
	f := questionForm{intent: intent, role: role, frame: frame, lang: lang}
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
		return [][]questionItem{{{node: x.node(part)}}}
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
	n.mark(n.id)
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
		for _, id := range n.first {
			n.mark(id)
		}
		return n
	}
	by := map[int32][]*questionNode{}
	for _, k := range n.choice {
		n.first = append(n.first, k.first...)
		if k.nullable {
			n.nullable = true
			n.empty = append(n.empty, k)
			continue
		}
		for _, id := range k.first {
			if kids := by[id]; len(kids) == 0 || kids[len(kids)-1] != k {
				by[id] = append(kids, k)
				n.mark(id)
			}
		}
	}
	n.file(by)
	return n
}

// file puts the choices by first word into one list, to be found by counting
// bits: most of a reading is looking here.
func (n *questionNode) file(by map[int32][]*questionNode) {
	for i, word := range n.starts {
		n.before = append(n.before, int32(len(n.by)))
		for ; word != 0; word &= word - 1 {
			n.by = append(n.by, by[int32(64*i+bits.TrailingZeros64(word))])
		}
	}
}

// chosen gives the choices that can begin with a word.
func (n *questionNode) chosen(id int32) []*questionNode {
	at, bit := id/64, uint64(1)<<(id%64)
	if int(at) >= len(n.starts) || n.starts[at]&bit == 0 {
		return nil
	}
	return n.by[int(n.before[at])+bits.OnesCount64(n.starts[at]&(bit-1))]
}

// mark notes that a node can begin with a word.
func (n *questionNode) mark(id int32) {
	for int(id/64) >= len(n.starts) {
		n.starts = append(n.starts, 0)
	}
	n.starts[id/64] |= 1 << (id % 64)
}

// begins tells whether a node can begin with a word.
func (n *questionNode) begins(id int32) bool {
	return int(id/64) < len(n.starts) && n.starts[id/64]>>(id%64)&1 == 1
}

// index files every form under the rarest words it cannot do without.
func (x *questionLexicon) index() {
	x.byAnchor = make([][]int32, len(x.ids)+1)
	x.leadBy, x.trailBy = x.byFirst(x.leads), x.byFirst(x.trails)
	for i := range x.forms {
		f := &x.forms[i]
		var anchor *questionNode
		for _, item := range f.items {
			if item.node == nil || item.node.nullable {
				continue
			}
			switch {
			case anchor == nil:
				anchor = item.node
			case x.cost(item.node.first) < x.cost(anchor.first):
				anchor, f.second = item.node, anchor
			case f.second == nil || x.cost(item.node.first) < x.cost(f.second.first):
				f.second = item.node
			}
		}
		if anchor == nil {
			continue
		}
		seen := map[int32]bool{}
		for _, id := range anchor.first {
			if !seen[id] {
				seen[id] = true
				x.byAnchor[id] = append(x.byAnchor[id], int32(i))
			}
		}
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

func (x *questionLexicon) roleKind(kind int, phrase []byte) string {
	return x.roles[kind][string(phrase)]
}

// roleOf reads a slug.
func roleOf(slug string) scoring.Role { return scoring.Role(slug) }
