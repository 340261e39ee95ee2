//go:build unix

package viewer

import "syscall"

// apart has a program in a session of its own: ^C and the end of the terminal are not for it.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
