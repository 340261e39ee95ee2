// Package decode reads the headers of frames.
package decode
