package builder_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
)

// The addresses that scripts use.
var (
	serverAt = runtest.Loopback(80)
	anyAt    = netip.AddrPortFrom(netip.IPv4Unspecified(), 80)
	clientAt = runtest.Loopback(40001)
	otherAt  = runtest.Loopback(40002)
	noAddr   netip.AddrPort
)

const synAck, finAck, pshAck, rstAck = capture.SYN | capture.ACK, capture.FIN | capture.ACK, capture.PSH | capture.ACK, capture.RST | capture.ACK

// made is a call under construction.
type made struct{ capture.Call }

// tcp and udp begin a call that a process makes on a descriptor, and that returns 0.
func tcp(who, name string, fd int) made {
	return made{capture.Call{Process: capture.Process{Name: who}, Name: name, Proto: capture.TCP, FD: fd}}
}

func udp(who, name string, fd int) made {
	m := tcp(who, name, fd)
	m.Proto = capture.UDP
	return m
}

func (m made) args(text string) made         { m.Args = capture.ParseArguments(m.Name, text); return m }
func (m made) at(local netip.AddrPort) made  { m.Local = local; return m }
func (m made) with(peer netip.AddrPort) made { m.Remote = peer; return m }
func (m made) returns(n int) made            { m.Result = int64(n); return m }
func (m made) fails(errno string) made       { m.Result, m.Errno = -1, errno; return m }
func (m made) thread(n int) made             { m.Thread = n; return m }
func (m made) moves(data string, of int) made {
	m.Data, m.Size = []byte(data), of
	return m.returns(len(data))
}

// tape is a script that is written on loopback.
type tape struct{ *runtest.Script }

func newTape() tape { return tape{runtest.NewScript("")} }

// do makes calls that return at once.
func (t tape) do(all ...made) {
	for _, m := range all {
		t.Call(m.Call)
	}
}

// listens makes the server's listening socket, with descriptor 3.
func (t tape) listens() {
	t.do(tcp("server", "socket", -1).args("AF_INET, SOCK_STREAM, 0").returns(3), tcp("server", "bind", 3).args(serverAt.String()).at(serverAt), tcp("server", "listen", 3).args("5").at(serverAt))
}

// line is a TCP connection: its ends, and the numbers that each sends next.
type line struct {
	tape
	ends [2]netip.AddrPort
	next [2]capture.Seq
}

func (t tape) between(client, server netip.AddrPort) *line {
	return &line{t, [2]netip.AddrPort{client, server}, [2]capture.Seq{1000, 77000}}
}

// c and s send a segment of the client and of the server, and return its number.
func (l *line) c(f capture.Flags, data string) int { return l.send(0, f, data) }
func (l *line) s(f capture.Flags, data string) int { return l.send(1, f, data) }

func (l *line) send(side int, f capture.Flags, data string) int {
	h := capture.TCPHeader{Seq: l.next[side], Flags: f, Window: 512}
	if f.Has(capture.ACK) {
		h.Ack = l.next[1-side]
	}
	l.next[side] = l.next[side].Add(len(data))
	if f&(capture.SYN|capture.FIN) != 0 {
		l.next[side] = l.next[side].Add(1)
	}
	return l.Packet(capture.Packet{Proto: capture.TCP, Src: l.ends[side], Dst: l.ends[1-side], TCP: h, Payload: []byte(data)})
}

// back lets a side send its last n numbers again.
func (l *line) back(side, n int) { l.next[side] = l.next[side].Add(-n) }

// opens sends the three segments of a handshake.
func (l *line) opens() {
	l.c(capture.SYN, "")
	l.s(synAck, "")
	l.c(capture.ACK, "")
}

// datagram sends one over UDP.
func (t tape) datagram(from, to netip.AddrPort, data string) int {
	return t.Packet(capture.Packet{Proto: capture.UDP, Src: from, Dst: to, Payload: []byte(data)})
}

// of returns the run of the recording.
func (t tape) of() *run.Run { return builder.Of(t.Recording()) }

