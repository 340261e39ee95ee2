package live

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/decode"
	"wireladder/capture/frametest"
)

// at returns the n-th microsecond of the tests' time.
func at(n int) time.Time {
	return time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Microsecond)
}

// script is a Capture that shows what a test wants it to: first its frames, then,
// once run has returned, what comes after, or time-outs for ever.
type script struct {
	frames   []*capture.Packet
	ended    chan struct{}     // closed by run; nil: nothing waits for it
	after    []*capture.Packet // after run has returned
	silent   int               // time-outs before after
	fail     error             // instead of the first time-out
	drops    capture.Drops
	timeouts int
}

var _ Capture = (*script)(nil)

func (s *script) Scan(p *capture.Packet) error {
	next, err := s.Next()
	if err == nil {
		*p = *next
	}
	return err
}

func (s *script) Next() (*capture.Packet, error) {
	if len(s.frames) > 0 {
		return pop(&s.frames), nil
	}
	if s.fail != nil {
		return nil, s.fail
	}
	s.timeouts++
	if s.ended != nil {
		<-s.ended
	}
	if s.timeouts > s.silent && len(s.after) > 0 {
		return pop(&s.after), nil
	}
	return nil, ErrTimeout
}

func (s *script) LinkType() capture.LinkType    { return capture.LinkIPv4 }
func (s *script) Drops() (capture.Drops, error) { return s.drops, nil }
func (s *script) Close() error                  { return nil }

func pop(ps *[]*capture.Packet) *capture.Packet {
	p := (*ps)[0]
	*ps = (*ps)[1:]
	return p
}

// udpPacket is an undecoded datagram that was seen at a time.
func udpPacket(tb testing.TB, when time.Time, src, dst netip.AddrPort, payload string) *capture.Packet {
	tb.Helper()
	ip := frametest.IPv4(layers.IPProtocolUDP)
	ip.SrcIP, ip.DstIP = src.Addr().AsSlice(), dst.Addr().AsSlice()
	header := &layers.UDP{SrcPort: layers.UDPPort(src.Port()), DstPort: layers.UDPPort(dst.Port())}
	frame := frametest.Build(tb, ip, header, frametest.Text(payload))
	return &capture.Packet{Time: when, Link: capture.LinkIPv4, Data: frame, Length: len(frame)}
}

// dataPacket is a datagram from the client to the server.
func dataPacket(tb testing.TB, n int, payload string) *capture.Packet {
	tb.Helper()
	return udpPacket(tb, at(n), frametest.Client4, frametest.Server4, payload)
}

func newSentinel(tb testing.TB) *Sentinel {
	tb.Helper()
	s, err := NewSentinel()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

// seen is the sentinel's datagram, as a capture shows it.
func (s *Sentinel) seen(tb testing.TB, n int) *capture.Packet {
	tb.Helper()
	return udpPacket(tb, at(n), s.addr, s.addr, string(s.token))
}

// within is UntilSentinel with another patience.
func within(c Capture, s *Sentinel, patience time.Duration) Feed {
	f := UntilSentinel(c, s).(*sentinelFeed)
	f.patience = patience
	return f
}

// ledger is an emit that keeps what it is given.
type ledger struct {
	mu      sync.Mutex
	entries []capture.Entry
	fail    error // of the first entry
}

func (l *ledger) emit(e capture.Entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, e)
	return l.fail
}

// String returns the entries: a packet as number and payload, a call as message.
func (l *ledger) String() string {
	var words []string
	for _, e := range l.entries {
		if e.Call != nil {
			words = append(words, e.Call.Message())
			continue
		}
		words = append(words, fmt.Sprintf("%d:%s", e.Packet.Number, e.Packet.Payload))
	}
	return strings.Join(words, " ")
}

func (l *ledger) check(t *testing.T, want string) {
	t.Helper()
	if l.String() != want {
		t.Errorf("emitted %q, want %q", l, want)
	}
}

// runs returns a run that does nothing but return, and say so to the capture.
func (s *script) runs(err error) func(context.Context, Reporter) error {
	s.ended = make(chan struct{})
	return func(context.Context, Reporter) error {
		close(s.ended)
		return err
	}
}

func TestRecord(t *testing.T) {
	sentinel := newSentinel(t)
	stranger := netip.MustParseAddrPort("127.0.0.1:9")
	live := &script{
		frames: []*capture.Packet{
			dataPacket(t, 20, "second"),
			dataPacket(t, 10, "first"),
			udpPacket(t, at(11), stranger, sentinel.addr, string(sentinel.token)), // from elsewhere: not the sentinel
			udpPacket(t, at(12), sentinel.addr, sentinel.addr, "not the token..."),
			udpPacket(t, at(13), sentinel.addr, sentinel.addr, string(sentinel.token)+"and more"),
		},
		silent: 1,
		drops:  capture.Drops{Received: 7, Kernel: 1},
	}
	live.after = []*capture.Packet{dataPacket(t, 30, "last"), sentinel.seen(t, 31), dataPacket(t, 32, "too late")}
	wait := live.runs(nil)
	run := func(ctx context.Context, calls Reporter) error {
		sent := &capture.Call{Name: "send", FD: 3, Enter: at(15)}
		calls.Enter(sent)
		sent.Exit = at(16)
		calls.Return(sent)
		calls.Enter(&capture.Call{Name: "accept", FD: 4, Enter: at(1)})
		return wait(ctx, calls)
	}
	var l ledger
	drops, err := Record(t.Context(), RecordOptions{Feed: UntilSentinel(live, sentinel)}, run, l.emit)
	if err != nil {
		t.Fatal(err)
	}
	if drops != live.drops {
		t.Errorf("drops are %+v, want %+v", drops, live.drops)
	}
	l.check(t, "1:first send(3) = 0 2:second 3:last accept(4) = ?")
}

