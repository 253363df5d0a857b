package targeting

import (
	"fmt"
	"io"
	"strings"
)

// Write writes the canonical file: keys in a fixed order, words as slugs,
// criteria, triggers and alerts on one line each, defaults left out. Reading it gives
// f again.
func Write(w io.Writer, f *File) error {
	if _, err := io.WriteString(w, strings.Join(fileLines(f), "\n")+"\n"); err != nil {
		return fmt.Errorf("write targeting: %w", err)
	}
	return nil
}

func fileLines(f *File) []string {
	lines := []string{"icps:"}
	if len(f.ICPs) == 0 {
		lines[0] = "icps: []"
	}
	for i := range f.ICPs {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, member(icpLines(&f.ICPs[i]))...)
	}
	if f.Alerts != nil {
		lines = append(append(lines, ""), alertLines(f.Alerts)...)
	}
	if f.Settings == nil {
		return lines
	}
	if settings := fieldLines(settingsFields, f.Settings); len(settings) > 0 {
		lines = append(lines, "", "settings:")
		lines = append(lines, indented(settings, "  ")...)
	}
	return lines
}

func icpLines(icp *ICP) []string { return fieldLines(icpFields, icp) }
