package facts_test

import (
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/capture/facts"
)

// Octets come to their receiver for the first time with the first segment that has them, and with one that repeats
// them where all before it are known to be lost.
func TestBrings(t *testing.T) {
	lost, known := &facts.Fate{Loss: &capture.Delivery{}}, &facts.Fate{}
	again := func(of *facts.Facts, fate *facts.Fate) *facts.Facts {
		first := &facts.Segment{Facts: *of}
		first.Facts.Fate = fate
		return &facts.Facts{Again: &facts.Again{First: first}}
	}
	first := &facts.Facts{}
	for name, tt := range map[string]struct {
		of   *facts.Facts
		want bool
	}{
		"the first":              {first, true},
		"again, the first lost":  {again(first, lost), true},
		"again, and it is not":   {again(first, known), false},
		"again, unwatched":       {again(first, nil), false},
		"both before it lost":    {again(again(first, lost), lost), true},
		"the first has arrived":  {again(again(first, known), lost), false},
		"the first is forgotten": {&facts.Facts{Again: &facts.Again{}}, false},
	} {
		if got := tt.of.Brings(); got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// A fate as it grows.
func TestFate(t *testing.T) {
	sent := &capture.Packet{Number: 1, Time: time.Unix(10, 0)}
	at := func(s int64, lost bool, fault string) *capture.Delivery {
		return &capture.Delivery{Packet: sent, Time: time.Unix(s, 0), Lost: lost, Fault: fault}
	}
	var none *facts.Fate
	if none.Lost() || none.ArrivedBy(time.Unix(99, 0)) || none.Fault() != "" {
		t.Error("what was not watched has a fate")
	}
	f := &facts.Fate{}
	if f.Lost() || f.ArrivedBy(time.Unix(99, 0)) || f.Fault() != "" {
		t.Error("what is on its way has arrived, or is lost")
	}
	f.Add(at(11, true, "drop"))
	if !f.Lost() || f.Fault() != "drop" {
		t.Error("it is not lost by its fault")
	}
	f.Add(at(12, false, "delay"))
	if f.Lost() || f.Fault() != "drop" || f.ArrivedBy(time.Unix(11, 0)) || !f.ArrivedBy(time.Unix(12, 0)) {
		t.Error("a copy has arrived after 2 s, and not before")
	}
	g := &facts.Fate{}
	g.Add(at(11, false, ""))
	g.Add(at(12, false, "duplicate"))
	if g.Fault() != "duplicate" {
		t.Errorf("the fault is %q", g.Fault())
	}
	if d := facts.Delay(at(12, false, "")); d != 2*time.Second {
		t.Errorf("it was on the wire for %v", d)
	}
	if d := facts.Delay(at(9, false, "")); d != 0 {
		t.Errorf("it arrived %v before it was sent", -d)
	}
}

// A span has no negative length.
func TestSpan(t *testing.T) {
	for s, want := range map[facts.Span]int64{{}: 0, {From: 3, To: 5}: 2, {From: 5, To: 3}: 0, {From: -2, To: 1}: 3} {
		if got := s.Len(); got != want {
			t.Errorf("%+v: %d", s, got)
		}
	}
}

// The kind of an address, whatever the frame.
func TestKindOf(t *testing.T) {
	for to, want := range map[string]facts.GroupKind{
		"224.0.0.1": facts.Multicast, "ff02::1": facts.Multicast, "255.255.255.255": facts.Broadcast, "127.255.255.255": facts.Broadcast,
		"10.0.0.255": facts.OneHost, "127.0.0.1": facts.OneHost, "::1": facts.OneHost,
	} {
		c := capturetest.New()
		c.Host("10.0.0.1").Port(1).Send(c.Host(to).Port(2), "")
		if strings.Contains(to, ":") {
			c = capturetest.New()
			c.Host("fd00::1").Port(1).Send(c.Host(to).Port(2), "")
		}
		if got := facts.KindOf(c.Packets()[0]); got != want {
			t.Errorf("%s: %v, want %v", to, got, want)
		}
	}
}
