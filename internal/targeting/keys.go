package targeting

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/scoring"
)

// field is one key of a map in the file, with all that is done with it: how it
// is read into a T, written and compared.
type field[T any] struct {
	key   string
	read  func(r *reader, at ast.Node, to *T)
	lines func(x *T) []string        // as the file has it, without indentation; none for a default
	diff  func(old, new *T) []string // in words; none when both say the same
}

// keys says how to speak of a kind of map, and what to answer to a key that
// belongs elsewhere.
type keys struct {
	what  string                  // "an ICP"
	stray func(key string) string // the sentence for a key that is known elsewhere, "" for any other
}

// readFields reads a map by its fields and gives what it holds.
func readFields[T any](r *reader, at ast.Node, k keys, fields []field[T], to *T) given {
	list, _ := r.entries(at, k.what)
	found := given{}
	for _, e := range list {
		i := slices.IndexFunc(fields, func(f field[T]) bool { return f.key == e.name })
		if i < 0 {
			r.unknownKey(e, k, fieldKeys(fields))
			continue
		}
		found[e.name] = e
		fields[i].read(r, e.value, to)
	}
	return found
}

func fieldKeys[T any](fields []field[T]) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.key)
	}
	return names
}

// among gives the entries of a map that has known keys alone, and notes those
// that are none.
func (r *reader) among(at ast.Node, k keys, known []string) (given, bool) {
	list, ok := r.entries(at, k.what)
	found := given{}
	for _, e := range list {
		if !slices.Contains(known, e.name) {
			r.unknownKey(e, k, known)
			ok = false
			continue
		}
		found[e.name] = e
	}
	return found, ok
}

func (r *reader) unknownKey(e entry, k keys, known []string) {
	if k.stray != nil {
		if sentence := k.stray(e.name); sentence != "" {
			r.wrong(e.key, "%s", sentence)
			return
		}
	}
	if near := nearest(e.name, known); near != "" {
		r.wrong(e.key, "%q is no key of %s; did you mean %s?", e.name, k.what, near)
		return
	}
	r.wrong(e.key, "%q is no key of %s. Use one of %s.", e.name, k.what, strings.Join(known, ", "))
}

// The sentences of the flags title_for_company and company_for_person, after
// the words that gave the mistake away.
const (
	titleForCompany  = "Titles find people inside a company; which companies is the ICP's question: put it on a persona under this ICP."
	companyForPerson = "describes a company, and a persona describes a person: which companies is decided by the ICP above it. Move it to the ICP's criteria."
)

// The kinds of map.
var (
	fileKeys      = keys{"the file", strayInFile}
	icpKeys       = keys{"an ICP", strayInICP}
	personaKeys   = keys{"a persona", strayInPersona}
	settingsKeys  = keys{what: "the settings"}
	ratesKeys     = keys{what: "the rates"}
	criterionKeys = keys{"a criterion", strayInCriterion}
	triggerKeys   = keys{what: "a trigger"}
	powerKeys     = keys{what: "buying_power"}
	alertKeys     = keys{"an alert", strayInAlert}
	whereKeys     = keys{"where", strayInWhere}

	comparisonKeys = keys{what: "a comparison"}
)

// icpWords are the keys of an ICP, which the file and its personas can be
// mistaken for.
var icpWords = []string{
	"name", "owner", "review", "cut_off", "tiers", "deal_size", "situation", "pains", "order", "criteria", "triggers", "personas",
}

func strayInFile(key string) string {
	switch {
	case slug(key) == "personas" || slug(key) == "persona":
		return fmt.Sprintf("%q stands alone, and a persona belongs to one ICP: which companies first, then whom to see there. Move it under its ICP.", key)
	case slug(key) == "channel" || slug(key) == "subscriptions":
		return fmt.Sprintf("%q is of an alert. Write it as in alerts: [%s].", key, alertExample[2:])
	case slices.Contains(icpWords, key):
		return fmt.Sprintf("%q belongs to an ICP. Move it under icps, into the ICP it is about.", key)
	default:
		return ""
	}
}

func strayInICP(key string) string {
	if kind := personWord(key); kind != "" {
		return fmt.Sprintf("%q %s. %s", key, kind, titleForCompany)
	}
	if isAttribute(slug(key)) {
		return fmt.Sprintf("%q is an attribute. Make it a criterion: under criteria, - {attribute: %s, …}.", key, slug(key))
	}
	return ""
}

