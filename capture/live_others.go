//go:build !linux && !(cgo && (darwin || dragonfly || freebsd || netbsd || openbsd || solaris))

package capture

import (
	"fmt"
	"runtime"
)

// openLive refuses.
func openLive(LiveOptions) (Live, error) {
	return nil, fmt.Errorf("%w: %s", ErrUnsupported, runtime.GOOS)
}

// liveBackend returns no name.
func liveBackend() string { return "" }
