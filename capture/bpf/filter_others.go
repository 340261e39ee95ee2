//go:build !cgo || !(linux || darwin || dragonfly || freebsd || netbsd || openbsd || solaris)

package bpf

const supported = false

func compile(uint8, string) (program, error) { return nil, ErrUnsupported }
