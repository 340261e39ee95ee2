package savefile

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/decode"
	"wireladder/capture/message"
)

// twoHosts is a run on two hosts: a packet that arrives twice, one that is lost
// and, between them, what a kernel said.
func twoHosts() []capture.Entry {
	packet := func(number int, sender uint8, at time.Duration) *capture.Packet {
		return &capture.Packet{
			Number: number, Time: now.Add(at), Link: capture.LinkEthernet, Interface: sender, Sighting: capture.Sighting{Interface: uint32(sender)},
			Data: []byte(datagram), Length: len(datagram),
		}
	}
	first, second := packet(1, 0, 0), packet(2, 1, 3)
	return []capture.Entry{
		{Packet: first},
		{Delivery: &capture.Delivery{Packet: first, Time: now.Add(1), Fault: "duplicate 1st client datagram"}},
		{Snapshot: &capture.Snapshot{Time: now.Add(2), Host: "server"}},
		{Counters: &capture.Counters{Time: now.Add(2), Host: "server", Added: []capture.Count{{Name: "NoPorts", By: 1}}}},
		{Packet: second},
		{Delivery: &capture.Delivery{Packet: first, Time: now.Add(4), Fault: "duplicate 1st client datagram"}},
		{Delivery: &capture.Delivery{Packet: second, Time: now.Add(5), Lost: true, Fault: "drop 1st server datagram"}},
	}
}

// writeTwoHosts writes a recording of two hosts.
func writeTwoHosts(t *testing.T, format Format, entries []capture.Entry) []byte {
	t.Helper()
	var b bytes.Buffer
	origin := capture.Origin{Scenario: "udp", Interface: "client", Second: "server"}
	w, err := NewWriter(&b, format, origin, capture.LinkEthernet)
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

// Read back, a delivery belongs to the very packet that stands before it, and all
// is as it was, to the nanosecond.
func TestTwoHostsWrittenThenRead(t *testing.T) {
	recording, err := read(writeTwoHosts(t, Pcapng, twoHosts()))
	if err != nil {
		t.Fatal(err)
	}
	if o := recording.Origin; o.Interface != "client" || o.Second != "server" {
		t.Errorf("origin %+v", o)
	}
	want := twoHosts()
	decoder := decode.NewDecoder()
	for _, e := range want {
		if e.Packet != nil {
			decoder.Decode(e.Packet)
		}
	}
	if diff := cmp.Diff(want, recording.Entries, equal); diff != "" {
		t.Error(diff)
	}
	packets := recording.Packets()
	for _, e := range recording.Entries {
		if d := e.Delivery; d != nil && d.Packet != packets[d.Packet.Number-1] {
			t.Errorf("%s, which is not the packet that was read", message.Delivery(d))
		}
	}
}

// A pcap file has room for packets alone.
func TestTwoHostsAsPcap(t *testing.T) {
	recording, err := read(writeTwoHosts(t, Pcap, twoHosts()))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(recording.Packets()); n != 2 || len(recording.Entries) != n {
		t.Errorf("%d packets in %d entries, want 2 and nothing else", n, len(recording.Entries))
	}
}

// Scan reads packets over each other: what it returns of a delivery keeps to the
// number.
func TestTwoHostsScanned(t *testing.T) {
	r, err := NewReader(bytes.NewReader(writeTwoHosts(t, Pcapng, twoHosts())))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := scanAll(r)
	if err != nil {
		t.Fatal(err)
	}
	want := twoHosts()
	if len(entries) != len(want) {
		t.Fatalf("%d entries, want %d", len(entries), len(want))
	}
	for i, e := range entries {
		switch w := want[i]; {
		case w.Packet != nil:
			if e.Packet == nil || e.Packet.Number != w.Packet.Number || e.Packet.Interface != w.Packet.Interface || !e.Packet.Time.Equal(w.Packet.Time) {
				t.Errorf("entry %d is %+v, want packet %+v", i, e, w.Packet)
			}
		case w.Delivery != nil:
			if e.Delivery == nil || message.Delivery(e.Delivery) != message.Delivery(w.Delivery) || !e.Delivery.Time.Equal(w.Delivery.Time) {
				t.Errorf("entry %d is %+v, want that %s", i, e, message.Delivery(w.Delivery))
			}
		case w.Counters != nil:
			if e.Counters == nil || message.Counters(e.Counters) != message.Counters(w.Counters) || !e.Counters.Time.Equal(w.Counters.Time) {
				t.Errorf("entry %d is %+v, want %s", i, e, message.Counters(w.Counters))
			}
		case e.Snapshot == nil || e.Snapshot.Host != w.Snapshot.Host:
			t.Errorf("entry %d is %+v, want a snapshot", i, e)
		}
	}
}

// A file that was made by hand can tell of packets that are not there, not yet
// there, or long gone: no packet is made up for them, and none taken for them.
func TestDeliveryOfNoPacket(t *testing.T) {
	for _, number := range []int{0, 2, 1 + capture.MaxUnderWay, -1, -1 - capture.MaxUnderWay, 1 << 40} {
		before := twoHosts()[:1]
		stray := capture.Entry{Delivery: &capture.Delivery{Packet: &capture.Packet{Number: number}, Time: now.Add(1)}}
		recording, err := read(writeTwoHosts(t, Pcapng, append(before, stray, twoHosts()[3])))
		if err != nil {
			t.Errorf("packet %d: %v", number, err)
			continue
		}
		for _, e := range recording.Entries {
			if d := e.Delivery; d != nil && (d.Packet.Number != number || d.Packet.Data != nil) {
				t.Errorf("a delivery of packet %d got packet %+v", number, d.Packet)
			}
		}
	}
}
