//go:build !unix

package viewer

import "syscall"

// apart has a program as it is: what it is started with has no terminal.
func apart() *syscall.SysProcAttr { return nil }
