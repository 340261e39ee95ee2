//go:build !linux

package netns

import (
	"context"
	"errors"
	"os"
)

// start refuses: only Linux has network namespaces that a normal user can make.
func start(context.Context, Options) (*Child, error) {
	return nil, &Error{
		Op:     "start",
		Reason: ReasonUnsupported,
		Hint:   "use --host to capture on this machine's own loopback",
		Err:    errors.ErrUnsupported,
	}
}

// setup refuses: nothing can have started it.
func setup() (*os.File, error) { return nil, ErrNotInside }

// newNetwork refuses, as start does.
func newNetwork() error {
	return &Error{Op: "unshare", Reason: ReasonUnsupported, Err: errors.ErrUnsupported}
}

// smallTables knows of none.
func smallTables() bool { return false }

// captureRepair knows of no capabilities.
func captureRepair() string { return "run it as root: sudo wireladder …" }

// ownRights knows of none.
func ownRights() Rights { return Rights{} }
