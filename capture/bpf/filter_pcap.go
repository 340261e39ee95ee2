//go:build cgo && (linux || darwin || dragonfly || freebsd || netbsd || openbsd || solaris)

package bpf

import (
	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcap"
	"golang.org/x/net/bpf"

	"wireladder/capture"
)

const supported = true

// snapLength is the most of a frame that a program may look at.
const snapLength = 262144

// dltRaw is what libpcap itself calls raw IP: 14 on OpenBSD, 12 elsewhere
// (pcap/dlt.h). Files have capture.LinkRaw for it.
const dltRaw = 12

// pcapProgram is a program that libpcap runs.
type pcapProgram struct{ compiled *pcap.BPF }

func compile(link uint8, text string) (program, error) {
	if capture.LinkType(link) == capture.LinkRaw {
		link = dltRaw
	}
	compiled, err := pcap.NewBPF(layers.LinkType(link), snapLength, text)
	if err != nil {
		return nil, err
	}
	return pcapProgram{compiled}, nil
}

func (p pcapProgram) matches(data []byte, length int) bool {
	return p.compiled.Matches(gopacket.CaptureInfo{CaptureLength: len(data), Length: length}, data)
}

// compileProgram compiles an expression for the kernel.
func compileProgram(link capture.LinkType, text string) ([]bpf.RawInstruction, error) {
	if link == capture.LinkRaw {
		link = dltRaw
	}
	compiled, err := pcap.CompileBPFFilter(layers.LinkType(link), snapLength, text) //nolint:gosec // gopacket has it in eight bits
	if err != nil {
		return nil, err
	}
	program := make([]bpf.RawInstruction, len(compiled))
	for i, in := range compiled {
		program[i] = bpf.RawInstruction{Op: in.Code, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	return program, nil
}
