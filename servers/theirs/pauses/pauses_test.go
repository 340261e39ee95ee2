package pauses

import (
	"testing"
	"time"
)

// Pauses are as long as somebody is held up, and overlap.
func TestPauses(t *testing.T) {
	var p Pauses
	p.Change(1)
	p.Change(1)
	p.Change(-1)
	p.since = p.since.Add(-time.Hour)
	if got := p.Total(); got < time.Hour || p.past != 0 {
		t.Errorf("%v, and %v are past", got, p.past)
	}
	p.Change(-1)
	if got := p.Total(); got < time.Hour || got != p.Total() {
		t.Errorf("it goes on: %v", got)
	}
	p.Change(1)
	p.Change(-1)
	if got := p.Total(); got >= 2*time.Hour {
		t.Errorf("counted twice: %v", got)
	}
	(*Pauses)(nil).Change(1)
}