// name tells sockets apart: "server 3", or by its address if it has no descriptor.
func name(s *run.Socket) string {
	switch {
	case s == nil:
		return "?"
	case s.FD < 0:
		return s.Local.String()
	}
	return fmt.Sprintf("%s %d", s.Process, s.FD)
}

// told describes a moment in a line; "" if there is nothing to tell.
func told(m *run.Moment) string {
	var b strings.Builder
	switch m.Kind {
	case run.Silent:
		return ""
	case run.Packet:
		fmt.Fprintf(&b, "%d: %s > %s", m.Packet.Number, name(m.From), name(m.To))
	case run.Stray:
		fmt.Fprintf(&b, "%d: stray", m.Packet.Number)
	case run.Arrival:
		fmt.Fprintf(&b, "%d arrives at %s", m.Packet.Number, name(m.To))
	case run.Call, run.Enter, run.Return:
		fmt.Fprintf(&b, "%s%s %s()", map[run.Kind]string{run.Enter: "enter ", run.Return: "back "}[m.Kind], name(m.Socket), m.Call.Name)
	case run.Kernel:
		fmt.Fprintf(&b, "kernel of %s: %s", name(m.Socket), says(m.Says))
	}
	if m.Born != nil {
		b.WriteString(" makes " + name(m.Born))
	}
	if m.Closes {
		b.WriteString(" ends it")
	}
	if m.Quiet {
		b.WriteString(" quiet")
	}
	return b.String()
}

// says describes a word of the kernel's.
func says(k *run.Says) string {
	switch {
	case k.Listener.IsValid():
		return fmt.Sprintf("queue %d>%d of %d", k.Before, k.Length, k.Backlog)
	case k.Unread > 0:
		return fmt.Sprintf("%v has %d unread", k.Side, k.Unread)
	}
	return fmt.Sprintf("%v in %s, not %s", k.Side, k.State, k.Inferred)
}

// story describes all moments.
func story(moments []*run.Moment) []string {
	var all []string
	for _, m := range moments {
		if s := told(m); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// tells checks what a recording tells, a line a moment.
func tells(t *testing.T, tp tape, want string) *run.Run {
	t.Helper()
	r := tp.of()
	if diff := cmp.Diff(lines(want), story(r.Moments)); diff != "" {
		t.Errorf("moments (-want +got):\n%s", diff)
	}
	return r
}

// lines splits a text with a line each, indented at will.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// sockets describes the sockets of a run, a line each.
func sockets(r *run.Run) []string {
	var all []string
	for _, s := range r.Sockets {
		line := fmt.Sprintf("%s %s %v %v", name(s), s.Role, s.Side, s.Local)
		if s.Remote.IsValid() {
			line += " " + s.Remote.String()
		}
		if s.End != nil {
			line += " closed"
		}
		all = append(all, strings.Join(strings.Fields(line), " "))
	}
	return all
}

// has checks the sockets of a run, a line each.
func has(t *testing.T, r *run.Run, want string) {
	t.Helper()
	if diff := cmp.Diff(lines(want), sockets(r)); diff != "" {
		t.Errorf("sockets (-want +got):\n%s", diff)
	}
}

// packet returns the moment of a packet.
func packet(t *testing.T, r *run.Run, number int) *run.Moment {
	t.Helper()
	for _, m := range r.Moments {
		if (m.Kind == run.Packet || m.Kind == run.Stray) && m.Packet.Number == number {
			return m
		}
	}
	t.Fatalf("there is no packet %d", number)
	return nil
}

// theCall returns the last moment of a call by its name.
func theCall(t *testing.T, r *run.Run, name string) *run.Moment {
	t.Helper()
	for i := len(r.Moments) - 1; i >= 0; i-- {
		if m := r.Moments[i]; m.Call != nil && m.Call.Name == name {
			return m
		}
	}
	t.Fatalf("there is no %s()", name)
	return nil
}

// states returns which states a packet leads to, the client's first.
func states(m *run.Moment) string {
	return strings.TrimSpace(m.Enters(flow.Initiator) + ">" + m.Enters(flow.Responder))
}

// same compares lines.
func same(t *testing.T, want, got []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
