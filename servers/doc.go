// Package servers holds the servers and clients of the lectures: the textbook's
// uppercase service over UDP and over TCP, on plain socket calls.
//
// Each call is what a C program would make, blocking, one after the other, and
// each is reported to a [capture.CallObserver] at its start and at its return,
// so that it can be drawn beside the packets that it caused. Go's package net
// is not used: it makes calls that no lecturer wants to explain.
//
//	UDP server   socket bind (recvfrom sendto)…
//	UDP client   socket sendto recvfrom close
//	TCP client   socket connect send recv… close
//	TCP server   socket setsockopt bind listen, and by its [Model]
//	  once       (accept recv send close)…
//	  loop       (accept (recv send)… recv close)…
//	  select     fcntl (select accept | select recv send | select recv close)…
//	  thread     accept…, and in a thread for each client (recv send)… recv close
//
// It is made of two layers:
//
//	[Program], [Socket]          one call after the other, as a script likes
//	[Server], [Client]           the textbook's programs
//
// A server is made in two steps: [ListenUDP] and [ListenTCP] return when the
// kernel takes clients, [Server.Serve] then serves them. A client that starts
// between the two is not lost: its message waits in the kernel.
//
// There are two ways to end. Whoever is cancelled stops as a killed program does:
// a call that it waits in is never reported as returned, and its sockets are
// closed without a call. A program that is interrupted is told, by EINTR, and
// makes the calls of its farewell.
package servers
