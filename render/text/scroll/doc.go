// Package scroll draws a ladder that goes on: rows as packets come, a lifeline for each socket
// that opens and closes in between. What stands above is never drawn again, and nothing is kept
// of a packet but its row, so that it may go on for days.
//
//	run.Moment ─► Printer ─► lanes   which lifeline stands where
//	                  └────► rows    a few cells high, painted by text.Sheets
//
// Its arrows, labels and sentences are those of every other picture. What a picture knows of the
// end it does not: a lifeline closes when its connection is seen to be over.
package scroll
