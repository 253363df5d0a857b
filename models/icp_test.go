package models

import (
	"testing"
	"time"

	"rightdoor/scoring"
)

// Two versions have the same content only when they say the same: a pain that
// is split in two, or a bracket in a sentence, is another content.
func TestSameContent(t *testing.T) {
	version := func(change func(*ICPVersion)) ICPVersion {
		v := ICPVersion{
			CutOff: 65, Pains: []string{"a b"}, Situation: "x[]",
			Criteria: []scoring.Criterion{{Attribute: scoring.Employees, Operator: scoring.AtLeast, Value: scoring.OfNumber(24), Mode: scoring.Should, Weight: 1}},
			Personas: []Persona{{Name: "Ruby", Titles: []string{"CMO"}}},
		}
		change(&v)
		return v
	}
	same := version(func(*ICPVersion) {})
	for name, change := range map[string]func(*ICPVersion){
		"a pain in two":      func(v *ICPVersion) { v.Pains = []string{"a", "b"} },
		"a bracket gone":     func(v *ICPVersion) { v.Situation = "x" },
		"a title in two":     func(v *ICPVersion) { v.Personas[0].Titles = []string{"C", "MO"} },
		"a number as a word": func(v *ICPVersion) { v.Criteria[0].Value = scoring.OfWords("24") },
		"another weight":     func(v *ICPVersion) { v.Criteria[0].Weight = 2 },
		"a persona more":     func(v *ICPVersion) { v.Personas = append(v.Personas, Persona{Name: "Alex"}) },
	} {
		if version(change).SameContent(same) {
			t.Errorf("SameContent with %s = true, want false", name)
		}
	}
	at := time.Now()
	for name, change := range map[string]func(*ICPVersion){
		"who made it when": func(v *ICPVersion) { v.CreatedBy, v.CreatedAt, v.PublishedAt = "ana", at, &at },
		"its keys":         func(v *ICPVersion) { v.WorkspaceID, v.ICPID, v.Version, v.Personas[0].Position = 1, 2, 3, 1 },
	} {
		if !version(change).SameContent(same) {
			t.Errorf("SameContent with %s = false, want true", name)
		}
	}
}
