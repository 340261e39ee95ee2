// Package render turns evidence and its meaning into a diagram, and places the
// diagram on a sheet for painters.
//
//  1. [Build] reads a recording, asks package flow what each packet means and
//     yields a [Diagram]: plain data, a lifeline for each socket, a step for
//     each packet and call.
//  2. [Layout] places the diagram on a [Sheet] of character cells. It alone
//     computes positions.
//  3. A [Painter] (package text, and others) turns a sheet into its medium and
//     escapes what must be escaped there.
//
// The words of the explanations stand in explain.go, those of what a wire did to
// packets and why they come again in tales.go and loss.go, those of calls in
// explain_call.go.
//
// On a wire between two hosts a packet is sent in one row and arrives in another
// (arrival.go), unless nothing happened at its receiver in between. Layout gives
// the rows first, and then finds a way for each arrow that slopes between all
// that stands there (flight.go, route.go, ground.go).
//
// A diagram that grows is built and laid out anew from the recording so far, and
// whoever shows it draws the rows again that have changed: what a packet on its
// way does is known when it has arrived only. [Options] has Growing for that.
package render
