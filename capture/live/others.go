//go:build !linux && !(cgo && (darwin || dragonfly || freebsd || netbsd || openbsd || solaris))

package live

import (
	"fmt"
	"runtime"
)

// open refuses.
func open(Options) (Capture, error) {
	return nil, fmt.Errorf("%w: %s", ErrUnsupported, runtime.GOOS)
}

// backend returns no name.
func backend() string { return "" }
