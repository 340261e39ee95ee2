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
//	TCP server   socket setsockopt bind listen (accept recv… send close)…
//	TCP client   socket connect send recv… close
//
// A server is made in two steps: [ListenUDP] and [ListenTCP] return when the
// kernel takes clients, [Server.Serve] then serves them. A client that starts
// between the two is not lost: its message waits in the kernel.
//
// Whoever is cancelled stops as a killed program does: a call that it waits in
// is never reported as returned, and its sockets are closed without a call.
package servers
