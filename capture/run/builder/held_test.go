package builder_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
)

// A small segment that goes with the ACK of the one before it, though its octets had been handed
// over long before, has waited for that: Nagle's rule. Calls show it where packets alone do not, and
// where these alone deceive.
func TestHeldBack(t *testing.T) {
	const rtt = 50 * time.Millisecond
	send := func(text string) made {
		return tcp("client", "send", 3).at(clientAt).with(serverAt).moves(text, len(text))
	}
	two := func(tp tape) { tp.do(send("two, ")) }
	for name, tt := range map[string]struct {
		before func(tp tape) // any segment
		first  string
		after  func(tp tape) // it, and before its ACK
		late   time.Duration // behind the ACK
		later  func(tp tape) // before it, at that time
		want   bool
	}{
		"it was handed over": {nil, "one, ", two, 0, nil, true},
		"in two calls":       {nil, "one, ", func(tp tape) { tp.do(send("tw"), send("o, ")) }, 0, nil, true},
		"nothing was":        {nil, "one, ", func(tape) {}, 0, two, false},
		"it comes late":      {nil, "one, ", two, rtt, nil, false},
		"with TCP_NODELAY":   {func(tp tape) { tp.do(tcp("client", "setsockopt", 3).at(clientAt).args("SOL_TCP, TCP_NODELAY, 1")) }, "one, ", two, 0, nil, false},
		"after shutdown()": {nil, "one, ", func(tp tape) {
			two(tp)
			tp.do(tcp("client", "shutdown", 3).at(clientAt).with(serverAt).args("SHUT_WR"))
		}, 0, nil, false},
		"the one before is no small": {nil, string(make([]byte, 1460)), two, 0, nil, false},
	} {
		tp := newTape()
		tp.do(tcp("client", "socket", -1).args("AF_INET, SOCK_STREAM, 0").returns(3), tcp("client", "connect", 3).at(clientAt).with(serverAt).args(serverAt.String()))
		l := tp.between(clientAt, serverAt)
		l.opens()
		if tt.before != nil {
			tt.before(tp)
		}
		tp.do(send(tt.first))
		l.c(pshAck, tt.first)
		tt.after(tp)
		tp.Wait(rtt)
		ack := l.s(capture.ACK, "")
		tp.Wait(tt.late)
		if tt.later != nil {
			tt.later(tp)
		}
		l.c(pshAck, "two, ")
		r := tp.of()
		m := r.Moments[len(r.Moments)-1]
		w := m.Facts.Wait
		if held := w != nil && w.Rule == facts.Nagle; held != tt.want || held && (w.ACK != ack || w.Since != ack-1 || w.For < rtt) {
			t.Errorf("%s: %+v", name, w)
		}
	}
}

// A close() or shutdown() that sends nothing leaves its FIN behind what was given before and has not gone out yet.
func TestFINWaits(t *testing.T) {
	send := tcp("client", "send", 3).at(clientAt).with(serverAt).moves("hello", 5)
	ends := func(name string) made { return tcp("client", name, 3).at(clientAt).with(serverAt) }
	for name, tt := range map[string]struct {
		call   made
		before func(tp tape, l *line)
		during func(l *line)
		want   bool
	}{
		"close() behind data":    {ends("close"), func(tp tape, _ *line) { tp.do(send) }, nil, true},
		"close() of all that is": {ends("close"), func(tp tape, l *line) { tp.do(send); l.c(pshAck, "hello") }, nil, false},
		"close() sends it":       {ends("close"), func(tp tape, _ *line) { tp.do(send) }, func(l *line) { l.c(pshAck|capture.FIN, "hello") }, false},
		"after a RST":            {ends("close"), func(tp tape, l *line) { tp.do(send); l.s(rstAck, "") }, nil, false},
		"shutdown(SHUT_WR)":      {ends("shutdown").args("SHUT_WR"), func(tp tape, _ *line) { tp.do(send) }, nil, true},
		"shutdown(SHUT_RD)":      {ends("shutdown").args("SHUT_RD"), func(tp tape, _ *line) { tp.do(send) }, nil, false},
	} {
		tp := newTape()
		tp.do(tcp("client", "socket", -1).args("AF_INET, SOCK_STREAM, 0").returns(3), tcp("client", "connect", 3).at(clientAt).with(serverAt).args(serverAt.String()))
		l := tp.between(clientAt, serverAt)
		l.opens()
		tt.before(tp, l)
		c := tp.Enter(tt.call.Call)
		if tt.during != nil {
			tt.during(l)
		}
		tp.Return(c)
		m := theCall(t, tp.of(), tt.call.Name)
		if m.FINWaits() != tt.want || tt.want && m.Meets.Unsent != 5 {
			t.Errorf("%s: the FIN waits: %v, behind %d bytes", name, m.FINWaits(), m.Meets.Unsent)
		}
	}
}
