// Package runtest writes recordings by hand, for tests: packets, calls, deliveries and
// what the kernel said, each in its place. Package capturetest writes captures, which
// hold packets alone.
//
//	Script                  step by step
//	Hosts, Mail             a TCP connection, or datagrams, between two hosts
//	Run                     uppercase servers and their clients on loopback
//	Segments, Connection    packets of one TCP connection, by a script of words
//
// The recordings that tests share have functions of their own: LostSYNACK, Backlog.
package runtest
