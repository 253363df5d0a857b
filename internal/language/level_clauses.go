package language

import "bytes"

// levelAbout is what the clause being read is about.
type levelAbout uint8

const (
	aboutNone levelAbout = iota
	aboutCompany
	aboutGeneric
	aboutPerson
	aboutPeople
	aboutAny
	aboutCustomer
)

// levelFinding is one thing a text speaks of.
type levelFinding struct {
	first, last uint8 // tokens
	item        uint8 // the item that decided
	level       Level
	sizes       levelSizes // of a company that is nothing but a size
	rule        string
}

const levelMaxFindings = 24

// ruleUnlimited is the rule of a company that nothing limits.
const ruleUnlimited = "company without limit"

// ruleEveryKind is the rule of "all sectors".
const ruleEveryKind = "every kind"

// ruleEmployer is the rule of a company that a person is limited to.
const ruleEmployer = "company of a person"

// levelState is what is known while clauses are read.
type levelState struct {
	found  [levelMaxFindings]levelFinding
	nFound int
	clause int  // findings before this clause
	before int  // findings before the last clause
	asked  bool // "Which companies?"

	head     levelAbout
	phrase   levelPhrase // of the head
	last     int         // the last item that belongs to it
	sub      bool        // in what is said about the head
	link     bool        // after "at", "in", "runs"
	place    bool        // after "in"
	at       bool        // after "at"
	limited  bool
	vague    bool
	personal bool // "people": what they do is told
	under    bool // a company after a person: "CTOs at companies"
	frozen   bool // after "we help companies": what follows is our work
	listed   bool // the last phrase within was a person
	sold     bool // "the people we sell to"
	owners   bool // "people who run businesses"

	skip     bool // the speaker's own doings
	offered  bool
	stemmed  bool
	helped   bool
	negated  bool
	except   bool
	excluded bool
	event    bool
	framed   bool
	scoped   bool // the last head was a title
	formed   bool // a legal form was seen
	restated int  // findings before "that is", -1 where it was not said
	nextOnly bool // Hindi: what comes before "wali" limits
}

// readClauses reads the items from left to right.
func (r *levelReader) readClauses() {
	if r.isName() {
		return
	}
	r.restated = -1
	for i := 0; i < r.count; {
		switch before := r.items[i].before; {
		case i == 0:
		case before == lgBreak:
			r.endClause()
			r.answer(i)
		case before == lgColon:
			r.closeHead()
			r.skip, r.negated = false, false
		case before == lgComma:
			r.pause(i)
		}
		i = r.step(i)
	}
	r.endClause()
}

// endClause forgets everything but what was found. What happened to somebody
// is no description of a customer.
func (r *levelReader) endClause() {
	r.closeHead()
	if r.event && !r.framed {
		r.nFound = r.clause
	}
	r.takeBack()
	r.before, r.clause = r.clause, r.nFound
	r.stemmed = false
	r.skip, r.offered, r.helped, r.negated, r.except, r.event, r.framed, r.scoped = false, false, false, false, false, false, false, false
}

// takeBack drops the persons that are said to be companies: "dentists, that
// is, dental clinics".
func (r *levelReader) takeBack() {
	at := r.restated
	r.restated = -1
	if at <= r.clause || at >= r.nFound {
		return
	}
	persons := false
	for i, f := range r.found[r.clause:r.nFound] {
		if f.rule == ruleEmployer || r.clause+i >= at && f.level != LevelCompany {
			return
		}
		persons = persons || f.level == LevelPerson
	}
	if !persons {
		return
	}
	r.nFound = r.clause + copy(r.found[r.clause:], r.found[at:r.nFound])
}

