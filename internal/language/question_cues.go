package language

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"rightdoor/scoring"
)

// Where no frame fits a whole question, what its words say of the intent is
// added up, and the words most like a name are taken for the company.

// questionCue is what a phrase says: how much of which intent.
type questionCue struct {
	intent string
	weight int
}

// What a reading by cues needs, and what else than words counts.
const (
	cueFloor    = 4 // the least that decides
	cueRole     = 4 // a buying role or title
	cueAlone    = 4 // a company and nothing that speaks of anything else
	cueSeveral  = 5 // "or" between two companies
	cueNameless = 5 // taken off where a company is missed
	cueNamed    = 1 // added where there is one
	cueMargin   = 2 // by how much cues outweigh a frame that leaves words over
	cueLongest  = 4 // words of a phrase
)

// questionCueLexicon is what the file of cues says.
type questionCueLexicon struct {
	cues    map[string][]questionCue
	before  map[string]bool // stands before a company
	after   map[string]bool // stands behind one
	article map[string]bool // may stand between
	neither map[string]bool // no company, with a capital or without
	choice  map[string]bool // stands between two to be chosen from
	past    map[string]bool // what somebody did, where it does not end in "ed"
}

var questionCues = sync.OnceValue(func() *questionCueLexicon {
	x := &questionCueLexicon{
		cues: map[string][]questionCue{}, before: map[string]bool{}, after: map[string]bool{},
		article: map[string]bool{}, neither: map[string]bool{}, choice: map[string]bool{}, past: map[string]bool{},
	}
	sets := map[string]map[string]bool{
		"before": x.before, "after": x.after, "article": x.article, "neither": x.neither, "choice": x.choice, "past": x.past,
	}
	questionRows("lexicon/question_cues.tsv", 3, func(row []string) {
		for phrase := range strings.SplitSeq(row[2], "|") {
			if set := sets[row[0]]; set != nil {
				set[phrase] = true
				continue
			}
			weight, _ := strconv.Atoi(row[1])
			x.cues[phrase] = append(x.cues[phrase], questionCue{row[0], weight})
		}
	})
	return x
})

// cueIntents are the intents that words add up for; of equal ones the first
// wins.
var cueIntents = []string{
	IntentOther, IntentAlerts, IntentWhy, IntentSay, IntentWho, IntentCompare, IntentTop, IntentFit,
	IntentAudit, IntentPersona, IntentICP, IntentHelp, IntentCheck,
}

// cueReading is a reading by cues.
type cueReading struct {
	*questionMatcher
	lex      *questionCueLexicon
	count    [13]int
	told     [13]int                 // the same of sentences that only tell a story
	story    [maxQuestionTokens]bool // the token is part of such a sentence
	cued     [maxQuestionTokens]bool // the token is part of a cue
	name     cueName
	role     string
	roleFrom int
	roleTo   int
	known    int // tokens that are cues, names, roles or little words
	last     int // where the last part of several begins
	intent   string
	weight   int
}

// cueName is a span that may be a company's name.
type cueName struct{ from, to, worth int }

func (c *cueReading) add(intent string, weight int) {
	c.count[slices.Index(cueIntents, intent)] += weight
}

// of is what counts for an intent.
func (c *cueReading) of(intent string) int { return c.count[slices.Index(cueIntents, intent)] }

// decides tells whether the cues are enough for a reading.
func (c *cueReading) decides() bool {
	if questionAboutCompany(c.intent) && c.name.to > 0 && c.name.worth < 2 && c.weight < cueFloor+2 {
		return false
	}
	return c.weight >= cueFloor && (c.intent != IntentFit || c.name.to > 0)
}

// isPlain tells whether no slip of the pen has to be looked for first.
func (c *cueReading) isPlain() bool { return c.name.worth > 1 || c.weight > cueFloor }

