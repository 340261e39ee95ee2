package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/message"
)

// evidence is a recording that claims are checked against.
type evidence struct {
	entries []capture.Entry
	owners  map[seat]string // of sockets, by their port
	ipv6    bool            // the run was one of IPv6
}

// protocol returns what the run has for a protocol of IPv4.
func (e *evidence) protocol(p capture.Protocol) capture.Protocol {
	if e.ipv6 && p == capture.ICMP {
		return capture.ICMPv6
	}
	return p
}

// counter returns the name under which the run's kernel counts what it counts so over IPv4: its UDP
// over IPv6 is another one.
func (e *evidence) counter(name string) string {
	if e.ipv6 && (name == "NoPorts" || name == "RcvbufErrors") {
		return "Udp6" + name
	}
	return name
}

// segment returns how many octets of data a segment has at most on the run's wire.
func (e *evidence) segment() int {
	if e.ipv6 {
		return 1428
	}
	return 1448
}

// seat is a port of a protocol.
type seat struct {
	proto capture.Protocol
	port  uint16
}

// newEvidence learns from the calls which program has which port.
func newEvidence(entries []capture.Entry) *evidence {
	e := &evidence{entries: entries, owners: map[seat]string{}}
	for _, entry := range entries {
		if c := entry.Call; c != nil && c.Local.Port() != 0 {
			at := seat{c.Proto, c.Local.Port()}
			if _, known := e.owners[at]; !known {
				e.owners[at] = c.Process.Name
			}
		}
	}
	return e
}

// claim is something that holds on any kernel: it returns nil if it does.
type claim func(*evidence) error

// kind picks entries of a recording, and has a name for what it picks.
type kind struct {
	name string
	is   func(*evidence, *capture.Entry) bool
}

// all returns the indices of the entries of that kind.
func (k kind) all(e *evidence) []int {
	var found []int
	for i := range e.entries {
		if k.is(e, &e.entries[i]) {
			found = append(found, i)
		}
	}
	return found
}

// and narrows a kind.
func (k kind) and(name string, is func(*evidence, *capture.Entry) bool) kind {
	return kind{k.name + " " + name, func(e *evidence, entry *capture.Entry) bool { return k.is(e, entry) && is(e, entry) }}
}

// packets picks packets of a protocol.
func packets(proto capture.Protocol) kind {
	return kind{proto.String() + " packets", func(e *evidence, entry *capture.Entry) bool {
		return entry.Packet != nil && entry.Packet.Proto == e.protocol(proto)
	}}
}

// on narrows packets by what they hold.
func (k kind) on(name string, is func(*capture.Packet) bool) kind {
	return k.and(name, func(_ *evidence, entry *capture.Entry) bool { return is(entry.Packet) })
}

// from narrows packets to those that a program's port sends.
func (k kind) from(program string) kind {
	return k.and("from "+program, func(e *evidence, entry *capture.Entry) bool {
		return e.owners[seat{entry.Packet.Proto, entry.Packet.Src.Port()}] == program
	})
}

// to narrows packets to those that go to a program's port.
func (k kind) to(program string) kind {
	return k.and("to "+program, func(e *evidence, entry *capture.Entry) bool {
		return e.owners[seat{entry.Packet.Proto, entry.Packet.Dst.Port()}] == program
	})
}

// flagged narrows packets to those that have the flags in set, and no others of
// those in among.
func (k kind) flagged(set, among capture.Flags) kind {
	return k.on(set.String(), func(p *capture.Packet) bool { return p.TCP.Flags&among == set })
}

// carrying narrows packets to those with that many octets of payload.
func (k kind) carrying(octets int) kind {
	return k.on(fmt.Sprintf("of %d octets", octets), func(p *capture.Packet) bool { return p.PayloadLength == octets })
}

// whole narrows packets to those that are as long as can be.
func (k kind) whole() kind {
	return k.and("of full length", func(e *evidence, entry *capture.Entry) bool { return entry.Packet.PayloadLength == e.segment() })
}

// The usual sorts of segments.
func syns() kind { return packets(capture.TCP).flagged(capture.SYN, capture.SYN|capture.ACK) }
func synAcks() kind {
	return packets(capture.TCP).flagged(capture.SYN|capture.ACK, capture.SYN|capture.ACK)
}
func fins() kind { return packets(capture.TCP).flagged(capture.FIN, capture.FIN) }
func rsts() kind { return packets(capture.TCP).flagged(capture.RST, capture.RST) }
func segments() kind {
	return packets(capture.TCP).on("with data", func(p *capture.Packet) bool { return p.PayloadLength > 0 })
}
func datagram() kind { return packets(capture.UDP) }

