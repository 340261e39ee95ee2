// Package battery asks a server that somebody else wrote what its exercise asks of it, and
// what networks do to any server: probe by probe, each with the server freshly started, its
// calls traced, and clients of our own.
//
//	Probe ─► Run: the server starts ─► clients ask ─► the server rests, and gets ^C ─► Upshot
//
// An Upshot says what the clients have seen. What the recording of the probe shows besides,
// package findings finds; what of that is a fault, its user knows.
package battery