// answer looks back at a question before item i: "Teams? No." takes it back,
// and "Which companies?" says what "those" are.
func (r *levelReader) answer(i int) {
	end := int(r.toks[r.items[i-1].last].end)
	if end >= len(r.text) || r.text[end] != '?' {
		return
	}
	it := &r.items[i]
	if it.class&lvNot != 0 && (i+1 == r.count || r.items[i+1].before >= lgComma) {
		r.nFound, r.clause = r.before, r.before
		return
	}
	if r.nFound == r.before+1 && r.found[r.before].level == LevelMarket {
		r.asked = true
		r.nFound, r.clause = r.before, r.before
	}
}

// pause reads a comma or dash before item i.
func (r *levelReader) pause(i int) {
	c := r.items[i].class
	if c&lvAnd == 0 {
		r.negated, r.except = false, false
	}
	continues := c&(lvRel|lvWith|lvIn|lvOf|lvHire|lvWithout|lvDirect|lvRun) != 0 && c&(lvHeads|lvContact) == 0
	if r.head == aboutNone || continues && r.head != aboutPerson {
		return
	}
	if r.listed && r.sub && c&(lvPerson|lvTeam|lvAnd) != 0 {
		return
	}
	r.closeHead()
}

// step reads item i and says where to go on.
func (r *levelReader) step(i int) int {
	c := r.items[i].class
	r.event = r.event || c&lvEvent != 0 && c&lvUs == 0 && c&(lvHeads|lvRun) == 0 && r.head != aboutCompany && r.head != aboutGeneric
	r.formed = r.formed || i > 0 && r.isForm(i)
	if next := r.rangeAt(i); next > i && !r.skip {
		return r.meetRange(i, next)
	}
	switch {
	case r.skip:
		return r.skipOwn(i)
	case c&lvRestate != 0:
		r.closeHead()
		r.restated = r.nFound
		return i + 1
	case c&lvContact != 0 && c&lvHeads == 0:
		r.closeHead()
		r.framed = true
		return i + 1
	case c&lvUs != 0 && c&lvEvent != 0 && i > 0 && r.items[i].before != lgBreak:
		r.weigh(i) // "people who ask"
		return i + 1
	case c&lvUs != 0 && c&lvPlace == 0:
		return r.meetUs(i)
	case c&lvIs != 0 && i+1 < r.count && (r.head == aboutCustomer || r.sold && (r.head == aboutPeople || r.head == aboutGeneric)):
		r.vague, r.personal, r.limited, r.under = true, false, false, true // "the people we sell to are …"
		r.closeHead()
		r.framed = true
		return i + 1
	case r.head == aboutNone || !r.sub:
		return r.stepOutside(i)
	}
	return r.stepInside(i)
}

// skipOwn passes over what the speaker says of himself, up to his customer.
func (r *levelReader) skipOwn(i int) int {
	c := r.items[i].class
	switch {
	case c&lvNot != 0:
		r.negated = true
	case c&(lvContact|lvDirect) != 0, r.offered && c&(lvGoal|lvOf) != 0:
		r.skip, r.framed, r.helped = false, true, c&lvDirect != 0
	case r.stemmed && c&(lvWith|lvGoal|lvIn) != 0 && c&lvStem == 0:
		r.skip, r.framed, r.helped = false, true, true
	case c&lvCustomer != 0:
		r.skip, r.framed, r.negated = false, true, false
	case c&lvOnly != 0:
		r.negated = false
	case c&(lvOffer|lvIndustry|lvProduct) != 0:
		r.offered = true
	}
	r.offered = r.offered || c&lvOffer != 0
	r.stemmed = r.stemmed || c&lvStem != 0
	return i + 1
}

// meetUs reads "we" or "our": the start of a clause of its own, or inside one
// a pointer at the speaker.
func (r *levelReader) meetUs(i int) int {
	switch {
	case r.head == aboutNone, r.items[i].before >= lgComma, i > 0 && r.items[i-1].class&(lvAnd|lvOnly) != 0:
		r.closeHead()
		r.skip = r.lang != langHI
	default:
		r.vague, r.sub, r.sold = true, true, true
	}
	return i + 1
}

