//go:build !unix

package record

import "runtime"

// System returns the name of the system that captures.
func System() string { return runtime.GOOS }
