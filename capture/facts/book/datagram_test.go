package book_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wireladder/capture/capturetest"
	"wireladder/capture/facts"
)

// captured checks what is known of the packets of a capture, from number 1 on.
func captured(t *testing.T, name string, c *capturetest.Capture, want ...string) {
	t.Helper()
	all := know(c.Packets())
	if len(all)-1 != len(want) {
		t.Errorf("%s: %d packets", name, len(all)-1)
		return
	}
	for i, w := range want {
		if got := describe(all[i+1]); got != w {
			t.Errorf("%s: packet %d: %q, want %q", name, i+1, got, w)
		}
	}
}

// Datagrams to many, and what answers them: by ports, since no address does.
func TestGroups(t *testing.T) {
	c := capturetest.New()
	asker, other := c.Host("10.0.0.1"), c.Host("10.0.0.2")
	asker.Port(5000).Send(c.Group("224.0.0.251").Port(5353), "who")
	other.Port(5353).Send(asker.Port(5000), "me")
	other.Port(99).Send(asker.Port(5000), "not an answer")
	other.Port(5353).Send(asker.Port(5001), "nor this")
	captured(t, "multicast", c, "multicast answers 0", "one answers 1", "", "")

	c = capturetest.New()
	client, server := c.Host("0.0.0.0"), c.Host("10.0.0.2")
	all := c.Group("255.255.255.255")
	client.Port(68).Send(all.Port(67), "discover")
	server.Port(67).Send(all.Port(68), "offer")
	client.Port(68).Send(all.Port(67), "request")
	client.Port(9).Send(all.Port(9), "wake up")
	server.Port(9).Send(all.Port(9), "wake up")
	captured(t, "DHCP", c, "broadcast answers 0", "broadcast answers 1", "broadcast answers 2", "broadcast answers 0", "broadcast answers 0")

	c = capturetest.New()
	c.Host("10.0.0.1").Port(5000).Send(c.Group("10.0.0.255").Port(7), "by its frame")
	captured(t, "directed", c, "broadcast answers 0")
}

// The same octets again: the same datagram has the same identification.
func TestSameOctets(t *testing.T) {
	type script struct {
		c    *capturetest.Capture
		send func(text string) *capturetest.Frame
	}
	for name, r := range map[string]struct {
		again func(s script, f *capturetest.Frame)
		want  string
	}{
		"doubled on its way": {func(_ script, f *capturetest.Frame) { f.ID(77).CopyAfter(30 * ms) }, "as 1; doubled"},
		"long after":         {func(_ script, f *capturetest.Frame) { f.ID(77).CopyAfter(2 * time.Second) }, "as 1"},
		"sent again":         {func(s script, f *capturetest.Frame) { f.ID(77); s.send("hello").ID(78) }, "as 1"},
		"sent again, and all have one identification": {func(s script, f *capturetest.Frame) {
			f.ID(77)
			s.send("other").ID(77)
			s.c.Wait(100 * ms)
			s.send("hello").ID(77)
			s.c.Wait(100 * ms)
			s.send("hello").ID(77)
		}, "||as 3"},
	} {
		c := capturetest.New()
		client, server := c.Host("10.0.0.1"), c.Host("10.0.0.2")
		s := script{c, func(text string) *capturetest.Frame { return client.Port(5000).Send(server.Port(7), text) }}
		r.again(s, s.send("hello"))
		captured(t, name, c, append([]string{""}, strings.Split(r.want, "|")...)...)
	}
}

// The questions of long ago have no answer any more.
func TestGroupsAreBounded(t *testing.T) {
	for between, want := range map[int]string{63: "one answers 1", 64: ""} {
		c := capturetest.New()
		asker, many := c.Host("10.0.0.1"), c.Group("224.0.0.251")
		asker.Port(5000).Send(many.Port(5353), "who")
		for range between {
			asker.Port(6000).Send(many.Port(5354), "who")
		}
		c.Host("10.0.0.2").Port(5353).Send(asker.Port(5000), "me")
		all := know(c.Packets())
		if got := describe(all[len(all)-1]); got != want {
			t.Errorf("%d questions later: %q, want %q", between, got, want)
		}
	}
}

