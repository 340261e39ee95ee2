// Package segments says what a TCP segment does. It chooses by what matters most in it: a segment
// of an older connection, a RST, a repetition, a SYN, data, a FIN, or nothing but an ACK. What
// these are is said in the packages below it, which do not know each other; data is said here.
//
// Then it adds what the segment shows besides: bytes that are missing before it, its window, its
// options, and what it has waited for.
package segments
