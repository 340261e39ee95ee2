package views

import (
	"net/netip"
	"testing"

	"wireladder/capture"
	"wireladder/capture/joint"
)

func TestViews(t *testing.T) {
	client, public := netip.MustParseAddrPort("192.168.1.5:40000"), netip.MustParseAddrPort("203.0.113.7:61000")
	front, server := netip.MustParseAddrPort("198.51.100.9:80"), netip.MustParseAddrPort("10.0.0.2:12000")
	v := New(&joint.Captures{Translated: []joint.Translation{
		{Proto: "tcp", Client: [2]netip.AddrPort{client, front}, Server: [2]netip.AddrPort{public, server}},
	}})
	p := capture.Packet{Proto: capture.TCP, Src: server, Dst: public}
	if v.Client(&p); p.Src != front || p.Dst != client {
		t.Errorf("from %v to %v", p.Src, p.Dst)
	}
	p = capture.Packet{Proto: capture.UDP, Src: server, Dst: public}
	if v.Client(&p); p.Src != server || p.Dst != public {
		t.Errorf("a datagram is from %v to %v", p.Src, p.Dst)
	}
	p = capture.Packet{Proto: capture.ICMP, ICMP: capture.ICMPHeader{Quoted: capture.Quote{Proto: capture.TCP, Src: public, Dst: server}}}
	if v.Client(&p); p.ICMP.Quoted.Src != client || p.ICMP.Quoted.Dst != front {
		t.Errorf("quoted: %+v", p.ICMP.Quoted)
	}
	if local, remote, other := v.Server(capture.TCP, front, client); !other || local != server || remote != public {
		t.Errorf("the server has %v, to %v", local, remote)
	}
	if own, other := v.ServerOnly(capture.TCP, front); !other || own != server {
		t.Errorf("the listening socket has %v", own)
	}
	none := New(nil)
	if none.Client(&p); p.ICMP.Quoted.Src != client {
		t.Error("one capture renames")
	}
	if _, other := none.ServerOnly(capture.TCP, front); other {
		t.Error("one capture has another name")
	}
}