// byCues reads a question by its cue words.
func (m *questionMatcher) byCues() *cueReading {
	m.steps = questionSteps
	c := &m.cues
	*c = cueReading{questionMatcher: m, lex: questionCues()}
	for i := 1; i < c.n; i++ {
		if c.list[i].pause > 0 {
			c.last = i
		}
	}
	c.stories()
	c.words()
	c.roles()
	c.names()
	c.shape()
	c.intent, c.weight = c.most()
	return c
}

// words adds up the cue phrases, of which the longest at each word counts.
func (c *cueReading) words() {
	for i := 0; i < c.n; {
		i += c.phraseAt(i)
	}
	part := 1
	if _, most := c.most(); most > 0 {
		part = 2
	}
	for i, told := range c.told {
		c.count[i] += told / part
	}
}

// stories marks the sentences that ask nothing beside one that does: what they
// say counts half where the question says something.
func (c *cueReading) stories() {
	asked := 0
	for from := 0; from < c.n; {
		to := c.sentenceEnd(from)
		if c.asks(to) {
			asked++
		}
		from = to
	}
	for from := 0; asked > 0 && from < c.n; {
		to := c.sentenceEnd(from)
		for i := from; i < to; i++ {
			c.story[i] = !c.asks(to)
		}
		from = to
	}
}

func (c *cueReading) sentenceEnd(i int) int {
	for i++; i < c.n && c.list[i].pause < 2; i++ {
	}
	return i
}

// asks tells whether a question mark stands before a token.
func (c *cueReading) asks(to int) bool {
	end := min(len(c.text), maxQuestionBytes)
	if to < c.n {
		end = c.list[to].start
	}
	return strings.IndexByte(c.text[c.list[to-1].end:end], '?') >= 0
}

func (c *cueReading) phraseAt(i int) int {
	if c.list[i].special() {
		return 1
	}
	for n := min(cueLongest, c.n-i); n > 0; n-- {
		if n > 1 && c.pauseInside(i, i+n) {
			continue
		}
		cues := c.lex.cues[string(c.questionMatcher.phrase(i, i+n))]
		if cues == nil || n == 1 && (c.shouted(i) || c.didSomething(i)) {
			continue
		}
		for _, cue := range cues {
			if c.story[i] {
				c.told[slices.Index(cueIntents, cue.intent)] += cue.weight
				continue
			}
			c.add(cue.intent, cue.weight)
			if i >= c.last && c.last > 0 {
				c.add(cue.intent, 1)
			}
		}
		for k := i; k < i+n; k++ {
			c.cued[k] = true
		}
		return n
	}
	return 1
}

// didSomething tells somebody of whom a story is told from somebody who is
// looked for: "someone filled in the form", "people reached out".
func (c *cueReading) didSomething(i int) bool {
	if i+1 >= c.n || c.list[i+1].pause > 0 || !c.lowIn(i, "someone", "somebody", "people", "person", "guy", "contact", "anyone") {
		return false
	}
	next := c.folded(&c.list[i+1])
	return len(next) > 4 && strings.HasSuffix(string(next), "ed") || c.lex.past[string(next)]
}

func (c *cueReading) pauseInside(from, to int) bool {
	for i := from + 1; i < to; i++ {
		if c.list[i].pause > 0 {
			return true
		}
	}
	return false
}

// shouted tells whether a cue word with a capital inside a sentence is rather
// a name: behind "at", before a Hindi postposition.
func (c *cueReading) shouted(i int) bool {
	return i > 0 && c.list[i].capital && c.list[i].pause < 2 && c.introduced(i) && !c.isGerman()
}

func (c *cueReading) isGerman() bool {
	for i := range c.n {
		switch string(c.folded(&c.list[i])) {
		case "bei", "wer", "wen", "wir", "ist", "der", "mit", "fur", "wem":
			return true
		}
	}
	return false
}

// introduced tells whether what stands before a token points to a company.
func (c *cueReading) introduced(i int) bool {
	if i == 0 || c.list[i].pause > 0 {
		return false
	}
	if word := c.folded(&c.list[i-1]); c.lex.article[string(word)] && i > 1 && c.list[i-1].pause == 0 && !c.list[i-1].capital && c.lex.before[string(c.folded(&c.list[i-2]))] {
		return true
	}
	return c.lex.before[string(c.folded(&c.list[i-1]))]
}

