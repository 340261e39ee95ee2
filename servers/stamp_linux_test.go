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
		if _, err := sender.SendTo([]byte("x"), receiver.LocalAddr()); err != nil {
			t.Fatal(err)
		}
		stamp := kernelStamp(t, receiver.fd)
		if _, _, err := receiver.RecvFrom(1); err != nil {
			t.Fatal(err)
		}
		sent, received := o.only("program", "sendto"), o.only("program", "recvfrom")
		if stamp.Before(sent.Enter) || stamp.After(received.Exit) {
			t.Fatalf("sent at %v, stamped at %v, received at %v", sent.Enter, stamp, received.Exit)
		}
		_, _ = sender.Close(), receiver.Close()
	}
}

// stampedPair returns two UDP sockets; what the second receives is stamped.
func stampedPair(t *testing.T, o *tape) (sender, receiver *Socket) {
	t.Helper()
	p := program(t, ProgramOptions{Observer: o})
	sender, err := p.Socket(capture.UDP, loopback.Addr())
	if err != nil {
		t.Fatal(err)
	}
	receiver, err = p.Socket(capture.UDP, loopback.Addr())
	if err == nil {
		err = receiver.Bind(loopback)
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
