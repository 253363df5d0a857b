package language

import (
	"bytes"
	"unicode/utf8"
)

// Bounds on what is read of one statement.
const (
	levelMaxBytes  = 2400
	levelMaxTokens = 200
	levelMaxWord   = 48
	levelMinSlip   = 7 // shorter words are too often one letter from another
	levelMaxSlip   = 16
)

// levelGap says what stands before a word, from the weakest to the strongest.
type levelGap uint8

const (
	lgSpace levelGap = iota
	lgTight          // a hyphen, an apostrophe, a point inside a word
	lgAnd            // "&", "/", "+"
	lgComma          // comma, bracket, dash
	lgColon          // ":" and "="
	lgBreak          // the end of a sentence or of a line
)

// levelToken is a folded word and where it stood.
type levelToken struct {
	start, end int32 // in the text
	from, to   uint16
	before     levelGap
	money      bool
	capital    bool // its first letter is a capital
	upper      bool // all its letters are
}

// levelItem is a phrase of the text that a lexicon knows, or one word.
type levelItem struct {
	first, last uint8 // tokens
	before      levelGap
	node        *levelNode
	rank        *entry
	class       levelClass
	sizes       levelSizes
}

type levelReader struct {
	text  string
	lex   *levelLexicon
	title *lexicon
	buf   [levelMaxBytes + utf8.UTFMax]byte
	toks  [levelMaxTokens]levelToken
	items [levelMaxTokens]levelItem
	used  int
	n     int // tokens
	count int // items
	votes [8]int
	lang  int

	levelState
}

// itemize cuts the tokens into the longest phrases known.
func (r *levelReader) itemize() {
	for i := 0; i < r.n; {
		node, n := r.longestLevel(i)
		rank, m := r.longestTitle(i)
		it := levelItem{first: uint8(i), before: r.toks[i].before}
		if n >= m {
			it.node = node
		}
		if m >= n {
			it.rank = rank
		}
		n = max(n, m, 1)
		it.last = uint8(i + n - 1)
		r.items[r.count] = it
		r.vote(&r.items[r.count])
		r.count++
		i += n
	}
	r.chooseLanguage()
	for i := range r.items[:r.count] {
		r.classify(i)
	}
}

// longestLevel finds the longest phrase of levels.tsv or a taxonomy at token i.
func (r *levelReader) longestLevel(i int) (found *levelNode, n int) {
	at := uint32(0)
	for j := i; j < r.n && (j == i || r.toks[j].before <= lgAnd); j++ {
		id := r.lex.words[string(r.word(j))]
		if id == 0 {
			id = r.slipOf(r.word(j))
		}
		if id == 0 {
			break
		}
		next, ok := r.lex.paths[uint64(at)<<32|uint64(id)]
		if !ok {
			break
		}
		at = next
		if node := &r.lex.nodes[at]; node.known && r.isMeant(node, i, j) {
			found, n = node, j-i+1
		}
	}
	return found, n
}

// slipOf finds the word for any company, or anyone, that another was meant to
// be: one letter missing, too many, wrong or out of place, the first one right.
func (r *levelReader) slipOf(word []byte) uint32 {
	if len(word) < levelMinSlip-1 || len(word) > levelMaxSlip || r.title.wordNumber(word) != 0 {
		return 0
	}
	var short [levelMaxSlip]byte
	for k := range len(word) {
		form := word
		if k > 0 {
			form = append(append(short[:0], word[:k]...), word[k+1:]...)
		}
		if id := r.lex.slips[string(form)]; id != 0 {
			return id
		}
	}
	return 0
}

// smallCodes are written in small letters too.
var smallCodes = map[string]bool{"uk": true, "eu": true, "ai": true, "us": true, "hr": true}

// isMeant refuses codes of two letters that are words: "in", "it", "us".
func (r *levelReader) isMeant(node *levelNode, i, j int) bool {
	if i+1 == j && node.any == lvPlace && node.by == [8]levelClass{} && len(r.word(i)) == 2 && len(r.word(j)) == 2 && r.toks[j].before == lgSpace {
		return false // "in HR" is no district
	}
	if i != j || node.any == 0 || node.by != [8]levelClass{} || len(r.word(i)) > 2 {
		return true
	}
	return r.toks[i].upper || smallCodes[string(r.word(i))]
}