// stepOutside reads an item at the level of the statement itself.
func (r *levelReader) stepOutside(i int) int {
	c := r.items[i].class
	switch {
	case r.head != aboutNone && c&lvHeads == 0 && c&lvTheir != 0 && i > 0 && r.items[i-1].class&lvAnd != 0:
		r.closeHead()
		return i + 1
	case c&lvWithout != 0 && c&lvHeads == 0:
		return r.meetWithout(i)
	case r.head == aboutNone && c&(lvNot|lvExcept) != 0 && c&lvHeads == 0:
		r.negated, r.except = true, r.except || c&lvExcept != 0
		return i + 1
	case c&lvExcept != 0 && c&lvHeads == 0:
		r.closeHead()
		r.negated, r.except = true, true
		return i + 1
	case c&lvOnly != 0 && c&lvHeads == 0:
		r.negated = false
		return i + 1
	case c&lvWala != 0:
		r.negated, r.nextOnly = false, true
		return i + 1
	case r.spansSizes(i):
		r.closeHead() // "from startups to enterprises"
		return i + 1
	case r.head != aboutNone && r.opensInside(i):
		r.sub = true
		return r.stepInside(i)
	}
	p, next, ok := r.phraseAt(i)
	if !ok {
		return r.stepWord(i)
	}
	r.closeHead()
	r.meet(&p, next)
	return next
}

// stepWord reads a word that is no part of a noun phrase.
func (r *levelReader) stepWord(i int) int {
	c := r.items[i].class
	switch {
	case c&lvAnd != 0, r.lang == langHI && c&lvIn != 0:
		r.closeHead()
	case c&lvDirect != 0 && r.head == aboutNone:
		r.framed, r.helped = true, true
	case c&(lvRun|lvHire|lvWith|lvVerb) != 0 && r.nFound > 0 && r.found[r.nFound-1].level == LevelCompany && r.items[i].before >= lgComma:
		r.head, r.sub, r.phrase, r.last = aboutCompany, true, levelPhrase{first: i, last: i, head: i}, i // "Banks. Running COBOL."
	case c&lvHire != 0 && r.head == aboutNone && r.lang == langEN && r.nFound == 0 && i == 0:
		r.head, r.limited, r.sub, r.phrase = aboutGeneric, true, true, levelPhrase{first: i, last: i, head: i}
		r.last = i
	}
	return i + 1
}

func (r *levelReader) meetWithout(i int) int {
	if r.head == aboutNone && r.lang == langHI {
		r.negated, r.nextOnly = true, true
		return i + 1
	}
	if r.head == aboutNone {
		r.head, r.phrase, r.last = aboutGeneric, levelPhrase{first: i, last: i, head: i}, i
	}
	r.sub, r.limited, r.link = true, true, false
	return i + 1
}

// opensInside reports whether item i starts what is said about the head.
func (r *levelReader) opensInside(i int) bool {
	c := r.items[i].class
	if c&lvAnd != 0 && c&(lvIn|lvA) == 0 || c&lvHeads != 0 && c&lvBreakers == 0 && r.items[i].before >= lgComma {
		return false
	}
	if r.lang == langHI && c&lvIn != 0 && r.head == aboutCompany {
		return false
	}
	return c&lvAnd == 0 || c&lvIn != 0
}

// stepInside reads an item of what is said about the head.
func (r *levelReader) stepInside(i int) int {
	it := &r.items[i]
	c := it.class
	if c&lvTheir != 0 && c&lvHeads == 0 && i > 0 && (r.items[i-1].class&lvAnd != 0 || it.before >= lgComma) && c&(lvThe|lvRel) == 0 {
		r.closeHead()
		return i + 1
	}
	if c&lvAnd != 0 && c&(lvIn|lvWith|lvA) == 0 {
		return i + 1
	}
	p, next, ok := r.phraseAt(i)
	if ok && c&(lvIn|lvOf|lvGoal) == 0 {
		r.within(&p)
		r.last = max(r.last, p.last)
		if !r.under || r.head != aboutGeneric {
			r.link, r.place = false, false
		}
		return next
	}
	if r.head == aboutPerson && i == r.last+1 && !r.helped && r.phrase.head >= 0 && !r.isPlural(r.phrase.head) && bytes.HasSuffix(r.word(int(it.first)), []byte("ed")) {
		r.event = true // "the CFO signed"
	}
	r.weigh(i)
	return i + 1
}

