package language

import (
	"math/bits"
	"strings"

	"rightdoor/scoring"
)

// The levels the rules below speak of, as places in scoring.Seniorities plus
// one; a test holds them to that list.
const (
	levelFounder  level = 2
	levelCSuite   level = 3
	levelPartner  level = 4
	levelVP       level = 5
	levelHead     level = 6
	levelDirector level = 7
	levelManager  level = 8
	levelSenior   level = 9
	levelEntry    level = 10
	levelIntern   level = 11
)

// ParseTitle reads a job title in English, Spanish, Portuguese, French,
// German, Italian, Dutch or Hindi. Of several titles in one text the highest
// serious one decides; functions are in the order of scoring.Functions. Only
// the first 300 runes are read. The zero Seniority means that the text names
// no post its holder has now: "Former CEO", "Student", "Acme".
func ParseTitle(text string) scoring.Title {
	var r reader
	r.read(text)
	return r.title()
}

// seat is one post named in a text.
type seat struct {
	level    level
	strong   fieldSet // what the rank itself names: "CFO", "nurse"
	named    fieldSet // what stands beside it: "director of sales"
	usual    fieldSet // what it means when nothing stands beside it
	flags    entryFlags
	mods     entryFlags // flagRaise, flagAssist, flagTechnical of its modifiers
	langs    uint8
	segment  uint8 // which of the parts between breaks
	after    bool  // a word came before "chief": "fire chief"
	officer  bool
	chief    bool
	linked   bool // "of" was seen
	student  bool
	entries  uint8 // how many ranks it was made of
	trailing bool  // functions follow without "of"
	foreign  bool  // in another language than the rank
	loose    bool  // ends in a word that names no function: "VP Records"
	english  bool  // that word, or a function without "of", and the rank are English
	placed   bool  // a scope follows it: "Sales Director EMEA"
	mixed    bool  // a qualifier is of another language: "Coco Controller"
}

// maxSeats bounds what is kept of one text; a person with more posts than
// this is not read to the end.
const maxSeats = 8

// reader turns tokens into seats from left to right.
type reader struct {
	tok   tokens
	found matches
	lex   *lexicon
	trace *titleTrace // nil unless the reading is to be explained
	seats [maxSeats]seat
	n     int

	now      seat // the seat being read
	has      bool // now is a seat
	pending  fieldSet
	langs    uint8 // of the pending functions
	mods     entryFlags
	words    int   // words before a rank since the last pause
	strange  uint8 // languages without the qualifiers before a rank
	skip     bool
	void     bool
	segment  uint8
	scopes   [4]string
	scopeN   int
	rest     [maxTokens]uint8
	restN    int
	plain    bool // nothing unknown, no employer, no former post
	students bool
	lastKind entryKind
}

func (r *reader) read(text string) {
	r.lex = titleLexicon()
	r.plain = true
	r.tok.read(text)
	r.found.find(r.lex, &r.tok)
	for k := range r.found.n {
		r.readMatch(k)
	}
	r.closeSeat()
	r.settle()
}

func (r *reader) readMatch(k int) {
	m := &r.found.list[k]
	r.pass(r.tok.list[m.at].before, int(m.at))
	e := r.found.meaning(k, !r.has && r.lastKind != kindOf)
	if e == nil {
		r.takeUnlisted(m)
		return
	}
	r.note(m, e)
	r.take(e)
}

// takeUnlisted reads a word no lexicon has: a compound or an unknown word.
func (r *reader) takeUnlisted(m *match) {
	word := r.tok.word(int(m.at))
	if len(word) > minTail+minHead && len(word) <= maxCompound {
		if e, ok := r.lex.compound(word); ok {
			r.note(m, &e)
			r.take(&e)
			return
		}
	}
	r.note(m, nil)
	r.leave(int(m.at))
	r.lastKind = kindNone
}

func (r *reader) leave(i int) {
	r.plain = false
	r.words++
	if r.skip || r.void {
		return
	}
	r.rest[r.restN] = uint8(i)
	r.restN++
}

// pass applies what stands before token i.
func (r *reader) pass(g gap, i int) {
	if i == 0 || g < gapGlued {
		return
	}
	if g == gapBreak {
		r.closeSeat()
		r.settle()
		r.segment++
		r.skip, r.void = false, false
		return
	}
	r.closeSeat()
	if g == gapPause {
		r.void = false
	}
}

func (r *reader) take(e *entry) {
	if r.skip {
		r.plain = false
		return
	}
	switch e.kind {
	case kindRank:
		r.takeRank(e)
	case kindField:
		r.takeField(e)
	case kindMod:
		r.mods |= e.flags | flagYield // never 0: IsTitle refuses a modifier left over
	case kindScope:
		r.takeScope(e)
	case kindOf:
		r.takeOf()
	case kindTo, kindAt:
		r.skip = r.has || r.n > 0
		r.plain = false
	case kindAnd:
		r.closeSeat()
	case kindVoid:
		r.takeVoid(e)
	case kindQual:
		r.takeQual(e)
	case kindNoise:
		r.plain = r.plain && (e.flags&flagTail == 0 || r.has || r.n > 0)
	}
	r.lastKind = e.kind
}

