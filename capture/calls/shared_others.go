//go:build !unix

package calls

// shared returns ErrUnsupported.
func shared(string, int) ([]byte, error) { return nil, ErrUnsupported }

func unshare([]byte) {}
