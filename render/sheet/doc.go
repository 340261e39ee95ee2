// Package sheet is what lies between layout and painters: a diagram in which
// everything has its place, in character cells.
//
// Layout fills a [Sheet]; painters turn it into their medium, and compute no
// positions. A [Medium] tells layout how wide a text comes out there.
package sheet
