package commands

import (
	"slices"
	"strings"

	"rightdoor/internal/language"
)

// alertVerbs are words that say what is to be done with alerts, in the order in
// which they decide; "no more alerts when …" is off, whatever else it says.
var alertVerbs = []struct {
	command string
	words   []string
}{
	{"alerts resume", []string{"resume", "unpause", "unmute", "reactivate", "restart"}},
	{"alerts pause", []string{"pause", "mute", "silence", "snooze", "quiet", "hush", "shut up"}},
	{"alerts off", []string{"off", "stop", "disable", "cancel", "unsubscribe", "deactivate", "remove", "delete", "kill", "end", "no more", "get rid of", "opt out", "quit", "unfollow"}},
	{"alerts test", []string{"test"}},
	{"alerts preview", []string{"preview", "would have"}},
	{"alerts", []string{"list", "show", "which", "what", "where", "how many", "are there", "is there", "do we have", "status", "settings", "who gets", "why did", "when did", "when do", "whats", "any new"}},
	{"alerts on", []string{
		"on", "enable", "activate", "start", "subscribe", "notify", "alert", "ping", "tell", "inform", "warn", "let", "announce", "post", "share",
		"send", "give", "watch", "monitor", "follow", "when", "whenever", "want", "need", "set up", "setup", "add", "create", "keep", "nudge", "flag", "message",
	}},
}

// alertQuestion maps a question about alerts to its command. What would change
// something is done at once only where the reading is certain.
func (r *Runner) alertQuestion(q language.Question, text string) reading {
	words := " " + language.Fold(text) + " "
	name, said := "alerts", false
	for _, v := range alertVerbs {
		if slices.ContainsFunc(v.words, func(w string) bool { return strings.Contains(words, " "+w+" ") }) {
			name, said = v.command, true
			break
		}
	}
	var args []string
	if name == "alerts on" || name == "alerts preview" {
		q.Sure = narrowed(&q.Filters, text) && q.Sure
		q.Filters.Text, q.Filters.Owner, q.Filters.Missing = "", "", ""
		args = Parse(q.Filters.String()).Words
	}
	asked := reading{command: r.byName[name], args: args}
	if name == "alerts on" && len(q.Companies) > 0 {
		return reading{command: wholeMarket(q.Companies[0])}
	}
	if !q.Sure && asked.command.Needs == Manager {
		return reading{command: confirmed(name, args)}
	}
	if !q.Sure || !said {
		asked.how = strings.Join(append([]string{name}, args...), " ")
	}
	return asked
}

// narrowed fills in the companies that a text speaks of, where its question
// was read without them; it tells whether nothing had to be filled in.
func narrowed(f *language.Filters, text string) bool {
	if len(f.Facts) > 0 {
		return true
	}
	for _, k := range language.ReadProfile(text).Criteria {
		if !k.Operator.Numeric() {
			f.Facts = append(f.Facts, k.Criterion)
		}
	}
	return len(f.Facts) == 0
}

// confirmed asks before something is changed on a reading that is not certain.
func confirmed(name string, args []string) *Command {
	line := strings.Join(append([]string{name}, args...), " ")
	return &Command{Name: "alerts", run: func(*call) (View, error) {
		return Choice{
			Question: "I read that as: " + line,
			Options:  []Option{{"Yes, do it", Quote(append(strings.Fields(name), args...)...)}, {"No, show the alerts", "/alerts"}},
		}, nil
	}}
}

// wholeMarket answers who wants to follow one company: alerts come of all.
func wholeMarket(company string) *Command {
	return &Command{Name: "alerts", run: func(*call) (View, error) {
		return Choice{
			Question: "Alerts tell a channel of every company that becomes a fit, not of one. For " + company + " alone, ask whenever you like.",
			Options:  []Option{{"Is it a fit?", Quote("fit", company)}, {"Turn on alerts here", "/alerts on"}},
		}, nil
	}}
}
