package builder_test

import (
	"slices"
	"testing"

	"wireladder/capture"
	"wireladder/capture/run"
)

// A call that had room, and ends before an urgent byte that had come, ends at the mark; one that comes there for another
// reason does not: it was full, or what it has not returned is not urgent, or it was not there yet.
func TestUrgentMark(t *testing.T) {
	for name, tt := range map[string]struct {
		urgent uint16
		first  string // that stands before the urgent byte
		room   int
		late   bool // the urgent byte comes when the call has been made
		want   bool
	}{
		"before the mark":          {1, "one, ", 100, false, true},
		"in the same segment":      {6, "", 100, false, true},
		"the buffer is full":       {1, "one, ", 5, false, false},
		"it is not urgent":         {0, "one, ", 100, false, false},
		"another byte is":          {2, "one, ", 100, false, false},
		"a byte that is not there": {99, "one, ", 100, false, false},
		"it had not come":          {1, "one, ", 100, true, false},
	} {
		tp := newTape()
		tp.do(tcp("server", "socket", -1).returns(3), tcp("server", "connect", 3).args(serverAt.String()).at(clientAt).with(serverAt))
		l := tp.between(clientAt, serverAt)
		l.opens()
		if tt.first != "" {
			l.s(pshAck, tt.first)
		}
		recv := tcp("server", "recv", 3).at(clientAt).with(serverAt).moves("one, ", tt.room)
		marked := map[bool]string{true: "!two", false: "one, !"}[tt.first != ""]
		var entered *capture.Call
		if tt.late {
			entered = tp.Enter(recv.Call)
		}
		tp.Packet(capture.Packet{
			Proto: capture.TCP, Src: serverAt, Dst: clientAt, Payload: []byte(marked),
			TCP: capture.TCPHeader{Seq: l.next[1], Ack: l.next[0], Flags: pshAck | urgentFlag(tt.urgent), Window: 512, Urgent: tt.urgent},
		})
		if tt.late {
			tp.Return(entered)
		} else {
			tp.do(recv)
		}
		r := tp.of()
		at := slices.IndexFunc(r.Moments, func(m *run.Moment) bool { return m.Call != nil && m.Call.Name == "recv" && m.Kind != run.Enter })
		if got := r.Moments[at].Meets.AtMark; got != tt.want {
			t.Errorf("%s: it ends at the mark: %t", name, got)
		}
	}
}

// urgentFlag is the flag with which a pointer counts.
func urgentFlag(pointer uint16) capture.Flags {
	if pointer == 0 {
		return 0
	}
	return capture.URG
}
