package language

import (
	"bytes"
	"strings"
)

// levelPhrase is a noun phrase: what it is about and what limits it.
type levelPhrase struct {
	first, last int // items
	head        int // the item that says what it is, -1 for none
	kind        levelClass
	owner       int // an item before the head that is a company: "hospital CFOs", -1 for none
	limit       int // an item that tells one company from another, -1 for none
	sector      int // an item that names an industry for certain, -1 for none
	size        int // an item that tells a size, -1 for none
	place       int // an item that names a place, -1 for none
	field       int // an item that names a function, -1 for none
	possessor   int // a company before "'s" and a person: "hospitals' buyers", -1 for none
	genitive    int // a company after a person: "CFOs mittelständischer Unternehmen", -1 for none
	sizes       levelSizes
	all         bool
	dimension   bool
	market      bool
	counted     bool // a number before what only companies have: "50 employees"
	number      bool
	deixis      bool
	content     bool // a word that says something
	article     bool
	product     bool
	praised     bool
	services    bool // what persons do, offered by a company: "lawyer referral services"
}

const (
	lvHeads    = lvCompany | lvGeneric | lvPerson | lvTeam | lvCustomer | lvPeople | lvAny
	lvLimits   = lvIndustry | lvTrait | lvSector | lvTech
	lvBreakers = lvIn | lvOf | lvWith | lvRel | lvRun | lvHire | lvAnd | lvIs | lvNot | lvExcept | lvWithout | lvOnly |
		lvContact | lvUs | lvDirect | lvEvent | lvGoal | lvTheir | lvWala | lvKo | lvVerb | lvDeixis
	lvBefore = lvThe | lvA | lvAll | lvEmpty | lvMod | lvScope | lvSize | lvLimits | lvPlace | lvField | lvNumber | lvUnknown |
		lvMarket | lvMeasure | lvTask | lvOffer | lvProduct | lvDimension | lvLed | lvSector | lvCommon
)

// breaks reports whether item i ends a noun phrase that began before it. A
// word that can be a noun is one; a participle is part of the phrase when a
// noun follows: "founder-led agencies".
func (r *levelReader) breaks(i int) bool {
	c := r.items[i].class
	if c&lvRun != 0 && i > 0 && r.items[i-1].class&(lvRel|lvPeople|lvAny) != 0 {
		return true
	}
	if c&(lvField|lvTask) != 0 && c&(lvIn|lvAnd|lvNot|lvDirect) == 0 && r.headFollows(i) && r.items[i+1].class&(lvPerson|lvTeam) != 0 &&
		(i == 0 || r.items[i-1].class&(lvRel|lvUs|lvGoal) == 0 || r.items[i-1].class&lvPlace != 0) {
		return false // "purchase head"
	}
	if c&lvLed != 0 && i+1 < r.count && r.items[i+1].before < lgAnd {
		if next := r.items[i+1].class; next&(lvHeads|lvIndustry|lvSector|lvUnknown|lvSize) != 0 && next&lvBreakers == 0 {
			return r.items[i].before != lgTight && i > 0 && r.isPlural(i-1)
		}
	}
	if c&lvAll != 0 && c&lvHeads == 0 {
		return c&(lvAnd|lvOnly) != 0
	}
	if c&lvA != 0 || c&lvThe != 0 {
		return c&lvRel != 0 && i > 0 && r.items[i-1].class&lvHeads != 0 && r.items[i].before >= lgComma
	}
	return c&lvHeads&^(lvPeople|lvAny) == 0 && c&lvBreakers != 0
}

// phraseAt reads the noun phrase at item i; ok is false when there is none.
func (r *levelReader) phraseAt(i int) (p levelPhrase, next int, ok bool) {
	p = levelPhrase{first: i, head: -1, owner: -1, limit: -1, sector: -1, size: -1, place: -1, field: -1, genitive: -1, possessor: -1}
	j := i
	for ; j < r.count; j++ {
		it := &r.items[j]
		if j > i && (it.before >= lgComma || it.before == lgAnd && p.head >= 0) {
			break
		}
		if r.breaks(j) && !(j == i && it.class&(lvPeople|lvAny) != 0) {
			break
		}
		if p.head >= 0 && r.endsAfterHead(&p, j) {
			break
		}
		r.take(&p, j)
	}
	if j == i {
		return p, i, false
	}
	p.last = j - 1
	if r.operates(&p) {
		p.kind = lvCompany
	}
	if p.kind&(lvPerson|lvTeam) != 0 {
		j = r.titleTail(&p, j)
	}
	return p, j, true
}

