package language

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

//go:embed lexicon/zones.txt
var zoneText string

// zone is a time zone with what it is compared by.
type zone struct {
	name       string // "America/New_York"
	key, place string // "america_new_york", "new_york"
}

var zones = sync.OnceValue(func() []zone {
	var list []zone
	for line := range strings.Lines(zoneText) {
		if name := strings.TrimSpace(line); name != "" && !strings.HasPrefix(name, "#") {
			list = append(list, zone{name, zoneKey(name), zonePlace(name)})
		}
	}
	return list
})

var zonesByKey = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, z := range zones() {
		names[z.key] = z.name
	}
	return names
})

// zoneSigns are what parts Etc/GMT-3 from Etc/GMT+3, which folding would lose.
var zoneSigns = regexp.MustCompile(`([-+])(\d)`)

// zoneKey is the name of a zone, or a part of it, as it is compared.
func zoneKey(name string) string {
	signed := zoneSigns.ReplaceAllStringFunc(name, func(s string) string {
		return map[byte]string{'-': " minus ", '+': " plus "}[s[0]] + s[1:]
	})
	return strings.ReplaceAll(Fold(signed), " ", "_")
}

// zonePlace is the place in the name of a zone, or all of it.
func zonePlace(name string) string { return zoneKey(name[strings.LastIndex(name, "/")+1:]) }

// maxZone is more than the longest name of a zone has, in bytes.
const maxZone = 64

// Zone gives the name of a time zone as the IANA database writes it, whatever
// its case and whether its words are parted by spaces; ok is false for one that
// is not there.
func Zone(text string) (name string, ok bool) {
	if len(text) > maxZone {
		return "", false
	}
	name, ok = zonesByKey()[zoneKey(text)]
	return name, ok
}

// NearestZone is the time zone whose name, or whose place, takes the fewest
// slips from what was typed; the first of equals. Where nothing is near, it is
// still one of them.
func NearestZone(text string) string {
	text = text[:min(len(text), maxZone)]
	wanted, typed := zoneKey(text), zonePlace(text)
	best, least := "", -1
	for _, z := range zones() {
		slips := min(2*slipsTo(wanted, z.key), 2*slipsTo(typed, z.place)+1)
		if least < 0 || slips < least {
			best, least = z.name, slips
		}
	}
	return best
}

// slipsTo is how many letters have to be added, left out or changed to make
// one text of another.
func slipsTo(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := before
			if a[i] != b[j] {
				changed++
			}
			before = row[j+1]
			row[j+1] = min(changed, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
