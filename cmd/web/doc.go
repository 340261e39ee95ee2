// Package web serves a run as a page to a room (--web): it opens the address, tells the lecturer and the
// room their links, and the room its QR code.
//
//	--web=ADDR ─► Open ─► Invitation ─► page ─► room.Meeting
//	                          ├───► ongoing.Broadcast, of what goes on
//	                          └───► links and code on the terminal
package web