// operates tells those who run a kind of place or thing, which are companies,
// from those who work a machine: "wind farm operators", "crane operators".
func (r *levelReader) operates(p *levelPhrase) bool {
	if p.head < 0 || p.kind&(lvPerson|lvCompany) != lvPerson || r.items[p.head].class&lvOperate == 0 {
		return false
	}
	said := false
	for i := p.first; i < p.head; i++ {
		c := r.items[i].class
		if c&lvGear != 0 {
			return false
		}
		said = said || c&(lvUnknown|lvIndustry|lvSector|lvTech|lvCompany|lvTask|lvOffer) != 0 && c&(lvEmpty|lvMod|lvScope) == 0
	}
	i := p.head + 1
	if said || i+1 >= r.count || r.items[i].class&(lvOf|lvIn) == 0 || r.items[i].before >= lgComma || r.lang == langEN && r.items[i].class&lvAt != 0 {
		return said
	}
	for i++; i+1 < r.count && r.items[i].class&lvThe != 0; i++ {
	}
	c := r.items[i].class
	return r.items[i].before < lgComma && c&(lvGear|lvField|lvPlace|lvA|lvPerson) == 0 && c&(lvUnknown|lvIndustry|lvSector|lvCompany) != 0
}

// endsAfterHead tells whether the phrase is over before item j: what follows
// the plural of its head is no part of it in English, nor is a word unknown.
func (r *levelReader) endsAfterHead(p *levelPhrase, j int) bool {
	it := &r.items[j]
	c := it.class
	if c&lvHeads != 0 {
		return r.lang == langHI && r.isPlural(p.head)
	}
	if it.before == lgTight || c&lvLed != 0 {
		return false
	}
	if r.lang == langEN && p.kind&(lvCompany|lvGeneric) != 0 && r.isPlural(p.head) && it.first == it.last && bytes.HasSuffix(r.word(int(it.first)), []byte("ing")) {
		return true // "firms teaching nurses"
	}
	if p.kind&(lvPeople|lvAny) != 0 {
		return c&(lvEmpty|lvDimension|lvSize) == 0
	}
	switch {
	case c&(lvField|lvScope|lvMod|lvSector|lvTrait|lvIndustry) != 0:
		return false
	case r.lang == langEN && c&(lvUnknown|lvOffer) != 0 && r.qualifies(p, j):
		p.head, p.kind, p.services = -1, 0, true
		return false
	case r.lang == langEN && c&(lvUnknown|lvCommon|lvTask|lvOffer) != 0:
		return r.isPlural(p.head) || !r.nounFollows(j)
	}
	return false
}

// qualifies reports an occupation in the singular before an unknown plural,
// which it only qualifies: "lawyer referral services".
func (r *levelReader) qualifies(p *levelPhrase, j int) bool {
	rank := r.items[p.head].rank
	if p.kind != lvPerson || p.article || rank == nil || rank.level != levelEntry || r.isPlural(p.head) || p.head != p.first || p.head > 0 {
		return false
	}
	last := j
	for last+1 < r.count && r.items[last+1].before < lgAnd && !r.breaks(last+1) {
		last++
	}
	return r.isPlural(last) && r.items[last].class&(lvUnknown|lvOffer) != 0
}

func (r *levelReader) nounFollows(j int) bool {
	for k := j + 1; k < min(j+3, r.count); k++ {
		if r.items[k].before >= lgAnd || r.breaks(k) {
			return false
		}
		if r.items[k].class&lvHeads != 0 {
			return true
		}
	}
	return false
}

// isPlural goes by the ending, which is enough for the words it is asked of.
func (r *levelReader) isPlural(i int) bool {
	it := &r.items[i]
	w := r.word(int(it.last))
	if !r.headLast() {
		w = r.word(int(it.first))
	}
	if r.lang == 3 && bytes.HasSuffix(w, []byte("x")) {
		return true
	}
	return len(w) > 2 && w[len(w)-1] == 's' && w[len(w)-2] != 's' || bytes.HasSuffix(w, []byte("people")) || bytes.HasSuffix(w, []byte("men"))
}

