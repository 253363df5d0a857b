package language

import (
	"math"
	"strconv"
	"strings"

	"rightdoor/scoring"
)

// profileOpenings are the parts of a written draft, one for each of profileModeRank, and
// the words they begin with.
var profileOpenings = []string{"Companies", "must be or have", "above all", "ideally", ""}

// String writes the draft as a sentence in plain English, which ReadProfile
// reads to the same criteria, triggers, situation and persona. It is "" for an
// empty draft.
func (d Draft) String() string {
	if d.Empty() {
		return ""
	}
	parts := make([][]string, len(profileOpenings))
	for _, c := range d.Criteria {
		rank := profileModeRank(c.Criterion)
		parts[rank] = append(parts[rank], profilePhrase(c.Criterion))
	}
	for _, t := range d.Triggers {
		parts[0] = append(parts[0], t.phrase())
	}
	var b strings.Builder
	for rank, phrases := range parts {
		if rank > 0 && len(phrases) == 0 {
			continue
		}
		if rank > 0 {
			b.WriteString("; ")
		}
		b.WriteString(strings.TrimSpace(profileOpenings[rank] + " " + strings.Join(phrases, ", ")))
	}
	b.WriteByte('.')
	situation := make([]string, len(d.Situation))
	for i, s := range d.Situation {
		situation[i] = s.Text
	}
	profileWriteQuoted(&b, " Situation: ", situation)
	profileWriteQuoted(&b, " There we reach: ", d.Persona.Titles)
	return b.String()
}

func profileWriteQuoted(b *strings.Builder, opening string, texts []string) {
	for i, t := range texts {
		if i > 0 {
			opening = ", "
		}
		b.WriteString(opening + "“" + t + "”")
	}
	if len(texts) > 0 {
		b.WriteByte('.')
	}
}

// profilePhrase writes a criterion without its mode.
func profilePhrase(c scoring.Criterion) string {
	if c.Operator.Numeric() {
		phrase := profileNumberPhrase(c)
		if c.Mode == scoring.MustNot {
			return "not " + phrase
		}
		return phrase
	}
	names := make([]string, len(c.Value.Words))
	for i, w := range c.Value.Words {
		names[i] = profileNameOf(c.Attribute, w)
	}
	list := strings.Join(names, " or ")
	if c.Operator == scoring.IncludesAll {
		list = strings.Join(names, " and ")
	}
	opening := ""
	switch c.Attribute {
	case scoring.Technologies:
		opening = "using "
	case scoring.Industry, scoring.Country, scoring.Subdivision, scoring.Region, scoring.City:
		opening = "in "
	}
	if c.Operator == scoring.NotIn {
		opening = "not " + opening
	}
	return opening + list
}

// profileNameOf writes a slug so that it is read again: its label where that
// finds it, else the first phrase that does.
func profileNameOf(a scoring.Attribute, slug string) string {
	kind := map[scoring.Attribute]profileKind{
		scoring.Industry: profileIndustry, scoring.Technologies: profileTechnology, scoring.Country: profilePlace,
		scoring.Subdivision: profilePlace, scoring.Region: profilePlace, scoring.City: profileCity,
	}[a]
	if kind == 0 {
		kind = profileValue
		if info, ok := a.Info(); ok && strings.HasPrefix(slug, "series_") {
			return info.WordLabel(slug)
		}
	}
	name, known := profileWords().names[profileName{kind, slug}]
	if !known {
		return profileTitle(strings.ReplaceAll(slug, "_", " "))
	}
	if info, ok := a.Info(); ok && kind != profileCity && kind != profileValue {
		if label := info.WordLabel(slug); profilePlain(label) && Fold(label) == Fold(name) || kind == profilePlace && strings.TrimPrefix(label, "the ") == name {
			return label
		}
	}
	if kind == profilePlace || kind == profileTechnology {
		return profileTitle(name)
	}
	return name
}

// profileTitle gives every word a capital.
func profileTitle(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}

