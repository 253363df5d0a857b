package language

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"rightdoor/scoring"
)

//go:embed lexicon/profile.tsv lexicon/profile_demonyms.tsv lexicon/profile_cities.tsv
var profileFiles embed.FS

// profileKind is a set of the parts a phrase may play in a sentence about
// companies; context decides which it plays.
type profileKind uint64

const (
	profileCompany profileKind = 1 << iota
	profileSite
	profileStrip
	profilePrep
	profileAnd
	profileOr
	profileSelf
	profileFrame
	profileUse
	profileUsed
	profileUses
	profileNot
	profileMust
	profileOnly
	profileNice
	profileTop
	profileShould
	profileMetric
	profileLead
	profileUnit
	profileOver
	profileAtLeast
	profileUnder
	profileAtMost
	profileAtLeastAfter
	profileAtMostAfter
	profileBetween
	profileTo
	profileAbout
	profileFounded
	profileAfter
	profileBefore
	profileSince
	profileUntil
	profileLater
	profileEarlier
	profileTime
	profilePer
	profileFast
	profileValue // a stage, round, model, ownership or lifecycle
	profileTrigger
	profileHire
	profileNewly
	profileRecent
	profileWindow
	profileAdopted
	profileReach
	profileMarket
	profileQuoted
	profileNoted
	profileSeller
	profileIndustry
	profileTechnology
	profilePlace
	profileCity
	profileDemonym
	profileEveryday
)

var profileKinds = map[string]profileKind{
	"company": profileCompany, "site": profileSite, "strip": profileStrip, "prep": profilePrep, "and": profileAnd, "or": profileOr,
	"self": profileSelf, "frame": profileFrame, "use": profileUse, "used": profileUsed, "uses": profileUses, "not": profileNot,
	"must": profileMust, "only": profileOnly, "nice": profileNice, "top": profileTop, "should": profileShould,
	"metric": profileMetric, "lead": profileLead, "unit": profileUnit, "over": profileOver, "at_least": profileAtLeast,
	"under": profileUnder, "at_most": profileAtMost, "at_least_after": profileAtLeastAfter, "at_most_after": profileAtMostAfter,
	"between": profileBetween, "to": profileTo, "about": profileAbout, "founded": profileFounded, "after": profileAfter,
	"before": profileBefore, "since": profileSince, "until": profileUntil, "later": profileLater, "earlier": profileEarlier,
	"time": profileTime, "per": profilePer, "fast": profileFast, "trigger": profileTrigger, "hire": profileHire,
	"newly": profileNewly, "recent": profileRecent, "window": profileWindow, "adopted": profileAdopted, "reach": profileReach,
	"market": profileMarket, "quoted": profileQuoted, "noted": profileNoted, "everyday": profileEveryday,
	"seller": profileSeller, "industry": profileIndustry,
	"stage": profileValue, "funding": profileValue, "model": profileValue, "ownership": profileValue, "lifecycle": profileValue,
}

// profileAttributes are the attributes whose values are rows of their own.
var profileAttributes = map[string]scoring.Attribute{
	"stage": scoring.GrowthStage, "funding": scoring.FundingStage, "model": scoring.BusinessModel,
	"ownership": scoring.Ownership, "lifecycle": scoring.Lifecycle,
}

// profileEntry is what the lexicon knows about one phrase.
type profileEntry struct {
	kinds        profileKind
	attribute    scoring.Attribute // of a profileValue
	value        string
	metric, lead scoring.Attribute
	signal       string
	industry     string
	technology   string
	category     bool // the technology is a kind of product
	place        string
	city         string
}

// profileLexicon finds phrases: words get numbers, and phrases are paths of
// numbers.
type profileLexicon struct {
	words      map[string]uint32
	paths      map[uint64]uint32
	entries    []profileEntry
	tails      []string
	never      map[string]bool
	currencies map[string]string
	names      map[profileName]string // the phrase that finds a slug again
}

// profileName is a slug of one of the trees or lists.
type profileName struct {
	kind profileKind
	slug string
}

var profileWords = sync.OnceValue(loadProfileWords)

// loadProfileWords panics on a malformed file: it is part of the program.
func loadProfileWords() *profileLexicon {
	x := &profileLexicon{
		words: map[string]uint32{}, paths: map[uint64]uint32{}, entries: make([]profileEntry, 1),
		never: map[string]bool{}, currencies: map[string]string{}, names: map[profileName]string{},
	}
	rows := profileRows("lexicon/profile.tsv", 3)
	for _, row := range rows {
		if row[0] == "never" {
			for phrase := range strings.SplitSeq(row[2], "|") {
				x.never[phrase] = true
			}
		}
	}
	for _, row := range rows {
		x.addRow(row[0], row[1], strings.Split(row[2], "|"))
	}
	x.addTree(scoring.IndustryTree, profileIndustry)
	x.nameIndustries()
	x.addTree(scoring.TechnologyTree, profileTechnology)
	x.addTree(scoring.PlaceTree, profilePlace)
	x.addSubdivisions()
	for _, row := range profileRows("lexicon/profile_demonyms.tsv", 2) {
		for phrase := range strings.SplitSeq(row[1], "|") {
			x.add(phrase, profileDemonym, row[0])
		}
	}
	x.addCities()
	x.addPlurals()
	return x
}

