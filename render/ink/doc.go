// Package ink says in which colours and strokes the marks of a figure are drawn, the same for
// every painter. It is what charset and palette of package text are for cells.
package ink
