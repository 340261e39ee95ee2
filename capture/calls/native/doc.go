// Package native tells which line of a compiled program makes a system call: from the registers of
// the thread, by way of those of its callers, to the first one in the program's own text.
//
//	registers ─► walk ── frames (.eh_frame, or Go's frame pointer) ──► addresses of callers
//	                                                                          │
//	       code.Line ◄── texts (DWARF, Go's table; inlined functions too) ◄───┘
//
// Nothing is guessed: a frame that is not understood ends the walk, and a file that has changed
// since the program was made has no lines.
package native
