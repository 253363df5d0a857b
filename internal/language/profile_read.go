package language

import (
	"strings"

	"rightdoor/scoring"
)

// profileReader turns tokens into a draft from left to right.
type profileReader struct {
	text     string
	lex      *profileLexicon
	tokens   []profileToken
	i        int
	capitals bool // the text has words in capitals, so names are told by them
	draft    Draft

	mode    scoring.Mode
	weight  float64
	only    bool        // what follows up to a pause must be
	exclude profileKind // the kind of thing that is being excluded: see profileClass
	closing bool        // the list that is being excluded had its "and"
	last    int         // where in the criteria the last list begins
	recent  int         // how many triggers there were when the sentence began
	money   []profileUnsettled

	unknownTools bool // names the lexicon does not know are taken for tools

	open    int  // the token at which the situation being read begins, -1 for none
	atPause bool // it began after a pause
	broad   bool // it is more than adjectives before a noun
	first   bool // the token stands at the beginning of a sentence
	opening bool // nothing but a frame was read since the last pause
	alone   bool // an amount of money was read that has no noun
}

// The kinds of thing that one "not" may exclude.
const (
	profileWordItem = profileIndustry | profileValue
	profilePlaces   = profilePlace | profileCity | profileDemonym
	profileItem     = profileWordItem | profilePlaces
)

func (r *profileReader) read() {
	for r.i < len(r.tokens) {
		r.pass()
		if r.open >= 0 && !r.boundary() {
			r.i++
			continue
		}
		r.closeSituation(r.i)
		if r.step() {
			continue
		}
		r.begin(r.i)
		r.i++
	}
	r.closeSituation(len(r.tokens))
}

// pass applies what stands before the next token.
func (r *profileReader) pass() {
	gap := r.tokens[r.i].gap
	r.first = gap == profilePause
	if gap < profileComma {
		return
	}
	r.closeSituation(r.i)
	r.only, r.opening = false, true
	if r.closing || gap > profileComma {
		r.exclude = 0
	}
	if r.exclude == profileWordItem && r.companyNext(r.i) {
		r.exclude = 0 // "except agencies, SaaS companies with …"
	}
	if gap == profilePause {
		r.mode, r.weight = scoring.Should, scoring.DefaultWeight
		r.recent = len(r.draft.Triggers)
	}
}

// companyNext tells whether token i begins a noun of its own: "SaaS companies".
func (r *profileReader) companyNext(i int) bool {
	_, _, n := r.item(i)
	return n > 0 && i+n < len(r.tokens) && r.tokens[i+n].gap <= profileSpace && r.isA(i+n, profileCompany)
}

// step reads what begins at the next token; nothing is taken when it says
// nothing that is known.
func (r *profileReader) step() bool {
	if r.quoted() || r.label() || r.frame() || r.people() {
		return true
	}
	opening := r.opening
	r.opening = false
	if r.founded() || r.number() || r.signal() || r.weigh() || r.not() || r.technologies() || r.noted() || r.items() {
		return true
	}
	r.opening = opening && r.function()
	return r.opening || !opening && r.function()
}

// quoted reads the situation of a written draft, word for word.
func (r *profileReader) quoted() bool {
	_, n := r.lex.match(r.tokens, r.i, profileQuoted|profileReach)
	if n == 0 {
		return false
	}
	situation := r.tokens[r.i].word == "situation"
	at := r.tokens[r.i+n-1].end
	if !strings.HasPrefix(r.text[at:], ": “") {
		return false
	}
	at += len(": ")
	for strings.HasPrefix(r.text[at:], "“") {
		length := strings.Index(r.text[at:], "”")
		if length < 0 {
			break
		}
		start, end := at+len("“"), at+length
		span := DraftSpan{Text: r.text[start:end], Start: start, End: end}
		if situation {
			r.draft.Situation = append(r.draft.Situation, span)
		} else {
			r.addTitle(span)
		}
		at = end + len("”")
		if !strings.HasPrefix(r.text[at:], ", “") {
			break
		}
		at += len(", ")
	}
	r.skipTo(at)
	return true
}

func (r *profileReader) skipTo(at int) {
	for r.i < len(r.tokens) && r.tokens[r.i].start < at {
		r.i++
	}
}

