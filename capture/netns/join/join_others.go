//go:build !linux

package join

import (
	"errors"
	"os"
)

// networks knows of none.
func networks(string) []int { return nil }

// run refuses: only Linux has network namespaces.
func run(int, Program) (*os.ProcessState, error) { return nil, errors.ErrUnsupported }