// calls picks the calls of a program.
func calls(program, name string) kind {
	return kind{program + "'s " + name + "()", func(_ *evidence, entry *capture.Entry) bool {
		return entry.Call != nil && entry.Call.Process.Name == program && entry.Call.Name == name
	}}
}

// with narrows calls by what they returned.
func (k kind) with(name string, is func(*capture.Call) bool) kind {
	return k.and(name, func(_ *evidence, entry *capture.Entry) bool { return is(entry.Call) })
}

// failing narrows calls to those that failed so.
func (k kind) failing(errno string) kind {
	return k.with("= "+errno, func(c *capture.Call) bool { return c.Errno == errno })
}

// returning narrows calls to those that returned that number.
func (k kind) returning(n int64) kind {
	return k.with(fmt.Sprintf("= %d", n), func(c *capture.Call) bool { return c.Returned() && c.Errno == "" && c.Result == n })
}

// succeeding narrows calls to those that returned and did not fail.
func (k kind) succeeding() kind {
	return k.with("that succeed", func(c *capture.Call) bool { return c.Returned() && c.Errno == "" })
}

// waiting narrows calls to those that never returned.
func (k kind) waiting() kind {
	return k.with("that wait for ever", func(c *capture.Call) bool { return !c.Returned() })
}

// outlasting narrows calls to those that return after the entry.
func (k kind) outlasting(o nth) kind {
	return k.and("that outlast "+o.name, func(e *evidence, entry *capture.Entry) bool {
		i, err := o.index(e)
		return err == nil && entry.Call.Returned() && entry.Call.Exit.After(e.entries[i].Packet.Time)
	})
}

// saying narrows calls to those that sent or received just that.
func (k kind) saying(text string) kind {
	return k.with(fmt.Sprintf("%.20q", text), func(c *capture.Call) bool { return string(c.Data) == text })
}

// lost picks the packets that the wire lost because of a fault.
func lost(fault string) kind {
	return kind{"packets lost by " + fault, func(_ *evidence, entry *capture.Entry) bool {
		return entry.Delivery != nil && entry.Delivery.Lost && entry.Delivery.Fault == fault
	}}
}

// counted picks what the kernel of a host has counted under that name.
func counted(host, name string) kind {
	return kind{host + "'s " + name, func(e *evidence, entry *capture.Entry) bool {
		return entry.Counters != nil && entry.Counters.Host == host && entry.Counters.Of(e.counter(name)) > 0
	}}
}

// said picks what the kernel said of a program's sockets, in any of which one was
// in that state.
func said(program, state string) kind {
	return kind{"snapshots with " + program + " in " + state, func(e *evidence, entry *capture.Entry) bool {
		return entry.Snapshot != nil && slices.ContainsFunc(entry.Snapshot.Sockets, func(s capture.KernelSocket) bool {
			return s.State == state && e.owners[seat{s.Proto, s.Local.Port()}] == program
		})
	}}
}

// queue picks what the kernel said when so many connections waited for accept.
func queue(length int) kind {
	return kind{fmt.Sprintf("snapshots with %d in the accept queue", length), func(_ *evidence, entry *capture.Entry) bool {
		return entry.Snapshot != nil && slices.ContainsFunc(entry.Snapshot.Sockets, func(s capture.KernelSocket) bool {
			return s.State == "LISTEN" && s.RecvQueue == length
		})
	}}
}

// count claims something about how many entries there are.
func (k kind) count(words string, ok func(int) bool) claim {
	return func(e *evidence) error {
		if n := len(k.all(e)); !ok(n) {
			return fmt.Errorf("%d %s, want %s", n, k.name, words)
		}
		return nil
	}
}

func (k kind) atLeast(n int) claim {
	return k.count(fmt.Sprintf("at least %d", n), func(got int) bool { return got >= n })
}

func (k kind) exactly(n int) claim {
	return k.count(fmt.Sprintf("%d", n), func(got int) bool { return got == n })
}

func (k kind) none() claim { return k.exactly(0) }

// nth is one entry: the n-th of its kind, from 1; from the end if it is negative.
type nth struct {
	kind
	n int
}

