package words_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/rendertest"
	"wireladder/render/words"
)

// TestSeldomSentences lists the sentences for facts that no recording of this package
// has: each stands here once, so that a change of any is seen.
func TestSeldomSentences(t *testing.T) {
	var b bytes.Buffer
	for _, m := range seldom() {
		s := words.Of(m)
		fmt.Fprintf(&b, "%s\n  | %s\n  | %s\n\n", label(m), s.Brief, s.Full)
	}
	rendertest.Golden(t, "seldom.txt", bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// seldom returns the moments.
func seldom() []*run.Moment {
	all := append(seldomOpenings(), seldomACKs()...)
	all = append(all, seldomData()...)
	all = append(all, seldomRepetitions()...)
	all = append(all, seldomResets()...)
	return append(all, seldomDatagrams()...)
}

func seldomOpenings() []*run.Moment {
	syn := func(change func(m *run.Moment)) *run.Moment { return segment(capture.SYN, flow.SYN, change) }
	synAck := func(change func(m *run.Moment)) *run.Moment {
		return segment(capture.SYN|capture.ACK, flow.SYNACK, func(m *run.Moment) {
			m.Acked, m.Ack = flow.Acknowledged{SYN: true}, 1
			change(m)
		})
	}
	return []*run.Moment{
		syn(func(m *run.Moment) { m.Facts.Opened = 8 }),
		syn(func(m *run.Moment) { m.Facts.Full, m.Facts.Kernel = true, []string{"ListenOverflows"} }),
		synAck(func(m *run.Moment) { m.Facts.SYN = 11 }),
		synAck(func(m *run.Moment) { m.Counts = [2]uint32{} }),
		synAck(func(m *run.Moment) { m.Facts.Elsewhere = elsewhere("10.0.0.3:80") }),
		synAck(func(m *run.Moment) { m.Facts.Open = facts.Crossing }), synAck(func(m *run.Moment) { m.Facts.Rival = 8 }), bare(func(m *run.Moment) { m.Facts.Rival = 8 }),
		synAck(func(m *run.Moment) { m.Packet.PayloadLength = 5 }),
		synAck(func(m *run.Moment) { m.Facts.Kernel = []string{"SyncookiesSent"} }),
		synAck(func(m *run.Moment) {
			m.Facts.Kernel, m.Facts.Unfinished = []string{"SyncookiesSent", "TCPReqQFullDoCookies"}, []int{2}
		}),
		synAck(func(m *run.Moment) {
			m.Facts.Kernel, m.Facts.Unfinished = []string{"SyncookiesSent", "TCPReqQFullDoCookies"}, []int{2, 4}
		}),
		synAck(func(m *run.Moment) {
			m.Facts.Kernel, m.Facts.Open = []string{"SyncookiesSent"}, facts.WithoutOptions
		}),
		bare(func(m *run.Moment) {
			m.Acked, m.Facts.Kernel = flow.Acknowledged{SYN: true}, []string{"SyncookiesRecv"}
		}),
	}
}

func seldomACKs() []*run.Moment {
	trigger := func(events flow.Events, d facts.Dup) *run.Moment {
		return bare(func(m *run.Moment) {
			d.Trigger = &facts.Segment{Number: 8, Seq: 11, Next: 16, Events: events}
			m.Facts.Dup = &d
		})
	}
	return []*run.Moment{
		bare(func(m *run.Moment) {
			m.Ack, m.Packet.TCP.Ack = -5, 4_000_000_000
			m.Facts.BelowSYN = true
		}),
		bare(func(m *run.Moment) {
			m.Ack, m.Acked = 21, flow.Acknowledged{SYN: true, From: 20, To: 21}
			m.After[0] = flow.SynReceived
		}),
		trigger(flow.SYNACK, facts.Dup{}), trigger(flow.FIN, facts.Dup{Old: true, Waits: true}), trigger(flow.Data, facts.Dup{Twice: true}),
		trigger(flow.Data, facts.Dup{Holds: []facts.Span{{From: 31, To: 36}, {From: 41, To: 46}}}), trigger(flow.Data, facts.Dup{Holds: []facts.Span{{From: 31, To: 36}, {From: 41, To: 46}, {From: 51, To: 52}}}),
		bare(func(m *run.Moment) { m.Facts.Challenge = 8 }), bare(func(m *run.Moment) { m.Facts.AnswersProbe = 8 }),
		bare(func(m *run.Moment) { m.Acked, m.Facts.NotTaken = flow.Acknowledged{SYN: true}, 12 }),
		bare(func(m *run.Moment) { m.Acked = flow.Acknowledged{SYN: true, From: 1, To: 21} }),
		bare(func(m *run.Moment) { m.Facts.Older = 8 }),
		bare(func(m *run.Moment) {
			m.Facts.Reneged = &facts.Reneged{Span: facts.Span{From: 21, To: 31}, Named: 8}
		}),
		bare(func(m *run.Moment) { m.Facts.Open = facts.AgreesCounts }),
		segment(capture.PSH, 0, func(*run.Moment) {}), segment(0, 0, func(*run.Moment) {}),
	}
}

func seldomData() []*run.Moment {
	span := facts.Span{From: 4, To: 9}
	partly := &facts.Gap{Span: span, Partly: 12}
	return []*run.Moment{
		data(11, 16, func(m *run.Moment) { m.Facts.Before = partly }), data(11, 16, func(m *run.Moment) { m.Facts.Unseen = partly }),
		data(11, 16, func(m *run.Moment) { m.Facts.Late = &facts.Late{InTrip: true} }),
		data(11, 16, func(m *run.Moment) { m.Facts.Late = &facts.Late{Asked: []int{7, 8}} }),
		data(11, 16, func(m *run.Moment) { m.Ack, m.Acked = -2, flow.Acknowledged{From: -7, To: -2} }),
		data(11, 16, func(m *run.Moment) { m.Acked = flow.Acknowledged{From: 1, To: 21} }),
		data(11, 16, func(m *run.Moment) {
			m.Facts.Wait = &facts.Wait{For: 50 * time.Millisecond, Since: 7, ACK: 8, Rule: facts.Nagle, Given: true}
		}),
		data(11, 16, func(m *run.Moment) { m.Facts.Copies = []int{10, 11} }),
		data(11, 16, func(m *run.Moment) { m.Facts.Crosses = 8 }), data(11, 16, func(m *run.Moment) { m.Facts.Above = 4 }),
		segment(capture.FIN|capture.ACK, flow.FIN, func(m *run.Moment) { m.Facts.Unseen = &facts.Gap{Span: facts.Span{From: 20, To: 21}} }),
	}
}

func seldomRepetitions() []*run.Moment {
	var all []*run.Moment
	for cause := facts.NoCause; cause <= facts.ThrownAway; cause++ {
		all = append(all, again(func(_ *run.Moment, a *facts.Again) { a.Cause, a.Evidence = cause, []int{8, 7, 6} }))
	}
	return append(all,
		again(func(m *run.Moment, _ *facts.Again) { m.Facts.Open = facts.WithoutECN }),
		again(func(m *run.Moment, _ *facts.Again) { m.Facts.Open = facts.WithoutFast }),
		again(func(_ *run.Moment, a *facts.Again) { a.Twice = 12 }),
		again(func(_ *run.Moment, a *facts.Again) { a.Alone = true }),
		again(func(_ *run.Moment, a *facts.Again) { a.After = facts.ShortestTimeout }),
		again(func(_ *run.Moment, a *facts.Again) { a.After = facts.ShortestTimeout - 1 }),
		again(func(m *run.Moment, a *facts.Again) { m.Events, a.After = flow.SYN, facts.ShortestTimeout }),
		again(func(_ *run.Moment, a *facts.Again) {
			a.New, a.Covered = facts.Span{From: 14, To: 16}, facts.Span{From: 11, To: 12}
		}),
		again(func(_ *run.Moment, a *facts.Again) { a.First, a.Acked = nil, 8 }),
		again(func(_ *run.Moment, a *facts.Again) { a.Cause, a.Held = facts.Timeout, 8 }),
		again(func(_ *run.Moment, a *facts.Again) {
			a.Cause, a.Covered = facts.Timeout, facts.Span{From: 11, To: 12}
		}),
		again(func(_ *run.Moment, a *facts.Again) { a.Cause, a.Evidence, a.AsLarge = facts.TooBig, []int{8}, true }),
		again(func(_ *run.Moment, a *facts.Again) {
			a.Cause, a.Evidence, a.First.Length = facts.TooBig, []int{8}, 10
		}),
	)
}

func seldomResets() []*run.Moment {
	counted := func(counter string, r facts.Reset) *run.Moment {
		m := reset(r)
		m.Facts.Kernel = []string{counter}
		return m
	}
	all := []*run.Moment{
		counted("TCPAbortOnClose", facts.Reset{Closed: true, Unread: 3}), counted("TCPAbortOnData", facts.Reset{Closed: true, Linger0: true}),
		counted("TCPAbortOnData", facts.Reset{Why: facts.SocketGone, Answers: 8, ShutIn: true}), counted("TCPAbortOnData", facts.Reset{Why: facts.SocketGone, Answers: 8, Closed: true}),
		counted("TCPAbortOnData", facts.Reset{Closed: true}),
	}
	for _, r := range []facts.Reset{
		{Hops: [2]uint8{64, 250}}, {Hops: [2]uint8{64, 250}, Why: facts.Refuses, Answers: 8}, {Hops: [2]uint8{64, 250}, Bytes: 5},
		{Why: facts.RefusesBack, Answers: 8, WrongACK: true}, {Why: facts.RefusesBack, Answers: 8}, {Why: facts.SocketGone, Answers: 8, AfterFIN: 6},
		{Unaccepted: true}, {Challenged: 12}, {Inexact: true}, {Ignored: true}, {ShutIn: true},
		{Why: facts.GivesUp, Probes: []int{6, 7, 8}}, {Why: facts.NotAnswered, Tries: []int{8}},
		{Why: facts.Refuses}, {Why: facts.Refuses, Answers: 8, Listens: 12}, {Why: facts.Refuses, Answers: 8, Listens: 9}, {Why: facts.Refuses, Answers: 8, Listens: 3}, {Why: facts.Refuses, Answers: 8, Listens: 12, Agrees: true}, {Why: facts.Refuses, Answers: 8, Listens: 3, Only6: true},
		{Again: 8}, {AfterFIN: 8}, {First: true}, {Bytes: 5}, {Silent: true}, {Calls: true, Bytes: 5},
		{Why: facts.SocketGone, Answers: 8, Asks: 7}, {Why: facts.SocketGone, Answers: 8, Bare: true}, {Why: facts.SocketGone, Answers: 8, Took: 7}, {Why: facts.SocketGone, Answers: 8, First: true},
		{Why: facts.SocketGone, Answers: 8, Hops: [2]uint8{64, 250}}, {Why: facts.SocketGone, Answers: 8, GoesOn: 12, Hops: [2]uint8{64, 250}}, {GoesOn: 12}, {GoesOn: 12, Challenged: 11},
		{Links: [2][6]byte{{2}, {4}}}, {Why: facts.SocketGone, Answers: 8, Links: [2][6]byte{{2}, {4}}}, {Crosses: 8}, {Idle: 350 * time.Second, Bytes: 5}, {Why: facts.RefusesBack, Answers: 8, Asked: 7}, {Why: facts.RefusesBack, Answers: 8, Elsewhere: elsewhere("10.0.0.3:80")},
	} {
		all = append(all, reset(r))
	}
	text := reset(facts.Reset{Text: true, Bytes: 5})
	text.Packet.PayloadLength = 12
	all = append(all, text)
	for _, r := range []facts.Reset{{Silent: true}, {Silent: true, Bytes: 5}} {
		m := reset(r)
		m.Observation.From = flow.Responder
		all = append(all, m)
	}
	return all
}

// datagram returns the moment of a datagram of the client, packet 9.
func datagram(change func(m *run.Moment)) *run.Moment {
	return segment(0, 0, func(m *run.Moment) {
		m.Packet.Proto, m.Conversation.Proto, m.Packet.PayloadLength = capture.UDP, capture.UDP, 5
		change(m)
	})
}

// icmp returns the moment of an ICMP error about the client's packet 8.
func icmp(quoted capture.Protocol, e facts.Error) *run.Moment {
	return datagram(func(m *run.Moment) {
		m.Packet.Proto, m.Packet.ICMP = capture.ICMP, capture.ICMPHeader{Type: 3, Code: 77, Quoted: capture.Quote{Proto: quoted}}
		e.Target = netip.MustParseAddrPort("10.0.0.2:53")
		m.Facts.Error = &e
	})
}

// piece returns the moment of a fragment.
func piece(protocol uint8, f facts.Fragment) *run.Moment {
	return datagram(func(m *run.Moment) {
		m.Conversation, m.Facts.Fragment = nil, &f
		m.Packet.IP.Protocol, m.Packet.IP.ID, m.Packet.IP.FragmentOffset = protocol, 77, 1480
	})
}

// stray returns the moment of a message of ICMP about nothing.
func stray(protocol capture.Protocol, kind uint8) *run.Moment {
	return datagram(func(m *run.Moment) {
		m.Conversation, m.Packet.Proto, m.Packet.ICMP = nil, protocol, capture.ICMPHeader{Type: kind}
	})
}

// echo is stray for a ping or its answer.
func echo(kind uint8, e facts.Echo) *run.Moment {
	m := stray(capture.ICMP, kind)
	m.Facts.Echo = &e
	return m
}

// elsewhere is that packet 7 had asked another one.
func elsewhere(at string) *facts.Elsewhere {
	return &facts.Elsewhere{Asked: 7, At: netip.MustParseAddrPort(at)}
}

func seldomDatagrams() []*run.Moment {
	all := []*run.Moment{
		datagram(func(m *run.Moment) { m.Facts.Group = &facts.Group{Kind: facts.PerhapsBroadcast} }),
		datagram(func(m *run.Moment) { m.Facts.Group = &facts.Group{Kind: facts.Broadcast, Answers: 8} }),
		datagram(func(m *run.Moment) { m.Observation.From, m.Counts = flow.Responder, [2]uint32{2, 1} }), // the only answer to two questions
		datagram(func(m *run.Moment) { m.Facts.Elsewhere = elsewhere("127.0.0.1:69") }), datagram(func(m *run.Moment) { m.Facts.Elsewhere = elsewhere("10.0.0.3:69") }), datagram(func(m *run.Moment) { m.Facts.Elsewhere = elsewhere("224.0.0.251:5353") }),
		datagram(func(m *run.Moment) { m.Facts.SameAs = 8 }), datagram(func(m *run.Moment) { m.Packet.Problem = "a length of 3" }),
		datagram(func(m *run.Moment) { m.Conversation, m.Packet.Problem = nil, "a header that is cut off" }), datagram(func(m *run.Moment) { m.Conversation = nil }),
		datagram(func(m *run.Moment) { m.Facts.Fragment = &facts.Fragment{First: 3, Whole: 9, Pieces: 4} }),
		piece(17, facts.Fragment{Ports: [2]uint16{5000, 53}, Length: 3000, Begins: true, Pieces: 1}), piece(6, facts.Fragment{Ports: [2]uint16{5000, 80}, Begins: true, Pieces: 1}),
		piece(17, facts.Fragment{Same: 8, Pieces: 2}), piece(17, facts.Fragment{Whole: 9, Pieces: 2}), piece(17, facts.Fragment{Whole: 12, Pieces: 2}), piece(17, facts.Fragment{Overlaps: 8, Pieces: 2}), piece(17, facts.Fragment{Mixed: 12, Pieces: 2}),
		icmp(capture.UDP, facts.Error{Kind: facts.PortUnreachable, About: 8}), icmp(capture.TCP, facts.Error{Kind: facts.PortUnreachable, About: 8}), icmp(capture.TCP, facts.Error{Kind: facts.PortUnreachable, Filter: true}),
		icmp(capture.TCP, facts.Error{Kind: facts.TooBigError, MTU: 1300}), icmp(capture.TCP, facts.Error{Kind: facts.TooBigError, V6: true, MTU: 1280}),
		icmp(capture.UDP, facts.Error{Kind: facts.HostUnreachable, Own: true}), icmp(capture.UDP, facts.Error{Router: netip.MustParseAddr("10.0.0.9"), Kind: facts.TimeExceeded}),
		icmp(capture.UDP, facts.Error{Kind: 99}), icmp(capture.UDP, facts.Error{Kind: facts.PortUnreachable, About: 8, Spoke: 7}), icmp(capture.UDP, facts.Error{Kind: facts.PortUnreachable, About: 8, Spoke: 7, Others: true}),
		icmp(capture.UDP, facts.Error{Kind: facts.TooBigError, About: 8, Tunnel: true}), echo(0, facts.Echo{Answers: 8, After: time.Second / 100}), echo(0, facts.Echo{Answers: 8, Answered: 7}), echo(8, facts.Echo{Answered: 12}), echo(8, facts.Echo{}),
		datagram(func(m *run.Moment) { m.Facts.SameAs, m.Facts.ToCopy = 8, true }), datagram(func(m *run.Moment) { m.Facts.Alike, m.Facts.Kept = true, true }),
		toGroup("receiver 3"), toGroup("receiver"), toGroup("receiver 2", "receiver 3"),
		datagram(func(m *run.Moment) { m.Facts.Kept = true }), datagram(func(m *run.Moment) { m.Facts.Alike = true }),
		datagram(func(m *run.Moment) { m.Facts.Kernel, m.Facts.AlsoGone = []string{"RcvbufErrors"}, true }),
	}
	for kind := facts.OtherError; kind <= facts.AddressUnreachable; kind++ {
		all = append(all, icmp(capture.UDP, facts.Error{Kind: kind, About: 8}))
	}
	all = append(all, datagram(func(m *run.Moment) { m.Facts.SameAs, m.Facts.Doubled = 8, true }), stray(capture.ICMP, 8), stray(capture.ICMPv6, 135), stray(capture.ICMP, 99))
	return append(all, seldomArrivals()...)
}

// toGroup is a datagram to a group that sockets of some programs do not get.
func toGroup(spared ...string) *run.Moment {
	return datagram(func(m *run.Moment) {
		m.Facts.Group = &facts.Group{Kind: facts.Multicast}
		for _, who := range spared {
			m.Bystanders = append(m.Bystanders, &run.Socket{Process: who})
		}
	})
}

// seldomArrivals are arrivals and losses over each protocol.
func seldomArrivals() []*run.Moment {
	var all []*run.Moment
	lost := &facts.Fate{Loss: &capture.Delivery{Lost: true}}
	for _, sent := range []*run.Moment{data(11, 16, func(*run.Moment) {}), datagram(func(*run.Moment) {})} {
		for _, c := range []run.Coming{{Copy: 1}, {Overtaken: 12}, {Fault: "delay", Delay: 5_000_000}, {}} {
			c.Sent = sent
			all = append(all, &run.Moment{Kind: run.Arrival, Facts: run.NoFacts(), Coming: c, Observation: flow.Observation{Packet: sent.Packet}})
		}
	}
	for _, m := range []*run.Moment{
		icmp(capture.UDP, facts.Error{About: 8}), datagram(func(*run.Moment) {}), reset(facts.Reset{}), data(11, 16, func(*run.Moment) {}),
		segment(capture.SYN, flow.SYN, func(*run.Moment) {}), segment(capture.SYN|capture.ACK, flow.SYNACK, func(m *run.Moment) { m.Acked.SYN, m.Ack = true, 1 }), segment(capture.FIN|capture.ACK, flow.FIN, func(*run.Moment) {}),
		bare(func(m *run.Moment) { m.Acked.SYN = true }), bare(func(m *run.Moment) { m.Acked.FIN = true }), bare(func(m *run.Moment) { m.Acked = flow.Acknowledged{From: 18, To: 21} }), bare(func(*run.Moment) {}),
		again(func(*run.Moment, *facts.Again) {}),
	} {
		m.Facts.Fate = lost
		all = append(all, m)
	}
	return all
}

// TestBriefMakesNoFullSentence holds that what most captures have most of is told in
// brief without making the full sentence.
func TestBriefMakesNoFullSentence(t *testing.T) {
	for name, tt := range map[string]struct {
		m    *run.Moment
		most float64
	}{
		"a bare ACK": {bare(func(m *run.Moment) { m.Acked = flow.Acknowledged{From: 18, To: 21} }), 1},
		"a datagram": {datagram(func(m *run.Moment) { m.Counts = [2]uint32{2, 2} }), 0},
	} {
		if got := words.Brief(tt.m); got != words.Of(tt.m).Brief {
			t.Errorf("%s: %q, and %q", name, got, words.Of(tt.m).Brief)
		}
		if n := testing.AllocsPerRun(100, func() { words.Brief(tt.m) }); n > tt.most {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
