// Package mermaid paints diagrams as text that Mermaid draws: mermaid.live, GitHub, and whatever
// else shows files of the name .mmd.
//
//	render.Diagram ─► sequence.Of ─► parts of at most 50,000 characters ─► lines, escaped
//
// Mermaid refuses a longer diagram, and takes one for each file: a run that is longer becomes
// several diagrams, each of which can be drawn by itself. Whatever a diagram holds is text there,
// and never syntax ([escape.go]).
package mermaid
