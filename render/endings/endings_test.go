package endings_test

import (
	"testing"
	"time"

	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/render/endings"
)

// The last state counts.
func TestStates(t *testing.T) {
	var e endings.Endings
	for i, state := range []string{"ESTABLISHED", "TIME-WAIT", "", "CLOSED", "TIME-WAIT"} {
		e.Enters(0, state, i)
		e.Enters(1, state, 10+i)
	}
	e.Enters(1, "CLOSED", 20)
	if o := e.Of(0); o.Gone() != -1 || !o.Lingers(time.Second) || o.Lingers(time.Hour) {
		t.Errorf("in TIME-WAIT: %+v", o)
	}
	if o := e.Of(1); o.Gone() != 20 || o.Lingers(0) {
		t.Errorf("CLOSED: %+v", o)
	}
	if o := e.Of(7); o.Gone() != -1 || o.Lingers(0) || o.NoSocket() {
		t.Errorf("unheard of: %+v", o)
	}
}

// Where the first packet is refused, and nothing else is sent, no socket is.
func TestNoSocket(t *testing.T) {
	client, server := &run.Socket{FD: 3, Role: run.Active}, &run.Socket{FD: -1, Role: run.Endpoint}
	sends := func(from *run.Socket, f facts.Facts) *run.Moment {
		return &run.Moment{From: from, Facts: &f}
	}
	syn, data := sends(client, facts.Facts{}), sends(server, facts.Facts{})
	refuses := sends(server, facts.Facts{Reset: &facts.Reset{Why: facts.Refuses}})
	agrees := sends(server, facts.Facts{Reset: &facts.Reset{Why: facts.Refuses, Agrees: true}})
	gone := sends(server, facts.Facts{Reset: &facts.Reset{Why: facts.SocketGone}})
	unreachable := sends(server, facts.Facts{Error: &facts.Error{Kind: facts.PortUnreachable}})
	owned := sends(&run.Socket{FD: 4, Role: run.Endpoint}, facts.Facts{Error: &facts.Error{Kind: facts.PortUnreachable}})
	for name, tt := range map[string]struct {
		packets []*run.Moment
		want    bool
	}{
		"refused":            {[]*run.Moment{syn, refuses}, true},
		"again":              {[]*run.Moment{syn, refuses, syn, refuses}, true},
		"a datagram":         {[]*run.Moment{syn, unreachable}, true},
		"several before":     {[]*run.Moment{syn, syn, unreachable}, false},
		"it answers":         {[]*run.Moment{syn, data, syn, unreachable}, false},
		"somebody agrees":    {[]*run.Moment{syn, agrees}, false},
		"it was there":       {[]*run.Moment{syn, gone}, false},
		"a program's":        {[]*run.Moment{syn, owned}, false},
		"nobody has refused": {[]*run.Moment{syn}, false},
	} {
		var e endings.Endings
		for _, m := range tt.packets {
			if m.From == client {
				e.Note(m, 0, 1)
			} else {
				e.Note(m, 1, 0)
			}
		}
		if got := e.Of(1).NoSocket(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A connection whose SYN,ACK was a SYN cookie is made when the cookie comes back.
func TestBegins(t *testing.T) {
	var e endings.Endings
	server := &run.Socket{FD: -1, Role: run.Queued}
	forgets := &run.Moment{From: server, Facts: &facts.Facts{Kernel: []string{"SyncookiesSent"}}}
	e.Note(forgets, 1, 0)
	e.Enters(0, "ESTABLISHED", 4)
	e.Enters(1, "ESTABLISHED", 7)
	e.Enters(1, "CLOSE-WAIT", 9)
	if got := [2]int{e.Of(0).Begins(), e.Of(1).Begins()}; got != [2]int{0, 7} {
		t.Errorf("they begin in steps %v", got)
	}
}
