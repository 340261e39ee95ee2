package joint

import "net/netip"

// Translation is a conversation whose addresses or ports are translated between the two captures,
// as by a NAT (RFC 3022). Of two endpoints the first is at the client's end of the run.
type Translation struct {
	Proto  string            // capture.Protocol.String
	Client [2]netip.AddrPort // as the client's capture has them; port 0 where the protocol has none
	Server [2]netip.AddrPort // as the server's capture has them
	Pairs  int               // packets of it that both hold: on the rest of their headers and their bytes it rests that it is the same
	Opened bool              // a SYN is among them: the initial sequence number is the same
}
