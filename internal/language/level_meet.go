package language

// meet reads a noun phrase that answers the question itself.
func (r *levelReader) meet(p *levelPhrase, next int) {
	if r.negated && r.refusesNone(p, next) {
		r.add(p, p.head, LevelMarket, 0, "no company is refused")
		return
	}
	if r.negated {
		r.excluded = r.excluded || r.except && (p.kind != 0 || p.limit >= 0)
		return
	}
	limited := r.nextOnly || p.limit >= 0 || p.place >= 0 || p.content || p.number
	r.nextOnly = false
	r.phrase, r.last = *p, p.last
	switch {
	case p.head >= 0 && r.items[p.head].class&lvOnes != 0 && r.nFound > 0 && r.found[r.nFound-1].rule == ruleUnlimited:
		r.nFound-- // "Companies. Those that …"
		r.clause = min(r.clause, r.nFound)
		r.head, r.limited = aboutGeneric, limited
	case p.head >= 0 && r.items[p.head].class&lvOnes != 0 && r.nFound > 0 && r.found[r.nFound-1].level == LevelCompany:
		r.head = aboutCompany // "insurers, the ones that …"
	case p.kind&lvCompany != 0:
		r.meetCompany(p)
	case p.kind&lvGeneric != 0:
		r.meetGeneric(p, limited)
	case p.kind&(lvPeople|lvAny) != 0 && p.kind&lvPerson == 0:
		r.head = aboutPeople
		if p.kind&lvAny != 0 {
			r.head = aboutAny
		}
		r.personal = p.limit >= 0 || p.content || p.field >= 0
	case p.kind&lvCustomer != 0 && p.kind&lvPerson == 0:
		r.meetCustomer(p)
	case p.kind&(lvPerson|lvTeam) != 0:
		r.meetPerson(p)
	default:
		r.meetBare(p, next)
	}
}

func (r *levelReader) meetCompany(p *levelPhrase) {
	sizes := levelSizes(0)
	if r.items[p.head].sizes != 0 && p.limit < 0 && p.place < 0 && !p.number && !p.content {
		sizes = p.sizes
	}
	r.add(p, p.head, LevelCompany, sizes, "kind of company")
	r.head = aboutCompany
}

func (r *levelReader) meetGeneric(p *levelPhrase, limited bool) {
	switch {
	case limited:
		r.add(p, p.head, LevelCompany, 0, "limited company")
		r.head = aboutCompany
	case p.size >= 0 && !(p.all && p.sizes.leavesNobodyOut()) && !(p.all && p.sizes&^sizeOnly == 0):
		r.add(p, p.head, LevelCompany, p.sizes, "size of company")
		r.head = aboutCompany
	default:
		r.head = aboutGeneric
		r.vague = p.deixis || p.praised
	}
}

// meetCustomer reads "enterprise customers", which are companies, and
// "our customers", which are anything.
func (r *levelReader) meetCustomer(p *levelPhrase) {
	r.head = aboutCustomer
	if p.limit >= 0 || p.size >= 0 || p.owner >= 0 || p.sector >= 0 {
		r.add(p, p.head, LevelCompany, p.sizes, "customers of a kind")
		r.head = aboutCompany
	}
}

// meetPerson also reads the company in "hospital CFOs" and "SaaS founders",
// which is a limit where the title alone would be whole.
func (r *levelReader) meetPerson(p *levelPhrase) {
	r.add(p, p.head, LevelPerson, r.items[p.head].sizes&sizeOnly, "person")
	r.head = aboutPerson
	head := &r.items[p.head]
	switch {
	case p.possessor >= 0:
		r.add(p, p.possessor, LevelCompany, 0, ruleEmployer)
	case p.genitive >= 0:
		r.add(p, p.genitive, LevelCompany, 0, ruleEmployer)
	case p.counted && p.limit >= 0:
		r.add(p, p.limit, LevelCompany, 0, "count of a company")
	case p.owner >= 0 && head.isChief() && r.items[p.owner].sizes&sizeOnly == 0:
		r.add(p, p.owner, LevelCompany, 0, "company before a title")
	case p.sector >= 0 && head.isSenior() && r.sectorLimits(p, head):
		r.add(p, p.sector, LevelCompany, 0, "industry before a title")
	}
}

