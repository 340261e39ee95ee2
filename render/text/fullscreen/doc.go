// Package fullscreen shows a diagram on the whole screen of a terminal: the ladder, with heads that
// stay in sight, one step of it in hand, and below or beside it what there is to say of that.
//
//	render.Diagram ─► package layout ─► sheet.Sheet ─► text.Grid ─┐
//	walk.Walker: the step in hand, and what it is of ─► details ────┴─► Display.At, cell by cell
//
// It knows keys by their names, and no terminal: who has one hands keys to [Display.Key], and puts
// cells on it.
package fullscreen
