// Package text draws diagrams with characters: for a terminal, with colours
// or without, or for a file.
package text
