// Package words says what happened: each moment of a run in a sentence, brief for a line
// beside an arrow, and full for a paragraph. No sentence is written anywhere else.
//
// This package is the entry. It knows the kinds of moments, and sends each to the room whose
// subject it is:
//
//	segments         TCP: it asks the parts below it, by what matters most in a segment
//	  opening        "asks to connect; the SYN uses up number 0"
//	  ack            "covers bytes 1-6; expects 7 next"
//	  retransmission "packet 4 again after 201 ms: no ACK, the client's timer ran out"
//	  closing        "the client is done sending; its FIN uses up number 7"
//	datagrams        "one datagram, sent without asking: no handshake", fragments, ICMP errors
//	calls            "end of the stream", and what the kernel says of a socket
//	conversations    "complete: handshake, data, close", for tables: no moment, but all of them
//	sentence         what a sentence is, and how it names bytes, numbers and times
//
// Here stays what is said of a packet of any protocol: that it was captured before, that it is
// lost on the wire, and how it arrives.
package words
