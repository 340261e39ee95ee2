// Package columns finds a place across the sheet for each lifeline of a ladder, and the
// lines that stand above it.
//
// Initiators stand on the left, responders on the right. Where there is little room, the
// heads get shorter, then lifelines share a column that do not live at the same time, and
// at last all of a side do.
package columns
