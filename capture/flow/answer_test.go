package flow

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// judgedEvents are the events that Wireshark has, too.
const judgedEvents = Retransmission | DupACK | KeepAlive | FastRetransmission | SpuriousRetransmission | OutOfOrder |
	LostSegment | ACKLostSegment | ZeroWindow | WindowFull | WindowUpdate | KeepAliveACK | ZeroWindowProbe |
	ZeroWindowProbeACK | PortReused

// answer is what tshark says of one TCP or UDP frame, by column.
type answer map[string]string

// outside reports whether the frame is one that the comparison leaves out:
// damaged, with more than one transport header, or in an ICMP error.
func (a answer) outside() bool {
	return a["damaged"] != "" || strings.Contains(a["stream"]+a["srcport"], ",") || strings.Contains(a["protocols"], "icmp")
}

// readAnswers returns tshark's rows by frame.
func readAnswers(t *testing.T, raw []byte) map[int]answer {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[int]answer{}
	for _, line := range lines[1:] {
		row := answer{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		frame, err := strconv.Atoi(row["frame"])
		if err != nil {
			t.Fatal(err)
		}
		rows[frame] = row
	}
	return rows
}

// finding is what this package says of one frame, in tshark's columns.
type finding struct {
	proto  string
	fields map[string]string
	events Events
}

// columns are the fields that are compared, and whether of TCP only.
var columns = []string{"stream", "len", "flags", "seq", "ack", "window", "completeness"}

// observeFile reads a capture file and returns the findings of its frames by
// number, and where it ends.
func observeFile(r io.Reader) (map[int]finding, error) {
	file, err := savefile.NewReader(r)
	if err != nil {
		return nil, err
	}
	all := map[int]finding{}
	tracker := NewTracker()
	for {
		var p capture.Packet
		if call, err := file.Scan(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return all, err
		} else if call != nil {
			continue
		}
		before := completenessBefore(tracker, &p)
		o := tracker.Observe(&p)
		if o.Conversation == nil || o.Events.Has(Unreachable) {
			continue
		}
		all[p.Number] = inColumns(&o, before)
	}
}

// completenessBefore returns the completeness of the conversation that p belongs to.
func completenessBefore(tracker *Tracker, p *capture.Packet) Completeness {
	c, _ := tracker.latest.lookUp(between(p.Proto, p.Src, p.Dst))
	if c == nil {
		return 0
	}
	if both := tracker.memory.both[c]; both != nil {
		return both.Completeness
	}
	return c.Completeness
}

// inColumns puts an observation in tshark's words. Numbers wrap around there, and
// the completeness is that before the frame, except where a port is used again.
func inColumns(o *Observation, before Completeness) finding {
	p, w := o.Packet, o.AsWireshark()
	f := finding{p.Proto.String(), map[string]string{"stream": strconv.Itoa(w.Stream)}, w.Events & judgedEvents}
	if p.Proto == capture.UDP {
		f.fields["len"] = strconv.Itoa(p.PayloadLength + 8) // with the header
		return f
	}
	if opens(p.TCP.Flags) && w.Events.Has(PortReused) {
		before = HasSYN
	}
	f.fields["len"] = strconv.Itoa(p.PayloadLength)
	f.fields["flags"] = fmt.Sprintf("%#04x", uint16(p.TCP.Flags))
	f.fields["seq"] = strconv.FormatUint(uint64(uint32(w.Seq)), 10)
	f.fields["window"] = strconv.Itoa(w.Window)
	f.fields["completeness"] = strconv.Itoa(int(before))
	if p.TCP.Flags.Has(capture.ACK) {
		f.fields["ack"] = strconv.FormatUint(uint64(uint32(w.Ack)), 10)
	}
	return f
}

// agreement counts in how many frames each field, and each event, is the same.
type agreement struct {
	fields map[string][2]int // equal, different
	events map[Events][3]int // both, tshark only, ours only
	frames [2]int            // frames with events: equal, different
	known  int               // differences that have a reason
	strays []string          // frames that have none

	missing int // frames that were not decoded, or as something else
}

func newAgreement() *agreement {
	return &agreement{fields: map[string][2]int{}, events: map[Events][3]int{}}
}

// compare adds one frame.
func (a *agreement) compare(place string, got finding, want answer) {
	if got.proto != want["proto"] {
		a.missing++
		return
	}
	for _, column := range columns {
		if value, ok := got.fields[column]; ok {
			a.field(column, place, value, want[column])
		}
	}
	if got.proto == "tcp" {
		a.compareEvents(place, got.events, eventSet(want["events"]))
	}
}

// field adds one field of a frame.
func (a *agreement) field(column, place, got, want string) {
	if column == "flags" {
		want = maskFlags(want)
	}
	if got != want {
		a.differ(column, place, got, want)
		return
	}
	n := a.fields[column]
	n[0]++
	a.fields[column] = n
}

// differ adds a field that is different.
func (a *agreement) differ(column, place, got, want string) {
	if difference(place, column) != "" {
		a.known++
		return
	}
	n := a.fields[column]
	n[1]++
	a.fields[column] = n
	a.strays = append(a.strays, fmt.Sprintf("%s: %s %s, tshark %s", place, column, got, want))
}

// compareEvents adds the events of a frame.
func (a *agreement) compareEvents(place string, got, want Events) {
	if got|want == 0 {
		return
	}
	if got != want && difference(place, "events") != "" {
		a.known++
		return
	}
	for i := range bits.Len32(uint32(got | want)) {
		e := Events(1) << i
		n := a.events[e]
		switch {
		case got.Has(e) && want.Has(e):
			n[0]++
		case want.Has(e):
			n[1]++
		case got.Has(e):
			n[2]++
		default:
			continue
		}
		a.events[e] = n
	}
	if got == want {
		a.frames[0]++
		return
	}
	a.frames[1]++
	a.strays = append(a.strays, fmt.Sprintf("%s: events %q, tshark %q", place, got, want))
}

// report prints the agreement, and up to most of the differences.
func (a *agreement) report(t *testing.T, most int) {
	t.Helper()
	for _, stray := range a.strays[:min(most, len(a.strays))] {
		t.Log(stray)
	}
	if more := len(a.strays) - most; more > 0 {
		t.Logf("%d more", more)
	}
	for i := range eventNames {
		if n, ok := a.events[1<<i]; ok {
			t.Logf("  %-22s both %5d, tshark only %3d, ours only %3d", eventNames[i], n[0], n[1], n[2])
		}
	}
	for _, column := range columns {
		t.Logf("%-12s %6.2f %% of %d", column, percent(a.fields[column]), a.fields[column][0]+a.fields[column][1])
	}
	t.Logf("%d frames not decoded", a.missing)
	t.Logf("%-12s %6.2f %% of %d; %d known differences", "events", percent(a.frames), a.frames[0]+a.frames[1], a.known)
}

// percent returns the share of what is equal.
func percent(n [2]int) float64 {
	if n[1] == 0 {
		return 100
	}
	return 100 * float64(n[0]) / float64(n[0]+n[1])
}

// eventSet reads a list of event names as the answers have it.
func eventSet(list string) Events {
	var e Events
	for name := range strings.SplitSeq(list, "+") {
		if i := slices.Index(eventNames, name); i >= 0 {
			e |= 1 << i
		}
	}
	return e
}

// maskFlags leaves the reserved bits out of tshark's flags.
func maskFlags(hex string) string {
	n, err := strconv.ParseUint(hex, 0, 16)
	if err != nil {
		return hex
	}
	return fmt.Sprintf("%#04x", n&0x1ff)
}
