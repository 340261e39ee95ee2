// Package starts says in which rows phases start, so that they do in the same row of all ladders that
// stand side by side.
package starts
