package language

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"rightdoor/scoring"
)

// LexiconVersion grows whenever a title may be read differently than before;
// rows that keep parsed titles compare it with their own.
const LexiconVersion = 2

//go:embed lexicon/titles_*.tsv
var titleFiles embed.FS

// titleLanguages lists the lexicons; where two languages claim one phrase the
// earlier one keeps it.
var titleLanguages = []string{"en", "es", "pt", "fr", "de", "it", "nl", "hi"}

// entryKind says what part a phrase plays in a title.
type entryKind uint8

const (
	kindNone  entryKind = iota
	kindRank            // a seat: "director", "nurse", "CFO"
	kindField           // a function: "sales"
	kindScope           // where or for whom: "EMEA", "Enterprise"
	kindMod             // shifts the rank beside it: "senior", "deputy"
	kindOf              // links a rank to its field: "of", "de"
	kindTo              // ends what a title says about its holder: "to", "for"
	kindAt              // an employer follows: "at", "@"
	kindAnd             // joins: "and", "und"
	kindVoid            // what follows is not held: "former", "aspiring"
	kindNoise           // says nothing: "the", "(m/f/d)"
	kindQual            // qualifies an occupation without naming a function: "fleet"
)

var entryKinds = map[string]entryKind{
	"rank": kindRank, "field": kindField, "scope": kindScope, "mod": kindMod, "of": kindOf, "to": kindTo,
	"at": kindAt, "and": kindAnd, "void": kindVoid, "noise": kindNoise, "qual": kindQual,
}

// entryFlags are the habits of a phrase; the lexicon spells them.
type entryFlags uint32

const (
	flagAide      entryFlags = 1 << iota // works for the person named next: "assistant to the CFO"
	flagAssist                           // before another rank it means "assistant"
	flagRaise                            // before another rank it means "senior"
	flagYield                            // before another rank it adds nothing
	flagChief                            // "chief", which needs an officer
	flagOfficer                          // the officer that "chief" needs
	flagDemote                           // after another rank it takes over: "director's assistant"
	flagWeak                             // an occasional post, beaten by any other: "angel investor"
	flagNamed                            // a function makes it an ordinary director
	flagStudent                          // no seat unless a rank follows: "student"
	flagTechnical                        // raises only technical work: "staff"
	flagTail                             // a scope only before a rank: "group"
	flagOffice                           // after an aide it stands for a person: "management"
	flagNotAlone                         // a title only together with something else
	flagDescribed                        // persons as a sentence names them: "people in charge"
	flagBare                             // written without the umlaut its language has
	flagPlural                           // an English plural
)

var flagNames = map[string]entryFlags{
	"aide": flagAide, "assist": flagAssist, "raise": flagRaise, "yield": flagYield, "chief": flagChief,
	"officer": flagOfficer, "demote": flagDemote, "weak": flagWeak, "named": flagNamed,
	"student": flagStudent, "technical": flagTechnical, "tail": flagTail, "office": flagOffice, "notalone": flagNotAlone,
	"described": flagDescribed,
}

// fieldSet is a set of functions, one bit each in the order of
// scoring.Functions.
type fieldSet uint32

// level is a seniority as its place in scoring.Seniorities plus one, so that
// 0 is none and a smaller level is a higher rank.
type level uint8

const levelNone level = 0

// entry is what the lexicon knows about one phrase.
type entry struct {
	kind   entryKind
	level  level
	fields fieldSet // what it names for certain
	usual  fieldSet // what it means when nothing else is named
	flags  entryFlags
	langs  uint8  // one bit each in the order of titleLanguages
	next   uint32 // another meaning, in lexicon.others; 0 is none
	origin uint32 // in lexicon.origins
	scope  string
}

// origin is where a phrase stands in the lexicons.
type origin struct {
	file   string
	line   int
	phrase string
}

