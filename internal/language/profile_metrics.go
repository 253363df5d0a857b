package language

import (
	"math"
	"strings"

	"rightdoor/scoring"
)

// teamOf reads "a sales team of at least 10".
func (r *profileReader) teamOf() bool {
	i := r.i
	if i+3 >= len(r.tokens) || r.tokens[i+1].word != "team" && r.tokens[i+1].word != "teams" || r.tokens[i+2].word != "of" || r.isA(i, profileStrip|profilePrep|profileAnd) {
		return false
	}
	q, ok := r.quantity(i + 3)
	if !ok || q.money || q.percent {
		return false
	}
	return r.measure(scoring.Attribute("custom."+r.tokens[i].word+"_team"), &q, i, q.next)
}

// metricThenNumber reads "revenue between $5M and $20M", "growing at 30%".
func (r *profileReader) metricThenNumber() bool {
	e, q, ok := r.metricQuantity(r.i)
	if !ok {
		return false
	}
	attribute := e.metric
	if e.lead != "" {
		attribute = e.lead
	}
	end := q.next
	if after, m := r.metricAfter(&q); m > 0 && (e.lead != "" || after == attribute) && !r.numberFollows(m) {
		attribute, end = after, m
	} else if e.lead == scoring.Employees {
		if name, m := r.noun(end); m > 0 {
			attribute, end = scoring.Attribute("custom."+name), m
		}
	}
	if attribute == "custom.funding" && r.raisedLately(r.i, end) {
		r.trigger("funding_round", "", r.i, end)
	}
	return r.suits(attribute, &q) && r.measure(attribute, &q, r.i, end)
}

// metricQuantity reads a noun or verb of a metric and the quantity after it;
// of "growing at least 40%" the verb is "growing", not "growing at".
func (r *profileReader) metricQuantity(i int) (e *profileEntry, q profileQuantity, ok bool) {
	e, n := r.lex.match(r.tokens, i, profileMetric|profileLead)
	for n > 0 && !ok {
		if i+n < len(r.tokens) && r.tokens[i+n].gap <= profileColon {
			q, ok = r.quantity(i + n)
		}
		if !ok {
			e, n = r.lex.match(r.tokens[:i+n-1], i, profileMetric|profileLead)
		}
	}
	return e, q, ok
}

// numberFollows tells whether another number begins at token i, which what
// stands before it then counts.
func (r *profileReader) numberFollows(i int) bool {
	if i >= len(r.tokens) || r.tokens[i].gap > profileColon {
		return false
	}
	_, ok := r.quantity(i)
	return ok
}

// numberThenMetric reads "50-500 employees", "$5M in ARR", "100 vehicles".
func (r *profileReader) numberThenMetric() bool {
	q, ok := r.quantity(r.i)
	if !ok {
		return false
	}
	if attribute, end := r.metricAfter(&q); end > 0 {
		return r.measure(attribute, &q, r.i, end)
	}
	if r.twoLimits(&q) {
		return true
	}
	switch {
	case q.percent:
		return false
	case q.money:
		return r.amountAlone(&q)
	}
	return r.countOf(&q)
}

// metricAfter finds what the number counts, in the words after it.
func (r *profileReader) metricAfter(q *profileQuantity) (attribute scoring.Attribute, end int) {
	i := q.next
	if i >= len(r.tokens) || r.tokens[i].gap > profileSpace {
		return "", 0
	}
	if q.percent {
		if end := r.everyYear(i); end > i && !r.isMatch(end, profileMetric) {
			return scoring.Growth, end
		}
	}
	for steps := 0; i < len(r.tokens) && steps < 4 && r.tokens[i].gap <= profileSpace; steps++ {
		e, n := r.lex.match(r.tokens, i, profileMetric)
		if n > 0 && r.suits(e.metric, q) {
			return e.metric, i + n
		}
		if n, ok := r.filler(i); ok {
			i += n
			continue
		}
		break
	}
	return "", 0
}

// filler passes over what stands between a number and its noun.
func (r *profileReader) filler(i int) (n int, ok bool) {
	switch r.tokens[i].word {
	case "in", "of", "de", "d", "di", "an", "total", "annual", "yearly", "full", "time", "active", "global", "gross", "net", "or", "their",
		"en", "em", "van", "im", "al", "aan", "jahrlichem", "jahrlichen", "permanent", "current", "internal", "local", "combined", "los", "las", "le", "il":
		return 1, true
	}
	_, n = r.lex.match(r.tokens, i, profilePer)
	return n, n > 0
}

