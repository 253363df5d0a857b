package commands

import (
	"slices"
	"strings"

	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// gap is a seat with nobody in it: the titles to look for, as the persona has
// them and in the languages of the account's country.
type gap struct {
	company string
	titles  []string
	local   []string
}

// The bounds of what is looked for.
const (
	maxLocal  = 4 // titles in one other language
	maxSearch = 8 // titles in a search line
)

func (s seatsView) gap(p *scoring.Persona) gap {
	g := gap{company: s.company, titles: slices.Clone(p.Names)}
	posts := p.Titles
	if len(posts) == 0 {
		posts = postsOf(p)
		g.titles = postNames(posts)
	}
	for _, lang := range language.LanguagesOf(s.home) {
		g.local = append(g.local, localTitles(posts, lang, g.titles)...)
	}
	return g
}

// localTitles are the titles of posts in a language, without those known.
func localTitles(posts []scoring.Title, lang string, known []string) []string {
	var local []string
	for _, post := range posts {
		for _, title := range language.LocalTitles(post, lang) {
			if len(local) < maxLocal && !slices.Contains(known, title) && !slices.Contains(local, title) {
				local = append(local, title)
			}
		}
	}
	return local
}

// postsOf are the posts of a persona that lists no titles.
func postsOf(p *scoring.Persona) []scoring.Title {
	var posts []scoring.Title
	for _, seniority := range p.Seniorities {
		for _, function := range p.Functions {
			posts = append(posts, scoring.Title{Seniority: seniority, Functions: []scoring.Function{function}})
		}
	}
	return posts
}

// ranks are the seniorities as a title begins with them.
var ranks = map[scoring.Seniority]string{
	scoring.CSuite: "Chief Officer,", scoring.VP: "VP of", scoring.Head: "Head of", scoring.Director: "Director of", scoring.Manager: "Manager,",
	scoring.Senior: "Senior Specialist,", scoring.Entry: "Specialist,",
}

func postNames(posts []scoring.Title) []string {
	var names []string
	for _, post := range posts {
		if rank, ok := ranks[post.Seniority]; ok {
			names = append(names, rank+" "+titled(slugWords(string(post.Functions[0]))))
		}
	}
	return names
}

// titled writes every word with a capital.
func titled(text string) string {
	words := strings.Fields(text)
	for i := range words {
		words[i] = upperFirst(words[i])
	}
	return strings.Join(words, " ")
}

// search is a line to paste into a search box; "" without a title.
func (g gap) search() string {
	titles := slices.Concat(g.local, g.titles)
	if len(g.titles) > maxSearch/2 {
		titles = slices.Concat(g.titles[:maxSearch/2], g.local, g.titles[maxSearch/2:])
	}
	if len(titles) == 0 {
		return ""
	}
	terms := make([]string, min(len(titles), maxSearch))
	for i := range terms {
		terms[i] = term(titles[i])
	}
	return strings.Join(terms, " OR ") + " " + term(g.company)
}

// term quotes what has more than one word.
func term(text string) string {
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, `"`, " ")), " ")
	if strings.ContainsAny(text, " -&/,") {
		return `"` + text + `"`
	}
	return text
}

// empty writes a seat with nobody in it.
func (s seatsView) empty(p *scoring.Persona) Item {
	g := s.gap(p)
	line := Item{Label: "–", Text: "no " + p.Role.Words() + " known"}
	if len(g.titles) > 0 {
		line.Text += " · look for: " + few(g.titles)
	}
	if len(g.local) > 0 {
		line.Text += " · there also: " + few(g.local)
	}
	if search := g.search(); s.full && search != "" {
		line.More = []string{"Search: " + search}
	}
	return line
}