// lexicon finds phrases: words get numbers, and phrases are paths of numbers.
type lexicon struct {
	words   map[string]uint32
	paths   map[uint64]uint32 // parent node and word -> node
	entries []entry           // by node; node 0 is the root
	others  []entry           // further meanings of a phrase; 0 is none
	origins []origin          // 0 is none
	tails   map[string]entry  // last parts of German and Dutch compounds
}

var titleLexicon = sync.OnceValue(loadTitleLexicon)

// About as many words and phrases as the files and their forms make.
const (
	lexiconWords   = 48_000
	lexiconPhrases = 132_000
)

// loadTitleLexicon panics on a malformed file: it is part of the program.
func loadTitleLexicon() *lexicon {
	l := &lexicon{
		words: make(map[string]uint32, lexiconWords), paths: make(map[uint64]uint32, lexiconPhrases),
		entries: make([]entry, 1, lexiconPhrases), others: make([]entry, 1), origins: make([]origin, 1), tails: map[string]entry{},
	}
	var rows []lexiconRow
	for i, lang := range titleLanguages {
		rows = append(rows, readLexicon("lexicon/titles_"+lang+".tsv", uint8(i))...)
	}
	l.addPhrases(rows)
	l.addForms(rows)
	derived := readLexicon("lexicon/titles_occupations.tsv", 0)
	l.addPhrases(derived)
	l.addForms(derived)
	return l
}

type lexiconRow struct {
	entry
	lang    uint8
	phrases []string
	file    string
	line    int
	first   uint32 // the origin of its first phrase
}

// readLexicon reads lines of: kind, value, functions, flags, phrases. In the
// occupations' file the value of a line may end in the language, "entry:fr".
func readLexicon(name string, lang uint8) []lexiconRow {
	data, err := titleFiles.ReadFile(name)
	if err != nil {
		panic(err)
	}
	var rows []lexiconRow
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		row, err := parseLexiconLine(line, lang)
		if err != nil {
			panic(fmt.Sprintf("%s:%d: %v", name, i+1, err))
		}
		row.file, row.line = name, i+1
		rows = append(rows, row)
	}
	return rows
}

func parseLexiconLine(line string, lang uint8) (lexiconRow, error) {
	cells := strings.Split(line, "\t")
	if len(cells) != 5 {
		return lexiconRow{}, fmt.Errorf("%d columns, want 5", len(cells))
	}
	value, code, ok := strings.Cut(cells[1], ":")
	if ok {
		lang = uint8(slices.Index(titleLanguages, code))
	}
	row := lexiconRow{lang: lang, phrases: strings.Split(cells[4], ";")}
	row.langs = 1 << lang
	if row.kind, ok = entryKinds[cells[0]]; !ok {
		return row, fmt.Errorf("kind %q is unknown", cells[0])
	}
	if err := row.setValue(value); err != nil {
		return row, err
	}
	if err := row.setFields(cells[2]); err != nil {
		return row, err
	}
	return row, row.setFlags(cells[3])
}

func (e *entry) setValue(value string) error {
	if e.kind == kindScope {
		e.scope = value
		return nil
	}
	if value == "" {
		return nil
	}
	i := slices.Index(scoring.Seniorities, scoring.Seniority(value))
	if i < 0 {
		return fmt.Errorf("seniority %q is unknown", value)
	}
	e.level = level(i + 1)
	return nil
}

func (e *entry) setFields(cell string) error {
	for name := range strings.SplitSeq(cell, ",") {
		set := &e.fields
		if rest, ok := strings.CutPrefix(name, "~"); ok {
			name, set = rest, &e.usual
		}
		if name == "" {
			continue
		}
		i := slices.Index(scoring.Functions, scoring.Function(name))
		if i < 0 {
			return fmt.Errorf("function %q is unknown", name)
		}
		*set |= 1 << i
	}
	return nil
}

