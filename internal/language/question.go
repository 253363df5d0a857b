package language

import "strings"

// Question is what a plain sentence asks: a command and what it is about.
type Question struct {
	Command string // "fit", "why", "who"
	Object  string // the company, as written
}

// forms are the shapes of questions: the words before the company and, where
// they close the sentence, after it. The first that fits is taken.
var forms = []struct{ command, before, after string }{
	{"who", "who should we contact at", ""},
	{"who", "who should i contact at", ""},
	{"who", "who do we contact at", ""},
	{"who", "who should we talk to at", ""},
	{"who", "who should i talk to at", ""},
	{"who", "who should we see at", ""},
	{"who", "who should i see at", ""},
	{"who", "whom should we see at", ""},
	{"who", "whom should i see at", ""},
	{"who", "whom should we contact at", ""},
	{"who", "who is there at", ""},
	{"who", "who at", ""},
	{"why", "why is", "not a fit"},
	{"why", "why is", "a fit"},
	{"why", "why", ""},
	{"fit", "is", "a good fit for us"},
	{"fit", "is", "a fit for us"},
	{"fit", "is", "a good fit"},
	{"fit", "is", "not a fit"},
	{"fit", "is", "a fit"},
	{"fit", "is", "worth it"},
	{"fit", "is", "worth our time"},
	{"fit", "does", "fit"},
	{"fit", "should we go to", ""},
	{"fit", "should we target", ""},
	{"fit", "should we sell to", ""},
	{"fit", "what about", ""},
	{"fit", "how about", ""},
}

// ReadQuestion reads a plain question about a company; ok is false when it is
// none that rightdoor knows.
func ReadQuestion(text string) (q Question, ok bool) {
	text = strings.TrimRight(strings.Join(strings.Fields(text), " "), " ?!.")
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return Question{}, false // a letter whose lower case is longer: no offsets to go by
	}
	for _, f := range forms {
		if !strings.HasPrefix(lower, f.before+" ") || !strings.HasSuffix(lower, f.after) {
			continue
		}
		end := len(text) - len(f.after)
		if start := len(f.before) + 1; end > start {
			if object := strings.TrimSpace(text[start:end]); object != "" {
				return Question{f.command, object}, true
			}
		}
	}
	return Question{}, false
}
