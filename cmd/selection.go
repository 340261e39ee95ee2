package cmd

import (
	"net/netip"
	"time"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/bpf"
	"wireladder/capture/flow"
)

// selectOptions say which part of a file is shown. All of the file is analysed
// whatever they say, so that its streams keep their numbers.
type selectOptions struct {
	Flow   string // "3", "tcp:3" or "udp:0"
	Port   uint16
	Host   string // address, or address/bits
	From   string // see parseMoment
	To     string
	Filter string // see pcap-filter(7)
}

func (o *selectOptions) addFlags(f *pflag.FlagSet) {
	f.StringVar(&o.Flow, "flow", "", "only the stream `N`: tcp:3, udp:3, or 3 (TCP's, else UDP's)")
	f.Uint16Var(&o.Port, "port", 0, "only what goes to or from the `port`")
	f.StringVar(&o.Host, "host-filter", "", "only what goes to or from the `address`, or the network address/bits")
	f.StringVar(&o.From, "from", "", "only from the `time` on: since the start (1.5s), of the clock (15:04:05, UTC) or RFC 3339")
	f.StringVar(&o.To, "to", "", "only up to the `time`")
	f.StringVar(&o.Filter, "filter", "", "only packets that the `expression` of pcap-filter(7) passes, as tcpdump has it")
}

// selection picks packets and calls. The zero value picks all of them.
type selection struct {
	stream   streamName // proto is Undecoded: every stream
	port     uint16     // 0: every port
	network  netip.Prefix
	from, to moment
	filter   *bpf.Filter

	found *flow.Conversation // the stream, once its first packet has come
	start time.Time          // of the file, once its first entry has come
}

// selection parses the options.
func (o *selectOptions) selection() (*selection, error) {
	s := &selection{port: o.Port}
	var err error
	for _, parse := range []func() error{
		func() error { s.stream, err = parseStream(o.Flow); return err },
		func() error { s.network, err = parseNetwork(o.Host); return err },
		func() error { s.from, err = parseMoment("from", o.From); return err },
		func() error { s.to, err = parseMoment("to", o.To); return err },
		func() error { s.filter, err = parseFilter(o.Filter); return err },
	} {
		if err := parse(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// parseNetwork reads an address or a network; "" is none.
func parseNetwork(s string) (netip.Prefix, error) {
	if s == "" {
		return netip.Prefix{}, nil
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), nil
	}
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, misused("say it as 10.0.0.1, 10.0.0.0/8, ::1 or 2001:db8::/32", "no address or network: %q", s)
	}
	return netip.PrefixFrom(a, a.BitLen()), nil
}

// parseFilter makes the filter; "" is none.
func parseFilter(s string) (*bpf.Filter, error) {
	if s == "" {
		return nil, nil
	}
	f, err := bpf.New(s)
	if err != nil {
		return nil, misused("build it with cgo and libpcap (CGO_ENABLED=1), or use --flow, --port, --host-filter, --from and --to", "can't use --filter: %w", err)
	}
	return f, nil
}

// all reports whether everything is picked.
func (s *selection) all() bool {
	return s.stream.proto == capture.Undecoded && s.port == 0 && !s.network.IsValid() && !s.from.given && !s.to.given && s.filter == nil
}

// packet reports whether the packet is picked.
func (s *selection) packet(o *flow.Observation) (bool, error) {
	p := o.Packet
	if !s.inStream(o.Conversation) || !s.atPort(p) || !s.atHost(p) || !s.inTime(p.Time) {
		return false, nil
	}
	if s.filter == nil {
		return true, nil
	}
	ok, err := s.filter.Match(p)
	if err != nil {
		return false, misused("see pcap-filter(7)", "%w", err)
	}
	return ok, nil
}

// inStream reports whether a packet of the conversation, or of none (nil), is
// one of the stream.
func (s *selection) inStream(c *flow.Conversation) bool {
	if s.stream.proto == capture.Undecoded {
		return true
	}
	if c == nil || c.Proto != s.stream.proto || c.Stream != s.stream.number {
		return false
	}
	s.found = c
	return true
}

// atPort reports whether one end of the packet, or of the one that it quotes,
// has the port.
func (s *selection) atPort(p *capture.Packet) bool {
	if s.port == 0 || p.Src.Port() == s.port || p.Dst.Port() == s.port {
		return true
	}
	quoted := &p.ICMP.Quoted
	return quoted.Proto != capture.Undecoded && (quoted.Src.Port() == s.port || quoted.Dst.Port() == s.port)
}

// atHost reports whether one end of the packet is in the network.
func (s *selection) atHost(p *capture.Packet) bool {
	return !s.network.IsValid() || s.network.Contains(p.Src.Addr().Unmap()) || s.network.Contains(p.Dst.Addr().Unmap())
}

// inTime reports whether t lies in the time asked for, both ends included. A packet
// without time does not, if there is one.
func (s *selection) inTime(t time.Time) bool {
	if t.IsZero() {
		return !s.from.given && !s.to.given
	}
	return (!s.from.given || !t.Before(s.from.at(s.start))) && (!s.to.given || !t.After(s.to.at(s.start)))
}

// undecided reports whether it is too early to say which calls are picked: the
// stream has not begun.
func (s *selection) undecided() bool { return s.stream.proto != capture.Undecoded && s.found == nil }

// call reports whether the call is picked: it was made on a socket of what is
// picked, as far as its addresses tell. An expression picks packets alone.
func (s *selection) call(c *capture.Call) bool {
	if s.all() {
		return true
	}
	if s.filter != nil || !s.inTime(c.Key()) {
		return false
	}
	return s.callOfStream(c) && s.callAtPort(c) && s.callAtHost(c)
}

// kernel reports whether what the kernel said or counted is picked: it is of all
// sockets, and picked by its time. An expression picks packets alone.
func (s *selection) kernel(at time.Time) bool {
	return s.all() || s.filter == nil && s.inTime(at)
}

func (s *selection) callAtPort(c *capture.Call) bool {
	return s.port == 0 || c.Local.Port() == s.port || c.Remote.Port() == s.port
}

func (s *selection) callAtHost(c *capture.Call) bool {
	return !s.network.IsValid() || s.network.Contains(c.Local.Addr().Unmap()) || s.network.Contains(c.Remote.Addr().Unmap())
}

// callOfStream reports whether the call was made on a socket at one end of the
// stream: at that end's address (or any address, for a bound socket), and
// connected to nobody or to the other end.
func (s *selection) callOfStream(c *capture.Call) bool {
	if s.stream.proto == capture.Undecoded {
		return true
	}
	if s.found == nil || c.Proto != s.stream.proto {
		return false
	}
	for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
		end, peer := s.found.Endpoint(side), s.found.Endpoint(side.Peer())
		at := c.Local == end || c.Local.IsValid() && c.Local.Port() == end.Port() && c.Local.Addr().IsUnspecified()
		if at && (!c.Remote.IsValid() || c.Remote == peer) {
			return true
		}
	}
	return false
}
