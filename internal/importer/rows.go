package importer

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// column is a column in use.
type column struct {
	*field
	index    int
	year     int
	readings map[string]*reading // of cells seen before
}

// maxReadings and maxRemembered bound what is remembered of a column: cells,
// and bytes of one.
const (
	maxReadings   = 5000
	maxRemembered = 500
)

// parser turns rows into changes.
type parser struct {
	plan    Plan
	opts    Options
	source  string
	report  *Report
	columns []*column
	places  map[string]place     // by location
	states  map[[2]string]string // by country and state
	earlier *earlier
	line    int
	at      row
}

// place is a location as ReadPlace takes it apart.
type place struct{ city, subdivision, country string }

// row is what a row says, before it becomes changes.
type row struct {
	texts [slots]string
	from  [slots]*column
	said  []models.Said
	joins []models.Said
	usual int // how many facts the row before had
}

func newParser(plan Plan, opts Options, report *Report) *parser {
	p := &parser{
		plan: plan, opts: opts, report: report,
		source: opts.source(plan.Label),
		places: map[string]place{}, states: map[[2]string]string{}, earlier: newEarlier(),
	}
	for i, c := range plan.Columns {
		name := c.Field
		if name == "" && opts.KeepUnknown && plan.Kind == Accounts {
			name = customName(c.Header)
		}
		if name != "" && name != ignored {
			p.columns = append(p.columns, &column{bind(name), i, c.Year, map[string]*reading{}})
		}
	}
	slices.SortStableFunc(p.columns, func(a, b *column) int {
		return cmp.Or(cmp.Compare(fieldOrder[a.name], fieldOrder[b.name]), cmp.Compare(age(a.year), age(b.year)))
	})
	return p
}

// age puts the newest year first; a column without a year is of today.
func age(year int) int {
	if year == 0 {
		return -1 << 31
	}
	return -year
}

// row appends the changes of one row.
func (p *parser) row(rec record, changes []models.Change) []models.Change {
	p.line = rec.line
	if !p.fits(rec) {
		return changes
	}
	p.at = row{usual: len(p.at.said)}
	for _, c := range p.columns {
		if c.index < len(rec.cells) {
			p.cell(c, rec.cells[c.index])
		}
	}
	switch p.plan.Kind {
	case Contacts:
		return p.contact(changes)
	case Signals:
		return p.signal(changes)
	default:
		return p.account(changes)
	}
}

// fits reports a row whose cells do not match the header. Missing cells may be
// blank ones at the end; too many mean that some stand under a wrong header,
// and a wrong fact is worse than none.
func (p *parser) fits(rec record) bool {
	want, have := len(p.plan.Columns), len(rec.cells)
	for have > want && strings.TrimSpace(rec.cells[have-1]) == "" {
		have--
	}
	switch {
	case rec.trouble != "":
		p.rowProblem(rec.trouble + "; the row was skipped")
		return false
	case have > want:
		p.rowProblem(fmt.Sprintf("%d cells under %d headers; the row was skipped", have, want))
		return false
	case have < want:
		p.rowProblem(fmt.Sprintf("%d cells under %d headers; the missing ones count as blank", have, want))
	}
	return true
}

func (p *parser) rowProblem(message string) {
	p.report.add(Problem{Line: p.line, Message: message})
}

func (p *parser) problem(c *column, message string) {
	p.report.add(Problem{Line: p.line, Column: c.index + 1, Field: c.name, Message: message})
}

func (p *parser) cell(c *column, text string) {
	if c.read == nil {
		p.text(c, text)
		return
	}
	r, seen := c.readings[text]
	if !seen {
		text = strings.Clone(text) // what is remembered must not hold the whole line
		r = c.reading(text, p.opts.Currency)
		if len(c.readings) < maxReadings && len(text) <= maxRemembered {
			c.readings[text] = r
		}
	}
	p.take(c, r)
}

// nothing is what a blank cell says.
var nothing reading

func (c *column) reading(text, currency string) *reading {
	if text = strings.TrimSpace(text); language.Blank(text) {
		return &nothing
	}
	r := c.read(text, currency)
	return &r
}

// text keeps a text for later; of two columns for one slot the first counts.
func (p *parser) text(c *column, text string) {
	if text = strings.TrimSpace(text); p.at.texts[c.slot] == "" && !language.Blank(text) {
		p.at.texts[c.slot], p.at.from[c.slot] = text, c
	}
}

// take adds what a cell says to the row.
func (p *parser) take(c *column, r *reading) {
	if r.err != nil {
		p.problem(c, r.err.Error())
	}
	for _, word := range r.unmapped {
		p.report.unmapped(word, p.line)
	}
	for i := range r.said {
		p.at.say(r.said[i])
	}
	p.at.joins = append(p.at.joins, r.joins...)
}

// lists are the attributes that several columns tell together.
func lists(a scoring.Attribute) bool {
	switch a {
	case scoring.Industry, scoring.BusinessModel, scoring.Technologies, scoring.Region, industryRaw:
		return true
	}
	return false
}

