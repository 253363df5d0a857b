package config

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"rightdoor/internal/fault"
)

// Origin is where a setting comes from.
type Origin string

// The origins.
const (
	Default     Origin = "default"
	Environment Origin = "environment"
	File        Origin = "file"
)

// Origin tells where a setting came from, by its name.
func (c Config) Origin(name string) Origin { return c.from[name] }

// find looks up a setting: the environment's word, or where that is allowed the
// content of the file that NAME_FILE names.
func find(given map[string]string, name string, file bool) (string, Origin, error) {
	value, path := given[name], given[name+"_FILE"]
	switch {
	case file && value != "" && path != "":
		return "", "", fault.New(fault.Usage, "%s and %s_FILE are both set. Keep one of them.", name, name)
	case file && path != "":
		value, err := content(name, path)
		return value, File, err
	case value != "":
		return value, Environment, nil
	default:
		return "", Default, nil
	}
}

// content reads a setting from a file. Editors and echo end a file with a line
// break, which belongs to no setting. The path stands in no error: somebody may
// have put the secret itself there.
func content(name, path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fault.New(fault.Usage, "%s_FILE names a file that %s. Put the value into a file and its path into %s_FILE.", name, why(err), name)
	}
	value := strings.TrimRight(string(text), "\r\n")
	if value == "" {
		return "", fault.New(fault.Usage, "The file that %s_FILE names is empty. Put the value into it.", name)
	}
	return value, nil
}

func why(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "is not there"
	case errors.Is(err, fs.ErrPermission):
		return "this user may not read"
	default:
		return "cannot be read"
	}
}
