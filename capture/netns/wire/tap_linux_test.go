package wire

import (
	"net"
	"testing"

	"wireladder/capture"
	"wireladder/capture/netns/host"
	"wireladder/capture/netns/netnstest"
)

// Frames that find the ring of a side full are lost, and counted: those of both
// sides, and those before the last question, too.
func TestDrops(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{})
	client, _ := talk(t, w)
	unread := &Wire{relay: &relay{}} // nobody empties its rings
	unread.relay.taps[Client] = tapOf(t, w.Client())
	write(t, client, 1)
	unread.relay.taps[Server] = tapOf(t, w.Client())
	unread.relay.sent.Store(7)
	for _, step := range []struct {
		more int // datagrams
		want capture.Drops
	}{
		{ringFrames - 1, capture.Drops{Received: 7}},
		{1, capture.Drops{Received: 8, Kernel: 1}}, // it was the one ring's alone to miss
		{1, capture.Drops{Received: 10, Kernel: 3}},
		{0, capture.Drops{Received: 10, Kernel: 3}},
		{2, capture.Drops{Received: 14, Kernel: 7}},
	} {
		write(t, client, step.more)
		if got, err := unread.Drops(); err != nil || got != step.want {
			t.Errorf("after %d more %+v, %v, want %+v", step.more, got, err, step.want)
		}
	}
}

// tapOf opens a tap on the host's interface, besides the wire's own.
func tapOf(t *testing.T, at *host.Host) *tap {
	t.Helper()
	var opened *tap
	err := at.Do(func() error {
		index, err := indexOf(inner)
		if err != nil {
			return err
		}
		opened, err = openTap(index, false)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.close() })
	return opened
}

// write sends so many datagrams.
func write(t *testing.T, to net.Conn, n int) {
	t.Helper()
	for range n {
		if _, err := to.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
	}
}
