package flow

import (
	"net/netip"
	"runtime"
	"testing"
	"time"

	"wireladder/capture"
)

// exchangeLength is how many segments each conversation of the benchmarks has.
const exchangeLength = 100

// traffic makes the segments of n conversations, interleaved: the k-th segment
// of each, then the next of each.
type traffic struct {
	n      int
	packet capture.Packet
}

// at returns segment k of conversation i: a handshake, then requests and answers
// that are acknowledged one by one, and the close.
func (t *traffic) at(i, k int) *capture.Packet {
	p := &t.packet
	*p = capture.Packet{Proto: capture.TCP, Length: 154, Time: time.Unix(1_700_000_000, int64(k*t.n+i)*1000)}
	client := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), uint16(40000+i%20000))
	server := netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 168, 0, byte(i % 200)}), 80)
	p.Src, p.Dst = client, server
	isn := capture.Seq(i * 7919)
	rounds := capture.Seq(max(k-3, 0) / 2)
	p.TCP = capture.TCPHeader{Flags: capture.ACK, Window: 1000, Seq: isn + 1 + 100*rounds, Ack: isn + 1}
	switch {
	case k == 0:
		p.TCP.Flags, p.TCP.Seq, p.TCP.Ack = capture.SYN, isn, 0
	case k == 1:
		p.TCP.Flags, p.TCP.Seq, p.TCP.Ack = capture.SYN|capture.ACK, isn, isn+1
		p.Src, p.Dst = server, client
	case k == 2:
	case k == exchangeLength-1:
		p.TCP.Flags |= capture.FIN
	case k%2 == 1:
		p.PayloadLength = 100
	default:
		p.Src, p.Dst = server, client
		p.TCP.Seq, p.TCP.Ack = isn+1, isn+101+100*rounds
	}
	return p
}

// observeTraffic observes b.N segments of n conversations, beginning anew when
// all were seen. What making them costs is left out: they are made in portions
// that fit the innermost cache, where a reader has its packet, too.
func observeTraffic(b *testing.B, n int) {
	b.Helper()
	var (
		made    [32]capture.Outline
		spent   time.Duration
		source  = &traffic{n: n}
		tracker = NewTracker()
	)
	b.ReportAllocs()
	for done := 0; done < b.N; {
		if done%(n*exchangeLength) < len(made) {
			tracker = NewTracker()
		}
		portion := made[:min(len(made), b.N-done)]
		for i := range portion {
			at := (done + i) % (n * exchangeLength)
			portion[i].Trace(source.at(at%n, at/n))
		}
		start := time.Now()
		tracker.ObserveOutlines(portion)
		spent += time.Since(start)
		done += len(portion)
	}
	b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N), "ns/op")
}

// BenchmarkObserve observes 10,000 conversations at a time.
func BenchmarkObserve(b *testing.B) { observeTraffic(b, 10_000) }

// BenchmarkObserve100k observes 100,000 conversations at a time.
func BenchmarkObserve100k(b *testing.B) { observeTraffic(b, 100_000) }

// BenchmarkObserve100 observes 100 conversations, which the caches hold.
func BenchmarkObserve100(b *testing.B) { observeTraffic(b, 100) }

// BenchmarkTuple makes the tuple of a packet.
func BenchmarkTuple(b *testing.B) {
	table, h := newTable(), between(capture.TCP, clientAddr, serverAddr)
	var tu tuple
	for b.Loop() {
		table.seed.tuple(&tu, h)
	}
	runtime.KeepAlive(tu)
}