// profileRows splits an embedded file into rows of n cells.
func profileRows(name string, n int) [][]string {
	data, err := profileFiles.ReadFile(name)
	if err != nil {
		panic(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != n {
			panic(fmt.Sprintf("%s: %d columns in %q, want %d", name, len(cells), line, n))
		}
		rows = append(rows, cells)
	}
	return rows
}

func (x *profileLexicon) addRow(kind, value string, phrases []string) {
	switch kind {
	case "never":
		return
	case "currency":
		for _, phrase := range phrases {
			x.currencies[phrase] = value
		}
		return
	case "tail":
		x.tails = append(x.tails, phrases...)
		return
	}
	k, ok := profileKinds[kind]
	if !ok {
		panic("lexicon/profile.tsv: unknown kind " + kind)
	}
	for _, phrase := range phrases {
		if k == profileIndustry {
			x.add(phrase, k, value)
			continue
		}
		e := x.entry(phrase)
		if e == nil {
			panic("lexicon/profile.tsv: no words in " + phrase)
		}
		e.kinds |= k
		switch k {
		case profileMetric:
			e.metric = profileAttribute(e.metric, value)
		case profileLead:
			e.lead = profileAttribute(e.lead, value)
		case profileTrigger:
			e.signal = profileFirst(e.signal, value)
		case profileValue:
			if e.attribute == "" {
				e.attribute, e.value = profileAttributes[kind], value
			}
		}
	}
	if k == profileValue {
		x.name(profileName{profileValue, value}, phrases[0])
	}
}

// profileAttribute reads an attribute's name as the lexicon writes it.
func profileAttribute(old scoring.Attribute, value string) scoring.Attribute {
	if old != "" {
		return old
	}
	if name, custom := strings.CutPrefix(value, "custom:"); custom {
		return scoring.Attribute("custom." + name)
	}
	return scoring.Attribute(value)
}

func profileFirst(old, value string) string {
	if old != "" {
		return old
	}
	return value
}

func (x *profileLexicon) name(n profileName, phrase string) {
	if _, taken := x.names[n]; !taken {
		x.names[n] = phrase
	}
}

// addTree takes labels and slugs before synonyms, so that a row's own name
// always finds it.
func (x *profileLexicon) addTree(t *scoring.Taxonomy, kind profileKind) {
	for _, e := range t.Terms {
		x.add(e.Label, kind, e.Slug)
	}
	for _, e := range t.Terms {
		if kind != profilePlace {
			x.add(strings.ReplaceAll(e.Slug, "_", " "), kind, e.Slug)
		}
		for _, s := range e.Synonyms {
			x.add(s, kind, e.Slug)
		}
	}
	if kind != profileTechnology {
		return
	}
	for _, e := range t.Terms {
		if len(e.Parents) == 0 {
			x.markCategory(e)
		}
	}
}

// nameIndustries writes an industry by its label or slug, where they find it.
func (x *profileLexicon) nameIndustries() {
	for _, t := range scoring.IndustryTree.Terms {
		for _, phrase := range append([]string{t.Label, strings.ReplaceAll(t.Slug, "_", " ")}, t.Synonyms...) {
			if e := x.entry(phrase); e != nil && e.industry == t.Slug && e.kinds&(profileValue|profileCompany) == 0 && profilePlain(phrase) {
				x.names[profileName{profileIndustry, t.Slug}] = phrase
				break
			}
		}
	}
}

// markCategory notes what is a kind of product and no product: "CRM".
func (x *profileLexicon) markCategory(t scoring.Term) {
	product := t.Slug == "sap" || t.Slug == "oracle"
	for i := range x.entries {
		if e := &x.entries[i]; e.technology == t.Slug {
			e.category = !product
		}
	}
}

// add gives a phrase a slug, unless it has one of that kind.
func (x *profileLexicon) add(phrase string, kind profileKind, slug string) {
	if kind == profileIndustry && x.unusable(phrase) {
		return
	}
	e := x.entry(phrase)
	if e == nil {
		return
	}
	field := map[profileKind]*string{
		profileIndustry: &e.industry, profileTechnology: &e.technology, profilePlace: &e.place,
		profileDemonym: &e.place, profileCity: &e.city,
	}[kind]
	if *field != "" && *field != slug {
		return
	}
	*field = slug
	e.kinds |= kind
	if kind != profileDemonym && profilePlain(phrase) {
		x.name(profileName{kind, slug}, phrase)
	}
}

// unusable refuses phrases that hold a business model, which is a criterion of
// its own, and words too common to be an industry.
func (x *profileLexicon) unusable(phrase string) bool {
	folded := Fold(phrase)
	return strings.HasPrefix(folded, "b2b ") || strings.HasPrefix(folded, "b2c ") || x.never[folded] || len(folded) < 2
}

// profilePlain tells whether a phrase can stand in a sentence without a pause
// in its middle.
func profilePlain(phrase string) bool { return !strings.ContainsAny(phrase, ",()[]/\"'|") }

// entry gives the node of a phrase; nil when it has no words or is one letter.
func (x *profileLexicon) entry(phrase string) *profileEntry {
	tokens := profileTokens(phrase, nil)
	node := uint32(0)
	for _, t := range tokens {
		id, ok := x.words[t.word]
		if !ok {
			id = uint32(len(x.words) + 1)
			x.words[t.word] = id
		}
		key := uint64(node)<<32 | uint64(id)
		next, ok := x.paths[key]
		if !ok {
			next = uint32(len(x.entries))
			x.entries = append(x.entries, profileEntry{})
			x.paths[key] = next
		}
		node = next
	}
	if node == 0 {
		return nil
	}
	return &x.entries[node]
}

// addSubdivisions adds what tells subdivisions apart that share a name:
// "Amazonas Colombia".
func (x *profileLexicon) addSubdivisions() {
	for _, t := range scoring.PlaceTree.Terms {
		if !isSubdivision(t.Slug) {
			continue
		}
		label, _, _ := strings.Cut(t.Label, " (")
		full := label + " " + scoring.PlaceTree.Label(CountryOf(t.Slug))
		x.add(full, profilePlace, t.Slug)
		x.add(label, profilePlace, t.Slug)
		if e := x.entry(label); e.place != t.Slug {
			x.names[profileName{profilePlace, t.Slug}] = full
		}
	}
}

func (x *profileLexicon) addCities() {
	rows := profileRows("lexicon/profile_cities.tsv", 2)
	for _, row := range readTable("lexicon/cities.tsv", 3) {
		if _, isPlace := Place(row[0]); !isPlace {
			rows = append(rows, []string{row[0], row[2]})
		} else {
			x.addCityOfPlace(row)
		}
	}
	for _, row := range rows {
		for name := range strings.SplitSeq(row[0]+"|"+row[1], "|") {
			x.add(name, profileCity, row[0])
		}
	}
}

// addCityOfPlace lets the other names of a city that is a state find the
// state, unless they say that the city is meant.
func (x *profileLexicon) addCityOfPlace(row []string) {
	for name := range strings.SplitSeq(row[2], "|") {
		switch {
		case strings.Contains(name, "city") || strings.Contains(name, "ciudad") || name == "nyc":
			x.add(name, profileCity, row[0])
		case row[1] != "" && name != "":
			x.add(name, profilePlace, row[1])
		}
	}
	x.add(row[0]+" city", profileCity, row[0])
}

// addPlurals lets the English plural of an industry's last word find it.
func (x *profileLexicon) addPlurals() {
	for _, t := range scoring.IndustryTree.Terms {
		for _, phrase := range append([]string{t.Label}, t.Synonyms...) {
			last := phrase[strings.LastIndexByte(phrase, ' ')+1:]
			if isASCII(last) && len(last) > 3 && !strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "y") {
				x.add(phrase+"s", profileIndustry, t.Slug)
			}
		}
	}
}

// match finds the longest phrase at token i that may play one of the parts
// asked for; it does not cross a pause.
func (x *profileLexicon) match(tokens []profileToken, i int, want profileKind) (entry *profileEntry, n int) {
	node := uint32(0)
	for j := i; j < len(tokens); j++ {
		if j > i && tokens[j].gap > profileSpace || tokens[j].id == 0 {
			break
		}
		next, ok := x.paths[uint64(node)<<32|uint64(tokens[j].id)]
		if !ok {
			break
		}
		node = next
		if x.entries[node].kinds&want != 0 {
			entry, n = &x.entries[node], j-i+1
		}
	}
	return entry, n
}

// compound finds the industry that is the first part of a German or Dutch
// word: "Logistikunternehmen".
func (x *profileLexicon) compound(word string) string {
	for _, tail := range x.tails {
		head, ok := strings.CutSuffix(word, tail)
		if !ok || utf8.RuneCountInString(head) < 3 {
			continue
		}
		for _, h := range []string{head, strings.TrimSuffix(head, "s"), strings.TrimSuffix(head, "e"), head + "e"} {
			next, ok := x.paths[uint64(x.words[h])]
			if ok && x.entries[next].industry != "" {
				return x.entries[next].industry
			}
		}
	}
	return ""
}