// take adds item j to the phrase.
func (r *levelReader) take(p *levelPhrase, j int) {
	it := &r.items[j]
	c := it.class
	switch {
	case c&(lvMeasure|lvPeople) != 0 && p.number && p.head < 0:
		p.counted = true
		setItem(&p.limit, j)
	case c&lvAll != 0 && c&lvAny != 0 && r.quantifies(j):
		p.all = true
		return
	case c&lvHeads != 0 && !(c&lvTeam != 0 && c&lvField != 0 && r.headFollows(j)):
		r.takeHead(p, j)
		return
	case c&lvMarket != 0:
		p.market = true
		return
	case c&lvAll != 0:
		p.all = true
	case c&lvDimension != 0 && p.all:
		p.dimension = true
	case c&lvMeasure != 0 && c&lvCommon == 0:
		p.counted = true
		setItem(&p.limit, j)
	case c&lvNumber != 0:
		p.number = true
		p.counted = p.counted || c&lvMoney != 0
		if c&lvMoney != 0 {
			setItem(&p.limit, j)
		}
	}
	r.takeModifier(p, j)
}

// quantifies tells "alle Unternehmen" from "alle, die …".
func (r *levelReader) quantifies(j int) bool {
	return j+1 < r.count && r.items[j+1].before < lgComma && (r.items[j+1].class&lvHeads != 0 || !r.breaks(j+1))
}

func (r *levelReader) headFollows(j int) bool {
	return j+1 < r.count && r.items[j+1].before < lgComma && r.items[j+1].class&lvHeads != 0
}

func setItem(at *int, j int) {
	if *at < 0 {
		*at = j
	}
}

func (r *levelReader) takeModifier(p *levelPhrase, j int) {
	it := &r.items[j]
	c := it.class
	p.deixis = p.deixis || c&lvDeixis != 0
	p.praised = p.praised || c&lvPraise != 0
	p.article = p.article || c&lvA != 0
	p.product = p.product || c&(lvOffer|lvProduct) != 0
	if c&(lvSector|lvTrait) != 0 || c&lvIndustry != 0 && c&lvField == 0 {
		setItem(&p.sector, j)
	}
	if c&lvField != 0 {
		setItem(&p.field, j)
	}
	if c&lvSize != 0 {
		setItem(&p.size, j)
		p.sizes |= it.sizes
	}
	if c&lvPlace != 0 {
		setItem(&p.place, j)
	}
	if c&lvLimits != 0 {
		setItem(&p.limit, j)
	}
	if c&(lvUnknown|lvTech|lvTask|lvField|lvScope|lvMod|lvOffer|lvLed) != 0 && c&(lvCommon|lvEmpty|lvPlace) == 0 && it.sizes&^sizeOnly == 0 {
		p.content = true
	}
}

// takeHead chooses between two nouns: the last in the Germanic languages and
// in Hindi, the first in the Romance ones. A company after a person in German
// and Dutch is a genitive.
func (r *levelReader) takeHead(p *levelPhrase, j int) {
	it := &r.items[j]
	kind := it.class & lvHeads
	company := lvCompany | lvGeneric
	if kind&company != 0 {
		kind &= company
	}
	if p.head < 0 {
		p.head, p.kind = j, kind
		p.sizes |= it.sizes
		return
	}
	persons := p.kind&(lvPerson|lvTeam) != 0 && p.kind&company == 0
	switch {
	case !r.headLast():
		if persons && kind&company != 0 && r.items[p.head].isSenior() {
			p.genitive = j
		}
		p.content = true
	case persons && kind&company != 0 && (r.lang == langDE || r.lang == langNL && j > p.head+1 || r.isTerse(p, j)):
		p.genitive = j
	default:
		if p.kind&company != 0 {
			p.owner = p.head
			if kind&(lvPerson|lvTeam) != 0 && r.isPossessor(p) {
				p.possessor = p.head
			}
		}
		p.content = p.content || p.kind&(lvCustomer|lvAny|lvPeople) == 0
		if r.items[p.head].class&lvSector != 0 {
			setItem(&p.sector, p.head)
		}
		p.all = p.all || p.kind&lvAny != 0
		p.head, p.kind = j, kind
		p.sizes |= it.sizes
	}
}

