package language

import (
	"bufio"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

type questionRow struct{ intent, companies, role, filters, text string }

func questionExamples(t testing.TB, name string) []questionRow {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	var rows []questionRow
	for s := bufio.NewScanner(f); s.Scan(); {
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		c := strings.Split(s.Text(), "\t")
		if len(c) != 5 {
			t.Fatalf("%s: %d cells in %q, want 5", name, len(c), s.Text())
		}
		rows = append(rows, questionRow{c[0], c[1], c[2], c[3], c[4]})
	}
	return rows
}

// filterTerms are filters as a sorted list, with the words left over or the
// question's text as one of them.
func filterTerms(q Question) string {
	f := q.Filters
	text := f.Text
	if q.Text != "" {
		text = q.Text
	}
	f.Text = ""
	terms := strings.Fields(f.String())
	slices.Sort(terms)
	if text != "" {
		terms = append(terms, "text="+text)
	}
	return strings.Join(terms, " ")
}

func (r questionRow) wantTerms() string {
	before, text, found := strings.Cut(r.filters, "text=")
	terms := strings.Fields(before)
	slices.Sort(terms)
	if found {
		terms = append(terms, "text="+text)
	}
	return strings.Join(terms, " ")
}

func (r questionRow) wrong(q Question) string {
	switch {
	case q.Intent != r.intent:
		return "intent"
	case strings.Join(q.Companies, "|") != r.companies:
		return "companies"
	case q.Role != r.role:
		return "role"
	case filterTerms(q) != r.wantTerms():
		return "filters"
	}
	return ""
}

func TestQuestionsOfEveryKind(t *testing.T) {
	for _, part := range []struct {
		file  string
		floor float64
		tell  bool
	}{{"testdata/questions_dev.tsv", 0.97, true}, {"testdata/questions_held.tsv", 0.9, os.Getenv("HELD") != ""}} {
		rows := questionExamples(t, part.file)
		right, intents := 0, 0
		for _, r := range rows {
			q := ReadQuestion(r.text)
			wrong := r.wrong(q)
			if wrong == "" {
				right++
			} else if part.tell {
				t.Logf("ReadQuestion(%q): %s: %s %q %q %q, want %s %q %q %q", r.text, wrong, q.Intent, q.Companies, q.Role, filterTerms(q), r.intent, r.companies, r.role, r.wantTerms())
			}
			if q.Intent == r.intent {
				intents++
			}
		}
		got := float64(right) / float64(len(rows))
		t.Logf("%s: %d rows, intent %.3f, intent and slots %.3f", part.file, len(rows), float64(intents)/float64(len(rows)), got)
		if got < part.floor {
			t.Errorf("%s: %.3f right, want %.3f", part.file, got, part.floor)
		}
	}
}

func BenchmarkReadQuestion(b *testing.B) {
	rows := questionExamples(b, "testdata/questions_dev.tsv")
	for _, r := range rows {
		ReadQuestion(r.text) // loads every lexicon
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		ReadQuestion(rows[i%len(rows)].text)
	}
}

// checkQuestion holds what every reading has to keep.
func checkQuestion(t *testing.T, text string) {
	t.Helper()
	q := ReadQuestion(text)
	end := 0
	for _, s := range q.Spans {
		if s.Start < end || s.End < s.Start || s.End > len(text) {
			t.Fatalf("ReadQuestion(%q) has spans %v outside the text or overlapping", text, q.Spans)
		}
		if utf8.ValidString(text) && !utf8.ValidString(text[s.Start:s.End]) {
			t.Fatalf("ReadQuestion(%q): span %v cuts a character", text, s)
		}
		end = s.End
	}
	if !slices.Contains(questionIntents, q.Intent) {
		t.Fatalf("ReadQuestion(%q).Intent = %q, want one of %v", text, q.Intent, questionIntents)
	}
	if slices.Contains(q.Companies, "") {
		t.Fatalf("ReadQuestion(%q).Companies = %q, want no empty name", text, q.Companies)
	}
	if again := ReadQuestion(text); !reflect.DeepEqual(q, again) {
		t.Fatalf("ReadQuestion(%q) = %+v, then %+v", text, q, again)
	}
}

var questionIntents = []string{
	IntentFit, IntentWhy, IntentWho, IntentSay, IntentTop, IntentCompare, IntentICP, IntentPersona,
	IntentCheck, IntentAlerts, IntentAudit, IntentHelp, IntentOther,
}

func FuzzReadQuestion(f *testing.F) {
	for _, r := range questionExamples(f, "testdata/questions_dev.tsv") {
		f.Add(r.text)
	}
	f.Add("<mailto:|>")
	f.Add("\u034f")
	f.Add("'s's's' &amp;&amp; \"\" @ @@ l'l'l'")
	f.Fuzz(checkQuestion)
}

// TestQuestionsThatHurt bounds the time for hostile text: most of these are
// read in well under a millisecond.
func TestQuestionsThatHurt(t *testing.T) {
	ReadQuestion("top fintechs of the head of sales in Germany") // loads the lexicons
	for _, text := range []string{
		strings.Repeat("is ", 40_000), strings.Repeat("who is the ", 10_000), strings.Repeat("a", 100_000), strings.Repeat("<", 100_000),
		strings.Repeat("'", 100_000), strings.Repeat("e\u0301", 50_000), "e" + strings.Repeat("\u0301", 50_000), strings.Repeat("&amp;", 20_000),
		strings.Repeat("and or vs ", 10_000), strings.Repeat("the best of the ", 5_000), strings.Repeat("Acme, ", 20_000), strings.Repeat("\"", 100_000),
		"check: " + strings.Repeat("x ", 50_000), strings.Repeat("\xff", 100_000), strings.Repeat("tier A ", 10_000), strings.Repeat("x.", 50_000),
		strings.Repeat("what should we say to the ", 4_000), strings.Repeat("now ", 30_000), strings.Repeat("not in Germany ", 9_000),
	} {
		start := time.Now()
		ReadQuestion(text)
		if took := time.Since(start); took > 250*time.Millisecond {
			t.Errorf("ReadQuestion(%.20q… of %d bytes) took %v, want less than 250ms", text, len(text), took)
		}
		checkQuestion(t, text)
	}
}

// TestQuestionsAsCommands holds that the command a question was read as is
// read as the same question.
func TestQuestionsAsCommands(t *testing.T) {
	rows := questionExamples(t, "testdata/questions_dev.tsv")
	same := 0
	asked := 0
	for _, r := range rows {
		q := ReadQuestion(r.text)
		if q.Intent != IntentFit && q.Intent != IntentWhy && q.Intent != IntentWho && q.Intent != IntentCompare || len(q.Companies) == 0 {
			continue
		}
		asked++
		again := ReadQuestion(q.String())
		if again.Intent == q.Intent && slices.Equal(again.Companies, q.Companies) && again.Role == q.Role {
			same++
			continue
		}
		t.Logf("ReadQuestion(%q) = %s %q %q, want %s %q %q as of %q", q, again.Intent, again.Companies, again.Role, q.Intent, q.Companies, q.Role, r.text)
	}
	if got := float64(same) / float64(asked); got < 0.97 {
		t.Errorf("%d of %d commands are read back, want 97 %%", same, asked)
	}
}

func TestQuestionSpansSayWhatDecided(t *testing.T) {
	q := ReadQuestion("who signs at Acme?")
	var got []string
	for _, s := range q.Spans {
		got = append(got, s.Rule)
	}
	if want := []string{"cue", "role", "cue", "company"}; !slices.Equal(got, want) {
		t.Errorf("spans of %q are %v, want %v", "who signs at Acme?", got, want)
	}
}

func TestSureQuestions(t *testing.T) {
	for text, want := range map[string]bool{
		"is Acme a fit?": true, "who should we talk to at Acme": true, "acme.com": true, "is Acme a god fit": false,
		"is Globex woth it": false, "I have a call with Acme tomorrow, are they a fit?": false,
	} {
		if got := ReadQuestion(text).Sure; got != want {
			t.Errorf("ReadQuestion(%q).Sure = %t, want %t", text, got, want)
		}
	}
}
