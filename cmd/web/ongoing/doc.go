// Package ongoing serves what goes on as a page to a room: more comes while it is shown.
//
//	Broadcast.Show ─► html.Painter.Update ─► room.Meeting.Show ─► every page that is open asks for it
//
// A picture is painted when there is time for it, and somebody to look at it; none takes away a step that the
// lecturer has in hand.
package ongoing
