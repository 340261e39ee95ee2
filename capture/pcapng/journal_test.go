package pcapng

import (
	"bytes"
	"errors"
	"io"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/message"
)

// otherEntries returns deliveries and snapshots of every kind.
func otherEntries() []capture.Entry {
	at := time.Unix(1_700_000_000, 123_456_789).UTC()
	server := netip.MustParseAddrPort("10.0.0.2:12000")
	listening := capture.KernelSocket{Proto: capture.TCP, Local: server, State: "LISTEN", RecvQueue: 1, SendQueue: 5, Inode: 4_000_000_000}
	open := capture.KernelSocket{Proto: capture.TCP, Local: server, Remote: netip.MustParseAddrPort("[fd00::1]:40000"), State: "SYN-RECEIVED", SendQueue: math.MaxInt32}
	bound := capture.KernelSocket{Proto: capture.UDP, Local: netip.MustParseAddrPort("[::]:53")}
	return []capture.Entry{
		{Delivery: &capture.Delivery{Packet: &capture.Packet{Number: 1}, Time: at}},
		{Delivery: &capture.Delivery{Packet: &capture.Packet{Number: 1}, Time: at.Add(1), Fault: "duplicate 1st client datagram"}},
		{Delivery: &capture.Delivery{Packet: &capture.Packet{Number: 2}, Time: at.Add(2), Lost: true, Fault: "drop 1st SYN-ACK"}},
		{Snapshot: &capture.Snapshot{Time: at.Add(3)}},
		{Counters: &capture.Counters{Time: at.Add(4), Since: at, Added: []capture.Count{{Name: "TCPLossProbes", By: 1}}}},
		{Counters: &capture.Counters{Time: at.Add(4), Host: "server", Added: []capture.Count{{Name: "\x1b[31m", By: 2}, {Name: "NoPorts", By: math.MaxUint64}}}},
		{Snapshot: &capture.Snapshot{Time: at.Add(4), Host: "server", Sockets: []capture.KernelSocket{listening, open, bound}}},
	}
}

// journalOf returns an entry as the journal has it.
func journalOf(e capture.Entry) []byte {
	switch {
	case e.Delivery != nil:
		return appendEntry(nil, nil, e.Delivery, deliveryFields, message.Delivery(e.Delivery), 1)
	case e.Snapshot != nil:
		return appendEntry(nil, nil, e.Snapshot, snapshotFields, message.Snapshot(e.Snapshot), 1)
	case e.Counters != nil:
		return appendEntry(nil, nil, e.Counters, countersFields, message.Counters(e.Counters), 1)
	}
	return appendEntry(nil, nil, e.Call, callFields, e.Call.Message(), 1)
}

