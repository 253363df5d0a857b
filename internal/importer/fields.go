package importer

import (
	"strings"

	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// slot is a place in a row for a text that is read once the row is complete.
type slot int

const (
	noSlot slot = iota
	slotCompany
	slotPerson
	slotFirstName
	slotLastName
	slotEmail
	slotTitle
	slotDomain
	slotWebsite
	slotAliases
	slotCountry
	slotState
	slotCity
	slotLocation
	slotSource
	slotObserved
	slotLatestFunding
	slotLatestFundingDate
	slotRole
	slotStatus
	slotBounced
	slotOptedOut
	slotLastActivity
	slotProfile
	slotSignal
	slotDate
	slotNote
	slots
)

// field is what a column can be for. It has a reader, whose answers are kept
// for cells that repeat, or a slot.
type field struct {
	name string
	read reader
	slot slot
}

// fields lists every field. Of two columns for one fact the field that stands
// first here wins, then the newer year, then the left column.
var fields = []field{
	{name: "name", slot: slotCompany},
	{name: "company", slot: slotCompany},
	{name: "full_name", slot: slotPerson},
	{name: "first_name", slot: slotFirstName},
	{name: "last_name", slot: slotLastName},
	{name: "email", slot: slotEmail},
	{name: "title", slot: slotTitle},
	{name: "domain", slot: slotDomain},
	{name: "website", slot: slotWebsite},
	{name: "aliases", slot: slotAliases},
	{name: "industry", read: readIndustry},
	{name: "sub_industry", read: readIndustry},
	{name: "business_model", read: readListed(scoring.BusinessModel)},
	{name: "employees", read: readNumber},
	{name: "employees_pair", read: readPair},
	{name: "revenue_thousands", read: readThousands},
	{name: "revenue", read: readMoney(scoring.Revenue)},
	{name: "arr", read: readMoney(scoring.ARR)},
	{name: "growth", read: readGrowth},
	{name: "growth_stage", read: readListed(scoring.GrowthStage)},
	{name: "funding_stage", read: readFunding},
	{name: "latest_funding", slot: slotLatestFunding},
	{name: "latest_funding_date", slot: slotLatestFundingDate},
	{name: "founded", read: readFounded},
	{name: "company_country", read: readCountry},
	{name: "person_country", slot: slotCountry},
	{name: "country", read: readCountry},
	{name: "company_state", slot: slotState},
	{name: "person_state", slot: slotState},
	{name: "state", slot: slotState},
	{name: "company_city", read: readCity},
	{name: "person_city", slot: slotCity},
	{name: "city", read: readCity},
	{name: "person_location", slot: slotLocation},
	{name: "location", slot: slotLocation},
	{name: "region", read: readRegion},
	{name: "technologies", read: readTechnologies},
	{name: "tags", read: readTags},
	{name: "ownership", read: readOwnership},
	{name: "lifecycle", read: readListed(scoring.Lifecycle)},
	{name: "owner", read: readText(scoring.AccountOwner)},
	{name: "culture_notes", read: readText(scoring.CultureNotes)},
	{name: "role", slot: slotRole},
	{name: "status", slot: slotStatus},
	{name: "bounced", slot: slotBounced},
	{name: "opted_out", slot: slotOptedOut},
	{name: "last_activity", slot: slotLastActivity},
	{name: "profile", slot: slotProfile},
	{name: "signal", slot: slotSignal},
	{name: "date", slot: slotDate},
	{name: "note", slot: slotNote},
	{name: "source", slot: slotSource},
	{name: "observed", slot: slotObserved},
}

// fieldOrder gives places in fields, by name.
var fieldOrder = func() map[string]int {
	order := map[string]int{}
	for i, f := range fields {
		if _, twice := order[f.name]; twice {
			panic("importer: field " + f.name + " stands twice")
		}
		order[f.name] = i
	}
	return order
}()

// isField tells whether a dialect may use a name.
func isField(name string) bool {
	_, ok := fieldOrder[name]
	return ok || name == ignored || customField(name)
}

func customField(name string) bool {
	rest, ok := strings.CutPrefix(name, "custom.")
	return ok && rest != ""
}

// personFields and the like are of use only for some kinds of rows.
var (
	contactFields = set("company name full_name first_name last_name email title domain website role status bounced opted_out " +
		"last_activity profile company_country person_country country person_state state person_city city person_location location source observed")
	signalFields = set("company name domain website company_country country signal date note source")
	personFields = set("full_name first_name last_name email title role status bounced opted_out last_activity profile " +
		"person_country person_state person_city person_location signal date note")
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// personal are the names under which a contact's own name and place stand in
// files that do not say whose they are.
var personal = map[string]string{
	"name": "full_name", "country": "person_country", "state": "person_state", "city": "person_city", "location": "person_location",
}

// fieldFor is what a field means in a file of one kind: a "name" is a
// person's among contacts, and facts of companies are of no use there.
func fieldFor(kind Kind, name string) string {
	switch {
	case name == "" || name == ignored:
		return name
	case kind == Accounts && personFields[name],
		kind == Contacts && !contactFields[name],
		kind == Signals && !signalFields[name]:
		return ignored
	case kind == Contacts && personal[name] != "":
		return personal[name]
	}
	return name
}

// bind gives the field of a name; a custom one is made.
func bind(name string) *field {
	if customField(name) {
		return &field{name: name, read: readCustom(scoring.Attribute(name))}
	}
	return &fields[fieldOrder[name]]
}

// customName makes the attribute of a column nobody knows; "" when its header
// has no word in it.
func customName(header string) string {
	if slug := strings.ReplaceAll(language.Fold(header), " ", "_"); slug != "" {
		return "custom." + slug
	}
	return ""
}
