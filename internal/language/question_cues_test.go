package language

import (
	"os"
	"strings"
	"testing"
)

// chatWrong compares companies without case, and the filters of lists alone.
func (r questionRow) chatWrong(q Question) string {
	switch {
	case q.Intent != r.intent:
		return "intent"
	case !strings.EqualFold(strings.Join(q.Companies, "|"), r.companies):
		return "companies"
	case q.Role != r.role:
		return "role"
	}
	q.Filters.Text = ""
	if r.intent == IntentTop && filterTerms(q) != r.wantTerms() {
		return "filters"
	}
	return ""
}

func TestQuestionsInChat(t *testing.T) {
	for _, part := range []struct {
		file           string
		intents, whole float64
		tell           bool
	}{
		{"testdata/questions_chat_dev.tsv", 0.97, 0.97, true},
		{"testdata/questions_chat_held.tsv", 0.95, 0.95, os.Getenv("HELD") != ""},
		{"testdata/questions_people_dev.tsv", 0.98, 0.97, true},
		{"testdata/questions_people_held.tsv", 0.935, 0.905, os.Getenv("HELD") != ""},
	} {
		intents, whole := chatShares(t, questionExamples(t, part.file), part.tell)
		t.Logf("%s: intent %.3f, with companies and role %.3f", part.file, intents, whole)
		if intents < part.intents || whole < part.whole {
			t.Errorf("%s: intent %.3f, with companies and role %.3f, want %.3f, %.3f", part.file, intents, whole, part.intents, part.whole)
		}
	}
}

// chatShares gives the shares of intents and of whole readings that are right,
// and logs the others.
func chatShares(t *testing.T, rows []questionRow, tell bool) (intents, whole float64) {
	for _, r := range rows {
		q := ReadQuestion(r.text)
		wrong := r.chatWrong(q)
		if wrong != "intent" {
			intents++
		}
		if wrong == "" {
			whole++
		} else if tell {
			t.Logf("ReadQuestion(%q): %s: %s %q %q %q, want %s %q %q %q", r.text, wrong, q.Intent, q.Companies, q.Role, filterTerms(q), r.intent, r.companies, r.role, r.wantTerms())
		}
	}
	n := float64(len(rows))
	return intents / n, whole / n
}

func TestReceiptIsNoCompany(t *testing.T) {
	for word, want := range map[string]bool{
		"R7K2": true, "0R3G-40R2-8VQX": true, "1234-5678": true, "3M": false, "C3AI": false, "ACME": false,
		"2024": false, "H&M": false, "7-Eleven": false, "S4HANA": false,
	} {
		if got := isReceipt(word); got != want {
			t.Errorf("isReceipt(%q) = %t, want %t", word, got, want)
		}
	}
}
