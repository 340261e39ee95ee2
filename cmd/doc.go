// Package cmd is the command line of wireladder: a file for each command, an
// options struct in each file. It alone reads flags, the environment, the
// clock and the terminal.
package cmd
