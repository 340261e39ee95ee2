package wire

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
)

// converse has the client say something in chunks, the server answer, and both
// take their leave, the client first.
func converse(t *testing.T, w *Wire, chunks ...string) {
	t.Helper()
	l := listen(t, w)
	c := dial(t, w)
	s, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for _, chunk := range chunks {
			if _, err := c.Write([]byte(chunk)); err != nil {
				t.Error(err)
			}
		}
	}()
	want := strings.Join(chunks, "")
	got := make([]byte, len(want))
	if _, err := io.ReadFull(s, got); err != nil || string(got) != want {
		t.Fatalf("the server got %.20q, %v", got, err)
	}
	if _, err := s.Write([]byte("bye")); err != nil {
		t.Fatal(err)
	}
	_, _ = io.ReadFull(c, make([]byte, 3))
	leave(t, c, s)
}

// leave closes c, then s, and returns when both know.
func leave(t *testing.T, c, s net.Conn) {
	t.Helper()
	err := c.(*net.TCPConn).CloseWrite()
	_, readErr := s.Read(make([]byte, 1))
	if err != nil || !errors.Is(readErr, io.EOF) {
		t.Errorf("%v, %v", err, readErr)
	}
	_ = s.Close()
	if _, err := c.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	_ = c.Close()
}

