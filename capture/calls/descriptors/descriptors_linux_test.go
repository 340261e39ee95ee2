//go:build linux && (amd64 || arm64)

package descriptors_test

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/descriptors"
)

// tableOfOurs returns the table of this process.
func tableOfOurs(t *testing.T) *descriptors.Table {
	t.Helper()
	fd, err := unix.PidfdOpen(os.Getpid(), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Close(fd) })
	return descriptors.New(fd)
}

// socketOf returns a socket of this process.
func socketOf(t *testing.T, domain, kind int) int {
	t.Helper()
	fd, err := unix.Socket(domain, kind, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Close(fd) })
	return fd
}

// Two descriptors lead to one socket until one of them is closed, whichever.
func TestDuplicates(t *testing.T) {
	table, k, other := tableOfOurs(t), &descriptors.Socket{}, &descriptors.Socket{}
	table.Put(10, k)
	if k.Shared() {
		t.Error("one descriptor is shared")
	}
	table.Put(11, k)
	if !k.Shared() || table.Known(10) != k || table.Known(11) != k {
		t.Error("two descriptors are not shared")
	}
	table.Put(10, other) // dup2(2)
	if k.Shared() || other.Shared() || table.Known(10) != other {
		t.Error("a descriptor that leads elsewhere is shared")
	}
	table.Drop(10)
	table.Drop(10)
	if table.Known(10) != nil || table.Known(11) != k || k.Shared() {
		t.Error("a descriptor is closed, and another one goes")
	}
	table.Put(11, k) // on itself
	if k.Shared() || table.Known(11) != k {
		t.Error("a descriptor is shared with itself")
	}
}

// A child has descriptors of its own for the same sockets, and the same epoll(7).
func TestFork(t *testing.T) {
	parent, k := tableOfOurs(t), &descriptors.Socket{}
	parent.Put(10, k)
	parent.Watched(20)[10] = descriptors.Watch{Events: 1, Mark: 77}
	child := parent.Fork(-1)
	if !k.Shared() || child.Known(10) != k {
		t.Error("a child has not its parent's socket")
	}
	if fd, ok := child.Watched(20).Marked(77); !ok || fd != 10 {
		t.Error("a child has not its parent's epoll")
	}
	child.Drop(10)
	if k.Shared() || parent.Known(10) != k || child.Known(10) != nil {
		t.Error("a child closes its parent's descriptor")
	}
}

// A program that is executed has no descriptors that were to be closed.
func TestExec(t *testing.T) {
	table := tableOfOurs(t)
	open, k := socketOf(t, unix.AF_INET, unix.SOCK_STREAM), &descriptors.Socket{}
	table.Put(open, k)
	table.Put(5000, k)
	table.Exec()
	if table.Known(open) != k || table.Known(5000) != nil || k.Shared() {
		t.Errorf("it has %v", table.Sockets())
	}
}

func TestDropRange(t *testing.T) {
	table, k := tableOfOurs(t), &descriptors.Socket{}
	for fd := 3; fd < 8; fd++ {
		table.Put(fd, k)
		table.Watched(fd + 100)[fd] = descriptors.Watch{Mark: 1}
	}
	table.DropRange(4, 6)
	table.DropRange(107, 1<<32-1)
	for fd, want := range map[int]bool{3: true, 4: false, 5: false, 6: false, 7: true} {
		if got := table.Known(fd) != nil; got != want {
			t.Errorf("descriptor %d is open: %v", fd, got)
		}
	}
	if len(table.Watched(103)) != 1 || len(table.Watched(104)) != 0 || len(table.Watched(107)) != 0 {
		t.Error("what is closed is watched, or what is open is not")
	}
}

// What is not known is asked for; what is no socket of UDP or TCP is none.
func TestFind(t *testing.T) {
	table := tableOfOurs(t)
	udp, local := socketOf(t, unix.AF_INET6, unix.SOCK_DGRAM), socketOf(t, unix.AF_UNIX, unix.SOCK_STREAM)
	if err := unix.Bind(udp, &unix.SockaddrInet6{Addr: [16]byte{15: 1}}); err != nil {
		if err = unix.Bind(udp, &unix.SockaddrInet6{}); err != nil {
			t.Fatal(err)
		}
	}
	k := table.Find(udp)
	if k == nil || k.Proto != capture.UDP || k.Inode == 0 || k.Local.Port() == 0 || k.Remote.IsValid() || table.Known(udp) != k {
		t.Errorf("found %+v", k)
	}
	for _, fd := range []int{local, 0, -1, 6000} {
		if table.Find(fd) != nil {
			t.Errorf("descriptor %d is a socket", fd)
		}
	}
}

func TestProtocol(t *testing.T) {
	for _, c := range []struct {
		domain, kind int
		want         capture.Protocol
	}{
		{unix.AF_INET, unix.SOCK_STREAM, capture.TCP},
		{unix.AF_INET6, unix.SOCK_STREAM | unix.SOCK_NONBLOCK | unix.SOCK_CLOEXEC, capture.TCP},
		{unix.AF_INET, unix.SOCK_DGRAM | unix.SOCK_CLOEXEC, capture.UDP},
		{unix.AF_INET, unix.SOCK_RAW, capture.Undecoded},
		{unix.AF_UNIX, unix.SOCK_STREAM, capture.Undecoded},
		{unix.AF_NETLINK, unix.SOCK_DGRAM, capture.Undecoded},
	} {
		if got := descriptors.Protocol(c.domain, c.kind); got != c.want {
			t.Errorf("a socket of %d, %d is of %v", c.domain, c.kind, got)
		}
	}
}
