// Package watch is the command that shows what goes over an interface while it does.
//
//	interface ─► recorder ─► tapes                files, as it comes, whatever else is slow
//	              └───► bursts ─► screen    understood, and drawn as far as there is time
//
// What is shown is rows that scroll (report.WatchReport), or on the whole screen or a page the newest packets (tail.Tail).
package watch
