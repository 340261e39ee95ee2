package sockdiag

import (
	"bytes"
	"errors"
	"net/netip"
	"os"
	"runtime"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
)

const port = 12000

var tcp4 = Kind{Proto: capture.TCP}

// The accept queue, its limit, connections that nobody has accepted, and those
// that live on after close.
func TestSocketsOfTCP(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	r := open(t)
	listener := socketOf(t, unix.SOCK_STREAM)
	check(t, unix.Bind(listener, at(port)), unix.Listen(listener, 2))
	expect(t, r, tcp4, sock("LISTEN", port, 0, 0, 2, true))

	client := socketOf(t, unix.SOCK_STREAM)
	check(t, unix.Bind(client, at(40001)), unix.Connect(client, at(port)))
	expect(t, r, tcp4, sock("LISTEN", port, 0, 1, 2, true),
		sock("ESTABLISHED", port, 40001, 0, 0, false), sock("ESTABLISHED", 40001, port, 0, 0, true))

	accepted, _, err := unix.Accept(listener)
	_, writeErr := unix.Write(client, []byte("hello"))
	check(t, err, writeErr)
	expect(t, r, tcp4, sock("LISTEN", port, 0, 0, 2, true),
		sock("ESTABLISHED", port, 40001, 5, 0, true), sock("ESTABLISHED", 40001, port, 0, 0, true))

	_, err = unix.Read(accepted, make([]byte, 10))
	check(t, err, unix.Close(listener), unix.Shutdown(client, unix.SHUT_WR), unix.Close(accepted), unix.Close(client))
	expect(t, r, tcp4, sock("TIME-WAIT", 40001, port, 0, 0, false))
}

func TestSocketsOfUDP(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	r := open(t)
	server, client := socketOf(t, unix.SOCK_DGRAM), socketOf(t, unix.SOCK_DGRAM)
	check(t, unix.Bind(server, at(port)), unix.Bind(client, at(40001)), unix.Connect(client, at(port)))
	expect(t, r, Kind{Proto: capture.UDP}, sock("", port, 0, 0, 0, true), sock("", 40001, port, 0, 0, true))
}

func TestSocketsOfIPv6(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	r := open(t)
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	check(t, err, unix.Bind(fd, &unix.SockaddrInet6{Port: port}), unix.Listen(fd, 1))
	want := sock("LISTEN", port, 0, 0, 1, true)
	want.Local = netip.AddrPortFrom(netip.IPv6Unspecified(), port)
	expect(t, r, KindOf(capture.TCP, want.Local.Addr()), want)
	expect(t, r, tcp4)
}

// The reader looks into the namespace it was opened in, whoever asks.
func TestReaderStaysInItsNamespace(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	r := open(t)
	listener := socketOf(t, unix.SOCK_STREAM)
	check(t, unix.Bind(listener, at(port)), unix.Listen(listener, 0))
	moved := make(chan error)
	go func() {
		// The thread is not given back: it ends with the goroutine.
		runtime.LockOSThread()
		moved <- unix.Unshare(unix.CLONE_NEWNET)
		expect(t, r, tcp4, sock("LISTEN", port, 0, 0, 0, true))
		close(moved)
	}()
	check(t, <-moved, <-moved)
}

// answer is a message of the kernel's.
func answer(kind netlink.HeaderType, flags netlink.HeaderFlags, size int) netlink.Message {
	return netlink.Message{Header: netlink.Header{Type: kind, Flags: flags}, Data: make([]byte, size)}
}

