package targeting

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/models"
	"rightdoor/scoring"
)

// proofs are what a persona can rest on.
var proofs = []string{"interviews", "surveys", "data", "opinion"}

// personaFields are the keys of a persona, in the order in which they are
// written.
var personaFields = []field[models.Persona]{
	of("name", title, func(p *models.Persona) *string { return &p.Name }),
	of("role", role, func(p *models.Persona) *scoring.Role { return &p.Role }),
	{key: "required", read: readRequired, lines: requiredLines, diff: func(old, new *models.Persona) []string {
		return becomes("required", yesNo(old.Required), yesNo(new.Required))
	}},
	of("titles", names, func(p *models.Persona) *[]string { return &p.Titles }),
	of("seniorities", seniority, func(p *models.Persona) *[]scoring.Seniority { return &p.Seniorities }),
	of("functions", functions, func(p *models.Persona) *[]scoring.Function { return &p.Functions }),
	of("responsibilities", sentences, func(p *models.Persona) *[]string { return &p.Responsibilities }),
	of("goals", sentences, func(p *models.Persona) *[]string { return &p.Goals }),
	of("pains", sentences, func(p *models.Persona) *[]string { return &p.Pains }),
	of("daily_work", sentences, func(p *models.Persona) *[]string { return &p.DailyWork }),
	of("objections", sentences, func(p *models.Persona) *[]string { return &p.Objections }),
	of("fears", sentences, func(p *models.Persona) *[]string { return &p.Fears }),
	of("buying_criteria", sentences, func(p *models.Persona) *[]string { return &p.BuyingCriteria }),
	of("success_metrics", sentences, func(p *models.Persona) *[]string { return &p.SuccessMetrics }),
	of("channel", word, func(p *models.Persona) *string { return &p.Channel }),
	of("content", loose, func(p *models.Persona) *[]string { return &p.Content }),
	of("opener", sentence, func(p *models.Persona) *string { return &p.Opener }),
	of("evidence", single(pick(proofs, "evidence"), blockText, spaced[string]), func(p *models.Persona) *string { return &p.Evidence }),
	of("owner", word, func(p *models.Persona) *string { return &p.Owner }),
	of("review", day, func(p *models.Persona) *string { return &p.Review }),
	of("adapted_from", single((*reader).adapted, blockText, quotedText), func(p *models.Persona) *string { return &p.AdaptedFrom }),
}

var (
	role     = single(ofPerson(scoring.DefaultOrder, "buying role"), slugText[scoring.Role], spaced[scoring.Role])
	personas = shape[[]models.Persona]{read: (*reader).personas, lines: personaLines, diff: personaDiff}
	order    = shape[[]scoring.Role]{read: (*reader).order, lines: orderLines, diff: func(key string, old, new []scoring.Role) []string {
		return becomes(key, shownOrder(old), shownOrder(new))
	}}
)

func slugText[E ~string](e E) string { return string(e) }

// order reads whom to see first; the default is the same as saying nothing.
func (r *reader) order(at ast.Node) ([]scoring.Role, bool) {
	o, ok := roles.read(r, at)
	return o, ok && !slices.Equal(o, scoring.DefaultOrder)
}

// orderLines leaves out the default order, whether it is stored or not.
func orderLines(key string, o []scoring.Role) []string {
	if slices.Equal(o, scoring.DefaultOrder) {
		return nil
	}
	return flowSlugs(key, o)
}

func shownOrder(o []scoring.Role) string {
	if len(o) == 0 {
		o = scoring.DefaultOrder
	}
	return strings.Join(each(o, spaced[scoring.Role]), ", ")
}

func readRequired(r *reader, at ast.Node, p *models.Persona) {
	s, ok := r.text(at)
	switch strings.ToLower(s) {
	case "true", "yes":
		p.Required = true
	case "false", "no":
		p.Required = false
	default:
		if ok {
			r.wrong(at, "required is true or false, not %q.", s)
		}
	}
}

func requiredLines(p *models.Persona) []string {
	if p.Required == defaultRequired(p.Role) {
		return nil
	}
	return line("required", fmt.Sprint(p.Required))
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// adapted reads which persona another was made from.
func (r *reader) adapted(at ast.Node) (string, bool) {
	s, ok := r.text(at)
	icp, persona, _ := strings.Cut(s, "/")
	if ok && (strings.TrimSpace(icp) == "" || strings.TrimSpace(persona) == "") {
		r.wrong(at, "%q does not name a persona. Write its ICP and its name, as in mid-market commerce/Revenue Ruby.", s)
		return "", false
	}
	return s, ok
}

func (r *reader) personas(at ast.Node) ([]models.Persona, bool) {
	var list []models.Persona
	first := map[string]int{}
	for _, n := range r.maps(at, "personas", "- name: Revenue Ruby") {
		p, name := r.persona(n)
		if p.Name == "" {
			continue
		}
		line, _ := position(name)
		if before, twice := first[nameKey(p.Name)]; twice {
			r.wrong(name, "There is another persona %q in this ICP, on line %d. Give each its own name.", p.Name, before)
		}
		first[nameKey(p.Name)] = line
		list = append(list, p)
	}
	return list, len(list) > 0
}

// persona reads one persona and gives the node of its name.
func (r *reader) persona(at ast.Node) (p models.Persona, name ast.Node) {
	before := len(r.problems)
	found := readFields(r, at, personaKeys, personaFields, &p)
	if !found.has("required") {
		p.Required = defaultRequired(p.Role)
	}
	if !found.has("name") && len(r.problems) == before {
		r.wrong(at, "This persona has no name. Give it one, as in name: Revenue Ruby.")
	}
	return p, found["name"].value
}

func personaLines(key string, list []models.Persona) []string {
	if len(list) == 0 {
		return nil
	}
	lines := []string{key + ":"}
	for i := range list {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, member(fieldLines(personaFields, &list[i]))...)
	}
	return lines
}

func fieldLines[T any](fields []field[T], x *T) []string {
	var lines []string
	for _, f := range fields {
		lines = append(lines, f.lines(x)...)
	}
	return lines
}
