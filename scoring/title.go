package scoring

// Seniority is the rank a job title speaks of, in the steps data vendors
// share (Apollo's person_seniorities). The empty Seniority means that the
// title does not say, or that no answer would be right.
type Seniority string

// The seniorities, from the highest to the lowest.
const (
	Owner    Seniority = "owner"
	Founder  Seniority = "founder"
	CSuite   Seniority = "c_suite"
	Partner  Seniority = "partner"
	VP       Seniority = "vp"
	Head     Seniority = "head"
	Director Seniority = "director"
	Manager  Seniority = "manager"
	Senior   Seniority = "senior"
	Entry    Seniority = "entry"
	Intern   Seniority = "intern"
)

// Seniorities lists every seniority, highest first.
var Seniorities = []Seniority{Owner, Founder, CSuite, Partner, VP, Head, Director, Manager, Senior, Entry, Intern}

// Function is the field of work a job title speaks of.
type Function string

// The functions a title may name.
const (
	Sales                 Function = "sales"
	Marketing             Function = "marketing"
	RevenueOperations     Function = "revenue_operations"
	BusinessDevelopment   Function = "business_development"
	Finance               Function = "finance"
	Engineering           Function = "engineering"
	InformationTechnology Function = "information_technology"
	Security              Function = "security"
	Data                  Function = "data"
	Product               Function = "product"
	Design                Function = "design"
	Operations            Function = "operations"
	SupplyChain           Function = "supply_chain"
	HumanResources        Function = "human_resources"
	Legal                 Function = "legal"
	CustomerSuccess       Function = "customer_success"
	Support               Function = "support"
	Administration        Function = "administration"
	Medical               Function = "medical"
	Education             Function = "education"
	Executive             Function = "executive"
)

// Functions lists every function.
var Functions = []Function{
	Sales, Marketing, RevenueOperations, BusinessDevelopment, Finance, Engineering, InformationTechnology,
	Security, Data, Product, Design, Operations, SupplyChain, HumanResources, Legal, CustomerSuccess, Support,
	Administration, Medical, Education, Executive,
}

// Title is a job title as parsed: "SVP Sales, EMEA" is a vp of sales whose
// scope is EMEA. Two titles name the same seat when seniority and functions
// are equal.
type Title struct {
	Seniority Seniority
	Functions []Function
	Scope     string // "EMEA", "Enterprise"; empty when none is named
	Rest      string // the words nothing was made of, in their order
	Language  string // ISO 639-1 code of the words that decided; empty when unknown
}
