package language

// isName reports a text that is only a name which starts like a title: "Chief
// Outsiders", "Head & Shoulders". A title in the singular says next what it
// is of; a name says something unknown.
func (r *levelReader) isName() bool {
	if r.count > 1 && r.n <= 8 && r.isForm(r.count-1) {
		r.formed = true
		return true
	}
	if r.count < 2 || r.n > 4 {
		return false
	}
	if r.endsLikeName() {
		return true
	}
	if !r.startsLikeName() {
		return false
	}
	for i := 1; i < r.count; i++ {
		it := &r.items[i]
		if it.before >= lgComma || it.class&(lvUnknown|lvAnd) == 0 && !(it.class == lvScope && i == r.count-1 && i > 1) {
			return false
		}
	}
	return true
}

// isForm tells the legal form from a word: "SpA" from "spa". The long ones
// are sure in any case.
func (r *levelReader) isForm(i int) bool {
	it := &r.items[i]
	if it.class&lvForm == 0 {
		return false
	}
	switch string(r.word(int(it.first))) {
	case "inc", "llc", "ltd", "gmbh", "plc", "llp", "pvt", "ltda":
		return true
	}
	return r.toks[it.first].capital
}

// endsLikeName reports capitals throughout and a last word as companies have:
// "Principal Financial Group".
func (r *levelReader) endsLikeName() bool {
	for i := range r.toks[:r.n] {
		if t := &r.toks[i]; !t.capital || t.before >= lgComma && i > 0 {
			return false
		}
	}
	for l := range r.lex.nodes[0].by {
		if n, _ := r.longestLevel(r.n - 1); n != nil && n.by[l]&lvNameEnd != 0 {
			return r.items[0].class&(lvAny|lvUs|lvAll|lvCustomer) == 0 && !r.onlyTitle()
		}
	}
	return false
}

// onlyTitle refuses "VP Global", whose last word is a title's scope.
func (r *levelReader) onlyTitle() bool { return r.items[0].isChief() || IsTitle(r.text) }

func (r *levelReader) startsLikeName() bool {
	e := r.items[0].rank
	return e != nil && e.kind == kindRank && r.items[0].first == r.items[0].last && !r.isPlural(0) &&
		e.fields == 0 && (e.level <= levelManager || e.flags&(flagRaise|flagYield|flagChief) != 0) && e.level > levelFounder
}

// NameOrTitle tells whether a text can be the name of a company and whether it
// can be a job title. Both true means that only the person who wrote it knows:
// "Chief", "Captain", "Driver". A legal form or a domain makes it a name, a
// function or an ordinary rank a title; a sentence is neither.
func NameOrTitle(text string) (name, title bool) {
	r := levelReader{text: text, lex: levelWords(), title: titleLexicon()}
	r.tokenize()
	r.itemize()
	if r.n == 0 || r.n > 12 {
		return false, false
	}
	switch {
	case r.isDomain(), r.count > 1 && r.isForm(r.count-1):
		return true, false
	case r.hasClause():
		return false, false
	}
	if IsTitle(text) {
		return r.isTossUp(), true
	}
	return ReadLevel(text).Level != LevelBoth, false
}

// hasClause reports words that names have only by chance.
func (r *levelReader) hasClause() bool {
	for i := range r.items[:r.count] {
		if r.items[i].before == lgBreak && i > 0 || r.items[i].class&(lvUs|lvRel) != 0 && r.items[i].class&(lvThe|lvHeads|lvPlace) == 0 {
			return true
		}
	}
	return false
}

// isDomain reports words held together by points: "captain.io".
func (r *levelReader) isDomain() bool {
	for i := 1; i < r.n; i++ {
		if r.toks[i].before != lgTight || r.text[r.toks[i-1].end] != '.' {
			return false
		}
	}
	return r.n > 1
}

// isTossUp reports one plain noun with a capital that a company may well be
// called: not an abbreviation, no plural, no rank that stands for itself.
func (r *levelReader) isTossUp() bool {
	it := &r.items[0]
	if r.n != 1 || it.rank == nil || !r.toks[0].capital || r.toks[0].upper || r.isPlural(0) {
		return false
	}
	e := it.rank
	return e.flags&(flagChief|flagRaise|flagYield|flagNotAlone) != 0 || e.level == levelPartner || e.level >= levelSenior && e.fields|e.usual == 0 ||
		e.level >= levelSenior && len(r.word(0)) <= 7
}

// settleTwins reads letters that are a post and a kind of company: "CROs" are
// contract research organisations beside laboratories and trials.
func (r *levelReader) settleTwins() {
	marked := false
	for i := range r.items[:r.count] {
		marked = marked || r.items[i].class&lvTwin != 0 && r.items[i].rank == nil
	}
	for _, f := range r.found[:r.nFound] {
		it := &r.items[f.item]
		if !marked || f.level != LevelCompany && (it.class&lvTwin == 0 || it.rank == nil || !r.isPlural(int(f.item))) || f.rule == ruleEmployer {
			return
		}
	}
	for i := range r.found[:r.nFound] {
		if f := &r.found[i]; f.level == LevelPerson {
			f.level, f.rule = LevelCompany, "letters of a company"
		}
	}
}
