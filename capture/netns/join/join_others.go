//go:build !linux

package join

import (
	"context"
	"errors"
	"os"
)

// networks knows of none.
func networks(string) []int { return nil }

// run refuses: only Linux has network namespaces.
func run(context.Context, int, Program) (*os.ProcessState, error) { return nil, errors.ErrUnsupported }