// profileNumberPhrase writes a range with its noun.
func profileNumberPhrase(c scoring.Criterion) string {
	v := c.Value
	switch c.Attribute {
	case scoring.Founded:
		return "founded " + profileYears(v)
	case scoring.Growth:
		return "growing " + profileRange(v, "%") + " a year"
	case scoring.Employees:
		return "with " + profileRange(v, "") + " employees"
	case scoring.Revenue:
		return "with " + profileRange(v, "") + " in revenue"
	case scoring.ARR:
		return "with " + profileRange(v, "") + " ARR"
	}
	if team, ok := strings.CutSuffix(string(c.Attribute), "_team"); ok {
		return "with a " + strings.TrimPrefix(team, "custom.") + " team of " + profileRange(v, "")
	}
	noun := strings.ReplaceAll(strings.TrimPrefix(string(c.Attribute), "custom."), "_", " ")
	return "with " + profileRange(v, "") + " " + noun
}

func profileYears(v scoring.Value) string {
	low, high := strconv.FormatFloat(v.Min, 'f', -1, 64), strconv.FormatFloat(v.Max, 'f', -1, 64)
	switch {
	case math.IsInf(v.Max, 1):
		return "in " + low + " or later"
	case math.IsInf(v.Min, -1):
		return "in " + high + " or earlier"
	case v.Min == v.Max:
		return "in " + low
	}
	return "between " + low + " and " + high
}

func profileRange(v scoring.Value, unit string) string {
	short := v.Currency != ""
	if ranged := v.Min < v.Max && !math.IsInf(v.Min, 0) && !math.IsInf(v.Max, 0); ranged {
		short = short && profileLettered(v.Min) && profileLettered(v.Max) // "7 to 10M" would be millions
	}
	end := func(f float64) string { return profileFigure(f, short) + unit }
	text := ""
	switch {
	case math.IsInf(v.Max, 1):
		text = "at least " + end(v.Min)
	case math.IsInf(v.Min, -1):
		text = "at most " + end(v.Max)
	case v.Min == v.Max:
		text = end(v.Min)
	default:
		text = end(v.Min) + " to " + end(v.Max)
	}
	if v.Currency != "" {
		text += " " + v.Currency
	}
	return text
}

// profileFigure writes a number so that it is read again to the last digit; an
// amount in millions or thousands takes their letter.
func profileFigure(f float64, short bool) string {
	letter := ""
	if short {
		switch {
		case f >= 1e9 && math.Mod(f, 1e7) == 0:
			f, letter = f/1e9, "B"
		case f >= 1e6 && math.Mod(f, 1e4) == 0:
			f, letter = f/1e6, "M"
		case f >= 1e3 && math.Mod(f, 10) == 0:
			f, letter = f/1e3, "K"
		}
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	whole, fraction, decimal := strings.Cut(text, ".")
	if decimal && len(fraction) == 3 && len(whole) <= 3 {
		return text + "0" + letter // three decimals alone would be thousands
	}
	if !decimal && letter == "" && len(whole) > 3 {
		return profileThousands(whole)
	}
	return text + letter
}

func profileLettered(f float64) bool {
	text := profileFigure(f, true)
	return text[len(text)-1] > '9'
}

func profileThousands(digits string) string {
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// profileSignals are the words of signals that are not written as they are.
var profileSignals = map[string]string{
	"hiring_sdr": "hiring SDRs", "funding_round": "recently funded", "new_executive": "with a new executive",
	"expansion": "expanding", "layoffs": "with recent layoffs", "product_launch": "with a product launch",
	"leadership_change": "with a leadership change", "technology_adopted": "with a newly adopted technology", "hiring": "hiring",
}

// phrase writes a trigger.
func (t DraftTrigger) phrase() string {
	if t.Function != "" {
		return "hiring for " + strings.ReplaceAll(string(t.Function), "_", " ")
	}
	if words, ok := profileSignals[t.Signal]; ok {
		return words
	}
	return strings.ReplaceAll(t.Signal, "_", " ")
}
