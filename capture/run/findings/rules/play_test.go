package rules_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/rules"
	"wireladder/capture/runtest"
)

// play writes a recording on loopback: calls of programs, and packets.
type play struct{ *runtest.Script }

func newPlay() play { return play{runtest.NewScript("")} }

var serverAt = runtest.Loopback(80)

// socket is one of a program.
type socket struct {
	who           string
	fd            int
	proto         capture.Protocol
	local, remote netip.AddrPort
}

// what is done to a call.
type what func(*capture.Call)

func args(text string) what {
	return func(c *capture.Call) { c.Args = capture.ParseArguments(c.Name, text) }
}
func gives(n int) what           { return func(c *capture.Call) { c.Result = int64(n) } }
func fails(errno string) what    { return func(c *capture.Call) { c.Result, c.Errno = -1, errno } }
func from(a netip.AddrPort) what { return func(c *capture.Call) { c.Remote = a } }

// moves is of a call that has sent or received the text, of so many octets.
func moves(text string, of int) what {
	return func(c *capture.Call) { c.Data, c.Size, c.Result = []byte(text), of, int64(len(text)) }
}

// stands is of a call on a line of its program.
func stands(l int, text string, newline bool) what {
	return func(c *capture.Call) { c.Code = code.Line{File: "program.py", Line: l, Text: text, Newline: newline} }
}

// reads is of a call on a line that reads to the end of the stream.
func reads(c *capture.Call) {
	c.Code = code.Line{File: "program.py", Line: 7, Text: "data = conn.recv(1024)", End: true}
}

// wrote is of a call on a line behind one that sends; mute of one of a program that never does.
func wrote(c *capture.Call) {
	c.Code = code.Line{File: "program.py", Line: 9, Text: "print(file.readline())", Wrote: true}
}
func mute(c *capture.Call) {
	c.Code = code.Line{File: "program.py", Line: 9, Text: "print(s.recv(99))", Mute: true}
}

// of is of a call whose buffer has so many octets.
func of(size int) what { return func(c *capture.Call) { c.Size = size } }

// flags is of a call with flags.
func flags(text string) what { return func(c *capture.Call) { c.Args.Flags = text } }

// thread is of a call that another thread makes.
func thread(id int) what { return func(c *capture.Call) { c.Thread = id } }

// make returns a call on a socket, as it is when it is made.
func (s socket) make(name string, all []what) capture.Call {
	c := capture.Call{Process: capture.Process{Name: s.who}, Name: name, Proto: s.proto, FD: s.fd, Local: s.local, Remote: s.remote}
	for _, w := range all {
		w(&c)
	}
	return c
}

// does makes a call that returns at once.
func (p play) does(s socket, name string, all ...what) { p.Call(s.make(name, all)) }

// waits makes a call that never returns.
func (p play) waits(s socket, name string, all ...what) { p.Unreturned(s.make(name, all)) }

// lasts makes a call that takes so long.
func (p play) lasts(d time.Duration, s socket, name string, all ...what) {
	c := p.Enter(s.make(name, all))
	p.Wait(d)
	p.Return(c)
}

// listener makes a listening socket of a program, with descriptor 3.
func (p play) listener(who string, at netip.AddrPort) socket {
	s := socket{who: who, fd: 3, proto: capture.TCP, local: at}
	p.does(socket{who: who, fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(3))
	p.does(s, "bind", args(at.String()))
	p.does(s, "listen", args("5"))
	return s
}

// mailbox makes a UDP socket of a program; one without an address is not bound.
func (p play) mailbox(who string, fd int, bound bool, at netip.AddrPort) socket {
	s := socket{who: who, fd: fd, proto: capture.UDP, local: at}
	p.does(socket{who: who, fd: -1, proto: capture.UDP}, "socket", args("AF_INET, SOCK_DGRAM, 0"), gives(fd))
	if bound {
		p.does(s, "bind", args(at.String()))
	}
	return s
}

// posts sends a datagram by sendto(2).
func (p play) posts(s socket, to netip.AddrPort, text string) int {
	s.remote = to
	c := p.Enter(s.make("sendto", []what{args(to.String()), moves(text, len(text)), func(c *capture.Call) { c.Args.Address = to }}))
	n := p.Packet(capture.Packet{Proto: capture.UDP, Src: s.local, Dst: to, Payload: []byte(text)})
	p.Return(c)
	return n
}

// unreachable sends the ICMP error for a datagram.
func (p play) unreachable(s socket, to netip.AddrPort) {
	p.Packet(capture.Packet{
		Proto: capture.ICMP, Src: netip.AddrPortFrom(to.Addr(), 0), Dst: netip.AddrPortFrom(s.local.Addr(), 0),
		ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: s.local, Dst: to}},
	})
}

