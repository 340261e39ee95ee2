// Package datagrams says what goes by itself, without a connection: a UDP datagram, a fragment of
// an IP datagram, and an ICMP error, also about a TCP segment.
package datagrams