func (e *entry) setFlags(cell string) error {
	for name := range strings.SplitSeq(cell, ",") {
		if name == "" {
			continue
		}
		flag, ok := flagNames[name]
		if !ok {
			return fmt.Errorf("flag %q is unknown", name)
		}
		e.flags |= flag
	}
	return nil
}

// addPhrases adds every phrase as it is written.
func (l *lexicon) addPhrases(rows []lexiconRow) {
	for i := range rows {
		row := &rows[i]
		row.first = uint32(len(l.origins))
		for _, phrase := range row.phrases {
			row.origin = l.addOrigin(row, phrase)
			forms := spellings(phrase, row.lang)
			for i, words := range forms {
				e := row.entry
				if i < len(forms)-1 && titleLanguages[row.lang] == "de" {
					e.flags |= flagBare
				}
				l.add(words, e)
			}
		}
	}
}

func (l *lexicon) addOrigin(row *lexiconRow, phrase string) uint32 {
	l.origins = append(l.origins, origin{row.file, row.line, phrase})
	return uint32(len(l.origins) - 1)
}

// addForms adds plurals and genders after all written phrases, so that a
// guessed form never takes a word another language knows.
func (l *lexicon) addForms(rows []lexiconRow) {
	for _, row := range rows {
		for i, phrase := range row.phrases {
			row.origin = row.first + uint32(i)
			for _, words := range spellings(phrase, row.lang) {
				l.addFormsOf(words, row)
			}
		}
	}
}

func (l *lexicon) addFormsOf(words []string, row lexiconRow) {
	l.addTail(words, row)
	if !inflects(row.kind, row.lang) {
		return
	}
	if titleLanguages[row.lang] == "en" {
		row.flags |= flagPlural
	}
	for _, form := range phraseForms(words, titleLanguages[row.lang]) {
		l.add(form, row.entry)
		l.addTail(form, row)
	}
}

// add keeps what is there already as the first meaning; a qualifier yields it
// to whatever else the same language has.
func (l *lexicon) add(words []string, e entry) {
	if len(words) == 0 {
		return
	}
	node := uint32(0)
	for _, w := range words {
		node = l.step(node, l.number(w))
	}
	old := &l.entries[node]
	switch {
	case old.kind == kindNone:
		*old = e
	case old.kind == kindQual && old.next == 0 && old.langs == e.langs:
		*old = e
	default:
		l.addMeaning(node, e)
	}
}

func (l *lexicon) number(word string) uint32 {
	id, ok := l.words[word]
	if !ok {
		id = uint32(len(l.words) + 1)
		l.words[word] = id
	}
	return id
}

func (l *lexicon) step(node, word uint32) uint32 {
	key := uint64(node)<<32 | uint64(word)
	next, ok := l.paths[key]
	if !ok {
		next = uint32(len(l.entries))
		l.entries = append(l.entries, entry{})
		l.paths[key] = next
	}
	return next
}

// wordNumber is 0 for a word no phrase has.
func (l *lexicon) wordNumber(word []byte) uint32 {
	return l.words[string(word)]
}

// longest finds the longest phrase that starts at token i and does not cross
// a pause; it answers the number of its tokens, 0 when there is none.
func (l *lexicon) longest(t *tokens, i int) (entry *entry, count int) {
	node := uint32(0)
	for j := i; j < t.n; j++ {
		if j > i && t.list[j].before > gapJoin {
			break
		}
		word := l.wordNumber(t.word(j))
		if word == 0 {
			break
		}
		next, ok := l.paths[uint64(node)<<32|uint64(word)]
		if !ok {
			break
		}
		node = next
		if e := &l.entries[node]; e.kind != kindNone {
			entry, count = e, j-i+1
		}
	}
	return entry, count
}

// one finds a single word.
func (l *lexicon) one(word []byte) *entry {
	if id := l.wordNumber(word); id != 0 {
		if node, ok := l.paths[uint64(id)]; ok && l.entries[node].kind != kindNone {
			return &l.entries[node]
		}
	}
	return nil
}
