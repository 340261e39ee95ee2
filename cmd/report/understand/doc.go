// Package understand is stage 2 of a report: what entries mean, and what is said about
// them. It alone knows how that is found.
//
// An Interpreter takes entries (packets of a file through Room and Read, others through
// Add) and gives them back one by one, settled (Next). In between they wait in a
// window, which has room of its own for packets: today those of runs on two hosts, for
// what the wire did with each packet is told behind it.
//
// A maker of meaning that looks further ahead takes its place behind the same methods:
// it reads all packets into the window with fill(n, true), settles the oldest entry
// when window.full says so, or at End, and takes an entry from the window no sooner
// than Next is called again. It needs one method more, for a live capture that pauses:
// to settle what waits (see pipeline.idle in package report). Tracker is asked for when
// nothing waits.
package understand
