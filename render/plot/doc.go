// Package plot draws what one stream did over time: its sequence numbers as tcptrace draws them,
// its throughput, its round trips, its windows. [Of] is the way in; what comes out is a
// figure.Figure, which painters of lines and letters paint as they do ladders.
//
//	series.Stream ─► content ─► panel ─► figure.Figure
//	  numbers        lines, bars   axes, points,
//	                 and marks     thinned
//	                 in seconds    (package thin)
//	                 and octets
//
// What lies so close that it can't be told apart is drawn once, and the legend says so; what is
// sent again, lost, or a window of zero is never left out.
package plot
