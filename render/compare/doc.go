// Package compare sets two runs side by side, and finds where they part: socket by socket, for
// what one socket does and what another one does are in another order in each run.
//
//		render.Diagram, render.Diagram ─► Of ─► render.Diagram, with the ladders of both
//
//	 1. Each socket's deeds are gathered: its calls, and what it sends, without what differs between
//	    any two runs, such as ports that the kernel picks and descriptors (deed.go).
//	 2. Sockets that do the same job are paired, and their deeds are compared one by one (socket.go).
//	 3. The first deeds that differ are key, and the first of all is told (compare.go).
//
// Steps are compared by what they say in a picture: of long data by their length and beginning.
//
// When an ACK is sent, and with what, is TCP's business, and no difference here.
package compare
