package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// with is the same request with other words.
func (c *call) with(words ...string) *call {
	sub := *c
	sub.args = words
	return &sub
}

// maxCompanyWords bounds how many words of a line are tried as a company.
const maxCompanyWords = 6

// company tells whether words name exactly one account.
func (c *call) company(words []string) (bool, error) {
	ref, err := refer(strings.Join(words, " "))
	if err != nil || ref.text == "" {
		return false, nil // a shared host or mailbox: no company
	}
	hits, err := c.lib.Find(c, c.Workspace, ref.query)
	if err == nil && len(hits.Accounts) == 0 && ref.query.Domain != "" {
		hits, err = c.lib.Find(c, c.Workspace, models.Query{NameKey: models.NameKey(ref.text)})
	}
	return len(hits.Accounts) > 0, err
}

// split parts a line into a company and what is asked about there: "acme.com
// CFO", "the CFO at Acme". rest is empty where the line is a company and
// nothing else, company where it is none.
func (c *call) split() (company, rest []string, err error) {
	if whole, err := c.company(c.args); whole || err != nil {
		return c.args, nil, err
	}
	if at := lastIndex(c.args, "at"); at > 0 {
		if ok, err := c.company(c.args[at+1:]); ok || err != nil {
			return c.args[at+1:], c.args[:at], err
		}
	}
	for n := min(len(c.args)-1, maxCompanyWords); n > 0; n-- {
		if ok, err := c.company(c.args[:n]); ok || err != nil {
			return c.args[:n], c.args[n:], err
		}
	}
	return nil, nil, nil
}

func lastIndex(words []string, word string) int {
	for i := len(words) - 2; i >= 0; i-- {
		if strings.EqualFold(words[i], word) {
			return i
		}
	}
	return -1
}

// whom answers for a line that may name a person or a seat beside the company,
// or a person alone; it gives nil where it names a company and nothing else.
func (c *call) whom(command string) (View, error) {
	if view, err := c.byAddress(command); view != nil || err != nil {
		return view, err
	}
	company, rest, err := c.split()
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		f, view, err := c.with(company...).find(command)
		if view != nil || err != nil {
			return view, err
		}
		return c.inside(command, f, strings.Join(rest, " "))
	}
	if len(company) > 0 {
		return nil, nil
	}
	return c.byName(command)
}

// byAddress answers for the e-mail address of a contact; nil for any other
// text.
func (c *call) byAddress(command string) (View, error) {
	text := strings.ToLower(plain(c.object()))
	if !strings.Contains(text, "@") || strings.ContainsAny(text, " /") {
		return nil, nil
	}
	people, err := c.lib.People(c, c.Workspace, text, "")
	if err != nil || len(people) == 0 {
		return nil, err
	}
	return c.aboutPerson(&people[0])
}

// byName answers for the name of a contact; nil where nobody is called so.
func (c *call) byName(command string) (View, error) {
	name := strings.Join(strings.Fields(plain(c.object())), " ")
	people, err := c.lib.People(c, c.Workspace, "", name)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	if len(people) == 1 {
		return c.aboutPerson(&people[0])
	}
	choice := Choice{Question: fmt.Sprintf("%d people are called %q. At which company?", len(people), name)}
	for i := range people {
		account, err := c.lib.Account(c, c.Workspace, people[i].AccountID)
		if err != nil {
			return nil, err
		}
		if account != nil && !people[i].OutOfReach() {
			choice.Options = append(choice.Options, Option{named(account), Quote(command, objectOf(account), name)})
		}
	}
	if len(choice.Options) == 0 {
		return c.aboutPerson(&people[0])
	}
	return choice, nil
}

// aboutPerson answers for a contact: the company's verdict first, then her.
func (c *call) aboutPerson(contact *models.Contact) (View, error) {
	f, view, err := c.with(fmt.Sprintf("#%d", contact.AccountID)).find("who")
	if view != nil || err != nil {
		return view, err
	}
	r, err := c.reportWithDeed(f)
	if err != nil {
		return nil, err
	}
	return c.sayTo(f, r, contact), nil
}

// inside answers for a role, persona, title or person at a company.
func (c *call) inside(command string, f *found, asked string) (View, error) {
	r, err := c.reportWithDeed(f)
	if err != nil {
		return nil, err
	}
	contacts, err := c.lib.PeopleAt(c, c.Workspace, f.account.ID)
	if err != nil {
		return nil, err
	}
	asked = withoutFillers(plain(asked))
	if i := slices.IndexFunc(contacts, func(k models.Contact) bool { return isPerson(&k, asked) }); i >= 0 {
		return c.sayTo(f, r, &contacts[i]), nil
	}
	switch called := namesakes(contacts, asked); len(called) {
	case 0:
	case 1:
		return c.sayTo(f, r, &called[0]), nil
	default:
		return whichPerson(command, r, asked, called), nil
	}
	personas := f.aim.seats[r.result.Profile]
	if p := seatAsked(personas, asked); p != nil {
		return c.sayInSeat(f, r, p, asked), nil
	}
	if language.IsTitle(asked) {
		if k := withTitle(contacts, asked); k != nil {
			return c.sayTo(f, r, k), nil
		}
		return r.committeeView(Flag{FlagWrongPerson, fmt.Sprintf("%s fits no persona of %s. %s", upperFirst(article(asked)), r.ICP.Name, seatsThere(personas))}), nil
	}
	if aboutCompanies(asked, f.aim.ICPs) {
		return companyThere(asked, seatsThere(personas)), nil
	}
	return Choice{
		Question: fmt.Sprintf("I know no person, role or title %q at %s. %s", asked, f.account.Name, seatsThere(personas)),
		Options:  []Option{{"Everybody there", r.Account.about("who")}},
	}, nil
}

