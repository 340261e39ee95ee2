//go:build !cgo || !(linux || darwin || dragonfly || freebsd || netbsd || openbsd || solaris)

package bpf

import (
	"golang.org/x/net/bpf"

	"wireladder/capture"
)

const supported = false

func compile(uint8, string) (program, error) { return nil, ErrUnsupported }

func compileProgram(capture.LinkType, string) ([]bpf.RawInstruction, error) {
	return nil, ErrUnsupported
}
