// Package timing gives the rows of a ladder what they say of time, and how far apart they are to
// stand for it. Both layouts, and those that draw neither, take it from the diagram: so they say
// the same.
//
//	render.Diagram ─► Of ─► render.Diagram, whose ladders have Times
//
// A row has a time of its own if one thing happened in it that was seen at that time: not what is
// folded from several, a pause, or what the kernel said when it was asked. What has waited for long
// has a brace: a call, a connection until accept(2) returned it, a packet until a timer sent it.
package timing