// longestTitle finds the longest phrase of the title lexicons at token i.
func (r *levelReader) longestTitle(i int) (found *entry, n int) {
	at := uint32(0)
	for j := i; j < r.n && (j == i || r.toks[j].before <= lgAnd); j++ {
		w := r.word(j)
		next, ok := r.title.paths[uint64(at)<<32|uint64(r.title.wordNumber(w))]
		if !ok && len(w) > 3 && w[len(w)-1] == 's' {
			next, ok = r.title.paths[uint64(at)<<32|uint64(r.title.wordNumber(w[:len(w)-1]))] // "SREs"
		}
		if !ok {
			break
		}
		at = next
		if e := &r.title.entries[at]; e.kind != kindNone && e.kind != kindVoid {
			found, n = e, j-i+1
		}
	}
	return found, n
}

// vote counts which languages have the phrase; a word of one only says most.
func (r *levelReader) vote(it *levelItem) {
	first := r.word(int(it.first))
	if code := it.first == it.last && len(first) <= 3 && (r.toks[it.first].upper && !r.shouts() || smallCodes[string(first)]); it.node != nil && !code {
		langs := 0
		for _, c := range it.node.by {
			if c != 0 {
				langs++
			}
		}
		for l, c := range it.node.by {
			if c != 0 {
				r.votes[l] += voteWeight(c, langs)
				if l == langHI && langs == 1 {
					r.votes[l] += 3 // its nouns are English
				}
				if l != langEN && c&lvSmall != 0 && langs <= 4 {
					r.votes[l] += 2 // English titles are borrowed everywhere, its small words nowhere
				}
			}
		}
	}
	if it.rank != nil && it.rank.kind == kindRank {
		for l := range r.votes {
			r.votes[l] += int(it.rank.langs >> l & 1)
		}
	}
	if first[0] >= 0xe0 {
		r.votes[len(r.votes)-1] += 3
	}
}

// shouts reports a text in capitals throughout, where they tell nothing.
func (r *levelReader) shouts() bool {
	for i := range r.toks[:r.n] {
		if !r.toks[i].upper {
			return false
		}
	}
	return r.n > 1
}

// voteWeight says how much a phrase of so many languages tells which one is
// written; the small words tell more than the nouns, which are borrowed.
func voteWeight(c levelClass, langs int) int {
	switch {
	case langs > 4:
		return 0
	case c&lvSmall != 0:
		return max(7-2*langs, 2)
	case langs == 1:
		return 2
	case langs <= 3:
		return 1
	}
	return 0
}

// lvSmall are the classes of small words.
const lvSmall = lvIn | lvOf | lvWith | lvRel | lvThe | lvA | lvAll | lvUs | lvAnd | lvGoal | lvIs | lvNot | lvWala | lvKo | lvAny

func (r *levelReader) chooseLanguage() {
	for l, v := range r.votes {
		if v > r.votes[r.lang] {
			r.lang = l
		}
	}
}

const (
	langEN = 0
	langDE = 4
	langNL = 6
	langHI = 7
)

func (r *levelReader) headLast() bool {
	return r.lang == langEN || r.lang >= langNL || r.lang == langDE
}

// classify settles what an item does, now that the language is known.
func (r *levelReader) classify(i int) {
	it := &r.items[i]
	first := r.toks[it.first]
	w := r.word(int(it.first))
	switch {
	case w[0] >= '0' && w[0] <= '9':
		it.class = lvNumber
		if first.money || isMillions(w) {
			it.class |= lvMoney
		}
		if it.node == nil {
			return
		}
	case it.node == nil && it.rank == nil:
		it.class = r.compoundClass(w)
		return
	}
	if it.node != nil {
		it.class |= r.classOf(it.node)
		it.sizes = it.node.sizes
		if it.sizes&^sizeOnly != 0 {
			it.class &^= lvIndustry | lvTrait | lvSector
		}
	}
	if len(w) <= 2 && it.first == it.last && !first.upper && !smallCodes[string(w)] {
		it.class &^= lvPlace | lvIndustry | lvTech
	}
	if it.first == it.last && len(w) == 2 && w[0] == 'i' && w[1] == 't' {
		it.class, it.sizes = r.itClass(first), 0
		return
	}
	if it.node != nil && it.node.by[r.lang]&lvSmall != 0 && !first.upper {
		it.class &^= lvTech // "elk bedrijf"
	}
	if it.class&lvThe != 0 && it.class&lvDeixis != 0 && r.lang == langDE && i+1 < r.count && r.items[i+1].before < lgComma {
		if next := r.items[i+1].node; next == nil || r.classOf(next)&(lvRun|lvVerb|lvIs|lvWith|lvIn) == 0 {
			it.class &^= lvDeixis // "das Budget"
		}
	}
	if len(w) == 1 && w[0] == 's' && r.isPossessive(i) {
		it.class = lvThe
		return
	}
	if it.class&lvRun != 0 && it.class&lvGeneric != 0 && i > 0 && r.items[i-1].class&(lvRel|lvPeople) != 0 {
		it.class = lvRun // "que firma"
	}
	if r.isPlaceUS(it) {
		it.class = lvPlace
	}
	it.class |= r.titleClass(i)
	if it.class&^(lvFrom|lvOperate|lvGear|lvTwin) == 0 {
		it.class |= lvUnknown
	}
}

