package commands

import (
	"slices"
	"strings"

	"rightdoor/internal/fault"
)

// options are what stands behind a command beside its words: --save,
// --name "Fast movers", --icp=commerce.
type given map[string]string

// takeOptions parts the arguments of a command into its words and its options.
// switches take no value; anything else that begins with "--" is refused, for a
// slip must not become part of a sentence.
func takeOptions(args, switches, valued []string) (words []string, options given, err error) {
	options = given{}
	for i := 0; i < len(args); i++ {
		name, value, pair := strings.Cut(strings.TrimPrefix(dashed(args[i]), "--"), "=")
		switch {
		case !strings.HasPrefix(dashed(args[i]), "--"):
			words = append(words, args[i])
		case slices.Contains(switches, name):
			options[name] = "yes"
		case !slices.Contains(valued, name):
			return nil, nil, fault.New(fault.Usage, "There is no option --%s here. There is --%s.", name, strings.Join(append(slices.Clone(switches), valued...), ", --"))
		case pair:
			options[name] = value
		case i+1 < len(args):
			i++
			options[name] = args[i]
		default:
			return nil, nil, fault.New(fault.Usage, "--%s needs a value.", name)
		}
	}
	return words, options, nil
}

// dashed undoes what keyboards make of two hyphens.
func dashed(word string) string {
	for _, dash := range []string{"—", "–"} {
		if rest, ok := strings.CutPrefix(word, dash); ok && rest != "" {
			return "--" + rest
		}
	}
	return word
}
