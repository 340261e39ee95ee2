// Package calls says what a socket call did, or why it failed, and what it means that the kernel
// says something of a socket: its state, its receive buffer, its accept queue.
package calls
