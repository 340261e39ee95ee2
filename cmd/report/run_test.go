package report

import (
	"testing"
	"time"

	"wireladder/capture"
)

// TestRunKeepsOrder checks that a call which comes late stands where it was
// made, and that the files are known to be out of order then.
func TestRunKeepsOrder(t *testing.T) {
	v := newRun(capture.Origin{}, &Options{}, &outputs{})
	packet := func(at int64) capture.Entry {
		return capture.Entry{Packet: &capture.Packet{Time: time.Unix(at, 0)}}
	}
	call := func(name string, at int64) capture.Entry {
		return capture.Entry{Call: &capture.Call{Name: name, Enter: time.Unix(at, 0), Exit: time.Unix(9, 0)}}
	}
	for _, e := range []capture.Entry{call("socket", 1), packet(3), packet(5)} {
		if err := v.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if v.late {
		t.Error("entries in order are taken for late ones")
	}
	for _, e := range []capture.Entry{call("connect", 2), call("send", 4)} {
		if err := v.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	for i, e := range v.rec.Entries {
		if e.Key().Unix() != int64(i+1) {
			t.Errorf("entry %d is of %v", i, e.Key())
		}
	}
	if !v.late {
		t.Error("late entries are taken for ones in order")
	}
	waits := capture.Entry{Call: &capture.Call{Name: "accept", Enter: time.Unix(1, 0)}}
	if err := v.Add(waits); err != nil {
		t.Fatal(err)
	}
	if last := v.rec.Entries[len(v.rec.Entries)-1]; last != waits {
		t.Errorf("a call that waits for ever is not the last entry: %+v is", last.Call)
	}
}
