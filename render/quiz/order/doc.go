// Package order makes another exercise of a run: packets of one connection are listed in an order that is drawn
// by lot, and are to be put into that in which they were sent, each with the call that has caused it.
//
//		run.Moment ─► Clues ─► Of(render.Diagram) ─► render.Diagram, with a list and its solution
//
//	 1. What each packet tells of its place is noted: numbers, acknowledgments, and the calls of both sockets (clues.go).
//	 2. Of two packets one is known to be before the other where those prove it (before.go). All else may stand either way.
//	 3. One connection is drawn by lot, and the order of its packets (of.go).
//
// Nothing is made up: the order of the solution is the recording's, and each order is right in which nothing stands
// before what it is proven to be behind.
package order
