// Package sequence tells a diagram as languages for sequence diagrams do, without the syntax of
// any: who takes part, from the left, and what happens, one act after the other.
//
//	render.Diagram ─► arrange.Of ─► Script ─► package mermaid, package plantuml
//	                  (per ladder)
//
// These languages place everything themselves, and have no arrows that slope: a packet that
// arrives later has its arrow where it is sent, and a note where it arrives. Ladders that are to
// be compared take turns, phase by phase.
//
// Strings of a script can be shown, but are not escaped: each language does that for itself.
package sequence
