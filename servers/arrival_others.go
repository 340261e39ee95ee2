//go:build !linux

package servers

// AwaitData returns ErrUnsupported.
func (*Socket) AwaitData(int) error { return ErrUnsupported }

// AwaitEnd returns ErrUnsupported.
func (*Socket) AwaitEnd() error { return ErrUnsupported }

// AwaitBreak returns ErrUnsupported.
func (*Socket) AwaitBreak() error { return ErrUnsupported }
