// Package sockets finds out which socket a packet or a call belongs to, and remembers of
// each what it has been through as far as its next packets and calls depend on it.
//
//	calls, packets ─► Sockets ─► Socket: its run.Socket, and what has come, was read, set, shut
//	                     └─► threads: whether a program has one for each client
package sockets
