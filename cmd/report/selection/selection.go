package selection

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

// IsWhole reports whether everything is selected.
func (s *Selection) IsWhole() bool { return *s == Selection{} }

// StreamName names a stream of a file.
type StreamName struct {
	Proto  capture.Protocol // UDP or TCP; Undecoded: every stream
	Number int
	Either bool // the protocol was not said: TCP's, or UDP's if TCP has none of that number
}

// String returns the name as it is shown to users: "tcp:3".
func (n StreamName) String() string { return n.Proto.String() + ":" + strconv.Itoa(n.Number) }

// Picker picks what is selected, in the order of the file. Make one with NewPicker.
type Picker struct {
	selected *Selection
	stream   *flow.Conversation // the stream, once its first packet has come
	start    time.Time          // of the file, once its first entry has come
	recent   recentNumbers      // packets that were picked, for their deliveries
}

// NewPicker returns a Picker of what s selects.
func NewPicker(s *Selection) *Picker { return &Picker{selected: s} }

// Begin takes notice of when the file starts.
func (s *Picker) Begin(e *capture.Entry) {
	if s.start.IsZero() {
		s.start = e.Key()
	}
}

// Picks reports whether an entry is picked that, if it is a packet, means o. The error
// is a *FilterError.
func (s *Picker) Picks(e *capture.Entry, o *flow.Observation) (bool, error) {
	switch {
	case e.Packet != nil:
		ok, err := s.packet(o)
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
func (s *Picker) packet(o *flow.Observation) (bool, error) {
	p := o.Packet
	if !s.inStream(o.Conversation) || !s.atPort(p) || !s.atHost(p) || !s.inTime(p.Time) {
		return false, nil
	}
	if s.selected.Filter == nil {
		return true, nil
	}
	ok, err := s.selected.Filter.Match(p)
	if err != nil {
		return false, &FilterError{err}
	}
	return ok, nil
}

// inStream reports whether a packet of the conversation, or of none (nil), is
// one of the stream.
func (s *Picker) inStream(c *flow.Conversation) bool {
	if s.selected.Stream.Proto == capture.Undecoded {
		return true
	}
	if c == nil || c.Proto != s.selected.Stream.Proto || c.Stream != s.selected.Stream.Number {
		return false
	}
	s.stream = c
	return true
}

// atPort reports whether one end of the packet, or of the one that it quotes,
// has the port.
func (s *Picker) atPort(p *capture.Packet) bool {
	if s.selected.Port == 0 || p.Src.Port() == s.selected.Port || p.Dst.Port() == s.selected.Port {
		return true
	}
	quoted := &p.ICMP.Quoted
	return quoted.Proto != capture.Undecoded && (quoted.Src.Port() == s.selected.Port || quoted.Dst.Port() == s.selected.Port)
}

// atHost reports whether one end of the packet is in the network.
func (s *Picker) atHost(p *capture.Packet) bool {
	return !s.selected.Network.IsValid() || s.selected.Network.Contains(p.Src.Addr().Unmap()) || s.selected.Network.Contains(p.Dst.Addr().Unmap())
}

// inTime reports whether t lies in the time asked for, both ends included.
func (s *Picker) inTime(t time.Time) bool {
	return (s.selected.From.Form == NoInstant || !t.Before(s.selected.From.in(s.start))) &&
		(s.selected.To.Form == NoInstant || !t.After(s.selected.To.in(s.start)))
}

// Undecided reports whether it is too early to say which calls are picked: the
// stream has not begun.
func (s *Picker) Undecided() bool {
	return s.selected.Stream.Proto != capture.Undecoded && s.stream == nil
}

// call reports whether the call is picked: it was made on a socket of what is
// picked, as far as its addresses tell. An expression picks packets alone.
func (s *Picker) call(c *capture.Call) bool {
	if s.selected.Filter != nil || !s.inTime(c.Key()) {
		return false
	}
	return s.callOfStream(c) && s.callAtPort(c) && s.callAtHost(c)
}

// kernel reports whether what the kernel said at that time is picked: it is of all
// sockets, and picked by its time. An expression picks packets alone.
func (s *Picker) kernel(at time.Time) bool { return s.selected.Filter == nil && s.inTime(at) }

func (s *Picker) callAtPort(c *capture.Call) bool {
	return s.selected.Port == 0 || c.Local.Port() == s.selected.Port || c.Remote.Port() == s.selected.Port
}

func (s *Picker) callAtHost(c *capture.Call) bool {
	return !s.selected.Network.IsValid() || s.selected.Network.Contains(c.Local.Addr().Unmap()) || s.selected.Network.Contains(c.Remote.Addr().Unmap())
}

// callOfStream reports whether the call was made on a socket at one end of the
// stream: at that end's address (or any address, for a bound socket), and
// connected to nobody or to the other end.
func (s *Picker) callOfStream(c *capture.Call) bool {
	if s.selected.Stream.Proto == capture.Undecoded {
		return true
	}
	if s.stream == nil || c.Proto != s.selected.Stream.Proto {
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
