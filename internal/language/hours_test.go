package language

import (
	"fmt"
	"testing"
	"time"
)

func TestReadHour(t *testing.T) {
	for text, want := range map[string]string{
		"9": "09:00", "9:30": "09:30", "09:00": "09:00", "9am": "09:00", "12am": "00:00", "12pm": "12:00", "5:30PM": "17:30", "17h30": "17:30", "0:00": "00:00",
		"24:00": "", "9:60": "", "13pm": "", "0am": "", "nine": "", "": "", "9:5": "",
	} {
		got, ok := ReadHour(text)
		if got != want || ok != (want != "") {
			t.Errorf("ReadHour(%q) = %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestReadDays(t *testing.T) {
	for text, want := range map[string]string{
		"mon": "[Monday]", "Tues": "[Tuesday]", "fridays,": "[Friday]", "weekdays": fmt.Sprint(Workdays), "weekend": "[Saturday Sunday]", "mo": "[]", "day": "[]", "": "[]",
	} {
		got, ok := ReadDays(text)
		if fmt.Sprint(got) != want || ok != (want != "[]") {
			t.Errorf("ReadDays(%q) = %v, %v, want %s", text, got, ok, want)
		}
	}
}

func TestZones(t *testing.T) {
	for _, z := range zones() {
		name := z.name
		if got, ok := Zone(name); got != name || !ok {
			t.Errorf("Zone(%q) = %q, %v, want itself", name, got, ok)
		}
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("LoadLocation(%q) = %v", name, err)
		}
	}
	for text, want := range map[string]string{"america/new york": "America/New_York", "utc": "UTC", "Berlin": "", "": ""} {
		if got, ok := Zone(text); got != want || ok != (want != "") {
			t.Errorf("Zone(%q) = %q, %v, want %q", text, got, ok, want)
		}
	}
	for text, want := range map[string]string{"Europe/Berln": "Europe/Berlin", "Berlin": "Europe/Berlin", "new york": "America/New_York"} {
		if got := NearestZone(text); got != want {
			t.Errorf("NearestZone(%q) = %s, want %s", text, got, want)
		}
	}
}