// say adds a fact; the first of several counts, words of a list add up.
func (r *row) say(s models.Said) {
	i := r.index(s.Attribute)
	switch {
	case i < 0:
		if r.said == nil {
			r.said = make([]models.Said, 0, r.usual)
		}
		r.said = append(r.said, s)
	case lists(s.Attribute):
		both := slices.Concat(r.said[i].Value.Words, s.Value.Words) // readings are shared
		r.said[i].Value = scoring.OfWords(both...)
	}
}

func (r *row) index(a scoring.Attribute) int {
	for i := range r.said {
		if r.said[i].Attribute == a {
			return i
		}
	}
	return -1
}

// word gives the first word of a fact.
func (r *row) word(a scoring.Attribute) string {
	if i := r.index(a); i >= 0 && len(r.said[i].Value.Words) > 0 {
		return r.said[i].Value.Words[0]
	}
	return ""
}

// join adds words to lists that a column tells.
func (r *row) join() {
	for _, s := range r.joins {
		if r.index(s.Attribute) >= 0 {
			r.say(s)
		}
	}
}

// account makes the changes of a row about a company.
func (p *parser) account(changes []models.Change) []models.Change {
	at := &p.at
	at.join()
	p.placeAccount()
	company := p.company()
	if nameless(company) {
		p.rowProblem("no name and no domain; the row was skipped")
		return changes
	}
	p.latestFunding()
	source, observed := p.origin()
	others := aliases(at.texts[slotAliases], company.Name)
	p.contradicted(company, others, source, observed)
	changes = append(changes, models.AccountFacts{Company: company, Aliases: others, Facts: at.said, Source: source, Observed: observed})
	return p.fundingRound(changes, company, source)
}

// company names the company of a row. A name that is a domain is taken for one
// where no column says otherwise.
func (p *parser) company() models.Company {
	c := models.Company{Name: oneLine(p.at.texts[slotCompany]), Domain: p.domain(), Country: p.at.word(scoring.Country)}
	if c.Domain != "" {
		return c
	}
	c.Domain = domainIn(c.Name)
	if c.Domain != "" && strings.ContainsRune(c.Name, '/') {
		c.Name = c.Domain // an address is no name
	}
	return c
}

// domainIn gives the domain that a name is, as a whole: "Widgetly.example" is
// one, "Will.I.Am" only ends in one.
func domainIn(name string) string {
	if !strings.ContainsRune(name, '.') || strings.ContainsAny(name, " @") {
		return ""
	}
	domain, err := models.ParseDomain(name)
	if _, host, addressed := strings.Cut(name, "://"); addressed {
		name = host
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(name), "www."), "/")
	if err != nil || strings.Count(host, ".") > strings.Count(domain, ".") {
		return ""
	}
	return domain
}

// nameless tells whether a company cannot be known by what a row says of it.
func nameless(c models.Company) bool { return c.Domain == "" && models.NameKey(c.Name) == "" }

// oneLine takes line breaks and doubled spaces from a name.
func oneLine(text string) string {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x80 || c == ' ' && strings.HasPrefix(text[i+1:], " ") {
			return strings.Join(strings.Fields(text), " ")
		}
	}
	return text
}

// domain reads the company's domain, from its website where there is none. A
// shared host or free mail gives none, and that is no mistake.
func (p *parser) domain() string {
	for _, s := range []slot{slotDomain, slotWebsite} {
		text := p.at.texts[s]
		if text == "" || text == "https://" || text == "http://" {
			continue
		}
		domain, err := models.ParseDomain(text)
		if err == nil {
			return domain
		}
		if errors.Is(err, models.ErrNoDomain) {
			p.problem(p.at.from[s], fmt.Sprintf("%q is no domain", text))
		}
	}
	return ""
}

// aliases splits a list of names, which have commas themselves: "Acme, Inc."
// is one.
func aliases(text, name string) []string {
	return slices.DeleteFunc(split(text, ";|\n"), func(alias string) bool { return alias == name })
}

// origin gives source and day of a row.
func (p *parser) origin() (source string, observed time.Time) {
	day := p.day(slotObserved)
	observed = p.opts.Observed
	switch {
	case p.future(day):
		p.problem(p.at.from[slotObserved], fmt.Sprintf("%q is in the future; the file's own day was used", p.at.texts[slotObserved]))
	case !day.IsZero():
		observed = day
	}
	return p.said(), observed
}

// said names who says what a row says.
func (p *parser) said() string {
	return cmp.Or(p.at.texts[slotSource], p.source)
}

// future tells whether nobody can have seen a day yet. A day's grace is for
// the time zones ahead.
func (p *parser) future(day time.Time) bool { return day.After(p.opts.Now.Add(24 * time.Hour)) }

// undated is what follows where a slot's date cannot be read.
var undated = map[slot]string{slotDate: "; the row was skipped", slotObserved: "; the file's own day was used"}

