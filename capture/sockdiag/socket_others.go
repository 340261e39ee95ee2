//go:build !linux

package sockdiag

import "wireladder/capture"

// socket is what there is none of.
type socket struct{}

func openSocket() (*socket, error) { return nil, ErrUnsupported }

func (*socket) dump(Kind) ([]capture.KernelSocket, error) { return nil, ErrUnsupported }

func (*socket) close() error { return nil }
