package wire

import (
	"bytes"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
)

// post sends datagrams from the client and returns what n the server gets.
func post(t *testing.T, w *Wire, n int, texts ...string) string {
	t.Helper()
	client, server := talk(t, w)
	for _, text := range texts {
		if _, err := client.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return receive(t, server, n)
}

// receive returns the next n datagrams.
func receive(t *testing.T, from net.Conn, n int) string {
	t.Helper()
	var got []string
	for range n {
		b := make([]byte, 65536)
		size, err := from.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(b[:size]))
	}
	return strings.Join(got, " ")
}

func TestDatagramFaults(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	tests := []struct {
		name   string
		faults []string
		want   string // as the server gets them, of "a", "b", "c"
		fates  string // in the order of their times
	}{
		{"none", nil, "a b c", `> "a", > "b", > "c"`},
		{"drop", []string{"drop 2nd client datagram"}, "a c", `> "a", x "b" (drop 2nd client datagram), > "c"`},
		{"drop two", []string{"drop 1st datagram", "drop 3rd datagram"}, "b",
			`x "a" (drop 1st datagram), > "b", x "c" (drop 3rd datagram)`},
		{"other side", []string{"drop 1st server datagram", "drop 1st SYN", "drop 4th datagram"}, "a b c", `> "a", > "b", > "c"`},
		{"duplicate", []string{"duplicate 2nd client datagram"}, "a b b c", `> "a", > "b", > "b" (duplicate 2nd client datagram), > "c"`},
		{"reorder", []string{"reorder 1st client datagram"}, "b a c", `> "b", > "a" (reorder 1st client datagram), > "c"`},
		{"reorder two", []string{"reorder 1st client datagram", "reorder 2nd client datagram"}, "c a b",
			`> "c", > "a" (reorder 1st client datagram), > "b" (reorder 2nd client datagram)`},
		{"reorder the last", []string{"reorder 3rd client datagram"}, "a b c", `> "a", > "b", > "c" (reorder 3rd client datagram)`},
		{"reorder behind a lost one", []string{"reorder 1st datagram", "drop 2nd datagram"}, "c a",
			`x "b" (drop 2nd datagram), > "c", > "a" (reorder 1st datagram)`},
		{"delay", []string{"delay 500ms 1st client datagram"}, "b c a", `> "b", > "c", > "a" (delay 500ms 1st client datagram)`},
		{"the first of two", []string{"drop 1st datagram", "duplicate 1st client datagram"}, "b c",
			`x "a" (drop 1st datagram), > "b", > "c"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWire(t, Options{Faults: faults(t, test.faults...)})
			if got := post(t, w, len(strings.Fields(test.want)), "a", "b", "c"); got != test.want {
				t.Errorf("the server got %q, want %q", got, test.want)
			}
			if got := deliveries(drain(t, w)); got != test.fates {
				t.Errorf("got  %s\nwant %s", got, test.fates)
			}
			if err := w.Close(); err != nil { // the next one needs the names
				t.Error(err)
			}
		})
	}
}

// deliveries returns the deliveries in the order of their times.
func deliveries(all []capture.Entry) string {
	slices.SortStableFunc(all, func(a, b capture.Entry) int { return a.Key().Compare(b.Key()) })
	var got []string
	for _, line := range story(all) {
		if line = strings.Replace(line, " c ", " ", 1); strings.ContainsAny(line[:1], ">x") {
			got = append(got, line)
		}
	}
	return strings.Join(got, ", ")
}

// A delay holds for each frame of both sides, keeps their order, and comes on top
// of that of a fault.
func TestDelay(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	const delay, more = 10 * time.Millisecond, 500 * time.Millisecond
	w := newWire(t, Options{Delay: delay, Faults: faults(t, "delay 500ms 2nd datagram")})
	if got := post(t, w, 5, "a", "b", "c", "d", "e"); got != "a c d e b" {
		t.Errorf("the server got %q", got)
	}
	for _, e := range drain(t, w) {
		if e.Delivery == nil {
			continue
		}
		want := delay
		if e.Delivery.Fault != "" {
			want += more
		}
		if took := e.Delivery.Time.Sub(e.Delivery.Packet.Time); took < want {
			t.Errorf("%s took %v", describe(e.Delivery.Packet), took)
		}
	}
}

// Chance loses the same frames again with the same seed, and names itself.
func TestLoss(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	run := func(loss float64, seed uint64) string {
		w := newWire(t, Options{Loss: loss, Seed: seed, Faults: faults(t, "duplicate 5th datagram")})
		client, _ := talk(t, w)
		for range 60 {
			if _, err := client.Write([]byte("x")); err != nil {
				t.Fatal(err)
			}
		}
		lost := bytes.Repeat([]byte("."), 60)
		for _, e := range drain(t, w) {
			if e.Delivery == nil || !e.Delivery.Lost {
				continue
			}
			lost[e.Delivery.Packet.Number-1] = 'x'
			if want := fmt.Sprintf("loss %v%%", loss); e.Delivery.Fault != want {
				t.Errorf("lost by %q, want %q", e.Delivery.Fault, want)
			}
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		return string(lost)
	}
	first, again, other := run(30, 1), run(30, 1), run(30, 2)
	if first != again || first == other || !strings.Contains(first, "x") || !strings.Contains(first, ".") {
		t.Errorf("lost %s, then %s, and %s with another seed", first, again, other)
	}
	if none, all := run(0, 1), run(100, 1); strings.Contains(none, "x") || strings.ReplaceAll(all, "x", "") != "." || all[4] != '.' { // the 5th is a fault's
		t.Errorf("lost %s of 0 %%, %s of 100 %%", none, all)
	}
}

// Of a datagram in fragments the one that completes it is hit.
func TestFragments(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{Faults: faults(t, "drop 1st client datagram")})
	if got := post(t, w, 1, strings.Repeat("a", 4000), strings.Repeat("b", 4000)); got != strings.Repeat("b", 4000) {
		t.Errorf("the server got %.5q", got)
	}
	w.Drain()
	var lengths []int
	for e, err := w.Next(); err == nil; e, err = w.Next() {
		if e.Packet != nil {
			lengths = append(lengths, e.Packet.Length)
		}
	}
	if want := []int{1514, 1514, 1082, 1514, 1514, 1082}; !slices.Equal(lengths, want) {
		t.Errorf("frames of %v octets, want %v", lengths, want)
	}
}

// A burst is all there, each datagram once and in order, whoever reads it.
func TestBurst(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	const burst = 2000
	w := newWire(t, Options{})
	client, _ := talk(t, w)
	payload := bytes.Repeat([]byte("x"), 1472)
	for i := range burst {
		payload[0], payload[1] = byte(i>>8), byte(i)
		if _, err := client.Write(payload); err != nil {
			t.Fatal(err)
		}
	}
	sent, arrived := 0, 0
	for _, e := range drain(t, w) {
		switch {
		case e.Packet != nil:
			if n := int(e.Packet.Payload[0])<<8 | int(e.Packet.Payload[1]); n != sent {
				t.Fatalf("packet %d is datagram %d", sent, n)
			}
			sent++
		case e.Delivery.Lost:
			t.Errorf("lost: %s", e.Delivery.Fault)
		default:
			arrived++
		}
	}
	if sent != burst || arrived != burst {
		t.Errorf("%d packets sent, %d arrived, want %d", sent, arrived, burst)
	}
}

// What an arrival causes is later than it, and what has been answered has arrived.
func TestOrder(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	const exchanges = 1000
	w := newWire(t, Options{})
	client, server := talk(t, w)
	buffer := make([]byte, 10)
	for range exchanges {
		_, _ = client.Write([]byte("ask"))
		_, from, err := server.ReadFromUDPAddrPort(buffer)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = server.WriteToUDPAddrPort([]byte("answer"), from)
		_ = receive(t, client, 1)
	}
	var last time.Time
	all := drain(t, w)
	for i, e := range all {
		if e.Key().Before(last) {
			t.Errorf("entry %d, %s, is %v before the one before it", i, story(all[i : i+1])[0], last.Sub(e.Key()))
		}
		last = e.Key()
	}
	if len(all) != 4*exchanges {
		t.Errorf("%d entries, want %d", len(all), 4*exchanges)
	}
}

// A datagram to a port that nobody has is answered by the kernel, and that answer
// is there however fast the end comes.
func TestDrainAnswers(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for range 30 {
		w := newWire(t, Options{})
		client, server := talk(t, w)
		_ = server.Close()
		_, _ = client.Write([]byte("x"))
		want := []string{`c "x"`, `> c "x"`, "s icmp", "> s icmp"}
		if got := story(drain(t, w)); !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}
