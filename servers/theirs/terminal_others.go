//go:build !linux

package theirs

import (
	"errors"
	"os"
)

// openTerminal returns errors.ErrUnsupported.
func openTerminal(Size) (master, slave *os.File, err error) { return nil, nil, errors.ErrUnsupported }

// openScreen returns errors.ErrUnsupported.
func openScreen() (master, slave *os.File, err error) { return nil, nil, errors.ErrUnsupported }