func first(k kind) nth         { return nth{k, 1} }
func last(k kind) nth          { return nth{k, -1} }
func number(n int, k kind) nth { return nth{k, n} }

// index returns where the entry is.
func (o nth) index(e *evidence) (int, error) {
	found := o.all(e)
	i := o.n - 1
	if o.n < 0 {
		i = len(found) + o.n
	}
	if i < 0 || i >= len(found) {
		return 0, fmt.Errorf("there is no number %d of %d %s", o.n, len(found), o.name)
	}
	return found[i], nil
}

// inOrder claims that the entries follow each other.
func inOrder(order ...nth) claim {
	return func(e *evidence) error {
		before := -1
		for i, o := range order {
			at, err := o.index(e)
			if err != nil {
				return err
			}
			if at <= before {
				return fmt.Errorf("number %d of %s does not come before number %d of %s", order[i-1].n, order[i-1].name, o.n, o.name)
			}
			before = at
		}
		return nil
	}
}

// begin and end are when a call was made and when it returned; a packet has one time.
func begin(entry *capture.Entry) time.Time {
	if entry.Call != nil {
		return entry.Call.Enter
	}
	return entry.Packet.Time
}

func end(entry *capture.Entry) time.Time {
	if entry.Call != nil {
		return entry.Call.Exit
	}
	return entry.Packet.Time
}

// madeBefore claims that each call of the order was made before the next one was.
func madeBefore(order ...nth) claim { return following("made", begin, order) }

// doneBefore claims that each call of the order had returned when the next one was made.
func doneBefore(order ...nth) claim { return following("done", end, order) }

// following claims that each of the order is so far when the next one begins.
func following(far string, at func(*capture.Entry) time.Time, order []nth) claim {
	return func(e *evidence) error {
		for i, o := range order[:len(order)-1] {
			earlier, err := o.index(e)
			if err != nil {
				return err
			}
			later, err := order[i+1].index(e)
			if err != nil {
				return err
			}
			if t := at(&e.entries[earlier]); t.IsZero() || !t.Before(begin(&e.entries[later])) {
				return fmt.Errorf("number %d of %s is not %s before number %d of %s", o.n, o.name, far, order[i+1].n, order[i+1].name)
			}
		}
		return nil
	}
}

// allOf claims each of the claims.
func allOf(claims ...claim) claim {
	return func(e *evidence) error {
		for _, c := range claims {
			if err := c(e); err != nil {
				return err
			}
		}
		return nil
	}
}

// serverClosesFirst claims that of the one connection of each client.
func serverClosesFirst(clients ...string) claim {
	var claims []claim
	for _, client := range clients {
		claims = append(claims, inOrder(first(fins().to(client)), first(fins().from(client))))
	}
	return allOf(claims...)
}

// answered claims that the only client of a server comes when that stands in accept, and
// speaks when it stands in recv.
func answered() claim {
	return allOf(
		madeBefore(first(calls("server", "accept")), first(calls("client", "socket"))),
		madeBefore(first(calls("server", "recv")), first(calls("client", "send"))),
	)
}

// served claims that the client moreover goes on with that call when the server waits for
// what comes next.
func served(next nth) claim {
	return allOf(answered(), madeBefore(number(2, calls("server", "recv")), next))
}

// transcript returns the recording in words, for failures.
func (e *evidence) transcript() string {
	var b strings.Builder
	for i := range e.entries {
		fmt.Fprintf(&b, "%3d  %s\n", i, e.words(&e.entries[i]))
	}
	return b.String()
}

func (e *evidence) words(entry *capture.Entry) string {
	switch {
	case entry.Call != nil:
		return entry.Call.Process.Name + ": " + entry.Call.Message()
	case entry.Packet != nil:
		p := entry.Packet
		return fmt.Sprintf("    %v %v > %v %v seq %d ack %d len %d win %d", p.Proto, p.Src, p.Dst, p.TCP.Flags, p.TCP.Seq, p.TCP.Ack, p.PayloadLength, p.TCP.Window)
	case entry.Delivery != nil:
		return fmt.Sprintf("    frame %d lost=%v %s", entry.Delivery.Packet.Number, entry.Delivery.Lost, entry.Delivery.Fault)
	case entry.Counters != nil:
		return "    " + message.Counters(entry.Counters)
	}
	return "    " + message.Snapshot(entry.Snapshot)
}
