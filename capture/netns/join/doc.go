// Package join runs programs in a private network that another process of this user made.
//
// A process may enter the user namespace of such a network only while it has a single thread
// (setns(2), CLONE_NEWUSER), which no program in Go has. So [Run] forks, and the child, which has
// one, enters both and becomes the program, with the rights in that network that the first process
// had: they are ambient, for a program with another user than root has no others (capabilities(7)).
package join

import (
	"context"
	"os"
)

// Program is what runs there.
type Program struct {
	Path string
	Args []string // with the program's name
	Env  []string
}

// Networks returns the processes of this user with a variable in their environment, one for each
// network: the first of those that are in it.
func Networks(variable string) []int { return networks(variable) }

// Run runs a program in the network of a process, with this process's standard streams, and waits
// for its end. The end of the context interrupts it, and kills it if it goes on. The error is an errno of
// the system.
func Run(ctx context.Context, pid int, p Program) (*os.ProcessState, error) { return run(ctx, pid, p) }
