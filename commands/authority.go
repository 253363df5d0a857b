package commands

import (
	"fmt"
	"time"

	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// can says what the holder of a seat does for a purchase short of signing it.
var can = map[scoring.Role]string{
	scoring.Champion: "can champion", scoring.EconomicBuyer: "holds the buyer's seat", scoring.TechnicalEvaluator: "can vet it",
	scoring.Influencer: "can speak for it", scoring.EndUser: "can ask for it",
}

// setAuthority works out who can sign for the usual deal, with a name if one is
// known, else with the seat to fill. Nothing is said where the price, or
// everybody, is unknown.
func (s *seatsView) setAuthority(dealSize string, settings scoring.Settings) {
	price, level, ok := priceLevel(dealSize, settings)
	if !ok || s.First() == nil {
		return
	}
	a := s.Authority(level, s.people)
	s.signer, s.price = a.Signer, fmt.Sprintf("%s usually takes %s or higher", price, indefinite(seniorityWords[level]))
	s.authority = authorityWords(a, s.price)
}

// authorityOf says the same for one person: who signs herself needs nobody
// else.
func (s *seatsView) authorityOf(p *scoring.Person) string {
	if s.signer != nil && p.Name == s.signer.Name && p.Email == s.signer.Email && p.Title == s.signer.Title {
		return p.Name + " can sign: " + s.price
	}
	return s.authority
}

// priceLevel gives the usual price in words and who signs it.
func priceLevel(dealSize string, settings scoring.Settings) (price string, level scoring.Seniority, ok bool) {
	value, err := scoring.ParseValue(scoring.Money, dealSize)
	if dealSize == "" || err != nil {
		return "", "", false
	}
	level, ok = settings.Signs(value)
	info, _ := scoring.Revenue.Info()
	return info.Format(value), level, ok
}

func authorityWords(a scoring.Authority, rule string) string {
	first := a.First.Holder.Person.Name
	does := can[a.First.Persona.Role]
	switch {
	case a.Herself:
		return first + " can sign: " + rule
	case a.Signer != nil:
		return first + " " + does + "; " + personWords(a.Signer) + ", can sign – " + rule
	case a.Seat != nil:
		return first + " " + does + ", nobody known can sign – " + rule + ". Fill the seat of the " + a.Seat.Persona.Role.Words() + lookFor(a.Seat.Persona.Names)
	default:
		return first + " " + does + ", nobody known can sign – " + rule + ", and no persona is an economic buyer"
	}
}

func lookFor(titles []string) string {
	if len(titles) == 0 {
		return ""
	}
	return ": " + few(titles)
}

// gloomy are the signals that speak against money or urgency, and for how many
// days they do.
var gloomy = map[string]struct {
	days float64
	what string
}{
	"layoffs":           {180, "there may be no budget"},
	"leadership_change": {60, "decisions may wait"},
	"bankruptcy":        {730, "there may be no budget"},
	"hiring_freeze":     {180, "there may be no budget"},
	"budget_freeze":     {270, "there may be no budget"},
}

// missingWords say what a note says is missing.
var missingWords = map[string]string{language.NoBudget: "no budget", language.NoUrgency: "no urgency"}

// maxCautions bounds how many are said.
const maxCautions = 3

// noteDays is for how long a note on a signal counts.
const noteDays = 365

// cautions say what is known of an account that speaks against its buying now:
// notes that say money or urgency is missing, and events that suggest it.
func cautions(f *found, now time.Time) []string {
	var list []string
	for _, attribute := range f.account.Known() {
		info, _ := attribute.Info()
		if info.Kind == scoring.Number || info.Kind == scoring.Money {
			continue
		}
		note := f.account.Get(attribute)
		for _, missing := range language.Missing(note) {
			list = append(list, fmt.Sprintf("%s – “%s” (%s)", missingWords[missing], cut(note, 120), origin(f.facts.Get(attribute), now)))
		}
	}
	for _, s := range f.signals {
		list = append(list, signalCaution(s, now)...)
	}
	return list[:min(len(list), maxCautions)]
}

func signalCaution(s scoring.Signal, now time.Time) []string {
	age := scoring.Age(s.On, now)
	if g, ok := gloomy[s.Kind]; ok && age <= g.days {
		return []string{g.what + " – it " + event(s, now)}
	}
	if missing := language.Missing(s.Note); len(missing) > 0 && age <= noteDays {
		return []string{missingWords[missing[0]] + " – " + event(s, now)}
	}
	return nil
}
