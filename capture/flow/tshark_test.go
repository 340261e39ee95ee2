//go:build tshark

package flow

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wireladder/capture"
)

// tsharkFields are what tshark is asked for: the columns of the corpus first,
// then a field for each event.
var tsharkFields = map[string]string{
	"frame.number": "frame", "tcp.stream": "stream", "tcp.len": "len", "tcp.flags": "flags", "tcp.seq": "seq",
	"tcp.ack": "ack", "tcp.window_size": "window", "tcp.completeness": "completeness",
}

// tsharkEvents are tshark's names of events where they are not ours.
var tsharkEvents = map[string]string{
	"dup-ack": "duplicate_ack", "port-reused": "reused_ports",
}

// TestTshark compares this package with tshark 4.0, whose rules are followed, on
// the conversations of the tables, and on random ones. The build tag keeps it to
// machines that have that (make agree).
func TestTshark(t *testing.T) {
	version, err := exec.Command("tshark", "--version").Output()
	if err != nil || !bytes.HasPrefix(version, []byte("TShark (Wireshark) 4.0.")) {
		t.Fatalf("no tshark 4.0 here: %q, %v", version, err)
	}
	total := newAgreement()
	compareWithTshark(t, tableTraffic(), total)
	var random []*capture.Packet
	for seed := range byte(4) {
		random = append(random, randomTraffic(seed)...)
	}
	compareWithTshark(t, random, total)
	total.report(t, 100)
	if total.frames[1] > 0 || total.missing > 0 {
		t.Errorf("%d frames have other events", total.frames[1])
	}
	for column, n := range total.fields {
		if n[1] > 0 {
			t.Errorf("%s differs in %d frames", column, n[1])
		}
	}
}

// compareWithTshark adds the agreement on some packets.
func compareWithTshark(t *testing.T, packets []*capture.Packet, total *agreement) {
	t.Helper()
	want := askTshark(t, packets)
	tracker := NewTracker()
	for i, p := range packets {
		before := completenessBefore(tracker, p)
		o := tracker.Observe(p)
		place := fmt.Sprintf("%v stream %d packet %d: %v seq %d ack %d len %d win %d at %v", o.From, o.Conversation.Stream,
			o.Conversation.Packets[0]+o.Conversation.Packets[1], p.TCP.Flags, o.Seq, o.Ack, p.PayloadLength, p.TCP.Window, p.Time.Format("05.000000"))
		total.compare(place, inColumns(&o, before), want[i+1])
	}
}

// otherThanTshark are the tables in which something else is said than tshark says,
// and why.
var otherThanTshark = map[string]string{
	"refused, tried again with the same number": "the reset that refuses a SYN has number 0, which is none of its sender's: " +
		"the SYN,ACK after it uses no port again",
	"no window seen":         "a window that was not seen is not a closed one: the segment probes nothing",
	"without ACK it is none": "without the ACK bit nothing is acknowledged twice",
}

// tableTraffic returns the packets of all other tables, each between two hosts of
// its own.
func tableTraffic() []*capture.Packet {
	var all []*capture.Packet
	host := byte(0)
	add := func(name string, steps []step) {
		host++
		if otherThanTshark[name] != "" {
			return
		}
		for _, s := range atTimes(steps) {
			s.packet.Src, s.packet.Dst = moved(s.packet.Src, host), moved(s.packet.Dst, host)
			all = append(all, s.packet)
		}
	}
	for _, tables := range []map[string][]step{openings, transfers, closings, resets, middles} {
		for _, name := range slices.Sorted(maps.Keys(tables)) {
			add(name, tables[name])
		}
	}
	for _, rules := range []map[string]judged{windowRules, sequenceRules} {
		for _, name := range slices.Sorted(maps.Keys(rules)) {
			var steps []step
			for _, p := range rules[name].packets {
				steps = append(steps, step{packet: p})
			}
			add(name, steps)
		}
	}
	return all
}

