package owners

import (
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/sockdiag"
)

// machine is one whose sockets and processes are made up.
type machine struct {
	*Owners
	t       *testing.T
	sockets []capture.KernelSocket
	asked   int // how often
	clock   time.Time
}

func newMachine(t *testing.T) *machine {
	m := &machine{t: t, clock: time.Unix(1e9, 0)}
	m.Owners = newOwners(func(k sockdiag.Kind) (all []capture.KernelSocket, _ error) {
		m.asked++
		for _, s := range m.sockets {
			if s.Proto == k.Proto && s.Local.Addr().Is6() == k.IPv6 {
				all = append(all, s)
			}
		}
		return all, nil
	}, func() error { return nil })
	m.search = newSearch(t.TempDir())
	m.now = func() time.Time { return m.clock }
	m.Urgent = true
	return m
}

// binds has a process take the place of all sockets that there are.
func (m *machine) binds(proto capture.Protocol, local netip.AddrPort, pid int, name string, inode uint32) {
	m.t.Helper()
	m.sockets = []capture.KernelSocket{{Proto: proto, Local: local, Inode: inode}}
	process(m.t, m.search.proc, pid, name, int(inode))
}

// ends has a process end.
func (m *machine) ends(pid string) {
	m.t.Helper()
	m.sockets = nil
	if err := os.RemoveAll(filepath.Join(m.search.proc, pid)); err != nil {
		m.t.Fatal(err)
	}
}

// is fails unless a program has a socket.
func (m *machine) is(proto capture.Protocol, local, remote netip.AddrPort, want, when string) {
	m.t.Helper()
	m.clock = m.clock.Add(moment)
	if p, ok := m.Of(proto, local, remote); p.Name != want || ok != (want != "") {
		m.t.Errorf("%s: %+v, %v, want %q", when, p, ok, want)
	}
}

var (
	port    = netip.MustParseAddrPort("0.0.0.0:12000")
	local   = netip.MustParseAddrPort("127.0.0.1:12000")
	client  = netip.MustParseAddrPort("127.0.0.1:40000")
	another = netip.MustParseAddrPort("127.0.0.1:40001")
)

// A port that another program has taken is that one's at once, for peers that are known and for others.
func TestPortOfAnother(t *testing.T) {
	for _, proto := range []capture.Protocol{capture.UDP, capture.TCP} {
		m := newMachine(t)
		m.binds(proto, port, 10, "old", 100)
		m.Refresh()
		m.is(proto, local, client, "old", "at first")
		m.ends("10")
		m.is(proto, local, client, "old", "what is sent when it has ended")
		m.binds(proto, port, 11, "new", 101)
		m.is(proto, local, another, "new", "another peer")
		m.is(proto, local, client, "new", "the same peer")
		m.ends("11")
		m.sockets = []capture.KernelSocket{{Proto: proto, Local: port, Inode: 102}} // of a process that nobody may look at
		m.is(proto, local, another, "", "somebody else's")
	}
}

// A port that a program once listened at is not its any more when a client has it.
func TestPortOfLongAgo(t *testing.T) {
	m := newMachine(t)
	m.binds(capture.TCP, port, 10, "old", 100)
	m.Refresh()
	m.ends("10")
	m.Refresh()
	m.clock = m.clock.Add(lasting)
	m.is(capture.TCP, local, client, "", "a client that is gone before it was asked for")
}

// A program that binds a socket late is known as soon as it has, though nobody had it before; and the kernel is
// not asked for each packet that nobody takes.
func TestLateServer(t *testing.T) {
	m := newMachine(t)
	for range 10 {
		m.is(capture.UDP, local, client, "", "nobody")
	}
	asked := m.asked
	for range 1000 {
		if _, ok := m.Of(capture.UDP, local, client); ok {
			t.Fatal("nobody has it")
		}
		m.clock = m.clock.Add(time.Microsecond)
	}
	if m.asked > asked+2 {
		t.Errorf("asked %d times in a thousandth of a second", m.asked-asked)
	}
	m.binds(capture.UDP, port, 10, "late", 100)
	m.clock = m.clock.Add(moment)
	m.is(capture.UDP, local, client, "late", "bound late")
}

// What an end of TCP that is gone sends is its program's until a SYN uses the addresses anew.
func TestForget(t *testing.T) {
	m := newMachine(t)
	m.binds(capture.TCP, local, 10, "old", 100)
	m.sockets[0].Remote = client
	m.is(capture.TCP, local, client, "old", "at first")
	m.ends("10")
	m.clock = m.clock.Add(time.Minute)
	m.is(capture.TCP, local, client, "old", "a retransmission")
	m.Forget(capture.TCP, client, local)
	m.is(capture.TCP, local, client, "", "a new connection")
}
