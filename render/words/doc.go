// Package words is the only maker of sentences.
package words
