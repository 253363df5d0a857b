package language

import (
	"embed"
	"fmt"
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
	longest  int            // words of the longest phrase of facts
	longBy   map[string]int // the same of those that begin with a word
	classes  map[string]string
	nodes    map[string]*questionNode
	forms    []questionForm
	numbered int32            // nodes that forms need
	neededBy [][]int32        // their numbers by the id of a word they can begin with
	byAnchor [][]anchoredForm // forms by the id of a word they cannot do without
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
	markAny
)

var questionMarks = map[string]questionMark{
	"not": markNot, "missing": markMissing, "ends": markEnds, "heads": markHeads, "limit": markLimit, "tech": markTech, "any": markAny,
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
		longBy: map[string]int{}, classes: map[string]string{}, nodes: map[string]*questionNode{},
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
			first, rest, _ := strings.Cut(phrase, " ")
			words := len(strings.Fields(rest)) + 1
			x.longest, x.longBy[first] = max(x.longest, words), max(x.longBy[first], words)
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

func (x *questionLexicon) roleKind(kind int, phrase []byte) string {
	return x.roles[kind][string(phrase)]
}

// roleOf reads a slug.
func roleOf(slug string) scoring.Role { return scoring.Role(slug) }
