// Package report shows what was captured: a run of our own while it goes on
// (LiveReport), or a file (Read). Both are sources of one pipeline, whose stages are
// packages:
//
//	source (1)        understand (2)          selection (3)    sink (4)
//
//	LiveReport.Add ─┐                                           ┌─► capture file
//	                ├─ entries ─► window ─ settled ─► picked ───┼─► lines of JSON
//	fileReading ────┘             of entries          entries,  ├─► picture or table
//	  Input, savefile                                 counted   └─► bytes, details
//
// (1) A source yields entries in causal order. That of a file is a savefile.Reader on a
// source.Input, which a signal can interrupt, and which says when nothing comes for a
// while: what has come is shown then (pipeline.idle). That of a run is the caller of
// LiveReport.Add.
//
// (2) understand.Interpreter decides what each entry means and what is said about it.
// It sees every entry of a file, also those that are not shown, so that streams keep
// their numbers and no sentence hangs on what was selected. An entry leaves it when it
// is settled: when no entry is waited for any more that could change what is said.
// Until then it waits in a window, which has room of its own for packets.
//
// (3) selection.Picker picks what a Selection asks for, and sink.Overview counts it for
// the table of conversations.
//
// (4) outputs hand it to the sink of each destination. They are opened when the first
// packet that is picked tells the link type of files. A sink that wants no more returns
// sink.ErrEnough.
//
// Sinks that take packets one by one (lines of JSON, a capture file, bytes) do so in a
// goroutine of their own, background, while the stages before them go on with the next
// packets. Pictures do not: they look at sockets, which go on changing.
//
// Where no sink wants packets (a table is all that is left to show), bulk.go takes the
// rest of a file past these stages: outlines of packets, many at once, go from a
// goroutine that reads to the tracker of stage 2 and to the overview.
//
// # A run is told twice
//
// While a run goes on, LiveReport.Add takes each entry through a pipeline that waits for
// nothing and ends in the files alone: a run that is killed leaves files that open.
// LiveReport.Finish takes all entries, now in their order, through a second pipeline
// that knows all of them: it draws the pictures, and writes those files anew of which
// later evidence has changed something (LiveReport.again).
package report
