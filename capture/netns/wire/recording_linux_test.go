package wire_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/live"
	"wireladder/capture/message"
	"wireladder/capture/netns/host"
	"wireladder/capture/netns/netnstest"
	"wireladder/capture/netns/wire"
	"wireladder/capture/savefile"
)

// origin is that of a run on two hosts.
func origin() capture.Origin {
	return capture.Origin{Scenario: "tcp", Interface: "client", Second: "server"}
}

// conversation is a recording of 10 kB over TCP, with a fault of each kind that
// needs no long wait.
func conversation(t *testing.T) []capture.Entry {
	t.Helper()
	var o wire.Options
	for _, text := range []string{
		"delay 5ms 1st SYN", "duplicate 1st client data segment", "reorder 2nd client data segment",
		"drop 4th client data segment", "drop 1st server FIN",
	} {
		f, err := wire.ParseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		o.Faults = append(o.Faults, f)
	}
	w, err := wire.New(t.Context(), o)
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	return record(t, w, func() error { return converse(w) })
}

// record records the wire while f runs.
func record(t *testing.T, w *wire.Wire, f func() error) []capture.Entry {
	t.Helper()
	var entries []capture.Entry
	drops, err := live.Record(t.Context(), live.RecordOptions{Feed: w},
		func(context.Context, live.Reporter) error { return f() },
		func(e capture.Entry) error { entries = append(entries, e); return nil })
	if err != nil || drops.Lost() != 0 {
		t.Fatalf("drops %+v, %v", drops, err)
	}
	return entries
}

// converse sends 10 kB from client to server over TCP, and has both close.
func converse(w *wire.Wire) error {
	const size = 10_000
	server := &unix.SockaddrInet4{Port: 12000, Addr: w.Server().Addr.As4()}
	listening, err := socketAt(w.Server())
	if err != nil {
		return err
	}
	defer unix.Close(listening) //nolint:errcheck // has served
	if err := errors.Join(unix.Bind(listening, server), unix.Listen(listening, 1)); err != nil {
		return err
	}
	client, err := socketAt(w.Client())
	if err != nil {
		return err
	}
	if err := unix.Connect(client, server); err != nil {
		return errors.Join(err, unix.Close(client))
	}
	accepted, _, err := unix.Accept(listening)
	if err != nil {
		return errors.Join(err, unix.Close(client))
	}
	_, err = unix.Write(client, make([]byte, size))
	// The server has closed, and its FIN arrived, only when the client's read ends.
	return errors.Join(err, unix.Shutdown(client, unix.SHUT_WR), swallow(accepted, size), unix.Close(accepted),
		swallow(client, 0), unix.Close(client))
}

func socketAt(h *host.Host) (fd int, err error) {
	err = h.Do(func() error {
		fd, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		return err
	})
	return fd, err
}

// swallow reads to the end, which comes after size octets.
func swallow(fd, size int) error {
	for b := make([]byte, 4096); ; {
		n, err := unix.Read(fd, b)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return err
		case n == 0 && size != 0:
			return fmt.Errorf("the end came %d octets early", size)
		case n == 0:
			return nil
		default:
			size -= n
		}
	}
}

