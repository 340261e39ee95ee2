package outlines

import (
	"testing"

	"wireladder/capture"
)

// What is kept of an outline comes back, and an odd packet is a copy of its own.
func TestList(t *testing.T) {
	var l OutlineList
	o := capture.Outline{Ack: 7, Length: 80, Flags: capture.ACK, Window: 9, ID: 3, Scale: 2, Cut: true}
	l.Add(&o)
	odd := capture.Packet{Proto: capture.ICMP, Payload: []byte("quoted")}
	l.AddOdd(&odd)
	odd.Payload[0] = 'Q'
	var got capture.Outline
	if l.Complete(0, &got); got != o || l.Odd(0) != nil {
		t.Errorf("%+v", got)
	}
	if p := l.Odd(1); p == nil || string(p.Payload) != "quoted" {
		t.Errorf("%+v", p)
	}
	for range mostOdd - 1 {
		l.AddOdd(&odd)
	}
	whole := l.IsWhole()
	if l.AddOdd(&odd); !whole || l.IsWhole() {
		t.Errorf("whole is %v, then %v", whole, l.IsWhole())
	}
}
