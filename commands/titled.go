package commands

import (
	"fmt"

	"rightdoor/internal/language"
)

// titleOrName answers for a text that names no account where it reads as a job
// title: it is a person where a company was needed. Where it may be a company's
// name as well, both readings are offered; nil where it is no title.
func (c *call) titleOrName(command, text string, t *aim) (View, error) {
	name, title := language.NameOrTitle(text)
	switch {
	case title && name:
		return Choice{
			Question: fmt.Sprintf("%q may be a company or a person. Which did you mean?", text),
			Options:  []Option{{"The person: where does that lead?", Quote("check", text)}},
			Note:     []string{"The company: nobody has told me of one of that name. Give its domain, as in `" + command + " acme.com`."},
		}, nil
	case title || language.IsTitle(text):
		return titleForCompany(text, personNext(text, t)), nil
	default:
		return nil, nil
	}
}

// personNext is what to do with a person that was given where a company was
// needed: say the companies, keep the person under an ICP.
func personNext(title string, t *aim) []Option {
	next := []Option{{"Describe the companies", "/icp new"}, {"Show our ICP", "/icp"}}
	if t != nil && len(t.ICPs) > 0 {
		next = append(next, Option{"Keep as a persona draft", Quote("persona", "new", title, "--icp", t.ICPs[0].Name, "--save")})
	}
	return next
}
