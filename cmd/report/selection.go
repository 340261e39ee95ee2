package report

import (
	"net/netip"
	"strconv"
	"time"

	"wireladder/capture"
	"wireladder/capture/bpf"
	"wireladder/capture/flow"
)

// Selection says which part of a file is shown. The zero value is all of it.
type Selection struct {
	Stream   StreamName
	Port     uint16       // 0: every port
	Network  netip.Prefix // not valid: every host
	From, To Instant
	Filter   *bpf.Filter // nil: none
}

// StreamName names a stream of a file.
type StreamName struct {
	Proto  capture.Protocol // UDP or TCP; Undecoded: every stream
	Number int
	Either bool // the protocol was not said: TCP's, or UDP's if TCP has none of that number
}

// String returns the name as it is shown to users: "tcp:3".
func (n StreamName) String() string { return n.Proto.String() + ":" + strconv.Itoa(n.Number) }

// picker is stage 3: it picks what was selected of what is settled.
type picker struct {
	*Selection
	whole  bool               // everything is picked
	stream *flow.Conversation // the stream, once its first packet has come
	start  time.Time          // of the file, once its first entry has come
	recent recentNumbers      // packets that were picked, for their deliveries
}

func newPicker(s *Selection) picker { return picker{Selection: s, whole: *s == Selection{}} }

// begin takes notice of when the file starts.
func (s *picker) begin(e *capture.Entry) {
	if s.start.IsZero() {
		s.start = e.Key()
	}
}

// picks reports whether the entry is picked. The error is a *FilterError.
func (s *picker) picks(m *settled) (bool, error) {
	e := &m.entry
	switch {
	case s.whole:
		return true, nil
	case e.Packet != nil:
		ok, err := s.packet(&m.meaning)
		if ok {
			s.recent.add(e.Packet.Number)
		}
		return ok, err
	case e.Call != nil:
		return s.call(e.Call), nil
	case e.Delivery != nil:
		return s.recent.has(e.Delivery.Packet.Number), nil
	}
	return s.kernel(e.Key()), nil
}

// packet reports whether the packet is picked.
func (s *picker) packet(o *flow.Observation) (bool, error) {
	p := o.Packet
	if !s.inStream(o.Conversation) || !s.atPort(p) || !s.atHost(p) || !s.inTime(p.Time) {
		return false, nil
	}
	if s.Filter == nil {
		return true, nil
	}
	ok, err := s.Filter.Match(p)
	if err != nil {
		return false, &FilterError{err}
	}
	return ok, nil
}

// inStream reports whether a packet of the conversation, or of none (nil), is
// one of the stream.
func (s *picker) inStream(c *flow.Conversation) bool {
	if s.Stream.Proto == capture.Undecoded {
		return true
	}
	if c == nil || c.Proto != s.Stream.Proto || c.Stream != s.Stream.Number {
		return false
	}
	s.stream = c
	return true
}

// atPort reports whether one end of the packet, or of the one that it quotes,
// has the port.
func (s *picker) atPort(p *capture.Packet) bool {
	if s.Port == 0 || p.Src.Port() == s.Port || p.Dst.Port() == s.Port {
		return true
	}
	quoted := &p.ICMP.Quoted
	return quoted.Proto != capture.Undecoded && (quoted.Src.Port() == s.Port || quoted.Dst.Port() == s.Port)
}

// atHost reports whether one end of the packet is in the network.
func (s *picker) atHost(p *capture.Packet) bool {
	return !s.Network.IsValid() || s.Network.Contains(p.Src.Addr().Unmap()) || s.Network.Contains(p.Dst.Addr().Unmap())
}

// inTime reports whether t lies in the time asked for, both ends included.
func (s *picker) inTime(t time.Time) bool {
	return (s.From.Form == NoInstant || !t.Before(s.From.in(s.start))) &&
		(s.To.Form == NoInstant || !t.After(s.To.in(s.start)))
}

// undecided reports whether it is too early to say which calls are picked: the
// stream has not begun.
func (s *picker) undecided() bool { return s.Stream.Proto != capture.Undecoded && s.stream == nil }

// call reports whether the call is picked: it was made on a socket of what is
// picked, as far as its addresses tell. An expression picks packets alone.
func (s *picker) call(c *capture.Call) bool {
	if s.Filter != nil || !s.inTime(c.Key()) {
		return false
	}
	return s.callOfStream(c) && s.callAtPort(c) && s.callAtHost(c)
}

// kernel reports whether what the kernel said at that time is picked: it is of all
// sockets, and picked by its time. An expression picks packets alone.
func (s *picker) kernel(at time.Time) bool { return s.Filter == nil && s.inTime(at) }

func (s *picker) callAtPort(c *capture.Call) bool {
	return s.Port == 0 || c.Local.Port() == s.Port || c.Remote.Port() == s.Port
}

func (s *picker) callAtHost(c *capture.Call) bool {
	return !s.Network.IsValid() || s.Network.Contains(c.Local.Addr().Unmap()) || s.Network.Contains(c.Remote.Addr().Unmap())
}

// callOfStream reports whether the call was made on a socket at one end of the
// stream: at that end's address (or any address, for a bound socket), and
// connected to nobody or to the other end.
func (s *picker) callOfStream(c *capture.Call) bool {
	if s.Stream.Proto == capture.Undecoded {
		return true
	}
	if s.stream == nil || c.Proto != s.Stream.Proto {
		return false
	}
	for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
		end, peer := s.stream.Endpoint(side), s.stream.Endpoint(side.Peer())
		at := c.Local == end || c.Local.IsValid() && c.Local.Port() == end.Port() && c.Local.Addr().IsUnspecified()
		if at && (!c.Remote.IsValid() || c.Remote == peer) {
			return true
		}
	}
	return false
}
