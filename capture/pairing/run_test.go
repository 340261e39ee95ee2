package pairing_test

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strconv"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/pairing"
	"wireladder/capture/pairing/merge"
)

// epoch is when runs begin.
var epoch = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// sending is one packet of a run of which the truth is known.
type sending struct {
	packet capture.Packet
	end    int             // who sends it: 0 the client
	at     time.Duration   // when
	came   []time.Duration // when its copies arrive; none: it is lost
}

// simulation is a run, and how its captures see it.
type simulation struct {
	sent          []sending
	offset, drift float64       // of the server's clock: seconds, millionths
	snap          int           // octets of payload that the server's capture keeps; 0: all
	begins, ends  time.Duration // of the server's capture; 0: it has all
	hops          uint8         // routers between
	misses        map[int]bool  // packets that their sender's capture does not have
}

// server returns a time by the server's clock.
func (s *simulation) server(at time.Duration) time.Time {
	return epoch.Add(at + time.Duration(s.offset*1e9) + time.Duration(s.drift*1e-6*float64(at)))
}

// captures returns what both captures hold. The comment of a packet is its place in the run.
func (s *simulation) captures() (both [2][]capture.Packet) {
	for i := range s.sent {
		x := &s.sent[i]
		see := func(end int, at time.Duration, hop uint8) {
			p := x.packet
			p.Comment, p.IP.HopLimit = strconv.Itoa(i), hop
			p.Time = epoch.Add(at)
			if end == 1 {
				if at < s.begins || s.ends > 0 && at > s.ends {
					return
				}
				p.Time = s.server(at)
				if s.snap > 0 {
					p.Payload = p.Payload[:min(s.snap, len(p.Payload))]
				}
			}
			both[end] = append(both[end], p)
		}
		if !s.misses[i] {
			see(x.end, x.at, 64)
		}
		for _, came := range x.came {
			see(1-x.end, came, 64-s.hops)
		}
	}
	for end := range both {
		slices.SortStableFunc(both[end], func(a, b capture.Packet) int { return a.Time.Compare(b.Time) })
		for i := range both[end] {
			both[end][i].Number = i + 1
		}
	}
	return both
}

// fileOf is a capture that is read.
type fileOf struct {
	packets []capture.Packet
	err     error // at the end
}

// Scan implements merge.Scanner.
func (f *fileOf) Scan(p *capture.Packet) (*capture.Entry, error) {
	if len(f.packets) == 0 {
		return nil, cmp.Or(f.err, io.EOF)
	}
	*p, f.packets = f.packets[0], f.packets[1:]
	return nil, nil
}

// outcome is what a merged recording says of one packet.
type outcome struct {
	packet     capture.Packet
	deliveries []capture.Delivery
}

