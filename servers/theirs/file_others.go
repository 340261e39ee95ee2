//go:build !linux

package theirs

import (
	"errors"
	"os"
)

// fileOf returns errors.ErrUnsupported.
func fileOf([]byte) (*os.File, error) { return nil, errors.ErrUnsupported }
