package language

import (
	"slices"
	"strings"

	"golang.org/x/text/currency"
	bcp47 "golang.org/x/text/language"

	"rightdoor/scoring"
)

// items reads an industry, a place, a stage or another word of a criterion.
func (r *profileReader) items() bool {
	if stages, n := r.rounds(r.i); n > 0 {
		r.addItem(scoring.FundingStage, stages, n, profileWordItem)
		return true
	}
	e, slug, n := r.item(r.i)
	if n == 0 {
		return false
	}
	switch {
	case e == profileCompound || e.kinds&profileIndustry != 0 && e.kinds&profileValue == 0 && slug == e.industry:
		r.addItem(scoring.Industry, []string{slug}, n, profileWordItem)
	case e.kinds&profileValue != 0 && slug == e.value:
		r.addItem(e.attribute, []string{slug}, n, profileWordItem)
	case e.kinds&profileCity != 0 && slug == e.city:
		r.addItem(scoring.City, []string{slug}, n, profilePlaces)
	default:
		r.addItem(profilePlaceAttribute(slug), []string{slug}, n, profilePlaces)
	}
	return true
}

func profilePlaceAttribute(slug string) scoring.Attribute {
	switch {
	case isCountry(slug):
		return scoring.Country
	case isSubdivision(slug):
		return scoring.Subdivision
	}
	return scoring.Region
}

func (r *profileReader) addItem(a scoring.Attribute, slugs []string, n int, class profileKind) {
	if r.exclude != 0 && r.exclude != class {
		r.exclude = 0
	}
	all := r.draft.Criteria
	listed := r.i > 0 && (r.tokens[r.i].gap == profileComma || r.isA(r.i-1, profileAnd|profileOr))
	if !listed || len(all) == 0 || all[len(all)-1].Attribute != a {
		r.last = len(all)
	}
	r.criterion(a, scoring.In, scoring.OfWords(slugs...), r.i, r.i+n)
	r.i += n
}

// profileCompound stands for the entry of a compound.
var profileCompound = &profileEntry{kinds: profileIndustry}

// item finds the word of a criterion that token i begins, and its slug; n is 0
// when there is none, or when the words around it say that it is part of
// something else.
func (r *profileReader) item(i int) (e *profileEntry, slug string, n int) {
	if i >= len(r.tokens) {
		return nil, "", 0
	}
	e, n = r.lex.match(r.tokens, i, profileItem)
	if n == 0 {
		return r.itemOfWord(i)
	}
	if e.kinds&profileValue != 0 && e.kinds&profileSite != 0 && r.having(i) {
		return nil, "", 0 // "with subsidiaries in Mexico"
	}
	if e.kinds&profileWordItem != 0 {
		if r.isNoun(i, n) {
			return e, profileFirst(e.value, e.industry), n
		}
		if e.kinds&profilePlaces == 0 {
			return r.shorter(i, n)
		}
	}
	if !r.isPlace(i, n) {
		return nil, "", 0
	}
	if e.kinds&profileCity != 0 && e.kinds&profilePlace == 0 {
		return e, e.city, n
	}
	return e, e.place, n
}

// shorter tries the phrase without its last words: "medical" of "medical
// device team" is no industry, but "B2B" of "B2B something" is a model.
func (r *profileReader) shorter(i, n int) (*profileEntry, string, int) {
	if n == 1 {
		return nil, "", 0
	}
	e, m := r.lex.match(r.tokens[:i+n-1], i, profileItem)
	if m == 0 || e.kinds&profileWordItem == 0 || !r.isNoun(i, m) {
		return nil, "", 0
	}
	return e, profileFirst(e.value, e.industry), m
}

// itemOfWord finds the industry in a compound, or a code in capitals.
func (r *profileReader) itemOfWord(i int) (e *profileEntry, slug string, n int) {
	t := &r.tokens[i]
	if len(t.word) == 2 {
		if slug := r.placeCode(i); slug != "" {
			return &profileEntry{kinds: profilePlace, place: slug}, slug, 1
		}
	}
	if len(t.word) > 7 && t.id == 0 {
		if slug := r.lex.compound(t.word); slug != "" {
			return profileCompound, slug, 1
		}
	}
	return nil, "", 0
}

