// Package ends reads two capture files, of the two ends of one run, as one recording.
package ends
