// Package cmd is the command line of wireladder: a file for each command, with its
// options, and files for the flags that several share. It alone reads flags, the
// environment and the clock, and knows which streams are terminals. What the commands
// do is elsewhere: package report shows a run or a file, package step asks before each
// call.
package cmd