// placeCode reads a code of two capitals: "US" anywhere, others only after a
// preposition or in a list, as most are words.
func (r *profileReader) placeCode(i int) string {
	t := &r.tokens[i]
	written := r.text[t.start:t.end]
	if written != strings.ToUpper(written) || !strings.ContainsFunc(r.text, func(c rune) bool { return 'a' <= c && c <= 'z' }) {
		return ""
	}
	if written == "US" || written == "UK" || written == "EU" {
		slug, _ := Place(written)
		return slug
	}
	if i == 0 || t.gap > profileComma || !r.placeBefore(i) {
		return ""
	}
	state, isState := Subdivision(written, "")
	country, isCountry := Place(written)
	switch {
	case isState && (!isCountry || written != "DE" && written != "IN"):
		return state
	case isCountry:
		return country
	}
	return ""
}

// placeBefore tells whether what stands before token i lets a place follow: a
// preposition, or a list of places.
func (r *profileReader) placeBefore(i int) bool {
	for i--; i >= 0; i-- {
		switch {
		case r.isA(i, profilePrep) && r.tokens[i+1].gap <= profileSpace && !r.isA(i, profileCompany):
			return true
		case profileArticles[r.tokens[i].word], r.isA(i, profileAnd|profileOr):
			continue
		}
		break
	}
	if n := len(r.draft.Criteria); n > 0 {
		a := r.draft.Criteria[n-1].Attribute
		return a == scoring.Country || a == scoring.Region || a == scoring.Subdivision || a == scoring.City
	}
	return false
}

// isPlace tells whether the phrase of n tokens at i is meant as a place: a
// name is in capitals, where the text has any, or follows a preposition.
func (r *profileReader) isPlace(i, n int) bool {
	if next := i + n; next < len(r.tokens) && r.tokens[next].gap <= profileSpace {
		switch r.tokens[next].word {
		case "speaking", "language", "style", "food", "cuisine", "dollars", "dollar":
			return false
		}
	}
	if n == 1 && r.isA(i, profileEveryday) {
		return r.named(i) || r.goesInto(i)
	}
	if r.capital(i) || !r.capitals || n > 1 {
		return true
	}
	e, _ := r.lex.match(r.tokens, i, profileDemonym)
	return e != nil || r.placeBefore(i)
}

// named tells whether a word that is also a city's name is written as one. The
// capital of a sentence's first word says so only where nothing follows that it
// may describe: "Nice, Lyon", but not "Nice companies".
func (r *profileReader) named(i int) bool {
	begins := i == 0 || r.tokens[i].gap == profilePause
	alone := i+1 == len(r.tokens) || r.tokens[i+1].gap > profileSpace
	return r.capital(i) && (!begins || alone)
}

// goesInto tells whether a preposition of place stands right before token i:
// "in nice", not "kind of nice" or "a nice".
func (r *profileReader) goesInto(i int) bool {
	if i == 0 || r.tokens[i].gap > profileSpace || !r.isA(i-1, profilePrep) {
		return false
	}
	before := r.text[r.tokens[i-1].start:r.tokens[i-1].end]
	return before != "of" && before != "a"
}

// isNoun tells whether the industry or stage of n tokens at i is not merely
// part of a longer noun: "retail locations", "security team".
func (r *profileReader) isNoun(i, n int) bool {
	next := i + n
	if next >= len(r.tokens) {
		return true
	}
	t := &r.tokens[next]
	if i > 0 && r.tokens[i].gap == profileSpace && r.isA(i-1, profileCompany) && strings.HasSuffix(r.tokens[next-1].word, "ing") {
		return false // "companies shipping": a verb
	}
	if t.gap > profileSpace || t.number || t.sign {
		return true
	}
	e, m := r.lex.match(r.tokens, next, ^profileKind(0))
	if m > 0 {
		return e.kinds&^(profileSite|profileTime|profileHire) != 0
	}
	if r.itemAfterCompany(i) || len(t.word) > 7 && r.lex.compound(t.word) != "" {
		return true
	}
	last := r.tokens[next-1].word
	plural := strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss") && !strings.HasSuffix(last, "ics")
	return plural && n+len(last) > 5 && r.lex.match1(r.tokens, i, n).kinds&profileIndustry != 0 && last != "sales"
}

