// Package columns finds a place across the page for each lifeline of a ladder, in points, and
// what stands above it.
package columns
