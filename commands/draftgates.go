package commands

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// gated gives the criteria of a sentence the modes that people mean by them.
// What companies do and where they are is never meant loosely, so it must be,
// unless a word weighs it ("ideally in Spain"); all else should be, unless a
// word says must. What is excluded disqualifies and earns nothing.
func gated(read []language.DraftCriterion, sentence string) []language.DraftCriterion {
	all := slices.Clone(read)
	for i := range all {
		if k := &all[i]; k.Operator == scoring.NotIn {
			k.Operator, k.Mode, k.Weight = scoring.In, scoring.MustNot, scoring.DefaultWeight
		}
	}
	all = onePlace(all)
	loose := cityOrPlace(all, sentence)
	for i := range all {
		if k := &all[i]; gate(k.Criterion) && !(loose && ofPlace(k.Attribute)) {
			k.Mode = scoring.Must
		}
	}
	return all
}

// gate tells whether a criterion that no word weighs is a gate all the same.
func gate(k scoring.Criterion) bool {
	return k.Mode == scoring.Should && k.Weight == scoring.DefaultWeight && (k.Attribute == scoring.Industry || ofPlace(k.Attribute))
}

// ofPlace tells whether an attribute says where a company is.
func ofPlace(a scoring.Attribute) bool {
	info, _ := a.Info()
	return info.Tree() == scoring.PlaceTree || a == scoring.City
}

// onePlace joins the places of a sentence of which one is enough, "Mexico or
// the EU": as gates side by side they would let nobody in. A place that lies
// in another, "Texas, USA", is no choice.
func onePlace(all []language.DraftCriterion) []language.DraftCriterion {
	var places []int
	choice := false
	for i := range all {
		if !gate(all[i].Criterion) || !ofPlace(all[i].Attribute) || all[i].Attribute == scoring.City {
			continue
		}
		for _, other := range places {
			choice = choice || !nested(all[i].Value.Words, all[other].Value.Words)
		}
		places = append(places, i)
	}
	if !choice {
		return all
	}
	first := &all[places[0]]
	for _, i := range places[1:] {
		first.Value = scoring.OfWords(slices.Concat(first.Value.Words, all[i].Value.Words)...)
	}
	first.Attribute = scoring.Region
	for _, i := range slices.Backward(places[1:]) {
		all = slices.Delete(all, i, i+1)
	}
	return all
}

// nested tells whether one of two lists of places tells the other more
// closely, word for word.
func nested(a, b []string) bool { return within(a, b) || within(b, a) }

// within tells whether every place of narrow lies in one of wide, and none of
// wide is without.
func within(narrow, wide []string) bool {
	holds := func(n, w string) bool { return n == w || scoring.PlaceTree.Within(n, w) }
	return !slices.ContainsFunc(narrow, func(n string) bool {
		return !slices.ContainsFunc(wide, func(w string) bool { return holds(n, w) })
	}) && !slices.ContainsFunc(wide, func(w string) bool {
		return !slices.ContainsFunc(narrow, func(n string) bool { return holds(n, w) })
	})
}

// cityOrPlace tells whether a sentence leaves a choice between a city and
// another place, "Lyon or Belgium", which no criterion can say; "Lyon, France"
// leaves none.
func cityOrPlace(all []language.DraftCriterion, sentence string) bool {
	city := slices.IndexFunc(all, func(k language.DraftCriterion) bool { return gate(k.Criterion) && k.Attribute == scoring.City })
	if city < 0 {
		return false
	}
	choice := false
	for i, k := range all {
		if i == city || !gate(k.Criterion) || !ofPlace(k.Attribute) {
			continue
		}
		if tells(sentence, all[city], k) {
			return false
		}
		choice = true
	}
	return choice
}

// tells tells whether a place stands with a city only to say where that is.
func tells(sentence string, city, place language.DraftCriterion) bool {
	if city.End <= place.Start {
		return slices.Contains([]string{"", ",", "(", "in", ", in"}, strings.TrimSpace(sentence[city.End:place.Start]))
	}
	return slices.Contains([]string{"(", ":", "–", "-"}, strings.TrimSpace(sentence[place.End:city.Start]))
}

// clash names two bounds that no company can keep at once; "" where there are
// none.
func clash(all []language.DraftCriterion) string {
	for i, k := range all {
		for _, other := range all[i+1:] {
			if language.BoundsExclude(k.Criterion, other.Criterion) {
				return fmt.Sprintf("“%s” and “%s” exclude each other: no company can be both. Say which you mean, or the range between two numbers.", k.Words, other.Words)
			}
		}
	}
	return ""
}

// demand writes what a draft asks of an attribute: "must be fintech".
func demand(k scoring.Criterion, want string) string {
	verb := map[scoring.Mode]string{scoring.Must: "must", scoring.Should: "should", scoring.MustNot: "must not"}[k.Mode]
	if k.Attribute == scoring.Technologies {
		return verb + " include " + want
	}
	return verb + " be " + want
}
