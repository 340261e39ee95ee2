// Package screen is where several programs print beside each other: line by line, or as far as
// one of them has come in its row.
package screen