func TestAnswers(t *testing.T) {
	whole := answer(sockDiagByFamily, 0, messageSize)
	for name, tt := range map[string]struct {
		answer []netlink.Message
		want   int
		err    error
	}{
		"nothing":          {nil, 0, nil},
		"two sockets":      {[]netlink.Message{whole, answer(sockDiagByFamily, 0, messageSize+8)}, 2, nil},
		"another message":  {[]netlink.Message{answer(netlink.Noop, 0, 4), whole}, 1, nil},
		"cut off":          {[]netlink.Message{whole, answer(sockDiagByFamily, 0, messageSize-1)}, 0, errShort},
		"interrupted":      {[]netlink.Message{whole, answer(sockDiagByFamily, netlink.DumpInterrupted, messageSize)}, 0, errInterrupted},
		"end, interrupted": {[]netlink.Message{whole, answer(netlink.Done, netlink.DumpInterrupted, 4)}, 0, errInterrupted},
	} {
		got, err := read(tt.answer, capture.TCP)
		if len(got) != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: %d sockets, %v", name, len(got), err)
		}
	}
}

// A kernel without sock_diag says so in many ways.
func TestUnsupported(t *testing.T) {
	for err, want := range map[error]bool{
		&netlink.OpError{Op: "receive", Err: syscall.ENOENT}:                                     true,
		&netlink.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.EPROTONOSUPPORT)}: true,
		&netlink.OpError{Op: "receive", Err: syscall.EPERM}:                                      false,
	} {
		got := unsupported(err)
		if errors.Is(got, ErrUnsupported) != want || !errors.Is(got, err) {
			t.Errorf("%v: %v", err, got)
		}
	}
}

// FuzzAnswer takes an arbitrary socket: nothing panics, and what is told of it can be
// told on.
func FuzzAnswer(f *testing.F) {
	f.Add(make([]byte, messageSize), false)
	f.Add(bytes.Repeat([]byte{0xff}, messageSize), true)
	f.Add([]byte("short"), true)
	f.Fuzz(func(t *testing.T, socket []byte, udp bool) {
		proto := capture.TCP
		if udp {
			proto = capture.UDP
		}
		sockets, _ := read([]netlink.Message{{Header: netlink.Header{Type: sockDiagByFamily}, Data: socket}}, proto)
		for _, s := range sockets {
			if s.Proto != proto || udp && s.State != "" || s.RecvQueue < 0 || s.SendQueue < 0 || s.Remote.IsValid() && s.Remote.Port() == 0 {
				t.Errorf("%+v", s)
			}
		}
	})
}

func BenchmarkSockets(b *testing.B) {
	r, err := Open()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := r.Sockets(tcp4); err != nil {
			b.Fatal(err)
		}
	}
}

func open(t *testing.T) *Reader {
	t.Helper()
	r, err := Open()
	check(t, err)
	t.Cleanup(func() { check(t, r.Close()) })
	return r
}

func check(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func socketOf(t *testing.T, kind int) int {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, kind|unix.SOCK_CLOEXEC, 0)
	check(t, err)
	return fd
}

func at(port int) unix.Sockaddr { return &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}} }

// sock returns a socket of ports on 127.0.0.1; remote 0: none. held says whether
// a program holds it.
func sock(state string, local, remote uint16, recv, send int, held bool) capture.KernelSocket {
	s := capture.KernelSocket{Proto: capture.TCP, Local: loopback(local), State: state, RecvQueue: recv, SendQueue: send}
	if state == "" {
		s.Proto = capture.UDP
	}
	if remote != 0 {
		s.Remote = loopback(remote)
	}
	if held {
		s.Inode = 1
	}
	return s
}

func loopback(port uint16) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port)
}

// expect checks the sockets of a kind, in any order, with 1 for every inode.
func expect(t *testing.T, r *Reader, k Kind, want ...capture.KernelSocket) {
	t.Helper()
	got, err := r.Sockets(k)
	if err != nil {
		t.Error(err)
	}
	compare(t, got, want)
}

func compare(t *testing.T, got, want []capture.KernelSocket) {
	t.Helper()
	for i := range got {
		got[i].Inode = min(got[i].Inode, 1)
	}
	order := cmpopts.SortSlices(func(a, b capture.KernelSocket) bool { return inOrder(a, b) < 0 })
	if diff := cmp.Diff(want, got, order, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b })); diff != "" {
		t.Errorf("sockets (-want +got):\n%s", diff)
	}
}