func strayInAlert(key string) string {
	if isAttribute(slug(key)) {
		return fmt.Sprintf("%q is a fact of a company, which narrows an alert under where: where: {%s: …}.", key, slug(key))
	}
	if slug(key) == "zone" || slug(key) == "time_zone" || slug(key) == "timezone" {
		return fmt.Sprintf("%q stands behind the hour, as in digest: %q.", key, digestExample)
	}
	return ""
}

// alertWords are the keys of an alert, which its filters can be mistaken for.
var alertWords = []string{"channel", "icp", "tier", "where", "customers", "digest", "weekdays", "quiet"}

func strayInWhere(key string) string {
	if slices.Contains(alertWords, key) {
		return fmt.Sprintf("%q stands beside where, not under it. Move it there.", key)
	}
	return ""
}

func strayInCriterion(key string) string {
	if kind := personWord(key); kind != "" {
		return fmt.Sprintf("%q %s. %s", key, kind, titleForCompany)
	}
	if isAttribute(slug(key)) {
		return fmt.Sprintf("%q is an attribute, which stands behind its own key: {attribute: %s, …}.", key, slug(key))
	}
	return ""
}

func strayInPersona(key string) string {
	word := slug(key)
	switch {
	case isAttribute(word) || isCompanyWord(word):
		return fmt.Sprintf("%q %s", key, companyForPerson)
	case slices.Contains(icpWords, key):
		return fmt.Sprintf("%q belongs to the ICP this persona stands under. Move it there.", key)
	default:
		return ""
	}
}

// companyWords are keys beside the attributes that speak of a company, with
// the attribute they most likely mean.
var companyWords = map[string]scoring.Attribute{
	"headcount": scoring.Employees, "size": scoring.Employees, "company_size": scoring.Employees, "employee_count": scoring.Employees, "staff": scoring.Employees,
	"industries": scoring.Industry, "sector": scoring.Industry, "vertical": scoring.Industry, "turnover": scoring.Revenue, "sales_volume": scoring.Revenue,
	"countries": scoring.Country, "location": scoring.Country, "state": scoring.Subdivision, "regions": scoring.Region, "geography": scoring.Region, "territory": scoring.Region,
	"technology": scoring.Technologies, "tech": scoring.Technologies, "tech_stack": scoring.Technologies, "tools": scoring.Technologies,
	"stage": scoring.GrowthStage, "funding": scoring.FundingStage, "funding_round": scoring.FundingStage, "growth_rate": scoring.Growth, "year_founded": scoring.Founded,
	"criteria": "", "criterion": "", "company": "", "companies": "", "firmographics": "", "market": "", "situation": "",
}

// personWords are keys and attributes beside those of a persona that speak of
// a person, with what each is.
var personWords = map[string]string{
	"title": "is a job title, which describes a person", "titles": "are job titles, which describe a person",
	"job_title": "is a job title, which describes a person", "job_titles": "are job titles, which describe a person",
	"jobtitle": "is a job title, which describes a person", "position": "is a job title, which describes a person",
	"role": "is a buying role, which describes a person", "roles": "are buying roles, which describe a person",
	"job_role": "is a job title, which describes a person", "buying_role": "is a buying role, which describes a person",
	"seniority": "is a rank, which describes a person", "seniorities": "are ranks, which describe a person",
	"function": "is a field of work, which describes a person", "functions": "are fields of work, which describe a person",
	"department": "is a field of work, which describes a person",
	"goal":       "is what a person wants", "goals": "are what a person wants",
	"fears": "are what a person feels", "objections": "are what a person says",
	"persona": "is a person", "person": "is a person", "contact": "is a person", "contacts": "are people",
	"decision_maker": "is a person", "buyer": "is a person", "champion": "is a person",
	"age": "describes a person", "gender": "describes a person",
	"responsibilities": "describe a person", "daily_work": "describes a person's days", "success_metrics": "are what a person is measured by",
	"buying_criteria": "are what a person looks for", "opener": "is said to a person", "channel": "is how to reach a person",
	"content": "is what a person reads", "required": "describes a seat, which a person takes",
}

// personWord says how a word describes a person; "" when it does not.
func personWord(word string) string {
	word = slug(word)
	if slices.Contains(scoring.Seniorities, scoring.Seniority(word)) {
		return "is a seniority, which describes a person"
	}
	return personWords[word]
}

func isAttribute(word string) bool {
	_, ok := scoring.Attribute(word).Info()
	return ok
}

func isCompanyWord(word string) bool {
	_, ok := companyWords[word]
	return ok
}