// roles finds the buying role: as a noun, or as what somebody does, whichever
// takes more words.
func (c *cueReading) roles() {
	best := 0
	role, from := "", 0
	for i := range c.n {
		if c.list[i].special() {
			continue
		}
		for n := min(7, c.n-i); n > best; n-- {
			if found := c.roleOf(i, n); found != "" {
				best, role, from = n, found, i
			}
		}
	}
	if best == 0 {
		if c.of(IntentWho)+c.of(IntentSay) > 0 || c.n < 8 {
			c.title()
		}
		return
	}
	c.setRole(role, from, from+best)
}

func (c *cueReading) roleOf(i, n int) string {
	phrase := c.questionMatcher.phrase(i, i+n)
	if len(phrase) < 3 && !c.list[i].capital || c.pauseInside(i, i+n) {
		return ""
	}
	if role := c.questionMatcher.lex.roleKind(0, phrase); role != "" {
		return role
	}
	if c.asked() {
		return c.questionMatcher.lex.roleKind(1, phrase)
	}
	return ""
}

func (c *cueReading) setRole(role string, from, to int) {
	c.role, c.roleFrom, c.roleTo = role, from, to
	if c.story[from] {
		// "an intro through a friend": asks for nobody
	} else if c.asked() || c.questionMatcher.lex.roleKind(0, c.questionMatcher.phrase(from, to)) != "" {
		c.add(IntentWho, cueRole)
	} else {
		c.add(IntentWho, cueRole/2)
	}
	for k := from; k < to; k++ {
		c.cued[k] = true
	}
}

// asked tells whether somebody is asked for.
func (c *cueReading) asked() bool { return c.count[slices.Index(cueIntents, IntentWho)] > 0 }

// title finds a title with a rank.
func (c *cueReading) title() {
	for i := range c.n {
		if c.slight(i) || c.list[i].special() || c.cued[i] && !c.list[i].capital {
			continue
		}
		for n := min(4, c.n-i); n > 0; n-- {
			if c.pauseInside(i, i+n) || c.slight(i+n-1) {
				continue
			}
			if role, worth := c.questionMatcher.role(i, i+n); worth >= 5 {
				c.setRole(role, i, i+n)
				return
			}
		}
	}
}

// shape adds what the make of the question says.
func (c *cueReading) shape() {
	for i := range c.n {
		if t := &c.list[i]; c.cued[i] || t.filler || t.id != 0 && c.questionMatcher.lex.weak[t.id] {
			c.known++
		}
	}
	if c.name.worth < 2 {
		c.lists()
	}
	if c.name.worth < 2 && c.of(IntentTop) >= cueFloor {
		c.name = cueName{}
	}
	if c.name.to == 0 {
		for _, intent := range []string{IntentFit, IntentWhy, IntentWho, IntentSay, IntentCompare} {
			c.add(intent, -cueNameless)
		}
		if c.role != "" {
			c.add(IntentPersona, 2)
		}
		return
	}
	for i := c.name.from + 1; i < c.name.to; i++ {
		if c.isChoice(i) && c.list[i].id != 0 && !c.list[i].capital {
			c.add(IntentCompare, cueSeveral)
		}
	}
	if c.name.worth > 1 {
		for _, intent := range []string{IntentFit, IntentWhy, IntentWho, IntentSay} {
			c.add(intent, cueNamed)
		}
		c.add(IntentICP, -3)
		c.add(IntentPersona, -2)
	}
	c.alone()
}

// lists adds what narrows a list: "fintechs in Spain" asks for accounts.
func (c *cueReading) lists() {
	frame := c.best
	c.best = questionReading{}
	f, _ := c.filters(0, c.n)
	c.best = frame
	for _, fact := range f.Facts {
		switch fact.Attribute {
		case scoring.Industry, scoring.Country, scoring.Region, scoring.City, scoring.Subdivision:
			c.add(IntentTop, 2)
		}
	}
	if len(f.Tiers) > 0 {
		c.add(IntentTop, 3)
	}
}