// label passes over the name of a line: "Country: France".
func (r *profileReader) label() bool {
	if r.tokens[r.i].gap < profileComma {
		return false
	}
	for i := r.i + 1; i < len(r.tokens) && i <= r.i+2 && r.tokens[i-1].gap != profileColon; i++ {
		if _, _, n := r.item(i - 1); n > 0 || r.tokens[i-1].number || r.isMatch(i-1, profileNot|profileNoted|profileMetric|profileLead|profileFounded) {
			return false
		}
		if r.tokens[i].gap == profileColon {
			r.i = i
			return true
		}
	}
	return false
}

// frame passes over how a sentence begins: "Our ICP is", "We help".
func (r *profileReader) frame() bool {
	if !r.first {
		_, n := r.lex.match(r.tokens, r.i, profileFrame)
		if n > 0 && r.i > 0 && r.isA(r.i-1, profileSelf) {
			r.i += n
			return true
		}
		return false
	}
	end := r.frameEnd()
	if end == r.i {
		return false
	}
	r.i = end
	return true
}

func (r *profileReader) isA(i int, kind profileKind) bool {
	_, n := r.lex.match(r.tokens[:i+1], i, kind)
	return n == 1
}

// profileMaxFrame is how many words people take before they come to the point.
const profileMaxFrame = 12

// frameEnd gives the token after a frame, the next one when there is none.
func (r *profileReader) frameEnd() int {
	if end := r.sellerEnd(); end > 0 {
		return end
	}
	framed, i := false, r.i
	for i < len(r.tokens) && i < r.i+profileMaxFrame {
		if i > r.i && r.tokens[i].gap >= profileComma {
			break
		}
		if _, n := r.lex.match(r.tokens, i, profileFrame); n > 0 {
			return i + n
		}
		if r.isA(i, profileSelf) && r.placeCode(i) == "" {
			framed = true
		} else if r.content(i) || r.isMatch(i, profileReach) || r.titleEnd(i, false) > 0 {
			break
		}
		i++
	}
	if !framed || i == len(r.tokens) || r.tokens[i].gap >= profileComma && i > r.i {
		return r.i
	}
	return i
}

// sellerEnd passes over a sentence in which people say who they are, where
// another follows that says who their customers are.
func (r *profileReader) sellerEnd() int {
	if !r.isMatch(r.i, profileSeller) {
		return 0
	}
	for i := r.i + 1; i < len(r.tokens); i++ {
		if r.tokens[i].gap == profilePause {
			return i
		}
		if r.isMatch(i, profileFrame) {
			return 0
		}
	}
	return 0
}

// content tells whether something to be read begins at token i.
func (r *profileReader) content(i int) bool {
	if r.tokens[i].number || r.tokens[i].sign {
		return true
	}
	if w := r.text[r.tokens[i].start:r.tokens[i].end]; len(w) == 2 && r.placeCode(i) != "" {
		return true
	}
	_, n := r.lex.match(r.tokens, i, profileItem|profileCompany|profileAnyLimit|profileNot|profileTrigger|profileHire|profileFounded)
	return n > 0
}

// noted keeps a word that says something of companies for which there is no
// criterion: "SMBs", "founder-led".
func (r *profileReader) noted() bool {
	_, n := r.lex.match(r.tokens, r.i, profileNoted)
	if n == 0 {
		return false
	}
	if _, _, m := r.item(r.i); m > n {
		return false
	}
	r.draft.Situation = append(r.draft.Situation, r.span(r.i, r.i+n))
	r.i += n
	return true
}

// function passes over a word that says nothing by itself.
func (r *profileReader) function() bool {
	e, n := r.lex.match(r.tokens, r.i, profileCompany|profileStrip|profilePrep|profileAnd|profileOr|profileUnit)
	if n == 0 || e.kinds&profileSite != 0 && r.having(r.i) || r.negates(r.i) {
		return false
	}
	if _, longer := r.lex.match(r.tokens, r.i, profileAnyLimit); longer > n {
		return false
	}
	if e.kinds&(profileCompany|profileUnit) != 0 && !r.joins(r.i+n) {
		r.exclude = 0
	}
	if e.kinds&(profileAnd|profileOr) != 0 && r.exclude != 0 {
		r.closing = true
	}
	if e.kinds&profileMarket != 0 && !r.first && e.kinds&profileStrip == 0 {
		return false
	}
	for m := 1; m < n; m++ {
		_, _, with := r.item(r.i + m)
		_, _, without := r.item(r.i + n)
		if with > 0 && m+with > n+without {
			n = m // "in" and "The Hague", not "in the"
		}
	}
	r.i += n
	return true
}