// withoutFillers leaves out the words that a person asks with: "is the CFO".
func withoutFillers(text string) string {
	for {
		first, rest, more := strings.Cut(text, " ")
		if !more || !slices.Contains([]string{"is", "are", "was", "our", "the", "to"}, strings.ToLower(first)) {
			return text
		}
		text = strings.TrimSpace(rest)
	}
}

// isPerson tells whether a contact is called so, or has that address.
func isPerson(k *models.Contact, asked string) bool {
	return k.Email != "" && strings.EqualFold(k.Email, asked) || k.Name != "" && models.PersonKey(k.Name) == models.PersonKey(asked)
}

// namesakes are the contacts of whose names a text is the beginning or the end:
// a first or a last name. Who cannot be approached is among them only where
// nobody else is.
func namesakes(contacts []models.Contact, asked string) []models.Contact {
	var called []models.Contact
	for _, k := range contacts {
		if partOfName(k.Name, asked) {
			called = append(called, k)
		}
	}
	near := slices.DeleteFunc(slices.Clone(called), func(k models.Contact) bool { return k.OutOfReach() })
	if len(near) == 0 && len(called) > 0 {
		return called[:1]
	}
	return near
}

// partOfName tells whether a text is the first or the last words of a name.
func partOfName(name, text string) bool {
	key, words, n := models.PersonKey(text), strings.Fields(name), len(strings.Fields(text))
	if key == "" || n >= len(words) {
		return false
	}
	first, last := strings.Join(words[:n], " "), strings.Join(words[len(words)-n:], " ")
	return models.PersonKey(first) == key || models.PersonKey(last) == key
}

// whichPerson asks which of several people at a company is meant. At a company
// that is not open nobody is named, so there is nothing to choose.
func whichPerson(command string, r *FitReport, asked string, people []models.Contact) View {
	if !r.open() {
		return r.committeeView()
	}
	choice := Choice{Question: fmt.Sprintf("%d people at %s are called %q. Which one?", len(people), r.Account.Name, asked)}
	for i, person := range peopleOf(people) {
		choice.Options = append(choice.Options, Option{personWords(&person), Quote(command, r.Account.object(), cmp.Or(people[i].Email, people[i].Name))})
	}
	return choice
}

// withTitle finds the contact who has a title, the latest seen first; nil for
// nobody.
func withTitle(contacts []models.Contact, title string) *models.Contact {
	wanted := post(title)
	var found *models.Contact
	for i, person := range peopleOf(contacts) {
		if !person.Unreachable && wanted.Holds(&person) && (found == nil || person.LastActivity.After(found.LastActivity)) {
			found = &contacts[i]
		}
	}
	return found
}

// roleNames are other words for the buying roles, folded.
var roleNames = map[string]scoring.Role{
	"buyer": scoring.EconomicBuyer, "budget holder": scoring.EconomicBuyer, "decision maker": scoring.EconomicBuyer, "signer": scoring.EconomicBuyer,
	"whoever signs": scoring.EconomicBuyer, "who signs": scoring.EconomicBuyer, "evaluator": scoring.TechnicalEvaluator,
	"technical buyer": scoring.TechnicalEvaluator, "user": scoring.EndUser, "users": scoring.EndUser, "end users": scoring.EndUser, "gatekeeper": scoring.Blocker,
}

// roleNamed reads a buying role; ok is false when the text is none.
func roleNamed(text string) (role scoring.Role, ok bool) {
	key := strings.TrimPrefix(language.Fold(text), "the ")
	if role, ok = roleNames[key]; ok {
		return role, true
	}
	role = scoring.Role(strings.ReplaceAll(key, " ", "_"))
	return role, role.Valid()
}

// seatAsked finds the persona that a role, a name or a title means; nil for
// none.
func seatAsked(personas []scoring.Persona, asked string) *scoring.Persona {
	role, isRole := roleNamed(asked)
	title := strings.TrimPrefix(language.Fold(asked), "the ")
	person := scoring.Person{Key: title, Parsed: language.ParseTitle(asked)}
	for _, meant := range []func(*scoring.Persona) bool{
		func(p *scoring.Persona) bool { return language.Fold(p.Name) == language.Fold(asked) },
		func(p *scoring.Persona) bool { return isRole && p.Role == role },
		func(p *scoring.Persona) bool { return p.Holds(&person) },
		func(p *scoring.Persona) bool { _, ok := p.Fits(&person, ""); return ok },
	} {
		for i := range personas {
			if meant(&personas[i]) {
				return &personas[i]
			}
		}
	}
	return nil
}

// seatsThere names the seats of a committee.
func seatsThere(personas []scoring.Persona) string {
	var seats []string
	for _, p := range personas {
		seats = append(seats, p.Role.Words()+" ("+p.Name+")")
	}
	if len(seats) == 0 {
		return "There is no seat yet: the ICP has no persona."
	}
	return "The seats there are: " + scoring.And(seats) + "."
}
