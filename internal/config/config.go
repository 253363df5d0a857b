// Package config reads the settings of the program from its environment. The
// zero environment works: everything has a default.
package config

import (
	"fmt"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Config is the settings of the program.
type Config struct {
	// Database is where everything is kept: the path of an SQLite file, or a
	// postgres:// address.
	Database string `env:"DATABASE_URL" envDefault:"data/rightdoor.db"`
	// Managers are the Slack users who may change targeting, beside those
	// added with `rightdoor manager add`.
	Managers []string `env:"MANAGERS"`
}

// Load reads the settings from an environment of "NAME=value" lines.
func Load(environ []string) (Config, error) {
	var c Config
	err := env.ParseWithOptions(&c, env.Options{Environment: env.ToMap(environ)})
	if err != nil {
		return Config{}, fmt.Errorf("read settings: %w", err)
	}
	for i, m := range c.Managers {
		c.Managers[i] = strings.TrimSpace(m)
	}
	return c, nil
}