// sectorLimits tells the industry of a post's company from its function:
// "manufacturing CEOs", but "VP Manufacturing" and "construction managers".
func (r *levelReader) sectorLimits(p *levelPhrase, head *levelItem) bool {
	switch head.rank.level {
	case levelCSuite, levelFounder:
		return true
	case levelVP, levelHead, levelDirector:
		return r.items[p.sector].class&lvField == 0
	}
	return r.items[p.sector].class&lvTrait != 0 || r.items[p.sector].class&lvTech != 0
}

// meetBare reads a phrase without a noun for a company or a person.
func (r *levelReader) meetBare(p *levelPhrase, next int) {
	switch {
	case next < r.count && r.items[next].before < lgComma && r.items[next].class&(lvOf|lvGoal|lvDirect) != 0 && p.size < 0 && !p.counted && !(p.sector >= 0 && r.items[p.sector].class&lvTrait != 0):
		r.framed = true // a product for somebody
	case p.market:
		r.add(p, p.first, LevelMarket, 0, "the market")
	case p.all && p.dimension:
		r.add(p, p.first, LevelMarket, 0, ruleEveryKind)
	case p.services:
		r.add(p, p.last, LevelCompany, 0, "services of persons")
		r.head = aboutCompany
	case p.sector >= 0 || p.counted && p.limit >= 0:
		at := p.sector
		setItem(&at, p.limit)
		r.add(p, at, LevelCompany, 0, "mark of a company")
		r.head = aboutCompany
	case p.size >= 0 && r.items[p.size].class&lvDimension != 0 && r.nFound > 0 && r.found[r.nFound-1].rule == ruleEveryKind: // "alle Branchen und Größen"
	case p.size >= 0 && !p.product && !p.content:
		r.add(p, p.size, LevelCompany, p.sizes, "size of company")
	case p.place >= 0 && !r.scoped && !p.content && !p.product:
		r.add(p, p.place, LevelCompany, 0, "place of a company")
	case p.field >= 0 && !p.product && !r.scoped && r.onlyFields(p):
		r.add(p, p.field, LevelPerson, 0, "function")
		r.head = aboutPerson
	case p.field < 0 && !p.product:
		r.guessNoun(p, next)
	}
}

// guessNoun goes by the ending of a plural that no lexicon has, where it is
// the answer: "We sell to locksmiths", "tanneries".
func (r *levelReader) guessNoun(p *levelPhrase, next int) {
	at := p.last
	if !r.headLast() {
		for at = p.first; at < p.last && r.items[at].class&lvUnknown == 0; at++ {
		}
	}
	starts := p.first == 0 || r.items[p.first].before >= lgColon || r.items[p.first-1].class&(lvDirect|lvGoal|lvIs|lvAnd|lvOnly) != 0 && r.framed
	ends := next == r.count || r.items[next].before >= lgComma || r.items[next].class&(lvRel|lvWith|lvIn|lvOf|lvAnd|lvRun) != 0
	t := &r.toks[r.items[at].last]
	if ends && r.items[at].class == lvUnknown && t.upper && t.end-t.start > 3 && r.text[t.end-1] == 's' && (p.first == 0 || r.items[p.first].before >= lgComma || starts || r.items[p.first-1].class&lvAnd != 0) {
		r.add(p, at, LevelCompany, 0, "letters of a company")
		r.head = aboutCompany
		return
	}
	if !starts || !ends || r.items[at].class != lvUnknown {
		return
	}
	word := r.word(int(r.items[at].last))
	for _, g := range r.lex.guess[r.lang] {
		if len(word) < len(g.end)+3 || string(word[len(word)-len(g.end):]) != g.end {
			continue
		}
		if g.class == lvPerson {
			r.add(p, at, LevelPerson, 0, "ending of a person")
			r.head = aboutPerson
		} else {
			r.add(p, at, LevelCompany, 0, "ending of a company")
			r.head = aboutCompany
		}
		return
	}
}

