package sentencetest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// talk is made-up lines: each is "ms side flags seq ack win len", the side being "c" or
// "s" of a conversation between 10.0.0.1:4000 and 10.0.0.2:80; "#" stands before what is
// said of it.
func talk(t *testing.T, rows ...string) []Line {
	t.Helper()
	stream := 0
	var lines []Line
	for i, row := range rows {
		var (
			at   float64
			side string
			l    = Line{Number: i + 1, Proto: "tcp", Stream: &stream}
		)
		head, sentence, _ := strings.Cut(row, " # ")
		if _, err := fmt.Sscan(head, &at, &side, &l.Flags, &l.Seq, &l.Ack, &l.Win, &l.Len); err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		l.Time = time.Unix(1_700_000_000, 0).Add(time.Duration(at * float64(time.Millisecond)))
		l.Src, l.Dst, l.Explain = "10.0.0.1:4000", "10.0.0.2:80", sentence
		if side == "s" {
			l.Src, l.Dst = l.Dst, l.Src
		}
		lines = append(lines, l)
	}
	return lines
}

// open is a handshake, and a segment of 6 bytes with its ACK.
func open(more ...string) []string {
	return append([]string{
		"0 c S 0 0 100 0", "1 s SA 0 1 100 0", "2 c A 1 1 100 0", "3 c PA 1 1 100 6", "4 s A 1 7 100 0",
	}, more...)
}

// rowTest is lines, one of which says something: the rule that complains of it, or
// "" if it is right.
type rowTest struct {
	rule string
	rows []string
}

// Each claim is complained of where the file disproves it, and only there.
func TestCheck(t *testing.T) {
	for _, tests := range [][]rowTest{numberTests(), timeTests(), byteTests(), gapTests(), wordTests()} {
		for _, test := range tests {
			_, sentence, _ := strings.Cut(strings.Join(test.rows, "\n"), " # ")
			t.Run(test.rule+": "+sentence, func(t *testing.T) {
				checkRules(t, Check(talk(t, test.rows...), nil), test.rule)
			})
		}
	}
}

// checkRules checks which rule has complained.
func checkRules(t *testing.T, faults []Fault, want string) {
	t.Helper()
	var got []string
	for _, f := range faults {
		got = append(got, f.Rule)
	}
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %q, want %q: %v", s, want, faults)
	}
}

func numberTests() []rowTest {
	return []rowTest{
		{"negative number", open("5 c A 7 1 100 0 # expects -1853178 next")},
		{"negative number", open("5 c A 7 1 100 0 # ack=-17 covers the SYN")},
		{"negative number", open("5 c PA 7 1 100 3 # bytes -9727--8337")},
		{"", open("5 c PA 7 1 100 3 # carries bytes 7-9")},
		{"", open("5 c PA 7 1 100 3 # carries bytes 7-9, other than \"-1\"")},
		{"packet mentioned", open("5 c PA 7 1 100 3 # answers packet 17")},
		{"packet mentioned", open("5 c PA 7 1 100 3 # as packet 6 does")},
		{"packet mentioned", open("300 c PA 1 1 100 6 # packet 5 again")},
		{"", open("300 c PA 1 1 100 6 # packet 4 again: packet 5 had acknowledged it")},
		{"packet mentioned", open("300 c PA 1 1 100 6 # packet 4 had acknowledged it")},
		{"bytes carried", open("5 c PA 7 1 100 3 # carries bytes 7-10")},
		{"FIN is no byte", open("5 c FA 7 1 100 0", "6 s A 1 8 100 0 # covers byte 7")},
		{"FIN is no byte", open("5 c FA 7 1 100 2", "6 s A 1 10 100 0 # covers bytes 7-9; expects 10 next")},
		{"", open("5 c FA 7 1 100 2", "6 s A 1 10 100 0 # covers bytes 7-8 and the FIN; expects 10 next")},
	}
}

