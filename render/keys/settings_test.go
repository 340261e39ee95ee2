package keys_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/keys"
)

// setting is the moment of an option that a socket sets.
func setting(s *run.Socket, name string, number int64) *run.Moment {
	c := &capture.Call{Name: "setsockopt", Proto: capture.TCP, FD: 3, Exit: time.Unix(9, 0)}
	c.Args.Option = capture.SocketOption{Name: name, Number: number}
	return &run.Moment{Kind: run.Call, Call: c, Socket: s, Facts: run.NoFacts()}
}

// An option stands out where what it is about has happened, and nowhere else.
func TestSettings(t *testing.T) {
	at := netip.MustParseAddrPort("[::]:12000")
	s, other := &run.Socket{FD: 3, IPv6: true, Local: at}, &run.Socket{FD: 4, IPv6: true, Local: netip.MustParseAddrPort("[::]:12001")}
	accepts := func(from string) *run.Moment {
		c := &capture.Call{Name: "accept", Proto: capture.TCP, FD: 3, Result: 5, Remote: netip.MustParseAddrPort(from), Exit: time.Unix(9, 0)}
		return &run.Moment{Kind: run.Return, Call: c, Socket: s, Facts: run.NoFacts()}
	}
	refuses := func(by string) *run.Moment {
		p := &capture.Packet{Proto: capture.TCP, Src: netip.MustParseAddrPort(by), TCP: capture.TCPHeader{Flags: capture.RST}}
		return &run.Moment{Kind: run.Packet, Observation: flow.Observation{Packet: p}, Facts: &facts.Facts{Reset: &facts.Reset{Why: facts.Refuses}}}
	}
	held := &run.Moment{Kind: run.Packet, Observation: flow.Observation{Packet: &capture.Packet{Proto: capture.TCP}}, Facts: &facts.Facts{Wait: &facts.Wait{Rule: facts.Nagle}}}
	lingers := func(seconds string) *run.Moment {
		m := setting(s, "SO_LINGER", 1)
		m.Call.Args.Option.Value = "{1, " + seconds + "}"
		return m
	}
	breaks := func(by *run.Socket) *run.Moment {
		m := refuses("[::1]:12000")
		m.Facts.Reset, m.From = &facts.Reset{Linger0: true}, by
		return m
	}
	toGroup := func(spares *run.Socket) *run.Moment {
		m := &run.Moment{Kind: run.Packet, Facts: run.NoFacts(), Bystanders: []*run.Socket{spares}}
		m.Packet = &capture.Packet{Proto: capture.UDP}
		return m
	}
	for name, tt := range map[string]struct {
		set, happens *run.Moment
		want         bool
	}{
		"both families, and one over IPv4":   {setting(s, "IPV6_V6ONLY", 0), accepts("127.0.0.1:40001"), true},
		"both families, and one over IPv6":   {setting(s, "IPV6_V6ONLY", 0), accepts("[::1]:40001"), false},
		"another socket":                     {setting(other, "IPV6_V6ONLY", 0), accepts("127.0.0.1:40001"), false},
		"IPv6 alone, and one over IPv4":      {setting(s, "IPV6_V6ONLY", 1), refuses("127.0.0.1:12000"), true},
		"IPv6 alone, and one over IPv6":      {setting(s, "IPV6_V6ONLY", 1), refuses("[::1]:12000"), false},
		"IPv6 alone, at another port":        {setting(other, "IPV6_V6ONLY", 1), refuses("127.0.0.1:12000"), false},
		"Nagle, and something is held":       {setting(s, "TCP_NODELAY", 1), held, true},
		"Nagle, and nothing is held":         {setting(s, "TCP_NODELAY", 1), refuses("127.0.0.1:12000"), false},
		"Nagle again, and something is held": {setting(s, "TCP_NODELAY", 0), held, false},
		"no lingering, and a RST":            {lingers("0"), breaks(s), true},
		"no lingering, and another's RST":    {lingers("0"), breaks(other), false},
		"lingering, and a RST":               {lingers("9"), breaks(s), false},
		"its groups alone, and it is spared": {setting(s, "IP_MULTICAST_ALL", 0), toGroup(s), true},
		"its groups alone, and another is":   {setting(s, "IP_MULTICAST_ALL", 0), toGroup(other), false},
		"all groups":                         {setting(s, "IP_MULTICAST_ALL", 1), toGroup(s), false},
		"another option":                     {setting(s, "SO_RCVBUF", 1), held, false},
	} {
		for _, order := range [][2]*run.Moment{{tt.set, tt.happens}, {tt.happens, tt.set}} {
			r := keys.NewRanking()
			set := 1
			for i, m := range order {
				if r.Note(m, 1+i); m == tt.set {
					set = 1 + i
				}
			}
			if got := slices.Contains(r.Keys(1), set); got != tt.want {
				t.Errorf("%s: it stands out: %t", name, got)
			}
		}
	}
}