// suits tells whether a quantity may be one of the attribute.
func (r *profileReader) suits(a scoring.Attribute, q *profileQuantity) bool {
	switch {
	case a == scoring.Growth || a == "custom.headcount_growth":
		return q.percent
	case q.percent:
		return false
	case a == scoring.Employees || a == "custom.years_in_business":
		return !q.money
	case a == scoring.Revenue, a == scoring.ARR, a.Custom():
		if q.money || q.ends[0].powered || q.ends[max(0, q.n-1)].powered {
			return true
		}
		v, ok := q.value(counting, "")
		return ok && (v.Max >= 10000 && v.Max < maxQuantity || v.Min >= 10000)
	}
	return true
}

// everyYear passes over "a year".
func (r *profileReader) everyYear(i int) int {
	for i < len(r.tokens) && r.tokens[i].gap <= profileSpace {
		_, n := r.lex.match(r.tokens, i, profilePer)
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// measure adds the criterion that tokens from to end make; a limit or "a year"
// after them belongs to it. Growth by another time than a year is no growth a
// year.
func (r *profileReader) measure(a scoring.Attribute, q *profileQuantity, from, end int) bool {
	if bound, n := r.afterLimit(end); n > 0 && q.bound == limitNone && q.n == 1 {
		q.bound, end = bound, end+n
	}
	end = r.everyYear(end)
	if end < len(r.tokens) && r.tokens[end].gap <= profileSpace {
		if _, n := r.lex.match(r.tokens, end, profileFast); n > 0 {
			if !a.Custom() {
				return false
			}
			a += scoring.Attribute("_per_" + strings.TrimSuffix(r.tokens[end+n-1].word, "ly"))
			end += n
		}
	}
	return r.measured(a, q, from, end)
}

func (r *profileReader) measured(a scoring.Attribute, q *profileQuantity, from, end int) bool {
	kind := counting
	switch {
	case q.percent:
		kind = percents
	case a == scoring.Revenue, a == scoring.ARR, a.Custom() && q.money, profileMoney[a]:
		kind = money
	}
	v, ok := q.value(kind, "USD")
	if !ok || !r.sensible(a, v) {
		return false
	}
	if r.exclude != profileMetric {
		r.exclude = 0
	}
	if a == scoring.Growth && v.Min == v.Max {
		v = scoring.OfRange(v.Min, math.Inf(1)) // "growing 30% a year" asks for no less, not for no more
	}
	r.last = len(r.draft.Criteria)
	if kind == money {
		r.money = append(r.money, profileUnsettled{r.last, *q})
	}
	r.criterion(a, profileOperator(v), v, from, end)
	r.i = end
	return true
}

// profileMoney are the attributes of the lexicon that are money.
var profileMoney = map[scoring.Attribute]bool{
	"custom.funding": true, "custom.mrr": true, "custom.gmv": true, "custom.aum": true, "custom.assets": true,
	"custom.valuation": true, "custom.ebitda": true, "custom.budget": true, "custom.profit": true,
}

// sensible refuses a head count that is no whole number.
func (r *profileReader) sensible(a scoring.Attribute, v scoring.Value) bool {
	if a != scoring.Employees {
		return true
	}
	return v.Max != 0
}

// twoLimits reads "more than 50 but fewer than 500 employees".
func (r *profileReader) twoLimits(q *profileQuantity) bool {
	if q.bound == limitNone || q.next >= len(r.tokens) {
		return false
	}
	i := q.next
	for i < len(r.tokens) && i < q.next+2 && r.tokens[i].gap <= profileComma && profileBut[r.tokens[i].word] {
		i++
	}
	if i >= len(r.tokens) || r.tokens[i].gap > profileComma {
		return false
	}
	second, ok := r.quantity(i)
	if !ok || second.bound == limitNone || profileUpward(second.bound) == profileUpward(q.bound) || r.tokens[i].number {
		return false
	}
	attribute, end := r.metricAfter(&second)
	if end == 0 && second.money {
		attribute, end = scoring.Revenue, second.next
	}
	if end == 0 || second.money && !q.money && !q.ends[0].powered {
		return false
	}
	if q.ends[0].currency == "" {
		q.ends[0].currency = second.ends[0].currency
	}
	q.money, q.percent = second.money, second.percent
	from := r.i
	return r.measured(attribute, q, from, q.next) && r.measure(attribute, &second, from, end)
}

func profileUpward(b limit) bool { return b == limitOver || b == limitAtLeast }

var profileBut = map[string]bool{
	"but": true, "and": true, "y": true, "pero": true, "e": true, "mas": true, "et": true, "mais": true, "und": true, "aber": true,
	"ma": true, "ed": true, "en": true, "maar": true,
}

// amountAlone reads money without a noun as revenue, and with one as what the
// noun says.
func (r *profileReader) amountAlone(q *profileQuantity) bool {
	end := r.everyYear(q.next)
	if end >= len(r.tokens) || r.tokens[end].gap > profileSpace {
		r.alone = true
		return r.measure(scoring.Revenue, q, r.i, end)
	}
	if name, after := r.noun(end); after > 0 {
		return r.measure(scoring.Attribute("custom."+name), q, r.i, after)
	}
	if w := r.tokens[end].word; w == "in" || w == "of" {
		if name, after := r.noun(end + 1); after > 0 {
			return r.measure(scoring.Attribute("custom."+name), q, r.i, after)
		}
	}
	if r.isMatch(end, profileMarket) {
		return false // "paying $50k for Salesforce"
	}
	r.alone = true
	return r.measure(scoring.Revenue, q, r.i, end)
}

// countOf reads a number of things: "at least 3 offices". Without a limit or a
// word for having before it, a number counts nothing: "Fortune 500".
func (r *profileReader) countOf(q *profileQuantity) bool {
	if q.bound == limitNone && q.n == 1 && !r.having(r.i) && !(r.i > 0 && (r.isA(r.i-1, profileAnd|profileLead) || profileRunning[r.tokens[r.i-1].word])) {
		return false
	}
	name, end := r.noun(q.next)
	if end == 0 {
		return false
	}
	return r.measure(scoring.Attribute("custom."+name), q, r.i, end)
}

var profileRunning = map[string]bool{
	"running": true, "run": true, "operating": true, "managing": true, "owning": true, "operate": true, "manage": true, "own": true,
	"serving": true, "operan": true, "operam": true, "exploitant": true, "betreiben": true, "gestiscono": true, "beheren": true,
}

// noun reads the thing that is counted: up to three words, to the first that
// is a plural; where none is, the first alone.
func (r *profileReader) noun(i int) (name string, end int) {
	limit := i
	for limit < len(r.tokens) && limit < i+3 && r.isNounWord(limit) {
		limit++
	}
	if limit == i {
		return "", 0
	}
	end = i + 1
	for j := i; j < limit; j++ {
		if profilePlural(r.tokens[j].word) {
			end = j + 1
			if end < limit && profilePlural(r.tokens[end].word) {
				end++
			}
			break
		}
	}
	words := make([]string, 0, 3)
	for _, t := range r.tokens[i:end] {
		words = append(words, t.word)
	}
	return strings.Join(words, "_"), end
}

func profilePlural(word string) bool {
	return len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us")
}

// isNounWord tells whether token i may be part of the name of a thing.
func (r *profileReader) isNounWord(i int) bool {
	t := &r.tokens[i]
	if t.gap > profileSpace || t.gap == profileSlash || t.number || t.sign || len(t.word) < 2 {
		return false
	}
	e, n := r.lex.match(r.tokens, i, ^profileKind(0))
	if n == 0 {
		return !strings.HasSuffix(t.word, "ing")
	}
	if e.kinds&profileCompany != 0 {
		return e.kinds&profileSite != 0
	}
	const never = profileStrip | profilePrep | profileAnd | profileOr | profileNot | profileTime | profilePer | profileFast | profileWindow |
		profileAnyLimit | profileMust | profileOnly | profilePlaces | profileNice | profileBetween | profileUse | profileMarket | profileReach | profileRecent | profileAtLeastAfter | profileAtMostAfter | profileFrame
	return e.kinds&never == 0
}

// founded reads "founded after 2015".
func (r *profileReader) founded() bool {
	if !r.isMatch(r.i, profileFounded) {
		return false
	}
	v, end := r.yearsAt(r.i)
	if end == 0 {
		return false
	}
	if r.exclude != profileMetric {
		r.exclude = 0
	}
	r.last = len(r.draft.Criteria)
	r.criterion(scoring.Founded, profileOperator(v), v, r.i, end)
	r.i = end
	return true
}

// years gives the token after the years that follow token i, 0 when none do.
func (r *profileReader) years(i int) int {
	_, end := r.yearsAt(i)
	return end
}

const profileYearWords = profileAfter | profileBefore | profileSince | profileUntil | profileBetween | profilePrep | profileStrip

func (r *profileReader) yearsAt(i int) (v scoring.Value, end int) {
	_, n := r.lex.match(r.tokens, i, profileFounded)
	var kinds profileKind
	i += n
	for steps := 0; i < len(r.tokens) && steps < 4 && !r.tokens[i].number && r.tokens[i].gap <= profileColon; steps++ {
		e, n := r.lex.match(r.tokens, i, profileYearWords)
		if n == 0 {
			return v, 0
		}
		kinds |= e.kinds & profileYearWords
		i += n
	}
	first, ok := r.year(i)
	if !ok {
		return v, 0
	}
	end = i + 1
	if last, next, ok := r.secondYear(end); ok {
		return scoring.OfRange(first, last), next
	}
	if e, n := r.lex.match(r.tokens, end, profileLater|profileEarlier); n > 0 {
		return profileYearRange(first, e.kinds), end + n
	}
	return profileYearRange(first, kinds), end
}