func timeTests() []rowTest {
	lost := func(row string) []string { return append(open()[:4], row) } // no ACK of bytes 1-6
	return []rowTest{
		{"no ACK", open("300 c PA 1 1 100 6 # packet 4 again: no ACK came in 297 ms")},
		{"", open("300 c PA 1 1 100 6 # packet 4 again for nothing: no ACK was missing")},
		{"", lost("300 c PA 1 1 100 6 # packet 4 again: no ACK came in 297 ms")},
		{"no ACK", []string{"0 c S 0 0 100 0", "1 s RA 0 1 0 0", "1000 c S 0 0 100 0 # the same SYN again: no answer has come"}},
		{"", []string{"0 c S 0 0 100 0", "1000 c S 0 0 100 0 # the same SYN again: no answer has come"}},
		{"", []string{"0 c S 0 0 100 0", "1 s SA 0 1 100 0", "1000 s SA 0 1 100 0 # the same SYN,ACK again: no ACK has come"}},
		{"wait too short", lost("8 c PA 1 1 100 6 # packet 4 again: no ACK came in 5 ms")},
		{"wait too short", []string{"0 c S 0 0 100 0", "30 c S 0 0 100 0 # packet 1 again: no answer came in 30 ms"}},
		{"timer too short", lost("8 c PA 1 1 100 6 # bytes 1-6 again: the timer has run out")},
		{"", lost("8 c PA 1 1 100 6 # bytes 1-6 again 5.00 ms after packet 4: too soon for a timer")},
		{"", lost("208 c PA 1 1 100 6 # bytes 1-6 again: the timer has run out")},
		{"timer too short", []string{"0 c S 0 0 100 0", "300 c S 0 0 100 0 # the same SYN again: its RTO has passed"}},
		{"span of time", lost("8 c PA 1 1 100 6 # sent again 31 ms after packet 4")},
		{"", lost("34 c PA 1 1 100 6 # sent again 31.0 ms after packet 4")},
	}
}

func byteTests() []rowTest {
	return []rowTest{
		{"sent again", open("5 c PA 7 1 100 6 # sent again: bytes 7-12")},
		{"sent again", open("5 c PA 7 1 100 6 # a retransmission of bytes 7-12")},
		{"sent again", open("5 c FA 7 1 100 0 # the FIN is resent")},
		{"", open("5 c PA 7 1 100 6", "300 c PA 10 1 100 9 # sent again: bytes 10-12, and new ones")},
		{"", open("5 c PA 7 1 100 6 # carries bytes 7-12: nothing is sent again")},
		{"", open("5 c PA 7 1 100 6 # carries bytes 7-12; if no ACK comes, they are sent again")},
		{"", open("5 s A 1 7 100 0 # a duplicate ACK: says again that it waits for 7")},
		{"tail loss probe", open("5 c PA 7 1 100 6", "6 c PA 13 1 100 6", "9 c PA 7 1 100 6 # again, as a tail loss probe")},
		{"", open("5 c PA 7 1 100 6", "6 c PA 13 1 100 6", "9 c PA 13 1 100 6 # again, as a tail loss probe")},
		{"duplicate ACKs", open("5 c PA 7 1 100 6", "9 c PA 7 1 100 6 # sent again after duplicate ACKs")},
		{"", open("5 c PA 7 1 100 6", "6 s A 1 7 100 0", "9 c PA 7 1 100 6 # sent again after duplicate ACKs")},
	}
}

func gapTests() []rowTest {
	return []rowTest{
		{"not captured", open("5 c PA 7 1 100 6 # after a gap: carries bytes 7-12")},
		{"", open("5 c PA 9 1 100 6 # after a gap: carries bytes 9-14")},
		{"", open("5 c PA 7 1 100 6 # carries bytes 7-12; nothing is missing")},
		{"not captured", open("5 c PA 7 1 100 6", "6 s A 1 13 100 0 # covers bytes 7-12; some of that was not captured")},
		{"", open("5 c PA 7 1 100 6", "6 s A 1 15 100 0 # covers bytes 7-14; some of that was not captured")},
		{"", open("5 c PA 9 1 100 6", "6 s A 1 7 100 0", "7 s A 1 15 100 0 # covers bytes 7-14; some of that was not captured")},
		{"filled later", open("5 c PA 9 1 100 6 # after a gap: carries bytes 9-14", "6 c PA 7 1 100 2")},
		{"", open("5 c PA 9 1 100 6 # after a gap, which packet 7 fills: carries bytes 9-14", "6 c PA 7 1 100 2")},
		{"filled later", open("5 s A 1 13 100 0 # some of that was not captured", "6 c PA 7 1 100 6")},
	}
}

