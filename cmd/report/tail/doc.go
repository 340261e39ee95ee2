// Package tail is the newest packets of what goes on, as a diagram: older ones are let go, so that it may go on
// for as long as somebody looks.
//
//	capture.Packet ─► Tail.Add ─► builder.Builder: moments, the oldest of which are taken
//	                                 └─► Tail.Picture ─► render.Diagram, walk.Originals: of those that are left
package tail
