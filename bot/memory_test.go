package bot

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestSeen(t *testing.T) {
	now := today
	s := newSeen(func() time.Time { return now })
	for _, c := range []struct {
		after    time.Duration
		kind, id string
		want     bool
	}{
		{0, "event", "1", true},
		{0, "event", "1", false},
		{0, "command", "1", true},
		{0, "command", "", true},
		{0, "command", "", true},
		{23 * time.Hour, "event", "1", false},
		{2 * time.Hour, "event", "2", true},
		{time.Hour, "event", "1", false},
		{25 * time.Hour, "event", "3", true},
		{0, "event", "1", true},
		{0, "event", "2", false},
	} {
		now = now.Add(c.after)
		if got := s.first(c.kind, c.id); got != c.want {
			t.Errorf("at %v: first(%s, %q) = %v, want %v", now.Sub(today), c.kind, c.id, got, c.want)
		}
	}
}

// TestSeenForgetsTheOldestFirst: however much comes, what came last is known,
// and the memory is bounded.
func TestSeenForgetsTheOldestFirst(t *testing.T) {
	s := newSeen(func() time.Time { return today })
	for i := range 220_000 {
		id := fmt.Sprint(i)
		if !s.first("event", id) || s.first("event", id) {
			t.Fatalf("event %d is not new, or not known a moment later", i)
		}
		if i >= 50_000 && i%50_000 == 0 && s.first("event", fmt.Sprint(i-50_000)) {
			t.Fatalf("event %d is forgotten when %d came", i-50_000, i)
		}
	}
	if n := len(s.young) + len(s.old); n > 200_000 {
		t.Errorf("%d are remembered, want at most 200,000", n)
	}
}

func TestCache(t *testing.T) {
	now := today
	c := newCache[string, int](func() time.Time { return now }, time.Minute)
	asked := 0
	get := func(err error) (int, error) { return c.get("x", func() (int, error) { asked++; return asked, err }) }
	if _, err := get(errors.New("no")); err == nil {
		t.Error("an error is kept from the one who asks")
	}
	for _, want := range []int{2, 2} {
		if v, err := get(nil); v != want || err != nil {
			t.Errorf("get = %d, %v, want %d", v, err, want)
		}
	}
	now = now.Add(time.Minute)
	if v, _ := get(nil); v != 3 {
		t.Errorf("after its time get = %d, want 3", v)
	}
}