func (r *profileReader) joins(i int) bool {
	return i < len(r.tokens) && r.tokens[i].gap < profileComma && r.isA(i, profileAnd|profileOr)
}

// profileHaving are the words after which a noun is what a company has.
var profileHaving = map[string]bool{
	"with": true, "have": true, "has": true, "having": true, "con": true, "com": true, "avec": true, "mit": true, "met": true,
	"their": true, "without": true, "tienen": true, "own": true, "whose": true,
}

// having tells whether token i follows such a word, articles aside.
func (r *profileReader) having(i int) bool {
	for i--; i >= 0; i-- {
		if profileHaving[r.tokens[i].word] {
			return true
		}
		if w := r.tokens[i].word; w != "a" && w != "an" && w != "the" && w != "many" && w != "several" && w != "multiple" {
			return false
		}
	}
	return false
}

func (r *profileReader) begin(i int) {
	r.open = i
	r.atPause = r.tokens[i].gap >= profileComma || i == 0
	r.broad = r.isMatch(i, profileMarket|profileNot|profileSite|profileReach) || i > 0 && !r.atPause && r.verbFollows(i-1)
	r.exclude = 0
}

// verbFollows tells whether a word nobody knows is a verb after token i: "firms
// selling", "that sell".
func (r *profileReader) verbFollows(i int) bool {
	switch r.tokens[i].word {
	case "that", "who", "which", "que", "qui", "che":
		return true
	}
	return r.isA(i, profileCompany) && strings.HasSuffix(r.tokens[i+1].word, "ing")
}

func (r *profileReader) isMatch(i int, kind profileKind) bool {
	_, n := r.lex.match(r.tokens, i, kind)
	return n > 0
}

const profileEdges = profileStrip | profilePrep | profileAnd | profileOr

// closeSituation ends the situation before token end.
func (r *profileReader) closeSituation(end int) {
	if r.open < 0 {
		return
	}
	start, to := r.open, end
	r.open = -1
	for start < end && r.isEdge(start) {
		start++
	}
	for end > start && (r.isEdge(end-1) || r.isA(end-1, profileUse) && !r.isA(end-1, profileCompany)) {
		end--
	}
	if start == end {
		return
	}
	whole := to == len(r.tokens) || r.tokens[to].gap >= profileComma
	span := r.span(start, end)
	if strings.ContainsAny(span.Text, "“”") {
		return
	}
	if r.atPause && whole && IsTitle(span.Text) {
		r.addTitle(span)
		return
	}
	r.draft.Situation = append(r.draft.Situation, span)
}

func (r *profileReader) isEdge(i int) bool {
	return r.isA(i, profileEdges) && !r.isA(i, profileMarket|profileNot) && !r.isMatch(i, profileAnyLimit)
}

func (r *profileReader) span(from, to int) DraftSpan {
	start, end := r.tokens[from].start, r.tokens[to-1].end
	return DraftSpan{r.text[start:end], start, end}
}

// function words of modes.
func (r *profileReader) weigh() bool {
	e, n := r.lex.match(r.tokens, r.i, profileMust|profileOnly|profileNice|profileTop|profileShould)
	if n == 0 {
		return false
	}
	end := r.i + n
	if end == len(r.tokens) || r.tokens[end].gap >= profileComma || e.kinds&profileOnly != 0 && r.isMatch(end, profileCompany) {
		if e.kinds&(profileMust|profileOnly) != 0 && r.last < len(r.draft.Criteria) && (r.tokens[r.i].gap < profileComma || r.tokens[r.i].gap == profileParen) {
			r.makeMust(r.last)
			r.i = end
			return true
		}
		if r.reaches(end) == 0 {
			return false
		}
	}
	if r.reaches(end) == 0 {
		return false
	}
	switch {
	case e.kinds&profileOnly != 0:
		r.only = true
	case e.kinds&profileMust != 0:
		r.mode, r.weight = scoring.Must, scoring.DefaultWeight
	case e.kinds&profileNice != 0:
		r.mode, r.weight = scoring.Should, 0.5
	case e.kinds&profileTop != 0:
		r.mode, r.weight = scoring.Should, 2
	default:
		r.mode, r.weight = scoring.Should, scoring.DefaultWeight
	}
	if n > 1 && r.isA(end-1, profileUse) {
		end-- // "must use" leaves "use"
	}
	r.i = end
	return true
}

