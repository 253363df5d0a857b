package config

import (
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Setting is one setting as it may be shown.
type Setting struct {
	Name  string
	Value string // redacted
	From  Origin
}

// Settings are the effective settings, secrets redacted.
func (c Config) Settings() []Setting {
	var all []Setting
	for _, f := range fields {
		value := reflect.ValueOf(c).FieldByIndex(f.index).Interface()
		all = append(all, Setting{Name: f.name, Value: shown(f.show, value), From: c.from[f.name]})
	}
	return all
}

// shown writes a value as far as it may be seen.
func shown(show string, value any) string {
	text, one := value.(string)
	if list, several := value.([]string); several {
		text = strings.Join(list, ", ")
	}
	switch {
	case text == "":
		return "not set"
	case one && show == "length":
		return fmt.Sprintf("set, %d characters", utf8.RuneCountInString(text))
	case one && show == "address":
		return redactAddress(text)
	default:
		return text
	}
}

const mask = "***"

var parameter = regexp.MustCompile(`([?&])([^=&]*)=([^&]*)`)

// redactAddress masks the passwords in an address, before the @ and among the
// parameters. Of an address that is not well formed it rather masks too much.
func redactAddress(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	named := strings.Contains(rest, "@")
	rest = parameter.ReplaceAllStringFunc(rest, func(p string) string {
		key, _, _ := strings.Cut(p, "=")
		if secretKey(key) {
			return key + "=" + mask
		}
		return p
	})
	at := strings.LastIndex(rest, "@")
	if named && at < 0 {
		return scheme + "://" + mask
	}
	if user, _, ok := strings.Cut(rest[:max(at, 0)], ":"); ok {
		rest = user + ":" + mask + rest[at:]
	}
	return scheme + "://" + rest
}

// secretKey tells whether a parameter of an address holds a password. A key
// that cannot be read may be one.
func secretKey(key string) bool {
	plain, err := url.QueryUnescape(strings.TrimLeft(key, "?&"))
	return err != nil || strings.Contains(strings.ToLower(plain), "password")
}

// shortSecret is what a secret has more characters than: shorter ones would
// mask half of a log.
const shortSecret = 3

// Redactor masks every secret of the settings in a text, as it is written and
// as it is meant. It is for logs, which may hold the words of others.
func (c Config) Redactor() *strings.Replacer {
	secrets := []string{c.BotToken, c.SigningSecret, c.AppToken}
	secrets = append(append(secrets, passwords(c.Database)...), passwords(c.SlackAPI)...)
	var pairs []string
	for _, s := range secrets {
		if len(s) > shortSecret {
			pairs = append(pairs, s, mask)
		}
	}
	return strings.NewReplacer(pairs...)
}

// passwords are the passwords in an address, encoded and decoded.
func passwords(address string) []string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return nil
	}
	var found []string
	if at := strings.LastIndex(rest, "@"); at > 0 {
		_, password, _ := strings.Cut(rest[:at], ":")
		found = append(found, password)
	}
	for _, p := range parameter.FindAllStringSubmatch(rest, -1) {
		if secretKey(p[2]) {
			found = append(found, p[3])
		}
	}
	for _, p := range found {
		if plain, err := url.PathUnescape(p); err == nil && plain != p {
			found = append(found, plain)
		}
	}
	return found
}
