// Package room serves a page to a room: the lecturer steers, and everybody else follows.
//
//	lecturer ─► POST /control ─► Meeting ─► GET /events ─► every page that is open
//	follower ─► POST /vote    ──────┤
//	what goes on ─► Meeting.Show ───┴─► GET /picture, for which a page asks that was told that there is another
//
// What is sent is the whole of where the lecturer is, never a change of it: who misses something
// has caught up with the next that comes. So nothing waits for a slow follower, and a follower costs
// a connection, a goroutine and an answer, whatever it does. Nobody's name or address is kept.
package room
