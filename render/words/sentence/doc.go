// Package sentence has what every sentence is made with: [Sentence], the brief form beside the
// full one, and the names of what sentences speak of.
//
//	Bytes, BytesFromTo   bytes 1-6
//	Number, Numbers      number 7, numbers 1 to 6
//	SpanOf               bytes 1-6 and the FIN    the numbers that a segment occupies
//	AppendCovered        the SYN and bytes 1-6    what an ACK covers for the first time
//	From, Peer           the client, client 2     who sends a packet, and whom to
//	InTime               " after 31 ms"
//	IsAre, HasHave       the verb that goes with so many of them
//
// Counts, lists of packets and times without a sentence are package quantity's.
package sentence
