// Package svg paints diagrams as SVG: one file that needs no other, without script, in light
// and dark, with real text.
//
// Where everything stands is package scene's; here it gets colours ([palette.go]) and is
// written as XML. Whatever a diagram holds is text there, and never markup.
package svg
