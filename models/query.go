package models

import (
	"slices"
	"strings"
)

// Query names a company to look for.
type Query struct {
	ID      int64  // decides when it is set
	Domain  string // registrable; decides next
	NameKey string

	NearNames   []string // name keys one slip away
	NearDomains []string
	Prefix      string // of a name key
}

// Found is what Find gives back.
type Found struct {
	Accounts  []Account
	Targeting int64 // the version of the workspace's targeting
}

// The bounds of a query's near misses: shorter names have too many neighbours
// to mean anything, longer ones are cut.
const (
	minNear = 3
	maxNear = 40
)

// Nearby fills in the near misses of a query: every name and domain that one
// slip of typing (a letter too many, missing, wrong, or two swapped) turns
// into what was typed, and names that begin with it. They are looked up by the
// ordinary indexes.
func (q Query) Nearby() Query {
	if q.Domain != "" {
		label, rest, _ := strings.Cut(q.Domain, ".")
		for _, l := range slips(label) {
			q.NearDomains = append(q.NearDomains, l+"."+rest)
		}
		q.NameKey = NameKey(label)
	}
	q.NearNames = append(slips(q.NameKey), q.NameKey)
	if len(q.NameKey) >= minNear {
		q.Prefix = q.NameKey
	}
	return q
}

const letters = "abcdefghijklmnopqrstuvwxyz0123456789-"

// slips lists every text one slip away from text, which is read as bytes: an
// edit inside a letter of another script gives a key that no account has.
func slips(text string) []string {
	if len(text) < minNear || len(text) > maxNear {
		return nil
	}
	var out []string
	for i := range len(text) + 1 {
		for _, l := range letters {
			out = append(out, text[:i]+string(l)+text[i:])
		}
		if i == len(text) {
			break
		}
		out = append(out, text[:i]+text[i+1:])
		for _, l := range letters {
			out = append(out, text[:i]+string(l)+text[i+1:])
		}
		if i+1 < len(text) {
			out = append(out, text[:i]+string(text[i+1])+string(text[i])+text[i+2:])
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == text || strings.ToValidUTF8(s, "") != s })
}
