// Command wireladder shows what sockets do on the wire.
package main

import (
	"os"

	"wireladder/cmd"
)

func main() { os.Exit(cmd.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
