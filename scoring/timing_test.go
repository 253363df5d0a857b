package scoring

import (
	"slices"
	"testing"
	"time"
)

func signal(kind string, daysAgo float64) Signal {
	return Signal{Kind: kind, On: today.Add(-time.Duration(daysAgo * 24 * float64(time.Hour)))}
}

func TestTiming(t *testing.T) {
	d := definition(should(Growth, AtLeast, "5", 1))
	d.Triggers = []Trigger{{"funding_round", 2, 90}, {"hiring", 1, 30}, {"expansion", 1, 30}}
	p := compile(t, d)
	tests := []struct {
		name    string
		signals []Signal
		want    int
	}{
		{"none", nil, 0},
		{"another kind", []Signal{signal("layoffs", 0)}, 0},
		{"today", []Signal{signal("funding_round", 0)}, 50},
		{"a half-life ago", []Signal{signal("funding_round", 90)}, 25},
		{"two half-lives ago", []Signal{signal("funding_round", 180)}, 13},
		{"rounded half up", []Signal{signal("hiring", 30)}, 13},
		{"long ago", []Signal{signal("hiring", 3000)}, 0},
		{"all", []Signal{signal("funding_round", 0), signal("hiring", 0), signal("expansion", 30)}, 88},
		{"capped", []Signal{signal("funding_round", 0), signal("funding_round", 1), signal("funding_round", 2)}, 100},
		{"in the future", []Signal{signal("funding_round", -400)}, 50},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := p.Timing(tt.signals, today); got != tt.want {
				t.Errorf("Timing = %d, want %d", got, tt.want)
			}
		})
	}
	if got := commerce(t).Timing([]Signal{signal("funding_round", 0)}, today); got != 0 {
		t.Errorf("Timing without triggers = %d, want 0", got)
	}
}

func TestLive(t *testing.T) {
	d := definition(should(Growth, AtLeast, "5", 1))
	d.Triggers = []Trigger{{"funding_round", 2, 90}, {"hiring", 1, 30}, {"hiring", 1, 300}}
	signals := []Signal{signal("layoffs", 0), signal("hiring", 20), signal("funding_round", 100), signal("funding_round", 181), signal("hiring", 700)}
	got := compile(t, d).Live(signals, today)
	if want := []Signal{signals[1], signals[2]}; !slices.Equal(got, want) {
		t.Errorf("Live = %v, want %v", got, want)
	}
}
