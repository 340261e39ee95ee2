package pairing_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/pairing"
)

// usual is a run as others vary it: 50 ms, a tenth is lost.
func usual(seed uint64) *dialog {
	return &dialog{delay: 50 * time.Millisecond, jitter: 10 * time.Millisecond, loss: 0.1, exchanges: 40, random: rand.New(rand.NewPCG(seed, 2))}
}

// The server's capture keeps little of each packet.
func TestSnapLength(t *testing.T) {
	for seed := range uint64(5) {
		d := usual(seed)
		d.udp = seed%2 == 0
		s := &simulation{sent: d.run(), offset: 1, snap: 4}
		s.check(t, false)
	}
}

// The server's capture begins late and ends early. What it cannot have seen is not lost.
func TestSpans(t *testing.T) {
	for seed := range uint64(10) {
		s := &simulation{sent: usual(seed).run(), offset: -1, drift: 20}
		last := s.sent[len(s.sent)-1].at
		s.begins, s.ends = last/4, last*3/4
		got, _, err := merged(t, s.captures())
		if err != nil {
			t.Fatal(err)
		}
		unseen := 0
		for _, o := range got {
			x := &s.sent[place(t, &o)]
			switch d := o.deliveries[0]; {
			case d.Unseen.HidesArrival():
				unseen++
			case d.Lost && len(x.came) > 0:
				t.Errorf("%d: sent at %v, and said to be lost: it came at %v, and the capture is from %v to %v", o.packet.Number, x.at, x.came, s.begins, s.ends)
			}
		}
		if unseen < 10 {
			t.Errorf("%d packets of which nobody knows", unseen)
		}
	}
}

