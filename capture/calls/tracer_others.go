//go:build !linux || (!amd64 && !arm64)

package calls

import (
	"syscall"
	"time"
)

// Program is a program that is traced: there is none.
type Program struct{}

// Start returns ErrUnsupported.
func Start(Options) (*Program, error) { return nil, ErrUnsupported }

// PID returns 0.
func (*Program) PID() int { return 0 }

// Ended returns nil.
func (*Program) Ended() <-chan struct{} { return nil }

// Wait returns ErrUnsupported.
func (*Program) Wait() ([]Exit, error) { return nil, ErrUnsupported }

// Signal returns ErrUnsupported.
func (*Program) Signal(syscall.Signal) error { return ErrUnsupported }

// SignalGroup returns ErrUnsupported.
func (*Program) SignalGroup(syscall.Signal) error { return ErrUnsupported }

// SignalAll does nothing.
func (*Program) SignalAll(syscall.Signal) {}

// IsBusy reports false.
func (*Program) IsBusy() (bool, time.Duration) { return false, 0 }

// Kill does nothing.
func (*Program) Kill() {}
