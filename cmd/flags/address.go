package flags

import (
	"strconv"

	"wireladder/capture"
	"wireladder/cmd/failure"
)

// Port reads a port number. lowest is 0 where the kernel may choose one.
func Port(text string, lowest uint64) (uint16, error) {
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil || port < lowest {
		return 0, failure.Misused("the textbook's is 12000", "a port is a number from %d to 65535, not %q", lowest, text)
	}
	return uint16(port), nil
}

// Protocol reads the name of a protocol.
func Protocol(name string) (capture.Protocol, error) {
	for _, proto := range []capture.Protocol{capture.UDP, capture.TCP} {
		if name == proto.String() {
			return proto, nil
		}
	}
	return 0, failure.Misused("say udp or tcp", "no such protocol %q", name)
}
