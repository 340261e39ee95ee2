// Package report shows what was captured: a run of our own while it goes on (Run), or
// a file (Read). Both are sources of one pipeline:
//
//	source (1)         understanding (2)       picker (3)     outputs (4)
//
//	Run.Add ────────┐                                         ┌─► saved file
//	                ├─ entries ─► window ─ settled ─► picked ─┼─► lines of JSON
//	fileReading ────┘             of entries          and     ├─► picture or table
//	  input, savefile                                 counted └─► bytes, details
//
// (1) A source yields entries in causal order. That of a file is a savefile.Reader on
// an input, which a signal can interrupt, and which says when nothing comes for a while:
// what has come is shown then (pipeline.idle). That of a run is the caller of Run.Add.
//
// (2) understanding decides what each entry means and what is said about it. It sees
// every entry of a file, also those that are not shown, so that streams keep their
// numbers and no sentence hangs on what was selected. An entry leaves it when it is
// settled: when no entry is waited for any more that could change what is said. Until
// then it waits in an entryWindow, which has room of its own for packets.
//
// (3) picker picks what a Selection asks for, and packetCounts counts it for the table
// of conversations.
//
// (4) outputs hand it to the sink of each destination. They are opened when the first
// packet that is picked tells the link type of files. A sink that wants no more returns
// errEnough.
//
// Where no sink wants packets (a table is all that is left to show), readBulk in bulk.go
// takes the rest of a file past stages 2 to 4: outlines of packets, many at once, go
// from a goroutine that reads to the tracker of stage 2 and to packetCounts.
//
// # A run is told twice
//
// While a run goes on, Run.Add takes each entry through a pipeline that waits for
// nothing and ends in the files alone: a run that is killed leaves files that open.
// Run.Finish takes all entries, now in their order, through a second pipeline that
// knows all of them: it draws the pictures, and writes those files anew of which later
// evidence has changed something (Run.again).
//
// # What knows meaning
//
// Only stage 2 knows how meaning is found. The others see its methods:
//
//	room, read  packets of a file, read into slots of the window
//	add         an entry that stays as it is
//	next        the next settled entry, valid until room is called; nil if none is
//	end         nothing more will come: all is settled
//	tracker     the conversations, for the table and for readBulk
//
// and of a settled entry its meaning (flow.Observation), explanation and brief. Another
// maker of meaning that looks further ahead takes its place behind these: it reads all
// packets into the window with fill(n, true), settles an entry when window.full says
// so or on end, and takes it from the window when next is called again. Only
// pipeline.idle has to ask for all that waits, so that a live capture is shown when it
// pauses; readBulk begins when nothing waits.
package report
