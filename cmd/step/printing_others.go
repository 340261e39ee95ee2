//go:build !linux

package step

import "errors"

// keepPrinting returns errors.ErrUnsupported.
func keepPrinting(int) error { return errors.ErrUnsupported }