// moved returns the address in a network of its own.
func moved(a netip.AddrPort, network byte) netip.AddrPort {
	ip := a.Addr().As4()
	ip[2] = network
	return netip.AddrPortFrom(netip.AddrFrom4(ip), a.Port())
}

// askTshark has tshark read the packets, and returns what it says of each.
func askTshark(t *testing.T, packets []*capture.Packet) map[int]answer {
	t.Helper()
	file := filepath.Join(t.TempDir(), "packets.pcap")
	if err := os.WriteFile(file, pcapOf(packets), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-r", file, "-T", "fields", "-E", "separator=|"}
	fields := slices.Sorted(maps.Keys(tsharkFields))
	for _, name := range eventNames {
		if eventSet(name)&judgedEvents != 0 {
			fields = append(fields, "tcp.analysis."+tsharkName(name))
		}
	}
	for _, field := range fields {
		args = append(args, "-e", field)
	}
	command := exec.Command("tshark", args...)
	command.Env = append(os.Environ(), "HOME="+t.TempDir())
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return readFields(fields, string(out))
}

// tsharkName returns the last part of tshark's name of an event.
func tsharkName(name string) string {
	if theirs, ok := tsharkEvents[name]; ok {
		return theirs
	}
	return strings.ReplaceAll(name, "-", "_")
}

// readFields reads what tshark prints into the columns that the corpus has.
func readFields(fields []string, out string) map[int]answer {
	rows := map[int]answer{}
	for line := range strings.Lines(out) {
		row := answer{"proto": "tcp"}
		var events []string
		for i, value := range strings.Split(strings.TrimSuffix(line, "\n"), "|") {
			if column, ok := tsharkFields[fields[i]]; ok {
				row[column] = value
			} else if value != "" {
				events = append(events, ourName(strings.TrimPrefix(fields[i], "tcp.analysis.")))
			}
		}
		row["events"] = strings.Join(events, "+")
		rows[len(rows)+1] = row
	}
	return rows
}

// ourName is the reverse of tsharkName.
func ourName(name string) string {
	for ours, theirs := range tsharkEvents {
		if theirs == name {
			return ours
		}
	}
	return strings.ReplaceAll(name, "_", "-")
}

// pcapOf writes segments as a pcap file of raw IPv4 packets, in nanoseconds.
func pcapOf(packets []*capture.Packet) []byte {
	b := binary.LittleEndian.AppendUint32(nil, 0xa1b23c4d)
	b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 101, 0, 0, 0)
	for _, p := range packets {
		frame := frameOf(p)
		b = binary.LittleEndian.AppendUint32(b, uint32(p.Time.Unix()))
		b = binary.LittleEndian.AppendUint32(b, uint32(p.Time.Nanosecond()))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(frame)))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(frame)))
		b = append(b, frame...)
	}
	return b
}

// frameOf writes a segment as an IPv4 packet whose payload is zeros.
func frameOf(p *capture.Packet) []byte {
	var options []byte
	if p.TCP.Options.HasWindowScale {
		options = []byte{3, 3, p.TCP.Options.WindowScale, 1}
	}
	header := 20 + len(options)
	b := []byte{0x45, 0, 0, 0, 0, 1, 0x40, 0, 64, 6, 0, 0}
	binary.BigEndian.PutUint16(b[2:], uint16(20+header+p.PayloadLength))
	b = append(append(b, p.Src.Addr().AsSlice()...), p.Dst.Addr().AsSlice()...)
	b = binary.BigEndian.AppendUint16(b, p.Src.Port())
	b = binary.BigEndian.AppendUint16(b, p.Dst.Port())
	b = binary.BigEndian.AppendUint32(b, uint32(p.TCP.Seq))
	b = binary.BigEndian.AppendUint32(b, uint32(p.TCP.Ack))
	b = binary.BigEndian.AppendUint16(b, uint16(header/4)<<12|uint16(p.TCP.Flags))
	b = binary.BigEndian.AppendUint16(b, p.TCP.Window)
	b = append(append(b, 0, 0, 0, 0), options...)
	return append(b, make([]byte, p.PayloadLength)...)
}
