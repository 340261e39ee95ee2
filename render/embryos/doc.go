// Package embryos says which connection a packet for a listening socket is of, which the kernel sets up for it: no
// program has a socket of that until accept(2) returns one.
package embryos
