// Package table prints the conversations of a capture, a row each, and what all
// of them come to.
package table
