package cmd_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// segment is what a frame of traffic differs in from others.
type segment struct {
	client   uint32 // the client's number, which makes its address and port
	answer   bool   // the server sends it
	flags    capture.Flags
	seq, ack uint32 // before the initial ones are added
	payload  string
}

// The initial sequence numbers of clients and servers.
const (
	clientISN = 1_000_000
	serverISN = 5_000_000
)

// frame returns the Ethernet frame of a segment, without checksums.
func (s *segment) frame() []byte {
	client, server := [4]byte{10, 0, byte(s.client >> 8), byte(s.client)}, [4]byte{192, 168, 0, 1}
	port := uint16(20000 + s.client>>16)
	b := make([]byte, 0, 54+len(s.payload))
	b = append(b, "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00\x45\x00"...)
	b = binary.BigEndian.AppendUint16(b, uint16(40+len(s.payload)))
	b = append(b, 0, 1, 0x40, 0, 64, 6, 0, 0)
	seq, ack := s.seq+clientISN, s.ack+serverISN
	if s.answer {
		seq, ack = s.seq+serverISN, s.ack+clientISN
		b = append(append(b, server[:]...), client[:]...)
		b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, 80), port)
	} else {
		b = append(append(b, client[:]...), server[:]...)
		b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, port), 80)
	}
	if s.flags&capture.ACK == 0 {
		ack = 0
	}
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, seq), ack)
	b = append(b, 0x50, byte(s.flags), 0xff, 0xff, 0, 0, 0, 0)
	return append(b, s.payload...)
}

// conversation returns the segments of a connection in which the client says
// each line, and the server answers.
func conversation(client uint32, lines ...string) []segment {
	all := []segment{
		{client: client, flags: capture.SYN},
		{client: client, answer: true, flags: capture.SYN | capture.ACK, ack: 1},
		{client: client, flags: capture.ACK, seq: 1, ack: 1},
	}
	n := uint32(1)
	for _, line := range lines {
		end := n + uint32(len(line))
		all = append(all,
			segment{client: client, flags: capture.PSH | capture.ACK, seq: n, ack: n, payload: line},
			segment{client: client, answer: true, flags: capture.PSH | capture.ACK, seq: n, ack: end, payload: line})
		n = end
	}
	return append(all,
		segment{client: client, flags: capture.FIN | capture.ACK, seq: n, ack: n},
		segment{client: client, answer: true, flags: capture.FIN | capture.ACK, seq: n, ack: n + 1},
		segment{client: client, flags: capture.ACK, seq: n + 1, ack: n + 1})
}

// traffic returns a pcap file of conversations one after the other, a
// millisecond between two packets; each has lines lines.
func traffic(conversations, lines int) ([]byte, error) {
	say := make([]string, lines)
	for i := range say {
		say[i] = "line " + strconv.Itoa(i) + "\n"
	}
	var segments []segment
	for i := range conversations {
		segments = append(segments, conversation(uint32(i), say...)...)
	}
	return saved(segments)
}

// saved returns a pcap file of the segments.
func saved(segments []segment) ([]byte, error) {
	var b bytes.Buffer
	w, err := savefile.NewWriter(&b, savefile.Pcap, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		return nil, err
	}
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for i := range segments {
		frame := segments[i].frame()
		p := &capture.Packet{Number: i + 1, Time: start.Add(time.Duration(i) * time.Millisecond), Link: capture.LinkEthernet, Data: frame, Length: len(frame)}
		if err := w.Write(capture.Entry{Packet: p}); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// generate writes a file of traffic: generate FILE CONVERSATIONS LINES.
func generate(ts *testscript.TestScript, _ bool, args []string) {
	conversations, err := strconv.Atoi(args[1])
	ts.Check(err)
	lines, err := strconv.Atoi(args[2])
	ts.Check(err)
	data, err := traffic(conversations, lines)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

// generateHostile writes a file in which the client's line holds what a
// terminal would obey, some of the server's bytes come out of order and twice,
// and some never.
func generateHostile(ts *testscript.TestScript, _ bool, args []string) {
	c := conversation(0, "\x1b[2J\xff\u202eend\r\n")
	n := uint32(1 + len("\x1b[2J\xff\u202eend\r\n"))
	data := func(seq uint32, payload string) segment {
		return segment{answer: true, flags: capture.ACK, seq: n + seq, ack: n, payload: payload}
	}
	segments := append([]segment{}, c[:5]...)
	segments = append(segments, data(3, "defg"), data(0, "abcd"), data(5, "fghi\n"), data(20, "after\n"))
	segments = append(segments, segment{flags: capture.ACK, seq: n, ack: n + 26})
	content, err := saved(segments)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o600))
}
