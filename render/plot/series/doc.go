// Package series gathers what plots show of one stream, as numbers: which segments each side
// has sent and why again, what the other side has acknowledged and offered, how long that took.
// It finds out nothing: all of it stands in moments, with their facts. It knows no points and no
// colours.
//
//	run.Moment ─► Collector ─► Stream ─► two Courses ─► Flight, RateOf
//
// Times are those of the capture. Where the wire was watched at both ends, a segment has the
// time at which it was sent, and a receipt that at which it has arrived: all is as the sender of
// the data sees it.
package series
