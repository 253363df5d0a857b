package bot

import (
	"sync"
	"time"
)

// seen remembers which deliveries were taken, so that a retried or replayed
// one is not answered again. It forgets by halves, the older first: what came
// last is known however much has come.
type seen struct {
	now        func() time.Time
	mu         sync.Mutex
	young, old map[delivery]struct{}
	since      time.Time // when young was begun
}

// delivery names what Slack sent: the kinds number on their own.
type delivery struct{ kind, id string }

// The bounds of what is remembered: for a day at least, unless there are too
// many.
const (
	seenFor  = 24 * time.Hour
	seenHalf = 100_000
)

func newSeen(now func() time.Time) *seen {
	return &seen{now: now, young: map[delivery]struct{}{}, since: now()}
}

// first tells whether a delivery is met for the first time, and notes it. A
// delivery without an id cannot be told from others and always is.
func (s *seen) first(kind, id string) bool {
	if id == "" {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := delivery{kind, id}
	if s.knows(d) {
		return false
	}
	if now := s.now(); len(s.young) >= seenHalf || now.Sub(s.since) > seenFor {
		s.young, s.old, s.since = map[delivery]struct{}{}, s.young, now
	}
	s.young[d] = struct{}{}
	return true
}

func (s *seen) knows(d delivery) bool {
	_, young := s.young[d]
	_, old := s.old[d]
	return young || old
}

// cache keeps answers of Slack for a while.
type cache[K comparable, V any] struct {
	now func() time.Time
	ttl time.Duration
	mu  sync.Mutex
	all map[K]kept[V]
}

type kept[V any] struct {
	value V
	until time.Time
}

// cacheMost bounds a cache; it is emptied when it is full.
const cacheMost = 100_000

func newCache[K comparable, V any](now func() time.Time, ttl time.Duration) *cache[K, V] {
	return &cache[K, V]{now: now, ttl: ttl, all: map[K]kept[V]{}}
}

// get gives the kept value, or asks for it and keeps it. An error is not kept.
func (c *cache[K, V]) get(key K, ask func() (V, error)) (V, error) {
	c.mu.Lock()
	k, ok := c.all[key]
	c.mu.Unlock()
	if ok && c.now().Before(k.until) {
		return k.value, nil
	}
	value, err := ask()
	if err != nil {
		return value, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.all) >= cacheMost {
		clear(c.all)
	}
	c.all[key] = kept[V]{value, c.now().Add(c.ttl)}
	return value, nil
}
