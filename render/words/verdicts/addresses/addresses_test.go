package addresses

import (
	"net/netip"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// binds returns a finding about a bind(2) of a socket that has failed.
func binds(near findings.Near) *findings.Finding {
	at := netip.MustParseAddrPort("127.0.0.1:80")
	m := &run.Moment{Kind: run.Call, Call: &capture.Call{Name: "bind"}, Meets: run.Meets{Waits: true}}
	return &findings.Finding{Rule: findings.NoReuseAddr, Calls: true, Who: &run.Socket{Process: "server 2", FD: 4}, Near: near, Address: at, Moments: []*run.Moment{m}}
}

// A bind() that fails before the option is set is the first one, where a later one goes; and a client needs none.
func TestOfNoReuseAddr(t *testing.T) {
	for near, want := range map[findings.Near][2]string{
		findings.Nothing:   {"server 2 can't have 127.0.0.1:80 so soon again: SO_REUSEADDR is not set", "on both sockets"},
		findings.SetLater:  {"the first bind() of server 2 to 127.0.0.1:80 fails: SO_REUSEADDR is not set yet", "on both sockets"},
		findings.FromThere: {"server 2 can't have 127.0.0.1:80 so soon again: SO_REUSEADDR is not set", "no bind() in a client: the kernel picks a free port for each socket; or on both sockets"},
	} {
		v := OfNoReuseAddr(binds(near))
		if v.Brief != want[0] || !strings.HasPrefix(v.Repair, want[1]) || !strings.Contains(v.Full, "(TIME-WAIT lasts 60 s on Linux)") {
			t.Errorf("%d: %+v", near, v)
		}
		if goes := strings.HasSuffix(v.Full, "the next bind() succeeds."); goes != (near == findings.SetLater) {
			t.Errorf("%d: %q", near, v.Full)
		}
	}
}

// Who had the address before has closed the socket that listened there, if it was one.
func TestEnded(t *testing.T) {
	for role, want := range map[run.Role]string{run.Listening: " The server had closed its listening socket before.", run.Bound: " The server had closed its socket there before."} {
		f := &findings.Finding{Near: findings.Ended, Other: &run.Socket{Process: "server", Role: role}}
		if full, _ := nearly(f); full != want {
			t.Errorf("%v: %q", role, full)
		}
	}
}

// Who asks by a socket that is not connected is told what would tell it that nobody is there.
func TestUnheard(t *testing.T) {
	const told = "; and connect() the socket that asks: then its next call fails with ECONNREFUSED"
	for _, unheard := range []bool{true, false} {
		m := &run.Moment{Kind: run.Packet, Unheard: unheard}
		m.Packet = &capture.Packet{Number: 2}
		f := &findings.Finding{Rule: findings.UDPUnreachable, Who: &run.Socket{Process: "client", FD: 4}, Address: netip.MustParseAddrPort("127.0.0.1:80"), Moments: []*run.Moment{m}}
		if v := OfUnreachable(f); strings.HasSuffix(v.Repair, told) != unheard {
			t.Errorf("unheard %t: %q", unheard, v.Repair)
		}
	}
}