// ICMP errors, who sent them, and about which packet.
func TestErrors(t *testing.T) {
	c := capturetest.New()
	client, server, router := c.Host("10.0.0.1"), c.Host("10.0.0.2"), c.Host("10.0.0.9")
	first := client.Port(5000).Send(server.Port(53), "one")
	client.Port(5000).Send(server.Port(53), "two")
	server.ICMP(first, capturetest.PortUnreachable)
	router.ICMP(first, capturetest.TimeExceeded)
	lost := client.Port(5000).Send(server.Port(53), "three").Lose()
	router.ICMP(lost, capturetest.Prohibited)
	captured(t, "UDP", c, "", "", "error 1 about 1", "error 7 about 1; by 10.0.0.9", "error 5 about 0; by 10.0.0.9")

	c, n := conn()
	router = c.Host("10.0.0.9")
	syn := n.SYN()
	data := n.Client.Data("hello")
	router.ICMP(syn, capturetest.PortUnreachable)
	router.ICMP(data, capturetest.FragmentationNeeded(576))
	router.ICMP(data, capturetest.Error{Type: 3, Code: 77})
	captured(t, "TCP", c, "", "", "error 1 about 1; by 10.0.0.9; filter", "error 6 about 2; by 10.0.0.9; MTU 576", "error 0 about 2; by 10.0.0.9")

	c = capturetest.New()
	a, b := c.Host("2001:db8::1"), c.Host("2001:db8::2")
	f := a.Port(5000).Send(b.Port(53), "one")
	b.ICMP(f, capturetest.PortUnreachable6)
	b.ICMP(f, capturetest.PacketTooBig(1280))
	captured(t, "IPv6", c, "", "error 1 about 1", "error 6 about 1; MTU 1280")
}

// Each type and code has the name of RFC 792, RFC 1812 and RFC 4443.
func TestErrorKinds(t *testing.T) {
	for kind, want := range map[capturetest.Error]facts.ErrorKind{
		capturetest.NetUnreachable: facts.NetUnreachable, capturetest.HostUnreachable: facts.HostUnreachable, {Type: 3, Code: 2}: facts.ProtocolUnreachable,
		capturetest.Prohibited: facts.Prohibited, {Type: 3, Code: 9}: facts.Prohibited, {Type: 3, Code: 10}: facts.Prohibited,
		{Type: 3, Code: 6}: facts.NetUnreachable, {Type: 3, Code: 7}: facts.HostUnreachable, {Type: 11, Code: 1}: facts.ReassemblyTime,
		{Type: 12, Code: 0}: facts.ParameterProblem, {Type: 4, Code: 0}: facts.SourceQuench, {Type: 5, Code: 1}: facts.Redirect,
	} {
		c := capturetest.New()
		client, server := c.Host("10.0.0.1"), c.Host("10.0.0.2")
		server.ICMP(client.Port(5000).Send(server.Port(53), "one"), kind)
		if all := know(c.Packets()); all[2].Error == nil || all[2].Error.Kind != want || all[2].Error.Target.String() != "10.0.0.2:53" {
			t.Errorf("type %d code %d: %+v, want %d", kind.Type, kind.Code, all[2].Error, want)
		}
	}
	for kind, want := range map[capturetest.Error]facts.ErrorKind{
		capturetest.NoRoute6: facts.NoRoute, capturetest.Prohibited6: facts.Prohibited, capturetest.AddrUnreachable6: facts.AddressUnreachable,
		capturetest.TimeExceeded6: facts.TimeExceeded, {Type: 4, Code: 1}: facts.ParameterProblem, {Type: 1, Code: 5}: facts.Prohibited,
	} {
		c := capturetest.New()
		client, server := c.Host("fd00::1"), c.Host("fd00::2")
		server.ICMP(client.Port(5000).Send(server.Port(53), "one"), kind)
		if all := know(c.Packets()); all[2].Error == nil || all[2].Error.Kind != want {
			t.Errorf("ICMPv6 type %d code %d: %+v, want %d", kind.Type, kind.Code, all[2].Error, want)
		}
	}
}

// Pieces of a datagram know each other, and which frame made it whole.
func TestFragments(t *testing.T) {
	c := capturetest.New()
	a, b := c.Host("10.0.0.1"), c.Host("10.0.0.2")
	whole := a.Port(5000).Send(b.Port(53), capturetest.Filler(3000)).Fragment(1480)
	part := a.Port(5000).Send(b.Port(53), capturetest.Filler(3000)).Fragment(1480)
	c.Put(whole[1], part[0], whole[0], part[2], whole[2])
	all := know(c.Packets())
	for i, want := range []string{
		"piece 1 of 3, first 1, whole 5", "piece 1 of 2, first 2, whole 0; begins", "piece 2 of 3, first 1, whole 5; begins", "piece 2 of 2, first 2, whole 0",
	} {
		if got := describe(all[i+1]); got != want {
			t.Errorf("packet %d: %q, want %q", i+1, got, want)
		}
	}
	if f := all[5].Fragment; f == nil || f.Whole != 5 {
		t.Error("the frame that makes it whole does not say so")
	}
}

