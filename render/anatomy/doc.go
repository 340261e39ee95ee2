// Package anatomy tells the fields of a frame, octet by octet: which header each is of, what it
// says, and where it stands. It reads the frame as it was captured, outermost header first, as
// far as it knows the headers; nothing of it is about diagrams.
package anatomy