func (r *profileReader) makeMust(from int) {
	for i := from; i < len(r.draft.Criteria); i++ {
		if c := &r.draft.Criteria[i]; c.Mode == scoring.Should {
			c.Mode, c.Weight = scoring.Must, scoring.DefaultWeight
		}
	}
}

// reaches gives the token at which something known begins, after token i and
// words that say nothing; 0 when something else comes first.
func (r *profileReader) reaches(i int) int {
	for steps := 0; i < len(r.tokens) && steps < 8; steps++ {
		if _, _, n := r.item(i); n > 0 {
			return i
		}
		if _, n := r.technology(i, true); n > 0 && i > 0 {
			return i
		}
		if r.metricBegins(i) || r.isMatch(i, profileFounded) && r.years(i) > 0 {
			return i
		}
		_, n := r.lex.match(r.tokens, i, profileEdges|profileCompany|profileUse|profileMust|profileOnly)
		if n == 0 || r.isMatch(i, profileNot) && steps > 0 {
			return 0
		}
		i += n
	}
	return 0
}

// exclusion gives the token at which what token i excludes begins.
func (r *profileReader) exclusion(i int) int {
	_, n := r.lex.match(r.tokens, i, profileNot)
	if n == 0 || i+n >= len(r.tokens) || r.tokens[i+n].gap > profileColon {
		return 0
	}
	if _, p := r.lex.match(r.tokens, i, profilePrep); p == n { // Portuguese "no Brasil"
		if e, _, m := r.item(i + n); m > 0 && e.kinds&profilePlaces != 0 {
			return 0
		}
	}
	return r.reaches(i + n)
}

// not begins an exclusion. What follows and is not known makes the whole a
// situation.
func (r *profileReader) not() bool {
	to := r.exclusion(r.i)
	if to == 0 {
		return false
	}
	r.closing = false
	e, _, n := r.item(to)
	switch {
	case n > 0 && e.kinds&profilePlaces != 0 && e.kinds&profileIndustry == 0:
		r.exclude = profilePlaces
	case n > 0 && !r.usesBetween(r.i, to):
		r.exclude = profileWordItem
	default:
		if _, n := r.technology(to, true); n > 0 {
			r.exclude = profileTechnology
			r.i = to
			r.addTechnologies(to)
			r.exclude = 0
			return true
		}
		r.exclude = profileMetric
	}
	r.i = to
	return true
}

// usesBetween tells whether a word for using stands between two tokens.
func (r *profileReader) usesBetween(from, to int) bool {
	for ; from < to; from++ {
		switch r.tokens[from].word {
		case "use", "using", "uses", "run", "running", "usan", "utilizan", "usam", "utilizam", "utilisent", "nutzen", "usano", "gebruiken":
			return true
		}
	}
	return false
}

// criterion adds a criterion made of tokens from to to.
func (r *profileReader) criterion(a scoring.Attribute, o scoring.Operator, v scoring.Value, from, to int) {
	span := r.span(from, to)
	c := scoring.Criterion{Attribute: a, Operator: o, Value: v, Mode: r.mode, Weight: r.weight}
	if r.only {
		c.Mode, c.Weight = scoring.Must, scoring.DefaultWeight
	}
	switch {
	case r.exclude == 0:
	case o.Numeric():
		c.Mode, c.Weight, r.exclude = scoring.MustNot, scoring.DefaultWeight, 0
	default:
		c.Operator, c.Mode, c.Weight = scoring.NotIn, scoring.Must, scoring.DefaultWeight
	}
	r.draft.Criteria = append(r.draft.Criteria, DraftCriterion{c, span.Text, span.Start, span.End})
}

// negates tells whether token i begins a negation and no place after a
// Portuguese "no".
func (r *profileReader) negates(i int) bool {
	_, n := r.lex.match(r.tokens, i, profileNot)
	if n == 0 {
		return false
	}
	if _, p := r.lex.match(r.tokens, i, profilePrep); p == n && i+n < len(r.tokens) {
		e, _, m := r.item(i + n)
		return m == 0 || e.kinds&profilePlaces == 0
	}
	return true
}
