// Package flow says what packets mean: which conversation each belongs to,
// what it does there, and which state both TCP endpoints are in after it.
//
// A [Tracker] is fed the packets of a run or file in order and answers each
// with an [Observation]:
//
//  1. It finds the [Conversation], or begins one: a 5-tuple and, for TCP, an
//     incarnation of it.
//  2. It turns the segment's numbers into relative ones that do not wrap around.
//  3. It names the events, by what both sides had sent before.
//  4. It lets the segment act on two machines of RFC 9293, one per endpoint:
//     on its sender's by being sent, then on its receiver's by arriving.
//
// What it says of states is inferred from the packets alone. A packet is taken
// to arrive when it is captured, unless a later one shows that it had not. A
// SYN alone does not show that anybody listens: its receiver is in no known
// state until it answers, unless the address has answered before or the Tracker
// was told ([Tracker.Listening]). Where the handshake was not captured, both
// sides are taken to be ESTABLISHED at the first segment.
package flow
