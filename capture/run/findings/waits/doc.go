// Package waits finds programs that wait in vain: for each other, for the end of a line or of
// the stream, for their turn, or in a loop that is none.
//
//	accounts ─► stand: who waits in which call for a socket, since when, and what ended it ─► rules
package waits
