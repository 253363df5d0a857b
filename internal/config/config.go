// Package config reads the settings of the program from its environment. The
// zero environment works for everything but Slack: the rest has a default.
//
// It guarantees that no value of a setting stands in an error: every error is a
// sentence that names the setting and what to do. What Settings shows is
// redacted, so it can be pasted anywhere. A setting that is empty counts as not
// set.
package config

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/caarlos0/env/v11"

	"rightdoor/internal/fault"
)

// Config is the settings of the program. The tag file marks those that may
// come from a file which NAME_FILE names, the tag show how they are redacted.
type Config struct {
	// Database is where everything is kept: the path of an SQLite file, or a
	// postgres:// address.
	Database string `env:"DATABASE_URL" envDefault:"data/rightdoor.db" file:"yes" show:"address"`
	// Managers are the Slack users who may change targeting, beside those
	// added with `rightdoor manager add`.
	Managers []string `env:"MANAGERS"`
	// BotToken is what the program calls Slack with.
	BotToken string `env:"SLACK_BOT_TOKEN" file:"yes" show:"length"`
	// SigningSecret is what Slack signs its HTTP requests with.
	SigningSecret string `env:"SLACK_SIGNING_SECRET" file:"yes" show:"length"`
	// AppToken opens the sockets of Socket Mode.
	AppToken string `env:"SLACK_APP_TOKEN" file:"yes" show:"length"`
	// SlackAPI is another base address of Slack's API, with a slash at its
	// end; empty for Slack's own.
	SlackAPI string `env:"SLACK_API_URL" show:"address"`
	// Listen is the address that `rightdoor serve` listens on.
	Listen string `env:"LISTEN" envDefault:":8080"`
	// LogLevel is the least that `rightdoor serve` logs: debug, info, warn or
	// error.
	LogLevel string `env:"LOG_LEVEL" envDefault:"info"`
	// LogFormat is how `rightdoor serve` logs: json or text.
	LogFormat string `env:"LOG_FORMAT" envDefault:"json"`

	from map[string]Origin
}

// Load reads the settings from an environment of "NAME=value" lines, and the
// files that it names. Every error is a fault.Usage.
func Load(environ []string) (Config, error) {
	c := Config{from: map[string]Origin{}}
	given := env.ToMap(environ)
	values := map[string]string{}
	for _, f := range fields {
		value, origin, err := find(given, f.name, f.file)
		if err != nil {
			return Config{}, err
		}
		values[f.name], c.from[f.name] = value, origin
	}
	if err := env.ParseWithOptions(&c, env.Options{Environment: values}); err != nil {
		return Config{}, fmt.Errorf("read settings: %w", err)
	}
	c.tidy()
	return c, c.check()
}

// field is a setting as its tags describe it.
type field struct {
	name, show string
	file       bool
	index      []int
}

// fields are the settings, in the order of Config.
var fields = tagged(reflect.TypeFor[Config]())

func tagged(t reflect.Type) []field {
	var all []field
	for _, f := range reflect.VisibleFields(t) {
		if name := f.Tag.Get("env"); name != "" {
			all = append(all, field{name: name, show: f.Tag.Get("show"), file: f.Tag.Get("file") != "", index: f.Index})
		}
	}
	return all
}

// tidy brings values to the one form that the rest of the program expects.
func (c *Config) tidy() {
	var managers []string
	for _, m := range c.Managers {
		if m = strings.TrimSpace(m); m != "" {
			managers = append(managers, m)
		}
	}
	c.Managers = managers
	c.LogLevel, c.LogFormat = strings.ToLower(c.LogLevel), strings.ToLower(c.LogFormat)
	if c.SlackAPI != "" && !strings.HasSuffix(c.SlackAPI, "/") {
		c.SlackAPI += "/"
	}
}

// check finds the first setting that cannot be.
func (c Config) check() error { return firstBroken(c, valueRules) }

func firstBroken(c Config, rules []rule) error {
	for _, r := range rules {
		if r.broken(c) {
			return fault.New(fault.Usage, "%s", r.sentence)
		}
	}
	return nil
}
