//go:build !linux

package theirs

import (
	"errors"
	"os"
)

// networkOf returns nil: there are no others.
func networkOf(interface{ Do(func() error) error }) (*os.File, error) { return nil, nil }

// fileOf returns errors.ErrUnsupported.
func fileOf([]byte) (*os.File, error) { return nil, errors.ErrUnsupported }

// openTerminal returns errors.ErrUnsupported.
func openTerminal(Size) (master, slave *os.File, err error) { return nil, nil, errors.ErrUnsupported }

// openScreen returns errors.ErrUnsupported.
func openScreen() (master, slave *os.File, err error) { return nil, nil, errors.ErrUnsupported }
