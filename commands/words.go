package commands

import (
	"fmt"
	"math"
	"strings"
	"time"

	"rightdoor/scoring"
)

// ago writes how long ago a moment was, as people say it.
func ago(then, now time.Time) string {
	days := int(scoring.Age(then, now))
	switch {
	case days == 0:
		return "today"
	case days == 1:
		return "yesterday"
	case days < 14:
		return fmt.Sprintf("%d days ago", days)
	case days < 60:
		return fmt.Sprintf("%d weeks ago", days/7)
	case days < 730:
		return fmt.Sprintf("%d months ago", int(math.Round(float64(days)/30.44)))
	default:
		return fmt.Sprintf("%d years ago", days/365)
	}
}

// origin writes where a fact comes from: "HubSpot, 3 months ago".
func origin(f *scoring.Fact, now time.Time) string {
	switch {
	case f.Derived:
		return "worked out from the headcount"
	case f.Source == "" || f.Observed.IsZero():
		return f.Source
	default:
		return f.Source + ", " + ago(f.Observed, now)
	}
}

// signalWords are what a signal means, as the predicate of a sentence. A verb
// that takes the note as its object ends in a space; one in the present tells
// what was seen rather than what happened.
var signalWords = map[string]string{
	"funding_round":      "raised ",
	"hiring_sdr":         "is hiring SDRs",
	"hiring":             "is hiring",
	"new_executive":      "got a new executive",
	"technology_adopted": "adopted ",
	"expansion":          "is expanding",
	"product_launch":     "launched ",
	"layoffs":            "laid people off",
	"leadership_change":  "changed its leadership",
}

// event writes a signal: "raised a Series C 12 days ago".
func event(s scoring.Signal, now time.Time) string {
	words, known := signalWords[s.Kind]
	note := strings.TrimSpace(s.Note)
	switch {
	case !known:
		words = strings.ReplaceAll(s.Kind, "_", " ")
		fallthrough
	case !strings.HasSuffix(words, " "):
		if note != "" {
			words += " (" + note + ")"
		}
	case note == "" && s.Kind == "funding_round":
		words += "money"
	case note == "":
		words += "something new"
	case s.Kind == "funding_round":
		words += "a " + note
	default:
		words += note
	}
	return strings.TrimSpace(words) + beforeDay(words) + ago(s.On, now)
}

// beforeDay parts what happened from when: "is hiring, seen 3 weeks ago",
// "raised a Series B, $22M, 2 months ago".
func beforeDay(words string) string {
	switch {
	case strings.HasPrefix(words, "is "):
		return ", seen "
	case strings.Contains(words, ", ") && !strings.HasSuffix(words, ")"):
		return ", "
	default:
		return " "
	}
}

// slugWords writes a slug as words.
func slugWords(slug string) string { return strings.ReplaceAll(slug, "_", " ") }

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// shownTitles is how many titles a line names; JSON and the persona's own page
// have them all.
const shownTitles = 3

// few names the first titles of a list and counts the rest.
func few(titles []string) string {
	if len(titles) <= shownTitles+1 {
		return strings.Join(titles, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(titles[:shownTitles], ", "), len(titles)-shownTitles)
}

// lowerFirst writes a sentence as a clause.
func lowerFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:runeLen(text)]) + text[runeLen(text):]
}

// indefinite puts "a" or "an" before a noun.
func indefinite(noun string) string {
	if noun != "" && strings.Contains("aeiou", strings.ToLower(noun[:1])) {
		return "an " + noun
	}
	return "a " + noun
}

// upperFirst writes a clause as the start of a sentence.
func upperFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:runeLen(text)]) + text[runeLen(text):]
}