func wordTests() []rowTest {
	return []rowTest{
		{"aborts", open("5 c FA 7 1 100 0", "6 s PA 1 8 100 3", "7 c R 8 0 0 0 # the client aborts the connection at once")},
		{"", open("5 c FA 7 1 100 0", "6 s PA 1 8 100 3", "7 c R 8 0 0 0 # answers packet 7: its socket is gone; not an abort")},
		{"", open("6 s PA 1 8 100 3", "7 c RA 7 4 0 0 # the client aborts the connection at once")},
		{"refuses", open("5 s RA 1 7 0 0 # refuses: TCP 10.0.0.2:80")},
		{"", []string{"0 c S 0 0 100 0", "1 s RA 0 1 0 0 # refuses: nobody listens at TCP 10.0.0.2:80"}},
		{"nobody listens", []string{"0 c S 0 0 100 0", "1 s RA 0 1 0 0 # refuses: nobody listens on port 80"}},
		{"nobody listens", []string{"0 c S 0 0 100 0", "1 s RA 0 1 0 0 # nobody listens at 10.0.0.2:80"}},
		{"nobody listens", append([]string{"0 c S 0 0 100 0", "1 s RA 0 1 0 0 # nobody listens at 10.0.0.2:80 (TCP)"}, open()...)},
		{"", append([]string{"0 c S 0 0 100 0", "1 s RA 0 1 0 0 # nobody listens at 10.0.0.2:80 (TCP) yet"}, open()...)},
		{"reopens", open("5 s A 1 7 200 0 # room again: window 200")},
		{"reopens", open("5 s A 1 7 200 0 # the window reopens")},
		{"", open("5 s A 1 7 200 0 # the window has grown to 200")},
		{"", open("5 s A 1 7 0 0", "6 s A 1 7 200 0 # room again: window 200")},
		{"program has read", open("5 s A 1 7 200 0 # its program has read")},
		{"", open("5 s A 1 7 200 0 # perhaps its program has read")},
	}
}

// Sentences that are right in words that a rule might trip over.
func TestRightSentences(t *testing.T) {
	for _, rows := range [][]string{
		open("300 c PA 1 1 100 6 # sent again for nothing: packet 5 had acknowledged it"),
		open("300 c PA 1 1 100 6 # The client sends bytes 1-6 again, although packet 5 had acknowledged them: that ACK did not reach it."),
		append(open()[:4], "8 c PA 1 1 100 6 # packet 4 again after 5.00 ms, sooner than any RTO: a tail loss probe (RFC 8985)"),
		append(open()[:4], "8 c PA 1 1 100 6", "210 c PA 1 1 100 6 # packet 5 again: its timer has run out, and no ACK has come", "630 c PA 1 1 100 6 # packet 6 again: the RTO has doubled"),
		append(open()[:4], "4 s A 1 9 100 0", "5 c PA 7 1 100 2 # bytes 7-8 were captured after packet 5, which acknowledges them"),
		open("5 c PA 9 1 100 3 # after a gap", "6 c PA 7 1 100 2 # fills the gap 7-8: not captured before, late or sent again")[:6],
		open("5 s A 1 7 100 0 # tells by D-SACK that bytes 1-6 came twice"),
		open("47 s A 1 7 100 0 # a delayed ACK, 44.0 ms after packet 4"),
		open("47 c PA 7 1 100 6 # was held back until packet 5 acknowledged bytes 1-6 (Nagle)"),
		open("47 c PA 3 1 100 9 # bytes 3-6 again with other content, and 7-11 new"),
		open("90 c A 6 1 100 0", "92 c A 6 1 100 0", "94 c RA 7 1 0 0 # gives up after 2 keep-alive probes without an answer (packets 6 and 7)"),
		open("5 s FA 1 7 100 0", "6 c R 7 0 0 0 # answers packet 6: no socket of that connection is left here"),
		{"0 c S 0 0 9 0", "1 s A 1 99 9 0 # a challenge ACK of an older connection", "2 c S 0 0 9 0 # the same SYN again: packet 2 was no answer to it"},
		{"0 c S 0 0 9 0 # asks to open a connection, and for a Fast Open cookie", "1000 c S 0 0 9 0 # packet 1 again: no answer came in 1 s; the accept queue was full"},
		{"0 c S 0 0 9 0", "1 s RA 0 1 0 0", "1000 c S 0 0 9 0 # a new attempt with the same number: packet 2 had refused the first"},
		append(open()[:4], "3 c PA 1 1 100 6 # carries bytes 1-6. If no ACK comes, the client's timer runs out and it is sent again.")[:4],
	} {
		checkRules(t, Check(talk(t, rows...), nil), "")
	}
}
