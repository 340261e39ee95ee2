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
// The words of the explanations stand in explain.go.
package render
