package servers

import (
	"net/netip"
	"testing"

	"wireladder/capture/netns/netnstest"
)

// The textbook's port over IPv6, and a server of both families.
func TestIPv6(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	tests := []struct{ listen, ask, client string }{
		{"[::1]:12000", "[::1]:12000", "::1"},
		{"[::]:12000", "[::1]:12000", "::1"},
		{"[::]:12000", "127.0.0.1:12000", "127.0.0.1"}, // mapped, and reported as it stands in packets
		{"[::ffff:127.0.0.1]:12000", "127.0.0.1:12000", "127.0.0.1"},
	}
	for _, tt := range tests {
		for _, tr := range transports {
			t.Run(tr.proto.String(), func(t *testing.T) {
				o := newTape(t)
				tr.start(t, ServerOptions{Addr: netip.MustParseAddrPort(tt.listen), Observer: o})
				got, err := tr.ask(t.Context(), ClientOptions{Server: netip.MustParseAddrPort(tt.ask)}, []byte("hello"))
				if err != nil || string(got) != "HELLO" {
					t.Fatalf("got %q, %v", got, err)
				}
				from := firstReturned(o.by("server"), tr.waitsIn).Remote
				if from.Addr() != netip.MustParseAddr(tt.client) {
					t.Errorf("%s asked at %s: the client is at %v", tt.listen, tt.ask, from)
				}
			})
		}
	}
}

func TestIPv6Calls(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	o := newTape(t)
	transports[1].start(t, ServerOptions{Addr: netip.MustParseAddrPort("[::1]:12000"), Observer: o})
	if args := o.only("server", "socket").ArgsText(); args != "AF_INET6, SOCK_STREAM, 0" {
		t.Errorf("socket(%s)", args)
	}
	if args := o.only("server", "bind").ArgsText(); args != "[::1]:12000" {
		t.Errorf("bind(%s)", args)
	}
}
