// Package plantuml paints diagrams as text that PlantUML draws.
//
//	render.Diagram ─► sequence.Of ─► statements, escaped
//
// A PNG of PlantUML's is cut at 4,096 pixels: a run that is longer has several pages. Whatever a
// diagram holds is text there: not evaluated, no markup, and no file is opened for it
// ([escape.go]).
package plantuml