// isPossessor reports a kind of company with an apostrophe after it.
func (r *levelReader) isPossessor(p *levelPhrase) bool {
	end := int(r.toks[r.items[p.head].last].end)
	if p.first > 0 && r.items[p.first-1].class&lvTheir != 0 && r.items[p.first-1].class&lvThe == 0 {
		return false
	}
	if end >= len(r.text) || r.text[end] != '\'' && !strings.HasPrefix(r.text[end:], "’") {
		return false
	}
	return r.items[p.head].class&lvCompany != 0 || p.limit >= 0 || p.size >= 0 || p.place >= 0
}

// isTerse reports a title before a company without a preposition: "VP Sales
// mid-market SaaS companies", but not "founder-led agencies".
func (r *levelReader) isTerse(p *levelPhrase, j int) bool {
	if !r.items[p.head].isSenior() || j-p.head < 2 {
		return false
	}
	for k := p.head + 1; k < j; k++ {
		if r.items[k].class&(lvLed|lvUnknown) != 0 || r.items[k].before == lgTight && k == p.head+1 {
			return false
		}
	}
	return p.limit > p.head || p.size > p.head || p.sector > p.head
}

// isSenior reports a rank that has no company of its own: a bank's teller is
// of banks, a CFO is not.
func (it *levelItem) isSenior() bool {
	return it.rank != nil && it.rank.kind == kindRank && it.rank.level != levelNone && it.rank.level <= levelManager
}

func (it *levelItem) isChief() bool {
	return it.isSenior() && (it.rank.level == levelCSuite || it.rank.level == levelVP)
}

// titleTail takes in the function a title is for: "Head of Growth", "gerente
// de planta".
func (r *levelReader) titleTail(p *levelPhrase, j int) int {
	for j+1 < r.count && r.items[j].class&(lvOf|lvIn) != 0 && r.items[j].before < lgComma && r.items[j].class&lvHeads == 0 {
		k := j + 1
		for k < r.count-1 && r.items[k].class&(lvThe|lvTheir) != 0 && r.items[k].class&lvHeads == 0 {
			k++
		}
		if r.items[k].before >= lgComma || !r.isTail(p, j, k) {
			break
		}
		for k++; k < r.count && r.items[k].before <= lgAnd && r.items[k].class&(lvField|lvScope) != 0 && r.items[k].class&(lvCompany|lvGeneric|lvSector) == 0; k++ {
		}
		p.last, j = k-1, k
	}
	return j
}

// isTail tells whether item k after a title's preposition is part of it.
func (r *levelReader) isTail(p *levelPhrase, of, k int) bool {
	c := r.items[k].class
	if c&(lvCompany|lvGeneric) != 0 {
		return r.isWorkplace(p, k)
	}
	if c&lvSector != 0 && (c&lvField == 0 || !r.isOf(of)) {
		return false
	}
	return c&(lvField|lvTask|lvTeam) != 0
}

// isOf tells "of" from "in": "directeur de la logistique", but "responsable
// dans la grande distribution".
func (r *levelReader) isOf(i int) bool {
	switch w := r.word(int(r.items[i].first)); {
	case r.lang == langEN:
		return r.items[i].class&lvOf != 0
	case r.headLast():
		return true
	default:
		return w[0] == 'd' && len(w) < 6 && string(w) != "dans"
	}
}

// isWorkplace reports a bare noun that only says what is run: "directeur
// d'usine", "dueños de restaurantes".
func (r *levelReader) isWorkplace(p *levelPhrase, k int) bool {
	if r.lang < 1 || r.lang > 3 {
		return false
	}
	if k+1 < r.count && r.items[k+1].before < lgComma && r.items[k+1].class&(lvAnd|lvRel) == 0 {
		return false
	}
	rank := r.items[p.head].rank
	owner := rank != nil && rank.level == 1
	return owner || !r.isPlural(k)
}
