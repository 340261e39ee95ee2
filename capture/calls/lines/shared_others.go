//go:build !unix

package lines

import "errors"

// shared returns errors.ErrUnsupported.
func shared(string, int) ([]byte, error) { return nil, errors.ErrUnsupported }

func unshare([]byte) {}
