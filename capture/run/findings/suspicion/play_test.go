package suspicion_test

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/suspicion"
	"wireladder/capture/runtest"
)

// The sides of a talk.
const (
	client = 0
	server = 1
)

const ms = time.Millisecond

var serverAt = runtest.Loopback(80)

// play is a capture of packets alone.
type play struct{ *runtest.Script }

// dialogue is a TCP connection, the client's address first.
type dialogue struct {
	play
	ends [2]netip.AddrPort
	next [2]capture.Seq
}

// opens opens the n-th connection, from 0.
func (p play) opens(n int) *dialogue { return p.asks(n).accepted() }

// accepted completes the handshake.
func (t *dialogue) accepted() *dialogue {
	t.send(server, capture.SYN|capture.ACK, "")
	t.send(client, capture.ACK, "")
	return t
}

// asks sends the SYN of the n-th connection.
func (p play) asks(n int) *dialogue { return p.asksAt(serverAt, n) }

// asksAt sends it to another server.
func (p play) asksAt(at netip.AddrPort, n int) *dialogue {
	t := &dialogue{play: p, ends: [2]netip.AddrPort{runtest.Loopback(uint16(40000 + n)), at}, next: [2]capture.Seq{1000, 77000}} //nolint:gosec // a few
	t.send(client, capture.SYN, "")
	return t
}

// send sends a segment of a side.
func (t *dialogue) send(side int, f capture.Flags, data string) int {
	h := capture.TCPHeader{Seq: t.next[side], Flags: f, Window: 512}
	if f.Has(capture.ACK) {
		h.Ack = t.next[1-side]
	}
	t.next[side] = t.next[side].Add(len(data))
	if f&(capture.SYN|capture.FIN) != 0 {
		t.next[side] = t.next[side].Add(1)
	}
	return t.Packet(capture.Packet{Proto: capture.TCP, Src: t.ends[side], Dst: t.ends[1-side], TCP: h, Payload: []byte(data)})
}

// says has a side send a text, which is acknowledged.
func (t *dialogue) says(side int, data string) {
	t.send(side, capture.PSH|capture.ACK, data)
	t.send(1-side, capture.ACK, "")
}

// closes has a side send a FIN, which is acknowledged.
func (t *dialogue) closes(side int) {
	t.send(side, capture.FIN|capture.ACK, "")
	t.send(1-side, capture.ACK, "")
}

// leaves has both sides close.
func (t *dialogue) leaves(side int) {
	t.closes(side)
	t.closes(1 - side)
}

// gone has a side answer data by the RST of a socket that is not there.
func (t *dialogue) gone(side int) {
	t.Packet(capture.Packet{Proto: capture.TCP, Src: t.ends[side], Dst: t.ends[1-side], TCP: capture.TCPHeader{Seq: t.next[side], Flags: capture.RST}})
}

// posts sends a datagram.
func (p play) posts(from, to netip.AddrPort, data string) {
	p.Packet(capture.Packet{Proto: capture.UDP, Src: from, Dst: to, Payload: []byte(data)})
}

// unreachable sends the ICMP error for a datagram.
func (p play) unreachable(from, to netip.AddrPort) {
	p.Packet(capture.Packet{
		Proto: capture.ICMP, Src: netip.AddrPortFrom(to.Addr(), 0), Dst: netip.AddrPortFrom(from.Addr(), 0),
		ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: from, Dst: to}},
	})
}

// found returns what a play lets suspect, a line each.
func found(does func(play)) (all []string) {
	p := play{runtest.NewScript("")}
	does(p)
	x := accounts.New()
	for _, m := range builder.Of(p.Recording()).Moments {
		x.Add(m)
	}
	x.Close()
	suspected, _ := suspicion.Of(x)
	for _, f := range suspected {
		all = append(all, told(&f))
	}
	return all
}

// told describes a finding: whose it is, the packets that show it, its numbers, what it may be.
func told(f *findings.Finding) string {
	var packets, may []string
	for _, m := range f.Moments {
		packets = append(packets, fmt.Sprint(m.Packet.Number))
	}
	for _, r := range f.May {
		may = append(may, string(r))
	}
	side := "client"
	if f.Who.Local.Port() == serverAt.Port() {
		side = "server"
	}
	s := fmt.Sprintf("%s, %s, packets %s, got %d", f.Rule, side, strings.Join(packets, " "), f.Got)
	if f.Of > 0 {
		s += fmt.Sprintf(" of %d", f.Of)
	}
	return s + ", may be " + strings.Join(may, " ")
}