func (r *reader) takeQual(e *entry) {
	r.words++
	if !r.has {
		r.strange |= ^e.langs
		return
	}
	r.now.loose = !r.now.linked
	r.now.mixed = r.now.mixed || r.now.langs&e.langs == 0
	r.now.english = r.now.english || e.langs&r.now.langs&1 != 0
}

func (r *reader) takeOf() {
	if r.has {
		r.now.linked = true
	}
}

func (r *reader) takeVoid(e *entry) {
	if e.flags&flagStudent != 0 {
		r.now.student, r.students = true, true
		return
	}
	r.void, r.plain = true, false
	r.has, r.pending, r.mods = false, 0, 0
	r.now = seat{}
}

func (r *reader) takeScope(e *entry) {
	if e.flags&flagTail != 0 && r.has && !r.now.linked {
		r.plain = false
		return
	}
	r.now.placed = r.has && !r.now.linked
	if e.scope == "" || r.void || r.scopeN == len(r.scopes) {
		return
	}
	for _, s := range r.scopes[:r.scopeN] {
		if s == e.scope {
			return
		}
	}
	r.scopes[r.scopeN] = e.scope
	r.scopeN++
}

func (r *reader) takeField(e *entry) {
	if r.void {
		return
	}
	if !r.has {
		r.pending |= e.fields
		r.langs |= e.langs
		r.words++
		return
	}
	if r.now.aideOf(e) {
		r.skip = true
		return
	}
	r.now.named |= e.fields
	r.now.usual |= e.usual
	r.now.trailing = r.now.trailing || !r.now.linked
	r.now.english = r.now.english || !r.now.linked && e.langs&r.now.langs&1 != 0
	r.now.foreign = r.now.foreign || r.now.langs&e.langs == 0
	r.now.agree(e.langs)
}

// aideOf reports whether what follows "of" is whom an aide works for:
// "assistante de direction" is no director.
func (s *seat) aideOf(e *entry) bool {
	return s.linked && s.flags&flagAide != 0 && e.flags&flagOffice != 0
}

func (r *reader) takeRank(e *entry) {
	r.students = false
	r.now.student = false
	if r.void {
		return
	}
	if r.has {
		r.merge(e)
		return
	}
	r.now = seat{
		level: e.level, strong: e.fields, usual: e.usual, flags: e.flags, named: r.pending, mods: r.mods,
		langs: e.langs, segment: r.segment, after: r.words > 0, chief: e.flags&flagChief != 0, entries: 1,
		mixed: e.langs&^r.strange == 0,
	}
	r.now.agree(r.langs)
	r.has = true
	r.pending, r.mods, r.langs, r.strange = 0, 0, 0, 0
}

// agree narrows the languages a seat may be in.
func (s *seat) agree(langs uint8) {
	if both := s.langs & langs; both != 0 {
		s.langs = both
	}
}

// merge joins a second rank of the same noun phrase to the first.
func (r *reader) merge(e *entry) {
	s := &r.now
	s.entries++
	s.loose = false
	mods := r.mods
	r.mods = 0
	switch {
	case s.linked && s.flags&flagAide != 0 && e.level < levelSenior:
		r.skip = true
	case s.linked:
		s.usual |= (e.fields | e.usual) &^ s.strong
	case s.chief && e.flags&flagOfficer != 0:
		s.officer = true
	case s.chief:
		s.promote(e)
	case s.flags&(flagAssist|flagRaise|flagYield) != 0:
		s.replace(e, mods|s.flags&(flagAssist|flagRaise))
	case e.flags&flagDemote != 0:
		s.demote(e)
	default:
		s.join(e, mods)
	}
}

// promote reads a rank after "chief": a chief accountant heads accountants.
func (s *seat) promote(e *entry) {
	s.strong |= e.fields
	s.usual |= e.usual
	switch {
	case e.level >= levelSenior:
		s.after = true
	case e.level > levelCSuite:
		s.level, s.chief = e.level, false
	}
}

// replace makes the first rank a modifier of the second.
func (s *seat) replace(e *entry, mods entryFlags) {
	s.level, s.strong, s.usual, s.flags = e.level, e.fields, e.usual, e.flags
	s.mods |= mods
	s.chief = e.flags&flagChief != 0
	s.agree(e.langs)
}

// demote lets an assistant or intern take over from the rank before.
func (s *seat) demote(e *entry) {
	if s.level >= levelManager && s.level != levelNone {
		s.named |= s.strong | s.usual
	}
	s.level, s.strong, s.usual, s.flags = e.level, e.fields, e.usual, e.flags
	s.agree(e.langs)
}