// match1 is the entry of exactly n tokens.
func (x *profileLexicon) match1(tokens []profileToken, i, n int) *profileEntry {
	e, m := x.match(tokens[:i+n], i, ^profileKind(0))
	if m != n {
		return &x.entries[0]
	}
	return e
}

// itemAfterCompany tells whether token i follows "empresas de", where an
// adjective may come after the industry.
func (r *profileReader) itemAfterCompany(i int) bool {
	for i--; i >= 0 && r.tokens[i+1].gap <= profileSpace; i-- {
		if r.isA(i, profileCompany) {
			return true
		}
		if !r.isA(i, profilePrep) {
			return false
		}
	}
	return false
}

// profileRounds are the rounds of funding in their order.
var profileRounds = []string{
	"pre_seed", "seed", "series_a", "series_b", "series_c", "series_d", "series_e", "series_f", "series_g", "series_h",
}

// rounds reads a round of funding, or several: "Series A or B", "Seed to
// Series B", "Series C+".
func (r *profileReader) rounds(i int) (stages []string, n int) {
	from, next := r.round(i, false)
	if next == 0 {
		return nil, 0
	}
	to, end := r.roundRange(next)
	if end > 0 {
		low, high := min(from, to), max(from, to)
		return profileRounds[low : high+1], end - i
	}
	if end := r.openRounds(next); end > 0 {
		return profileRounds[from:], end - i
	}
	if end := r.earlierRounds(next); end > 0 {
		return profileRounds[:from+1], end - i
	}
	stages = []string{profileRounds[from]}
	for from >= 2 {
		also, end := r.nextRound(next)
		if end == 0 {
			break
		}
		stages, next = append(stages, profileRounds[also]), end
	}
	return stages, r.afterRound(next) - i
}

// round reads one round; letter says that "B" alone is one.
func (r *profileReader) round(i int, letter bool) (index, next int) {
	if i >= len(r.tokens) {
		return 0, 0
	}
	switch w := r.tokens[i].word; {
	case (w == "series" || w == "serie") && i+1 < len(r.tokens):
		return r.round(i+1, true)
	case letter && len(w) == 1 && 'a' <= w[0] && w[0] <= 'h' && r.tokens[i].gap <= profileComma && r.capitalOrAlone(i):
		return int(w[0]-'a') + 2, i + 1
	case letter:
		return 0, 0
	}
	e, n := r.lex.match(r.tokens, i, profileValue)
	if n > 0 && (e.value == "seed" || e.value == "pre_seed") && (r.isNoun(i, n) || i+n < len(r.tokens) && r.tokens[i+n].word == "stage") {
		return slices.Index(profileRounds, e.value), i + n
	}
	return 0, 0
}

func (r *profileReader) capitalOrAlone(i int) bool {
	return r.capital(i) || !r.capitals && r.tokens[i].word != "a" || i > 0 && (r.tokens[i-1].word == "series" || r.tokens[i-1].word == "serie")
}

func (r *profileReader) roundRange(i int) (index, next int) {
	if i >= len(r.tokens) {
		return 0, 0
	}
	if r.dashed(i) {
		return r.anyRound(i)
	}
	e, n := r.lex.match(r.tokens, i, profileTo)
	if n == 0 || e.kinds&(profileAnd|profileOr) != 0 || r.tokens[i].word == "and" {
		return 0, 0
	}
	return r.anyRound(i + n)
}

func (r *profileReader) anyRound(i int) (index, next int) {
	if index, next = r.round(i, false); next > 0 {
		return index, next
	}
	return r.round(i, true)
}

