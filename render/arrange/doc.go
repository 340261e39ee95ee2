// Package arrange puts a ladder in order, without cells, points or signs: which lifelines share
// a column, which step stands in which row, from which row to which a packet is on its way, and
// below which row each explanation stands.
//
//	render.Ladder ─► Of ─► Arrangement ─► package scene lays it out in points
//
// Every mark carries the index of its step, and text is asked for by that: an arrangement holds
// no words but the names of phases. A step has one row, and rows stand in the order of steps.
//
// [Together] is for ladders that are to be compared: in which order their phases begin.
package arrange
