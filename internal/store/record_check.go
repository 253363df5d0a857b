package store

import (
	"strings"

	"rightdoor/models"
)

// The longest keys, in bytes, that an index takes without trouble.
const (
	maxDomain  = 253
	maxName    = 200 // of an ICP
	maxNote    = 2000
	maxCountry = 16
)

// check refuses a change that cannot be kept, whatever is in the database.
func check(c models.Change) error {
	switch c := c.(type) {
	case models.AccountFacts:
		return checkAccount(c)
	case models.ContactFacts:
		if said := folded(c.Contact); said.Email == "" && said.Profile == "" && models.PersonKey(said.Name) == "" {
			return refuse("A contact needs an e-mail address, a profile address or a name.")
		}
		return checkCompany(c.Company)
	case models.SignalSeen:
		if strings.TrimSpace(c.Signal.Kind) == "" || len(c.Signal.Kind) > models.MaxKind {
			return refuse("A signal needs a kind of 1 to %d characters, such as funding_round.", models.MaxKind)
		}
		return checkCompany(c.Company)
	case models.NewVersion:
		if strings.TrimSpace(c.Name) == "" || len(c.Name) > maxName {
			return refuse("An ICP needs a name of 1 to %d characters.", maxName)
		}
	case models.AlertsOn:
		return checkSubscription(&c.Subscription)
	case models.Decided:
		return checkDecision(c.Decision)
	}
	return nil
}

func checkAccount(c models.AccountFacts) error {
	for _, s := range c.Facts {
		if _, ok := s.Attribute.Info(); !ok {
			return refuse("There is no attribute %q; one of your own starts with custom.", s.Attribute)
		}
	}
	for _, domain := range c.Domains {
		if len(domain) > maxDomain {
			return refuse("%.40q is too long for a domain.", domain)
		}
	}
	return checkCompany(c.Company)
}

func checkCompany(c models.Company) error {
	if c.AccountID == 0 && c.Domain == "" && models.NameKey(c.Name) == "" {
		return refuse("A company needs a name or a domain.")
	}
	if len(c.Domain) > maxDomain {
		return refuse("%.40q is too long for a domain.", c.Domain)
	}
	return nil
}
