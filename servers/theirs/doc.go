// Package theirs runs programs that others wrote: a server and its clients, whose socket
// calls are traced (package calls) and reported as package servers reports its own.
//
//	server ── is ready: it listens, is bound to a UDP port, or waits ──► clients
//	clients ── have ended ──► the server is left alone until it is quiet ──► ^C
//
// What they print is handed on line by line, with the name of who printed it.
package theirs
