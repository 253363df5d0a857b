package main

import (
	"io"
	"log/slog"
	"strings"

	"rightdoor/internal/config"
	"rightdoor/internal/web"
)

// terminalLog is the log beside a command that a person has typed: trouble
// only.
func terminalLog(w io.Writer, c config.Config) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, logOptions(c, slog.LevelWarn)))
}

// serviceLog is the log of `rightdoor serve`, as the settings say.
func serviceLog(w io.Writer, c config.Config) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // the settings are checked; the zero level is info
	options := logOptions(c, level)
	var handler slog.Handler = slog.NewJSONHandler(w, options)
	if c.LogFormat == "text" {
		handler = slog.NewTextHandler(w, options)
	}
	return slog.New(web.LogHandler(handler))
}

// logOptions mask the secrets of the settings: a log holds the words of
// libraries and servers, which may quote what they were given.
func logOptions(c config.Config, level slog.Level) *slog.HandlerOptions {
	redactor := c.Redactor()
	return &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr { return masked(redactor, a) }}
}

func masked(redactor *strings.Replacer, a slog.Attr) slog.Attr {
	if a.Value.Kind() != slog.KindString && a.Value.Kind() != slog.KindAny {
		return a
	}
	text := a.Value.String()
	if clean := redactor.Replace(text); clean != text {
		a.Value = slog.StringValue(clean)
	}
	return a
}