// talk is a TCP connection between two sockets, the client's first.
type talk struct {
	play
	ends [2]socket
	next [2]capture.Seq
}

// The sides of a talk.
const (
	client = 0
	server = 1
)

// connects connects the n-th client, from 0, and has the server accept it.
func (p play) connects(l socket, n int) *talk {
	t := p.knocks(l, n)
	p.does(socket{who: l.who, fd: l.fd, proto: capture.TCP, local: l.local}, "accept", from(t.ends[client].local), gives(t.ends[server].fd))
	return t
}

// knocks connects without an accept().
func (p play) knocks(l socket, n int) *talk {
	who := "client"
	if n > 0 {
		who = fmt.Sprintf("client %d", n+1)
	}
	return p.dials(l, who, 4, n)
}

// dials connects a socket of a client, as the n-th one of the server.
func (p play) dials(l socket, who string, fd, n int) *talk {
	own := runtest.Loopback(uint16(40001 + n)) //nolint:gosec // a few
	t := &talk{
		play: p, next: [2]capture.Seq{1000, 77000},
		ends: [2]socket{{who, fd, capture.TCP, own, l.local}, {l.who, 5 + n, capture.TCP, l.local, own}},
	}
	p.does(socket{who: who, fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(fd))
	c := p.Enter(t.ends[client].make("connect", []what{args(l.local.String())}))
	t.segment(client, capture.SYN, "")
	t.segment(server, capture.SYN|capture.ACK, "")
	t.segment(client, capture.ACK, "")
	p.Return(c)
	return t
}

// unknown connects a client whose calls are not known, and has the server accept it.
func (p play) unknown(l socket) *talk {
	own := runtest.Loopback(40001)
	t := &talk{play: p, next: [2]capture.Seq{1000, 77000}, ends: [2]socket{{local: own, remote: l.local}, {l.who, 5, capture.TCP, l.local, own}}}
	t.segment(client, capture.SYN, "")
	t.segment(server, capture.SYN|capture.ACK, "")
	t.segment(client, capture.ACK, "")
	p.does(l, "accept", from(own), gives(5))
	return t
}

// segment sends a segment of a side.
func (t *talk) segment(side int, f capture.Flags, data string) int {
	return t.window(side, f, data, 512)
}

// window sends a segment that offers a window.
func (t *talk) window(side int, f capture.Flags, data string, window uint16) int {
	h := capture.TCPHeader{Seq: t.next[side], Flags: f, Window: window}
	if f.Has(capture.ACK) {
		h.Ack = t.next[1-side]
	}
	t.next[side] = t.next[side].Add(len(data))
	if f&(capture.SYN|capture.FIN) != 0 {
		t.next[side] = t.next[side].Add(1)
	}
	return t.Packet(capture.Packet{Proto: capture.TCP, Src: t.ends[side].local, Dst: t.ends[1-side].local, TCP: h, Payload: []byte(data)})
}

// says has a side send a text.
func (t *talk) says(side int, text string, all ...what) {
	c := t.Enter(t.ends[side].make("send", append([]what{moves(text, len(text))}, all...)))
	t.segment(side, capture.PSH|capture.ACK, text)
	t.Return(c)
	t.segment(1-side, capture.ACK, "")
}

// takes has a side receive a text.
func (t *talk) takes(side int, text string, all ...what) {
	t.does(t.ends[side], "recv", append([]what{moves(text, 4096)}, all...)...)
}

// exchanges has the client send a line, and get it back in capitals.
func (t *talk) exchanges() {
	t.says(client, "hello\n")
	t.takes(server, "hello\n")
	t.says(server, "HELLO\n")
	t.takes(client, "HELLO\n")
}

// awaits has a side wait for ever.
func (t *talk) awaits(side int, all ...what) {
	t.waits(t.ends[side], "recv", append([]what{moves("", 4096)}, all...)...)
}

// rst has a side answer data by a RST, whose number is that of the data's ACK.
func (t *talk) rst(side int) {
	t.Packet(capture.Packet{
		Proto: capture.TCP, Src: t.ends[side].local, Dst: t.ends[1-side].local, TCP: capture.TCPHeader{Seq: t.next[side], Flags: capture.RST},
	})
}

// leaves has a side close.
func (t *talk) leaves(side int) {
	c := t.Enter(t.ends[side].make("close", nil))
	t.segment(side, capture.FIN|capture.ACK, "")
	t.Return(c)
	t.segment(1-side, capture.ACK, "")
}

// exits ends a program: by its result, or by a signal.
func (p play) exits(who string, result int, signal string) {
	p.does(socket{who: who, fd: -1}, "exit", gives(result), func(c *capture.Call) { c.Args.Signal = signal })
}

// killed ends a program that we kill, for it takes too long.
func (p play) killed(who string) {
	p.does(socket{who: who, fd: -1}, "exit", gives(-1), func(c *capture.Call) { c.Args.Signal, c.Args.By = "SIGKILL", "wireladder" })
}

// signals has a signal reach a program.
func (p play) signals(who, signal string) {
	p.does(socket{who: who, fd: -1}, "signal", func(c *capture.Call) { c.Args.Signal = signal })
}

// prints has a program print on its standard error.
func (p play) prints(who, text string) {
	p.does(socket{who: who, fd: capture.Stderr}, "write", moves(text, len(text)))
}

// found returns what went wrong in a play, a line each.
func found(t *testing.T, p play) (all []string) {
	t.Helper()
	for _, f := range rules.Of(accountsOf(p.Recording())) {
		all = append(all, told(f))
		shown(t, &f)
	}
	return all
}

// shown checks that a finding has moments that show it. Of two calls the first one is of whose
// it is.
func shown(t *testing.T, f *findings.Finding) {
	t.Helper()
	switch all := f.Moments; {
	case len(all) == 0 || slices.Contains(all, nil):
		t.Errorf("%s: nothing shows it", f.Rule)
	case f.Who != nil && len(all) == 2 && all[0].Call != nil && all[1].Call != nil && all[0].Socket != f.Who:
		t.Errorf("%s of %s: the first call is of %s", f.Rule, name(f.Who), name(all[0].Socket))
	}
}

// accountsOf returns the accounts of a recording.
func accountsOf(rec *capture.Recording) *accounts.Accounts {
	x := accounts.New()
	for _, m := range builder.Of(rec).Moments {
		x.Add(m)
	}
	return x
}

// told describes a finding: its rule, whose it is, and what else is set.
func told(f findings.Finding) string {
	parts := []string{string(f.Rule)}
	add := func(format string, v any, is bool) {
		if is {
			parts = append(parts, fmt.Sprintf(format, v))
		}
	}
	add("%s", name(f.Who), f.Who != nil)
	add("by %s", name(f.Other), f.Other != nil)
	add("%s gives up", name(f.GivesUp), f.GivesUp != nil)
	add("of %s", f.Process, f.Process != "")
	add("at %v", f.Address, f.Address.IsValid())
	add("near %d", f.Near, f.Near != findings.Nothing)
	add("got %d", f.Got, f.Got != 0)
	add("all %d", f.Of, f.Of != 0)
	add("in %d parts", f.Parts, f.Parts != 0)
	add("%q", f.Text, f.Text != "")
	add("%s", f.Signal, f.Signal != "")
	add("from %s", f.Line, f.Line != "" && f.Line != "server.py:7")
	add("%s", "goes on", f.Lives)
	add("%s", "idle", f.Idle)
	add("%s", "without calls", !f.Calls)
	if h := f.Heard; h != nil {
		add("%d at once", h.Whole, h.Whole > 1)
		add("said %d since", h.Said, h.Whole > 1)
		add("heard %d", h.Octets, h.Whole < 2)
		add("%s", "in two pieces", h.Split)
	}
	var may []string
	for _, r := range f.May {
		may = append(may, string(r))
	}
	add("may be %s", strings.Join(may, " "), len(may) > 0)
	return strings.Join(parts, ", ")
}

// name tells sockets apart.
func name(s *run.Socket) string {
	switch {
	case s == nil:
		return ""
	case s.FD < 0:
		return s.Local.String()
	}
	return fmt.Sprintf("%s %d", s.Process, s.FD)
}

func mustParse(s string) netip.AddrPort { return netip.MustParseAddrPort(s) }
