// Package views has what each of two joined captures calls the endpoints of conversations whose
// addresses or ports are translated between them.
package views

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/joint"
)

// bothEnds are from where to where packets go.
type bothEnds struct {
	proto    string
	src, dst netip.AddrPort
}

// Views are those of two captures. The zero value is of two that call all by the same names.
type Views struct {
	client map[bothEnds]bothEnds // by what the server's capture has
	server map[bothEnds]bothEnds // by what the client's capture has
}

// New returns the views of what is known of two captures; nil is one capture.
func New(a *joint.Captures) *Views {
	v := &Views{}
	if a == nil || len(a.Translated) == 0 {
		return v
	}
	v.client, v.server = map[bothEnds]bothEnds{}, map[bothEnds]bothEnds{}
	for i := range a.Translated {
		t := &a.Translated[i]
		for end := range t.Client {
			in := bothEnds{t.Proto, t.Client[end], t.Client[1-end]}
			out := bothEnds{t.Proto, t.Server[end], t.Server[1-end]}
			v.client[out], v.server[in] = in, out
		}
	}
	return v
}

// Client gives a packet of the server's capture the addresses and ports that the client's capture
// has, and so to the packet that it quotes.
func (v *Views) Client(p *capture.Packet) {
	if len(v.client) == 0 {
		return
	}
	v.rename(p.Proto, &p.Src, &p.Dst)
	if q := &p.ICMP.Quoted; q.Proto != capture.Undecoded {
		v.rename(q.Proto, &q.Src, &q.Dst)
	}
}

// rename gives two endpoints the names of the client's capture.
func (v *Views) rename(proto capture.Protocol, src, dst *netip.AddrPort) {
	if in, ok := v.client[bothEnds{proto.String(), *src, *dst}]; ok {
		*src, *dst = in.src, in.dst
	}
}

// Server returns what the server's capture calls the endpoints of a conversation, by what the
// client's does, and whether that is something else.
func (v *Views) Server(proto capture.Protocol, local, remote netip.AddrPort) (ownLocal, ownRemote netip.AddrPort, other bool) {
	out, other := v.server[bothEnds{proto.String(), local, remote}]
	return out.src, out.dst, other
}

// ServerOnly returns what the server's capture calls an endpoint of its host, by what the client's
// does: for a socket that serves all clients. other is false where the captures agree, and where
// the server's calls it by several names.
func (v *Views) ServerOnly(proto capture.Protocol, local netip.AddrPort) (own netip.AddrPort, other bool) {
	for in, out := range v.server {
		switch {
		case in.proto != proto.String() || in.src != local:
		case own.IsValid() && own != out.src:
			return netip.AddrPort{}, false
		default:
			own = out.src
		}
	}
	return own, own.IsValid() && own != local
}
