package language

// What leaves nobody out: wants that all in business have, ranges from one end
// to the other, and what is denied of no company.

// commonly reports a phrase of nothing but what all in business have or want:
// "happier customers", and "software" after "need", not after "sell".
func (r *levelReader) commonly(p *levelPhrase) bool {
	if (p.limit >= 0 || p.sector >= 0) && p.first > 0 && r.items[p.first-1].class&lvOffer != 0 {
		return false
	}
	for i := p.first; i <= p.last; i++ {
		if r.items[i].class&(lvCommon|lvThe|lvA|lvAll|lvEmpty|lvPraise|lvTheir) == 0 {
			return false
		}
	}
	return !p.number
}

// aimsAtAnyone reports that what a company does to others it does to anyone:
// "companies that sell to other companies".
func (r *levelReader) aimsAtAnyone(i int) bool {
	if i+1 == r.count {
		return false
	}
	p, _, ok := r.phraseAt(i + 1)
	if !ok {
		return false
	}
	if p.kind&lvGeneric != 0 {
		return p.limit < 0 && p.place < 0 && p.size < 0 && !p.number && !p.content
	}
	return r.phrase.all && p.kind&^lvPeople == 0 && r.commonly(&p)
}

// refusesNone reports a denied company that the speaker denies to refuse:
// "there is no company we could not help".
func (r *levelReader) refusesNone(p *levelPhrase, next int) bool {
	if p.kind&lvGeneric == 0 || p.limit >= 0 || p.place >= 0 || p.content {
		return false
	}
	if next < r.count && r.items[next].class&lvRel != 0 {
		next++
	}
	if next >= r.count || r.items[next].class&lvUs == 0 {
		return false
	}
	for i := next + 1; i < min(next+4, r.count); i++ {
		if r.items[i].class&lvNot != 0 {
			return true
		}
	}
	return false
}

// isOwner reports "a company" of the people who have one.
func (r *levelReader) isOwner(p *levelPhrase) bool {
	if p.kind&lvGeneric == 0 || p.limit >= 0 || p.place >= 0 || p.size >= 0 || p.number || p.content || r.place {
		return false
	}
	has := lvVerb | lvCommon
	return r.link || p.first > 0 && r.items[p.first-1].class&has == has
}

// rangeAt returns what follows "from startups to the Fortune 500" when that
// begins at item i, and i otherwise.
func (r *levelReader) rangeAt(i int) int {
	if r.items[i].class&lvFrom == 0 {
		return i
	}
	var from levelSizes
	starts, company := false, false
	for k := i + 1; k < min(i+9, r.count) && r.items[k].before <= lgAnd; k++ {
		it := &r.items[k]
		if starts && it.class&(lvGoal|lvFrom) != 0 && it.sizes == 0 {
			if next := r.rangeEnd(k+1, from); next > 0 {
				return next
			}
			if company && r.head == aboutAny && k+1 < r.count && r.toks[r.items[k+1].first].capital {
				return k + 2 // "everyone from the corner bakery to Google"
			}
		}
		from |= it.sizes
		company = company || it.class&lvCompany != 0
		starts = starts || it.sizes != 0 || it.class&(lvCompany|lvGeneric|lvPerson|lvUnknown) != 0
	}
	return i
}

// rangeEnd finds the other end of a range; 0 when it is none of size.
func (r *levelReader) rangeEnd(k int, from levelSizes) int {
	for end := min(k+5, r.count); k < end && r.items[k].before <= lgAnd; k++ {
		sizes := r.items[k].sizes
		if sizes&sizeLarge == 0 && (sizes&sizeSmall == 0 || from&sizeLarge == 0) {
			continue
		}
		for k++; k < r.count && r.items[k].before <= lgAnd && r.items[k].class&(lvCompany|lvGeneric) != 0; k++ {
		}
		return k
	}
	return 0
}

func (r *levelReader) meetRange(i, next int) int {
	r.closeHead()
	if !r.negated {
		r.add(&levelPhrase{first: i, last: next - 1, head: -1}, i, LevelMarket, 0, "from small to large")
	}
	return next
}

// spansSizes tells "startups to enterprises" and "SMB through enterprise",
// whose first end was just found, from "companies too small for …".
func (r *levelReader) spansSizes(i int) bool {
	c := r.items[i].class
	if c&(lvGoal|lvFrom) == 0 || c&lvHeads != 0 || c&lvIn != 0 && c&lvGoal == 0 || r.nFound == 0 || r.found[r.nFound-1].sizes == 0 {
		return false
	}
	if r.head != aboutCompany && r.head != aboutPerson {
		return false
	}
	for k := i + 1; k < min(i+3, r.count); k++ {
		if r.items[k].sizes != 0 {
			return true
		}
	}
	return false
}
