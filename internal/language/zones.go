package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed lexicon/zones.txt
var zoneText string

// zoneNames are the names of all time zones.
var zoneNames = sync.OnceValue(func() []string {
	var names []string
	for line := range strings.Lines(zoneText) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			names = append(names, line)
		}
	}
	return names
})

// zoneKey is the name of a zone as it is compared.
func zoneKey(name string) string { return strings.ReplaceAll(Fold(name), " ", "_") }

// Zone gives the name of a time zone as the IANA database writes it, whatever
// its case and whether its words are parted by spaces; ok is false for one that
// is not there.
func Zone(text string) (name string, ok bool) {
	wanted := zoneKey(text)
	at := slices.IndexFunc(zoneNames(), func(name string) bool { return zoneKey(name) == wanted })
	if at < 0 {
		return "", false
	}
	return zoneNames()[at], true
}

// NearestZone is the time zone whose name, or whose place, takes the fewest
// slips from what was typed; the first of equals. Where nothing is near, it is
// still one of them.
func NearestZone(text string) string {
	wanted := zoneKey(text)
	best, least := "", -1
	for _, name := range zoneNames() {
		key := zoneKey(name)
		place := key[strings.LastIndex(key, "/")+1:]
		typed := wanted[strings.LastIndex(wanted, "/")+1:]
		slips := min(2*slipsTo(wanted, key), 2*slipsTo(typed, place)+1)
		if least < 0 || slips < least {
			best, least = name, slips
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
