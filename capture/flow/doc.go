// Package flow says what packets mean: which conversation each belongs to,
// what it does there, and which state both TCP endpoints are in after it.
//
// A [Tracker] is fed the packets of a run or file in order and answers each
// with an [Observation]:
//
//  1. It finds the [Conversation], or begins one: a 5-tuple and, for TCP, an
//     incarnation of it. (table)
//     Of two incarnations at a time the numbers tell. (incarnation)
//  2. It tells a packet that was captured twice from one that was sent twice.
//     (copy) Then it goes on as below, but without effects.
//  3. It turns the segment's numbers into relative ones that do not wrap around.
//     (sequence, segment)
//  4. It names the events, by what both sides had sent before, with the rules of
//     Wireshark 4.0's TCP analysis. (history)
//  5. It says which of the numbers were captured before, and who had acknowledged
//     them: what the events cannot tell. (captured, memory)
//  6. It lets the segment act on two machines of RFC 9293, one per endpoint:
//     on its sender's by being sent, then on its receiver's by arriving.
//     (endpoint)
//  7. It measures the time from the segments that are acknowledged. (underway,
//     flight)
//
// Where only the conversations count, it is fed the outlines of packets, very many
// in little time, and keeps the observations to itself.
//
// Streams, numbers, windows, completeness and the events that Wireshark has are
// those that tshark 4.0.17 prints: see [Observation.AsWireshark]. On purpose it differs in this:
//
//   - Wireshark takes number 0 for one that it has not seen: whether a window is
//     updated, an ACK is a duplicate or a segment is missing must not depend on
//     where the numbers begin.
//   - A window that was not seen is not a closed one: one octet is no zero-window
//     probe for that.
//   - Without the ACK bit nothing is acknowledged, and no ACK repeated.
//   - The reset that refuses a SYN has no number of its own (RFC 9293 §3.10.7.1):
//     when the SYN is answered after all, no port is used again.
//   - Window scale options count in SYNs alone (RFC 7323 §2.1), and up to 14.
//   - Completeness does not depend on what a dissector of FTP or an ICMP error
//     has told of a conversation before its SYN.
//
// What it says of states is inferred from the packets alone. A packet is taken
// to arrive when it is captured, unless a later one shows that it had not. A
// SYN alone does not show that anybody listens: its receiver is in no known
// state until it answers, unless the address has answered before or the Tracker
// was told ([Tracker.Listening]). Where the handshake was not captured, both
// sides are taken to be ESTABLISHED at the first segment, and the ports tell who
// serves.
package flow
