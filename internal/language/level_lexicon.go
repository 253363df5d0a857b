package language

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"rightdoor/scoring"
)

//go:embed lexicon/levels.tsv
var levelFile string

// levelClass says what a phrase does in a statement; a phrase may do several
// things, and different ones in different languages.
type levelClass uint64

const (
	lvGeneric levelClass = 1 << iota
	lvCompany
	lvPerson
	lvPeople
	lvAny
	lvTeam
	lvCustomer
	lvMarket
	lvSize
	lvTrait
	lvMeasure
	lvAll
	lvDimension
	lvEmpty
	lvCommon
	lvDeixis
	lvUs
	lvDirect
	lvOffer
	lvGoal
	lvContact
	lvIs
	lvNot
	lvExcept
	lvWithout
	lvOnly
	lvRel
	lvWith
	lvHire
	lvRun
	lvIn
	lvOf
	lvAnd
	lvThe
	lvA
	lvTheir
	lvVerb
	lvEvent
	lvLed
	lvProduct
	lvWala
	lvKo
	lvTask
	lvSector
	lvForm
	lvNameEnd
	lvPraise
	lvOnes
	lvStem
	lvAt
	lvFrom
	lvOperate
	lvGear
	lvRestate
	lvTwin

	// Found by other means than levels.tsv.
	lvIndustry
	lvPlace
	lvTech
	lvField
	lvScope
	lvMod
	lvNumber
	lvMoney
	lvUnknown
)

var levelKinds = map[string]levelClass{
	"generic": lvGeneric, "company": lvCompany, "person": lvPerson, "people": lvPeople, "any": lvAny, "team": lvTeam,
	"customer": lvCustomer, "market": lvMarket, "size": lvSize, "trait": lvTrait, "measure": lvMeasure, "all": lvAll,
	"dimension": lvDimension, "empty": lvEmpty, "common": lvCommon, "deixis": lvDeixis, "us": lvUs, "direct": lvDirect,
	"offer": lvOffer, "goal": lvGoal, "contact": lvContact, "is": lvIs, "not": lvNot, "except": lvExcept,
	"without": lvWithout, "only": lvOnly, "rel": lvRel, "with": lvWith, "hire": lvHire, "run": lvRun, "in": lvIn,
	"of": lvOf, "and": lvAnd, "the": lvThe, "a": lvA, "their": lvTheir, "verb": lvVerb, "event": lvEvent, "led": lvLed,
	"product": lvProduct, "wala": lvWala, "ko": lvKo, "task": lvTask, "sector": lvSector, "form": lvForm, "nameend": lvNameEnd, "praise": lvPraise, "ones": lvOnes, "stem": lvStem, "at": lvAt,
	"number": lvNumber, "from": lvFrom, "upto": lvFrom, "operate": lvOperate, "gear": lvGear, "restate": lvRestate, "twin": lvTwin,
}

// levelContent are the classes that mean the same in any language around them.
const levelContent = lvGeneric | lvCompany | lvPerson | lvTeam | lvMarket | lvTrait | lvMeasure | lvForm

// levelSizes are the sizes of company a phrase covers and the sides of other
// divisions that only together are everybody, one bit each.
type levelSizes uint16

const (
	sizeSmall levelSizes = 1 << iota
	sizeMiddle
	sizeLarge
	sizePublic
	sizePrivate
	sizeProfit
	sizeNonprofit
	sizeConsumer // what sells to consumers; the other side is half of the market already

	sizeOnly = sizeSmall | sizeMiddle | sizeLarge
)

var levelSizeNames = map[string]levelSizes{
	"": 0, "s": sizeSmall, "m": sizeMiddle, "l": sizeLarge, "public": sizePublic, "private": sizePrivate,
	"profit": sizeProfit, "nonprofit": sizeNonprofit, "consumer": sizeConsumer,
}

// leavesNobodyOut reports that some division has both of its sides and none
// has only one: "small and large, public and private".
func (s levelSizes) leavesNobodyOut() bool {
	whole := false
	for _, sides := range [...]levelSizes{sizeSmall | sizeLarge, sizePublic | sizePrivate, sizeProfit | sizeNonprofit} {
		switch s & sides {
		case sides:
			whole = true
		case 0:
		default:
			return false
		}
	}
	return whole && (s&sizeMiddle == 0 || s&sizeSmall != 0)
}

// levelNode is what is known about one phrase.
type levelNode struct {
	by    [8]levelClass // in the order of titleLanguages
	any   levelClass    // whatever the language
	sizes levelSizes
	known bool
}

// levelEnding guesses what a plural is from its last letters.
type levelEnding struct {
	end   string
	class levelClass
}

// levelLexicon finds phrases as lexicon does, and the ends of compounds.
type levelLexicon struct {
	words map[string]uint32
	paths map[uint64]uint32
	nodes []levelNode
	tails [8]map[string]levelClass // by the end of a compound
	guess [8][]levelEnding
	slips map[string]uint32 // words that leave nobody out, whole and with one letter left out
}

var levelWords = sync.OnceValue(loadLevelWords)