func (r *levelReader) onlyFields(p *levelPhrase) bool {
	for i := p.first; i <= p.last; i++ {
		if len(r.word(int(r.items[i].first))) < 2 || r.items[i].class&(lvField|lvScope|lvMod|lvThe|lvEmpty) == 0 {
			return false
		}
	}
	return true
}

// within reads a noun phrase in what is said about the head.
func (r *levelReader) within(p *levelPhrase) {
	r.vague = r.vague || p.deixis
	switch r.head {
	case aboutCompany:
		r.listed = p.kind&(lvPerson|lvTeam) != 0
	case aboutGeneric:
		r.withinGeneric(p)
	case aboutPerson:
		r.withinPerson(p)
	case aboutPeople, aboutAny:
		r.withinPeople(p)
	case aboutCustomer:
		if r.link && r.place && (p.kind&lvTeam != 0 || p.kind == 0 && p.field >= 0 && p.sector < 0 && r.isBuyer()) {
			r.add(&r.phrase, r.phrase.head, LevelPerson, 0, "buyer in a team")
			r.head = aboutPerson
			return
		}
		if r.link && r.isBuyer() && p.kind&lvCompany != 0 {
			r.add(&r.phrase, r.phrase.head, LevelPerson, 0, "buyer")
		}
		if r.link && (p.kind&lvCompany != 0 || p.sector >= 0 || p.place >= 0) {
			r.add(p, max(p.head, p.sector, p.place), LevelCompany, 0, "customers of a kind")
			r.head = aboutCompany
		}
	case aboutNone:
	}
}

// isBuyer reports customers whose post it is to buy.
func (r *levelReader) isBuyer() bool {
	at := r.phrase.head
	return at >= 0 && r.items[at].rank != nil && r.items[at].rank.kind == kindRank
}

func (r *levelReader) withinGeneric(p *levelPhrase) {
	r.listed = p.kind&(lvPerson|lvTeam) != 0
	if r.frozen {
		return
	}
	if p.all && p.dimension {
		r.phrase.all = true // "a company of any size"
		return
	}
	if p.market || !r.link && p.kind&^lvPeople == 0 && r.commonly(p) {
		return
	}
	said := p.kind&(lvCompany|lvPerson|lvTeam) != 0 && !r.isCommon(p.head)
	open := p.size >= 0 && p.all
	if said || p.limit >= 0 || p.sector >= 0 || p.place >= 0 || p.number || p.content || p.size >= 0 && !open {
		r.frozen = r.helped && !r.limited && p.first == r.last+1
		r.limited = r.limited || !r.frozen
	}
}

func (r *levelReader) isCommon(i int) bool { return i >= 0 && r.items[i].class&lvCommon != 0 }

// withinPerson finds the company a person is limited to.
func (r *levelReader) withinPerson(p *levelPhrase) {
	at := -1
	if p.counted && p.limit >= 0 && p.number && r.isTrade() {
		for k := r.nFound - 1; k >= r.clause && r.found[k].level == LevelPerson && r.isTradeItem(int(r.found[k].item)); k-- {
			r.found[k].level, r.found[k].rule = LevelCompany, "trade with a company's size"
		}
		r.head = aboutCompany
		return
	}
	if r.link && r.phrase.all && p.all && r.isAnyWorker() && p.limit < 0 && p.place < 0 && !p.number && (p.kind&lvGeneric != 0 && p.size < 0 || p.kind == 0 && p.dimension) {
		f := &r.found[r.nFound-1]
		f.level, f.rule = LevelMarket, "anyone in any company"
		r.becomeUnder(p)
		return
	}
	switch {
	case p.counted && p.limit >= 0 && p.number:
		at = p.limit
	case p.sector >= 0 && r.items[p.sector].class&lvTrait != 0:
		at = p.sector
	case !r.link:
		if p.kind&lvGeneric != 0 && p.kind&lvPerson == 0 && r.sub {
			r.becomeUnder(p)
		}
		return
	case p.kind&lvCompany != 0:
		at = p.head
	case p.kind&lvGeneric != 0:
		if p.limit < 0 && p.place < 0 && !p.content && p.size < 0 && !p.number || p.all && p.dimension {
			r.becomeUnder(p)
			return
		}
		at = p.head
	case p.kind&(lvPerson|lvTeam|lvPeople|lvAny) != 0:
	case p.sector >= 0 && !r.isWork(p):
		at = p.sector
	case p.size >= 0 && !p.all:
		at = p.size
	case p.kind == 0 && p.content && p.field < 0 && r.isEmployer(p):
		at = p.last
	case p.place >= 0 && r.place && r.phrase.head >= 0 && r.items[r.phrase.head].isSenior():
		at = p.place
	}
	if at >= 0 {
		r.add(p, at, LevelCompany, 0, ruleEmployer)
	}
}

