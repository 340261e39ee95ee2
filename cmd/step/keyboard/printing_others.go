//go:build !linux

package keyboard

import "errors"

// keepPrinting returns errors.ErrUnsupported.
func keepPrinting(int) error { return errors.ErrUnsupported }