// merged pairs two captures, and returns what the recording says, in its order.
func merged(t testing.TB, both [2][]capture.Packet) ([]outcome, *pairing.Pairing, error) {
	t.Helper()
	p := pairing.New()
	for end := range both {
		for i := range both[end] {
			if err := p.Add(end, &both[end][i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := p.Pair(); err != nil {
		return nil, p, err
	}
	m := merge.New(p, [2]merge.Scanner{&fileOf{packets: both[0]}, &fileOf{packets: both[1]}})
	var all []outcome
	last, inOrder := time.Time{}, true
	for end := range both {
		inOrder = inOrder && slices.IsSortedFunc(both[end], func(a, b capture.Packet) int { return a.Time.Compare(b.Time) })
	}
	for {
		ps := make([]capture.Packet, 1)
		n, other, err := m.ScanMany(ps)
		switch {
		case errors.Is(err, io.EOF):
			return all, p, nil
		case err != nil:
			t.Fatal(err)
		case n == 1:
			all = append(all, outcome{packet: ps[0]})
			if ps[0].Number != len(all) {
				t.Fatalf("packet %d is the %d.", ps[0].Number, len(all))
			}
		case other.Delivery.Packet.Number > len(all):
			t.Fatalf("packet %d has a delivery, and has not been sent", other.Delivery.Packet.Number)
		default:
			of := &all[other.Delivery.Packet.Number-1]
			if of.deliveries = append(of.deliveries, *other.Delivery); inOrder && other.Delivery.Time.Before(of.packet.Time) {
				t.Errorf("packet %d arrives before it was sent", of.packet.Number)
			}
		}
		if n == 1 && inOrder && ps[0].Time.Before(last) {
			t.Errorf("packet %d stands behind later ones", ps[0].Number)
		} else if n == 1 {
			last = ps[0].Time
		}
	}
}

// dialog makes packets of a TCP connection with as much loss, delay and jitter as is wanted.
type dialog struct {
	delay, jitter time.Duration
	loss          float64
	exchanges     int
	pause         time.Duration // between two
	anonymous     bool          // packets have no identification, nor timestamps
	back          time.Duration // what packets of the server take longer
	six           bool          // over IPv6
	deaf          float64       // which share of what arrives is dropped by the host there, and sent again
	udp           bool
	random        *rand.Rand
}

var (
	clientPort = netip.MustParseAddrPort("10.0.0.1:40000")
	serverPort = netip.MustParseAddrPort("10.0.0.2:12000")
)

// packet returns one packet of an end.
func (d *dialog) packet(end int, id uint16, seq, ack uint32, flags capture.Flags, payload string) capture.Packet {
	p := capture.Packet{
		Proto: capture.TCP, Link: capture.LinkEthernet, Src: clientPort, Dst: serverPort, Payload: []byte(payload), PayloadLength: len(payload),
		TCP: capture.TCPHeader{Seq: capture.Seq(seq), Ack: capture.Seq(ack), Flags: flags, Window: 500}, IP: capture.IPHeader{ID: id, HasID: true, DF: true, Protocol: 6},
	}
	if end == 1 {
		p.Src, p.Dst = p.Dst, p.Src
	}
	if d.anonymous || d.six {
		p.IP.ID = 0
	}
	if d.six {
		p.IP.HasID, p.IP.Protocol = false, 0
		for _, a := range []*netip.AddrPort{&p.Src, &p.Dst} {
			*a = netip.AddrPortFrom(netip.AddrFrom16([16]byte{0: 0xfd, 15: a.Addr().As4()[3]}), a.Port())
		}
	}
	if d.udp {
		p.Proto, p.TCP, p.IP.Protocol = capture.UDP, capture.TCPHeader{}, 17
	}
	return p
}

// run returns the packets, with a reply for each that arrives; what is lost is sent again.
func (d *dialog) run() (all []sending) {
	now, id := 10*time.Millisecond, [2]uint16{100, 40000}
	seq := [2]uint32{1000, 77000}
	send := func(end int, at time.Duration, flags capture.Flags, payload string) (came time.Duration, ok bool) {
		id[end]++
		s := sending{packet: d.packet(end, id[end], seq[end], seq[1-end], flags, payload), end: end, at: at}
		if ok = d.random.Float64() >= d.loss; ok {
			came = at + d.delay + time.Duration(d.random.Float64()*float64(d.jitter))
			came += time.Duration(end) * d.back
			s.came = []time.Duration{came}
		}
		all = append(all, s)
		return came, ok && d.random.Float64() >= d.deaf
	}
	surely := func(end int, at time.Duration, flags capture.Flags, payload string) time.Duration {
		for {
			if came, ok := send(end, at, flags, payload); ok {
				seq[end] += uint32(len(payload))
				return came
			}
			at += 3*d.delay + d.back + d.jitter + 200*time.Millisecond
		}
	}
	for i := range d.exchanges {
		came := surely(0, now, capture.ACK|capture.PSH, fmt.Sprintf("request %d", i))
		send(1, came+20*time.Microsecond, capture.ACK, "")
		came = surely(1, came+time.Millisecond, capture.ACK|capture.PSH, fmt.Sprintf("REPLY %d", i))
		now = came + d.pause
	}
	return all
}

// truth compares what a recording says with what was. Packets at the ends, of which nobody
// can know, may be unseen.
func (s *simulation) truth(t *testing.T, got []outcome, clock joint.Clocks, edge time.Duration) {
	t.Helper()
	seen := map[int]bool{}
	first, last := s.sent[0].at, s.sent[len(s.sent)-1].at
	for _, o := range got {
		n, err := strconv.Atoi(o.packet.Comment)
		if err != nil {
			t.Fatal(err)
		}
		x := &s.sent[n]
		seen[n] = true
		atEdge := x.at < first+edge || x.at > last-edge
		if len(o.deliveries) == 0 {
			t.Errorf("packet %d (%d): nothing is said of it", o.packet.Number, n)
			continue
		}
		switch d := o.deliveries[0]; {
		case d.Unseen.HidesArrival():
			if !atEdge && d.Unseen != joint.Dropped {
				t.Errorf("packet %d (%d): %v", o.packet.Number, n, d.Unseen)
			}
		case d.Lost != (len(x.came) == 0):
			t.Errorf("packet %d (%d), sent at %v: lost is %v, and it came at %v", o.packet.Number, n, x.at, d.Lost, x.came)
		case !d.Lost && len(o.deliveries) != len(x.came):
			t.Errorf("packet %d (%d): %d arrivals of %d", o.packet.Number, n, len(o.deliveries), len(x.came))
		case !d.Lost && s.offTime(x, d.Time) > clock.Error+2:
			t.Errorf("packet %d (%d): it comes at %v, not %v: more than ± %v", o.packet.Number, n, d.Time.Sub(epoch), x.came[0], clock.Error)
		}
	}
	for i := range s.sent {
		if x := &s.sent[i]; !seen[i] && (!s.misses[i] || len(x.came) > 0) {
			t.Errorf("%d, sent at %v by %d, came at %v, is missing", i, x.at, x.end, x.came)
		}
	}
}

// offTime returns by how much an arrival is off, by the client's clock.
func (s *simulation) offTime(x *sending, at time.Time) time.Duration {
	return at.Sub(epoch.Add(x.came[0])).Abs()
}
