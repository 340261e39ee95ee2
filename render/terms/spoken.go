package terms

// Spoken returns the phrases of the field that sentences use. Each is the name of a
// term or an alias. Who uses another one in a sentence adds it here, and its text.
func Spoken() []string {
	return []string{
		"accept queue", "address unreachable", "administratively prohibited", "broadcast", "captured twice",
		"challenge ACK", "close in four segments", "close in three segments", "congestion experienced",
		"congestion window", "connected to itself", "cookie", "datagram", "delayed ACK", "duplicate ACK",
		"empty datagram", "end of the stream", "explicit congestion notification", "Fast Open", "fast retransmit",
		"fragment", "fragmentation needed", "half closed", "half-close", "handshake", "hop limit",
		"host unreachable", "identification", "keep-alive", "malformed", "multicast",
		"Multipath TCP", "Nagle's algorithm", "Nagle's rule", "network unreachable", "no route to destination",
		"nobody listens", "packet filter", "parameter problem", "path MTU discovery", "port unreachable",
		"protocol unreachable", "reassembly time exceeded", "receive buffer", "redirect", "reset",
		"retransmission timer", "round trip", "segment", "send buffer", "sent again", "signal", "simultaneous open",
		"source quench", "spurious retransmission", "tail loss probe", "time exceeded", "urgent pointer",
		"window probe", "window update", "zero window",
	}
}
