// Package walk goes through a diagram step by step, forward and back: to the next packet, call,
// phase, key row or finding, and to what somebody looks for. It also has what steps are of: the
// packets and calls themselves, with their octets and their lines of source, which a diagram does
// not hold. Nothing of it is drawn here.
package walk
