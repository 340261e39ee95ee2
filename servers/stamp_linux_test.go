package servers

import (
	"encoding/binary"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// A datagram is stamped by the kernel after its sendto was entered, and before
// the recvfrom that took it returned: on these two the order of calls and
// packets rests.
func TestStampsAroundPacket(t *testing.T) {
	for range 1000 {
		o := newTape(t)
		sender, receiver := stampedPair(t, o)
		if err := sender.sendTo([]byte("x"), receiver.local); err != nil {
			t.Fatal(err)
		}
		stamp := kernelStamp(t, receiver.fd)
		if _, _, err := receiver.recvFrom(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		sent, received := o.only("", "sendto"), o.only("", "recvfrom")
		if stamp.Before(sent.Enter) || stamp.After(received.Exit) {
			t.Fatalf("sent at %v, stamped at %v, received at %v", sent.Enter, stamp, received.Exit)
		}
		_, _ = sender.close(), receiver.close()
	}
}

// stampedPair returns two UDP sockets; what the second receives is stamped.
func stampedPair(t *testing.T, o *tape) (sender, receiver *socket) {
	t.Helper()
	c := &caller{observer: o, waker: sleeper()}
	sender, err := c.socket(capture.UDP, loopback.Addr())
	if err != nil {
		t.Fatal(err)
	}
	receiver, err = c.socket(capture.UDP, loopback.Addr())
	if err == nil {
		err = receiver.bind(loopback)
	}
	if err == nil {
		err = unix.SetsockoptInt(receiver.fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1)
	}
	if err != nil {
		t.Fatal(err)
	}
	return sender, receiver
}

// kernelStamp returns when the waiting datagram was seen, and leaves it there.
func kernelStamp(t *testing.T, fd int) time.Time {
	t.Helper()
	control := make([]byte, 128)
	_, n, _, _, err := unix.Recvmsg(fd, make([]byte, 1), control, unix.MSG_PEEK)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := unix.ParseSocketControlMessage(control[:n])
	if err != nil || len(messages) != 1 || len(messages[0].Data) != 16 {
		t.Fatalf("control messages %v, %v, want one struct timespec of 64-bit fields", messages, err)
	}
	field := func(i int) int64 { return int64(binary.NativeEndian.Uint64(messages[0].Data[i:])) }
	return time.Unix(field(0), field(8))
}
