// Command wireladder shows what sockets do on the wire.
package main

import (
	"os"
	"runtime/debug"

	"wireladder/cmd"
)

// garbage is how much of it may gather before it is collected, in percent of what is in
// use: runs are short, and time matters more than memory.
const garbage = 200

func main() {
	debug.SetGCPercent(garbage)
	os.Exit(cmd.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