// loadLevelWords panics on a malformed file: it is part of the program.
func loadLevelWords() *levelLexicon {
	l := &levelLexicon{words: map[string]uint32{}, paths: map[uint64]uint32{}, nodes: make([]levelNode, 1), slips: map[string]uint32{}}
	for line := range strings.Lines(levelFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(cells) != 4 {
			panic(fmt.Sprintf("lexicon/levels.tsv: %d columns in %q, want 4", len(cells), line))
		}
		l.addLine(cells[0], slices.Index(titleLanguages, cells[1]), levelSizeNames[cells[2]], strings.Split(cells[3], ";"))
	}
	l.addTaxonomy(scoring.IndustryTree, lvIndustry)
	l.addIndustryNouns()
	l.addTaxonomy(scoring.TechnologyTree, lvTech)
	l.addTaxonomy(scoring.PlaceTree, lvPlace)
	for name := range placeLexicon().cities {
		l.addAny(name, lvPlace)
	}
	return l
}

func (l *levelLexicon) addLine(kind string, lang int, sizes levelSizes, phrases []string) {
	name, inflected := strings.CutSuffix(kind, "+")
	tail, isTail := strings.CutPrefix(name, "tail")
	tail, isGuess := strings.CutPrefix(tail, "guess")
	class, ok := levelKinds[tail]
	if !ok || lang < 0 {
		panic(fmt.Sprintf("lexicon/levels.tsv: kind %q or its language is unknown", kind))
	}
	for _, phrase := range phrases {
		words := strings.Fields(Fold(phrase))
		switch {
		case isTail:
			l.addTail(words[0], lang, class)
			continue
		case isGuess:
			l.guess[lang] = append(l.guess[lang], levelEnding{words[0], class})
			continue
		}
		l.addPhrase(words, lang, class, sizes)
		if inflected {
			for _, form := range phraseForms(words, titleLanguages[lang]) {
				l.addPhrase(form, lang, class, sizes)
			}
		}
	}
}

func (l *levelLexicon) addPhrase(words []string, lang int, class levelClass, sizes levelSizes) {
	l.node(words).add(lang, class, sizes)
	slips := class&(lvGeneric|lvAny|lvAll|lvDimension) != 0 || class&lvEmpty != 0 && len(words[0]) > levelMinSlip+1
	if w := words[0]; len(words) == 1 && slips && isASCII(w) && levelMinSlip <= len(w) && len(w) <= levelMaxSlip {
		l.addSlips(w)
	}
}

// addSlips files a word under itself with any one letter but the first left
// out, as addSlips of the questions does.
func (l *levelLexicon) addSlips(word string) {
	id := l.words[word]
	l.slips[word] = id
	for i := 1; i < len(word); i++ {
		l.slips[word[:i]+word[i+1:]] = id
	}
}

func (l *levelLexicon) addTail(word string, lang int, class levelClass) {
	if l.tails[lang] == nil {
		l.tails[lang] = map[string]levelClass{}
	}
	l.tails[lang][word] = class
}

func (n *levelNode) add(lang int, class levelClass, sizes levelSizes) {
	n.by[lang] |= class
	n.sizes |= sizes
	n.known = true
}

// addTaxonomy adds every spelling of a tree's terms.
func (l *levelLexicon) addTaxonomy(tree *scoring.Taxonomy, class levelClass) {
	for _, term := range tree.Terms {
		l.addAny(term.Label, class)
		l.addAny(strings.ReplaceAll(term.Slug, "_", " "), class)
		for _, s := range term.Synonyms {
			l.addAny(s, class)
		}
	}
}

// addIndustryNouns makes companies of the industries' names that end, or in
// the Romance languages begin, with a word for a company: "staffing agencies".
func (l *levelLexicon) addIndustryNouns() {
	for _, term := range scoring.IndustryTree.Terms {
		for _, s := range append([]string{term.Label}, term.Synonyms...) {
			words := strings.Fields(Fold(s))
			if len(words) < 2 {
				continue
			}
			last, first := l.node(words[len(words)-1:]), l.node(words[:1])
			n := l.node(words)
			for lang := range n.by {
				noun := last
				if 1 <= lang && lang <= 3 || lang == 5 {
					noun = first
				}
				if noun.by[lang]&(lvCompany|lvGeneric) != 0 && n.by[lang] == 0 {
					n.by[lang] = lvCompany
				}
			}
		}
	}
}

func (l *levelLexicon) addAny(phrase string, class levelClass) {
	words := strings.Fields(Fold(phrase))
	if len(words) == 0 {
		return
	}
	n := l.node(words)
	n.any |= class
	n.known = true
}

// node finds or makes the node of a phrase.
func (l *levelLexicon) node(words []string) *levelNode {
	at := uint32(0)
	for _, w := range words {
		id, ok := l.words[w]
		if !ok {
			id = uint32(len(l.words) + 1)
			l.words[w] = id
		}
		key := uint64(at)<<32 | uint64(id)
		next, ok := l.paths[key]
		if !ok {
			next = uint32(len(l.nodes))
			l.nodes = append(l.nodes, levelNode{})
			l.paths[key] = next
		}
		at = next
	}
	return &l.nodes[at]
}
