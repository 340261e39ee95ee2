// Package ladder places one ladder of a diagram in points: row by row, from the top down, and at
// last its lifelines.
package ladder
