package sentencetest

import (
	"strings"
	"testing"
	"time"
)

// TestRead checks which lines are read.
func TestRead(t *testing.T) {
	const text = `{"number":1,"time":"2026-01-02T03:04:05.000000001Z","proto":"tcp","stream":0,"src":"[::1]:1","dst":"[::1]:2","flags":"S","seq":4294967295,"explain":"x"}
{"call":"recv","time":"2026-01-02T03:04:05Z","enter":"2026-01-02T03:04:05Z","local":"[::1]:2","result":5}
{"delivery":1,"time":"2026-01-02T03:04:05Z","lost":true}
{"sockets":[{"proto":"tcp"}],"host":"client"}
`
	lines, err := Read(strings.NewReader(text))
	if err != nil || len(lines) != 4 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	if l := lines[0]; l.Number != 1 || l.numbers() != 1 || l.Time.Nanosecond() != 1 || !l.has("S") || l.has("SA") {
		t.Errorf("%+v", l)
	}
	if l := lines[1]; l.Call != "recv" || l.Local != "[::1]:2" {
		t.Errorf("%+v", l)
	}
	if _, err := Read(strings.NewReader("{\"number\":1}\nno JSON\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v", err)
	}
}

// TestProgramHasRead checks that a call is evidence: one of that socket, before.
func TestProgramHasRead(t *testing.T) {
	lines := talk(t, open("50 s A 1 7 200 0 # the server's program has read")...)
	call := func(local string, ms int) []Line {
		at := lines[0].Time.Add(time.Duration(ms) * time.Millisecond)
		return append([]Line{{Call: "recv", Local: local, Remote: "10.0.0.1:4000", Enter: at}}, lines...)
	}
	checkRules(t, Check(call("10.0.0.2:80", 49), nil), "")
	checkRules(t, Check(call("10.0.0.2:80", 51), nil), "program has read")
	checkRules(t, Check(call("10.0.0.1:4000", 49), nil), "program has read")
}

// TestDelivery checks that an ACK that was captured where it was sent is none where it
// never came, or came too late.
func TestDelivery(t *testing.T) {
	lines := talk(t, open("300 c PA 1 1 100 6 # packet 4 again: no ACK came in 297 ms")...)
	delivery := func(ms int, lost bool) []Line {
		return append([]Line{{Delivery: 5, Lost: lost, Time: lines[0].Time.Add(time.Duration(ms) * time.Millisecond)}}, lines...)
	}
	checkRules(t, Check(delivery(299, false), nil), "no ACK")
	checkRules(t, Check(delivery(301, false), nil), "")
	checkRules(t, Check(delivery(5, true), nil), "")
}

// TestToMany checks broadcast and multicast.
func TestToMany(t *testing.T) {
	for dst, want := range map[string]string{
		"10.0.0.255:67": "to many", "224.0.0.251:5353": "to many", "[ff02::1]:547": "to many", "10.0.0.2:67": "", "[fe80::1]:547": "",
	} {
		l := Line{Number: 1, Proto: "udp", Src: "10.0.0.1:68", Dst: dst, Explain: "one datagram, sent without asking"}
		checkRules(t, Check([]Line{l}, nil), want)
	}
}

// TestUnreachable checks "nobody" in an ICMP error, which speaks of what it quotes.
func TestUnreachable(t *testing.T) {
	for sentence, want := range map[string]string{
		"no socket is bound to port 9":                    "nobody listens",
		"port unreachable: no socket at UDP 10.0.0.2:9":   "",
		"no socket is bound to UDP 10.0.0.1:9":            "nobody listens",
		"no UDP socket is bound to 10.0.0.2:9":            "",
		"no socket is bound to 10.0.0.2, port 9, for UDP": "",
	} {
		l := Line{Number: 1, Proto: "icmp", Src: "10.0.0.2", Dst: "10.0.0.1", Quoted: &Quote{"udp", "10.0.0.1:5000", "10.0.0.2:9"}, Explain: sentence}
		checkRules(t, Check([]Line{l}, nil), want)
	}
}

