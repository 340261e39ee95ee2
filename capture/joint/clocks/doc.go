// Package clocks estimates how two clocks differ, from packets that both saw.
//
// A packet that the client sends at the time a of its clock arrives at the time b of the
// server's: b - a is how much the server's clock is ahead, and what the packet took, which is
// not less than nothing. So b - a is an upper bound of the offset; of packets the other way it
// is a lower bound. A clock that runs evenly is a straight line, over time, below all of the
// first points and above all of the second (V. Paxson, "On Calibrating Measurements of Packet
// Transit Times", SIGMETRICS 1998; S. Moon, P. Skelly, D. Towsley, "Estimation and Removal of
// Clock Skew from Network Delay Measurements", INFOCOM 1999). Nothing else is assumed but that
// clocks do not drift by more than MaxDrift. Which of the lines it is, nobody can tell: the one
// that is said leaves most room on both sides, and as much on each.
package clocks
