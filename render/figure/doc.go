// Package figure is what lies between scene and its painters: a diagram in which everything
// has its place, in points. Painters turn a [Figure] into their medium, and compute no
// positions; it is what package sheet is in cells.
//
// Texts in it are legible: without controls, and on one line.
package figure
