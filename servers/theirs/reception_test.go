package theirs

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
)

// Where a program takes clients is known as long as it does, and which it has accepted until
// the last descriptor of each is closed.
func TestReception(t *testing.T) {
	tcp, udp := netip.MustParseAddrPort("0.0.0.0:80"), netip.MustParseAddrPort("[::1]:53")
	done := func(name string, change func(*capture.Call)) *capture.Call {
		c := &capture.Call{Name: name, Proto: capture.TCP, FD: 3, Exit: time.Unix(1, 0)}
		change(c)
		return c
	}
	var r reception
	for i, tt := range []struct {
		call  *capture.Call
		doors []Door
		empty bool
	}{
		{done("bind", func(c *capture.Call) { c.Local = tcp }), nil, true},
		{done("listen", func(c *capture.Call) { c.Local, c.Errno = tcp, "EINVAL" }), nil, true},
		{done("listen", func(c *capture.Call) { c.Local, c.Inode = tcp, 1 }), []Door{{capture.TCP, tcp}}, true},
		{done("bind", func(c *capture.Call) { c.Proto, c.Local, c.Inode = capture.UDP, udp, 2 }), []Door{{capture.TCP, tcp}, {capture.UDP, udp}}, true},
		{done("accept", func(c *capture.Call) { c.Inode, c.Born = 1, 7 }), []Door{{capture.TCP, tcp}, {capture.UDP, udp}}, false},
		{done("close", func(c *capture.Call) { c.Inode, c.Shared = 7, true }), []Door{{capture.TCP, tcp}, {capture.UDP, udp}}, false},
		{done("close", func(c *capture.Call) { c.Inode = 1 }), []Door{{capture.UDP, udp}}, false},
		{done("exit", func(c *capture.Call) { c.Inode = 7 }), []Door{{capture.UDP, udp}}, true},
		{done("exit", func(c *capture.Call) { c.Inode = 2 }), []Door{}, true},
	} {
		r.note(tt.call)
		if got := r.all(); !slices.Equal(got, tt.doors) || r.isEmpty() != tt.empty {
			t.Errorf("%d, %s: %v, empty %t", i, tt.call.Name, got, r.isEmpty())
		}
	}
}
