// Package margin puts times into the margin of a ladder of text, and beside them braces for what has
// waited, and says how far below each other rows stand for both.
package margin