// join keeps the higher of two ranks and what both name.
func (s *seat) join(e *entry, mods entryFlags) {
	s.mods |= mods
	s.strong |= e.fields
	s.usual |= e.usual
	learning := s.level == levelIntern && e.level >= levelSenior // "apprentice electrician"
	if e.level != levelNone && !learning && (s.level == levelNone || e.level < s.level) {
		s.level, s.flags = e.level, e.flags
		s.chief = e.flags&flagChief != 0
	}
	s.agree(e.langs)
}

// closeSeat ends the noun phrase being read.
func (r *reader) closeSeat() {
	if r.students {
		r.has, r.students, r.plain = false, false, false
		r.pending = 0
	}
	if r.has {
		r.now.mods |= r.mods
		r.mods = 0
		r.now.finish()
		r.push(r.now)
	}
	r.has, r.words, r.strange, r.now = false, 0, 0, seat{}
}

func (r *reader) push(s seat) {
	if r.n < maxSeats {
		r.seats[r.n] = s
		r.n++
	}
}

// finish turns modifiers into a level.
func (s *seat) finish() {
	if s.chief && !s.officer && (s.after || s.linked) {
		s.level = levelHead
	}
	if s.flags&flagNamed != 0 && s.named|s.strong != 0 {
		s.level = levelDirector
	}
	raised := s.mods&flagRaise != 0 || s.mods&flagTechnical != 0 && s.fields()&technical != 0
	switch {
	case raised && s.level == levelEntry:
		s.level = levelSenior
	case s.mods&flagAssist != 0 && s.level == levelVP:
		s.level = levelManager
	}
}

// technical work is where "staff" outranks "senior".
var technical = fieldsOf(scoring.Engineering, scoring.InformationTechnology, scoring.Security, scoring.Data, scoring.Product, scoring.Design)

func fieldsOf(functions ...scoring.Function) (set fieldSet) {
	for i, f := range scoring.Functions {
		for _, want := range functions {
			if f == want {
				set |= 1 << i
			}
		}
	}
	return set
}

// fields are the functions a seat stands for.
func (s *seat) fields() fieldSet {
	switch {
	case s.strong != 0:
		return s.strong
	case s.named != 0:
		return s.named
	}
	return s.usual
}

// settle gives what is left over before a break to the seat before it:
// "Managing Partner, Tax", "Product Manager, Senior".
func (r *reader) settle() {
	if r.n == 0 || r.seats[r.n-1].segment != r.segment {
		return
	}
	s := &r.seats[r.n-1]
	s.named |= r.pending
	s.mods |= r.mods
	s.agree(r.langs)
	s.finish()
	r.pending, r.mods, r.langs = 0, 0, 0
}

// title chooses the seat that decides and writes the answer.
func (r *reader) title() scoring.Title {
	best := r.best()
	t := scoring.Title{Scope: r.scope(), Rest: r.restText()}
	if best == nil {
		t.Functions = functionsOf(r.pending)
		return t
	}
	if best.level != levelNone {
		t.Seniority = best.level.seniority()
	}
	t.Functions = functionsOf(r.fieldsFor(best))
	t.Language = titleLanguages[bits.TrailingZeros8(best.langs)]
	return t
}

// best is the highest seat; an occasional post counts only alone.
func (r *reader) best() *seat {
	var best *seat
	for i := range r.seats[:r.n] {
		if s := &r.seats[i]; best == nil || s.beats(best) {
			best = s
		}
	}
	return best
}

func (s *seat) beats(other *seat) bool {
	if a, b := s.flags&flagWeak, other.flags&flagWeak; a != b {
		return a == 0
	}
	return s.level != levelNone && (other.level == levelNone || s.level < other.level)
}

// fieldsFor joins what the seats beside the best one name; what a rank merely
// usually means counts when none names anything.
func (r *reader) fieldsFor(best *seat) fieldSet {
	var near, far, usual fieldSet
	for i := range r.seats[:r.n] {
		s := &r.seats[i]
		if s.flags&flagWeak != best.flags&flagWeak {
			continue
		}
		firm := s.strong
		if firm == 0 {
			firm = s.named
		}
		if s.segment == best.segment {
			near |= firm
			usual |= s.usual
		}
		far |= firm
	}
	switch {
	case near != 0:
		return near
	case far != 0:
		return far
	}
	return usual
}

// seniority is the level's name; levelNone has none.
func (l level) seniority() scoring.Seniority {
	return scoring.Seniorities[l-1]
}

func functionsOf(set fieldSet) []scoring.Function {
	if set == 0 {
		return nil
	}
	out := make([]scoring.Function, 0, bits.OnesCount32(uint32(set)))
	for ; set != 0; set &= set - 1 {
		out = append(out, scoring.Functions[bits.TrailingZeros32(uint32(set))])
	}
	return out
}

func (r *reader) scope() string {
	if r.scopeN == 1 {
		return r.scopes[0]
	}
	return strings.Join(r.scopes[:r.scopeN], ", ")
}

func (r *reader) restText() string {
	if r.restN == 0 {
		return ""
	}
	var b strings.Builder
	for i, at := range r.rest[:r.restN] {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.Write(r.tok.word(int(at)))
	}
	return b.String()
}
