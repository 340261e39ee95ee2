// Package shell is the command that opens the user's shell in a private network, in several terminals
// if that is wanted.
package shell
