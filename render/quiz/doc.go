// Package quiz makes an exercise of a diagram: in a first picture of each ladder some fields are
// blank, and a second one below it, the solution, has them.
//
//		render.Diagram ─► Of ─► render.Diagram, with a ladder to fill in and a ladder that is filled in
//
//	 1. What can be asked for is gathered: a number or the flags of a packet, a state that it leads
//	    to, the name of a call (cloze.go).
//	 2. Some of it is drawn by lot, no two of one row (draw.go).
//	 3. Both ladders are written, with the same marks (sheet.go).
//
// Nothing is made up: each answer is what the diagram has there.
package quiz