// isAnyWorker reports a head that says no more than that somebody works: "any
// team", "every professional".
func (r *levelReader) isAnyWorker() bool {
	p := &r.phrase
	return p.head >= 0 && p.field < 0 && !p.content && p.limit < 0 && r.nFound > 0 && r.items[p.head].class&(lvTeam|lvCommon) != 0 &&
		r.found[r.nFound-1].level == LevelPerson
}

// isWork reports what is worked on: "the software budget" is no company.
func (r *levelReader) isWork(p *levelPhrase) bool {
	return p.kind == 0 && p.last != p.sector && r.items[p.last].class&(lvTask|lvCommon|lvProduct) != 0
}

// isEmployer takes an unknown noun for a kind of company after "at", and after
// "of" where the post is one of a whole company: "owners of zip line parks".
func (r *levelReader) isEmployer(p *levelPhrase) bool {
	if r.phrase.head < 0 || r.items[p.last].class&lvUnknown == 0 || r.toks[r.items[p.last].first].capital {
		return false
	}
	rank := r.items[r.phrase.head].rank
	whole := rank != nil && rank.kind == kindRank && rank.level != levelNone && rank.level <= levelPartner
	return (r.at || whole && (r.lang != langEN || !r.place)) && !p.number && (p.article || r.isPlural(p.last))
}

// isTrade reports an occupation whose members have companies: roofers, not
// managers.
func (r *levelReader) isTrade() bool {
	if r.phrase.head < 0 || r.nFound == 0 || r.phrase.kind&lvPerson == 0 || r.found[r.nFound-1].level != LevelPerson {
		return false
	}
	return r.isTradeItem(r.phrase.head) && !(r.phrase.article && r.lang != langEN && r.lang != langDE)
}

func (r *levelReader) isTradeItem(head int) bool {
	rank := r.items[head].rank
	if rank == nil {
		return (r.lang == langDE || r.lang == langNL) && r.items[head].class&lvTeam == 0
	}
	return rank.kind == kindRank && rank.level == levelEntry && (r.lang != langEN || r.isPlural(head))
}

// becomeUnder goes on with the company a person is at, which may yet be
// limited: "CTOs at companies that …".
func (r *levelReader) becomeUnder(p *levelPhrase) {
	r.head, r.under, r.limited, r.vague, r.sub = aboutGeneric, true, false, false, true
	r.phrase, r.last = *p, p.last
	r.helped = false
}

func (r *levelReader) withinPeople(p *levelPhrase) {
	if r.isOwner(p) {
		r.owners = true
		return
	}
	if r.head == aboutAny && !r.link && p.kind&^lvPeople == 0 && r.commonly(p) {
		return
	}
	company := p.kind&lvCompany != 0 || p.sector >= 0 && !r.isWork(p) || p.counted && p.number
	switch {
	case r.link && company:
		r.add(&r.phrase, r.phrase.head, LevelPerson, 0, "what people do")
		r.add(p, max(p.head, p.sector, p.limit), LevelCompany, 0, ruleEmployer)
		r.head = aboutPerson
	case r.head == aboutPeople && r.items[p.first].class&lvThe != 0 && r.items[p.last].class&lvTask != 0:
		r.personal = true // "whoever pays the invoices"
	case p.field >= 0 && r.link, p.kind&(lvPerson|lvTeam) != 0, p.content, p.limit >= 0, p.place >= 0, p.number:
		r.personal = true
	}
}
