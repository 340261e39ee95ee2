//go:build linux && (amd64 || arm64)

package calls_test

import (
	"errors"
	"os"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"wireladder/capture/calls"
)

// message is struct mmsghdr.
type message struct {
	unix.Msghdr
	length uint32
	_      [4]byte
}

// messagesOf returns messages with buffers.
func messagesOf(to *unix.RawSockaddrInet4, texts ...[]byte) []message {
	all := make([]message, len(texts))
	for i, text := range texts {
		iov := &unix.Iovec{Base: unsafe.SliceData(text)}
		iov.SetLen(len(text))
		all[i].Iov = iov
		all[i].SetIovlen(1)
		all[i].Name, all[i].Namelen = (*byte)(unsafe.Pointer(to)), unix.SizeofSockaddrInet4
	}
	return all
}

// moveSeveral sends and receives several datagrams with one call each, and finds no more.
func moveSeveral() error {
	server, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Bind(server, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return err
	}
	name, _ := unix.Getsockname(server)
	port := uint16(name.(*unix.SockaddrInet4).Port)
	client, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	to := &unix.RawSockaddrInet4{Family: unix.AF_INET, Port: port<<8 | port>>8, Addr: [4]byte{127, 0, 0, 1}}
	sent := messagesOf(to, []byte("one"), []byte("second"), []byte("3"))
	var from unix.RawSockaddrInet4
	taken := messagesOf(&from, make([]byte, 4), make([]byte, 100), make([]byte, 100), make([]byte, 100))
	for _, c := range []struct {
		number, fd uintptr
		messages   []message
		flags      uintptr
	}{
		{unix.SYS_SENDMMSG, uintptr(client), sent, 0}, {unix.SYS_SENDMMSG, uintptr(client), sent[:0], 0},
		{unix.SYS_RECVMMSG, uintptr(server), taken, unix.MSG_DONTWAIT}, {unix.SYS_RECVMMSG, uintptr(server), taken, unix.MSG_DONTWAIT},
	} {
		_, _, errno := unix.Syscall6(c.number, c.fd, uintptr(unsafe.Pointer(unsafe.SliceData(c.messages))), uintptr(len(c.messages)), c.flags, 0, 0)
		if errno != 0 && errno != unix.EAGAIN {
			return errno
		}
	}
	return errors.Join(unix.Close(client), unix.Close(server))
}

// spliceThrough sends what comes out of a pipe, and has what it receives go into one.
func spliceThrough() error {
	listener, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(unix.Bind(listener, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}), unix.Listen(listener, 1)); err != nil {
		return err
	}
	at, _ := unix.Getsockname(listener)
	client, _ := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err := unix.Connect(client, at); err != nil {
		return err
	}
	accepted, _, err := unix.Accept(listener)
	if err != nil {
		return err
	}
	out, in, err := os.Pipe()
	if err != nil {
		return err
	}
	_, _ = in.WriteString("hello")
	sent, err := unix.Splice(int(out.Fd()), nil, client, nil, 1000, 0)
	if err != nil || sent != 5 {
		return err
	}
	if _, err = unix.Splice(accepted, nil, int(in.Fd()), nil, 100, 0); err != nil {
		return err
	}
	_ = unix.SetNonblock(accepted, true)
	if _, err = unix.Splice(accepted, nil, int(in.Fd()), nil, 100, 0); !errors.Is(err, unix.EAGAIN) {
		return err
	}
	other, another, _ := os.Pipe() // nothing is told of what reaches no socket
	if _, err = unix.Splice(int(out.Fd()), nil, int(another.Fd()), nil, 3, 0); err != nil {
		return err
	}
	return errors.Join(unix.Close(accepted), unix.Close(client), unix.Close(listener), other.Close())
}

// Each message of a call that moves several is told, with its length, its data and its addresses; so is
// what moves between a pipe and a socket.
func TestBatches(t *testing.T) {
	for role, want := range map[string][]string{
		"several": {
			"socket(AF_INET, SOCK_DGRAM, 0) = 3", "bind(3, 127.0.0.1:0) = 0", "socket(AF_INET, SOCK_DGRAM, 0) = 4",
			`sendmmsg(4, "one", 127.0.0.1:port1) = 3`, `sendmmsg(4, "second", 127.0.0.1:port1) = 6`, `sendmmsg(4, "3", 127.0.0.1:port1) = 1`,
			`sendmmsg(4, "") = 0`,
			`recvmmsg(3, "one", 4, MSG_DONTWAIT) = 3 from 127.0.0.1:port2`, `recvmmsg(3, "second", 100, MSG_DONTWAIT) = 6 from 127.0.0.1:port2`,
			`recvmmsg(3, "3", 100, MSG_DONTWAIT) = 1 from 127.0.0.1:port2`, "recvmmsg(3, 4, MSG_DONTWAIT) = -1 EAGAIN",
			"close(4) = 0", "close(3) = 0", "exit() = 0",
		},
		"splice": {
			"socket(AF_INET, SOCK_STREAM, 0) = 3", "bind(3, 127.0.0.1:0) = 0", "listen(3, 1) = 0",
			"socket(AF_INET, SOCK_STREAM, 0) = 4", "connect(4, 127.0.0.1:port1) = 0", "accept(3) = 5 from 127.0.0.1:port2",
			"splice(4) = 5", "splice_read(5, 100) = 5", "splice_read(5, 100) = -1 EAGAIN",
			"close(5) = 0", "close(4) = 0", "close(3) = 0", "exit() = 0",
		},
	} {
		t.Run(role, func(t *testing.T) {
			l := &listener{}
			_, err := start(t, role, l, func(o *calls.Options) { o.All = true }).Wait() // as it was made, without Go's runtime
			if diff := cmp.Diff(want, l.told()); diff != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			for _, c := range l.all {
				switch {
				case c.Exit.IsZero() || c.Exit.Before(c.Enter) || c.Process.PID == 0 || c.Thread == 0:
					t.Errorf("%s from %v to %v, of %+v", c.Message(), c.Enter, c.Exit, c.Process)
				case c.Name == "splice" && c.Size != 5, c.Name == "splice_read" && c.Size != 100:
					t.Errorf("%s of %d octets", c.Message(), c.Size)
				case c.Name == "sendmmsg" && (c.Local.Port() == 0 || c.Remote.Port() == 0) && c.Size > 0:
					t.Errorf("%s from %v to %v", c.Message(), c.Local, c.Remote)
				}
			}
		})
	}
}