// The sentinel must be known by what the snap length left of it.
func TestSentinelSnapped(t *testing.T) {
	sentinel := newSentinel(t)
	p := sentinel.seen(t, 1)
	p.Data = p.Data[:30]
	decode.NewDecoder().Decode(p)
	if !sentinel.is(p) {
		t.Error("a snapped sentinel is not known")
	}
	if sentinel.Port() == 0 || sentinel.Port() != p.Dst.Port() {
		t.Errorf("Port() = %d", sentinel.Port())
	}
}

func TestRecordEmitsAllWhenRunFails(t *testing.T) {
	sentinel, broken := newSentinel(t), errors.New("client: connection refused")
	live := &script{frames: []*capture.Packet{dataPacket(t, 1, "a")}, after: []*capture.Packet{dataPacket(t, 2, "b"), sentinel.seen(t, 3)}}
	var l ledger
	_, err := Record(t.Context(), RecordOptions{Feed: UntilSentinel(live, sentinel)}, live.runs(broken), l.emit)
	if !errors.Is(err, broken) || err.Error() != broken.Error() {
		t.Errorf("error is %v, want %v", err, broken)
	}
	l.check(t, "1:a 2:b")
}

func TestRecordEmitsAllWhenCancelled(t *testing.T) {
	interrupted := errors.New("interrupted")
	for _, runErr := range []error{nil, context.Canceled, fmt.Errorf("client: %w", interrupted)} {
		sentinel := newSentinel(t)
		live := &script{frames: []*capture.Packet{dataPacket(t, 1, "a")}, after: []*capture.Packet{dataPacket(t, 2, "b"), sentinel.seen(t, 3)}}
		ctx, cancel := context.WithCancelCause(t.Context())
		wait := live.runs(runErr)
		run := func(ctx context.Context, calls Reporter) error {
			cancel(interrupted)
			<-ctx.Done()
			return wait(ctx, calls)
		}
		var l ledger
		_, err := Record(ctx, RecordOptions{Feed: UntilSentinel(live, sentinel)}, run, l.emit)
		if !errors.Is(err, interrupted) || strings.Count(err.Error(), "interrupted") != 1 || strings.Contains(err.Error(), "\n") {
			t.Errorf("run returns %v: error is %v", runErr, err)
		}
		l.check(t, "1:a 2:b")
	}
}

// A failing capture or emit must stop run, and must not hide what run says.
func TestRecordStopsRun(t *testing.T) {
	down, full := errors.New("network is down"), errors.New("disk full")
	tests := []struct {
		name string
		live *script
		emit error
		want error
	}{
		{"capture fails", &script{fail: down}, nil, down},
		{"emit fails", &script{}, full, full},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sentinel := newSentinel(t)
			tt.live.frames = []*capture.Packet{dataPacket(t, 1, "a"), dataPacket(t, 1_000_000, "b")}
			tt.live.after = []*capture.Packet{sentinel.seen(t, 2_000_000)}
			left := errors.New("left something open")
			run := func(ctx context.Context, _ Reporter) error {
				<-ctx.Done()
				if tt.live.ended != nil {
					close(tt.live.ended)
				}
				return errors.Join(context.Cause(ctx), left)
			}
			if tt.live.fail == nil {
				tt.live.ended = make(chan struct{})
			}
			l := ledger{fail: tt.emit}
			_, err := Record(t.Context(), RecordOptions{Feed: UntilSentinel(tt.live, sentinel)}, run, l.emit)
			if !errors.Is(err, tt.want) || !errors.Is(err, left) || strings.Count(err.Error(), tt.want.Error()) != 1 {
				t.Errorf("error is %q", err)
			}
			if tt.emit == nil {
				l.check(t, "1:a 2:b")
			}
		})
	}
}

func TestRecordWithoutSentinel(t *testing.T) {
	live := &script{frames: []*capture.Packet{dataPacket(t, 1, "a")}}
	var l ledger
	o := RecordOptions{Feed: within(live, newSentinel(t), time.Nanosecond)}
	_, err := Record(t.Context(), o, live.runs(nil), l.emit)
	if !errors.Is(err, ErrIncomplete) || !strings.Contains(err.Error(), "no sentinel within 1ns") {
		t.Errorf("error is %v, want %v", err, ErrIncomplete)
	}
	l.check(t, "1:a")
}

// A sentinel that was dropped is sent again; one that cannot be sent is told of.
func TestRecordSentinelNotSent(t *testing.T) {
	live, sentinel := &script{}, newSentinel(t)
	_ = sentinel.Close()
	o := RecordOptions{Feed: within(live, sentinel, time.Nanosecond)}
	_, err := Record(t.Context(), o, live.runs(nil), (&ledger{}).emit)
	if !errors.Is(err, ErrIncomplete) || !strings.Contains(err.Error(), "closed") {
		t.Errorf("error is %v", err)
	}
}