// TestCopy checks what is said of a packet that is captured twice.
func TestCopy(t *testing.T) {
	for sentence, want := range map[string]string{
		"sent again: bytes 1-6":                       "captured twice",
		"no ACK came":                                 "captured twice",
		"a duplicate ACK: still waits for 7":          "captured twice",
		"packet 4 captured twice, and not sent again": "",
		"packet 4, captured a second time":            "",
	} {
		lines := talk(t, append(open()[:4], "3.002 c PA 1 1 100 6 # "+sentence)...)
		checkRules(t, Check(lines, map[int]int{5: 4}), want)
		lines[4].CopyOf = 4
		checkRules(t, Check(lines, nil), want)
	}
}

// TestSelf checks that a socket that is connected to itself is left to its own.
func TestSelf(t *testing.T) {
	lines := talk(t, open("300 c PA 1 1 100 6 # sent again: no ACK came")...)
	for i := range lines {
		lines[i].Dst = lines[i].Src
	}
	checkRules(t, Check(lines, nil), "")
}

// TestWrap checks numbers that wrap around.
func TestWrap(t *testing.T) {
	rows := talk(t, open("5 c PA 7 1 100 6", "300 c PA 7 1 100 6 # sent again: no ACK came in 295 ms", "301 s A 1 13 100 0 # some of that was not captured")...)
	for i := range rows {
		if rows[i].Src == "10.0.0.1:4000" {
			rows[i].Seq -= 9 // packet 6 goes from 2^32-2 to 3
		} else {
			rows[i].Ack -= 9
		}
	}
	checkRules(t, Check(rows, nil), "not captured")
}

// TestSpans checks the set of numbers.
func TestSpans(t *testing.T) {
	var s spans
	for _, n := range []span{{10, 20}, {30, 40}, {5, 5}, {20, 25}, {0, 3}, {24, 31}} {
		s.add(n)
	}
	if len(s) != 2 || s[0] != (span{0, 3}) || s[1] != (span{10, 40}) {
		t.Fatalf("%v", s)
	}
	for n, want := range map[span][2]bool{{10, 40}: {true, true}, {0, 11}: {false, true}, {3, 10}: {false, false}, {39, 41}: {false, true}} {
		if all, some := s.holdsAll(n), s.holdsSome(n); all != want[0] || some != want[1] {
			t.Errorf("%v: all %v, some %v", n, all, some)
		}
	}
}

// TestCopies checks which frames are the same packet.
func TestCopies(t *testing.T) {
	ip := func(id, hops byte, flags byte) []byte {
		b := make([]byte, 54)
		b[12], b[14], b[17], b[19], b[22], b[23], b[47] = 0x08, 0x45, 40, id, hops, 6, flags
		return b
	}
	at := func(n int, after time.Duration, data []byte) Frame {
		return Frame{Number: n, Time: time.Unix(1, 0).Add(after), Link: 1, Data: data}
	}
	got := Copies([]Frame{
		at(1, 0, ip(7, 64, 0x10)), at(2, 5, ip(7, 63, 0x10)), // behind a router
		at(3, 9, ip(8, 64, 0x10)), at(4, time.Second, ip(8, 64, 0x10)), // the number wrapped around
		at(5, time.Second, ip(0, 64, 0x12)), at(6, time.Second+5, ip(0, 64, 0x12)), // SYN,ACK
		at(7, time.Second, ip(0, 64, 0x04)), at(8, time.Second+5, ip(0, 64, 0x04)), // RST: no number
	})
	if len(got) != 2 || got[2] != 1 || got[6] != 5 {
		t.Errorf("%v", got)
	}
	constant := []Frame{at(1, 0, ip(1, 64, 0x10)), at(2, 1, ip(1, 64, 0x18)), at(3, 2, ip(1, 64, 0x11)), at(4, 3, ip(1, 64, 0x10))}
	if got := Copies(constant); len(got) != 0 {
		t.Errorf("of a sender that does not number its packets: %v", got)
	}
}
