// Package bpf picks packets: those of a file, or those that the kernel captures.
//
// A [Filter] is an expression in the language of pcap-filter(7), the one that tcpdump
// takes. libpcap compiles and runs it, so only a build with libpcap can. [PortFilter]
// makes a program for the kernel, in every build.
package bpf

import (
	"errors"
	"fmt"

	"golang.org/x/net/bpf"

	"wireladder/capture"
)

// ErrUnsupported is returned by Compile in a build without libpcap.
var ErrUnsupported = errors.New("this build has no libpcap, which knows filter expressions")

// Filter is an expression. It is not safe for concurrent use.
type Filter struct {
	text     string
	programs map[capture.LinkType]program // by how frames begin: compiled when met
}

// program is an expression compiled for frames of one link type.
type program interface {
	// matches tells whether a frame passes, of which data was captured and which
	// had length octets on the wire.
	matches(data []byte, length int) bool
}

// New returns a Filter for the expression text. What is wrong with it, Match
// tells, for that hangs on the link type; but a build without libpcap has
// ErrUnsupported to say at once.
func New(text string) (*Filter, error) {
	if !supported {
		return nil, ErrUnsupported
	}
	return &Filter{text: text, programs: map[capture.LinkType]program{}}, nil
}

// Program compiles an expression for live.Options.Filter, of frames of a link type. The error is
// what libpcap finds wrong with it, or ErrUnsupported.
func Program(text string, link capture.LinkType) ([]bpf.RawInstruction, error) {
	program, err := compileProgram(link, text)
	if err != nil {
		return nil, fmt.Errorf("filter %q for link type %d: %w", text, link, err)
	}
	return program, nil
}

// linkSLL2 is LINKTYPE_LINUX_SLL2.
const linkSLL2 capture.LinkType = 276

// Match reports whether the filter passes p. The error says what libpcap finds
// wrong with the expression, for packets of that link type.
func (f *Filter) Match(p *capture.Packet) (bool, error) {
	run, ok := f.programs[p.Link]
	if !ok {
		var err error
		if run, err = compileFor(p.Link, f.text); err != nil {
			return false, fmt.Errorf("filter %q for link type %d: %w", f.text, p.Link, err)
		}
		f.programs[p.Link] = run
	}
	return len(p.Data) > 0 && run.matches(p.Data, max(p.Length, len(p.Data))), nil
}

// compileFor compiles text for frames of a link type. gopacket's link types
// have eight bits: of SLL2 the IP packet inside is filtered.
func compileFor(link capture.LinkType, text string) (program, error) {
	if link == linkSLL2 {
		inner, err := compileFor(capture.LinkRaw, text)
		return inside{inner}, err
	}
	if link > 0xff {
		return nil, errors.New("libpcap is not asked about link types beyond 255")
	}
	return compile(uint8(link), text)
}

// inside runs a program on the IP packet behind an SLL2 header.
type inside struct{ program }

// The header of SLL2 (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html)
// begins with the protocol.
const sll2Header = 20

func (i inside) matches(data []byte, length int) bool {
	if len(data) <= sll2Header || !isIP(data[0], data[1]) {
		return false
	}
	return i.program.matches(data[sll2Header:], length-sll2Header)
}

// isIP reports whether an EtherType is that of IPv4 or IPv6.
func isIP(high, low byte) bool { return high == 0x08 && low == 0x00 || high == 0x86 && low == 0xdd }
