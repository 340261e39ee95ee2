package titles

import (
	"net/netip"
	"testing"

	"wireladder/capture"
)

// Two hosts have the addresses of those who talk, and none of them that of a group.
func TestHosts(t *testing.T) {
	const client, server, group, all = "10.0.0.1", "10.0.0.2", "224.1.1.1", "255.255.255.255"
	for _, c := range []struct {
		name    string
		packets [][2]string
		want    string
	}{
		{"no packet", nil, ""},
		{"a request", [][2]string{{client, server}, {server, client}}, "Two hosts, client 10.0.0.1 and server 10.0.0.2, each captured at its own end"},
		{"a multicast, and its answer", [][2]string{{client, group}, {server, client}}, "Two hosts, client 10.0.0.1 and server 10.0.0.2, each captured at its own end"},
		{"a broadcast, and a further request", [][2]string{{client, all}, {client, server}}, "Two hosts, client 10.0.0.1 and server 10.0.0.2, each captured at its own end"},
		{"a broadcast alone", [][2]string{{client, all}}, "Two hosts, of which the client is 10.0.0.1, each captured at its own end"},
	} {
		var e TwoHosts
		for _, p := range c.packets {
			e.Meet(&capture.Packet{Src: at(p[0]), Dst: at(p[1])})
		}
		if got := Hosts(true, e); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	if got := Hosts(false, TwoHosts{netip.MustParseAddr(client), netip.MustParseAddr(server)}); got != "" {
		t.Errorf("of one host: %q", got)
	}
}

func at(a string) netip.AddrPort { return netip.AddrPortFrom(netip.MustParseAddr(a), 80) }