// place returns the place of a packet in the run.
func place(t *testing.T, o *outcome) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(o.packet.Comment, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// What the sender's capture does not have is said to be seen at the receiver alone.
func TestMissed(t *testing.T) {
	s := &simulation{sent: usual(3).run(), misses: map[int]bool{20: true, 31: true, 50: true}}
	got, _, err := merged(t, s.captures())
	if err != nil {
		t.Fatal(err)
	}
	s.truth(t, got, joint.Clocks{Error: time.Minute}, time.Second)
	for _, o := range got {
		if n := place(t, &o); s.misses[n] != (o.deliveries[0].Unseen == joint.Departure) {
			t.Errorf("%d: %+v", n, o.deliveries)
		}
	}
}

// A capture that has lost packets proves no loss.
func TestDropped(t *testing.T) {
	s := &simulation{sent: usual(4).run()}
	both := s.captures()
	p := pairing.New()
	for end := range both {
		for i := range both[end] {
			if err := p.Add(end, &both[end][i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.Dropped(1, 1)
	if err := p.Pair(); err != nil {
		t.Fatal(err)
	}
	for end, want := range []joint.Unseen{joint.Dropped, joint.Between} {
		for i := range p.Packets(end) {
			if st := p.Known(end, int32(i)); st.Alone && (st.Unseen != want && st.Unseen != joint.After || st.Lost && end == 0) {
				t.Errorf("end %d: %+v", end, st)
			}
		}
	}
}

// The server's capture has a filter: of what it leaves out nobody knows whether it has arrived, and what it picks
// and has not is lost all the same.
func TestFilter(t *testing.T) {
	d := usual(4)
	s := &simulation{sent: d.run(), offset: 3}
	both := s.captures()
	picked := len(both[0])
	for i := range 40 {
		p := d.packet(i%2, uint16(5000+i), uint32(i), 0, capture.SYN, "")
		p.Time, p.Comment = epoch.Add(time.Duration(i)*200*time.Millisecond), "other"
		if p.Dst = netip.AddrPortFrom(p.Dst.Addr(), 2200); i%2 == 1 {
			p.Src, p.Dst = netip.AddrPortFrom(p.Src.Addr(), 2200), clientPort
			p.Dst = netip.AddrPortFrom(p.Dst.Addr(), 50000)
		} else {
			p.Src = netip.AddrPortFrom(p.Src.Addr(), 50000)
		}
		both[0] = append(both[0], p)
	}
	slices.SortStableFunc(both[0], func(a, b capture.Packet) int { return a.Time.Compare(b.Time) })
	got, p, err := merged(t, both)
	if err != nil {
		t.Fatal(err)
	}
	var known []outcome
	left := 0
	for _, o := range got {
		if o.packet.Comment != "other" {
			known = append(known, o)
			if o.deliveries[0].Unseen == joint.Dropped {
				t.Errorf("packet %d: nothing was dropped", o.packet.Number)
			}
			continue
		}
		if o.packet.Dst.Port() == 2200 {
			if left++; o.deliveries[0].Lost || !o.deliveries[0].Unseen.HidesArrival() {
				t.Errorf("packet %d was left out: %+v", o.packet.Number, o.deliveries)
			}
		}
	}
	s.truth(t, known, p.Captures().Clock, time.Second)
	if left != 20 || len(known) < picked/2 {
		t.Errorf("%d were left out", left)
	}
}

// One capture has segments that the other has in pieces, as offloading makes them.
func TestOffload(t *testing.T) {
	const piece = 1448
	d := usual(5)
	d.loss = 0
	s := &simulation{sent: d.run(), offset: 2}
	base := s.sent[len(s.sent)-1].at + time.Second
	text := strings.Repeat("x", 3*piece)
	var both [2][]capture.Packet
	add := func(end int, at time.Duration, seq uint32, id uint16, size int, from int) {
		p := d.packet(from, id, seq, 1, capture.ACK, text[:size])
		if p.Time, p.Comment = epoch.Add(at), "0"; end == 1 {
			p.Time = s.server(at)
		}
		both[end] = append(both[end], p)
	}
	both = s.captures()
	add(0, base, 9000, 500, 3*piece, 0) // cut up by the client's card
	add(0, base+time.Second, 9000+3*piece, 503, 2*piece, 0)
	for i := range 3 {
		add(1, base+50*time.Millisecond+time.Duration(i)*time.Microsecond, 9000+uint32(i)*piece, uint16(500+i), piece, 0)
	}
	add(1, base+time.Second+51*time.Millisecond, 9000+3*piece, 503, piece, 0) // its second half is lost
	add(0, base+2*time.Second, 9000+4*piece, 505, piece, 0)
	add(1, base+2*time.Second+52*time.Millisecond, 9000+4*piece, 505, piece, 0)
	for i := range 3 { // put together by the client's card
		add(1, base+3*time.Second+time.Duration(i)*time.Microsecond, 80000+uint32(i)*piece, uint16(700+i), piece, 1)
	}
	add(0, base+3*time.Second+51*time.Millisecond, 80000, 700, 3*piece, 1)
	add(1, base+5*time.Second, 99999, 710, 1, 1) // the captures go on
	add(0, base+5*time.Second+50*time.Millisecond, 99999, 710, 1, 1)
	got, p, err := merged(t, both)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, o := range got[len(s.sent):] {
		said = append(said, fmt.Sprintf("%d+%d:", o.packet.TCP.Seq, o.packet.PayloadLength))
		for _, d := range o.deliveries {
			said = append(said, fmt.Sprintf("%v%v%v", d.Time.Sub(o.packet.Time).Round(time.Millisecond), d.Lost, d.Unseen))
		}
	}
	want := "9000+4344: 50msfalse 13344+2896: 51msfalsepart 14792+1448: 52msfalse 80000+1448: 51msfalse 81448+1448: 51msfalse 82896+1448: 51msfalse 99999+1: 50msfalse"
	if all := strings.Join(said, " "); all != want {
		t.Errorf("%s\nwant %s", all, want)
	}
	if p.Captures().Cut != 5 {
		t.Errorf("%+v", p.Captures())
	}
}

// A capture on several interfaces holds packets twice; the wire may bring some twice.
func TestCopies(t *testing.T) {
	d := usual(6)
	d.loss = 0
	s := &simulation{sent: d.run()}
	s.sent[10].came = append(s.sent[10].came, s.sent[10].came[0]+time.Millisecond) // by the wire
	both := s.captures()
	var twice []capture.Packet
	for _, p := range both[0] {
		again := p
		again.Sighting.Interface, again.Time, again.Comment = 2, p.Time.Add(3*time.Microsecond), "-1"
		twice = append(twice, p, again)
	}
	both[0] = twice
	got, p, err := merged(t, both)
	if err != nil {
		t.Fatal(err)
	}
	s.truth(t, got, p.Captures().Clock, 0)
	if want := len(twice) / 2; p.Captures().Copies != [2]int{want, 0} {
		t.Errorf("%+v, and there are %d", p.Captures(), want)
	}
}

// Datagrams of one direction tell a bound, and routers who is at which end.
func TestOneWay(t *testing.T) {
	for _, c := range []struct {
		hops  uint8
		named bool // nothing tells the ends
	}{{3, false}, {0, true}} {
		s := &simulation{offset: 5, hops: c.hops}
		d := usual(7)
		d.udp = true
		for _, x := range d.run() {
			if x.end == 0 {
				s.sent = append(s.sent, x)
			}
		}
		both := s.captures()
		got, p, err := merged(t, both)
		if err != nil {
			t.Fatal(err)
		}
		s.truth(t, got, joint.Clocks{Error: time.Second}, time.Second)
		if a := p.Captures(); !a.Clock.OneWay || !a.Clock.Forth || a.AsNamed != c.named || a.Clock.Offset < 5050*time.Millisecond || a.Clock.Offset > 5060*time.Millisecond {
			t.Errorf("%+v", a)
		}
		if both[0], both[1] = both[1], both[0]; c.named {
			continue
		}
		if _, p, err = merged(t, both); err != nil || !p.Swapped() {
			t.Errorf("the other way round: %v, %v", p.Swapped(), err)
		}
	}
}

// Two captures of one place are no two ends.
func TestSamePlace(t *testing.T) {
	both := (&simulation{sent: usual(8).run()}).captures()
	random := rand.New(rand.NewPCG(1, 2))
	for name, shift := range map[string]func() time.Duration{
		"the same":    func() time.Duration { return 0 },
		"set back":    func() time.Duration { return -time.Hour },
		"beside it":   func() time.Duration { return time.Duration(random.IntN(5000)) },
		"beside that": func() time.Duration { return time.Second + time.Duration(random.IntN(5000)) },
	} {
		other := append([]capture.Packet(nil), both[0]...)
		for i := range other {
			other[i].Time = other[i].Time.Add(shift())
		}
		if _, _, err := merged(t, [2][]capture.Packet{both[0], other}); !errors.Is(err, pairing.ErrSamePlace) {
			t.Errorf("%s: %v", name, err)
		}
	}
	others := (&simulation{sent: usual(9).run()}).captures()
	for i := range others[1] {
		others[1][i].Payload = []byte("other")
	}
	if _, _, err := merged(t, [2][]capture.Packet{both[0], nil}); !errors.Is(err, pairing.ErrNoPair) {
		t.Errorf("an empty one: %v", err)
	}
}

// All datagrams are alike, and their answers, too.
func TestAllAlike(t *testing.T) {
	for seed := range uint64(10) {
		random := rand.New(rand.NewPCG(seed, 3))
		s := &simulation{offset: -42, drift: 10}
		d := usual(seed)
		d.udp, d.anonymous = true, true
		for i := range 20 {
			at := time.Duration(i)*300*time.Millisecond + time.Duration(random.IntN(100))*time.Millisecond
			x := sending{packet: d.packet(0, 0, 0, 0, 0, "ping"), at: at}
			if lost := random.Float64() < 0.2 && i > 0; !lost {
				came := at + 20*time.Millisecond + time.Duration(random.IntN(3000))*time.Microsecond
				x.came = []time.Duration{came}
				y := sending{packet: d.packet(1, 0, 0, 0, 0, "pong"), end: 1, at: came + time.Millisecond, came: []time.Duration{came + 23*time.Millisecond}}
				s.sent = append(s.sent, y)
			}
			s.sent = append(s.sent, x)
		}
		got, p, err := merged(t, s.captures())
		if err != nil {
			t.Fatal(err)
		}
		s.truth(t, got, p.Captures().Clock, time.Second)
	}
}

// One clock is set while the captures go on.
func TestClockIsSet(t *testing.T) {
	s := &simulation{sent: usual(11).run()}
	both := s.captures()
	for i := range both[1] {
		if i > len(both[1])/2 {
			both[1][i].Time = both[1][i].Time.Add(-10 * time.Second)
		}
	}
	if _, p, err := merged(t, both); !errors.Is(err, pairing.ErrUneven) {
		t.Errorf("%v, %+v", err, p.Captures().Clock)
	}
}

// One clock runs faster and slower, by more than packets take.
func TestClockIsSlewed(t *testing.T) {
	d := usual(12)
	d.delay, d.jitter, d.exchanges, d.pause = 100*time.Microsecond, 50*time.Microsecond, 2000, time.Second
	s := &simulation{sent: d.run()}
	both := s.captures()
	for i := range both[1] {
		at := both[1][i].Time.Sub(epoch)
		both[1][i].Time = both[1][i].Time.Add(time.Duration(2e6 * math.Sin(at.Minutes()/5)))
	}
	got, p, err := merged(t, both)
	if err != nil {
		t.Fatal(err)
	}
	if c := p.Captures().Clock; c.Uneven || c.Bends == 0 || c.Error > 200*time.Microsecond {
		t.Errorf("%+v", c)
	}
	s.truth(t, got, p.Captures().Clock, 3*time.Second)
}

// coarsely has captures tell times as files of a low resolution do.
func coarsely(both [2][]capture.Packet, grain time.Duration) [2][]capture.Packet {
	for end := range both {
		for i := range both[end] {
			both[end][i].Time = both[end][i].Time.Truncate(grain)
		}
	}
	return both
}

// Where times are told coarsely, so is the offset: the true one is within what is said, and no packet that came is
// said to be lost.
func TestCoarseTimes(t *testing.T) {
	for _, grain := range []time.Duration{time.Microsecond, time.Millisecond} {
		for n := range 20 {
			d := usual(uint64(n))
			d.delay, d.jitter, d.pause = 3*grain, grain/100, 7*grain
			s := &simulation{sent: d.run(), offset: (float64(n)*0.37 + 5) * grain.Seconds()}
			for i := range s.sent {
				if x := &s.sent[i]; x.end == 0 && len(x.came) > 0 {
					x.came[0] = x.at + grain*3/10 // less than can be told
				}
			}
			got, p, err := merged(t, coarsely(s.captures(), grain))
			if err != nil {
				t.Fatalf("%v, %d: %v", grain, n, err)
			}
			c := p.Captures().Clock
			off := c.Offset - time.Duration(s.offset*1e9)
			if p.Swapped() {
				off = c.Offset + time.Duration(s.offset*1e9)
			}
			if off.Abs() > c.Error {
				t.Errorf("%v, %d: it is off by %v, and said to be known to within %v", grain, n, off, c.Error)
			}
			for _, o := range got {
				if x := &s.sent[place(t, &o)]; len(o.deliveries) > 0 && o.deliveries[0].Lost && len(x.came) > 0 {
					t.Errorf("%v, %d: packet %d is said to be lost", grain, n, o.packet.Number)
				}
			}
		}
	}
}

// Where packets take less than times tell, nobody knows which end is which; that is not to say that both captures
// are of one place.
func TestTooCoarseTimes(t *testing.T) {
	for n := range 10 {
		d := usual(uint64(n))
		d.delay, d.jitter = 200*time.Microsecond, 50*time.Microsecond
		s := &simulation{sent: d.run(), offset: float64(n) * 0.00017}
		if _, _, err := merged(t, coarsely(s.captures(), time.Millisecond)); !errors.Is(err, pairing.ErrCoarse) {
			t.Errorf("%d: %v", n, err)
		}
	}
}

// A segment of which a byte was changed on the way is no segment that was cut up.
func TestChanged(t *testing.T) {
	d := usual(5)
	d.loss = 0
	s := &simulation{sent: d.run()}
	both := s.captures()
	for i := range both[1] {
		if p := &both[1][i]; p.PayloadLength > 0 && p.Src == clientPort {
			p.Payload = append([]byte("X"), p.Payload[1:]...)
			break
		}
	}
	got, p, err := merged(t, both)
	if err != nil {
		t.Fatal(err)
	}
	s.truth(t, got, p.Captures().Clock, 0)
	if a := p.Captures(); a.Changed != 1 || a.Cut != 0 {
		t.Errorf("%+v", a)
	}
}