// isPossessive tells "doctor's offices" from "the buyer's a CFO".
func (r *levelReader) isPossessive(i int) bool {
	if i == 0 || i+1 == r.count || r.items[i].before != lgTight || r.items[i-1].class&(lvPerson|lvCompany|lvGeneric|lvTeam) == 0 {
		return false
	}
	next := r.items[i+1].node
	return r.items[i+1].before < lgComma && (next == nil || r.classOf(next)&(lvThe|lvA|lvUs|lvNot|lvEmpty) == 0)
}

// isMillions reports "5m", "1.5bn": amounts that nothing but money has.
func isMillions(w []byte) bool {
	return len(w) > 1 && (w[len(w)-1] == 'm' && w[len(w)-2] <= '9' || bytes.HasSuffix(w, []byte("bn")) || bytes.HasSuffix(w, []byte("cr")))
}

// itClass tells the function from the pronoun.
func (r *levelReader) itClass(t levelToken) levelClass {
	if t.upper {
		return lvField
	}
	return lvDeixis | lvCommon
}

// isPlaceUS tells the country from the pronoun.
func (r *levelReader) isPlaceUS(it *levelItem) bool {
	t := r.toks[it.first]
	return it.class&lvPlace != 0 && it.class&(lvUs|lvDeixis) != 0 && (t.upper || it.last+1 < uint8(r.n) && r.toks[it.last+1].before == lgTight)
}

func (r *levelReader) classOf(n *levelNode) levelClass {
	class := n.any
	if c := n.by[r.lang]; c != 0 {
		return class | c
	}
	if r.lang == langHI && n.by[langEN] != 0 {
		return class | n.by[langEN]
	}
	for _, c := range n.by {
		if c&levelContent != 0 {
			return class | c&levelContent
		}
	}
	return class
}

// titleClass adds what the title lexicons know. A verb is one only after
// whoever does it: "who lead", "Leads".
func (r *levelReader) titleClass(i int) levelClass {
	it := &r.items[i]
	if it.rank == nil || it.rank.langs&r.titleLanguages() == 0 && it.node != nil && it.class&^(lvIndustry|lvTech|lvPlace) != 0 {
		return 0
	}
	if it.class&lvCustomer != 0 && it.rank.kind == kindRank && it.rank.flags&flagRaise != 0 && i > 0 && r.items[i-1].class&lvField != 0 {
		it.class = 0 // "marketing leads"
	}
	switch it.rank.kind {
	case kindRank:
		if it.class&(lvCompany|lvGeneric|lvCustomer|lvPeople|lvAny|lvSize|lvTrait|lvDirect|lvCommon|lvUs|lvNumber|lvForm|lvAll|lvDeixis|lvVerb|lvEvent|lvHire|lvOffer|lvEmpty) != 0 {
			return 0
		}
		if it.class&lvRun != 0 && i > 0 && r.items[i-1].class&(lvRel|lvPeople|lvAny) != 0 {
			return 0
		}
		it.class &^= lvRun | lvIndustry | lvTech
		return lvPerson
	case kindField:
		return lvField
	case kindScope:
		return lvScope
	case kindMod:
		return lvMod
	case kindNoise:
		if it.class == 0 {
			return lvEmpty
		}
	case kindQual, kindVoid, kindOf, kindTo, kindAt, kindAnd:
	}
	return 0
}

// titleLanguages are those whose titles are read as they are: English ones
// also in Hindi.
func (r *levelReader) titleLanguages() uint8 {
	if r.lang == langHI {
		return 1<<langHI | 1<<langEN
	}
	return 1 << r.lang
}

// compoundClass reads the end of a German or Dutch compound.
func (r *levelReader) compoundClass(word []byte) levelClass {
	if len(word) > levelMaxWord || r.lang != langDE && r.lang != langNL && r.votes != [8]int{} {
		return lvUnknown
	}
	for cut := 3; cut <= len(word)-3; cut++ {
		for _, l := range [2]int{langDE, langNL} {
			if c, ok := r.lex.tails[l][string(word[cut:])]; ok && (r.votes == [8]int{} || l == r.lang) {
				return c
			}
		}
	}
	if e, ok := r.title.compound(word); ok && e.kind == kindRank {
		return lvPerson
	}
	return lvUnknown
}
