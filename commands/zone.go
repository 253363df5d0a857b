package commands

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
)

//go:embed zones.txt
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
func zoneKey(name string) string { return strings.ReplaceAll(language.Fold(name), " ", "_") }

// readZone gives the name of a time zone as the database writes it; one that
// is not there is refused with the nearest there is.
func readZone(text string) (string, error) {
	wanted := zoneKey(text)
	at := slices.IndexFunc(zoneNames(), func(name string) bool { return zoneKey(name) == wanted })
	if at >= 0 {
		return zoneNames()[at], nil
	}
	return "", fault.New(fault.Usage, "There is no time zone %q. Did you mean %s? Zones go by the place, as in `alerts digest 09:00 Europe/Berlin`.", text, nearestZone(wanted))
}

// nearestZone is the zone whose name, or whose place, takes the fewest slips
// from what was typed; the first of equals.
func nearestZone(wanted string) string {
	best, least := "", -1
	for _, name := range zoneNames() {
		key := zoneKey(name)
		place := key[strings.LastIndex(key, "/")+1:]
		typed := wanted[strings.LastIndex(wanted, "/")+1:]
		slips := min(2*distance(wanted, key), 2*distance(typed, place)+1)
		if least < 0 || slips < least {
			best, least = name, slips
		}
	}
	return best
}

// distance is how many letters have to be added, left out or changed to make
// one text of another.
func distance(a, b string) int {
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
