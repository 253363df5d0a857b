package language

// Level is what a text that answers "who is your customer?" speaks of.
type Level string

// The levels of domain.md, and none.
const (
	LevelNeither Level = ""
	LevelCompany Level = "company"
	LevelPerson  Level = "person"
	LevelBoth    Level = "both"
	LevelMarket  Level = "market"
)

// levelFlags are the flags of domain.md that a level raises where a company
// profile was wanted.
var levelFlags = map[Level]string{
	LevelNeither: "vague", LevelPerson: "title_for_company", LevelBoth: "blurred", LevelMarket: "market_for_company",
}

// Statement is a text read for its level.
type Statement struct {
	Level Level
	Flag  string // the flag of domain.md where a company profile was wanted; "" for a company
	Spans []Span // the words that decided, in the order of the text, not overlapping
}

// Span is a part of a text, in bytes, with what it speaks of; Rule and Entry
// name the rule and the lexicon's phrase that decided.
type Span struct {
	Start, End int
	Level      Level
	Rule       string
	Entry      string
}

// ReadLevel tells whether a text speaks of companies, of persons, of both, of
// the whole market, or of no customer, in English, Spanish, Portuguese,
// French, German, Italian, Dutch or Hindi (also in Latin letters). Only the
// first 2,400 bytes and 200 words are read.
func ReadLevel(text string) Statement {
	r := levelReader{text: text, lex: levelWords(), title: titleLexicon()}
	r.tokenize()
	r.itemize()
	r.readClauses()
	r.settleTwins()
	level := r.decide()
	return Statement{Level: level, Flag: levelFlags[level], Spans: r.spans(level)}
}

// decide weighs what was found.
func (r *levelReader) decide() Level {
	var person, company, market, other bool
	var sizes, alone levelSizes
	for _, f := range r.found[:r.nFound] {
		switch f.level {
		case LevelPerson:
			person = person || f.sizes == 0
			alone |= f.sizes
		case LevelMarket:
			market = true
		case LevelCompany:
			company = true
			sizes |= f.sizes
			other = other || f.sizes == 0
		}
	}
	if alone != 0 && !person && !other && company && (sizes | alone).leavesNobodyOut() {
		sizes |= alone // "freelancers to enterprises"
	} else {
		person = person || alone != 0
	}
	everySize := !other && (sizes.leavesNobodyOut() || market && sizes == sizeConsumer)
	switch {
	case person && company && !everySize:
		return LevelBoth
	case person:
		return LevelPerson
	case company && !everySize && !(market && !other && sizes&^sizeOnly == 0 && sizes&(sizes-1) != 0):
		return LevelCompany
	case market && r.excluded:
		return LevelCompany
	case market || company:
		return LevelMarket
	case r.formed:
		return LevelCompany
	}
	return LevelNeither
}

// spans are the findings that agree with the level.
func (r *levelReader) spans(level Level) []Span {
	if level == LevelNeither || r.nFound == 0 {
		return nil
	}
	spans := make([]Span, 0, r.nFound)
	end := 0
	for _, f := range r.found[:r.nFound] {
		from, to := r.toks[f.first], r.toks[f.last]
		if !f.agrees(level) || int(from.start) < end {
			continue
		}
		l := f.level
		if level == LevelMarket {
			l = LevelMarket
		}
		end = int(to.end)
		key := r.items[f.item]
		spans = append(spans, Span{
			Start: int(from.start), End: end, Level: l, Rule: f.rule,
			Entry: string(r.buf[r.toks[key.first].from:r.toks[key.last].to]),
		})
	}
	return spans
}

func (f *levelFinding) agrees(level Level) bool {
	switch level {
	case LevelBoth:
		return f.level == LevelPerson || f.level == LevelCompany
	case LevelMarket:
		return f.level == LevelMarket || f.level == LevelCompany || f.sizes != 0
	case LevelCompany, LevelPerson, LevelNeither:
	}
	return f.level == level || level == LevelCompany && f.level == LevelMarket
}