// write writes the entries to a file in memory.
func write(t *testing.T, entries []capture.Entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := savefile.NewWriter(&b, savefile.Pcapng, origin(), capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(capture.Drops{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRecording puts a whole run through Record, into a file and out of it.
func TestRecording(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	entries := conversation(t)
	checkOrder(t, entries)
	checkFates(t, entries)
	r, err := savefile.NewReader(bytes.NewReader(write(t, entries)))
	if err != nil {
		t.Fatal(err)
	}
	var read []capture.Entry
	e, err := r.Next()
	for ; err == nil; e, err = r.Next() {
		read = append(read, e)
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	equal := cmp.Options{
		cmpopts.IgnoreFields(capture.Packet{}, "Metadata"),
		cmpopts.EquateComparable(netip.AddrPort{}), cmpopts.EquateEmpty(),
		cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) }),
		cmpopts.IgnoreFields(capture.Sighting{}, "Interface"), // what a file tells of it is its own
	}
	if diff := cmp.Diff(entries, read, equal); diff != "" {
		t.Errorf("the file holds something else: %s", diff)
	}
	if from := r.Origin(); from.Interface != "client" || from.Second != "server" {
		t.Errorf("origin %+v", from)
	}
}

// checkOrder checks that time does not run backwards, that packets are numbered
// in that order, and that each delivery follows its packet.
func checkOrder(t *testing.T, entries []capture.Entry) {
	t.Helper()
	var last time.Time
	var packets []*capture.Packet
	for _, e := range entries {
		if e.Key().Before(last) {
			t.Errorf("%v comes after %v", e.Key(), last)
		}
		last = e.Key()
		if e.Packet != nil {
			packets = append(packets, e.Packet)
			if e.Packet.Number != len(packets) {
				t.Errorf("packet %d is the %dth", e.Packet.Number, len(packets))
			}
		}
		if e.Delivery != nil && !slices.Contains(packets, e.Delivery.Packet) {
			t.Errorf("%s before it was sent", message.Delivery(e.Delivery))
		}
	}
}

// checkFates checks that each packet has one fate, but for a duplicate, and that
// each fault has hit once.
func checkFates(t *testing.T, entries []capture.Entry) {
	t.Helper()
	fates, faults := map[*capture.Packet]int{}, map[string]int{}
	for _, e := range entries {
		if d := e.Delivery; d != nil {
			fates[d.Packet]++
			if d.Lost != strings.HasPrefix(d.Fault, "drop") {
				t.Errorf("%s", message.Delivery(d))
			}
			if d.Fault != "" {
				faults[d.Fault]++
			}
		}
	}
	want := map[string]int{
		"delay 5ms 1st SYN": 1, "duplicate 1st client data segment": 1, "reorder 2nd client data segment": 1,
		"drop 4th client data segment": 1, "drop 1st server FIN": 1,
	}
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Errorf("faults: %s", diff)
	}
	for _, e := range entries {
		if e.Packet == nil {
			continue
		}
		if n := fates[e.Packet]; n != 1 && n != 2 {
			t.Errorf("packet %d has %d fates", e.Packet.Number, n)
		}
		if e.Packet.PayloadLength > 1448 {
			t.Errorf("packet %d has %d octets: more than a segment", e.Packet.Number, e.Packet.PayloadLength)
		}
	}
}

// A port that nobody has is told by ICMP, which a fault can name: when it is
// lost, a connected client does not learn of it.
func TestLostICMP(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	f, err := wire.ParseFault("drop 1st ICMP from server")
	if err != nil {
		t.Fatal(err)
	}
	w, err := wire.New(t.Context(), wire.Options{Faults: []wire.Fault{f}})
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close() //nolint:errcheck // TestRecording checks it
	sent, lost := map[capture.Protocol]int{}, []string{}
	for _, e := range record(t, w, func() error { return knock(w, 2) }) {
		switch {
		case e.Packet != nil:
			sent[e.Packet.Proto]++
		case e.Delivery.Lost:
			lost = append(lost, fmt.Sprintf("%v: %s", e.Delivery.Packet.Proto, e.Delivery.Fault))
		}
	}
	if diff := cmp.Diff(map[capture.Protocol]int{capture.UDP: 2, capture.ICMP: 2}, sent); diff != "" {
		t.Errorf("sent: %s", diff)
	}
	if !slices.Equal(lost, []string{"icmp: drop 1st server ICMP"}) {
		t.Errorf("lost: %q", lost)
	}
}

// Each datagram to a port that nobody has is answered, as on loopback: or else
// somebody would wait for a refusal that is never sent.
func TestEachRefused(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w, err := wire.New(t.Context(), wire.Options{})
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close() //nolint:errcheck // TestRecording checks it
	const n = 100
	answers := 0
	for _, e := range record(t, w, func() error {
		for range n {
			if err := knock(w, 1); err != nil {
				return err
			}
		}
		return nil
	}) {
		if e.Packet != nil && e.Packet.Proto == capture.ICMP {
			answers++
		}
	}
	if answers != n {
		t.Errorf("%d answers to %d datagrams", answers, n)
	}
}

// knock sends n datagrams to a port that nobody has, and returns when the client
// has learnt of the last.
func knock(w *wire.Wire, n int) error {
	var fd int
	err := w.Client().Do(func() (err error) {
		fd, err = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return err
	}
	defer unix.Close(fd) //nolint:errcheck // nothing was written that matters
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 10}); err != nil {
		return err
	}
	if err := unix.Connect(fd, &unix.SockaddrInet4{Port: 9, Addr: w.Server().Addr.As4()}); err != nil {
		return err
	}
	for range n {
		if _, err := unix.Write(fd, []byte("x")); err != nil {
			return err
		}
	}
	if _, err := unix.Read(fd, make([]byte, 1)); !errors.Is(err, unix.ECONNREFUSED) {
		return fmt.Errorf("read: %w, want a refusal", err)
	}
	return nil
}
