// Package rendertest is for tests of what is drawn: it builds the diagrams of recordings
// that package runtest writes, and keeps goldens.
package rendertest
