// Package slides lays a diagram out for a room: on pages of 16:9 whose letters can be read from its
// last row. [Of] is the way in; what comes out is a figure for each slide, in which nothing reaches
// over an edge, so that painters paint it as any other.
//
//	render.Diagram ─► scene.Of ─► as large as it fits one slide ─► figure.Figure
//	                          └─► pages.Of ─► cut, heads repeated ─► a figure for each slide
package slides
