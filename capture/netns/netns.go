// Package netns gives a run a private network that needs no rights, no free
// port and shows nobody else's traffic.
//
//  1. [Start] runs this very program again, as a child in a new network
//     namespace: for a normal user in a new user namespace as well, in which the
//     child may rule the network it owns and nothing else (user_namespaces(7)).
//  2. The child calls [Setup] first. It refuses to touch a network that is not
//     a new one, brings lo up, has what is sent to several hosts go there, fixes what would
//     differ from machine to machine, and tells the parent how that went.
//  3. Start returns a [Child] once the network is ready, or an [Error] that says
//     what forbids it and how to repair that, wherever it failed. The child
//     writes its recording to the pipe that Setup returned; the parent reads it
//     from the Child.
//
// The child has three descriptors more than any other program would: 3 is the
// pipe to the parent, 4 is the parent's network namespace, and both are private
// to this package.
package netns

import (
	"context"
	"errors"
	"io"
	"os"
)

// Options say what to run inside the private network.
type Options struct {
	Args   []string  // arguments without the program's name, which is kept
	Stdin  io.Reader // nil: /dev/null; an *os.File is handed over as it is
	Stdout io.Writer // nil: /dev/null; an *os.File is handed over as it is
	Stderr io.Writer // nil: /dev/null; an *os.File is handed over as it is
}

// ErrNotInside is returned by Setup in a process that Start did not put into a
// new network namespace: it has changed nothing.
var ErrNotInside = errors.New("not inside a new private network: only wireladder itself starts this command")

// ErrReported marks an error of Setup that the parent has been told: Start
// returns it there as an *Error, so the child should end without printing it.
var ErrReported = errors.New("reported to the parent process")

// Start runs this program again with o.Args inside a new network namespace and
// returns when the child's Setup has succeeded. Every failure is an *Error but
// that of ctx. When ctx is done the child is interrupted, and killed if it stays;
// when this process dies, it is killed at once.
//
// The caller reads the Child to its end and then calls its Wait.
func Start(ctx context.Context, o Options) (*Child, error) { return start(ctx, o) }

// Setup makes the private network usable; the child calls it before anything
// else and once. It returns the pipe to the parent: the caller owns it, and
// closes it when the recording is written.
//
// The error is ErrNotInside, or wraps ErrReported when the parent knows of it.
func Setup() (*os.File, error) { return setup() }

// NewNetwork moves the calling thread, which must be locked and not the
// process's first, into a further new network, and makes that usable as Setup
// does. It needs what Setup leaves: a process that rules the network it is in.
// Every failure is an *Error.
func NewNetwork() error { return newNetwork() }

// SmallTables reports whether a network that NewNetwork makes from that of the calling thread has
// tables of sockets of its own, which are small: the kernel then says in a tenth of the time which
// there are (sock_diag(7)). Setup asks for that; Linux before 6.1 does not know it.
func SmallTables() bool { return smallTables() }

// Probe reports whether a private network can be made here, by making one. The
// program, run with args, must call Setup, return with exit code 0 and write
// nothing to the pipe. The error is the one that Start or Wait would return.
func Probe(ctx context.Context, args ...string) error {
	child, err := Start(ctx, Options{Args: args})
	if err != nil {
		return err
	}
	return child.Wait()
}

// CaptureRepair says how this program is given the right to capture on the machine's own
// interfaces, and to its own group alone.
func CaptureRepair() string { return captureRepair() }