// day reads a slot's date; zero when it is blank, or cannot be read, which is
// reported.
func (p *parser) day(s slot) time.Time {
	text := p.at.texts[s]
	if text == "" {
		return time.Time{}
	}
	day, err := language.ReadDay(text, p.opts.Now)
	if err != nil {
		p.problem(p.at.from[s], err.Error()+undated[s])
	}
	return day
}

// placeAccount completes country, subdivision and city from state and
// location columns; the country's own column decides between them.
func (p *parser) placeAccount() {
	country := p.at.word(scoring.Country)
	known := p.place(country)
	if country == "" && known.country != "" {
		p.at.say(models.Said{Attribute: scoring.Country, Value: scoring.OfWords(known.country)})
	}
	if known.subdivision != "" {
		p.at.say(models.Said{Attribute: scoring.Subdivision, Value: scoring.OfWords(known.subdivision)})
	}
	if known.city != "" && p.at.index(scoring.City) < 0 {
		p.at.say(models.Said{Attribute: scoring.City, Value: scoring.OfWords(known.city)})
	}
}

// place reads the state and location of a row that is in country, "" when the
// country is not known.
func (p *parser) place(country string) place {
	located := p.location()
	if country != "" && located.country != "" && located.country != country {
		located.country, located.subdivision = country, "" // "Tbilisi, Georgia" in GE is not in the state
	}
	if country == "" {
		country = located.country
	}
	if state := p.state(country); state != "" {
		located.subdivision, country = state, language.CountryOf(state)
	}
	located.country = country
	return located
}

func (p *parser) location() place {
	text := p.at.texts[slotLocation]
	if text == "" {
		return place{}
	}
	known, seen := p.places[text]
	if !seen {
		text = strings.Clone(text)
		known.city, known.subdivision, known.country = language.ReadPlace(text)
		if len(p.places) < maxReadings && len(text) <= maxRemembered {
			p.places[text] = known
		}
	}
	return known
}

// state reads the state column; one rightdoor has no slug for is counted.
func (p *parser) state(country string) string {
	text := p.at.texts[slotState]
	if text == "" {
		return ""
	}
	slug, seen := p.states[[2]string{country, text}]
	if !seen {
		slug, _ = language.Subdivision(text, country)
		if len(p.states) < maxReadings && len(text) <= maxRemembered {
			p.states[[2]string{strings.Clone(country), strings.Clone(text)}] = slug
		}
	}
	if slug == "" {
		p.report.unmapped(statePrefix+text, p.line)
	}
	return slug
}

// latestFunding lets the last round tell the stage where no column does.
func (p *parser) latestFunding() {
	text := p.at.texts[slotLatestFunding]
	if text == "" || p.at.index(scoring.FundingStage) >= 0 {
		return
	}
	r := readFunding(text, "")
	if r.err != nil {
		p.problem(p.at.from[slotLatestFunding], r.err.Error())
	}
	for _, s := range r.said {
		p.at.say(s)
	}
}

// fundingRound makes a signal of the last round where its date is known.
func (p *parser) fundingRound(changes []models.Change, company models.Company, source string) []models.Change {
	day := p.day(slotLatestFundingDate)
	if p.future(day) {
		p.problem(p.at.from[slotLatestFundingDate], fmt.Sprintf("%q is in the future", p.at.texts[slotLatestFundingDate]))
		return changes
	}
	if day.IsZero() {
		return changes
	}
	return append(changes, models.SignalSeen{Company: company, Signal: models.Signal{
		Kind: "funding_round", HappenedOn: day, Note: p.at.texts[slotLatestFunding], Source: source,
	}})
}

// signal makes the change of a row about an event.
func (p *parser) signal(changes []models.Change) []models.Change {
	company := p.company()
	kind, known := signalKind(p.at.texts[slotSignal])
	day := p.day(slotDate)
	date := p.at.texts[slotDate]
	switch {
	case nameless(company):
		p.rowProblem("no name and no domain; the row was skipped")
		return changes
	case kind == "":
		p.rowProblem("no word for what happened; the row was skipped")
		return changes
	case len(kind) > models.MaxKind:
		p.rowProblem(fmt.Sprintf("the word for what happened is longer than %d characters; the row was skipped", models.MaxKind))
		return changes
	case date == "":
		p.rowProblem("no date; the row was skipped")
		return changes
	case day.IsZero():
		return changes // its date is reported
	case p.future(day):
		p.problem(p.at.from[slotDate], fmt.Sprintf("%q is in the future; the row was skipped", date))
		return changes
	case !known:
		p.report.ownKind(kind)
	}
	return append(changes, models.SignalSeen{Company: company, Signal: models.Signal{
		Kind: kind, HappenedOn: day, Note: p.at.texts[slotNote], Source: p.said(),
	}})
}

// signalKind finds rightdoor's kind for a vendor's words. One that nobody
// knows is kept: a workspace may have kinds of its own.
func signalKind(text string) (kind string, known bool) {
	if kinds, ok := meaning("signal", text); ok {
		return kinds[0], true
	}
	return slugOf(text), false
}