// weigh weighs one word of what is said about the head.
func (r *levelReader) weigh(i int) {
	c := r.items[i].class
	switch {
	case r.head == aboutGeneric && r.phrase.all && i == r.last+1 && c&(lvCommon|lvVerb) != 0 && c&(lvRel|lvWith|lvIn|lvHire|lvRun) == 0:
		r.frozen = true // "every business needs …"
	case c&lvDeixis != 0:
		r.vague = true
	case c&(lvIn|lvOf) != 0:
		r.link, r.place, r.at = true, c&lvIn != 0, c&lvAt != 0
	case c&(lvCommon|lvEmpty) != 0:
	case c&lvHire != 0 && c&lvRun == 0 && r.head == aboutGeneric && r.aimsAtAnyone(i):
	case c&lvRun != 0:
		r.link, r.personal = true, true
		r.limited = r.limited || r.head == aboutGeneric && !r.frozen
	case c&(lvHire|lvWithout|lvNot|lvDirect|lvTask|lvUnknown|lvTech|lvNumber|lvUs) != 0:
		r.frozen = r.frozen || r.helped && !r.limited && r.head == aboutGeneric && i == r.last+1
		r.limited = r.limited || !r.frozen
		r.personal = true
		r.link = false
	case c&(lvRel|lvWith) != 0:
		r.link = r.link && c&lvRel == 0
	case c&lvVerb != 0:
		r.frozen = r.frozen || r.helped && !r.limited && r.head == aboutGeneric && i == r.last+1
		r.link = false
	}
}

// closeHead settles what was only pending.
func (r *levelReader) closeHead() {
	p := &r.phrase
	switch r.head {
	case aboutGeneric:
		switch {
		case r.limited && !(r.vague && !r.phrase.all && r.under):
			r.add(p, p.head, LevelCompany, 0, "limited company")
		case r.under || r.vague && !p.all:
		case p.all || r.isPlural(p.head) || r.lang != langEN && !p.article:
			r.add(p, p.head, LevelMarket, 0, ruleUnlimited)
		}
	case aboutPeople:
		switch {
		case r.vague:
		case r.owners:
			r.add(p, p.head, LevelMarket, 0, "whoever has a business")
		case !r.personal:
		case r.asked:
			r.add(p, p.head, LevelCompany, 0, "which companies")
		default:
			r.add(p, p.head, LevelPerson, 0, "what people do")
		}
	case aboutAny:
		if r.personal && !r.vague && !r.owners {
			r.add(p, p.head, LevelPerson, 0, "what people do")
		} else {
			r.add(p, p.head, LevelMarket, 0, "anyone")
		}
	case aboutNone, aboutCompany, aboutPerson, aboutCustomer:
	}
	if r.head != aboutNone {
		r.scoped = r.head == aboutPerson
	}
	r.sold, r.owners = false, false
	r.head, r.sub, r.link, r.place, r.limited, r.vague, r.personal, r.under, r.frozen, r.listed = aboutNone, false, false, false, false, false, false, false, false, false
}

// add notes a finding over the phrase.
func (r *levelReader) add(p *levelPhrase, item int, level Level, sizes levelSizes, rule string) {
	if r.nFound == len(r.found) {
		return
	}
	f := levelFinding{level: level, sizes: sizes, rule: rule, item: uint8(item)}
	f.first, f.last = r.items[p.first].first, r.items[p.last].last
	if item < p.first || item > p.last || item != p.head && p.head >= 0 {
		f.first, f.last = r.items[item].first, r.items[item].last
	}
	r.found[r.nFound] = f
	r.nFound++
}
