package keys_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render/keys"
)

// surprises names the moments of a recording that are surprises.
func surprises(rec *capture.Recording) string {
	var all []string
	for _, m := range builder.Of(rec).Moments {
		switch {
		case keys.Of(m) != keys.Surprise:
		case m.Call != nil:
			all = append(all, m.Call.Name)
		case m.Kind == run.Kernel:
			all = append(all, "kernel")
		case m.Kind == run.Arrival:
			all = append(all, "arrival")
		default:
			all = append(all, m.Packet.TCP.Flags.String())
		}
	}
	return strings.Join(all, " ")
}

// What is lost, sent again, refused, broken off, or comes twice or too early is a surprise.
func TestSurprises(t *testing.T) {
	for name, tt := range map[string]struct {
		rec  *capture.Recording
		want string
	}{
		"nothing":         {runtest.Run{Text: "hello"}.TCP(), ""},
		"lost data":       {runtest.LostData(), "PSH,ACK PSH,ACK"},
		"lost SYN-ACK":    {runtest.LostSYNACK(), "SYN,ACK SYN SYN,ACK"},
		"fast retransmit": {runtest.FastRetransmit(), "ACK ACK ACK ACK ACK"},
		"overtaken":       {runtest.CrossingDatagrams(), "arrival"},
		"twice":           {runtest.DuplicateDatagram(), "arrival"},
		"backlog":         {runtest.Backlog(), "kernel SYN SYN kernel"},
		"reset":           {runtest.ResetOnTheWire(), "RST,ACK recv RST send"},
	} {
		if got := surprises(tt.rec); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// Which calls stand out.
func TestCalls(t *testing.T) {
	tcp := func(name string, does func(*run.Moment)) *run.Moment {
		m := &run.Moment{Kind: run.Return, Call: &capture.Call{Name: name, Proto: capture.TCP, FD: 3, Size: 6, Result: 6, Exit: time.Unix(9, 0)}, Facts: run.NoFacts()}
		does(m)
		return m
	}
	for name, tt := range map[string]struct {
		m    *run.Moment
		want keys.Rank
	}{
		"a whole message":   {tcp("recv", func(m *run.Moment) { m.Meets.Pieces = 1 }), keys.Usual},
		"two at once":       {tcp("recv", func(m *run.Moment) { m.Meets.Pieces = 2 }), keys.Boundary},
		"a part":            {tcp("recv", func(m *run.Moment) { m.Meets.Pieces, m.Meets.Unread = 1, 9 }), keys.Boundary},
		"all that was":      {tcp("recv", func(m *run.Moment) { m.Meets.Unread, m.Call.Result = 9, 5 }), keys.Usual},
		"the end":           {tcp("recv", func(m *run.Moment) { m.Call.Result = 0 }), keys.Usual},
		"its own end":       {tcp("recv", func(m *run.Moment) { m.Call.Result, m.Meets.ShutRead = 0, true }), keys.Surprise},
		"a failure":         {tcp("send", func(m *run.Moment) { m.Call.Result, m.Call.Errno = -1, "EPIPE" }), keys.Surprise},
		"a timeout":         {tcp("recv", func(m *run.Moment) { m.Call.Result, m.Call.Errno = -1, "EAGAIN" }), keys.Surprise},
		"nothing there":     {tcp("recv", func(m *run.Moment) { m.Call.Result, m.Call.Errno, m.Kind = -1, "EAGAIN", run.Call }), keys.Usual},
		"no room":           {tcp("send", func(m *run.Moment) { m.Kind = run.Enter }), keys.Surprise},
		"a part is taken":   {tcp("send", func(m *run.Moment) { m.Kind, m.Call.Result = run.Call, 5 }), keys.Surprise},
		"nothing is taken":  {tcp("send", func(m *run.Moment) { m.Kind, m.Call.Result, m.Call.Errno = run.Call, -1, "EAGAIN" }), keys.Surprise},
		"all is taken":      {tcp("send", func(m *run.Moment) { m.Kind = run.Call }), keys.Usual},
		"an urgent byte":    {tcp("recv", func(m *run.Moment) { m.Call.Args.Flags = "MSG_OOB" }), keys.Surprise},
		"a recv that waits": {tcp("recv", func(m *run.Moment) { m.Kind = run.Enter }), keys.Usual},
		"accept":            {tcp("accept", func(*run.Moment) {}), keys.Handed},
		"select":            {tcp("select", func(*run.Moment) {}), keys.Ready},
		"half a close":      {tcp("shutdown", func(m *run.Moment) { m.Call.Result = 0 }), keys.Surprise},
		"an empty datagram": {tcp("recvfrom", func(m *run.Moment) { m.Call.Proto, m.Call.Result = capture.UDP, 0 }), keys.Surprise},
		"one not joined":    {tcp("recvfrom", func(m *run.Moment) { m.Call.Proto, m.Meets.ToGroup, m.Meets.Outsider = capture.UDP, true, true }), keys.Surprise},
		"a group's":         {tcp("recvfrom", func(m *run.Moment) { m.Call.Proto, m.Meets.ToGroup = capture.UDP, true }), keys.Turn},
		"what waits":        {tcp("send", func(m *run.Moment) { m.Kind, m.Call.Size, m.Call.Result, m.Quiet = run.Call, 5, 5, true }), keys.Surprise},
		"its own port":      {tcp("bind", func(m *run.Moment) { m.Kind, m.Meets.Own = run.Call, true }), keys.Surprise},
		"one of two":        {tcp("recvfrom", func(m *run.Moment) { m.Call.Proto, m.Meets.More = capture.UDP, true }), keys.Boundary},
		"one that waited":   {tcp("recvfrom", func(m *run.Moment) { m.Call.Proto, m.Meets.Kept = capture.UDP, true }), keys.Surprise},
		"an old answer":     {tcp("recvfrom", func(m *run.Moment) { m.Call.Proto, m.Meets.Stale = capture.UDP, 4 }), keys.Surprise},
		"a cut datagram":    {tcp("recvfrom", func(m *run.Moment) { m.Call.Proto, m.Meets.Larger = capture.UDP, 9 }), keys.Surprise},
	} {
		if got := keys.Of(tt.m); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// Without a surprise the highest rank counts of which there are not too many; who is accepted
// matters where several come.
func TestKey(t *testing.T) {
	for name, tt := range map[string]struct {
		count   [keys.Surprise + 1]int
		clients int
		want    keys.Rank
	}{
		"nothing":         {[...]int{9, 0, 0, 0, 0, 0}, 1, keys.Usual},
		"many surprises":  {[...]int{0, 1, 1, 1, 1, 99}, 1, keys.Surprise},
		"ready":           {[...]int{0, 1, 1, 1, 0, 0}, 3, keys.Ready},
		"too many":        {[...]int{0, 2, 3, 17, 0, 0}, 3, keys.Handed},
		"one client":      {[...]int{0, 2, 1, 0, 0, 0}, 1, keys.Turn},
		"several":         {[...]int{0, 2, 3, 0, 0, 0}, 3, keys.Handed},
		"nothing but all": {[...]int{0, 99, 99, 99, 99, 0}, 3, keys.Usual},
	} {
		if got := keys.Key(tt.count, tt.clients); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// What Nagle's rule has held back stands out; an ACK that its receiver has held back does where
// nothing else happens, and while the connection lasts.
func TestWaits(t *testing.T) {
	for name, tt := range map[string]struct {
		rule  facts.Rule
		state flow.State
		want  keys.Rank
	}{
		"Nagle":                   {facts.Nagle, flow.Established, keys.Surprise},
		"a delayed ACK":           {facts.DelayedACK, flow.Established, keys.Turn},
		"a delayed ACK, of a FIN": {facts.DelayedACK, flow.CloseWait, keys.Usual},
		"nothing":                 {facts.NoRule, flow.Established, keys.Usual},
	} {
		o := flow.Observation{Packet: &capture.Packet{Proto: capture.TCP}, From: flow.Responder}
		o.Before[flow.Responder], o.After[flow.Responder] = tt.state, tt.state
		m := &run.Moment{Kind: run.Packet, Observation: o, Facts: &facts.Facts{Wait: &facts.Wait{Rule: tt.rule}}}
		if got := keys.Of(m); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// A datagram that its program sends again stands out if the one before was lost, and not if each is the same.
func TestAskedAgain(t *testing.T) {
	for _, lost := range []bool{false, true} {
		first, again := &run.Moment{Kind: run.Packet, Facts: &facts.Facts{}}, &run.Moment{Kind: run.Packet, Facts: &facts.Facts{SameAs: 1}}
		for i, m := range []*run.Moment{first, again} {
			m.Packet = &capture.Packet{Number: i + 1, Proto: capture.UDP}
		}
		want := []int(nil)
		if lost {
			first.Facts.Fate, want = &facts.Fate{Loss: &capture.Delivery{Lost: true}}, []int{1, 2}
		}
		r := keys.NewRanking()
		r.Note(first, 1)
		r.Note(again, 2)
		got := r.Keys(1)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("lost: %t, %v", lost, got)
		}
	}
}

// What is not received yet surprises only where the program does not ask what is ready.
func TestUnread(t *testing.T) {
	unread := &run.Moment{Kind: run.Kernel, Says: &run.Says{Unread: 8}, Facts: run.NoFacts()}
	takes := &run.Moment{Kind: run.Return, Call: &capture.Call{Name: "accept", Proto: capture.TCP, FD: 3, Result: 6, Exit: time.Unix(9, 0)}, Facts: run.NoFacts()}
	polls := &run.Moment{Kind: run.Return, Call: &capture.Call{Name: "select", Proto: capture.TCP, FD: 3, Result: 1, Exit: time.Unix(9, 0)}, Facts: run.NoFacts()}
	for name, c := range map[string]struct {
		third *run.Moment
		want  []int
	}{
		"a server that accepts": {takes, []int{1}},
		"one that asks":         {polls, []int{1, 2}},
	} {
		r := keys.NewRanking()
		r.Note(unread, 1)
		r.Note(c.third, 2)
		got := r.Keys(1)
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// That a name server knows no such name turns the story; what else it answers does not.
func TestNameless(t *testing.T) {
	const ask = "\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03www\x07example\x00\x00\x01\x00\x01"
	for name, c := range map[string]struct {
		flags string
		want  keys.Rank
	}{"no such name": {"\x81\x83", keys.Turn}, "no error": {"\x81\x80", keys.Usual}} {
		m := &run.Moment{Kind: run.Packet, Facts: &facts.Facts{}}
		m.Observation = flow.Observation{Conversation: &flow.Conversation{Proto: capture.UDP}, From: flow.Responder}
		m.Packet = &capture.Packet{Proto: capture.UDP, Src: netip.MustParseAddrPort("10.0.0.2:53"), Payload: []byte(ask[:2] + c.flags + ask[4:])}
		if got := keys.Of(m); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