// TestOthers writes what is neither packet nor call, and reads it back.
func TestOthers(t *testing.T) {
	var file bytes.Buffer
	w, err := NewWriter(&file, capture.Origin{Scenario: "tcp", Interface: "client", Second: "server"}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	want := otherEntries()
	for i := range 2 {
		p := &capture.Packet{Number: i + 1, Interface: uint8(i), Time: time.Unix(1_700_000_000, int64(i)).UTC(), Link: capture.LinkEthernet, Data: []byte("x"), Length: 1}
		p.Sighting.Interface = uint32(i)
		want = append(want, capture.Entry{Packet: p})
	}
	for _, e := range want {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	r, err := NewReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	var got []capture.Entry
	for e, err := r.Next(); !errors.Is(err, io.EOF); e, err = r.Next() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	if diff := cmp.Diff(want, got, equal); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	if o := r.Origin(); o.Interface != "client" || o.Second != "server" {
		t.Errorf("interfaces %q and %q", o.Interface, o.Second)
	}
}

// TestInterfacesOfOthers checks that a second interface is the other host's in a
// run of ours alone.
func TestInterfacesOfOthers(t *testing.T) {
	var file bytes.Buffer
	w, err := NewWriter(&file, capture.Origin{Interface: "eth0", Second: "wlan0"}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	sent := &capture.Packet{Interface: 1, Time: time.Unix(1, 0), Link: capture.LinkEthernet, Data: []byte("x"), Length: 1}
	if err := w.Write(capture.Entry{Packet: sent}); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	e, err := r.Next()
	if err != nil || e.Packet.Interface != 0 {
		t.Errorf("%+v, %v", e.Packet, err)
	}
	if o := r.Origin(); o.Interface != "eth0" || o.Second != "" {
		t.Errorf("interfaces %q and %q", o.Interface, o.Second)
	}
}

// TestFieldNames holds the names by which files of all versions know the fields.
func TestFieldNames(t *testing.T) {
	tests := []struct{ got, want string }{
		{names(callFields), "WIRELADDER_NAME WIRELADDER_THREAD WIRELADDER_PROTO WIRELADDER_FD WIRELADDER_ARGS WIRELADDER_ENTER WIRELADDER_EXIT WIRELADDER_RESULT WIRELADDER_ERRNO WIRELADDER_LOCAL WIRELADDER_REMOTE WIRELADDER_DATA WIRELADDER_SIZE WIRELADDER_INODE WIRELADDER_BORN WIRELADDER_SHARED WIRELADDER_ASIDE CODE_FILE CODE_LINE WIRELADDER_NEWLINE WIRELADDER_CRLF WIRELADDER_END WIRELADDER_WROTE WIRELADDER_MUTE WIRELADDER_CODE SYSLOG_IDENTIFIER _PID"},
		{names(deliveryFields), "WIRELADDER_PACKET WIRELADDER_TIME WIRELADDER_LOST WIRELADDER_UNSEEN WIRELADDER_FAULT"},
		{names(snapshotFields), "WIRELADDER_SNAPSHOT WIRELADDER_HOST WIRELADDER_SOCKETS"},
		{names(countersFields), "WIRELADDER_COUNTERS WIRELADDER_SINCE WIRELADDER_HOST WIRELADDER_ADDED"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

func names[T any](fields []journalField[T]) string {
	var all []string
	for _, f := range fields {
		all = append(all, f.name)
	}
	return strings.Join(all, " ")
}

// TestMessages shows what Wireshark's list says of them.
func TestMessages(t *testing.T) {
	want := []string{
		"packet 1 arrives",
		"packet 1 arrives (duplicate 1st client datagram)",
		"the wire loses packet 2 (drop 1st SYN-ACK)",
		"the kernel: no sockets",
		"the kernel counts: TCPLossProbes 1",
		"", // not printable: see appendField
		"the kernel of the server: tcp 10.0.0.2:12000 LISTEN (Recv-Q 1, Send-Q 5), tcp 10.0.0.2:12000 to [fd00::1]:40000 SYN-RECEIVED (Recv-Q 0, Send-Q 2147483647), udp [::]:53 (Recv-Q 0, Send-Q 0)",
	}
	for i, e := range otherEntries() {
		if entry := string(journalOf(e)); want[i] != "" && !strings.Contains(entry, "\nMESSAGE="+want[i]+"\n") {
			t.Errorf("%q has no message %q", entry, want[i])
		}
	}
}

// TestBadJournal checks that what is wrong in an entry of ours is told, and that
// entries of others are passed over.
func TestBadJournal(t *testing.T) {
	tests := map[string]string{
		"WIRELADDER_PACKET=x\nWIRELADDER_TIME=1\n":                                      `delivery with a bad WIRELADDER_PACKET: "x"`,
		"WIRELADDER_PACKET=1\n":                                                         "delivery of packet 1 without a WIRELADDER_TIME",
		"WIRELADDER_PACKET=1\nWIRELADDER_LOST=no\n":                                     `delivery with a bad WIRELADDER_LOST: "no"`,
		"WIRELADDER_SNAPSHOT=1\nWIRELADDER_SOCKETS=tcp\n":                               `snapshot with a bad WIRELADDER_SOCKETS: "tcp"`,
		"WIRELADDER_SNAPSHOT=1\nWIRELADDER_SOCKETS=a b c d e\n":                         "snapshot with a bad",
		"WIRELADDER_SNAPSHOT=1\nWIRELADDER_SOCKETS=tcp LISTEN -1 5 - - 1\n":             `snapshot with a bad WIRELADDER_SOCKETS: "tcp LISTEN -1 5`,
		"WIRELADDER_SNAPSHOT=1\nWIRELADDER_SOCKETS=tcp LISTEN 1 -5 - - 1\n":             `snapshot with a bad WIRELADDER_SOCKETS: "tcp LISTEN 1 -5`,
		"WIRELADDER_SNAPSHOT=1\nWIRELADDER_SOCKETS=tcp LISTEN 1 2147483648 - - 1\n":     "snapshot with a bad WIRELADDER_SOCKETS",
		"WIRELADDER_COUNTERS=1\nWIRELADDER_ADDED=A\n":                                   `counters with a bad WIRELADDER_ADDED: "A"`,
		"WIRELADDER_COUNTERS=1\nWIRELADDER_ADDED=A -1\n":                                "counters with a bad WIRELADDER_ADDED",
		"WIRELADDER_COUNTERS=1\nWIRELADDER_ADDED= 1\n":                                  "counters with a bad WIRELADDER_ADDED",
		"WIRELADDER_COUNTERS=1\nWIRELADDER_ADDED=A 1 2\n":                               "counters with a bad WIRELADDER_ADDED",
		"WIRELADDER_COUNTERS=1\nWIRELADDER_ADDED=A 18446744073709551616\n":              "counters with a bad WIRELADDER_ADDED",
		"WIRELADDER_COUNTERS=1\nWIRELADDER_ADDED=A 1, A 1\n":                            "counters with a bad WIRELADDER_ADDED",
		"WIRELADDER_COUNTERS=1\nWIRELADDER_ADDED=B 1, A 1\n":                            "counters with a bad WIRELADDER_ADDED",
		"WIRELADDER_COUNTERS=x\n":                                                       "counters with a bad WIRELADDER_COUNTERS",
		"WIRELADDER_NAME=accept\nWIRELADDER_FD=x\n":                                     `call with a bad WIRELADDER_FD: "x"`,
		"WIRELADDER_NAME=accept\nhalf":                                                  "a field of the journal entry does not end",
		"WIRELADDER_NAME=accept\nWIRELADDER_DATA\n\x00\x00\x00\x00\x00\x00\x00":         "a field of the journal entry does not end",
		"WIRELADDER_NAME=accept\nWIRELADDER_DATA\n\x01\x00\x00\x00\x00\x00\x00\x00a":    "a field of the journal entry does not end",
		"WIRELADDER_NAME=accept\nWIRELADDER_DATA\n\x01\x00\x00\x00\x00\x00\x00\x00ab\n": "a field of the journal entry does not end",
		"MESSAGE=of others\nhalf":                                                       "",
		"MESSAGE=of others\nWIRELADDE=1\n":                                              "",
	}
	for entry, want := range tests {
		e, err := parseOwn([]byte(entry))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", entry, err, want)
		}
		if e != (capture.Entry{}) {
			t.Errorf("%q is read as %+v", entry, e)
		}
	}
}

// Wireshark shows whose call it is: the message tells that, in printable ASCII.
func TestMessageNamesTheProgram(t *testing.T) {
	for name, want := range map[string]string{
		"":               "close(22) = 0",
		"client 2":       "client 2: close(22) = 0",
		"a\n\x1b[1m\"ü=": `a\n\x1b[1m\"\u00fc=: close(22) = 0`,
	} {
		c := &capture.Call{Process: capture.Process{Name: name}, Name: "close", FD: 22, Enter: time.Unix(1, 0), Exit: time.Unix(2, 0)}
		if got := told(c); got != want {
			t.Errorf("%q: %q, and not %q", name, got, want)
		}
		entry := string(appendEntry(nil, nil, c, callFields, told(c), 0))
		if !strings.Contains(entry, "\nMESSAGE="+want+"\n") {
			t.Errorf("%q", entry)
		}
	}
}