func TestConversation(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{})
	converse(t, w, "hello")
	sent := []string{
		"c SYN 0", "s SYN,ACK 0", "c ACK 0",
		"c PSH,ACK 5", "s ACK 0", "s PSH,ACK 3", "c ACK 0",
		"c FIN,ACK 0", "s FIN,ACK 0", "c ACK 0",
	}
	var want []string
	for _, line := range sent {
		want = append(want, line, "> "+line)
	}
	if got := story(drain(t, w)); !inOrder(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// inOrder reports whether a story has these lines in this order. It may have others in
// between: on a busy machine TCP sends something again before its acknowledgment comes.
func inOrder(story, want []string) bool {
	for _, line := range story {
		if len(want) > 0 && line == want[0] {
			want = want[1:]
		}
	}
	return len(want) == 0
}

// Segments are Ethernet's, as TCP has cut them, with checksums that are right: over IPv6 they are
// shorter by what its header is longer. One may be sent again where its ACK takes long.
func TestSegmentation(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for _, tt := range []struct {
		ipv6 bool
		want []int
	}{
		{false, []int{1448, 1448, 1448, 1448, 1448, 1448, 1312}},
		{true, []int{1428, 1428, 1428, 1428, 1428, 1428, 1428, 4}},
	} {
		w := newWire(t, Options{IPv6: tt.ipv6})
		converse(t, w, strings.Repeat("x", 10000))
		var sizes []int
		seen := map[capture.Seq]bool{}
		for _, e := range drain(t, w) {
			p := e.Packet
			if p == nil || p.Proto != capture.TCP {
				continue
			}
			if sum := checksum(p); sum != 0xffff {
				t.Errorf("packet %d: its checksum sums up to %#x", p.Number, sum)
			}
			if p.PayloadLength > 0 && p.Interface == 0 && !seen[p.TCP.Seq] {
				seen[p.TCP.Seq] = true
				sizes = append(sizes, p.PayloadLength)
			}
		}
		if !slices.Equal(sizes, tt.want) {
			t.Errorf("segments of %v octets, want %v", sizes, tt.want)
		}
		if err := w.Close(); err != nil { // the next one needs the names
			t.Error(err)
		}
	}
}

// checksum sums up a TCP segment with its pseudo header (RFC 9293 §3.1, RFC 8200 §8.1).
func checksum(p *capture.Packet) uint32 {
	addresses, header := p.Data[14+12:14+20], 14+20
	if p.Src.Addr().Is6() {
		addresses, header = p.Data[14+8:14+40], 14+40
	}
	segment := p.Data[header:]
	octets := slices.Concat(addresses, []byte{0, unix.IPPROTO_TCP, byte(len(segment) >> 8), byte(len(segment))}, segment)
	if len(octets)%2 == 1 {
		octets = append(octets, 0)
	}
	var sum uint32
	for i := 0; i < len(octets); i += 2 {
		sum += uint32(octets[i])<<8 | uint32(octets[i+1])
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return sum
}

// Each fault hits what it names, once, and TCP gets over it.
func TestSegmentFaults(t *testing.T) {
	long := slices.Repeat([]string{strings.Repeat("x", 1448)}, 6)
	tests := []struct {
		fault string
		want  []string // each in the story; "n×": so many times
	}{
		{"drop 1st SYN", []string{"2×c SYN 0", "1×> c SYN 0", "1×x c SYN 0 (drop 1st SYN)"}},
		{"drop 1st SYN-ACK", []string{"1×x s SYN,ACK 0 (drop 1st SYN-ACK)"}},
		{"drop 1st client ACK", []string{"1×x c ACK 0 (drop 1st client ACK)"}},
		{"drop 1st client data segment", []string{"1×x c PSH,ACK 1448 (drop 1st client data segment)"}},
		{"drop 1st server data segment", []string{"1×x s PSH,ACK 3 (drop 1st server data segment)", "1×> s PSH,ACK 3"}},
		{"drop 1st FIN", []string{"1×x c FIN,ACK 0 (drop 1st FIN)", "1×> c FIN,ACK 0"}},
		{"drop 1st server FIN", []string{"1×x s FIN,ACK 0 (drop 1st server FIN)", "1×> s FIN,ACK 0"}},
		{"duplicate 1st server data segment", []string{"1×> s PSH,ACK 3", "1×> s PSH,ACK 3 (duplicate 1st server data segment)"}},
		{"reorder 3rd client data segment", []string{"1×> c PSH,ACK 1448 (reorder 3rd client data segment)"}},
		{"delay 5ms 1st SYN-ACK", []string{"1×> s SYN,ACK 0 (delay 5ms 1st SYN-ACK)"}},
		{"drop 1st RST", []string{"0×x"}},
	}
	for _, test := range tests {
		t.Run(test.fault, func(t *testing.T) {
			if !netnstest.Inside(t) {
				return
			}
			w := newWire(t, Options{Faults: faults(t, test.fault)})
			converse(t, w, long...)
			lines := story(drain(t, w))
			for _, want := range test.want {
				times, line, _ := strings.Cut(want, "×")
				n := 0
				for _, l := range lines {
					if l == line || line == "x" && strings.HasPrefix(l, "x") {
						n++
					}
				}
				// What TCP does by itself it may do more often, see inOrder.
				exact := strings.HasSuffix(line, ")") || line == "x"
				if least := int(times[0] - '0'); n < least || exact && n > least {
					t.Errorf("%d times %q, want %s, in\n%s", n, line, times, strings.Join(lines, "\n"))
				}
			}
			if err := w.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A drain waits until TCP has repaired a loss, though no program does any more: it
// has closed its socket.
func TestDrainRepairs(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	want := []string{"c FIN,ACK 0", "x c FIN,ACK 0 (drop 1st FIN)", "c FIN,ACK 0", "> c FIN,ACK 0", "s ACK 0", "> s ACK 0"}
	if got := storyOfClose(t, false, "drop 1st FIN"); !inOrder(got, want) {
		t.Errorf("got %q", got)
	}
}

// After the end of the context it does not wait: TCP would repair this loss in the end.
func TestDrainCancelled(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	lost := []string{"drop 1st FIN", "drop 2nd FIN", "drop 3rd FIN", "drop 4th FIN", "drop 5th FIN", "drop 6th FIN", "drop 7th FIN", "drop 8th FIN"}
	got := storyOfClose(t, true, lost...)
	if !inOrder(got, []string{"c FIN,ACK 0", "x c FIN,ACK 0 (drop 1st FIN)"}) || slices.Contains(got, "> c FIN,ACK 0") {
		t.Errorf("got %q", got)
	}
}

// storyOfClose is that of a client which connects and closes, on a wire with faults.
func storyOfClose(t *testing.T, cancelled bool, lost ...string) []string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w, err := New(ctx, Options{Faults: faults(t, lost...)})
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close() //nolint:errcheck // other tests look at it
	listen(t, w)
	_ = dial(t, w).Close()
	if cancelled {
		cancel()
	}
	return story(drain(t, w))
}

// Much data comes through, and all of it is seen.
func TestBulk(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{})
	converse(t, w, string(bytes.Repeat([]byte("0123456789abcdef"), 4<<20/16)))
	if n := packets(drain(t, w)); n < 4<<20/1448 {
		t.Errorf("%d packets", n)
	}
}

// A refused connection: the kernel answers for a port that nobody has.
func TestRefused(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{})
	err := w.Client().Do(func() error {
		_, err := net.Dial("tcp4", "10.0.0.2:5000")
		return err
	})
	if !errors.Is(err, unix.ECONNREFUSED) {
		t.Error(err)
	}
	want := []string{"c SYN 0", "> c SYN 0", "s RST,ACK 0", "> s RST,ACK 0"}
	if got := story(drain(t, w)); !inOrder(got, want) {
		t.Errorf("got %q", got)
	}
}