// alone lets a company with little else ask for its fit.
func (c *cueReading) alone() {
	if c.n-(c.name.to-c.name.from)-(c.roleTo-c.roleFrom) > 1 || c.known < c.n {
		return
	}
	first := &c.list[c.name.from]
	if c.role != "" && (first.domain || c.roleTo-c.roleFrom > 1 || isUpperWord(c.written(c.roleFrom, c.roleTo))) {
		c.add(IntentWho, cueAlone) // "Nubank CFO", "head of procurement, Acme"
		return
	}
	asked := strings.ContainsAny(c.text, "?¿")
	person := c.questionMatcher.lex.given[string(c.folded(first))]
	if first.domain || asked && !person && c.name.to-c.name.from < 5 {
		c.add(IntentFit, cueAlone)
	}
}

func (c *cueReading) most() (intent string, count int) {
	for i, n := range c.count {
		if n > count {
			intent, count = cueIntents[i], n
		}
	}
	return intent, count
}

// question makes the question of the reading.
func (c *cueReading) question() Question {
	intent := c.intent
	q := Question{Intent: intent}
	switch {
	case questionAboutCompany(intent) || intent == IntentCompare:
		c.about(&q)
	case intent == IntentTop:
		c.best = questionReading{form: &questionForm{intent: intent}}
		q.Filters, q.Spans = c.filters(0, c.n)
		q.Filters.Text = ""
	case intent == IntentCheck:
		c.takeCheck(&q)
	}
	return q
}

func (c *cueReading) about(q *Question) {
	if c.name.to > 0 {
		q.Companies = c.companies(c.name.from, c.name.to, true)
		c.span(q, c.name.from, c.name.to, "company", "by cues")
	}
	if q.Intent == IntentCompare && (len(q.Companies) < 2 || c.hasEither()) {
		q.Intent = IntentFit
	}
	if q.Intent == IntentWhy && len(q.Companies) == 0 {
		c.receiptOf(q)
	}
	if (q.Intent == IntentWho || q.Intent == IntentSay) && c.role != "" && (c.roleTo <= c.name.from || c.roleFrom >= c.name.to) {
		q.Role = c.role
		c.span(q, c.roleFrom, c.roleTo, "role", c.role)
	}
	if q.Intent == IntentSay && q.Role == "" {
		c.addressee(q)
	}
	slices.SortFunc(q.Spans, func(a, b QuestionSpan) int { return a.Start - b.Start })
}

// addressee finds the person words are for, by the given name.
func (c *cueReading) addressee(q *Question) {
	for i := range c.n {
		if i >= c.name.from && i < c.name.to || !c.list[i].capital || !c.questionMatcher.lex.given[string(c.folded(&c.list[i]))] {
			continue
		}
		to := i + 1
		for to < c.n && to != c.name.from && c.list[to].capital && c.list[to].pause == 0 {
			to++
		}
		q.Role = c.written(i, to)
		c.span(q, i, to, "role", "a person")
		return
	}
}

// isReceipt tells the receipt of an answer: groups of four letters and digits
// that take turns.
func isReceipt(word string) bool {
	groups := 0
	turns := false
	for group := range strings.SplitSeq(word, "-") {
		if len(group) != 4 || strings.Trim(group, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") != "" {
			return false
		}
		groups++
		turns = turns || receiptTurns(group) > 1
	}
	return turns || groups > 1 && strings.ContainsAny(word, "0123456789")
}

// receiptTurns counts how often a letter follows a digit or a digit a letter.
func receiptTurns(group string) int {
	turns := 0
	for i := 1; i < len(group); i++ {
		if (group[i] <= '9') != (group[i-1] <= '9') {
			turns++
		}
	}
	return turns
}
