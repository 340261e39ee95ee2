// Package scene lays a diagram out in points, with the real widths of its fonts, for painters
// that draw lines and letters. [Of] is the way in; what comes out is a figure.Figure.
//
//	render.Diagram ─► arrange.Of ─► ladderScene, row by row ─► figure.Figure ─► svg
//	                  (per ladder)   crowds: rows in which packets are on their way
//
// Texts never overlap. Lines may pass behind a text where there is no other room; it has a veil
// then. Where lifelines take more room than there is, the figure is wider than it was to be.
package scene
