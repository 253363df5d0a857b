package language

import (
	"strings"

	"rightdoor/scoring"
)

// The intents of a Question.
const (
	IntentFit     = "fit"     // is a company worth going to
	IntentWhy     = "why"     // what its verdict rests on, or what would change it
	IntentWho     = "who"     // whom to see there
	IntentSay     = "say"     // what to say to a person or company
	IntentTop     = "top"     // which accounts
	IntentCompare = "compare" // two or more companies side by side
	IntentICP     = "icp"     // which companies are aimed at
	IntentPersona = "persona" // which people are
	IntentCheck   = "check"   // is a text an ICP or a persona
	IntentAlerts  = "alerts"  // what a channel is told of
	IntentAudit   = "audit"   // the health and the history of the targeting
	IntentHelp    = "help"    // what can be asked
	IntentOther   = "other"   // none of these
)

// Question is a plain sentence read as something rightdoor can be asked.
type Question struct {
	Intent    string   // one of the intents above
	Companies []string // as written, in their order; of a link what the person typed
	Role      string   // a buying role (scoring's slug), else a title, or for say a person's name, as written
	Filters   Filters  // of top and alerts
	Text      string   // of check: what is to be checked; of icp and persona: which one
	Sure      bool     // the reading was certain; else the reply says how the question was read
	Spans     []QuestionSpan
}

// QuestionSpan says which bytes of the text were read as what. Spans lie in
// the text, in order, and do not overlap.
type QuestionSpan struct {
	Start, End int
	Rule       string // "cue", "company", "role", "filter", "text"
	Entry      string // the frame of the lexicon, or the slug found
}

// Filters narrow a list of accounts.
type Filters struct {
	Count    int                 // how many are wanted; 0 when not told
	Tiers    []string            // "A"
	Verdicts []string            // "fit", "needs_data", "not_a_fit", "disqualified"
	Missing  scoring.Role        // the seat nobody fills
	Owner    string              // "me", or a name as written
	Facts    []scoring.Criterion // one for each attribute and side; all have to match
	Text     string              // what was left over
}

// ReadQuestion reads a plain question in English; fit and who also in Spanish,
// Portuguese, French, German, Italian, Dutch and Hindi. Command lines ("who
// acme.com champion") are read, too. Of a long text only the first words are
// looked at, except that a text to be checked is kept whole. What it cannot
// make out is IntentOther.
func ReadQuestion(text string) Question {
	m := questionMatchers.Get().(*questionMatcher)
	defer questionMatchers.Put(m)
	return m.question(text)
}

// Object is the company a question is about; "" when it names none.
func (q Question) Object() string {
	if len(q.Companies) == 0 {
		return ""
	}
	return q.Companies[0]
}

// String writes the question as the command line it was read as: "who
// acme.com champion". ReadQuestion reads it back with the same meaning.
func (q Question) String() string {
	parts := []string{q.Intent}
	var names []string
	for _, c := range q.Companies {
		names = append(names, quoteWords(c))
	}
	if len(names) > 0 {
		parts = append(parts, strings.Join(names, ", "))
	}
	if q.Role != "" {
		parts = append(parts, strings.ReplaceAll(q.Role, "_", " "))
	}
	if f := q.Filters.String(); f != "" {
		parts = append(parts, f)
	}
	if q.Text != "" {
		parts = append(parts, q.Text)
	}
	return strings.Join(parts, " ")
}

// quoteWords quotes what has more than one word.
func quoteWords(s string) string {
	if strings.ContainsAny(s, " ,!&\t\n") && !strings.Contains(s, `"`) {
		return `"` + s + `"`
	}
	return s
}