// An identification that comes again later is that of another datagram; at once it is the
// same one, captured again.
func TestFragmentsWithOneIdentification(t *testing.T) {
	for wait, want := range map[time.Duration]string{time.Millisecond: "same 1", time.Second: "first 3, whole 4"} {
		c := capturetest.New()
		a, b := c.Host("10.0.0.1"), c.Host("10.0.0.2")
		for range 2 {
			for _, piece := range a.Port(5000).Send(b.Port(53), capturetest.Filler(2000)).ID(777).Fragment(1480) {
				c.Put(piece)
			}
			c.Wait(wait)
		}
		all := know(c.Packets())
		f := all[3].Fragment
		got := fmt.Sprintf("first %d, whole %d", f.First, f.Whole)
		if f.Same > 0 {
			got = fmt.Sprintf("same %d", f.Same)
		}
		if got != want || all[1].Fragment.Whole != 2 {
			t.Errorf("after %v: %s, want %s; the first one is whole with %d", wait, got, want, all[1].Fragment.Whole)
		}
	}
}

// How many datagrams in pieces are remembered is bounded: then all are forgotten, and the
// next piece is the first one.
func TestFragmentsAreBounded(t *testing.T) {
	for others, want := range map[int]int{255: 2, 256: 1} {
		c := capturetest.New()
		a, b := c.Host("10.0.0.1"), c.Host("10.0.0.2")
		first := a.Port(5000).Send(b.Port(53), capturetest.Filler(3000)).Fragment(1480)
		c.Put(first[0])
		for range others {
			c.Put(a.Port(5000).Send(b.Port(53), capturetest.Filler(3000)).Fragment(1480)[0])
		}
		c.Put(first[1])
		all := know(c.Packets())
		if f := all[len(all)-1].Fragment; f == nil || f.Index != want {
			t.Errorf("%d others: %+v", others, f)
		}
	}
}

// A copy of a packet says nothing of its own.
func TestCopiesSayNothing(t *testing.T) {
	c, n := conn()
	n.Open()
	n.Client.Data("hello").Copy().On(1)
	all := know(c.Packets())
	if got := describe(all[5]); got != "" {
		t.Errorf("%q", got)
	}
}

// An answer from another port or address than was asked, and an ICMP error about a socket that has spoken.
func TestAnswersFromElsewhere(t *testing.T) {
	c := capturetest.New()
	client, server, other := c.Host("10.0.0.1"), c.Host("10.0.0.2"), c.Host("10.0.0.3")
	client.Port(40000).Send(server.Port(69), "get")
	server.Port(33333).Send(client.Port(40000), "data")
	client.Port(41000).Send(server.Port(12000), "hello")
	f := other.Port(12000).Send(client.Port(41000), "HELLO")
	client.ICMP(f, capturetest.PortUnreachable)
	captured(t, "other ports and addresses", c, "", "1 had asked 10.0.0.2:69", "", "3 had asked 10.0.0.2:12000", "error 1 about 4; spoke 3; to others")

	c = capturetest.New()
	client, server = c.Host("10.0.0.1"), c.Host("10.0.0.2")
	client.Port(40000).Send(server.Port(53), "hello")
	f = server.Port(53).Send(client.Port(40000), "HELLO")
	client.ICMP(f, capturetest.PortUnreachable)
	captured(t, "too late", c, "", "", "error 1 about 2; spoke 1")
}

// Fragments that overlap are not put together: all of them say so.
func TestFragmentsThatOverlap(t *testing.T) {
	c := capturetest.New()
	a, b := c.Host("10.0.0.1"), c.Host("10.0.0.2")
	f := a.Port(5000).Send(b.Port(53), capturetest.Filler(1000))
	f.Lose()
	c.Put(f.Piece(0, 504), f.Piece(400, 800), f.Piece(800, 1008))
	captured(t, "overlap", c, "piece 1 of 3, first 1, whole 0; begins; mixed by 2", "piece 2 of 3, first 1, whole 0; mixed by 2", "piece 3 of 3, first 1, whole 0; mixed by 2")
}