// openRounds reads what makes a round the lowest of several.
func (r *profileReader) openRounds(i int) int {
	if i >= len(r.tokens) || r.tokens[i].gap > profileSpace {
		return 0
	}
	if r.tokens[i].word == "+" {
		return i + 1
	}
	_, n := r.lex.match(r.tokens, i, profileAtLeastAfter|profileLater)
	if n < 2 && (n == 0 || r.tokens[i].word != "onwards" && r.tokens[i].word != "onward") {
		return 0
	}
	return i + n
}

func (r *profileReader) earlierRounds(i int) int {
	if i >= len(r.tokens) || r.tokens[i].gap > profileSpace {
		return 0
	}
	_, n := r.lex.match(r.tokens, i, profileEarlier)
	if n == 0 {
		return 0
	}
	return i + n
}

// nextRound reads "or B" after "Series A".
func (r *profileReader) nextRound(i int) (index, next int) {
	if i >= len(r.tokens) || r.tokens[i].gap > profileComma {
		return 0, 0
	}
	if r.isA(i, profileAnd|profileOr) {
		i++
	} else if r.tokens[i].gap != profileComma && r.tokens[i].gap != profileSlash {
		return 0, 0
	}
	return r.anyRound(i)
}

// afterRound passes over "stage", "round" and "funded".
func (r *profileReader) afterRound(i int) int {
	for i < len(r.tokens) && r.tokens[i].gap <= profileSpace {
		switch r.tokens[i].word {
		case "stage", "round", "rounds", "funded", "funding", "backed":
			i++
			continue
		}
		break
	}
	return i
}

// settlePlaces reads "Georgia" as the state where the text names another place
// in the United States.
func (r *profileReader) settlePlaces() {
	american := slices.ContainsFunc(r.draft.Criteria, func(c DraftCriterion) bool {
		return (c.Attribute == scoring.Country || c.Attribute == scoring.Subdivision || c.Attribute == scoring.Region) &&
			slices.ContainsFunc(c.Value.Words, func(w string) bool { return w != "GE" && scoring.PlaceTree.Within(w, "US") })
	})
	if !american {
		return
	}
	for i := range r.draft.Criteria {
		c := &r.draft.Criteria[i]
		if c.Attribute == scoring.Country && slices.Equal(c.Value.Words, []string{"GE"}) && strings.EqualFold(c.Words, "georgia") {
			c.Attribute, c.Value = scoring.Subdivision, scoring.OfWords("US-GA")
		}
	}
}

// profileUnsettled is an amount of money that waits for its currency.
type profileUnsettled struct {
	criterion int
	quantity  profileQuantity
}

// settleMoney gives amounts without a currency, or with a sign that several
// share, the one that is meant.
func (r *profileReader) settleMoney() {
	for _, u := range r.money {
		c := &r.draft.Criteria[u.criterion]
		if v, ok := u.quantity.value(money, r.assumed(&u.quantity, c.Words)); ok {
			c.Value = v
		}
	}
}

// profileEuro are nouns of languages whose countries all but one have the euro.
var profileEuro = []string{"umsatz", "fatturato", "ricavi", "omzet", "affaires", "Umsatz", "Jahresumsatz"}

func (r *profileReader) assumed(q *profileQuantity, words string) string {
	named := profileFirst(q.ends[0].currency, q.ends[max(0, q.n-1)].currency)
	if strings.HasPrefix(named, "USD/") {
		return "USD"
	}
	if code := r.countryCurrency(); code != "" {
		return code
	}
	for _, noun := range profileEuro {
		if strings.Contains(words, noun) {
			return "EUR"
		}
	}
	return "USD"
}

// countryCurrency is the currency of the one country that is named.
func (r *profileReader) countryCurrency() string {
	found := ""
	for _, c := range r.draft.Criteria {
		if c.Operator != scoring.In || c.Attribute != scoring.Country && c.Attribute != scoring.Subdivision {
			continue
		}
		for _, w := range c.Value.Words {
			if country := CountryOf(w); found == "" || found == country {
				found = country
			} else {
				return ""
			}
		}
	}
	region, err := bcp47.ParseRegion(found)
	if err != nil {
		return ""
	}
	unit, _ := currency.FromRegion(region)
	if code := unit.String(); code != "XXX" {
		return code
	}
	return ""
}
