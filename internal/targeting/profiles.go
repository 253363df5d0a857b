package targeting

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed profiles/*.yaml
var profileFiles embed.FS

// Profile is a targeting file to start from.
type Profile struct {
	Name    string // series-a-outbound
	Summary string // one sentence: which companies, and for whom
	Text    string // the file
}

// Profiles gives the starting points that come with rightdoor, by name.
func Profiles() []Profile {
	files, err := profileFiles.ReadDir("profiles")
	if err != nil {
		panic(fmt.Sprintf("targeting: %v", err))
	}
	var list []Profile
	for _, f := range files {
		text, err := profileFiles.ReadFile("profiles/" + f.Name())
		if err != nil {
			panic(fmt.Sprintf("targeting: %v", err))
		}
		first, _, _ := strings.Cut(string(text), "\n")
		name, summary, _ := strings.Cut(strings.TrimPrefix(first, "# "), ": ")
		list = append(list, Profile{Name: name, Summary: summary, Text: string(text)})
	}
	return list
}
