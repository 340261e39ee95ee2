// Package source is stage 1 of a report: what a capture file is read from, and how far
// that is.
package source
